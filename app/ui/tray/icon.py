"""The tray as the program needs it, and Qt's: an icon with a number, a menu, a message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.core.paths import APP_NAME
from app.ui import theme
from app.ui.icons import application_icon

SIDES = (16, 22, 24, 32, 48)
"""Sizes in pixels that trays ask for."""


class Tray(Protocol):
    """What a tray can do; a system without one has none."""

    def show_count(self, count: int, tip: str) -> None:
        """The number on the icon (0: none), and what is said when it is pointed at."""
        ...

    def notify(self, title: str, text: str) -> None:
        """A message of the system, as plain text."""
        ...

    def close(self) -> None:
        """Take the icon away."""
        ...


class SystemTray(QObject):
    """Qt's tray icon. ``menu`` is its menu; ``on_open`` is called by a click on it, ``on_message`` by one on
    the message that was shown last."""

    def __init__(
        self, menu: QMenu, on_open: Callable[[], None], on_message: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._icon = QSystemTrayIcon(application_icon(), self)
        self._icon.setContextMenu(menu)
        self._icon.setToolTip(APP_NAME)
        self._on_open = on_open
        self._icon.activated.connect(self._on_activated)
        self._icon.messageClicked.connect(on_message)
        self._icon.show()

    @staticmethod
    def is_available() -> bool:
        """Has this system a tray just now? At the start of a session it may come later than the program."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show_count(self, count: int, tip: str) -> None:
        """The number on the icon, and what is said when it is pointed at."""
        self._icon.setIcon(counted_icon(count))
        self._icon.setToolTip(tip)

    def notify(self, title: str, text: str) -> None:
        """A message of the system."""
        if QSystemTrayIcon.supportsMessages():
            self._icon.showMessage(title, text, application_icon(), 10_000)

    def close(self) -> None:
        """Take the icon away."""
        self._icon.hide()
        self._icon.setContextMenu(None)  # type: ignore[arg-type]
        self.deleteLater()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        ):
            self._on_open()


def counted_icon(count: int) -> QIcon:
    """The icon of the program, with a number in its corner where something waits."""
    plain = application_icon()
    if not count:
        return plain
    found = QIcon()
    for side in SIDES:
        found.addPixmap(_counted(plain.pixmap(QSize(side, side), 1.0), side, count))
    return found


def _counted(drawn: QPixmap, side: int, count: int) -> QPixmap:
    """The number covers the lower right; of more than nine there is no room for the second figure."""
    text = str(count) if count < 10 else "9+"
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    high = round(side * 0.62)
    wide = high if len(text) == 1 else round(side * 0.86)
    place = QRect(side - wide, side - high, wide, high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("danger"))
    painter.drawRoundedRect(QRectF(place), high / 2, high / 2)
    font = theme.ui_font(max(7, round(high * 0.8)))
    font.setWeight(font.Weight.Bold)
    painter.setFont(font)
    painter.setPen(theme.colour("on_danger"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return drawn
