"""One reminder in the popup: who and when at the top; unfolded, what about and what can be done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from app.blueprint.context import Context
from app.core.override import override
from app.core.texts import N_, NC_, _, ngettext
from app.services.alert_lines import told_when
from app.ui import theme
from app.ui.icons import paint_icon
from app.ui.widgets.avatar import initials_of, paint_avatar
from app.ui.widgets.buttons import IconButton, PrimaryButton, QuietButton, SteppingButton
from app.ui.widgets.labels import ElidedLabel
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.alert_lines import AlertLine

FACE = 24
INDENT = FACE + 16
ACTS = {
    "call": ("phone", NC_("action", "Call")),
    "write": ("mail", N_("Write")),
    "done": ("", N_("Done")),
    "seen": ("", NC_("reminder", "Seen")),
    "open": ("", N_("Open")),
}


class EntryHead(SteppingButton):
    """Face, title, and when it is; a click unfolds what can be done."""

    def __init__(self, entry: AlertLine, object_name: str) -> None:
        super().__init__(entry.title)
        self._entry, self._told = entry, ""
        named(self, object_name, entry.title)

    def tell(self, text: str) -> None:
        """When it is, and where or with whom."""
        if text != self._told:
            self._told = text
            self.setAccessibleName(f"{self._entry.title}, {text}")
            self.update()

    @property
    def told(self) -> str:
        """The line below the title."""
        return self._told

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, 2 * self.fontMetrics().height() + 6)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(INDENT + 120, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(INDENT - 4, 0, 0, 0), 4, 4)
        high = self.fontMetrics().height()
        place = QRect(0, (self.height() - FACE) // 2, FACE, FACE)
        name, seed = self._entry.face
        if name:
            paint_avatar(painter, place, initials_of(name), seed)
        else:
            paint_icon(painter, place.adjusted(4, 4, -4, -4), self._entry.alert.icon or "bell", "muted")
        room = QRect(INDENT, 3, self.width() - INDENT, high)
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        _put(painter, room, self._entry.title)
        painter.setFont(theme.secondary_font())
        painter.setPen(theme.colour("danger" if self._entry.alert.is_missed else "muted"))
        room.translate(0, high)
        _put(painter, room, self._told)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(INDENT - 4, 1, -1, -1), 4, 4)


def _put(painter: QPainter, room: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


class Entry(QWidget):
    """The head and, when it is the current one, its buttons. What is wanted comes by ``wanted``."""

    wanted = Signal(str, object)
    """call, write, done, seen, open, snooze (10 minutes) or later (ask until when); the AlertLine."""
    chosen = Signal()

    def __init__(self, entry: AlertLine, object_name: str, *, can_write: bool) -> None:
        super().__init__()
        self.entry = entry
        named(self, object_name)
        self.head = EntryHead(entry, f"{object_name}_head")
        self.head.clicked.connect(self.chosen)
        self.buttons: dict[str, QAbstractButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(6)
        column.addWidget(self.head)
        self._more = QWidget()
        inside = QVBoxLayout(self._more)
        inside.setContentsMargins(0, 0, 0, 4)
        inside.setSpacing(8)
        for text in self._texts():
            inside.addWidget(ElidedLabel(text))
        inside.addLayout(self._row(object_name, can_write))
        column.addWidget(self._more)
        self._more.hide()

    def _texts(self) -> list[str]:
        earlier = self.entry.alert.earlier
        told = ngettext("and {n} earlier one", "and {n} earlier ones", earlier).format(n=earlier)
        return [text for text in (self.entry.text, told if earlier else "") if text]

    def _row(self, prefix: str, can_write: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for place, act in enumerate(self.entry.acts(can_write=can_write)):
            if act == "open" and can_write:
                self._add_snooze(row, prefix)
            row.addWidget(self._button(act, prefix, is_main=place == 0 and act in ("call", "write")))
        row.addStretch(1)
        return row

    def _button(self, act: str, prefix: str, *, is_main: bool) -> QAbstractButton:
        icon_name, text = ACTS[act]
        shown = _("Done…") if act == "done" and self.entry.line.person else _(text)
        made = (PrimaryButton if is_main else QuietButton)(shown, f"{prefix}_{act}", icon_name)
        made.setAccessibleName(f"{made.accessibleName()}: {self.entry.title}")
        made.clicked.connect(lambda: self.wanted.emit(act, self.entry))
        self.buttons[act] = made
        return made

    def _add_snooze(self, row: QHBoxLayout, prefix: str) -> None:
        """Ten minutes by one click, other times by the arrow beside it."""
        ten = QuietButton(_("Snooze 10 min"), f"{prefix}_snooze")
        ten.clicked.connect(lambda: self.wanted.emit("snooze", self.entry))
        other = IconButton("chevron-down", _("Snooze until…"), f"{prefix}_later")
        other.clicked.connect(lambda: self.wanted.emit("later", self.entry))
        self.buttons |= {"snooze": ten, "later": other}
        pair = QHBoxLayout()
        pair.setSpacing(2)
        pair.addWidget(ten)
        pair.addWidget(other)
        row.addLayout(pair)

    def unfold(self, is_on: bool) -> None:
        """Show what can be done with it, or only what it is."""
        self._more.setVisible(is_on)

    @property
    def is_unfolded(self) -> bool:
        """Is it the one whose buttons are to be seen?"""
        return not self._more.isHidden()

    def tell(self, now: datetime, context: Context) -> None:
        """Say anew how far away it is."""
        self.head.tell(
            " · ".join(filter(None, [told_when(self.entry.alert, now, context), self.entry.place]))
        )
