"""A large list over many records: what is foreseen is done, what was edited since survives the undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.services.exchange import matching
from app.services.exchange.importing import ImportOptions, dry_run, plan_import, run
from app.services.library import Library

HEADINGS = "Nume,Prenume,E-mail,Telefon mobil,Firma,Hobby\n"


def people(first: int, count: int, hobby: str) -> str:
    rows = (
        f"Pop{n},Ion,p{n}@firma{n // 10}.example,0721{n:06d},Firma {n // 10} SRL,{hobby}\n"
        for n in range(first, first + count)
    )
    return HEADINGS + "".join(rows)


def dumped(library: Library) -> set[str]:
    return set(library.care.dump())


@pytest.mark.parametrize(
    ("existing", "listed"),
    [(200, 500), pytest.param(20_000, 50_000, marks=[pytest.mark.slow, pytest.mark.timeout(1800)])],
)
def test_an_import_over_existing_records_is_foreseen_and_undone_around_what_was_edited(
    library: Library, write_csv: Callable[..., Path], existing: int, listed: int
) -> None:
    run(plan_import(library, "contacts", write_csv(people(0, existing, "șah"), "first.csv")))
    before = dumped(library)
    path = write_csv(people(existing // 2, listed, "tenis"), "second.csv")
    plan = plan_import(library, "contacts", path, ImportOptions(on_duplicate="update"))
    foreseen, done = dry_run(plan), run(plan)
    operation, done.operation = done.operation, None
    assert foreseen == done
    assert (done.updated, done.added, done.refused) == (existing // 2, listed - existing // 2, [])
    uids = edited(library, existing)
    undone = library.undo(operation)
    people_kept = [title_of(library, uid) for uid in uids]
    firms = {job["organization"] for uid in uids[5:] for job in values_of(library, uid)["organizations"]}
    firms_kept = [title_of(library, firm) for firm in firms]  # those that came with them
    assert sorted(undone.kept) == sorted([*people_kept, *firms_kept])
    assert all(values_of(library, uid)["hobby"] == "by hand" for uid in uids)
    kept = (*uids, *firms)
    assert [line for line in dumped(library) ^ before if not any(uid in line for uid in kept)] == []


def edited(library: Library, existing: int) -> list[str]:
    """Ten records changed by hand after the import: five that were there, five that came with it."""
    found = []
    for number in (*range(existing // 2, existing // 2 + 5), *range(existing + 50, existing + 55)):
        titles = library.lists.titles("contacts")
        (uid,) = titles[f"ion pop{number}"]
        library.save("contacts", {"hobby": "by hand"}, uid)
        found.append(uid)
    return found


def title_of(library: Library, uid: str) -> str:
    record = library.get(uid)
    return record.title if record else ""


def values_of(library: Library, uid: str) -> dict[str, Any]:
    record = library.get(uid)
    assert record is not None
    return record.values


def test_a_switchboard_that_everybody_has_does_not_have_everybody_compared_with_everybody(
    library: Library, write_csv: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = list[str]()
    similar = matching.is_similar
    monkeypatch.setattr(
        matching, "is_similar", lambda name, other: bool(compared.append(name)) or similar(name, other)
    )
    rows = [f"Pop{n},Ion{n},022 123456\n" for n in range(600)]
    path = write_csv("Nume,Prenume,Telefon\n" + "".join(rows) + rows[599])
    report = run(plan_import(library, "contacts", path))
    assert (report.added, report.skipped) == (600, 1)
    assert len(compared) <= 600 * 2 * (matching.MOST_NAMESAKES + 1)  # everybody with everybody: 360,000
