"""A line of the Today page: when, what and about whom, and what can be done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QWidget

from app.core.override import override
from app.core.texts import N_, NC_, _
from app.ui import theme
from app.ui.icons import Role, paint_icon
from app.ui.widgets.buttons import IconButton, QuietButton, SteppingButton
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.day_page import DayLine

AT, ICON = 84, 32
"""Widths of the time and of the icon with the room after it."""
INSET = 6
"""Between the frame of the focus and the text."""
NARROW = 512
"""Width of a line below which its buttons give up words."""
ACTS = {
    "call": ("phone", NC_("action", "Call")),
    "write": ("mail", N_("Write")),
    "plan": ("calendar-plus", N_("Plan")),
    "done": ("check", N_("Done")),
}


def _at() -> int:
    """Width of the time in texts of this size."""
    return theme.metrics().scaled(AT)


class LineText(SteppingButton):
    """Time, icon, title and note: a click goes to the record."""

    def __init__(self, line: DayLine, object_name: str) -> None:
        super().__init__(line.title)
        self.line = line
        spoken = ", ".join(filter(None, [line.title, line.note, line.at]))
        named(self, object_name, _("{when}, overdue").format(when=spoken) if line.is_late else spoken)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @override
    def sizeHint(self) -> QSize:
        return QSize(220, self._lines() * self.fontMetrics().height() + 8)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(INSET + _at() + ICON + 60, self.sizeHint().height())

    def _lines(self) -> int:
        return 2 if self.line.note else 1

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - INSET - _at() - ICON
        widest = max(self.fontMetrics().horizontalAdvance(text) for text in (self.line.title, self.line.note))
        whole = "\n".join(filter(None, [self.line.title, self.line.note]))
        self.setToolTip(plain_tooltip(whole).replace("\n", "<br>") if widest > room else "")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line, metrics = self.line, self.fontMetrics()
        high = metrics.height()
        painter.translate(INSET, 0)
        painter.setPen(theme.colour("danger" if line.is_late else "text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        at = metrics.elidedText(line.at, Qt.TextElideMode.ElideRight, _at() - 6)
        painter.drawText(QRect(0, 0, _at(), self.height()), middle, at)
        role: Role = "warning" if line.is_round else "muted"
        paint_icon(painter, QRect(_at(), self.height() // 2 - 8, 16, 16), line.icon or "circle", role)
        room = QRect(_at() + ICON, 3, self.width() - INSET - _at() - ICON - 4, high)
        if not line.note:
            room.moveTop((self.height() - high) // 2)
        font = self.font()
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        _put(painter, room, line.title)
        if line.note:
            painter.setFont(theme.secondary_font())
            painter.setPen(theme.colour("warning_text" if line.is_round else "muted"))
            room.translate(0, high + 1)
            _put(painter, room, line.note)
        if self.hasFocus():
            painter.resetTransform()
            painter.setPen(QPen(theme.colour("accent"), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(-0.5 + 1, 1.5, -1.5, -1.5), 4, 4)


def _put(painter: QPainter, room: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


class TodayLine(QWidget):
    """The text with its buttons at the right; the menu of a right click has all that can be done."""

    wanted = Signal(str, object)
    """What is to be done (open, call, write, done, plan, later), and the DayLine."""

    def __init__(
        self, line: DayLine, object_name: str, *, can_write: bool, is_first: bool, is_quiet: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.line, self._is_first = line, is_first
        self.text = LineText(line, f"{object_name}_text")
        self.text.clicked.connect(lambda: self.wanted.emit("open", line))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(6)
        row.addWidget(self.text, 1)
        self.buttons: dict[str, QAbstractButton] = {}
        for act in () if is_quiet else line.acts(can_write=can_write):  # what is to come waits for its day
            button = self._button(act, object_name)
            self.buttons[act] = button
            row.addWidget(button)

    def _button(self, act: str, object_name: str) -> QAbstractButton:
        name = f"{object_name}_{act}"
        if act == "later":
            made: QAbstractButton = IconButton("clock", _("Postpone"), name, kind="flat", role="muted")
        else:
            icon_name, text = ACTS[act]
            made = QuietButton(_(text), name, icon_name)
        made.setAccessibleName(f"{made.accessibleName()}: {self.line.title}")
        made.clicked.connect(lambda: self.wanted.emit(act, self.line))
        return made

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where words leave no room for what the line is about, calling and writing keep their icons only."""
        super().resizeEvent(event)
        for act in ("call", "write"):
            button = self.buttons.get(act)
            if button is not None:
                is_wide = self.width() >= NARROW or len(self.buttons) == 1
                button.setText(_(ACTS[act][1]) if is_wide else "")
                button.setToolTip("" if is_wide else _(ACTS[act][1]))

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setObjectName("today_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Open card"), lambda: self.wanted.emit("card", self.line))
        for act in self.buttons:
            text = _("Postpone") if act == "later" else _(ACTS[act][1])
            menu.addAction(text, partial(self.wanted.emit, act, self.line))
        menu.popup(event.globalPos())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """A fine line parts it from the one above."""
        if not self._is_first:
            QPainter(self).fillRect(0, 0, self.width(), 1, theme.colour("line"))
