"""The letters at the edge of a long list that is ordered by name: a click goes to the names that begin so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.desk import Desk
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.lists import Letter
    from app.ui.listing.table_model import ListModel

LONG = 200
"""Rows from which a list has letters."""
WIDTH = 18


class LetterStrip(QWidget):
    """Letters from top to bottom; Up and Down walk through them."""

    chosen = Signal(int)
    """The row of the first name with that letter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "letter_strip", _("Letters of the list"))
        self._letters: Sequence[Letter] = ()
        self._current = -1
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.hide()

    def show_letters(self, letters: Sequence[Letter]) -> None:
        """Other letters; with fewer than two there is nothing to choose."""
        self._letters, self._current = letters, -1
        self.setVisible(len(letters) > 1)
        self.update()

    @property
    def letters(self) -> str:
        """What is offered now."""
        return "".join(each.text for each in self._letters) if not self.isHidden() else ""

    def place_of(self, letter: str) -> QRect:
        """Where a letter stands."""
        number = next(n for n, each in enumerate(self._letters) if each.text == letter)
        return self._place(number)

    def _place(self, number: int) -> QRect:
        top, n = self._head() + 4, len(self._letters)
        step = min((self.height() - 4 - top) / n, theme.metrics().font * 1.6)
        return QRect(0, round(top + step * number), self.width(), max(1, round(step)))

    def _head(self) -> int:
        """Height of the heading of the list: letters begin beside its first row."""
        return theme.metrics().control

    def _at(self, y: int) -> int:
        step = max(1, self._place(0).height())
        return max(0, min(len(self._letters) - 1, (y - self._place(0).top()) // step))

    @override
    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 0)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self._at(int(event.position().y())))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._at(int(event.position().y()))
        if number != self._current:
            self._choose(number)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._choose(max(0, min(len(self._letters) - 1, self._current + step)))

    def _choose(self, number: int) -> None:
        if 0 <= number < len(self._letters):
            self._current = number
            self.setAccessibleDescription(self._letters[number].text)
            self.chosen.emit(self._letters[number].position)
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.fillRect(0, self._head() - 1, self.width(), 1, theme.colour("line"))
        painter.setFont(theme.ui_font(theme.metrics().font - 3))
        least = painter.fontMetrics().height() - 2
        shown_below = -1
        for number, each in enumerate(self._letters):
            place = self._place(number)
            if place.top() < shown_below:
                continue
            is_here = number == self._current
            painter.setPen(theme.colour("accent_text" if is_here or self.hasFocus() else "muted"))
            room = QRect(0, place.center().y() - least, self.width(), 2 * least)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, each.text)
            shown_below = place.top() + least
        painter.end()


class Letters(QObject):
    """Asks for the letters when the whole order of a long list by name is known."""

    def __init__(self, desk: Desk, model: ListModel, strip: LetterStrip) -> None:
        super().__init__(model)
        self._desk, self._model, self.strip = desk, model, strip
        model.loaded.connect(self._ask)
        model.completed.connect(self._ask)

    def _ask(self) -> None:
        library, model = self._desk.library, self._model
        query = model.filter.query()
        if library is None or not self._is_long():
            self.strip.show_letters(())
            return
        lists = library.lists
        self._desk.work.ask(
            "letters",
            lambda: lists.letters(query),
            self._show,
            patience_ms=0,
            lane="slow",
            owner=self,
        )

    def _is_long(self) -> bool:
        """A search brings the best first, and groups have an order of their own: no alphabet there."""
        model, registry = self._model, self._desk.registry
        wanted = model.filter
        if not model.is_complete or len(model.ids) < LONG or not wanted.section:
            return False
        if wanted.text.strip() or wanted.grouped_by:
            return False
        return (wanted.sort or registry.section(wanted.section).sort) == "title"

    def _show(self, letters: list[Letter]) -> None:
        self.strip.show_letters(letters if self._is_long() else ())
