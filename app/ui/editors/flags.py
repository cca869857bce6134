"""Editor of the flag: six colours and none, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from app.blueprint.kinds import Kind
from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.editors.editor import Editor
from app.ui.editors.marks import dot_colour
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.ui.desk import Desk

_SIDE, _MARK = 28, 14


class FlagButton(QAbstractButton):
    """One flag to choose; a ring shows that it is chosen, a dash stands for none."""

    def __init__(self, key: str | None, text: str, colour: str | None, name: str) -> None:
        super().__init__()
        self.key, self._colour = key, colour
        self.setCheckable(True)
        self.setFixedSize(_SIDE, _SIDE)
        self.setToolTip(plain_tooltip(text))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        named(self, name, text)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(theme.colour("pressed" if self.isChecked() else "hover"))
            painter.drawRoundedRect(room, 6, 6)
        if self.hasFocus() or self.isChecked():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(
                QPen(
                    theme.colour("accent" if self.hasFocus() else "line_strong"), 2 if self.hasFocus() else 1
                )
            )
            painter.drawRoundedRect(room, 6, 6)
        mark = QRectF(0, 0, _MARK, _MARK)
        mark.moveCenter(room.center())
        colour = dot_colour(self._colour)
        if colour is None:
            painter.setPen(QPen(theme.colour("muted"), 1.5))
            painter.drawLine(mark.center() - QPointF(5, 0), mark.center() + QPointF(5, 0))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(mark, 3, 3)


class FlagEditor(Editor):
    """The flag of a record; Left and Right go from one to the next."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        self._extra: str | None = None
        self._group = QButtonGroup(self)
        self.buttons = [FlagButton(None, _("No flag"), None, f"{name}.none")]
        self.buttons += [
            FlagButton(each.key, each.label, each.color or each.key, f"{name}.{each.key}")
            for each in self.library.choices.options("flag")
        ]
        for button in self.buttons:
            self._group.addButton(button)
            self.body.addWidget(button)
        self.body.addStretch(1)
        self.buttons[0].setChecked(True)
        self.setFocusProxy(self.buttons[0])
        self._group.buttonClicked.connect(self._on_clicked)

    @override
    def value(self) -> Any:
        checked = self._group.checkedButton()
        return checked.key if isinstance(checked, FlagButton) else self._extra

    @override
    def set_value(self, value: Any) -> None:
        """A flag that the list no longer has stays until another one is chosen."""
        found = next((button for button in self.buttons if button.key == (value or None)), None)
        self._extra = value if found is None else None
        if found is not None:
            found.setChecked(True)
            self.setFocusProxy(found)
            return
        self._group.setExclusive(False)
        for button in self.buttons:
            button.setChecked(False)
        self._group.setExclusive(True)

    def _on_clicked(self, button: QAbstractButton) -> None:
        self.setFocusProxy(button)
        self.touch()
