"""The wizard, page by page, with real files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QRadioButton,
    QTableView,
    QTableWidget,
)
from pytestqt.qtbot import QtBot

from app.services.exchange.tables import open_table
from app.services.library import Library
from app.ui.desk import Desk
from app.ui.dialog_owner import open_dialog
from app.ui.import_wizard import ImportWizard
from app.ui.import_wizard.wizard import CHECK, COLUMNS, DUPLICATES, FILE, IMPORT
from app.ui.window_place import FRAME
from tests.ui.conftest import Heard, add_contacts, press, type_text
from tests.ui.panel_fakes import EVIL, ChosenFiles

REAL = Path(__file__).parents[3] / "shared" / "testdata" / "csv-folkerkinzel-contactsio"

LIST = """Nume;Prenume;E-mail;Telefon;cod_vechi
Șerban;Ioana;ioana@example.ro;0721 234 567;A-1
Rusu;Ana;ana@example.ro;;A-2
"""


@pytest.fixture
def files(tmp_path: Path) -> ChosenFiles:
    path = tmp_path / "clienti.csv"
    path.write_text(LIST, encoding="utf-8")
    return ChosenFiles(path)


@pytest.fixture
def wizard(qtbot: QtBot, desk: Desk, files: ChosenFiles) -> Iterator[ImportWizard]:
    made = ImportWizard(desk, "contacts", files=files)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def _choose(wizard: ImportWizard, desk: Desk) -> None:
    wizard.file_page.choose()
    desk.work.wait()


def _go(wizard: ImportWizard, desk: Desk, step: int) -> None:
    while wizard.step < step:
        assert wizard.next_button.isEnabled()
        wizard.go_on()
        desk.work.wait(20000)


def _pick(box: QComboBox, key: str) -> None:
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())


def _texts(wizard: ImportWizard) -> list[str]:
    return [each.text() for each in wizard.findChildren(QLabel) if each.isVisible()]


def test_one_cannot_go_on_without_a_file(wizard: ImportWizard) -> None:
    assert wizard.step == FILE
    assert not wizard.next_button.isEnabled()


def test_the_first_rows_are_shown(wizard: ImportWizard, desk: Desk) -> None:
    _choose(wizard, desk)
    preview = wizard.findChild(QTableWidget, "import_preview")
    assert preview.item(0, 0).text() == "Șerban"
    assert wizard.findChild(QComboBox, "import_delimiter").currentData() == ";"
    assert wizard.findChild(QComboBox, "import_sheet").isHidden()
    assert wizard.next_button.isEnabled()


def test_a_wrong_encoding_can_be_corrected(wizard: ImportWizard, desk: Desk, files: ChosenFiles) -> None:
    assert files.path is not None
    files.path.write_bytes("Фамилия,Имя\nИванов,Пётр\n".encode("cp1251"))
    _choose(wizard, desk)
    box = wizard.findChild(QComboBox, "import_encoding")
    _pick(box, "cp1252")
    desk.work.wait()
    preview = wizard.findChild(QTableWidget, "import_preview")
    assert preview.item(0, 0).text() != "Иванов"
    _pick(box, "cp1251")
    desk.work.wait()
    assert preview.item(0, 0).text() == "Иванов"


def test_what_is_no_list_is_said_and_nothing_else_happens(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles
) -> None:
    assert files.path is not None
    files.path.write_bytes(b"%PDF-1.7 not a list")
    _choose(wizard, desk)
    assert any("is not a table" in text for text in _texts(wizard))
    assert not wizard.next_button.isEnabled()


def test_columns_are_guessed_and_the_unknown_one_says_why(wizard: ImportWizard, desk: Desk) -> None:
    _choose(wizard, desk)
    _go(wizard, desk, COLUMNS)
    boxes = [wizard.findChild(QComboBox, f"import_target_{number}") for number in range(5)]
    assert [box.currentData() for box in boxes] == ["surname", "given_name", "email", "phone", ""]
    assert "4 of 5 columns mapped." in _texts(wizard)
    assert "no field has this name" in _texts(wizard)


def test_a_column_can_be_sent_elsewhere(wizard: ImportWizard, desk: Desk, library: Library) -> None:
    _choose(wizard, desk)
    _go(wizard, desk, COLUMNS)
    _pick(wizard.findChild(QComboBox, "import_target_4"), "notes")
    desk.work.wait()
    assert "5 of 5 columns mapped." in _texts(wizard)
    _go(wizard, desk, IMPORT)
    found = library.lists.find("Serban")
    record = library.get(found[0].uid)
    assert record is not None
    assert record.values["notes"] == "A-1"


def test_a_list_without_known_headings_can_be_mapped_by_hand(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles
) -> None:
    assert files.path is not None
    files.path.write_text("qqq,zzz\nȘerban,x\n", encoding="utf-8")
    _choose(wizard, desk)
    _go(wizard, desk, COLUMNS)
    assert not wizard.next_button.isEnabled()
    _pick(wizard.findChild(QComboBox, "import_target_0"), "surname")
    desk.work.wait()
    assert wizard.next_button.isEnabled()


def test_nothing_is_written_before_the_last_step(wizard: ImportWizard, desk: Desk, library: Library) -> None:
    before = list(library.care.dump())
    _choose(wizard, desk)
    _go(wizard, desk, CHECK)
    assert "2 records will be added" in _texts(wizard)
    assert list(library.care.dump()) == before


def test_the_import_tells_its_counts_and_can_be_undone(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    before = list(library.care.dump())
    _choose(wizard, desk)
    _go(wizard, desk, IMPORT)
    assert "2 records added" in _texts(wizard)
    assert library.lists.counts()["contacts"] == 2
    qtbot.mouseClick(wizard.findChild(QAbstractButton, "import_undo"), Qt.MouseButton.LeftButton)
    desk.work.wait()
    assert list(library.care.dump()) == before
    assert any("undone" in text for text in _texts(wizard))


def test_rows_that_are_there_stay_out_unless_told_otherwise(
    wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    library.save(
        "contacts", {"surname": "Rusu", "given_name": "Ana", "emails": [{"value": "ana@example.ro"}]}
    )
    _choose(wizard, desk)
    _go(wizard, desk, CHECK)
    assert "1 record will be added" in _texts(wizard)
    assert "1 row is there already and stays out" in _texts(wizard)
    wizard.go_back()
    assert wizard.step == DUPLICATES
    wizard.findChild(QRadioButton, "import_add").click()
    _go(wizard, desk, CHECK)
    assert "2 records will be added" in _texts(wizard)


def test_refused_rows_say_row_column_and_reason(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    assert files.path is not None
    files.path.write_text("Nume,Zi de nastere\nȘerban,14.03.1985\nRusu,99.99.1985\n", encoding="utf-8")
    _choose(wizard, desk)
    _go(wizard, desk, COLUMNS)
    _pick(wizard.findChild(QComboBox, "import_target_0"), "surname")
    _pick(wizard.findChild(QComboBox, "import_target_1"), "birthday")
    desk.work.wait()
    _go(wizard, desk, CHECK)
    model = wizard.check_page.findChild(QTableView, "import_refusals").model()
    assert [model.index(0, place).data() for place in (0, 1, 2)] == ["3", "Zi de nastere", "99.99.1985"]
    assert "99.99.1985" in model.index(0, 3).data()
    _go(wizard, desk, IMPORT)
    assert "1 row was not imported" in _texts(wizard)
    assert library.lists.counts()["contacts"] == 1


def test_a_cancelled_import_writes_nothing(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    assert files.path is not None
    rows = "".join(f"Nume{number},p{number}@example.ro\n" for number in range(20000))
    files.path.write_text(f"Nume,E-mail\n{rows}", encoding="utf-8")
    _choose(wizard, desk)
    wizard.state = wizard.state.with_file(files.path)
    _go(wizard, desk, CHECK)
    wizard.go_on()
    desk.work.stepped.connect(lambda *_step: desk.work.cancel())
    desk.work.wait(60000)
    assert library.lists.counts()["contacts"] == 0
    assert wizard.step == DUPLICATES


def test_show_imported_goes_to_the_section(qtbot: QtBot, wizard: ImportWizard, desk: Desk) -> None:
    _choose(wizard, desk)
    _go(wizard, desk, IMPORT)
    with qtbot.waitSignal(desk.navigate) as gone:
        qtbot.mouseClick(wizard.findChild(QAbstractButton, "import_show"), Qt.MouseButton.LeftButton)
    assert gone.args == ["contacts", ""]
    assert not wizard.isVisible()


def test_cells_are_shown_as_plain_text(wizard: ImportWizard, desk: Desk, files: ChosenFiles) -> None:
    assert files.path is not None
    files.path.write_text(f"Nume,E-mail\n'{EVIL}',x@example.ro\n".replace('"', ""), encoding="utf-8")
    _choose(wizard, desk)
    _go(wizard, desk, COLUMNS)
    labels = [each for each in wizard.findChildren(QLabel) if each.text()]
    assert all(each.textFormat() == Qt.TextFormat.PlainText for each in labels)


def test_a_known_contact_is_found_by_its_name_alone(
    wizard: ImportWizard, desk: Desk, library: Library, files: ChosenFiles
) -> None:
    assert files.path is not None
    add_contacts(library, ["Serban"])
    files.path.write_text("Nume de familie\nȘerban\nRusu\n", encoding="utf-8")
    _choose(wizard, desk)
    _go(wizard, desk, CHECK)
    assert "1 record will be added" in _texts(wizard)


def test_cancel_leaves_the_wizard_and_nothing_was_written(
    wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    _choose(wizard, desk)
    _go(wizard, desk, DUPLICATES)
    cancel = wizard.findChild(QAbstractButton, "import_cancel")
    assert cancel.accessibleName() == "Cancel"
    assert cancel.x() < wizard.back_button.x()
    cancel.click()
    assert not wizard.isVisible()
    assert library.lists.counts()["contacts"] == 0


def test_after_the_import_there_is_nothing_to_cancel(wizard: ImportWizard, desk: Desk) -> None:
    _choose(wizard, desk)
    _go(wizard, desk, IMPORT)
    assert wizard.cancel_button.isHidden()


def test_a_warning_that_is_cut_off_can_be_read_whole_in_its_tooltip(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles, tmp_path: Path
) -> None:
    files.path = tmp_path / "numbers.xlsx"
    book = Workbook()
    for row in (["Nume", "Telefon"], ["Rusu", 721234567]):
        book.active.append(row)
    book.save(files.path)
    _choose(wizard, desk)
    _go(wizard, desk, COLUMNS)
    labels = wizard.columns_page.findChildren(QLabel)
    warning = next(each for each in labels if "lost its leading 0" in each.text())
    assert warning.text() in warning.parentWidget().toolTip()


def test_the_keyboard_leads_on_from_the_check_and_not_to_cancel(wizard: ImportWizard, desk: Desk) -> None:
    _choose(wizard, desk)
    _go(wizard, desk, DUPLICATES)
    wizard.next_button.setFocus()
    wizard.next_button.click()
    assert wizard.focusWidget() is not wizard.cancel_button
    desk.work.wait(20000)
    assert wizard.focusWidget() is wizard.next_button


def test_the_wizard_is_no_higher_than_the_screen(qtbot: QtBot, desk: Desk, files: ChosenFiles) -> None:
    wizard = ImportWizard(desk, "contacts", files=files)
    room = wizard.screen().availableSize()
    wizard.resize(room.width(), room.height() + 300)
    open_dialog(wizard)
    assert wizard.height() <= room.height() - FRAME[1]
    wizard.close()


def test_a_column_that_is_left_out_is_told_from_the_others(wizard: ImportWizard, desk: Desk) -> None:
    _choose(wizard, desk)
    _go(wizard, desk, COLUMNS)
    boxes = [wizard.findChild(QComboBox, f"import_target_{number}") for number in range(5)]
    assert [box.property("unset") for box in boxes] == ["false"] * 4 + ["true"]


def test_a_column_becomes_a_field_of_the_chosen_kind(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    _choose(wizard, desk)
    _go(wizard, desk, COLUMNS)
    _pick(wizard.findChild(QComboBox, "import_target_4"), "new")
    desk.work.wait()
    kind = wizard.findChild(QComboBox, "import_kind_4")
    assert kind.currentData() == "text"
    _pick(kind, "choice")
    desk.work.wait()
    assert wizard.findChild(QComboBox, "import_target_4").currentData() == "new"
    assert wizard.findChild(QComboBox, "import_kind_4").currentData() == "choice"
    _go(wizard, desk, IMPORT)
    [view] = [each for each in library.fields.views("contacts") if each.is_own]
    assert (view.label, view.kind) == ("cod_vechi", "choice")
    assert [each.label for each in library.choices.options(view.list_key)] == ["A-1", "A-2"]
    library.undo()
    assert not any(each.is_own for each in library.fields.views("contacts"))


def test_a_field_that_cannot_be_made_is_said(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    library.fields.add("contacts", "cod_vechi")
    _choose(wizard, desk)
    _go(wizard, desk, COLUMNS)
    _pick(wizard.findChild(QComboBox, "import_target_4"), "new")
    desk.work.wait()
    assert "There is a field “cod_vechi” already." in [
        each.text() for each in wizard.findChildren(QLabel) if each.isVisible()
    ]


BAD = """Nume de familie;Prenume;Zi de nastere;Telefon
Șerban;Ioana;14.03.1985;0721 234 567
Rusu;Ana;99.99.1985;
Dumitru;Ion;31.02.1990;
;;;0722 111 222
"""


def _check_bad(wizard: ImportWizard, desk: Desk, files: ChosenFiles) -> None:
    assert files.path is not None
    files.path.write_text(BAD, encoding="utf-8")
    _choose(wizard, desk)
    _go(wizard, desk, COLUMNS)
    _pick(wizard.findChild(QComboBox, "import_target_2"), "birthday")
    desk.work.wait()
    _go(wizard, desk, CHECK)


def _settle(qtbot: QtBot, desk: Desk) -> None:
    """Until the whole list was checked again after a correction."""
    qtbot.wait(500)
    desk.work.wait(20000)


def _problems(wizard: ImportWizard) -> list[tuple[str, ...]]:
    model = wizard.check_page.problems
    rows = range(model.rowCount())
    return [tuple(str(model.index(row, place).data()) for place in range(4)) for row in rows]


def test_a_cell_is_put_right_where_it_stands_and_is_read_at_once(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    _check_bad(wizard, desk, files)
    assert [row[0] for row in _problems(wizard)] == ["3", "4"]
    model = wizard.check_page.problems
    model.setData(model.index(0, 2), "still no date")
    desk.work.wait()
    assert "still no date" in _problems(wizard)[0][3]
    model.setData(model.index(0, 2), "09.09.1985")
    desk.work.wait()
    assert _problems(wizard)[0][2:] == ("09.09.1985", "Can be read now")
    _settle(qtbot, desk)
    assert "3 records will be added" in _texts(wizard)
    assert "1 row cannot be imported" in _texts(wizard)
    _go(wizard, desk, IMPORT)
    [found] = library.lists.find("Rusu")
    record = library.get(found.uid)
    assert record is not None
    assert record.values["birthday"] == "1985-09-09"


def test_the_whole_row_of_a_problem_is_shown_and_any_cell_of_it_can_be_changed(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    _check_bad(wizard, desk, files)
    row = wizard.check_page.row
    assert [row.index(0, place).data() for place in range(4)] == ["Rusu", "Ana", "99.99.1985", ""]
    row.setData(row.index(0, 1), "Anca")
    row.setData(row.index(0, 2), "")
    desk.work.wait()
    _settle(qtbot, desk)
    _go(wizard, desk, IMPORT)
    [found] = library.lists.find("Anca")
    assert found.title == "Anca Rusu"


def test_rows_are_left_out_and_taken_back(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, files: ChosenFiles
) -> None:
    _check_bad(wizard, desk, files)
    wizard.check_page.table.setFocus()
    press(wizard.check_page.table, Qt.Key.Key_Delete)
    assert _problems(wizard)[0][3] == "This row is left out"
    _settle(qtbot, desk)
    assert "1 row is left out by you" in _texts(wizard)
    wizard.check_page.drop.click()
    desk.work.wait()
    assert "99.99.1985" in _problems(wizard)[0][3]
    wizard.check_page.drop_all.click()
    _settle(qtbot, desk)
    assert "2 rows are left out by you" in _texts(wizard)
    assert not any("cannot be imported" in text for text in _texts(wizard))


def test_enter_corrects_a_cell_and_goes_to_the_next_one_and_does_not_import(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    _check_bad(wizard, desk, files)
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
    assert _problems(wizard)[0][3] == "Can be read now"
    assert wizard.step == CHECK
    assert library.lists.counts()["contacts"] == 0


def test_thousands_of_problems_are_shown_without_a_widget_for_each(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles
) -> None:
    assert files.path is not None
    rows = "".join(f"Nume{number},99.99.{number}\n" for number in range(5000))
    files.path.write_text(f"Nume de familie,Birthday\nȘerban,14.03.1985\n{rows}", encoding="utf-8")
    _choose(wizard, desk)
    _go(wizard, desk, COLUMNS)
    _pick(wizard.findChild(QComboBox, "import_target_1"), "birthday")
    desk.work.wait()
    _go(wizard, desk, CHECK)
    assert len(_problems(wizard)) == 5000
    wizard.check_page.drop_all.click()
    assert {row[3] for row in _problems(wizard)} == {"This row is left out"}


def test_a_target_is_found_by_typing(qtbot: QtBot, wizard: ImportWizard, desk: Desk) -> None:
    _choose(wizard, desk)
    _go(wizard, desk, COLUMNS)
    box = wizard.columns_page.lines[4].box
    box.setFocus()
    type_text(box, "h")
    popup = box.popup
    assert popup is not None
    popup.search.setText("hobb")
    shown = [popup.words.index(row, 0).data() for row in range(popup.words.rowCount())]
    assert shown == ["New field", "Hobby"]
    press(popup.search, Qt.Key.Key_Return)
    desk.work.wait()
    assert box.currentData() == "hobby"
    assert "5 of 5 columns mapped." in _texts(wizard)


def test_every_row_gets_a_value_and_a_group(wizard: ImportWizard, desk: Desk, library: Library) -> None:
    _choose(wizard, desk)
    _go(wizard, desk, COLUMNS)
    wizard.findChild(QAbstractButton, "import_constant_add").click()
    [line] = wizard.columns_page.every_row.lines
    _pick(line.box, "hobby")
    line.value.setText("chess")
    line.value.editingFinished.emit()
    group = wizard.findChild(QLineEdit, "import_group_line")
    group.setText("Clients/VIP")
    press(group, Qt.Key.Key_Return)
    desk.work.wait()
    assert wizard.step == COLUMNS
    _go(wizard, desk, IMPORT)
    assert "New with them: 2 groups" in _texts(wizard)
    record = library.get(library.lists.find("Rusu")[0].uid)
    assert record is not None
    assert record.values["hobby"] == "chess"
    assert [each.title for each in library.groups.tree("contacts")] == ["Clients", "VIP"]


def test_a_value_for_every_row_that_cannot_be_read_is_said_and_stops_the_way(
    wizard: ImportWizard, desk: Desk
) -> None:
    _choose(wizard, desk)
    _go(wizard, desk, COLUMNS)
    wizard.findChild(QAbstractButton, "import_constant_add").click()
    [line] = wizard.columns_page.every_row.lines
    _pick(line.box, "birthday")
    line.value.setText("soon")
    line.value.editingFinished.emit()
    desk.work.wait()
    assert any("soon" in text for text in _texts(wizard))
    assert not wizard.next_button.isEnabled()
    line.value.setText("14.03.1985")
    line.value.editingFinished.emit()
    desk.work.wait()
    assert wizard.next_button.isEnabled()


def test_a_mapping_is_remembered_said_and_let_go(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    _choose(wizard, desk)
    _go(wizard, desk, COLUMNS)
    anew = wizard.findChild(QAbstractButton, "import_guess_anew")
    assert anew.isHidden()
    _pick(wizard.findChild(QComboBox, "import_target_4"), "notes")
    desk.work.wait()
    _go(wizard, desk, IMPORT)
    second = ImportWizard(desk, "contacts", files=files)
    second.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(second)
    second.show()
    _choose(second, desk)
    _go(second, desk, COLUMNS)
    assert any(text.startswith("Recognised as in your last import") for text in _texts(second))
    assert second.findChild(QComboBox, "import_target_4").currentData() == "notes"
    assert "as last time" in _texts(second)
    second.findChild(QAbstractButton, "import_guess_anew").click()
    desk.work.wait()
    assert second.findChild(QComboBox, "import_target_4").currentData() == ""
    second.close()


def test_a_chosen_field_tells_which_record_a_row_is(
    wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    known = library.save("contacts", {"surname": "Alta", "emails": [{"value": "ana@example.ro"}]}).uid
    _choose(wizard, desk)
    _go(wizard, desk, DUPLICATES)
    wizard.findChild(QCheckBox, "import_key_emails").click()
    wizard.findChild(QRadioButton, "import_fill").click()
    _go(wizard, desk, IMPORT)
    assert "1 record completed" in _texts(wizard)
    record = library.get(known)
    assert record is not None
    assert (record.values["surname"], record.values["given_name"]) == ("Alta", "Ana")


def test_an_empty_cell_empties_the_field_only_if_that_was_chosen(
    wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    values = {"surname": "Rusu", "given_name": "Ana", "notes": "old", "emails": [{"value": "ana@example.ro"}]}
    known = library.save("contacts", values).uid
    path = wizard.file_page._files.path  # type: ignore[attr-defined]
    path.write_text(LIST.replace("cod_vechi", "Note").replace("A-2", ""), encoding="utf-8")
    _choose(wizard, desk)
    _go(wizard, desk, DUPLICATES)
    clears = wizard.findChild(QCheckBox, "import_clear")
    assert clears.isHidden()
    wizard.findChild(QRadioButton, "import_update").click()
    assert not clears.isHidden()
    clears.click()
    _go(wizard, desk, IMPORT)
    record = library.get(known)
    assert record is not None
    assert "notes" not in record.values or record.values["notes"] is None


def test_rows_that_are_there_already_are_decided_one_by_one(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    for name, mail in (("Rusu", "ana@example.ro"), ("Șerban", "ioana@example.ro")):
        library.save("contacts", {"surname": name, "emails": [{"value": mail}]})
    _choose(wizard, desk)
    _go(wizard, desk, DUPLICATES)
    wizard.findChild(QRadioButton, "import_ask").click()
    _go(wizard, desk, CHECK)
    page = wizard.check_page
    assert page.known_table.isVisible()
    assert [page.known.index(row, 2).data() for row in (0, 1)] == ["Șerban", "Rusu"]
    page.known_table.selectRow(1)
    _pick(page.way, "update")
    assert [page.known.index(row, 3).data() for row in (0, 1)] == ["Leave it out", "Update it"]
    _settle(qtbot, desk)
    assert "1 record will be completed" in _texts(wizard)
    _go(wizard, desk, IMPORT)
    assert [each.title for each in library.lists.find("Rusu")] == ["Ana Rusu"]
    assert [each.title for each in library.lists.find("Serban")] == ["Șerban"]


def test_cells_of_the_clipboard_are_a_list(wizard: ImportWizard, desk: Desk, library: Library) -> None:
    QApplication.clipboard().setText("Nume de familie\tE-mail\nȘerban\t\"a@example.ro\nb@example.ro\"\n")
    press(wizard.file_page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.work.wait()
    assert wizard.findChild(QTableWidget, "import_preview").item(0, 0).text() == "Șerban"
    _go(wizard, desk, IMPORT)
    record = library.get(library.lists.find("Serban")[0].uid)
    assert record is not None
    assert [each["value"] for each in record.values["emails"]] == ["a@example.ro", "b@example.ro"]


def test_an_empty_clipboard_is_said(wizard: ImportWizard) -> None:
    QApplication.clipboard().setText("")
    wizard.findChild(QAbstractButton, "import_paste").click()
    assert any("There is no text in the clipboard" in text for text in _texts(wizard))


def test_the_report_is_saved_with_a_reason_for_each_row(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles, tmp_path: Path
) -> None:
    _check_bad(wizard, desk, files)
    _go(wizard, desk, IMPORT)
    files.path = tmp_path / "report.xlsx"
    wizard.findChild(QAbstractButton, "import_save_report").click()
    desk.work.wait()
    assert files.suggested is not None
    assert files.suggested.name == "clienti - report.xlsx"
    rows = list(open_table(files.path).rows())
    assert [cells[0] for _number, cells in rows] == [3, 4]
    assert "99.99.1985" in rows[0][1][2]
    assert any("2 rows" in text for text in _texts(wizard))


def test_an_undo_names_what_was_edited_since(wizard: ImportWizard, desk: Desk, library: Library) -> None:
    _choose(wizard, desk)
    _go(wizard, desk, IMPORT)
    library.save("contacts", {"hobby": "chess"}, library.lists.find("Rusu")[0].uid)
    wizard.findChild(QAbstractButton, "import_undo").click()
    desk.work.wait()
    assert any("Ana Rusu" in text and "stays as it is" in text for text in _texts(wizard))
    assert library.lists.counts()["contacts"] == 1


def test_show_imported_narrows_the_list_to_what_was_changed_today(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    _choose(wizard, desk)
    _go(wizard, desk, IMPORT)
    with qtbot.waitSignal(desk.narrow) as asked:
        wizard.findChild(QAbstractButton, "import_show").click()
    query = asked.args[0].query
    assert query.section == "contacts"
    assert len(library.lists.ids(query)) == 2


def test_escape_asks_only_if_something_would_be_lost(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles, heard: Heard
) -> None:
    _check_bad(wizard, desk, files)
    press(wizard, Qt.Key.Key_Escape)
    assert "lost" in heard.questions[-1]
    assert wizard.isVisible()
    heard.answer = "yes"
    press(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()


def test_escape_without_any_choice_asks_nothing(wizard: ImportWizard, desk: Desk, heard: Heard) -> None:
    _choose(wizard, desk)
    _go(wizard, desk, CHECK)
    press(wizard, Qt.Key.Key_Escape)
    assert heard.questions == []
    assert not wizard.isVisible()


def test_enter_leads_from_the_file_to_the_end(wizard: ImportWizard, desk: Desk, library: Library) -> None:
    _choose(wizard, desk)
    for _step in range(IMPORT):
        press(wizard.focusWidget() or wizard, Qt.Key.Key_Return)
        desk.work.wait(20000)
    assert wizard.step == IMPORT
    assert library.lists.counts()["contacts"] == 2


def test_dates_are_shown_in_words(wizard: ImportWizard, desk: Desk, files: ChosenFiles) -> None:
    assert files.path is not None
    files.path.write_text("Nume de familie,Birthday\nRusu,01/02/1985\nDumitru,31/12/1985\n", encoding="utf-8")
    _choose(wizard, desk)
    _go(wizard, desk, COLUMNS)
    assert "“01/02/1985” is read as 1 February 1985." in _texts(wizard)


def test_a_field_that_is_chosen_leaves_the_lines_where_they_are(wizard: ImportWizard, desk: Desk) -> None:
    _choose(wizard, desk)
    _go(wizard, desk, COLUMNS)
    lines = list(wizard.columns_page.lines)
    _pick(lines[4].box, "new")
    desk.work.wait()
    assert wizard.columns_page.lines == lines


@pytest.mark.skipif(not REAL.exists(), reason="the collection of real lists is not on this computer")
@pytest.mark.parametrize(
    ("name", "most_refused"),
    [("Google.csv", 0), ("Outlook365.csv", 0), ("Outlook365 Web.csv", 0), ("ThunderbirdUtf8.csv", 0),
     ("ThunderbirdAnsi.csv", 0), ("ThunderbirdUtf8EnglishColumnsInvalidBDay.csv", 1)],
)  # fmt: skip
def test_a_real_list_is_imported_and_taken_back(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library, name: str, most_refused: int
) -> None:
    before = list(library.care.dump())
    files.path = REAL / name
    _choose(wizard, desk)
    _go(wizard, desk, CHECK)
    assert wizard.checked is not None
    foreseen = wizard.checked.report
    assert foreseen.added > 0
    assert foreseen.refused_rows <= most_refused
    _go(wizard, desk, IMPORT)
    assert wizard.report is not None
    assert (wizard.report.added, wizard.report.created) == (foreseen.added, foreseen.created)
    wizard.findChild(QAbstractButton, "import_undo").click()
    desk.work.wait(20000)
    assert list(library.care.dump()) == before
