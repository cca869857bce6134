"""What is typed into a letter is what goes: line ends and empty lines, in HTML and in plain text."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor, QTextDocument, QTextListFormat

from app.services.mail.account import Account
from app.services.mail.letters import LetterTemplate
from app.services.mail.plain_text import text_of
from app.ui.mail.letter_dialog import write_letter
from app.ui.mail.letter_edit import LetterEdit, is_simple
from tests.services.mail.servers import PASSWORD, USER
from tests.ui.conftest import press, shown, type_text

TYPED = [
    "one line",
    "Dear Ion,\n\nthank you.\nSee you soon.\n\nAna\nFirma SRL",
    "a\n\n\nb\n\n\n\nc",
    "\n\na",
    "{{ Contact.Salutation }},\n\nțară & <b>\n{% if city %}\nin {{ city }}\n{% endif %}\n\nЁлка",
    "   indented\ntwo  spaces",
]
STORED = [
    "<p>a</p><p>b</p>",
    "<p>a</p><p><br></p><p>b</p>",
    "<p>a<br>b</p><p><b>c</b><br><i>d</i></p>",
    '<p>x</p><ul><li>1</li><li>2<ul><li>n</li></ul></li><li>3</li></ul><p>y</p>',
    '<p style="margin-bottom:0">x</p><ol style="margin:0"><li>1</li></ol><p style="margin-top:0">y</p>',
    "<ul><li>a</li></ul><ol><li>b</li></ol>",
    "<h2>Head</h2><p>a</p><blockquote>q<br>r</blockquote><p>z</p>",
    "bare<br><br>text",
    '<p>{{ a }}, <b>{{ b | default("x") }}</b><br><a href="https://x.example">l</a></p>',
    '<p>x<br><img src="cid:ab" alt="Logo" width="40"><br>y</p>',
    "<pre>a\nb\n\nc</pre>",
    "<p>&nbsp;</p><p>a</p>",
    "<p>a <b> b</b> </p>\n<p></p>\n<p>c</p>",
]  # fmt: skip


@pytest.fixture
def edit(qtbot) -> LetterEdit:
    made = LetterEdit("text", "Text")
    qtbot.addWidget(made)
    return made


def write(edit: LetterEdit, text: str) -> None:
    edit.clear()
    for number, line in enumerate(text.split("\n")):
        if number:
            press(edit, Qt.Key.Key_Return)
        type_text(edit, line)


def lines_in(edit: LetterEdit) -> list[str]:
    return [line.replace("\u00a0", " ").rstrip() for line in edit.toPlainText().split("\n")]


def heights(html: str) -> list[int]:
    """At which line each text is seen where HTML is shown as mail programs do."""
    document = QTextDocument()
    document.setHtml(html)
    document.setTextWidth(2000)
    found, block = [], document.begin()
    while block.isValid():
        top = document.documentLayout().blockBoundingRect(block).top()
        layout = block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            if block.text()[line.textStart() : line.textStart() + line.textLength()].strip("\u2028 "):
                found.append((top + line.y()) / line.height())
        block = block.next()
    return [0, *accumulate(round(two - one) for one, two in pairwise(found))]


@pytest.mark.parametrize("text", TYPED)
def test_what_is_typed_is_the_plain_text(edit, text):
    write(edit, text)
    filled = edit.html.replace("{% if city %}", "").replace("{% endif %}", "")
    without_tags = text.replace("{% if city %}\n", "").replace("\n{% endif %}", "")
    assert text_of(filled) == without_tags + "\n"


@pytest.mark.parametrize("text", [each for each in TYPED if "{%" not in each])
def test_mail_programs_show_the_lines_where_they_were_typed(edit, text):
    write(edit, text)
    numbers = [number for number, line in enumerate(text.split("\n")) if line.strip()]
    assert heights(edit.html) == [number - numbers[0] for number in numbers]


@pytest.mark.parametrize("text", TYPED)
def test_a_typed_letter_opens_again_as_it_was_typed(edit, text):
    write(edit, text)
    html = edit.html
    assert is_simple(html)
    edit.show_letter(html, {})
    assert lines_in(edit) == text.split("\n")
    assert edit.html == html


@pytest.mark.parametrize("html", STORED)
def test_a_stored_letter_opens_as_it_looked_and_is_written_the_same_from_then_on(edit, html):
    edit.show_letter(html, {})
    once = edit.html
    assert text_of(once) == text_of(html)
    assert is_simple(once)
    seen = lines_in(edit)
    edit.show_letter(once, {})
    assert edit.html == once
    assert lines_in(edit) == seen


def test_a_list_right_below_a_line_has_no_gap_in_the_mail(edit):
    write(edit, "We offer:\none\ntwo\nAna")
    cursor = QTextCursor(edit.document().findBlockByNumber(1))
    cursor.movePosition(QTextCursor.MoveOperation.NextBlock, QTextCursor.MoveMode.KeepAnchor)
    cursor.createList(QTextListFormat.Style.ListDisc)
    assert text_of(edit.html) == "We offer:\n- one\n- two\nAna\n"
    assert heights(edit.html) == [0, 1, 2, 3]
    assert is_simple(edit.html)


def test_old_paragraphs_have_an_empty_line_between_them(edit):
    edit.show_letter("<p>a</p><p>b</p>", {})
    assert edit.toPlainText() == "a\n\nb"
    assert edit.document().size().height() == pytest.approx(_height("a\n\nb"), abs=1)


def _height(text: str) -> float:
    plain = LetterEdit("plain", "Plain")
    plain.setPlainText(text)
    return plain.document().size().height()


def test_lines_that_are_copied_in_the_letter_are_pasted_without_gaps(edit):
    write(edit, "a\nb\n\nc")
    edit.selectAll()
    copied = edit.createMimeDataFromSelection()
    edit.clear()
    edit.insertFromMimeData(copied)
    assert edit.html == "<p>a<br>b</p><p>c</p>"


def test_paragraphs_that_are_pasted_keep_their_gap_and_lose_colours(edit):
    data = QMimeData()
    data.setHtml('<p style="color:red">a</p><p style="margin:0;color:red">b</p><p style="margin:0">c</p>')
    edit.insertFromMimeData(data)
    assert edit.html == "<p>a</p><p>b<br>c</p>"


def open_letter(qtbot, desk, letter: LetterTemplate, uids):
    desk.state.set("mail.letter", desk.library.mail.letters.save(letter))
    dialog = write_letter(desk, "contacts", uids)
    qtbot.waitUntil(lambda: dialog._kept is not None and dialog._kept.uid != "")
    return dialog


def test_a_stored_letter_stays_byte_for_byte_until_somebody_writes_in_it(qtbot, desk):
    html = "<p>a \u00a0b</p>\n<p><br></p><p><strong>b</strong></p>\n"
    dialog = open_letter(qtbot, desk, LetterTemplate("Old", subject="Hi", html=html), ["none"])
    assert dialog.form.mode.current == "text"
    assert dialog.form.html == html
    dialog.form.set_mode("html")
    assert dialog.form.html == html
    dialog.form.source.setPlainText("<p>x</p>\n<p><em>y</em></p>")
    dialog.form.set_mode("text")
    assert dialog.form.html == "<p>x</p>\n<p><em>y</em></p>"
    dialog.form.text.moveCursor(QTextCursor.MoveOperation.End)
    type_text(dialog.form.text, "!")
    assert dialog.form.html == "<p>x</p><p><i>y!</i></p>"
    dialog._kept = None
    dialog.close()


def test_a_typed_letter_arrives_as_typed(qtbot, desk, server):
    ion = {"given_name": "Ion", "emails": [{"value": "ion@client.example"}]}
    uid = desk.library.save("contacts", ion).uid
    mail = desk.library.mail
    account = mail.accounts.save(Account("Firma", USER, host="127.0.0.1", port=server.port, pace=0))
    desk.secrets.set("smtp", account, PASSWORD)
    mail.secrets = desk.secrets
    dialog = open_letter(qtbot, desk, LetterTemplate("N", subject="Hi", html="<p>x</p>"), [uid])
    write(dialog.form.text, "Dear {{ given_name }},\n\nthank you.\nSee you.\n\n\nAna")
    dialog.save()
    qtbot.waitUntil(lambda: not dialog.is_changed and "Dear" in mail.letters.all()[0].html)
    looked = mail.recipients.look(mail.letters.all()[0], [uid])
    mail.outbox.put(looked, mail.accounts.find(account))
    mail.sender().run()
    message = server.post.message("ion@client.example")
    plain = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert plain == "Dear Ion,\n\nthank you.\nSee you.\n\n\nAna\n"
    html = message.get_body(("html",)).get_content()
    assert "<p>Dear Ion,</p><p>thank you.<br>See you.</p><p><br>Ana</p>" in html
    assert shown(type(dialog))
    dialog.close()
