"""Ids, clock, drives, progress."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.core.clock import from_stamp, stamp, today
from app.core.drives import is_remote
from app.core.ids import new_uid, seeded_uids
from app.core.progress import Cancelled, Progress


def test_ids_are_version_seven_and_unique() -> None:
    found = [new_uid() for _ in range(2000)]
    assert len(set(found)) == 2000
    assert all(len(uid) == 32 and uid[12] == "7" and uid[16] in "89ab" and int(uid, 16) for uid in found)


def test_ids_rise_with_time() -> None:
    first = seeded_uids(1)
    found = [first() for _ in range(50)]
    assert found == sorted(found)
    again, other = seeded_uids(1), seeded_uids(2)
    assert [again() for _ in range(50)] == found
    assert other() != found[0]


def test_stamps_are_utc_and_sort_as_text() -> None:
    moment = datetime(2026, 11, 23, 1, 30, 0, 5000, timezone(timedelta(hours=2)))
    assert stamp(moment) == "2026-11-22T23:30:00.005Z"
    assert from_stamp(stamp(moment)) == moment
    assert stamp(moment) < stamp(moment + timedelta(milliseconds=1))


def test_today_is_the_date_on_the_wall() -> None:
    assert today(lambda: datetime(2026, 11, 23, 0, 30, tzinfo=timezone(timedelta(hours=3)))).day == 23
    assert today(lambda: datetime(2026, 11, 22, 23, 30, tzinfo=UTC)).day == 22


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked in another way")
@pytest.mark.parametrize(
    ("place", "remote"),
    [
        ("/srv/share/a.db", True),
        ("/srv/shared/a.db", False),
        ("/srv/share/inner/a.db", False),
        ("/srv/my share/a.db", True),
    ],
)
def test_the_longest_mount_point_tells_the_kind_of_disk(tmp_path: Path, place: str, remote: bool) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/vda / ext4 rw 0 0\n//s/x /srv/share cifs rw 0 0\n/dev/b /srv/share/inner ext4 rw 0 0\n"
        "s:/x /srv/my\\040share nfs4 rw 0 0\nbroken\n",
        encoding="utf-8",
    )
    assert is_remote(Path(place), mounts) is remote


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked in another way")
def test_where_the_system_tells_nothing_a_disk_is_local(tmp_path: Path) -> None:
    assert not is_remote(tmp_path, tmp_path / "none")


def test_work_is_told_and_stopped() -> None:
    told: list[tuple[int, int | None, str]] = []
    progress = Progress(lambda *step: told.append(step))
    progress.step(1, 2, "x")
    assert told == [(1, 2, "x")]
    progress.cancel()
    with pytest.raises(Cancelled):
        progress.step(2)
