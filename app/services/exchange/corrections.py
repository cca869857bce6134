"""The rows of a list as the user put them right before the import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from app.services.exchange.mapping import column_named

if TYPE_CHECKING:
    from app.services.exchange.options import ImportOptions
    from app.services.exchange.tables import Row, Table


def corrected(table: Table, options: ImportOptions) -> Iterator[Row]:
    """Rows with other cells, without those that were dropped; UsageError for a column that is not there."""
    if not options.corrections and not options.dropped:
        return table.rows()
    places = {name: i for i, name in enumerate(table.headers)}
    by_row: dict[int, dict[int, str]] = {}
    for (number, column), text in options.corrections.items():
        by_row.setdefault(number, {})[places[column_named(table.headers, column)]] = text
    return _rows_with(table, by_row, options.dropped)


def _rows_with(
    table: Table, by_row: Mapping[int, Mapping[int, str]], dropped: frozenset[int]
) -> Iterator[Row]:
    for number, cells in table.rows():
        if number in dropped:
            continue
        new = by_row.get(number)
        if new:
            cells = tuple(new[i] or None if i in new else cell for i, cell in enumerate(cells))
        yield number, cells
