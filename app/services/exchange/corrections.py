"""The rows of a list as the user put them right before the import, and the values that they may lack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any

from app.services.exchange.mapping import column_named
from app.services.exchange.options import EVERY_ROW
from app.services.exchange.refusal import Refusal
from app.services.exchange.rows_read import ReadRow

if TYPE_CHECKING:
    from app.services.exchange.importing import ImportPlan
    from app.services.exchange.options import ImportOptions
    from app.services.exchange.tables import Row, Table


Place = tuple[int, str]
"""A cell: the number of its row and the heading of its column."""


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


def places_without(headers: Sequence[str], said: AbstractSet[Place]) -> frozenset[Place]:
    """The same places with the headings of the list; UsageError for a column that is not there."""
    return frozenset((number, column_named(headers, column)) for number, column in said)


def is_without(row: int, column: str, places: AbstractSet[Place]) -> bool:
    """May the row be taken without this cell?"""
    return (row, column) in places or (EVERY_ROW, column) in places


def leave_untaken(row: ReadRow, places: AbstractSet[Place]) -> None:
    """What cannot be read and may be lacking stands no more in the way of its row."""
    if not row.problems or not places:
        return
    untaken = [each for each in row.problems if is_without(row.number, each.column, places)]
    row.problems = [each for each in row.problems if each not in untaken]
    row.untaken += untaken
    for each in untaken:
        row.values.pop(each.key, None)


class RowsAgain:
    """Some rows of a list as the file has them, to be read again one by one while their cells are put right.

    Only what a row says by itself is found; what it says of other records is found by the whole check.
    """

    def __init__(self, plan: ImportPlan, numbers: AbstractSet[int]) -> None:
        self._plan, self.headers = plan, plan.table.headers
        self.can_edit = plan.has_columns
        """Has a row cells? A card has none: it is taken or left out as it stands."""
        self._rows = {number: cells for number, cells in plan.table.rows() if number in numbers}
        self.cells: dict[int, tuple[Any, ...]] = {
            number: plan.table.shown(number, cells) for number, cells in self._rows.items()
        }
        self._reader = plan.reader(plan.library.context())

    def problems(self, number: int, corrections: Mapping[tuple[int, str], str]) -> list[Refusal]:
        """What is still wrong with a row."""
        return self._read(number, corrections).problems

    def differing(self, number: int, uid: str, corrections: Mapping[tuple[int, str], str]) -> list[str]:
        """What a row says otherwise than the record that it is."""
        from app.services.exchange.differing import differing

        return differing(self._plan, self._read(number, corrections).values, uid)

    def _read(self, number: int, corrections: Mapping[tuple[int, str], str]) -> ReadRow:
        if not self.can_edit:
            return self._reader.read(number, self._rows[number])
        cells = [
            corrections[number, name] or None if (number, name) in corrections else cell
            for name, cell in zip(self.headers, self.cells[number], strict=False)
        ]
        return self._reader.read(number, [*cells, *self.cells[number][len(cells) :]])
