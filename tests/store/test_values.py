"""Values that are none of their kind are refused when written; what was stored once can always come back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text

from app.core.errors import UserError
from app.services.library import Library


@pytest.mark.parametrize(
    ("section", "values", "label"),
    [
        ("tasks", {"name": "t", "due": "rubbish"}, "Due"),
        ("tasks", {"name": "t", "due": "2026-11-25T25:99"}, "Due"),
        ("tasks", {"name": "t", "start": "2026-02-30"}, "Start"),
        ("tasks", {"name": "t", "done_at": "25.11.2026"}, "Done at"),
        ("tasks", {"name": "t", "due": 20261125}, "Due"),
        ("contacts", {"surname": "Pop", "birthday": "1985-13"}, "Birthday"),
        ("contacts", {"surname": "Pop", "birthday": "--02-30"}, "Birthday"),
        ("contacts", {"surname": "Pop", "organizations": [{"job_title": "x", "since": "long ago"}]}, ""),
        ("events", {"subject": "e", "starts_at": "2026-11-25T10:00[Europe/Bucharest"}, "When"),
    ],
)
def test_a_date_that_is_none_is_refused_and_names_the_field(
    library: Library, section: str, values: dict[str, Any], label: str
) -> None:
    with pytest.raises(UserError, match=f"{label}.*is not a date that can be read"):
        library.save(section, values)
    assert library.history.operations() == []


@pytest.mark.parametrize("value", ["2026-11-25", "2026-11-25T23:59", "2026-11-25T23:59:59", "", None])
def test_a_date_in_its_stored_form_is_kept(library: Library, value: str | None) -> None:
    uid = library.save("tasks", {"name": "t", "due": value}).uid
    assert library.get(uid).values.get("due") == (value or None)


@pytest.mark.parametrize("value", ["1985", "1985-03", "1985-03-14", "--03-14", "--02-29"])
def test_a_partial_date_in_its_stored_form_is_kept(library: Library, value: str) -> None:
    uid = library.save("contacts", {"surname": "Pop", "birthday": value}).uid
    assert library.get(uid).values["birthday"] == value


def test_a_date_that_was_stored_before_dates_were_checked_comes_back(library: Library) -> None:
    uid = library.save("tasks", {"name": "t", "due": "2026-11-25"}).uid
    with library._database.write() as connection:
        connection.execute(text("UPDATE task SET due = 'rubbish'"))
    before = [json.loads(line) for line in library.care.dump()]
    library.save("tasks", {"due": "2026-11-26"}, uid)
    library.undo()
    assert [json.loads(line) for line in library.care.dump()] == before
    library.delete([uid])
    library.history.restore([uid])
    assert library.get(uid).values["due"] == "rubbish"
    library.save("tasks", {"name": "other"}, uid)
    assert library.get(uid).values["due"] == "rubbish"
