"""Problems that are put right before the import, rows that are decided, and what can be done after it."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from app.services.exchange.tables import open_table
from app.services.library import Library
from app.ui.desk import Desk
from app.ui.import_wizard import ImportWizard
from app.ui.import_wizard.wizard import CHECK, COLUMNS, DUPLICATES, IMPORT
from tests.ui.conftest import Heard, press, type_text
from tests.ui.panel_fakes import ChosenFiles
from tests.ui.wizard_steps import check_bad, choose, go_to, pick, problems, settle, texts


def test_a_cell_is_put_right_where_it_stands_and_is_read_at_once(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    check_bad(wizard, desk, files)
    assert [row[0] for row in problems(wizard)] == ["3", "4"]
    model = wizard.check_page.problems
    model.setData(model.index(0, 2), "still no date")
    desk.work.wait()
    assert "still no date" in problems(wizard)[0][3]
    model.setData(model.index(0, 2), "09.09.1985")
    desk.work.wait()
    assert problems(wizard)[0][2:] == ("09.09.1985", "Can be read now")
    settle(qtbot, desk)
    assert "3 records will be added" in texts(wizard)
    assert "1 row cannot be imported" in texts(wizard)
    go_to(wizard, desk, IMPORT)
    [found] = library.lists.find("Rusu")
    record = library.get(found.uid)
    assert record is not None
    assert record.values["birthday"] == "1985-09-09"


def test_the_whole_row_of_a_problem_is_shown_and_any_cell_of_it_can_be_changed(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    check_bad(wizard, desk, files)
    row = wizard.check_page.row
    assert [row.index(0, place).data() for place in range(4)] == ["Rusu", "Ana", "99.99.1985", ""]
    row.setData(row.index(0, 1), "Anca")
    row.setData(row.index(0, 2), "")
    desk.work.wait()
    settle(qtbot, desk)
    go_to(wizard, desk, IMPORT)
    [found] = library.lists.find("Anca")
    assert found.title == "Anca Rusu"


def test_rows_are_left_out_and_taken_back(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, files: ChosenFiles
) -> None:
    check_bad(wizard, desk, files)
    wizard.check_page.table.setFocus()
    press(wizard.check_page.table, Qt.Key.Key_Delete)
    assert problems(wizard)[0][3] == "This row is left out"
    settle(qtbot, desk)
    assert "1 row is left out by you" in texts(wizard)
    wizard.check_page.drop.click()
    desk.work.wait()
    assert "99.99.1985" in problems(wizard)[0][3]
    wizard.check_page.drop_all.click()
    settle(qtbot, desk)
    assert "2 rows are left out by you" in texts(wizard)
    assert not any("cannot be imported" in text for text in texts(wizard))


def test_enter_corrects_a_cell_and_goes_to_the_next_one_and_does_not_import(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    check_bad(wizard, desk, files)
    table = wizard.check_page.table
    table.setFocus()
    press(table, Qt.Key.Key_Return)
    editor = table.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    type_text(editor, "01.02.1985")
    press(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.currentIndex().row() == 1)
    desk.work.wait()
    assert problems(wizard)[0][3] == "Can be read now"
    assert wizard.step == CHECK
    assert library.lists.counts()["contacts"] == 0


def test_thousands_of_problems_are_shown_without_a_widget_for_each(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles
) -> None:
    assert files.path is not None
    rows = "".join(f"Nume{number},99.99.{number}\n" for number in range(5000))
    files.path.write_text(f"Nume de familie,Birthday\nȘerban,14.03.1985\n{rows}", encoding="utf-8")
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    pick(wizard.findChild(QComboBox, "import_target_1"), "birthday")
    desk.work.wait()
    go_to(wizard, desk, CHECK)
    assert len(problems(wizard)) == 5000
    wizard.check_page.drop_all.click()
    assert {row[3] for row in problems(wizard)} == {"This row is left out"}


def test_rows_that_are_there_already_are_decided_one_by_one(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    for name, mail in (("Rusu", "ana@example.ro"), ("Șerban", "ioana@example.ro")):
        library.save("contacts", {"surname": name, "emails": [{"value": mail}]})
    choose(wizard, desk)
    go_to(wizard, desk, DUPLICATES)
    wizard.findChild(QRadioButton, "import_ask").click()
    go_to(wizard, desk, CHECK)
    page = wizard.check_page
    assert page.known_table.isVisible()
    assert [page.known.index(row, 2).data() for row in (0, 1)] == ["Șerban", "Rusu"]
    page.known_table.selectRow(1)
    pick(page.way, "update")
    assert [page.known.index(row, 3).data() for row in (0, 1)] == ["Leave it out", "Update it"]
    settle(qtbot, desk)
    assert "1 record will be completed" in texts(wizard)
    go_to(wizard, desk, IMPORT)
    assert [each.title for each in library.lists.find("Rusu")] == ["Ana Rusu"]
    assert [each.title for each in library.lists.find("Serban")] == ["Șerban"]


def test_one_is_told_what_a_row_would_change_before_one_decides(
    wizard: ImportWizard, desk: Desk, library: Library, files: ChosenFiles
) -> None:
    assert files.path is not None
    firm = library.save("organizations", {"name": "Vector SRL"}).uid
    group = library.groups.add("contacts", "VIP")
    library.save("contacts", {
        "surname": "Rusu", "given_name": "Ana", "hobby": "chess", "groups": [group],
        "phones": [{"value": "+40 721 234 567"}], "organizations": [{"organization": firm}],
        "emails": [{"value": "ana@example.ro"}],
    })  # fmt: skip
    library.save("contacts", {"surname": "Albu", "emails": [{"value": "albu@example.ro"}]})
    files.path.write_text(
        "Nume;Prenume;E-mail;Telefon;Hobby;Firma;Grup\n"
        "Rusu;Ana;ana@example.ro;0721234567, 0733 000 111;go;Vector SRL;VIP\n"
        "Albu;;albu@example.ro;;;;\n",
        encoding="utf-8",
    )
    choose(wizard, desk)
    go_to(wizard, desk, CHECK)
    desk.work.wait()
    assert wizard.check_page.differing.text() == (
        "Row 2 would change: Phones: + 0733 000 111; Hobby: chess → go"
    )
    wizard.check_page.known_table.selectRow(1)
    desk.work.wait()
    assert wizard.check_page.differing.text() == "Row 3 says nothing new."


def test_the_report_is_saved_with_a_reason_for_each_row(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles, tmp_path: Path
) -> None:
    check_bad(wizard, desk, files)
    go_to(wizard, desk, IMPORT)
    files.path = tmp_path / "report.xlsx"
    wizard.findChild(QAbstractButton, "import_save_report").click()
    desk.work.wait()
    assert files.suggested is not None
    assert files.suggested.name == "clienti - report.xlsx"
    rows = list(open_table(files.path).rows())
    assert [cells[0] for _number, cells in rows] == [3, 4]
    assert "99.99.1985" in rows[0][1][2]
    assert any("2 rows" in text for text in texts(wizard))


def test_an_undo_names_what_was_edited_since(wizard: ImportWizard, desk: Desk, library: Library) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, IMPORT)
    library.save("contacts", {"hobby": "chess"}, library.lists.find("Rusu")[0].uid)
    wizard.findChild(QAbstractButton, "import_undo").click()
    desk.work.wait()
    assert any("Ana Rusu" in text and "stays as it is" in text for text in texts(wizard))
    assert library.lists.counts()["contacts"] == 1


def test_show_imported_narrows_the_list_to_what_came_with_the_import(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    library.save("contacts", {"surname": "Albu"})
    choose(wizard, desk)
    go_to(wizard, desk, IMPORT)
    with qtbot.waitSignal(desk.narrow) as asked:
        wizard.findChild(QAbstractButton, "import_show").click()
    query = asked.args[0].query
    assert query.section == "contacts"
    assert len(library.lists.ids(query)) == 2
    [words] = library.filters.words("contacts", query.conditions)
    assert words.startswith("Imported list is clienti.csv, ")


def test_a_closed_wizard_leaves_the_way_to_what_it_brought(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, library: Library, heard: Heard
) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, IMPORT)
    wizard.go_on()
    assert heard.last == "2 records came with “clienti.csv”."
    action = heard.actions[-1]
    assert action is not None
    with qtbot.waitSignal(desk.narrow) as asked:
        action.run()
    assert len(library.lists.ids(asked.args[0].query)) == 2


def test_an_import_that_was_taken_back_is_not_talked_of(
    wizard: ImportWizard, desk: Desk, heard: Heard
) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, IMPORT)
    wizard.findChild(QAbstractButton, "import_undo").click()
    desk.work.wait()
    wizard.go_on()
    assert heard.messages == []


def test_escape_asks_only_if_something_would_be_lost(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles, heard: Heard
) -> None:
    check_bad(wizard, desk, files)
    press(wizard, Qt.Key.Key_Escape)
    assert "lost" in heard.questions[-1]
    assert wizard.isVisible()
    heard.answer = "yes"
    press(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()


def test_escape_without_any_choice_asks_nothing(wizard: ImportWizard, desk: Desk, heard: Heard) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, CHECK)
    press(wizard, Qt.Key.Key_Escape)
    assert heard.questions == []
    assert not wizard.isVisible()


def _long(files: ChosenFiles) -> None:
    assert files.path is not None
    rows = "".join(f"Nume{number},p{number}@example.ro\n" for number in range(20000))
    files.path.write_text(f"Nume,E-mail\n{rows}", encoding="utf-8")


def test_a_cancelled_check_leads_back(wizard: ImportWizard, desk: Desk, files: ChosenFiles) -> None:
    _long(files)
    choose(wizard, desk)
    go_to(wizard, desk, DUPLICATES)
    wizard.go_on()
    wizard.check_page.strip.cancelled.emit()
    desk.work.wait(20000)
    assert wizard.step == DUPLICATES
    assert "Cancelled. Nothing was changed." in texts(wizard)
    go_to(wizard, desk, CHECK)
    assert "20,000 records will be added" in texts(wizard)


def test_back_during_the_check_stops_it(wizard: ImportWizard, desk: Desk, files: ChosenFiles) -> None:
    _long(files)
    choose(wizard, desk)
    go_to(wizard, desk, DUPLICATES)
    wizard.go_on()
    wizard.go_back()
    desk.work.wait(20000)
    assert wizard.step == DUPLICATES
    assert wizard.next_button.isEnabled()


def test_escape_during_the_import_cancels_it_and_stays(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    _long(files)
    choose(wizard, desk)
    go_to(wizard, desk, CHECK)
    wizard.go_on()
    desk.work.stepped.connect(lambda *_step: press(wizard, Qt.Key.Key_Escape))
    desk.work.wait(60000)
    assert wizard.isVisible()
    assert wizard.step == DUPLICATES
    assert library.lists.counts()["contacts"] == 0


def test_a_row_comes_in_without_the_value_that_cannot_be_read(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    check_bad(wizard, desk, files)
    button = wizard.findChild(QAbstractButton, "import_without")
    button.click()
    assert problems(wizard)[0][2] == "99.99.1985"
    assert problems(wizard)[0][3] == "Imported without this value"
    assert button.text() == "Import only with this value"
    settle(qtbot, desk)
    assert "3 records will be added" in texts(wizard)
    assert "1 value that cannot be read is left out, its row comes without it" in texts(wizard)
    assert wizard.check_page.tabs.tabText(0) == "To correct (1)"
    button.click()
    settle(qtbot, desk)
    assert "2 rows cannot be imported" in texts(wizard)
    button.click()
    settle(qtbot, desk)
    go_to(wizard, desk, IMPORT)
    [found] = library.lists.find("Rusu")
    record = library.get(found.uid)
    assert record is not None
    assert "birthday" not in record.values
    assert "99.99.1985" in open_report(wizard, desk, files)[3]


def open_report(wizard: ImportWizard, desk: Desk, files: ChosenFiles) -> dict[int, str]:
    """Save the report; the reason for each row."""
    assert files.path is not None
    files.path = files.path.with_name("report.xlsx")
    wizard.findChild(QAbstractButton, "import_save_report").click()
    desk.work.wait()
    return {int(cells[0]): str(cells[2]) for _number, cells in open_table(files.path).rows()}


def test_a_column_that_nobody_needs_holds_no_row_up(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    check_bad(wizard, desk, files)
    button = wizard.findChild(QAbstractButton, "import_without_column")
    assert button.text() == "Import all 2 rows without their value in “Zi de nastere”"
    button.click()
    assert {row[3] for row in problems(wizard)} == {"Imported without this value"}
    settle(qtbot, desk)
    assert "4 records will be added" in texts(wizard)
    wizard.check_page.table.selectRow(0)
    wizard.findChild(QAbstractButton, "import_without").click()  # this one is wanted after all
    settle(qtbot, desk)
    assert [row[3] == "Imported without this value" for row in problems(wizard)] == [False, True]
    assert "3 records will be added" in texts(wizard)
    go_to(wizard, desk, IMPORT)
    assert library.lists.counts()["contacts"] == 3
    assert open_report(wizard, desk, files).keys() == {3, 4}


def test_a_value_that_is_put_right_later_is_taken(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    check_bad(wizard, desk, files)
    wizard.findChild(QAbstractButton, "import_without_column").click()
    model = wizard.check_page.problems
    model.setData(model.index(0, 2), "still no date")
    desk.work.wait()
    assert problems(wizard)[0][3] == "Imported without this value"
    model.setData(model.index(0, 2), "09.09.1985")
    desk.work.wait()
    assert problems(wizard)[0][3] == "Can be read now"
    settle(qtbot, desk)
    go_to(wizard, desk, IMPORT)
    record = library.get(library.lists.find("Rusu")[0].uid)
    assert record is not None
    assert record.values["birthday"] == "1985-09-09"


def test_without_its_name_no_row_is_taken(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, files: ChosenFiles
) -> None:
    assert files.path is not None
    files.path = files.path.with_name("list.xlsx")
    book = Workbook()
    for row in (("Nume", "Hobby"), ("=A9", "chess"), ("Rusu", "go")):
        book.active.append(row)
    book.save(files.path)
    choose(wizard, desk)
    go_to(wizard, desk, CHECK)
    button = wizard.findChild(QAbstractButton, "import_without")
    button.click()
    settle(qtbot, desk)
    assert "1 row cannot be imported" in texts(wizard)
    assert [row[1] for row in problems(wizard)] == ["Nume", "—"]
    assert "no name" in problems(wizard)[1][3]
    assert not button.isEnabled()
