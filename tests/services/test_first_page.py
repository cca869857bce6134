"""The first page of the next start: the same rows without the library, or none at all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.blueprint.registry import discover
from app.services.first_page import FirstPage, from_state, read
from app.services.library import Change, Library
from app.services.lists import ListQuery
from app.services.rows import ListRow

QUERY = ListQuery("contacts")


@pytest.fixture
def columns(library: Library) -> tuple[str, ...]:
    section = library.registry.section("contacts")
    return tuple(key for key in section.columns if key in section.list_fields)


def fill(library: Library) -> None:
    people = [("Popescu", "a"), ("Ionescu", "b"), ("Ștefan", None)]
    changes = [
        Change("contacts", library.new_uid(), {"surname": name, "grade": grade, "birthday": "1985-03-14"})
        for name, grade in people
    ]
    library.write("import", changes, section="contacts")
    uid = library.lists.uid_of(library.lists.first_ids(QUERY)[0])
    due = {
        "subject": "Call",
        "starts_at": "2026-11-24T10:00[Europe/Bucharest]",
        "contacts": [uid],
        "state": "planned",
    }
    library.save("events", due)


def kept(library: Library, columns: tuple[str, ...]) -> FirstPage:
    """What the state of the program keeps, after a way through its file."""
    state = json.loads(json.dumps(library.lists.first_page(QUERY, columns).as_state()))
    found = from_state(state)
    assert found is not None
    return found


def again(library: Library, page: FirstPage, language: str = "en", day: date | None = None) -> list[ListRow]:
    return read(page, library.registry, language, "RO", day or date.fromisoformat(page.day))


def test_the_first_page_shows_the_rows_that_the_library_shows(
    library: Library, columns: tuple[str, ...]
) -> None:
    fill(library)
    ids = library.lists.first_ids(QUERY)
    assert again(library, kept(library, columns)) == library.lists.rows("contacts", ids, columns)


def test_the_rows_are_those_of_the_file_as_it_is_now(library: Library, columns: tuple[str, ...]) -> None:
    fill(library)
    page = kept(library, columns)
    library.save("contacts", {"surname": "Aaron"})
    assert again(library, page)[0].title == "Aaron"


def test_texts_of_another_day_are_made_anew(library: Library, columns: tuple[str, ...]) -> None:
    fill(library)
    page = kept(library, columns)
    wrong = {key: dict.fromkeys(texts, "kept") for key, texts in page.texts.items()}
    changed = replace(page, texts=wrong)
    shown = [cell for row in again(library, changed) for cell in row.cells]
    assert "kept" in shown
    anew = [cell for row in again(library, changed, day=date(2020, 1, 1)) for cell in row.cells]
    assert "kept" not in anew


def test_texts_of_another_language_are_made_anew(library: Library, columns: tuple[str, ...]) -> None:
    fill(library)
    page = kept(library, columns)
    changed = replace(page, texts={key: dict.fromkeys(texts, "kept") for key, texts in page.texts.items()})
    assert "kept" not in [cell for row in again(library, changed, "ro") for cell in row.cells]


def test_a_file_that_is_gone_or_foreign_shows_nothing(
    library: Library, columns: tuple[str, ...], tmp_path: Path
) -> None:
    fill(library)
    page = kept(library, columns)
    foreign = tmp_path / "foreign.cartoteca"
    foreign.write_bytes(b"not ours")
    assert again(library, replace(page, path=str(tmp_path / "gone.cartoteca"))) == []
    assert again(library, replace(page, path=str(foreign))) == []


def test_a_file_of_another_version_shows_nothing(library: Library, columns: tuple[str, ...]) -> None:
    fill(library)
    page = kept(library, columns)
    assert again(library, replace(page, version=page.version + 1)) == []


def test_a_statement_that_fits_the_file_no_longer_shows_nothing(
    library: Library, columns: tuple[str, ...]
) -> None:
    fill(library)
    page = kept(library, columns)
    assert again(library, replace(page, statement="SELECT x FROM nowhere", parameters=())) == []
    assert again(library, replace(page, columns=("nothing",))) == []


@pytest.mark.parametrize("state", [None, [], "text", {}, {"path": "x"}])
def test_a_state_that_is_not_whole_is_no_first_page(state: object) -> None:
    assert from_state(state) is None


def test_counting_a_text_agrees_with_the_rows_it_finds(library: Library) -> None:
    fill(library)
    for text in ("popescu", "esc", "ion pop", "zzz", "pop", "p"):
        query = ListQuery("contacts", text)
        assert library.lists.count(query).n == len(library.lists.ids(query))


def test_a_record_in_two_subgroups_counts_once(library: Library) -> None:
    fill(library)
    above = library.groups.add("contacts", "Sales")
    inner = [library.groups.add("contacts", name, above) for name in ("North", "South")]
    uid = library.lists.uid_of(library.lists.first_ids(QUERY)[0])
    for group in inner:
        library.groups.put(group, [uid])
    assert library.lists.count(ListQuery("contacts", group=above)).n == 1
    assert library.lists.count(ListQuery("contacts", group=inner[0])).n == 1


def test_own_fields_are_shown_by_the_definitions_that_were_kept(
    library: Library, columns: tuple[str, ...]
) -> None:
    price = library.fields.add("contacts", "Price", "money", options={"currency": "lei"})
    friend = library.fields.add("contacts", "Friend", "reference", options={"section": "contacts"})
    fill(library)
    first = library.save("contacts", {"surname": "Albu", price: 125050}).uid
    library.save("contacts", {"surname": "Aldea", friend: first})
    page = kept(library, (*columns, price, f"{friend}_title"))
    rows = read(page, discover(), "en", "RO", date.fromisoformat(page.day))
    assert [row.cells[-2:] for row in rows[:2]] == [("1,250.50\u00a0lei", ""), ("", "Albu")]
    assert rows == library.lists.rows("contacts", library.lists.first_ids(QUERY), page.columns)
    library.fields.delete("contacts", price)  # the page is of a time before that
    assert read(page, discover(), "en", "RO", date.fromisoformat(page.day)) == rows
    broken = replace(page, own=({"uid": "x"},))
    assert read(broken, discover(), "en", "RO", date.fromisoformat(page.day)) == []
