"""Demo data: the same for the same seed on the same day, and never of the future."""

from __future__ import annotations

import json
from pathlib import Path

from app.core import clock as time
from app.services.demo import fill
from app.services.library import Identity, Library


def demo(path: Path, clock, seed: int) -> list[str]:
    library = Library.create(path, identity=Identity("Ana", "RO", "en", "Europe/Bucharest"), clock=clock)
    fill(library, 40, seed)
    assert library.care.check() == []
    lines = list(library.care.dump())
    library.close()
    return lines


def test_the_same_seed_on_the_same_day_gives_equal_dumps(tmp_path: Path, clock) -> None:
    first = demo(tmp_path / "a.cartoteca", clock, 7)
    clock.go(hours=3, milliseconds=7)
    assert demo(tmp_path / "b.cartoteca", clock, 7) == first
    assert demo(tmp_path / "c.cartoteca", clock, 8) != first


def test_demo_data_were_written_before_now(tmp_path: Path, clock) -> None:
    records = [json.loads(line) for line in demo(tmp_path / "a.cartoteca", clock, 7)]
    stamps = {record["updated_at"] for record in records if "updated_at" in record}
    assert len(stamps) > 20
    assert max(stamps) < time.stamp(clock())
    assert {record["created_by"] for record in records if "created_by" in record} == {"Ana"}


def test_finished_tasks_of_the_demo_say_when(tmp_path: Path, clock) -> None:
    lines = map(json.loads, demo(tmp_path / "a.cartoteca", clock, 3))
    done = [
        each["values"] for each in lines if each["values"].get("state") == "done" and "name" in each["values"]
    ]
    assert done
    assert all(each["percent"] == 100 and each["done_at"] < "2026-11-23" for each in done)
