"""The text of a letter: simple marks, placeholders, and pictures that come with the letter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage, QTextCursor, QTextDocument, QTextDocumentFragment, QTextImageFormat

from app.blueprint.kinds import wash
from app.core.override import override
from app.services.mail.lines import MARGIN, with_all_breaks
from app.services.mail.markup import PICTURE, readable, washed
from app.ui.editors.rich_text import RichEdit
from app.ui.mail.letter_html import letter_html, show_lines

WIDEST = 560
"""Of a picture as it is shown and sent, in points."""
_RICH = re.compile(
    rf"<(?:table|div|span|font|center|style|hr|img(?![^>]*cid:))\b|\s(?!{MARGIN})style=", re.IGNORECASE
)
_PASTED = {"margin", "margin-top", "margin-bottom"}
"""Styles of what is pasted that say whether an empty line is seen there."""


def is_simple(html: str) -> bool:
    """Can the editor show it without losing anything?"""
    return not _RICH.search(html)


class LetterEdit(RichEdit):
    """Shows pictures that were put into it, and loads nothing from anywhere."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__(name, label)
        self.setAcceptDrops(True)

    @override
    def fit(self) -> None:
        """It fills the room it has and scrolls."""

    def show_letter(self, html: str, pictures: Mapping[str, bytes]) -> None:
        """Show a letter with its pictures, by their uids."""
        self.clear()
        for uid, data in pictures.items():
            self._keep(uid, data)
        self.show_html(html)

    def show_html(self, html: str) -> None:
        """Show a text as it looks in a mail program; pictures that were put in before are still known."""
        self.setHtml(washed_around(with_all_breaks(html)))
        show_lines(self.document())
        self.document().clearUndoRedoStacks()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    @property
    def html(self) -> str:
        """The letter in simple HTML; empty while nothing is written."""
        return letter_html(self.document())

    def insert_picture(self, uid: str, data: bytes, title: str) -> None:
        """Put a picture where the cursor is."""
        image = self._keep(uid, data)
        form = QTextImageFormat()
        form.setName(f"{PICTURE}{uid}")
        form.setToolTip(title)
        if not image.isNull():
            width = min(image.width(), WIDEST)
            form.setWidth(width)
            form.setHeight(image.height() * width / image.width())
        self.textCursor().insertImage(form)

    def insert_text(self, text: str) -> None:
        """Put plain text where the cursor is, such as a placeholder."""
        self.textCursor().insertText(text)
        self.setFocus()

    def _keep(self, uid: str, data: bytes) -> QImage:
        image = QImage.fromData(data)
        place = QUrl(f"{PICTURE}{uid}")
        self.document().addResource(QTextDocument.ResourceType.ImageResource.value, place, image)
        return image

    @override
    def insertFromMimeData(self, source: QMimeData, /) -> None:
        """A field that is dragged here is plain text, also where it was copied with marks."""
        if source.hasText() and "{{" in source.text():
            self.insertPlainText(source.text())
        elif source.hasHtml():
            pasted = QTextDocument()
            pasted.setHtml(wash(source.html(), styles=_PASTED))
            show_lines(pasted)
            self.textCursor().insertFragment(QTextDocumentFragment(pasted))
            self.ensureCursorVisible()
        else:
            super().insertFromMimeData(source)


def washed_around(html: str) -> str:
    """Washed HTML in which the placeholders are as they were typed."""
    kept: list[str] = []

    def put_away(found: re.Match[str]) -> str:
        kept.append(escape(readable(found[0])))
        return f"\ue000{len(kept) - 1}\ue001"

    hidden = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", put_away, html, flags=re.DOTALL)
    return re.sub("\ue000(\\d+)\ue001", lambda found: kept[int(found[1])], washed(hidden))
