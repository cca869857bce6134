"""The library of templates through its window: taken in, found, changed, moved, put back, deleted, undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.core.texts import use_language
from app.services.documents.office import find_office
from app.services.documents.templates import Templates
from app.services.library import Library
from app.ui.desk import Desk
from app.ui.mail.letter_dialog import LetterDialog
from app.ui.templates.check_dialog import CheckDialog
from app.ui.templates.library_dialog import TemplatesDialog
from app.ui.templates.shelf import OWN, SHIPPED, Place
from tests.ui.conftest import Heard, press, shown, type_text, whole_window
from tests.ui.panel_fakes import ChosenFiles, Opened
from tests.ui.templates.conftest import Write

WAIT_MS = 30_000


@pytest.fixture
def files() -> ChosenFiles:
    return ChosenFiles()


@pytest.fixture
def templates(library: Library) -> Templates:
    return library.documents.templates


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, files: ChosenFiles, opened: Opened) -> Iterator[TemplatesDialog]:
    made = TemplatesDialog(desk, files=files, open_url=opened)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    desk.work.wait(WAIT_MS)
    yield made
    made.close()
    desk.work.wait(WAIT_MS)


def click(dialog: QWidget, name: str, desk: Desk) -> None:
    button = dialog.findChild(QAbstractButton, name)
    assert button is not None
    assert button.isVisible()
    button.click()
    desk.work.wait(WAIT_MS)


def names(dialog: TemplatesDialog) -> list[str]:
    return [str(dialog.model.index(row, 0).data()) for row in range(dialog.model.rowCount())]


def taken(dialog: TemplatesDialog, desk: Desk, files: ChosenFiles, path: Path) -> None:
    files.path = path
    click(dialog, "templates_add", desk)


def drop(target: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    target.dropEvent(event)


def test_ready_made_templates_are_there_and_one_is_taken_into_the_file(
    dialog: TemplatesDialog, desk: Desk, templates: Templates
) -> None:
    assert names(dialog)[:2] == ["Letter (English)", "Offer (English)"]
    assert dialog.form.name.isEnabled() is False
    dialog.table.selectRow(1)
    desk.work.wait(WAIT_MS)
    click(dialog, "templates_take", desk)
    (own,) = templates.all()
    assert (own.name, own.language) == ("Offer (English)", "en")
    assert dialog.current == own
    assert dialog.form.name.isEnabled()


def test_a_program_in_romanian_offers_its_own_templates_first_also_of_those_in_the_file(
    qtbot: QtBot, desk: Desk, templates: Templates, request: pytest.FixtureRequest
) -> None:
    for ready in templates.shipped():
        if ready.name in ("Letter (English)", "Offer (Română)"):
            assert ready.path is not None
            templates.add(ready.path, name=ready.name, language=ready.language)
    request.addfinalizer(lambda: use_language("en"))
    use_language("ro")
    dialog = TemplatesDialog(desk)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    desk.work.wait(WAIT_MS)
    own = ["Ofertă (Română)", "Scrisoare (English)"]
    assert names(dialog)[:3] == [*own, "Scrisoare (Română)"]
    ready_made = dialog.places.topLevelItem(2)
    assert ready_made is not None
    assert ready_made.child(0).text(0).startswith("Română")
    dialog.close()


def test_a_word_file_is_added_shown_renamed_and_the_renaming_undone(
    dialog: TemplatesDialog, desk: Desk, files: ChosenFiles, templates: Templates, write: Write, heard: Heard
) -> None:
    taken(dialog, desk, files, write("Dear {{ contact.given_name }}", name="Ofertă.docx"))
    assert heard.last == "The template was taken in."
    assert dialog.form.name.text() == "Ofertă"
    dialog.form.name.setText("Ofertă mare")
    dialog.form.name.editingFinished.emit()
    desk.work.wait(WAIT_MS)
    assert [each.name for each in templates.all()] == ["Ofertă mare"]
    assert names(dialog)[0] == "Ofertă mare"
    library = desk.library
    assert library is not None
    library.undo()
    desk.work.wait(WAIT_MS)
    assert names(dialog)[0] == "Ofertă"


def test_what_is_wrong_with_a_new_template_is_said_and_shown_with_its_place(
    dialog: TemplatesDialog, desk: Desk, files: ChosenFiles, write: Write, heard: Heard
) -> None:
    taken(dialog, desk, files, write("Dear {{ contact.given_nam }}", footer="{{ contact.surnam }}"))
    assert heard.messages[-1] == ("warning", "The template was taken in. There are 2 things to look at.")
    action = heard.actions[-1]
    assert action is not None
    action.run()
    desk.work.wait(WAIT_MS)
    (check,) = shown(CheckDialog)
    places = [check.table.model().index(row, 0).data() for row in range(2)]
    assert places == ["In the document body", "In a footer"]
    check.close()


def test_letters_with_everybodys_own_document_begin_at_its_template(
    dialog: TemplatesDialog, desk: Desk, files: ChosenFiles, write: Write, people: tuple[str, ...],
) -> None:  # fmt: skip
    ready = dialog.findChild(QAbstractButton, "templates_mail")
    assert ready is not None
    assert not ready.isVisible()  # letters want a template of this file
    taken(dialog, desk, files, write("For {{ contact.full_name }}", name="invitation.docx"))
    desk.select("contacts", people)
    click(dialog, "templates_mail", desk)
    letters = [each for each in QApplication.topLevelWidgets() if isinstance(each, LetterDialog)]
    letter = next(each for each in letters if each.isVisible())
    desk.work.wait(WAIT_MS)
    assert (letter.form.document.currentText(), letter.letters.currentText()) == ("invitation", "New letter")
    assert letter.form.is_pdf.isChecked() == (find_office() is not None)
    assert not letter.is_changed  # nothing is asked if it is closed at once
    letter.close()


def test_files_are_dropped_in_and_what_is_no_template_is_named(
    dialog: TemplatesDialog, desk: Desk, templates: Templates, write: Write, heard: Heard, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"no Word file")
    drop(dialog, write("one", name="one.docx"), write("two", name="two.docx"), broken, tmp_path / "list.csv")
    desk.work.wait(WAIT_MS)
    assert [each.name for each in templates.all()] == ["one", "two"]
    level, text = heard.messages[-1]
    assert level == "error"
    assert text.startswith("broken.docx is not a Word document.")


def test_versions_are_listed_shown_and_an_older_one_is_used_again(
    dialog: TemplatesDialog, desk: Desk, files: ChosenFiles, templates: Templates, write: Write,
    opened: Opened,
) -> None:  # fmt: skip
    taken(dialog, desk, files, write("old", name="a.docx"))
    files.path = write("new", name="b.docx")
    click(dialog, "templates_version", desk)
    uid = templates.all()[0].uid
    assert [each.number for each in templates.versions(uid)] == [2, 1]
    click(dialog, "template_show_1", desk)
    assert opened.urls[-1].endswith("/a.docx")
    click(dialog, "template_restore_1", desk)
    assert (templates.versions(uid)[0].number, templates.versions(uid)[0].note) == (3, "version 1 again")


def test_section_folder_language_and_counter_are_chosen_in_the_form(
    dialog: TemplatesDialog, desk: Desk, files: ChosenFiles, templates: Templates, write: Write
) -> None:
    taken(dialog, desk, files, write("x"))
    form = dialog.form
    for box, text in ((form.section, "Contacts"), (form.language, "Română")):
        row = box.findText(text)
        box.setCurrentIndex(row)
        box.activated.emit(row)
        desk.work.wait(WAIT_MS)
    for box, text in ((form.folder, "Sales/2026"), (form.counter, "offers")):
        box.setEditText(text)
        line = box.lineEdit()
        assert line is not None
        line.editingFinished.emit()
        desk.work.wait(WAIT_MS)
    (found,) = templates.all()
    assert (found.section, found.language, found.folder, found.counter) == (
        "contacts", "ro", "Sales/2026", "offers",
    )  # fmt: skip
    assert dialog.shelf.shown(Place(OWN, "contacts", "Sales"), "") == [found]
    assert found not in dialog.shelf.shown(Place(SHIPPED), "")


def test_a_template_is_moved_by_dropping_it_on_a_folder(
    dialog: TemplatesDialog, desk: Desk, templates: Templates, write: Write
) -> None:
    first = templates.add(write("x", name="first.docx"), folder="Old").uid
    templates.add(write("y", name="second.docx"), section="contacts", folder="New")
    desk.work.wait(WAIT_MS)
    dialog.places.moved.emit(first, Place(OWN, "contacts", "New"))
    desk.work.wait(WAIT_MS)
    found = templates.find(first)
    assert (found.section, found.folder) == ("contacts", "New")


def test_a_name_that_is_empty_is_refused_and_the_old_one_stands_again(
    dialog: TemplatesDialog, desk: Desk, files: ChosenFiles, write: Write, heard: Heard
) -> None:
    taken(dialog, desk, files, write("x"))
    dialog.form.name.setText("  ")
    dialog.form.name.editingFinished.emit()
    desk.work.wait(WAIT_MS)
    assert heard.last == "A template needs a name."
    assert dialog.form.name.text() == "offer"


def test_a_template_is_deleted_with_del_and_comes_back(
    dialog: TemplatesDialog, desk: Desk, files: ChosenFiles, templates: Templates, write: Write, heard: Heard
) -> None:
    taken(dialog, desk, files, write("x"))
    press(dialog.table, Qt.Key.Key_Delete)
    desk.work.wait(WAIT_MS)
    assert templates.all() == []
    action = heard.actions[-1]
    assert action is not None
    action.run()
    desk.work.wait(WAIT_MS)
    assert [each.name for each in templates.all()] == ["offer"]
    assert len(templates.versions(templates.all()[0].uid)) == 1


def test_a_template_is_found_by_its_name_and_written_to_a_file(
    dialog: TemplatesDialog, desk: Desk, files: ChosenFiles, tmp_path: Path
) -> None:
    type_text(dialog.search, "envelope русский")
    desk.work.wait(WAIT_MS)
    assert names(dialog) == ["Envelope (Русский)"]
    files.path = tmp_path / "plic"
    click(dialog, "templates_export", desk)
    assert (tmp_path / "plic.docx").read_bytes()[:2] == b"PK"


def test_the_library_opens_from_the_menu_of_tools(qtbot: QtBot, desk: Desk) -> None:
    with whole_window(qtbot, desk):
        command = desk.commands.get("tools.templates")
        assert command is not None
        assert (command.menu, command.label) == ("Tools", "Templates…")
        desk.commands.run("tools.templates")
        desk.work.wait(WAIT_MS)
        (dialog,) = shown(TemplatesDialog)
        dialog.close()
