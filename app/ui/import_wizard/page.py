"""What the pages of the wizard have in common: they show a state, and say what they want changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.import_wizard.state import ImportState
from app.ui.widgets.naming import named, on_surface


class WizardPage(QWidget):
    """A page. ``changed`` carries the new ImportState, ``ready`` whether one may go on."""

    changed = Signal(object)
    ready = Signal(bool)

    def __init__(self, object_name: str, title: str) -> None:
        super().__init__()
        self.state = ImportState("")
        on_surface(named(self, object_name, title), "surface")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 14, 20, 14)
        self.column.setSpacing(10)

    def change(self, **choices: Any) -> None:
        """Make other choices; a next one builds on them, also while nobody has answered yet."""
        self.state = replace(self.state, **choices)
        self.changed.emit(self.state)
