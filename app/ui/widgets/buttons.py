"""Buttons: one filled for the most frequent act, all others quiet; each with a spoken name."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QToolButton, QWidget

from app.core.override import override
from app.ui import theme
from app.ui.icons import Role, icon
from app.ui.widgets.naming import named

_GAP = 4
"""Room between icon and text, beyond the little that Qt leaves."""


def is_enter(event: QKeyEvent) -> bool:
    """Enter alone: it presses the button that has the focus, where Qt by itself listens to Space only."""
    plain = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
    is_key = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return is_key and event.modifiers() in plain and not event.isAutoRepeat()


class SteppingButton(QAbstractButton):
    """A painted row that is a button: Enter presses it, arrow keys go to the row above or below."""

    stepped = Signal(int)
    """An arrow key: 1 down, -1 up."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class _TextButton(QPushButton):
    def __init__(
        self, text: str, object_name: str, kind: str, icon_name: str, role: Role, parent: QWidget | None
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        named(self, object_name, text.replace("&", ""))
        if icon_name:
            self.setIcon(icon(icon_name, role))
            side = theme.metrics().icon
            self.setIconSize(QSize(side + _GAP, side))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)


class PrimaryButton(_TextButton):
    """The one filled button of a place."""

    def __init__(
        self, text: str, object_name: str, icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, object_name, "primary", icon_name, "on_accent", parent)


class QuietButton(_TextButton):
    """A button with a border, for everything that is not the one act."""

    def __init__(
        self, text: str, object_name: str, icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, object_name, "quiet", icon_name, "text", parent)


class FlatButton(_TextButton):
    """Text alone, which gets a ground when pointed at."""

    def __init__(
        self, text: str, object_name: str, icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, object_name, "flat", icon_name, "text", parent)


class DangerButton(_TextButton):
    """The filled button of an act that cannot be taken back."""

    def __init__(
        self, text: str, object_name: str, icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, object_name, "danger", icon_name, "on_danger", parent)


class LinkButton(_TextButton):
    """An act written like a link."""

    def __init__(
        self, text: str, object_name: str, icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, object_name, "link", icon_name, "accent", parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)


class IconButton(QToolButton):
    """A square button with an icon only; what it does is its tooltip and its spoken name."""

    def __init__(
        self,
        icon_name: str,
        does: str,
        object_name: str,
        *,
        role: Role = "text",
        kind: Literal["quiet", "flat"] = "quiet",
        is_small: bool = False,
        shortcut: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", kind)
        if is_small:
            self.setProperty("small", "true")
        self.setIcon(icon(icon_name, role))
        measures = theme.metrics()
        side = measures.control - (8 if is_small else 0)
        self.setFixedSize(side, side)
        self.setIconSize(QSize(measures.icon, measures.icon))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(f"{does} ({shortcut})" if shortcut else does)
        named(self, object_name, does)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)
