"""The editor of rich text: simple tags only, pasted text washed, nothing loaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage, QTextCursor, QTextDocument

from app.blueprint.kinds import RichText, wash
from app.ui.editors.html_of import html_of
from tests.ui.card_fakes import type_letters

PIECES = [
    "<p>one</p>",
    "<p>a <b>bold</b> and <i>leaning</i> word</p>",
    "<p><b><i><u>all</u></i></b></p>",
    "<p><s>gone</s></p>",
    "<ul><li>a</li><li>b</li></ul>",
    "<ol><li>1</li><li>2</li></ol>",
    "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
    "<h2>Head</h2><p>text</p>",
    '<p>see <a href="https://example.org/a?b=1&amp;c=2">there</a></p>',
    "<p>țară &amp; Ёлкин &lt;b&gt;</p>",
    "<p>one<br>two</p>",
    "<p>a</p><p><br></p><p>b</p>",
    "<ol><li>1</li></ol><ul><li>a</li></ul>",
]


ROWS = "<tr><td>Day</td><td>Where</td></tr><tr><td>1</td><td>Sinaia</td></tr>"


def again(html: str) -> str:
    document = QTextDocument()
    document.setHtml(html)
    return html_of(document)


@pytest.mark.parametrize("html", PIECES)
def test_what_is_written_reads_the_same_again(qapp: Any, html: str) -> None:
    written = again(html)
    assert "style" not in written
    assert "span" not in written
    assert wash(written) == wash(written.replace("\u00a0", "&nbsp;"))
    assert again(written) == written


@pytest.mark.parametrize("html", [each for each in PIECES if "<ul><li>b" not in each])
def test_simple_tags_stay_as_they_are(qapp: Any, html: str) -> None:
    assert again(html) == html


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (
            f"<html><body><!--StartFragment--><table>{ROWS}</table><!--EndFragment--></body></html>",
            "<p>Day | Where<br>1 | Sinaia</p>",
        ),
        (
            f"<table>\n{ROWS.replace('<td>', ' <td><p>').replace('</td>', '</p></td> ')}</table>",
            "<p>Day | Where</p><p>1 | Sinaia</p>",
        ),
        ("<div>Milk</div><div>Bread</div><div><br></div><div>Salt</div>", "<p>Milk<br>Bread<br><br>Salt</p>"),
        ("<div><p>one</p></div><div><p>two</p></div>", "<p>one</p><p>two</p>"),
        ("<meta charset='utf-8'><div><b>one</b> two</div>", "<p><b>one</b> two</p>"),
    ],
)
def test_lines_and_cells_of_what_is_pasted_are_not_glued_together(
    make: Callable[..., Any], pasted: str, kept: str
) -> None:
    editor = make(RichText())
    source = QMimeData()
    source.setHtml(pasted)
    editor.input.insertFromMimeData(source)
    assert editor.value().replace("\u00a0", " ") == kept


def test_typed_text_becomes_a_paragraph(make: Callable[..., Any]) -> None:
    editor = make(RichText())
    type_letters(editor.input, "Привет, țară <b>")
    assert editor.value() == "<p>Привет, țară &lt;b&gt;</p>"


def test_marks_are_set_from_the_toolbar(make: Callable[..., Any]) -> None:
    editor = make(RichText())
    editor.toolbar.buttons["bold"].click()
    type_letters(editor.input, "fat")
    editor.toolbar.buttons["bold"].click()
    type_letters(editor.input, " thin")
    assert editor.value() == "<p><b>fat</b> thin</p>"
    editor.input.selectAll()
    editor.toolbar.buttons["list"].click()
    assert editor.value() == "<ul><li><b>fat</b> thin</li></ul>"
    editor.toolbar.buttons["list"].click()
    assert editor.value() == "<p><b>fat</b> thin</p>"


def test_a_link_takes_only_addresses_that_may_be_opened(make: Callable[..., Any]) -> None:
    editor = make(RichText())
    type_letters(editor.input, "site")
    editor.input.selectAll()
    popup = editor.toolbar.ask_link()
    popup.line.setText("javascript:alert(1)")
    popup.accept()
    assert editor.value() == "<p>site</p>"
    popup.line.setText("example.org")
    popup.accept()
    assert editor.value() == '<p><a href="https://example.org">site</a></p>'


def test_pasted_html_is_washed(make: Callable[..., Any]) -> None:
    editor = make(RichText())
    data = QMimeData()
    data.setHtml(
        '<p style="color:red">x<img src="file:///etc/passwd"><script>bad()</script><b onclick="y">z</b></p>'
    )
    editor.input.insertFromMimeData(data)
    assert editor.value() == "<p>x<b>z</b></p>"


@pytest.mark.parametrize("html", ["", '<meta charset="utf-8"><img src="https://example.org/a.png">'])
def test_a_pasted_picture_is_not_passed_over_in_silence(make: Callable[..., Any], html: str) -> None:
    editor = make(RichText())
    type_letters(editor.input, "at the sea")
    data = QMimeData()
    data.setImageData(QImage(8, 6, QImage.Format.Format_RGB32))
    if html:
        data.setHtml(html)
    assert editor.input.canInsertFromMimeData(data)
    editor.input.insertFromMimeData(data)
    assert "A picture cannot stand in the text" in editor.warning
    assert editor.value() == "<p>at the sea</p>"


def test_nothing_is_ever_loaded(make: Callable[..., Any]) -> None:
    editor = make(RichText())
    editor.set_value('<p>x<img src="file:///x"></p>')
    for kind in (
        QTextDocument.ResourceType.ImageResource.value,
        QTextDocument.ResourceType.StyleSheetResource.value,
    ):
        assert editor.input.loadResource(kind, QUrl("file:///x")) is None
        assert editor.input.document().resource(kind, QUrl("file:///x")) is None
    assert "img" not in editor.input.toHtml()


def test_a_value_that_nobody_touched_stays_byte_for_byte(make: Callable[..., Any]) -> None:
    editor = make(RichText())
    value = "<p>odd   <em>old</em>  markup</p><blockquote>x</blockquote>"
    editor.set_value(value)
    editor.input.moveCursor(QTextCursor.MoveOperation.End)
    assert editor.value() == value


def test_an_emptied_text_has_no_value(make: Callable[..., Any]) -> None:
    editor = make(RichText())
    editor.set_value("<p>x</p>")
    editor.input.clear()
    assert editor.value() is None
