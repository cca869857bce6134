"""The text of a document with its placeholders: they are seen, put in, and taken away again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.documents.preparing import Mark, Paragraph

_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
_LINE = "\u2028"
"""A line break within a paragraph; Qt would begin a new paragraph at \\n."""


class DocumentText(QPlainTextEdit):
    """One block for each paragraph of the document; nothing is typed here, placeholders are put in place."""

    marks_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "prepare_text", _("Text of the document"))
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.paragraphs: Sequence[Paragraph] = ()
        self.marks: list[Mark] = []
        self._suggested: list[Mark] = []
        self._values: Mapping[str, str] = {}
        self._read_as: Mapping[str, str] | None = None
        theme.signals().changed.connect(self._paint_marks)

    def show_document(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show another document, without any placeholder."""
        self.paragraphs, self.marks, self._suggested = paragraphs, [], []
        self._show()

    def explain(self, values: Mapping[str, str]) -> None:
        """What the placeholders say of the record that the document was written for, for the tooltips."""
        self._values = values

    def read_as(self, values: Mapping[str, str] | None) -> None:
        """Show these values in the place of the placeholders; without any the placeholders themselves."""
        if values != self._read_as:
            self._read_as = values
            self._show()

    def suggest(self, marks: Iterable[Mark]) -> None:
        """Placeholders where the user has put none, in place of those that were suggested before."""
        self.marks = [each for each in self.marks if each not in self._suggested]
        self._suggested = []
        for each in marks:
            if not any(self._meets(each, other) for other in self.marks):
                self._suggested.append(each)
        self.marks += self._suggested
        self._show()

    @staticmethod
    def _meets(one: Mark, other: Mark) -> bool:
        return one.paragraph == other.paragraph and one.start < other.end and other.start < one.end

    def insert(self, text: str) -> None:
        """Put a placeholder in the place of what is selected, or where the cursor stands."""
        from app.services.documents.preparing import Mark

        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart())
        last = self.document().findBlock(cursor.selectionEnd())
        place = first.blockNumber()
        if not self.paragraphs:
            return
        begin = cursor.selectionStart() - first.position()
        end = cursor.selectionEnd() - first.position() if last == first else len(first.text())
        start, stop = self._original(place, begin, at_end=False), self._original(place, end, at_end=True)
        new = Mark(place, start, max(start, stop), text)
        self.marks = [each for each in self.marks if not self._meets(new, each) and not self._same(new, each)]
        self.marks.append(new)
        self._show(place, new)

    @staticmethod
    def _same(one: Mark, other: Mark) -> bool:
        return (one.paragraph, one.start, one.end) == (other.paragraph, other.start, other.end)

    def remove_mark(self) -> None:
        """Take the placeholder away that the cursor is in, or all those that are selected."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            touched = list(self._selected())
            self.marks = [each for each in self.marks if each not in touched]
            self._show()
        elif (mark := self._mark_at(cursor)) is not None:
            self.marks.remove(mark)
            self._show(mark.paragraph, mark)

    @property
    def chosen_words(self) -> str:
        """The selected words of the document; empty if a placeholder is among them or a line ends."""
        cursor = self.textCursor()
        words = cursor.selectedText()
        is_plain = not any(sign in words for sign in ("\u2029", _LINE)) and not any(self._selected())
        return words if is_plain else ""

    @property
    def can_remove(self) -> bool:
        """Is there a placeholder where the cursor stands, or in what is selected?"""
        cursor = self.textCursor()
        return any(self._selected()) if cursor.hasSelection() else self._mark_at(cursor) is not None

    def _mark_at(self, cursor: QTextCursor) -> Mark | None:
        block = self.document().findBlock(cursor.selectionStart())
        at = cursor.selectionStart() - block.position()
        found = (mark for mark, begin, end in self._shown(block.blockNumber()) if begin <= at <= end)
        return next(found, None)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            told = self.told_at(self.viewport().mapFrom(self, event.pos()))
            QToolTip.showText(event.globalPos(), plain_tooltip(told), self)
            return True
        return super().event(event)

    def told_at(self, point: QPoint) -> str:
        """What stood in the place of the placeholder under a point, and what it says there now."""
        from app.services.documents.as_read import read_as

        mark = self._mark_at(self.cursorForPosition(point))
        if mark is None:
            return ""
        lines = [mark.text]
        if before := self.paragraphs[mark.paragraph].text[mark.start : mark.end]:
            lines.append(_("In the document: “{text}”").format(text=before))
        if said := read_as(mark.text, self._values).strip():
            lines.append(_("In this letter: “{text}”").format(text=said))
        return "\n".join(lines)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_mark()
        else:
            super().keyPressEvent(event)

    def _selected(self) -> Iterator[Mark]:
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        block = self.document().findBlock(start)
        while block.isValid() and block.position() <= end:
            for mark, begin, stop in self._shown(block.blockNumber()):
                if begin + block.position() < end and stop + block.position() > start:
                    yield mark
            block = block.next()

    # -- places --------------------------------------------------------------------------------------------

    def _shown(self, place: int) -> list[tuple[Mark, int, int]]:
        """The placeholders of a paragraph with where they are shown."""
        made, moved = [], 0
        for each in sorted(mark for mark in self.marks if mark.paragraph == place):
            begin = each.start + moved
            made.append((each, begin, begin + len(self._seen(each))))
            moved += len(self._seen(each)) - (each.end - each.start)
        return made

    def _seen(self, mark: Mark) -> str:
        """What is shown for a mark."""
        from app.services.documents.as_read import read_as

        return mark.text if self._read_as is None else read_as(mark.text, self._read_as)

    def _original(self, place: int, at: int, *, at_end: bool) -> int:
        """Where in the paragraph of the document the shown place is; within a placeholder, its edge."""
        moved = 0
        for mark, begin, end in self._shown(place):
            if at <= begin:
                break
            if at < end:
                return mark.end if at_end else mark.start
            moved += len(self._seen(mark)) - (mark.end - mark.start)
        return at - moved

    def _show(self, place: int = -1, mark: Mark | None = None) -> None:
        from app.services.documents.preparing import texts_with

        scroll = self.verticalScrollBar().value()
        texts = texts_with(self.paragraphs, [replace(each, text=self._seen(each)) for each in self.marks])
        self.setPlainText("\n".join(text.replace("\n", _LINE) for text in texts))
        self._paint_marks()
        if mark is not None:
            block = self.document().findBlockByNumber(place)
            shown = {id(each): end for each, _begin, end in self._shown(place)}
            cursor = QTextCursor(block)
            cursor.setPosition(block.position() + shown.get(id(mark), min(mark.start, len(block.text()))))
            self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(scroll)
        self.marks_changed.emit()

    def _paint_marks(self) -> None:
        look = QTextCharFormat()
        look.setBackground(theme.colour("accent_tint"))
        look.setForeground(theme.colour("accent_text"))
        found = []
        for place in sorted({each.paragraph for each in self.marks}):
            block = self.document().findBlockByNumber(place)
            for mark, shown_at, _end in self._shown(place):
                for begin, end in _passages(self._seen(mark)):
                    selection = QTextEdit.ExtraSelection()
                    cursor = QTextCursor(block)
                    cursor.setPosition(block.position() + shown_at + begin)
                    cursor.setPosition(block.position() + shown_at + end, QTextCursor.MoveMode.KeepAnchor)
                    selection.cursor, selection.format = cursor, look
                    found.append(selection)
        self.setExtraSelections(found)

    @property
    def count(self) -> int:
        """How many placeholders are seen: Mr with a name behind it is one mark and two of them."""
        return sum(len(_passages(each.text)) for each in self.marks)


def _passages(text: str) -> list[tuple[int, int]]:
    """Where in the text of a mark its placeholders stand; what is no mere row of them is one."""
    found = [each.span() for each in _PLACEHOLDER.finditer(text)]
    return found if found and not _PLACEHOLDER.sub("", text).strip() else [(0, len(text))]
