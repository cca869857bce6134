"""What the user may say of an import: by which field records are known, what fills what, and for all rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.core.errors import UsageError, UserError
from app.services.exchange.exporting import export
from app.services.exchange.importing import ImportOptions, ImportReport, dry_run, plan_import, run
from app.services.exchange.report import write_report
from app.services.exchange.tables import open_table
from app.services.library import Library
from app.services.lists import ListQuery
from tests.services.exchange.conftest import records

Bring = Callable[..., ImportReport]


@pytest.fixture
def ana(library: Library) -> str:
    values = {
        "surname": "Pop", "given_name": "Ana", "hobby": "șah", "notes": "veche",
        "emails": [{"type": "work", "value": "ana@firma.example"}],
        "phones": [{"type": "mobile", "value": "0721 234 567"}],
        "addresses": [{"type": "residence", "city": "Iași", "street": "Str. Lungă 1"}],
    }  # fmt: skip
    return library.save("contacts", values).uid


def values_of(library: Library, uid: str) -> dict[str, Any]:
    record = library.get(uid)
    assert record is not None
    return record.values


# -- match keys ----------------------------------------------------------


def test_a_chosen_key_knows_a_record_whatever_its_name(
    library: Library, ana: str, write_csv: Any, bring: Bring
) -> None:
    path = write_csv("Nume,Prenume,E-mail,Hobby\nIonescu,Maria,ANA@firma.example,tenis\n")
    assert bring(path).added == 1  # by itself another name is another person
    library.undo()
    report = bring(path, match=("email",), on_duplicate="update")
    assert (report.added, report.updated) == (0, 1)
    assert values_of(library, ana)["surname"] == "Ionescu"
    assert values_of(library, ana)["hobby"] == "tenis"


def test_phones_are_compared_in_any_spelling(
    library: Library, ana: str, write_csv: Any, bring: Bring
) -> None:
    path = write_csv("Nume,Telefon\nX,+40721234567\n")
    assert bring(path, match=("phones",)).skipped == 1


def test_an_own_number_of_the_list_is_a_key(library: Library, write_csv: Any, bring: Bring) -> None:
    first = write_csv("Nume,Nr. client\nPop,A-17\nRus,A-18\n", "first.csv")
    bring(first, mapping={"Nr. client": "new:text"})
    key = library.registry.definitions[-1].key
    again = write_csv("Nume,Nr. client,Hobby\nPopescu,a-17,pescuit\nNou,A-19,\n", "again.csv")
    report = bring(again, match=(key,), mapping={"Nr. client": key}, on_duplicate="update")
    assert (report.added, report.updated) == (1, 1)
    assert sorted(each["surname"] for each in records(library)) == ["Nou", "Popescu", "Rus"]


def test_two_rows_with_one_key_are_one_record(library: Library, write_csv: Any, bring: Bring) -> None:
    path = write_csv("Nume,E-mail,Hobby\nPop,a@b.example,\nPopescu,A@B.example,șah\n")
    report = bring(path, match=("email",), on_duplicate="update")
    assert (report.added, report.updated) == (1, 1)
    assert records(library)[0]["hobby"] == "șah"


@pytest.mark.parametrize("key", ["klingon", "birthday", "hobby"])
def test_a_key_that_tells_nothing_or_has_no_column_is_refused(
    library: Library, write_csv: Any, bring: Bring, key: str
) -> None:
    with pytest.raises(UsageError, match=key):
        bring(write_csv("Nume,E-mail\nPop,a@b.example\n"), match=(key,))


# -- fill, leave, clear ----------------------------------------------------------


def test_fill_puts_values_only_where_there_are_none(
    library: Library, ana: str, write_csv: Any, bring: Bring
) -> None:
    path = write_csv(
        "Nume,Prenume,E-mail,Phone (Mobile),Phone (Work),Hobby,Sex,City (Residence),Postcode (Residence)\n"
        "Pop,Ana,ana@firma.example,0799 999 999,021 312 3456,tenis,F,Cluj,700100\n"
    )
    assert bring(path, on_duplicate="fill").updated == 1
    found = values_of(library, ana)
    assert found["hobby"] == "șah"
    assert found["sex"] == "female"
    assert found["phones"] == [
        {"type": "mobile", "value": "0721 234 567"},
        {"type": "work", "value": "021 312 3456"},
    ]
    assert found["addresses"] == [
        {"type": "residence", "street": "Str. Lungă 1", "city": "Iași", "postcode": "700100"}
    ]


def test_fill_that_finds_nothing_to_fill_skips_the_row(
    library: Library, ana: str, write_csv: Any, bring: Bring
) -> None:
    path = write_csv("Nume,Prenume,E-mail,Hobby\nPop,Ana,ana@firma.example,tenis\n")
    report = bring(path, on_duplicate="fill")
    assert (report.updated, report.skipped) == (0, 1)
    assert report.operation is None


def test_an_empty_cell_leaves_or_clears_as_the_user_says(
    library: Library, ana: str, write_csv: Any, bring: Bring
) -> None:
    path = write_csv(
        "Nume,Prenume,E-mail,Hobby,Phone (Mobile),Phone (Work),Street (Residence)\n"
        "Pop,Ana,ana@firma.example,,,021 312 3456,\n"
    )
    before = values_of(library, ana)
    assert bring(path, on_duplicate="update").updated == 1
    assert values_of(library, ana)["hobby"] == "șah"
    library.undo()
    bring(path, on_duplicate="update", empty_cells="clear")
    found = values_of(library, ana)
    assert "hobby" not in found
    assert found["phones"] == [{"type": "work", "value": "021 312 3456"}]
    assert found["addresses"] == [{"type": "residence", "city": "Iași"}]
    assert found["notes"] == "veche"  # the list has no column for it
    library.undo()
    assert values_of(library, ana) | {"updated_at": ""} == before | {"updated_at": ""}


def test_single_rows_may_be_decided_otherwise(
    library: Library, ana: str, write_csv: Any, bring: Bring
) -> None:
    row = "Pop,Ana,ana@firma.example,tenis\n"
    path = write_csv("Nume,Prenume,E-mail,Hobby\n" + row + row)
    report = bring(path, decisions={3: "add"})
    assert (report.skipped_rows, report.added) == ([2], 1)
    assert report.same_as == {2: ana}


# -- for every row ----------------------------------------------------------


def test_a_constant_fills_what_a_row_does_not_say(library: Library, write_csv: Any, bring: Bring) -> None:
    path = write_csv("Nume,Hobby,City\nPop,șah,\nRus,,Iași\n")
    report = bring(
        path, constants={"hobby": "fotbal", "address.city": "Cluj", "source": "Site", "tags": "nou"}
    )
    pop, rus = records(library)
    assert report.added == 2
    assert (pop["hobby"], rus["hobby"]) == ("șah", "fotbal")
    assert (pop["addresses"][0]["city"], rus["addresses"][0]["city"]) == ("Cluj", "Iași")
    assert pop["source"] == rus["source"]
    assert pop["tags"] == ["nou"]


@pytest.mark.parametrize(("constants", "said"), [({"klingon": "x"}, "klingon"), ({"sex": "maybe"}, "maybe")])
def test_a_constant_that_cannot_be_read_is_refused_before_anything(
    library: Library, write_csv: Any, bring: Bring, constants: dict[str, str], said: str
) -> None:
    with pytest.raises(UserError, match=said):
        bring(write_csv("Nume\nPop\n"), constants=constants)


def test_every_row_that_is_taken_comes_into_the_group(
    library: Library, ana: str, write_csv: Any, bring: Bring
) -> None:
    path = write_csv("Nume,Prenume,E-mail\nPop,Ana,ana@firma.example\nNou,Ion,ion@firma.example\n")
    report = bring(path, groups=("Târg / 2026",), on_duplicate="fill")
    assert (report.added, report.updated) == (1, 1)
    tree = {node.title: node for node in library.groups.tree("contacts")}
    assert tree["2026"].parent == tree["Târg"].uid
    assert all(each["groups"] == [tree["2026"].uid] for each in records(library))


def test_two_columns_may_fill_one_field(library: Library, write_csv: Any, bring: Bring) -> None:
    path = write_csv("Nume,Predicat,Hobby\nPop,de Sus,șah\n")
    bring(path, mapping={"Nume": "surname", "Predicat": "surname"})
    assert records(library)[0]["surname"] == "Pop de Sus"


# -- corrections ----------------------------------------------------------


def test_cells_are_corrected_and_rows_dropped_before_the_import(
    library: Library, write_csv: Any, bring: Bring
) -> None:
    path = write_csv("Nume,Data nașterii\nPop,31.02.1980\nRus,05.03.1981\nX,\n")
    assert bring(path).refused[0].row == 2
    library.undo()
    report = bring(path, corrections={(2, "Data nașterii"): "28.02.1980"}, dropped=frozenset({4}))
    assert (report.added, report.rows, report.dropped, report.refused) == (2, 2, 1, [])
    assert [each["birthday"] for each in records(library)] == ["1980-02-28", "1981-03-05"]


def test_a_correction_of_an_unknown_column_is_refused(library: Library, write_csv: Any, bring: Bring) -> None:
    with pytest.raises(UsageError, match="Klingon"):
        bring(write_csv("Nume\nPop\n"), corrections={(2, "Klingon"): "x"})


# -- remembering ----------------------------------------------------------


def test_a_mapping_is_remembered_for_the_same_headings(
    library: Library, write_csv: Any, bring: Bring
) -> None:
    bring(write_csv("Nume,Xyz\nPop,șah\n", "one.csv"), mapping={"Xyz": "hobby"})
    plan = plan_import(library, "contacts", write_csv("xyz,Nume\ntenis,Rus\n", "two.csv"))
    assert plan.matches[0].target is None  # another spelling is another heading
    plan = plan_import(library, "contacts", write_csv("Xyz,Nume\ntenis,Rus\n", "three.csv"))
    assert plan.matches[0].target is not None
    assert plan.matches[0].target.key == "hobby"
    other = ImportOptions(mapping={"Xyz": "notes"})
    plan = plan_import(library, "contacts", write_csv("Xyz,Nume\ntenis,Rus\n", "four.csv"), other)
    assert plan.matches[0].target is not None
    assert plan.matches[0].target.key == "notes"
    fresh = ImportOptions(is_remembering=False)
    plan = plan_import(library, "contacts", write_csv("Xyz,Nume\ntenis,Rus\n", "five.csv"), fresh)
    assert plan.matches[0].target is None


def test_columns_that_no_field_takes_are_kept_with_the_record_and_written_back(
    library: Library, write_csv: Any, bring: Bring, tmp_path: Path
) -> None:
    head, first = "Nume,Name,Prenume,Zodie,Gol,Cod intern,Afară", "Pop,Pop Ana,Ana,leu,,007,x"
    path = write_csv(f"{head}\n{first}\nRus,,Ion,,,,\n")
    plan = plan_import(library, "contacts", path, ImportOptions(keeps_rest=True, mapping={"Afară": ""}))
    assert [each.label for each in plan.new_fields] == ["Zodie", "Cod intern"]
    run(plan)
    export(library, ListQuery("contacts"), tmp_path / "out.csv")
    table = open_table(tmp_path / "out.csv")
    assert {"Zodie", "Cod intern"} <= set(table.headers)
    row = dict(zip(table.headers, table.sample()[0], strict=False))
    assert (row["Zodie"], row["Cod intern"]) == ("leu", "007")
    library.undo()
    assert all(each.is_deleted for each in library.registry.definitions)


# -- the report ----------------------------------------------------------


def test_the_report_has_each_row_that_was_not_taken_with_its_reason(
    library: Library, ana: str, write_csv: Any, tmp_path: Path
) -> None:
    path = write_csv(
        "Nume,Prenume,E-mail,Data nașterii\n"
        "Pop,Ana,ana@firma.example,\nNou,Ion,=1+1@x.example,31.02.1980\nBun,Ion,,01.02.1980\n"
    )
    plan = plan_import(library, "contacts", path)
    report = run(plan)
    assert write_report(plan, report, tmp_path / "report.xlsx") == 2
    rows = list(load_workbook(tmp_path / "report.xlsx").active.values)
    assert rows[0] == ("Row", "Result", "Reason", "Nume", "Prenume", "E-mail", "Data nașterii")
    assert rows[1][:4] == (2, "skipped", "There already: Ana Pop", "Pop")
    assert rows[2][:2] == (3, "refused")
    assert "Data nașterii" in rows[2][2]
    assert rows[2][5] == "=1+1@x.example"


def test_a_dry_run_says_the_same_as_the_import(library: Library, ana: str, write_csv: Any) -> None:
    path = write_csv("Nume,Prenume,E-mail,Hobby\nPop,Ana,ana@firma.example,x\nNou,Ion,,\n,,,y\n")
    options = ImportOptions(on_duplicate="update", groups=("Noi",), constants={"source": "Târg"})
    plan = plan_import(library, "contacts", path, options)
    foreseen, done = dry_run(plan), run(plan)
    done.operation = None
    assert foreseen == done
    assert (done.added, done.updated, done.refused_rows) == (1, 1, 1)


# -- phones that became figures ----------------------------------------------------------


def test_phones_that_became_figures_are_restored_where_certain_and_flagged_where_not(
    library: Library, write_xlsx: Any, bring: Bring
) -> None:
    path = write_xlsx(
        [["Nume", "Telefon"], ["A", 721234567], ["B", 40721234567.0], ["C", 234567], ["D", "7.21234567E8"],
         ["E", 4.0721234567123456e18], ["F", "0721 234 567"]]
    )  # fmt: skip
    report = bring(path)
    phones = {each["surname"]: each["phones"][0]["value"] for each in records(library)}
    assert phones == {
        "A": "0721234567", "B": "+40721234567", "C": "234567", "D": "0721234567", "F": "0721 234 567",
    }  # fmt: skip
    assert [(each.row, each.column) for each in report.notes] == [(4, "Telefon")]
    assert [(each.row, each.column) for each in report.refused] == [(6, "Telefon")]
    assert "lost digits" in report.refused[0].reason
