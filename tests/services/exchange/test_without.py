"""Rows that come in without a value that cannot be read, because the user said so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.core.errors import UsageError
from app.services.exchange.importing import ImportOptions, ImportReport, dry_run, plan_import, run
from app.services.exchange.options import EVERY_ROW
from app.services.exchange.preview import first_records
from app.services.exchange.refusal import untaken
from app.services.exchange.report import write_report
from app.services.exchange.tables import open_table
from app.services.library import Library
from tests.services.exchange.conftest import records

Bring = Callable[..., ImportReport]

LIST = """Nume,Prenume,Birthday,Sex,Hobby
Pop,Ana,31.02.1990,F,șah
Rusu,Ion,14.03.1985,martian,tenis
Albu,Dan,never,M,
Șerban,Ioana,99.99.1999,venusian,
"""


BORN = {"Birthday": "birthday"}
READ: dict[str, Any] = {"mapping": {**BORN, "Sex": "sex"}}
"""So few of the birthdays are some that the column would not be guessed."""


def every(*columns: str) -> frozenset[tuple[int, str]]:
    return frozenset((EVERY_ROW, column) for column in columns)


def test_a_row_comes_in_without_the_cell_that_cannot_be_read(
    library: Library, write_csv: Any, bring: Bring
) -> None:
    report = bring(write_csv(LIST), **READ, without=frozenset({(2, "Birthday")}))
    assert (report.rows, report.added, report.refused_rows) == (4, 1, 3)
    [ana] = records(library)
    assert (ana["surname"], ana["hobby"], "birthday" in ana) == ("Pop", "șah", False)
    [told] = report.untaken
    assert (told.row, told.column) == (2, "Birthday")
    assert "31.02.1990" in untaken(told)


def test_a_whole_column_is_read_where_it_can_be_and_left_out_elsewhere(
    library: Library, write_csv: Any, bring: Bring
) -> None:
    report = bring(write_csv(LIST), **READ, without=every("birthday", "Sex"))
    assert (report.added, report.refused) == (4, [])
    assert {each["surname"]: each.get("birthday") for each in records(library)} == {
        "Pop": None, "Rusu": "1985-03-14", "Albu": None, "Șerban": None
    }  # fmt: skip
    assert [(each.row, each.column) for each in report.untaken] == [
        (2, "Birthday"), (3, "Sex"), (4, "Birthday"), (5, "Birthday"), (5, "Sex")
    ]  # fmt: skip


def test_other_cells_of_the_row_still_have_to_be_readable(
    library: Library, write_csv: Any, bring: Bring
) -> None:
    report = bring(write_csv(LIST), **READ, without=every("Birthday"))
    assert [(each.row, each.column) for each in report.refused] == [(3, "Sex"), (5, "Sex")]
    assert [each.row for each in report.untaken] == [2, 4]  # of a refused row nothing came at all


def test_a_trial_says_what_the_import_does(library: Library, write_csv: Any) -> None:
    options = ImportOptions(**READ, without=every("Birthday", "Sex"))
    plan = plan_import(library, "contacts", write_csv(LIST), options)
    tried = dry_run(plan)
    assert [row[0] for row in first_records(plan).rows] == ["Ana Pop", "Ion Rusu", "Dan Albu", "Ioana Șerban"]
    done = run(plan)
    assert (tried.added, tried.refused, tried.untaken) == (done.added, done.refused, done.untaken)


def test_the_report_gives_each_value_that_was_not_taken(
    library: Library, write_csv: Any, tmp_path: Path
) -> None:
    plan = plan_import(library, "contacts", write_csv(LIST), ImportOptions(**READ, without=every("Birthday")))
    write_report(plan, run(plan), tmp_path / "report.xlsx")
    rows = {cells[0]: cells[1:3] for _number, cells in open_table(tmp_path / "report.xlsx").rows()}
    assert {row: result for row, (result, _reason) in rows.items()} == {
        2: "incomplete", 3: "refused", 4: "incomplete", 5: "refused"
    }  # fmt: skip
    assert rows[4][1].startswith("Birthday: ")
    assert "never" in rows[4][1]


def test_a_formula_without_a_result_is_left_out(library: Library, tmp_path: Path, bring: Bring) -> None:
    book = Workbook()
    for row in (("Nume", "Hobby"), ("Pop", "=VLOOKUP(A2,X!A:B,2)"), ("Rusu", "tenis")):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    assert bring(tmp_path / "list.xlsx").refused_rows == 1
    report = bring(tmp_path / "list.xlsx", without=every("Hobby"))
    assert {each["surname"]: each.get("hobby") for each in records(library)} == {"Pop": None, "Rusu": "tenis"}
    assert "VLOOKUP" in untaken(report.untaken[0])


@pytest.mark.parametrize("on_duplicate", ["add", "skip"])
def test_a_row_whose_name_cannot_be_read_is_refused_all_the_same(
    library: Library, tmp_path: Path, bring: Bring, on_duplicate: str
) -> None:
    book = Workbook()
    for row in (("Nume", "Hobby"), ("=A9&B9", "șah"), ("Rusu", "tenis")):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    report = bring(tmp_path / "list.xlsx", without=every("Nume"), on_duplicate=on_duplicate)
    assert (report.added, report.refused_rows, report.untaken) == (1, 1, [])
    reasons = [(each.column, each.reason) for each in report.refused]
    assert [column for column, _reason in reasons] == ["Nume", ""]
    assert "A9&B9" in reasons[0][1]
    assert "no name" in reasons[1][1]


def test_of_several_numbers_in_a_cell_that_cannot_be_read_none_is_taken(
    library: Library, write_csv: Any, bring: Bring
) -> None:
    path = write_csv('Nume,Phone (Work),Phone (Mobile)\nPop,"021 312 3456; 4.07E+19",0721 234 567\n')
    report = bring(path, without=every("Phone (Work)"))
    assert records(library)[0]["phones"] == [{"type": "mobile", "value": "0721 234 567"}]
    assert "021 312 3456; 4.07E+19" in untaken(report.untaken[0])


def test_a_record_that_a_task_cannot_name_is_left_out(library: Library, write_csv: Any, bring: Bring) -> None:
    plan = plan_import(library, "tasks", write_csv("Title,Contact\nCall,Nobody Known\nWrite,\n"))
    column = next(each for each in plan.matches if each.header == "Contact")
    assert column.target is not None
    assert dry_run(plan).refused_rows == 1
    report = bring(write_csv("Title,Contact\nCall,Nobody Known\n"), "tasks", without=every("Contact"))
    assert (report.added, report.refused) == (1, [])
    [task] = records(library, "tasks")
    assert column.target.field.key not in task
    assert "Nobody Known" in untaken(report.untaken[0])


def test_an_update_keeps_what_the_unreadable_cell_would_have_replaced(
    library: Library, write_csv: Any, bring: Bring
) -> None:
    uid = library.save("contacts", {
        "surname": "Pop", "given_name": "Ana", "birthday": "1990-02-01", "hobby": "go",
        "emails": [{"value": "ana@example.ro"}],
    }).uid  # fmt: skip
    path = write_csv("Nume,Prenume,E-mail,Birthday,Hobby\nPop,Ana,ana@example.ro,31.02.1990,șah\n")
    bring(path, mapping=BORN, on_duplicate="update", empty_cells="clear", without=every("Birthday"))
    record = library.get(uid)
    assert record is not None
    assert (record.values["birthday"], record.values["hobby"]) == ("1990-02-01", "șah")


def test_a_row_that_says_nothing_new_but_what_cannot_be_read_tells_it(
    library: Library, write_csv: Any, bring: Bring
) -> None:
    library.save("contacts", {"surname": "Pop", "emails": [{"value": "ana@example.ro"}]})
    path = write_csv("Nume,E-mail,Birthday\nPop,ana@example.ro,31.02.1990\n")
    report = bring(path, mapping=BORN, on_duplicate="update", without=every("Birthday"))
    assert (report.skipped, [each.row for each in report.untaken]) == (1, [2])


def test_a_column_that_the_list_does_not_have_is_refused(
    library: Library, write_csv: Any, bring: Bring
) -> None:
    with pytest.raises(UsageError, match="Geburtstag"):
        bring(write_csv(LIST), **READ, without=every("Geburtstag"))
