"""What the pages of the wizard have in common: they show a state, and say what they want changed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.widgets.naming import named, on_surface


class WizardPage(QWidget):
    """A page. ``changed`` carries the new ImportState, ``ready`` whether one may go on."""

    changed = Signal(object)
    ready = Signal(bool)

    def __init__(self, object_name: str, title: str) -> None:
        super().__init__()
        on_surface(named(self, object_name, title), "surface")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 14, 20, 14)
        self.column.setSpacing(10)
