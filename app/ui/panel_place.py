"""The place of the detail panel at the right: shown or folded away, by hand or in a narrow window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.desk import Desk
from app.ui.widgets.naming import named, on_surface

PanelMaker = Callable[[Desk, QWidget], QWidget]

NARROW = 1100
"""Below this width of the window in pixels the panel folds away by itself."""
PANEL_WIDTH = 356
_STATE = "panel"


class PanelPlace(QWidget):
    """Empty at first: the panel comes after the first painting."""

    def __init__(self, desk: Desk, make_panel: PanelMaker | None = None) -> None:
        super().__init__()
        on_surface(named(self, "panel_place"), "window")
        self._desk, self._make_panel = desk, make_panel or _detail_panel
        self._panel: QWidget | None = None
        self._is_wanted = bool(desk.state.get(_STATE, True))
        self._is_forced = False
        self.setMinimumWidth(300)
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)

    @property
    def is_shown(self) -> bool:
        """Is the panel to be seen?"""
        return not self.isHidden()

    @property
    def _is_wide(self) -> bool:
        return self.window().width() >= NARROW

    def fill(self) -> None:
        """Make the panel."""
        if self._panel is None:
            self._panel = self._make_panel(self._desk, self)
            self._room.addWidget(self._panel)

    def toggle(self) -> None:
        """Show or fold it; on a wide window that is remembered."""
        is_shown = not self.is_shown
        self._is_forced = is_shown and not self._is_wide
        if self._is_wide:
            self._is_wanted = is_shown
            self._desk.state.set(_STATE, is_shown)
        self.fold()

    def on_width(self, before: int, now: int) -> None:
        """The window is wider or narrower."""
        if (before < NARROW) != (now < NARROW):
            self._is_forced = False

    def fold(self, *, has_room: bool = True) -> None:
        """Show it if it is meant to be and there is room beside what is shown."""
        is_meant = self._is_wanted if self._is_wide else self._is_forced
        self.setVisible(is_meant and has_room)
        self._desk.commands.refresh()


def _detail_panel(desk: Desk, parent: QWidget) -> QWidget:
    from app.ui.panel import DetailPanel  # after the first painting

    return DetailPanel(desk, parent)
