"""Which records: the selection, the list as it is shown, or the whole section."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from app.core.texts import _, ngettext
from app.services.rows import ListQuery
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.ui.desk import Desk

UidsOf = Callable[[], Sequence[str] | None]
"""Uids of the chosen records, None for those of a query; to be called off the window's thread."""


class RecordsChoice(QWidget):
    """A button for each choice there is; the first is chosen."""

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        section: str,
        uids: Sequence[str],
        view: ListQuery | None,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._section, self._uids, self._view = desk, section, tuple(uids), view
        self._is_selection = self._uids == desk.selected
        self._buttons = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for number, (key, text) in enumerate(self._choices()):
            button = named(QRadioButton(text), f"{name}_what_{key}", text)
            button.setProperty("choice", key)
            button.setChecked(number == 0)
            self._buttons.addButton(button)
            column.addWidget(button)
        self._buttons.idToggled.connect(lambda _id, is_on: self.changed.emit() if is_on else None)

    def _choices(self) -> list[tuple[str, str]]:
        found = []
        if self._uids:
            n = self._desk.selected_count if self._is_selection else len(self._uids)
            text = ngettext("The selected record", "The {n} selected records", n).format(n=n)
            found.append(("selection", text))
        if self._view is not None:
            found.append(("view", _("The list as it is shown")))
        return [*found, ("section", _("All records of the section"))]

    @property
    def key(self) -> str:
        """What is chosen: selection, view or section."""
        button = self._buttons.checkedButton()
        return str(button.property("choice")) if button is not None else ""

    def query(self) -> ListQuery:
        """The list they are in."""
        return self._view if self.key == "view" and self._view is not None else ListQuery(self._section)

    def uids(self) -> UidsOf:
        """How to get their uids; of very many that are selected the window knows only the first."""
        if self.key != "selection":
            return lambda: None
        every, uids = self._desk.all_selected, self._uids
        return every if self._is_selection else lambda: uids
