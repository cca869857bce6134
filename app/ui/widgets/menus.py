"""Menus that are filled when they are opened, and stay open while their entries are ticked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.core.override import override

FillMenu = Callable[[QMenu], None]
_CLOSES = "closes"


class StayingMenu(QMenu):
    """Several entries are ticked in one go; what is no tick closes it, and so does Esc."""

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._tick():
            super().mouseReleaseEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space or not self._tick():
            super().keyPressEvent(event)

    def _tick(self) -> bool:
        action = self.activeAction()
        found: QAction | None = action
        if found is None or not found.isCheckable() or found.property(_CLOSES):
            return False
        found.trigger()
        return True


def closing(action: QAction) -> QAction:
    """A tick after which the menu would say something else: it closes."""
    action.setProperty(_CLOSES, True)
    return action


def menu_below(button: QWidget, name: str, fill: FillMenu) -> None:
    """Open a menu under a button, filled at that moment."""
    menu = StayingMenu(button)
    menu.setObjectName(name)
    fill(menu)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
