"""The wizard, page by page, with real files."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QRadioButton, QTableView, QTableWidget
from pytestqt.qtbot import QtBot

from app.services.library import Library
from app.ui.desk import Desk
from app.ui.dialog_owner import open_dialog
from app.ui.import_wizard import ImportWizard
from app.ui.import_wizard.wizard import CHECK, COLUMNS, DUPLICATES, FILE, IMPORT
from app.ui.window_place import FRAME
from tests.ui.conftest import add_contacts
from tests.ui.panel_fakes import EVIL, ChosenFiles
from tests.ui.wizard_steps import choose, go_to, pick, problems, texts


def test_one_cannot_go_on_without_a_file(wizard: ImportWizard) -> None:
    assert wizard.step == FILE
    assert not wizard.next_button.isEnabled()


def test_the_first_rows_are_shown(wizard: ImportWizard, desk: Desk) -> None:
    choose(wizard, desk)
    preview = wizard.findChild(QTableWidget, "import_preview")
    assert preview.item(0, 0).text() == "Șerban"
    assert wizard.findChild(QComboBox, "import_delimiter").currentData() == ";"
    assert wizard.findChild(QComboBox, "import_sheet").isHidden()
    assert wizard.next_button.isEnabled()


def test_a_wrong_encoding_can_be_corrected(wizard: ImportWizard, desk: Desk, files: ChosenFiles) -> None:
    assert files.path is not None
    files.path.write_bytes("Фамилия,Имя\nИванов,Пётр\n".encode("cp1251"))
    choose(wizard, desk)
    box = wizard.findChild(QComboBox, "import_encoding")
    pick(box, "cp1252")
    desk.work.wait()
    preview = wizard.findChild(QTableWidget, "import_preview")
    assert preview.item(0, 0).text() != "Иванов"
    pick(box, "cp1251")
    desk.work.wait()
    assert preview.item(0, 0).text() == "Иванов"


def test_what_is_no_list_is_said_and_nothing_else_happens(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles
) -> None:
    assert files.path is not None
    files.path.write_bytes(b"%PDF-1.7 not a list")
    choose(wizard, desk)
    assert any("is not a table" in text for text in texts(wizard))
    assert not wizard.next_button.isEnabled()


def test_columns_are_guessed_and_the_unknown_one_says_why(wizard: ImportWizard, desk: Desk) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    boxes = [wizard.findChild(QComboBox, f"import_target_{number}") for number in range(5)]
    assert [box.currentData() for box in boxes] == ["surname", "given_name", "email", "phone", ""]
    assert "4 of 5 columns mapped." in texts(wizard)
    assert "no field has this name" in texts(wizard)


def test_a_column_can_be_sent_elsewhere(wizard: ImportWizard, desk: Desk, library: Library) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    pick(wizard.findChild(QComboBox, "import_target_4"), "notes")
    desk.work.wait()
    assert "5 of 5 columns mapped." in texts(wizard)
    go_to(wizard, desk, IMPORT)
    found = library.lists.find("Serban")
    record = library.get(found[0].uid)
    assert record is not None
    assert record.values["notes"] == "A-1"


def test_a_list_without_known_headings_can_be_mapped_by_hand(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles
) -> None:
    assert files.path is not None
    files.path.write_text("qqq,zzz\nȘerban,x\n", encoding="utf-8")
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    assert not wizard.next_button.isEnabled()
    pick(wizard.findChild(QComboBox, "import_target_0"), "surname")
    desk.work.wait()
    assert wizard.next_button.isEnabled()


def test_nothing_is_written_before_the_last_step(wizard: ImportWizard, desk: Desk, library: Library) -> None:
    before = list(library.care.dump())
    choose(wizard, desk)
    go_to(wizard, desk, CHECK)
    assert "2 records will be added" in texts(wizard)
    assert list(library.care.dump()) == before


def test_the_import_tells_its_counts_and_can_be_undone(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    before = list(library.care.dump())
    choose(wizard, desk)
    go_to(wizard, desk, IMPORT)
    assert "2 records added" in texts(wizard)
    assert library.lists.counts()["contacts"] == 2
    qtbot.mouseClick(wizard.findChild(QAbstractButton, "import_undo"), Qt.MouseButton.LeftButton)
    desk.work.wait()
    assert list(library.care.dump()) == before
    assert any("undone" in text for text in texts(wizard))


def test_rows_that_are_there_stay_out_unless_told_otherwise(
    wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    library.save(
        "contacts", {"surname": "Rusu", "given_name": "Ana", "emails": [{"value": "ana@example.ro"}]}
    )
    choose(wizard, desk)
    go_to(wizard, desk, CHECK)
    assert "1 record will be added" in texts(wizard)
    assert "1 row is there already and stays out" in texts(wizard)
    wizard.go_back()
    assert wizard.step == DUPLICATES
    wizard.findChild(QRadioButton, "import_add").click()
    go_to(wizard, desk, CHECK)
    assert "2 records will be added" in texts(wizard)


def test_refused_rows_say_row_column_and_reason(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    assert files.path is not None
    files.path.write_text("Nume,Zi de nastere\nȘerban,14.03.1985\nRusu,99.99.1985\n", encoding="utf-8")
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    pick(wizard.findChild(QComboBox, "import_target_0"), "surname")
    pick(wizard.findChild(QComboBox, "import_target_1"), "birthday")
    desk.work.wait()
    go_to(wizard, desk, CHECK)
    model = wizard.check_page.findChild(QTableView, "import_refusals").model()
    assert [model.index(0, place).data() for place in (0, 1, 2)] == ["3", "Zi de nastere", "99.99.1985"]
    assert "99.99.1985" in model.index(0, 3).data()
    go_to(wizard, desk, IMPORT)
    assert "1 row was not imported" in texts(wizard)
    assert library.lists.counts()["contacts"] == 1


def test_a_cancelled_import_writes_nothing(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library
) -> None:
    assert files.path is not None
    rows = "".join(f"Nume{number},p{number}@example.ro\n" for number in range(20000))
    files.path.write_text(f"Nume,E-mail\n{rows}", encoding="utf-8")
    choose(wizard, desk)
    wizard.state = wizard.state.with_file(files.path)
    go_to(wizard, desk, CHECK)
    wizard.go_on()
    desk.work.stepped.connect(lambda *_step: desk.work.cancel())
    desk.work.wait(60000)
    assert library.lists.counts()["contacts"] == 0
    assert wizard.step == DUPLICATES


def test_show_imported_goes_to_the_section(qtbot: QtBot, wizard: ImportWizard, desk: Desk) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, IMPORT)
    with qtbot.waitSignal(desk.navigate) as gone:
        qtbot.mouseClick(wizard.findChild(QAbstractButton, "import_show"), Qt.MouseButton.LeftButton)
    assert gone.args == ["contacts", ""]
    assert not wizard.isVisible()


def test_cells_are_shown_as_plain_text(wizard: ImportWizard, desk: Desk, files: ChosenFiles) -> None:
    assert files.path is not None
    files.path.write_text(f"Nume,E-mail\n'{EVIL}',x@example.ro\n".replace('"', ""), encoding="utf-8")
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    labels = [each for each in wizard.findChildren(QLabel) if each.text()]
    assert all(each.textFormat() == Qt.TextFormat.PlainText for each in labels)


def test_a_known_contact_is_found_by_its_name_alone(
    wizard: ImportWizard, desk: Desk, library: Library, files: ChosenFiles
) -> None:
    assert files.path is not None
    add_contacts(library, ["Serban"])
    files.path.write_text("Nume de familie\nȘerban\nRusu\n", encoding="utf-8")
    choose(wizard, desk)
    go_to(wizard, desk, CHECK)
    assert "1 record will be added" in texts(wizard)


def test_cancel_leaves_the_wizard_and_nothing_was_written(
    wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, DUPLICATES)
    cancel = wizard.findChild(QAbstractButton, "import_cancel")
    assert cancel.accessibleName() == "Cancel"
    assert cancel.x() < wizard.back_button.x()
    cancel.click()
    assert not wizard.isVisible()
    assert library.lists.counts()["contacts"] == 0


def test_after_the_import_there_is_nothing_to_cancel(wizard: ImportWizard, desk: Desk) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, IMPORT)
    assert wizard.cancel_button.isHidden()


def _with_a_phone(folder: Path, figure: int) -> Path:
    """A list with one phone that the spreadsheet keeps as a figure."""
    path = folder / "numbers.xlsx"
    book = Workbook()
    for row in (["Nume", "Telefon"], ["Rusu", figure]):
        book.active.append(row)
    book.save(path)
    return path


def test_a_warning_that_is_cut_off_can_be_read_whole_in_its_tooltip(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles, tmp_path: Path
) -> None:
    files.path = _with_a_phone(tmp_path, 721234567)
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    labels = wizard.columns_page.findChildren(QLabel)
    warning = next(each for each in labels if "lost its leading 0" in each.text())
    assert warning.text() in warning.parentWidget().toolTip()


def test_no_zero_is_promised_to_figures_that_are_read_as_they_stand(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles, tmp_path: Path
) -> None:
    """A mobile number of Moldova in a file of Romania: nobody can tell what stood before its digits."""
    files.path = _with_a_phone(tmp_path, 69842949)
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    assert not any("leading 0" in each.text() for each in wizard.columns_page.findChildren(QLabel))


def test_the_keyboard_leads_on_from_the_check_and_not_to_cancel(wizard: ImportWizard, desk: Desk) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, DUPLICATES)
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
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    boxes = [wizard.findChild(QComboBox, f"import_target_{number}") for number in range(5)]
    assert [box.property("unset") for box in boxes] == ["false"] * 4 + ["true"]


def test_a_column_becomes_a_field_of_the_chosen_kind(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    pick(wizard.findChild(QComboBox, "import_target_4"), "new")
    desk.work.wait()
    kind = wizard.findChild(QComboBox, "import_kind_4")
    assert kind.currentData() == "text"
    pick(kind, "choice")
    desk.work.wait()
    assert wizard.findChild(QComboBox, "import_target_4").currentData() == "new"
    assert wizard.findChild(QComboBox, "import_kind_4").currentData() == "choice"
    go_to(wizard, desk, IMPORT)
    [view] = [each for each in library.fields.views("contacts") if each.is_own]
    assert (view.label, view.kind) == ("cod_vechi", "choice")
    assert [each.label for each in library.choices.options(view.list_key)] == ["A-1", "A-2"]
    library.undo()
    assert not any(each.is_own for each in library.fields.views("contacts"))


def test_a_field_that_cannot_be_made_is_said(
    qtbot: QtBot, wizard: ImportWizard, desk: Desk, library: Library
) -> None:
    library.fields.add("contacts", "cod_vechi")
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    pick(wizard.findChild(QComboBox, "import_target_4"), "new")
    desk.work.wait()
    assert "There is a field “cod_vechi” already." in [
        each.text() for each in wizard.findChildren(QLabel) if each.isVisible()
    ]


CARDS = "BEGIN:VCARD\nVERSION:3.0\nN:{name};Ana;;;\nORG:Delta SRL\nX-FOO:1\n{rest}END:VCARD\n"


def test_cards_need_no_columns(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles, library: Library, tmp_path: Path
) -> None:
    files.path = tmp_path / "telefon.vcf"
    cards = (CARDS.format(name="Șerban", rest=""), CARDS.format(name="Rusu", rest="no line\n"), "END:VCARD\n")
    files.path.write_text("".join(cards), encoding="utf-8")
    choose(wizard, desk)
    preview = wizard.findChild(QTableWidget, "import_preview")
    assert [preview.item(0, place).text() for place in (0, 1)] == ["Ana Șerban", "Delta SRL"]
    for name in ("import_sheet", "import_encoding", "import_delimiter"):
        assert not wizard.findChild(QComboBox, name).isVisible()
    wizard.go_on()
    assert wizard.step == DUPLICATES
    wizard.go_back()
    assert wizard.step == FILE
    go_to(wizard, desk, CHECK)
    assert "2 records will be added" in texts(wizard)
    assert "New with them: 1 organization" in texts(wizard)
    assert {row[-1] for row in problems(wizard)} == {
        "telefon.vcf, line 14: the line BEGIN:VCARD is missing above it.",
        "telefon.vcf, line 12: “no line” is no line of a card and was left out.",
    }
    go_to(wizard, desk, IMPORT)
    assert library.lists.counts()["contacts"] == 2


def test_a_file_without_cards_is_said(
    wizard: ImportWizard, desk: Desk, files: ChosenFiles, tmp_path: Path
) -> None:
    files.path = tmp_path / "gol.vcf"
    files.path.write_text("nothing here", encoding="utf-8")
    choose(wizard, desk)
    assert any("“gol.vcf” has no card" in text for text in texts(wizard))
    assert not wizard.next_button.isEnabled()


def test_how_the_numbers_of_a_column_are_read_is_said(
    wizard: ImportWizard, desk: Desk, library: Library, files: ChosenFiles
) -> None:
    assert files.path is not None
    library.fields.add("contacts", "Sold", "number")
    files.path.write_text("Nume;Sold\nRusu;1.234\nDan;12,50\n", encoding="utf-8")
    choose(wizard, desk)
    go_to(wizard, desk, COLUMNS)
    assert "“1.234” is read as 1,234." in texts(wizard)
