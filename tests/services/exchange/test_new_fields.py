"""Columns that become fields of the user's own: with the rows, in one operation, on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.blueprint.context import Context
from app.core.errors import UsageError, UserError
from app.services.exchange.importing import ImportOptions, dry_run, plan_import, run
from app.services.exchange.shapes import guessed_kind
from app.services.library import Library

LIST = """Nume;Reducere;Client din;Plan;Activ
Rusu;7,5;14.03.2020;Retail;da
Albu;12;01.02.2021;Wholesale;nu
Pop;;;;
"""
NEW = {"Reducere": "new:number", "Client din": "new", "Plan": "new:choice", "Activ": "new:yes_no"}


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "clienti.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_the_fields_come_with_the_rows_and_go_with_their_undo(any_library: Library, people: Path) -> None:
    library = any_library
    plan = plan_import(library, "contacts", people, ImportOptions(mapping=NEW))
    report = run(plan)
    assert (report.added, report.refused) == (3, [])
    views = {each.label: each.kind for each in library.fields.views("contacts") if each.is_own}
    assert views == {"Reducere": "number", "Client din": "date", "Plan": "choice", "Activ": "yes_no"}
    [uid] = library.lists.uids_of(library.lists.ids(library_query("rusu")))
    record = library.get(uid)
    assert record is not None
    found = {key: record.values[key] for key in ("reducere", "client_din", "activ")}
    assert found == {"reducere": 7.5, "client_din": "2020-03-14", "activ": True}
    assert library.context().label_of("contacts.plan", record.values["plan"]) == "Retail"
    assert library.undoable().describe() == "import of 3 contacts (clienti.csv)"  # type: ignore[union-attr]
    library.undo()
    assert not any(each.is_own for each in library.fields.views("contacts"))
    assert library.lists.counts()["contacts"] == 0
    library.redo()
    assert library.get(uid).values["reducere"] == 7.5  # type: ignore[union-attr]
    assert library.care.check() == []


def library_query(text: str):
    from app.services.lists import ListQuery

    return ListQuery("contacts", text)


def test_a_dry_run_makes_no_field(library: Library, people: Path) -> None:
    report = dry_run(plan_import(library, "contacts", people, ImportOptions(mapping=NEW)))
    assert report.added == 3
    assert library.undoable() is None
    assert not any(each.is_own for each in library.fields.views("contacts"))


def test_when_nothing_is_taken_no_field_is_left(library: Library, people: Path) -> None:
    library.save("contacts", {"surname": "Rusu"})
    only = people.with_name("one.csv")
    only.write_text("Nume;Reducere\nRusu;multă\n", encoding="utf-8")
    report = run(plan_import(library, "contacts", only, ImportOptions(mapping={"Reducere": "new:number"})))
    assert (report.added, len(report.refused)) == (0, 1)
    assert not any(each.is_own for each in library.fields.views("contacts"))


def test_a_record_that_is_there_gets_the_new_value(any_library: Library, people: Path) -> None:
    uid = any_library.save("contacts", {"surname": "Rusu", "emails": [{"value": "r@example.ro"}]}).uid
    people.write_text("Nume;E-mail;Reducere\nRusu;r@example.ro;5\n", encoding="utf-8")
    options = ImportOptions(mapping={"Reducere": "new"}, on_duplicate="update")
    assert run(plan_import(any_library, "contacts", people, options)).updated == 1
    assert any_library.get(uid).values["reducere"] == 5  # type: ignore[union-attr]


def test_a_taken_name_and_an_unknown_kind_are_refused(library: Library, people: Path) -> None:
    with pytest.raises(UsageError, match="number"):
        plan_import(library, "contacts", people, ImportOptions(mapping={"Reducere": "new:zoo"}))
    library.fields.add("contacts", "Reducere")
    with pytest.raises(UserError, match="Reducere"):
        plan_import(library, "contacts", people, ImportOptions(mapping={"Reducere": "new:number"}))


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([7, 7.5, "12,5"], "number"),
        (["007", "012"], "text"),
        (["14.03.2020", "2021-02-01"], "date"),
        (["14.03.2020 10:30"], "date_time"),
        (["da", "nu", "da"], "yes_no"),
        (["1", "0"], "number"),
        (["ana@example.ro", "ion@example.ro"], "email"),
        (["https://example.ro"], "url"),
        (["+40 721 234 567", "0721 234 568"], "phone"),
        (["Retail", "Wholesale", "retail", "Retail", "Wholesale", "Retail"], "choice"),
        (["a long story\nof two lines"], "long_text"),
        (["Anna", "Bella"], "text"),
        ([], "text"),
    ],
)
def test_the_kind_is_guessed_from_the_values(values: list[object], kind: str) -> None:
    assert guessed_kind(values, Context(region="RO", language="ro")) == kind
