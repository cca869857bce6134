"""Helper processes: their limits, and what becomes of them when nobody wants their answer any more."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from app.core.errors import UserError
from app.core.progress import Cancelled, Progress
from app.services.children import ChildError, Limits, dumped, loaded, raw_frames
from app.services.exchange import kept
from app.services.exchange.tables import open_table

pytestmark = pytest.mark.own_python

PLENTY = Limits(seconds=10, memory_mb=1000, patience=20)


def job(path: Path) -> dict[str, Any]:
    return {"path": str(path), "sheet": None, "encoding": None, "delimiter": None, "language": "en"}


@pytest.fixture
def long_list(tmp_path: Path) -> Path:
    path = tmp_path / "long.csv"
    path.write_text("Nume,Telefon\n" + "".join(f"P{i},0721 {i:06d}\n" for i in range(60_000)), "utf-8")
    return path


@pytest.fixture
def huge_cells(tmp_path: Path) -> Path:
    path = tmp_path / "huge.csv"
    path.write_text("Nume,Note\n" + "".join(f"P{i},{'x' * 3_000_000}\n" for i in range(9)), "utf-8")
    return path


def test_frames_come_one_after_another_and_are_plain_data(long_list: Path) -> None:
    frames = [loaded(each) for each in raw_frames("tables", job(long_list), PLENTY)]
    assert frames[0]["headers"] == ["Nume", "Telefon"]
    assert sum(map(len, frames[1:])) == 60_000


def test_dates_and_times_travel_in_frames_and_nothing_else_does() -> None:
    content = [
        "text \ud800 \x00", 1, 2.5, True, None, date(2026, 11, 25), datetime(2026, 11, 25, 9, 30),
        time(9, 30), timedelta(days=1, seconds=5), {"@": "x", "@date": "y"},
    ]  # fmt: skip
    assert loaded(dumped(content)) == content
    with pytest.raises(TypeError, match="no plain data"):
        dumped([Path("x")])


def test_a_helper_without_memory_ends_and_says_so(huge_cells: Path) -> None:
    with pytest.raises(ChildError) as caught:
        list(raw_frames("tables", job(huge_cells), Limits(10, 20, 20)))
    assert caught.value.kind == "memory"


def test_a_helper_is_ended_when_its_frames_are_no_longer_wanted(long_list: Path) -> None:
    began = monotonic()
    frames = raw_frames("tables", job(long_list), PLENTY)
    next(frames)
    frames.close()
    assert monotonic() - began < 5


def test_reading_a_list_is_cancelled(long_list: Path) -> None:
    progress = Progress(lambda done, _total, _text: progress.cancel() if done else None)
    with pytest.raises(Cancelled):
        open_table(long_list, progress=progress)


def test_a_list_that_takes_too_much_is_refused_with_one_sentence(
    huge_cells: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "LEAST_MEMORY_MB", 20)
    monkeypatch.setattr(kept, "MEMORY_PER_MB", 0)
    with pytest.raises(UserError, match=r"huge\.csv” needs more than 20 MB"):
        open_table(huge_cells)


def test_a_list_is_read_once_while_somebody_holds_it(
    long_list: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = open_table(long_list)
    monkeypatch.setattr(kept, "_read", None)
    again = open_table(long_list)
    assert list(again.rows()) == list(table.rows())


def test_a_list_that_was_written_anew_is_read_anew(long_list: Path) -> None:
    table = open_table(long_list)
    long_list.write_text("Nume\nPop\n", "utf-8")
    assert open_table(long_list).headers == ("Nume",)
    assert table.headers == ("Nume", "Telefon")


def test_a_full_disk_is_told_and_not_raised(long_list: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept.KeptRows, "add", full)
    with pytest.raises(UserError, match="No space left on device"):
        open_table(long_list)
