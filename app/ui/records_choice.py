"""Which records: the selection, the list as it is shown, or the whole section."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from app.core.texts import _, ngettext
from app.services.rows import ListQuery
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.library import Record
    from app.ui.desk import Desk

UidsOf = Callable[[], Sequence[str] | None]
"""Uids of the chosen records, None for those of a query; to be called off the window's thread."""
WIDTH = 260
"""In pixels, of the line with a name in it: the windows that ask keep a narrow column for it."""


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
        self._every = desk.all_selected
        """Of what was selected then: the button names it, whatever is selected meanwhile."""
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
        if len(self._uids) == 1:
            self._read_name(self._uids[0])
        self._buttons.idToggled.connect(lambda _id, is_on: self.changed.emit() if is_on else None)

    def _choices(self) -> list[tuple[str, str]]:
        found = []
        if self._uids:
            n = self._of_selection()
            text = ngettext("The selected record", "The {n} selected records", n).format(n=n)
            found.append(("selection", text))
        if self._view is not None:
            found.append(("view", _("The list as it is shown")))
        return [*found, ("section", _("All records of the section"))]

    def _read_name(self, uid: str) -> None:
        library = self._desk.library
        if library is not None and self._of_selection() == 1:
            self._desk.work.ask(
                f"records.name.{id(self)}",
                lambda: library.get(uid),
                self._show_name,
                lane="beside",
                owner=self,
            )

    def _show_name(self, record: Record | None) -> None:
        """Say whose record it is: it may be selected only because the list selected its first one."""
        button = self._buttons.buttons()[0]
        if record is None or not record.title:
            return
        told = _("The selected record ({name})")
        button.setAccessibleName(told.format(name=record.title))
        button.setToolTip(plain_tooltip(record.title))
        room = WIDTH - button.fontMetrics().horizontalAdvance(told.format(name=""))
        name = button.fontMetrics().elidedText(record.title, Qt.TextElideMode.ElideRight, room)
        button.setText(told.format(name=name).replace("&", "&&"))

    def _of_selection(self) -> int:
        return self._desk.selected_count if self._is_selection else len(self._uids)

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
        every, uids = self._every, self._uids
        return every if self._is_selection else lambda: uids
