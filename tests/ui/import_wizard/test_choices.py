"""What the user says of a list: columns, values for every row, duplicates, the clipboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QRadioButton,
    QTableView,
    QTableWidget,
)
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.desk import Desk
from app.ui.import_wizard import ImportWizard
from app.ui.import_wizard.wizard import CHECK, COLUMNS, DUPLICATES, IMPORT
from tests.ui.conftest import press, type_text
from tests.ui.panel_fakes import ChosenFiles
from tests.ui.wizard_steps import LIST, REAL, choose, go_to, pick, texts


def test_a_target_is_found_by_typing(qtbot: QtBot, wizard: ImportWizard, desk: Desk) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
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
    assert "5 of 5 columns mapped." in texts(wizard)


def test_every_row_gets_a_value_and_a_group(wizard: ImportWizard, desk: Desk, library: Library) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    wizard.findChild(QAbstractButton, "import_constant_add").click()
    [line] = wizard.columns_page.every_row.lines
    pick(line.box, "hobby")
    line.value.setText("chess")
    line.value.editingFinished.emit()
    group = wizard.findChild(QLineEdit, "import_group_line")
    group.setText("Clients/VIP")
    press(group, Qt.Key.Key_Return)
    desk.work.wait()
    assert wizard.step == COLUMNS
    go_to(wizard, desk, IMPORT)
    assert "New with them: 2 groups" in texts(wizard)
    record = library.get(library.lists.find("Rusu")[0].uid)
    assert record is not None
    assert record.values["hobby"] == "chess"
    assert [each.title for each in library.groups.tree("contacts")] == ["Clients", "VIP"]


def test_a_value_for_every_row_that_cannot_be_read_is_said_and_stops_the_way(
    wizard: ImportWizard, desk: Desk
) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    wizard.findChild(QAbstractButton, "import_constant_add").click()
    [line] = wizard.columns_page.every_row.lines
    pick(line.box, "birthday")
    line.value.setText("soon")
    line.value.editingFinished.emit()
    desk.work.wait()
    assert any("soon" in text for text in texts(wizard))
    assert not wizard.next_button.isEnabled()
    line.value.setText("14.03.1985")
    line.value.editingFinished.emit()
    desk.work.wait()
    assert wizard.next_button.isEnabled()


def test_a_mapping_is_remembered_said_and_let_go(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    anew = wizard.findChild(QAbstractButton, "import_guess_anew")
    assert anew.isHidden()
    pick(wizard.findChild(QComboBox, "import_target_4"), "notes")
    desk.work.wait()
    go_to(wizard, desk, IMPORT)
    second = ImportWizard(desk, "contacts", files=files)
    second.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(second)
    second.show()
    choose(second, desk)
    go_to(second, desk, COLUMNS)
    assert any(text.startswith("Recognised as in your last import") for text in texts(second))
    assert second.findChild(QComboBox, "import_target_4").currentData() == "notes"
    assert "as last time" in texts(second)
    second.findChild(QAbstractButton, "import_guess_anew").click()
    desk.work.wait()
    assert second.findChild(QComboBox, "import_target_4").currentData() == ""
    second.close()


def test_a_chosen_field_tells_which_record_a_row_is(
    wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    known = library.save("contacts", {"surname": "Alta", "emails": [{"value": "ana@example.ro"}]}).uid
    choose(wizard, desk)
    go_to(wizard, desk, DUPLICATES)
    wizard.findChild(QCheckBox, "import_key_emails").click()
    wizard.findChild(QRadioButton, "import_fill").click()
    go_to(wizard, desk, IMPORT)
    assert "1 record completed" in texts(wizard)
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
    choose(wizard, desk)
    go_to(wizard, desk, DUPLICATES)
    clears = wizard.findChild(QCheckBox, "import_clear")
    assert clears.isHidden()
    wizard.findChild(QRadioButton, "import_update").click()
    assert not clears.isHidden()
    clears.click()
    go_to(wizard, desk, IMPORT)
    record = library.get(known)
    assert record is not None
    assert "notes" not in record.values or record.values["notes"] is None


def test_cells_of_the_clipboard_are_a_list(wizard: ImportWizard, desk: Desk, library: Library) -> None:
    QApplication.clipboard().setText('Nume de familie\tE-mail\nȘerban\t"a@example.ro\nb@example.ro"\n')
    press(wizard.file_page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.work.wait()
    assert wizard.findChild(QTableWidget, "import_preview").item(0, 0).text() == "Șerban"
    go_to(wizard, desk, IMPORT)
    record = library.get(library.lists.find("Serban")[0].uid)
    assert record is not None
    assert [each["value"] for each in record.values["emails"]] == ["a@example.ro", "b@example.ro"]


def test_an_empty_clipboard_is_said(wizard: ImportWizard) -> None:
    QApplication.clipboard().setText("")
    wizard.findChild(QAbstractButton, "import_paste").click()
    assert any("There is no text in the clipboard" in text for text in texts(wizard))


def test_enter_leads_from_the_file_to_the_end(wizard: ImportWizard, desk: Desk, library: Library) -> None:
    choose(wizard, desk)
    for _step in range(IMPORT):
        press(wizard.focusWidget() or wizard, Qt.Key.Key_Return)
        desk.work.wait(20000)
    assert wizard.step == IMPORT
    assert library.lists.counts()["contacts"] == 2


def test_dates_are_shown_in_words(wizard: ImportWizard, desk: Desk, files: ChosenFiles) -> None:
    assert files.path is not None
    files.path.write_text("Nume de familie,Birthday\nRusu,01/02/1985\nDumitru,31/12/1985\n", encoding="utf-8")
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    assert "“01/02/1985” is read as 1 February 1985." in texts(wizard)


def test_a_field_that_is_chosen_leaves_the_lines_where_they_are(wizard: ImportWizard, desk: Desk) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    lines = list(wizard.columns_page.lines)
    pick(lines[4].box, "new")
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
    choose(wizard, desk)
    go_to(wizard, desk, CHECK)
    assert wizard.checked is not None
    foreseen = wizard.checked.report
    assert foreseen.added > 0
    assert foreseen.refused_rows <= most_refused
    go_to(wizard, desk, IMPORT)
    assert wizard.report is not None
    assert (wizard.report.added, wizard.report.created) == (foreseen.added, foreseen.created)
    wizard.findChild(QAbstractButton, "import_undo").click()
    desk.work.wait(20000)
    assert list(library.care.dump()) == before


def test_tab_goes_down_the_columns_and_then_to_what_every_row_gets(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk
) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    wizard.activateWindow()
    wizard.columns_page.lines[0].box.setFocus()
    names = []
    for _step in range(6):
        names.append(wizard.focusWidget().objectName())
        press(wizard.focusWidget(), Qt.Key.Key_Tab)
    assert names == [*(f"import_target_{number}" for number in range(5)), "import_constant_add"]


@pytest.mark.skipif(not REAL.exists(), reason="the collection of real lists is not on this computer")
def test_a_list_of_a_hundred_columns_gets_a_line_for_each(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, files: ChosenFiles
) -> None:
    files.path = REAL / "Outlook365.csv"
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    assert wizard.plan is not None
    matches = wizard.plan.matches
    qtbot.waitUntil(lambda: len(wizard.columns_page.lines) == len(matches))
    shown = [line.box.currentData() for line in wizard.columns_page.lines]
    assert shown == [each.target.key if each.target else "" for each in matches]


def test_columns_without_a_field_are_named_before_the_import_and_can_be_kept(
    wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, CHECK)
    assert "1 column is left out: cod_vechi" in texts(wizard)
    for _step in (CHECK, DUPLICATES):
        wizard.go_back()
        desk.work.wait()
    wizard.findChild(QCheckBox, "import_keep_rest").click()
    desk.work.wait()
    assert "5 of 5 columns mapped." in texts(wizard)
    go_to(wizard, desk, CHECK)
    assert not any("left out" in text for text in texts(wizard))
    go_to(wizard, desk, IMPORT)
    own = next(each.key for each in library.fields.views("contacts") if each.label == "cod_vechi")
    record = library.get(library.lists.find("Rusu")[0].uid)
    assert record is not None
    assert record.values[own] == "A-2"


def test_the_whole_name_beside_its_parts_is_not_lost(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles
) -> None:
    assert files.path is not None
    files.path.write_text("Name,First Name,Last Name\nAna Rusu,Ana,Rusu\n", encoding="utf-8")
    choose(wizard, desk)
    go_to(wizard, desk, CHECK)
    assert not any("left out" in text for text in texts(wizard))


def test_the_first_records_are_shown_as_they_will_be(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles
) -> None:
    assert files.path is not None
    files.path.write_text(
        "Nume,Prenume,Firma,Telefon,Zi de nastere\nȘerban,Ioana,Vector SRL,0721 234 567,14.03.1985\n",
        encoding="utf-8",
    )
    choose(wizard, desk)
    go_to(wizard, desk, CHECK)
    table = wizard.findChild(QTableView, "import_first")
    model = table.model()
    places = range(model.columnCount())
    headings = [model.headerData(place, Qt.Orientation.Horizontal) for place in places]
    assert headings == ["Name", "Organization", "Phone", "Birthday"]
    shown = [model.index(0, place).data() for place in places]
    assert shown == ["Ioana Șerban", "Vector SRL", "0721 234 567", "14 March 1985"]
    assert table.isVisible()


@pytest.mark.parametrize("section", ["organizations", "tasks", "notes", "links", "events"])
def test_every_section_shows_its_first_records(
    qtbot: QtBot, desk: Desk, files: ChosenFiles, section: str
) -> None:
    assert files.path is not None
    files.path.write_text("Name,Subject,State,Address\nOne,Two,,www.example.org\n", encoding="utf-8")
    made = ImportWizard(desk, section, files=files)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    choose(made, desk)
    go_to(made, desk, CHECK)
    model = made.findChild(QTableView, "import_first").model()
    assert model.rowCount() == 1
    assert {"One", "Two"} & {model.index(0, place).data() for place in range(model.columnCount())}
    made.close()


MOLDOVA = """Nume;Prenume;Telefon
Rusu;Ana;069123456
Ceban;Ion;022 54 33 21
Munteanu;Olga;079 456 123
"""


def test_numbers_of_another_country_are_noticed_and_read_as_such(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    assert files.path is not None
    files.path.write_text(MOLDOVA, encoding="utf-8")
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    box = wizard.findChild(QComboBox, "import_phones")
    assert box.isVisible()
    told = "The phone numbers look like those of another country (Moldova, not Romania)."
    assert wizard.columns_page.phones.text.text() == f"{told} Read them as numbers of"
    assert box.currentText() == "Moldova"
    go_to(wizard, desk, CHECK)
    shown = wizard.check_page.first
    assert shown.isVisible()
    go_to(wizard, desk, IMPORT)
    assert [each.title for each in library.lists.find("+37369123456")] == ["Ana Rusu"]


def test_the_country_of_the_numbers_is_chosen_and_known_the_next_time(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    assert files.path is not None
    files.path.write_text(MOLDOVA, encoding="utf-8")
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    pick(wizard.findChild(QComboBox, "import_phones"), "RO")
    desk.work.wait()
    go_to(wizard, desk, IMPORT)
    assert library.lists.find("+37369123456") == []
    again = ImportWizard(desk, "contacts", files=files)
    qtbot.addWidget(again)
    again.show()
    choose(again, desk)
    go_to(again, desk, COLUMNS)
    box = again.findChild(QComboBox, "import_phones")
    assert (box.isVisible(), box.currentText()) == (True, "Romania")
    again.findChild(QAbstractButton, "import_guess_anew").click()
    desk.work.wait()
    assert box.currentText() == "Moldova"


def test_numbers_of_the_own_country_are_no_question(wizard: ImportWizard, desk: Desk) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    assert not wizard.findChild(QComboBox, "import_phones").isVisible()
