"""Paints rows of the list from what was fetched: plain text only, everything measured is kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QStaticText

from app.ui import theme
from app.ui.icons import paint_icon
from app.ui.listing.marks import find_marks
from app.ui.widgets.avatar import initials_of, paint_avatar
from app.ui.widgets.flags import paint_flag

if TYPE_CHECKING:
    from app.services.rows import ListRow

PAD = 8
AVATAR = 22
ARROW = 14
_KEPT = 6000
_LONGEST = 400
"""Letters of a text that a cell considers; no column is wider."""
_ELLIPSIS = "…"
_initials = lru_cache(maxsize=4096)(initials_of)


class Column(NamedTuple):
    """A visible column: its place among the cells (-1: the flag), where it stands and how it looks."""

    cell: int
    left: int
    width: int
    is_title: bool = False
    is_muted: bool = False
    is_right: bool = False
    is_when: bool = False
    """Is it the time by which a record is late?"""


class _Bit(NamedTuple):
    """A text made ready for a width; ``shown`` differs from the text where it was cut."""

    static: QStaticText
    shown: str
    width: float


class RowPainter:
    """Fonts, colours and prepared texts for one theme; made anew when the theme changes."""

    def __init__(self, has_avatar: bool = False) -> None:
        self.has_avatar = has_avatar
        self.when = ""
        """The field whose time makes a record late."""
        self.words: tuple[str, ...] = ()
        self.height = theme.metrics().row
        self.font = theme.ui_font(theme.metrics().font)
        self._metrics = QFontMetricsF(self.font)
        self._top = round((self.height - 1 - self._metrics.height()) / 2)
        self._bits: dict[tuple[str, int], _Bit] = {}
        self._surface, self._selection = theme.colour("surface"), theme.colour("selection")
        self._line, self._accent = theme.colour("line"), theme.colour("accent")
        self._text, self._muted = theme.colour("text"), theme.colour("muted")
        self._standings = {"late": theme.colour("danger"), "over": self._muted}
        self._found, self._coming = theme.colour("found"), theme.colour("pressed")
        self._heading, self._window = theme.ui_font(theme.metrics().font), theme.colour("window")
        self._heading.setWeight(self._heading.Weight.DemiBold)

    def paint(
        self,
        painter: QPainter,
        top: int,
        width: int,
        row: ListRow | None,
        columns: Sequence[Column],
        is_selected: bool,
        is_current: bool,
    ) -> None:
        """One row at ``top``; ``None`` is one that is on its way."""
        height = self.height
        painter.fillRect(0, top, width, height - 1, self._selection if is_selected else self._surface)
        painter.fillRect(0, top + height - 1, width, 1, self._line)
        if is_current:
            painter.fillRect(0, top, 2, height - 1, self._accent)
        if row is None:
            self._paint_coming(painter, top, columns)
            return
        cells = row.cells
        for column in columns:
            if column.cell < 0:
                if row.flag:
                    paint_flag(painter, QRect(column.left, top, column.width, height - 1), row.flag)
            elif column.is_title and self.has_avatar:
                self._paint_avatar(painter, top, row, column)
                self._paint_text(painter, top, cells[column.cell], column, PAD + AVATAR + PAD)
            elif text := cells[column.cell]:
                colour = self._standings.get(row.standing) if column.is_when else None
                self._paint_text(painter, top, text, column, PAD, colour)

    def paint_cell(self, painter: QPainter, place: QRect) -> None:
        """A frame around the cell that keys act on."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._accent)
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 1.5, -0.5, -1.5), 3, 3)
        painter.restore()

    def paint_heading(
        self,
        painter: QPainter,
        top: int,
        width: int,
        field: str,
        text: str,
        count: str,
        *,
        is_folded: bool,
        is_selected: bool,
        is_current: bool,
    ) -> None:
        """The heading of a group: the field, what its records have in common there, and how many they are."""
        height = self.height
        painter.fillRect(0, top, width, height - 1, self._selection if is_selected else self._window)
        painter.fillRect(0, top + height - 1, width, 1, self._line)
        if is_current:
            painter.fillRect(0, top, 2, height - 1, self._accent)
        arrow = QRect(PAD, top + (height - 1 - ARROW) // 2, ARROW, ARROW)
        paint_icon(painter, arrow, "chevron-right" if is_folded else "chevron-down", "muted")
        room = QRect(PAD + ARROW + PAD, top, max(width - 3 * PAD - ARROW, 0), height - 1)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setFont(self.font)
        painter.setPen(self._muted)
        painter.drawText(room, middle, field)
        room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(field) + PAD)
        painter.setFont(self._heading)
        painter.setPen(self._text)
        measure = painter.fontMetrics()
        shown = measure.elidedText(text, Qt.TextElideMode.ElideRight, max(room.width() - 90, 0))
        painter.drawText(room, middle, shown)
        room.setLeft(room.left() + measure.horizontalAdvance(shown) + PAD)
        painter.setFont(self.font)
        painter.setPen(self._muted)
        painter.drawText(room, middle, count)
        painter.restore()

    def _paint_avatar(self, painter: QPainter, top: int, row: ListRow, column: Column) -> None:
        if row.uid:
            place = QRect(column.left + PAD, top + (self.height - 1 - AVATAR) // 2, AVATAR, AVATAR)
            paint_avatar(painter, place, _initials(row.title), row.uid)

    def _paint_text(
        self,
        painter: QPainter,
        top: int,
        text: str,
        column: Column,
        indent: int,
        colour: QColor | None = None,
    ) -> None:
        room = column.width - indent - PAD
        if room < 8 or not text:
            return
        bit = self._bits.get((text, room)) or self._prepare(text, room)
        left = column.left + indent
        if column.is_right:
            left += max(int(room - bit.width), 0)
        if self.words:
            self._paint_marks(painter, top, text, bit, left)
        painter.setPen(colour or (self._muted if column.is_muted else self._text))
        painter.drawStaticText(left, top + self._top, bit.static)

    def _prepare(self, text: str, room: int) -> _Bit:
        """Lay the text out once, and once more where it has to be cut."""
        shown = text if text.isprintable() else " ".join(text.split())
        if len(shown) > _LONGEST:
            shown = shown[:_LONGEST]
        static = self._laid_out(shown)
        width = static.size().width()
        if width > room:
            shown = self._metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room)
            static, width = self._laid_out(shown), float(room)
        bit = _Bit(static, shown, width)
        if len(self._bits) >= _KEPT:
            self._bits.clear()
        self._bits[text, room] = bit
        return bit

    def _laid_out(self, text: str) -> QStaticText:
        static = QStaticText(text)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        static.prepare(font=self.font)
        return static

    def _paint_marks(self, painter: QPainter, top: int, text: str, bit: _Bit, left: int) -> None:
        """The ground behind found text; what is behind the ellipsis marks the ellipsis."""
        shown = bit.shown
        end_of_shown = len(shown) - 1 if shown.endswith(_ELLIPSIS) and shown != text else len(shown)
        measure = self._metrics.horizontalAdvance
        for start, end in find_marks(text, self.words):
            first = min(start, end_of_shown)
            last = end if end <= end_of_shown else len(shown)
            if last > first:
                from_x = left + measure(shown[:first])
                to_x = left + measure(shown[:last])
                place = QRectF(from_x, top + self._top, to_x - from_x, self._metrics.height())
                painter.fillRect(place, self._found)

    def _paint_coming(self, painter: QPainter, top: int, columns: Sequence[Column]) -> None:
        for column in columns:
            if column.cell >= 0:
                indent = PAD + AVATAR + PAD if column.is_title and self.has_avatar else PAD
                width = max(int((column.width - indent - PAD) * 0.6), 0)
                painter.fillRect(column.left + indent, top + self.height // 2 - 4, width, 7, self._coming)
