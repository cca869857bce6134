"""Two records in two columns, field by field; what is equal steps back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea

from app.blueprint.context import Context
from app.blueprint.field import Field
from app.blueprint.rows import Rows
from app.core.texts import _
from app.ui.panel.small import ByWidth, LinkText, WrappedLabel
from app.ui.widgets.labels import TextRole, label
from app.ui.widgets.naming import on_surface

if TYPE_CHECKING:
    from app.services.library import Record
    from app.ui.desk import Desk

LONGEST = 400
"""Characters of a value that are shown."""


def shown(field: Field, value: Any, context: Context) -> str:
    """A value as a column shows it; the rows of a list a line each."""
    if value is None:
        return "—"
    kind = field.kind
    text = (
        "\n".join(kind.show_row(row, context) for row in value)
        if isinstance(kind, Rows)
        else kind.show(value, context)
    )
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


class SideBySide(QScrollArea):
    """Shows two records; their names open their cards."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("boxed", "true")

    def show_records(self, both: tuple[Record, Record]) -> None:
        """Put two records of one section beside each other."""
        inside = on_surface(ByWidth(), "surface")
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(12, 8, 12, 12)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        for place, record in enumerate(both, 1):
            self._grid.setColumnStretch(place, 1)
            link = LinkText(record.title, partial(self._open, record))
            link.setObjectName(f"side_open_{place}")
            self._grid.addWidget(link, 0, place)
        for field in self._desk.registry.section(both[0].section).stored:
            values = [each.values.get(field.key) for each in both]
            if values != [None, None] and not field.is_hidden:
                self._add(field, values)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self.setWidget(inside)

    def _add(self, field: Field, values: list[Any]) -> None:
        row, top = self._grid.rowCount(), Qt.AlignmentFlag.AlignTop
        context = self._desk.context()
        role: TextRole = "muted" if values[0] == values[1] else "text"
        self._grid.addWidget(label(_(field.label), "muted"), row, 0, top)
        for place, value in enumerate(values, 1):
            self._grid.addWidget(WrappedLabel(shown(field, value, context), role), row, place, top)

    def _open(self, record: Record) -> None:
        self._desk.open_card(record.section, record.uid)
