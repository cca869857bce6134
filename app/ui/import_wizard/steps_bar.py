"""The steps of the wizard in its head: done ones with a check, the current one filled."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.icons import paint_icon

_DOT = 20
_GAP = 26


class StepsBar(QWidget):
    """Paints the names of the steps; tells a screen reader where one is."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.setObjectName("steps_bar")
        self._names = names
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_current(0)

    def set_current(self, step: int) -> None:
        """Show another step as the current one."""
        self._current = step
        text = _("Step {n} of {total}: {name}")
        self.setAccessibleName(text.format(n=step + 1, total=len(self._names), name=self._names[step]))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        width = sum(_DOT + 8 + self._width(name) + _GAP for name in self._names)
        return QSize(width, 28)

    def _width(self, name: str) -> int:
        font = theme.ui_font(theme.metrics().font)
        font.setWeight(font.Weight.DemiBold)
        return QFontMetrics(font).horizontalAdvance(name)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0
        for number, name in enumerate(self._names):
            self._paint_dot(painter, QRect(left, (self.height() - _DOT) // 2, _DOT, _DOT), number)
            left += _DOT + 8
            is_current = number == self._current
            font = theme.ui_font(theme.metrics().font)
            if is_current:
                font.setWeight(font.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(theme.colour("text" if is_current else "muted"))
            width = self._width(name)
            place = QRect(left, 0, width + 4, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, name)
            left += width + _GAP  # as if it were the current one: the steps stand still

    def _paint_dot(self, painter: QPainter, place: QRect, number: int) -> None:
        is_current, is_done = number == self._current, number < self._current
        ground = "accent" if is_current else "accent_tint" if is_done else "chip"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawEllipse(QRectF(place))
        if is_done:
            paint_icon(painter, place.adjusted(4, 4, -4, -4), "check", "accent")
            return
        font = theme.ui_font(theme.metrics().font - 2)
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(theme.colour("on_accent" if is_current else "muted"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(number + 1))
