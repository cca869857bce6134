"""A template from an ordinary letter: what it says of a record is marked, more is put in, and it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from app.services.documents.making import Order
from app.services.library import Library
from app.ui.desk import Desk
from app.ui.templates.by_sex_dialog import BySexDialog
from app.ui.templates.prepare_dialog import PrepareDialog
from app.ui.widgets.buttons import QuietButton
from tests.ui.conftest import Heard, press, type_text
from tests.ui.templates.conftest import Write

WAIT_MS = 30_000
LETTER = ("Vector SRL", "Dear Ana Țuca, Director", "Call me: +373 69 123-456", "Yours, Me")


def opened(qtbot: QtBot, desk: Desk, path: Path) -> PrepareDialog:
    """The window over a document, when it has found what there is to find."""
    made = PrepareDialog(desk, path)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    desk.work.wait(WAIT_MS)
    return made


@pytest.fixture
def dialog(
    qtbot: QtBot, desk: Desk, people: tuple[str, ...], write: Write, heard: Heard
) -> Iterator[PrepareDialog]:
    desk.select("contacts", people[:1])
    made = opened(qtbot, desk, write(*LETTER, name="letter.docx", footer="for Ana Țuca only"))
    yield made
    heard.answer = "drop"
    made.close()
    desk.work.wait(WAIT_MS)


def lines(dialog: PrepareDialog) -> list[str]:
    return dialog.text.toPlainText().split("\n")


def select(dialog: PrepareDialog, text: str) -> None:
    place = dialog.text.toPlainText().index(text)
    cursor = QTextCursor(dialog.text.document())
    cursor.setPosition(place)
    cursor.setPosition(place + len(text), QTextCursor.MoveMode.KeepAnchor)
    dialog.text.setTextCursor(cursor)


def test_what_the_letter_says_of_the_selected_record_is_marked_by_itself(dialog: PrepareDialog) -> None:
    assert lines(dialog) == [
        "{{ Contact.Organization }}",
        "{{ Salutation }} {{ Contact.Job_title }}",
        "Call me: {{ Contact.Phone }}",
        "Yours, Me",
        "for {{ Contact.Full_name }} only",
    ]


def test_a_field_takes_the_place_of_selected_words_and_is_taken_away_again(
    dialog: PrepareDialog, desk: Desk
) -> None:
    select(dialog, "Me")
    dialog.picker.chosen.emit("{{ user.name }}")
    assert lines(dialog)[2:4] == ["Call me: {{ Contact.Phone }}", "Yours, {{ user.name }}"]
    select(dialog, "{{ user.name }}")
    press(dialog.text, Qt.Key.Key_Delete)
    assert lines(dialog)[3] == "Yours, Me"


def test_a_field_is_put_in_where_the_cursor_stands_between_others(dialog: PrepareDialog) -> None:
    place = dialog.text.toPlainText().index(" {{ Contact.Job")
    cursor = QTextCursor(dialog.text.document())
    cursor.setPosition(place)
    dialog.text.setTextCursor(cursor)
    dialog.picker.chosen.emit("{{ number }}")
    assert lines(dialog)[1] == "{{ Salutation }}{{ number }} {{ Contact.Job_title }}"


def test_the_template_is_kept_and_makes_letters_for_others(
    dialog: PrepareDialog, desk: Desk, library: Library, people: tuple[str, ...], tmp_path: Path, heard: Heard
) -> None:
    dialog.name.setText("Our letter")
    dialog.keep()
    desk.work.wait(WAIT_MS)
    assert heard.last == "The template “Our letter” was made."
    (template,) = library.documents.templates.all()
    assert (template.name, template.section) == ("Our letter", "contacts")
    target = tmp_path / "rusu.docx"
    library.documents.make(Order(template, people[1:], target=target))
    document = Document(str(target))
    assert [each.text for each in document.paragraphs][1] == "Dear Rusu, "
    assert document.sections[0].footer.paragraphs[0].text == "for Rusu only"


def test_a_file_that_is_no_word_document_is_refused_by_a_sentence(
    qtbot: QtBot, desk: Desk, heard: Heard, tmp_path: Path
) -> None:
    path = tmp_path / "notes.docx"
    path.write_text("plain")
    made = opened(qtbot, desk, path)
    assert heard.last.startswith("notes.docx is not a Word document.")
    assert not made.ok.isEnabled()
    made.close()


def test_marks_are_asked_for_before_they_are_lost(dialog: PrepareDialog, heard: Heard) -> None:
    heard.answer = "stay"
    dialog.reject()
    assert dialog.isVisible()
    heard.answer = "drop"
    dialog.reject()
    assert not dialog.isVisible()


def test_the_letter_is_of_whom_it_names_and_not_of_whom_is_selected(
    qtbot: QtBot, desk: Desk, people: tuple[str, ...], write: Write, heard: Heard
) -> None:
    desk.select("contacts", people[1:])
    made = opened(qtbot, desk, write(*LETTER, name="letter.docx"))
    qtbot.waitUntil(lambda: "{{ Salutation }}" in made.text.toPlainText(), timeout=WAIT_MS)
    assert "Ana" in made.record.text()
    heard.answer = "drop"
    made.close()


def test_marks_of_another_person_go_when_the_person_changes_and_own_ones_stay(
    dialog: PrepareDialog, people: tuple[str, ...], desk: Desk
) -> None:
    marked = lines(dialog)
    select(dialog, "Yours")
    dialog.picker.chosen.emit("{{ user.name }}")
    dialog.record.picked.emit(people[1], "Bob")
    desk.work.wait(WAIT_MS)
    assert not any("Full_name" in each or "Phone" in each for each in lines(dialog))
    assert lines(dialog)[3] == "{{ user.name }}, Me"
    dialog.record.picked.emit(people[0], "Ana Țuca")
    desk.work.wait(WAIT_MS)
    assert [each for n, each in enumerate(lines(dialog)) if n != 3] == [
        each for n, each in enumerate(marked) if n != 3
    ]


def test_all_selected_marks_are_taken_away_at_once_and_what_is_left_of_phones_is_said(
    dialog: PrepareDialog,
) -> None:
    dialog.text.selectAll()
    press(dialog.text, Qt.Key.Key_Delete)
    assert lines(dialog)[:3] == list(LETTER[:3])
    select(dialog, "Yours")
    dialog.picker.chosen.emit("{{ user.name }}")
    assert "So does: +373 69 123-456." in dialog._note.text()


def test_a_greeting_that_everybody_would_get_is_said(
    qtbot: QtBot, desk: Desk, library: Library, write: Write
) -> None:
    ana = {"surname": "Țuca", "given_name": "Ana", "sex": "female"}
    desk.select("contacts", [library.save("contacts", ana).uid])
    made = PrepareDialog(desk, write("Mult stimata doamna Ana Țuca,", name="letter.docx"))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: made.text.count > 0)
    assert "Men and women alike get “stimata”" in made._note.text()


def test_as_many_placeholders_are_told_as_are_seen_in_colour(
    qtbot: QtBot, desk: Desk, library: Library, write: Write, heard: Heard
) -> None:
    ana = {"surname": "Țuca", "given_name": "Ana", "sex": "female", "emails": [{"value": "ana@firm.example"}]}
    desk.select("contacts", [library.save("contacts", ana).uid])
    letter = ("Ms Ana Țuca", "Dear Ms Țuca,", "We write to ana@firm.example. Ms Țuca will know.")
    made = opened(qtbot, desk, write(*letter, name="letter.docx"))
    coloured = [each.cursor.selectedText() for each in made.text.extraSelections()]
    assert coloured == re.findall(r"\{\{.*?\}\}", made.text.toPlainText())
    assert len(coloured) == len(made.text.marks) + 2
    assert made._note.text().startswith(f"{len(coloured)} placeholders.")
    heard.answer = "drop"
    made.close()


def test_a_second_template_of_that_name_gets_a_number_and_says_so(
    dialog: PrepareDialog, desk: Desk, library: Library, heard: Heard, write: Write
) -> None:
    library.documents.templates.add(write("{{ today }}", name="Letter.docx"))
    dialog.name.setText("letter")
    dialog.keep()
    desk.work.wait(WAIT_MS)
    assert sorted(each.name for each in library.documents.templates.all()) == ["Letter", "letter (2)"]
    assert any("“letter (2)” was made" in each for each in map(str, heard.messages))


def hover(dialog: PrepareDialog, text: str) -> str:
    cursor = QTextCursor(dialog.text.document())
    cursor.setPosition(dialog.text.toPlainText().index(text) + 1)
    return dialog.text.told_at(dialog.text.cursorRect(cursor).center())


def test_a_placeholder_tells_what_stood_there_and_what_it_says_in_this_letter(dialog: PrepareDialog) -> None:
    told = ["{{ Salutation }}", "In the document: “Dear Ana Țuca,”", "In this letter: “Dear Ana Țuca,”"]
    assert hover(dialog, "{{ Salutation") == "\n".join(told)
    assert "In the document: “+373 69 123-456”" in hover(dialog, "{{ Contact.Phone")
    assert hover(dialog, "Yours") == ""


def test_a_mark_is_taken_away_where_the_cursor_stands_and_nowhere_else(dialog: PrepareDialog) -> None:
    remove = dialog.findChild(QuietButton, "prepare_remove")
    select(dialog, "Yours")
    assert not remove.isEnabled()
    cursor = QTextCursor(dialog.text.document())
    cursor.setPosition(dialog.text.toPlainText().index("Contact.Phone"))
    dialog.text.setTextCursor(cursor)
    assert remove.isEnabled()
    remove.click()
    assert lines(dialog)[2] == "Call me: +373 69 123-456"


def test_the_document_is_read_as_the_letter_to_somebody_else(
    dialog: PrepareDialog, desk: Desk, people: tuple[str, ...]
) -> None:
    marked, marks = lines(dialog), list(dialog.text.marks)
    dialog.reading.switch.click()
    desk.work.wait(WAIT_MS)
    assert dialog.reading.record.text() == "Rusu"
    assert lines(dialog) == ["", "Dear Rusu, ", "Call me: ", "Yours, Me", "for Rusu only"]
    dialog.reading.record.picked.emit(people[0], "Ana Țuca")
    desk.work.wait(WAIT_MS)
    assert lines(dialog) == [
        "Vector SRL", "Dear Ana Țuca, Director", "Call me: +37369123456", "Yours, Me", "for Ana Țuca only",
    ]  # fmt: skip
    select(dialog, "Director")  # a mark is taken away here, too
    press(dialog.text, Qt.Key.Key_Delete)
    dialog.reading.switch.click()
    desk.work.wait(WAIT_MS)
    assert [each for each in marks if each not in dialog.text.marks] == [
        each for each in marks if "Job_title" in each.text
    ]
    assert lines(dialog)[2:] == marked[2:]


def test_a_title_within_a_sentence_stays_small(
    qtbot: QtBot, desk: Desk, library: Library, write: Write, heard: Heard
) -> None:
    ana = {"surname": "Țuca", "given_name": "Ana", "sex": "female"}
    desk.select("contacts", [library.save("contacts", ana).uid])
    letter = ("Stimată doamnă Țuca,", "Vă rugăm, doamna Țuca, să ne scrieți.")
    made = opened(qtbot, desk, write(*letter, name="letter.docx"))
    assert "{{ Mr_or_Ms | small_first }} {{ Contact.Surname }}" in lines(made)[1]
    made.reading.switch.click()
    made.reading.record.picked.emit(desk.selected[0], "Ana Țuca")
    desk.work.wait(WAIT_MS)
    assert "doamna Țuca, să ne scrieți" in lines(made)[1]
    heard.answer = "drop"
    made.close()


def test_words_for_a_woman_are_told_and_get_a_form_for_men(
    qtbot: QtBot, desk: Desk, library: Library, write: Write, heard: Heard, tmp_path: Path
) -> None:
    ana = library.save("contacts", {"surname": "Țuca", "given_name": "Ana", "sex": "female"}).uid
    ion = library.save("contacts", {"surname": "Rusu", "given_name": "Ion", "sex": "male"}).uid
    desk.select("contacts", [ana])
    letter = ("Stimată doamnă Țuca,", "Dacă, stimată doamnă Țuca, vreți, doamna Țuca este așteptată oricând.")
    made = opened(qtbot, desk, write(*letter, name="letter.docx"))
    assert "Men, too, would read “așteptată”" in made._note.text()
    assert not made.by_sex.isEnabled()
    select(made, "așteptată")
    made.by_sex.click()
    dialog = made.findChild(BySexDialog)
    assert (dialog.man.text(), dialog.woman.text()) == ("așteptată", "așteptată")
    dialog.man.setText('așteptat ("în persoană")')
    dialog.accept()
    assert "Men, too" not in made._note.text()
    made.reading.switch.click()
    desk.work.wait(WAIT_MS)
    for_men = 'Dacă, stimate domnule Rusu, vreți, domnul Rusu este așteptat ("în persoană") oricând.'
    assert lines(made)[1] == for_men
    made.keep()
    desk.work.wait(WAIT_MS)
    (template,) = library.documents.templates.all()
    for uid, expected in ((ion, for_men), (ana, letter[1])):
        library.documents.make(Order(template, (uid,), target=tmp_path / f"{uid}.docx"))
        assert Document(str(tmp_path / f"{uid}.docx")).paragraphs[1].text == expected
    heard.answer = "drop"
    made.close()


def test_what_is_typed_and_not_chosen_gives_way_to_whose_letter_it_is(
    dialog: PrepareDialog, desk: Desk, qtbot: QtBot
) -> None:
    dialog.reading.switch.click()
    desk.work.wait(WAIT_MS)
    box = dialog.reading.record
    dialog.text.setFocus()
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: box.selectedText() == "Rusu")
    box.insert("nobody")
    dialog.text.setFocus()
    assert box.text() == "Rusu"


def test_somebody_is_chosen_by_enter_and_his_letter_shown_at_once(
    dialog: PrepareDialog, desk: Desk, qtbot: QtBot
) -> None:
    box = dialog.reading.record
    box.setFocus()
    type_text(box, "Rusu")
    qtbot.waitUntil(lambda: box._suggestions.list.isVisible())
    press(box._suggestions.list, Qt.Key.Key_Down)
    press(box._suggestions.list, Qt.Key.Key_Return)
    desk.work.wait(WAIT_MS)
    assert (box.text(), dialog.reading.switch.isChecked()) == ("Rusu", True)
    assert not box._suggestions.list.isVisible()
    assert lines(dialog)[1] == "Dear Rusu, "
