"""The corners of the menu bar: the name of the file before the menus, the name of the program at the end."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QWidget

from app.core.paths import APP_NAME
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named

_EDGE, _GAP = 14, 6


class MenuCorners:
    """Names the open file."""

    def __init__(self, bar: QMenuBar) -> None:
        self._bar = bar
        self._corner, self._name = QWidget(), named(label("", "strong"), "file_name")
        row = QHBoxLayout(self._corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._name)
        program = label(APP_NAME)
        program.setContentsMargins(0, 0, _EDGE, 0)
        bar.setCornerWidget(self._corner, Qt.Corner.TopLeftCorner)
        bar.setCornerWidget(program, Qt.Corner.TopRightCorner)

    def show_file(self, name: str) -> None:
        """The name of the file; empty while none is open, and the menus begin at the edge."""
        self._name.setText(name)
        self._corner.setContentsMargins(_EDGE if name else 0, 0, _GAP if name else 0, 0)
        self._bar.setCornerWidget(self._corner, Qt.Corner.TopLeftCorner)
