"""Cards of groups: who is in them comes into a group of the program; the card itself is nobody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.services.exchange.importing import ImportReport, dry_run, plan_import
from app.services.library import Library
from app.services.lists import ListQuery

Bring = Callable[..., ImportReport]
APPLE = """VERSION:3.0
N:Prieteni;;;;
FN:Prieteni
X-ADDRESSBOOKSERVER-KIND:group
X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:AAA-1
X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:bbb-2
UID:ccc-3"""
NEWER = """VERSION:4.0
KIND:group
FN:Vecini\\, scara 2
MEMBER:urn:uuid:aaa-1
MEMBER:mailto:Dan@example.ro
UID:urn:uuid:ddd-4"""
PEOPLE = (
    "VERSION:3.0\nFN:Ana Pop\nN:Pop;Ana;;;\nUID:aaa-1\nCATEGORIES:Clienți",
    "VERSION:4.0\nFN:Ion Rusu\nN:Rusu;Ion;;;\nUID:urn:uuid:BBB-2",
    "VERSION:3.0\nFN:Dan Ceban\nN:Ceban;Dan;;;\nEMAIL:dan@example.ro",
)


def written(folder: Path, *cards: str, name: str = "cards.vcf") -> Path:
    path = folder / name
    path.write_text("".join(f"BEGIN:VCARD\n{card}\nEND:VCARD\n" for card in cards), encoding="utf-8")
    return path


def titles(library: Library, group: str) -> list[str]:
    (uid,) = (uid for uid, path in library.groups.paths("contacts").items() if path == group)
    ids = library.lists.ids(ListQuery("contacts", group=uid))
    return sorted(each.title for each in library.get_many(library.lists.uids_of(ids)).values())


def test_members_come_into_the_group_wherever_its_card_stands(
    library: Library, bring: Bring, tmp_path: Path
) -> None:
    path = written(tmp_path, APPLE, *PEOPLE, NEWER)
    report = bring(path)
    assert report.created == {"contacts": 3, "group": 3}
    assert report.refused == []
    assert titles(library, "Prieteni") == ["Ana Pop", "Ion Rusu"]
    assert titles(library, "Vecini, scara 2") == ["Ana Pop", "Dan Ceban"]
    assert titles(library, "Clienți") == ["Ana Pop"]


def test_members_without_a_card_are_told_and_those_of_another_file_found(
    library: Library, bring: Bring, tmp_path: Path
) -> None:
    alone = written(tmp_path, APPLE, PEOPLE[0], name="group.vcf")
    plan = plan_import(library, "contacts", alone)
    assert plan.rows == 1, "the group is none of the people"
    found = dry_run(plan)
    assert found.refused_rows == 0
    (told,) = found.notes
    assert "the group “Prieteni” names 1 person who has no card in the file" in told.reason
    report = bring([alone, written(tmp_path, PEOPLE[1], name="other.vcf")])
    assert (report.refused, report.notes) == ([], [])
    assert titles(library, "Prieteni") == ["Ana Pop", "Ion Rusu"]


def test_a_group_of_whom_nobody_is_here_is_refused_by_name(
    library: Library, bring: Bring, tmp_path: Path
) -> None:
    report = bring(written(tmp_path, APPLE, PEOPLE[2]))
    assert report.created == {"contacts": 1}
    assert "“Prieteni” names 2 people" in report.refused[0].reason


@pytest.mark.parametrize("more", ["", "\nEMAIL:toti@example.ro"])
def test_a_group_that_names_nobody_is_a_contact_as_before(
    more: str, library: Library, bring: Bring, tmp_path: Path
) -> None:
    assert bring(written(tmp_path, f"VERSION:4.0\nKIND:group\nFN:Toți{more}")).created == {"contacts": 1}
