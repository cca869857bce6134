"""Counts of an import in words, and the table of rows that were refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.core.texts import _, grouped, ngettext
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.exchange.importing import ImportReport

MOST_REFUSALS = 2000


def count_lines(report: ImportReport, *, is_done: bool) -> list[tuple[str, str]]:
    """Icon and sentence for each count that is not zero."""
    icons = ("circle-plus", "pencil", "minus", "triangle-alert")
    counts = (report.added, report.updated, report.skipped, report.refused_rows)
    sentences = _past(counts) if is_done else _future(counts)
    lines = [
        (icon, text.format(n=grouped(n))) for icon, n, text in zip(icons, counts, sentences, strict=True) if n
    ]
    return lines or [("info", _("There is nothing to import."))]


Counts = tuple[int, int, int, int]
"""Rows added, updated, skipped, refused."""


def _future(counts: Counts) -> tuple[str, ...]:
    added, updated, skipped, refused = counts
    return (
        ngettext("{n} record will be added", "{n} records will be added", added),
        ngettext("{n} record will be completed", "{n} records will be completed", updated),
        ngettext(
            "{n} row is there already and stays out", "{n} rows are there already and stay out", skipped
        ),
        ngettext("{n} row cannot be imported", "{n} rows cannot be imported", refused),
    )


def _past(counts: Counts) -> tuple[str, ...]:
    added, updated, skipped, refused = counts
    return (
        ngettext("{n} record added", "{n} records added", added),
        ngettext("{n} record completed", "{n} records completed", updated),
        ngettext("{n} row was there already", "{n} rows were there already", skipped),
        ngettext("{n} row was not imported", "{n} rows were not imported", refused),
    )


def refusals_table() -> QTableWidget:
    """Row, column and reason of each refusal."""
    table = named(QTableWidget(0, 3), "import_refusals", _("Rows that cannot be imported"))
    table.setHorizontalHeaderLabels([_("Row"), _("Column"), _("Why")])
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setProperty("padded", "true")
    table.verticalHeader().hide()
    table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.setColumnWidth(0, 80)
    table.setColumnWidth(1, 200)
    return table


def fill_refusals(table: QTableWidget, report: ImportReport) -> None:
    """Show the first refusals; hidden when there are none."""
    shown = [*report.refused, *report.notes][:MOST_REFUSALS]
    table.setRowCount(len(shown))
    for number, refusal in enumerate(shown):
        for place, text in enumerate((str(refusal.row), refusal.column, refusal.reason)):
            item = QTableWidgetItem(text)
            item.setToolTip("")
            table.setItem(number, place, item)
    table.setVisible(bool(shown))
