"""Export: the records of a list as a file; what is a table in a spreadsheet is read back by an import."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from app.blueprint.kinds import Money, Phone
from app.core.errors import UsageError
from app.core.progress import Progress
from app.core.texts import _
from app.services.exchange.columns import Column, Place, Spreader, Texts, cell_of, is_dated
from app.services.exchange.formats import Writer, format_of
from app.services.exchange.formats.sheet import Heading, Row, Sheet
from app.services.exchange.writing import write_atomically

if TYPE_CHECKING:
    from app.services.library import Library, Record
    from app.services.lists import ListQuery

CHUNK = 1_000
"""Records read at a time."""

NARROWEST, WIDEST = 8, 50
"""Widths of columns, in characters."""

DATE_WIDTH = 16
"""Characters of a figure or a moment."""


def export(
    library: Library,
    query: ListQuery,
    to: Path | str,
    columns: Sequence[str] | None = None,
    progress: Progress | None = None,
    *,
    uids: Sequence[str] | None = None,
    draw: Writer | None = None,
    **options: Any,
) -> int:
    """Write the records of a list, in its order, or those of ``uids``; how many they were.

    The file's ending says in which format. ``columns`` are keys of fields or targets (all stored fields if
    None), ``options`` those of the format, ``draw`` writes what is drawn page by page (.pdf).
    """
    to = Path(to)
    wanted = format_of(to)
    if wanted.writer is None and wanted.carrier is None and draw is None:
        raise UsageError(_("“{file}” can only be made where pages can be drawn.").format(file=to.name))
    settings = wanted.settings(options)
    library.care.spare(to)
    if wanted.carrier is not None:
        chosen = uids if uids is not None else library.lists.uids_of(library.lists.ids(query))
        section = library.registry.section(query.section)
        return wanted.carrier()(library, section, chosen, to, settings, columns, progress)
    is_short = wanted.is_for_readers and columns is None
    with gathered(library, query, columns, progress, uids, is_short=is_short) as sheet:
        write = wanted.writer() if wanted.writer is not None else draw
        assert write is not None
        write_atomically(to, lambda path: write(path, sheet, settings))
        return sheet.count


@contextmanager
def gathered(
    library: Library,
    query: ListQuery,
    columns: Sequence[str] | None,
    progress: Progress | None = None,
    uids: Sequence[str] | None = None,
    *,
    is_short: bool = False,
) -> Iterator[Sheet]:
    """The records as a sheet, to be read as long as this lasts; ``is_short``: without empty columns."""
    section = library.registry.section(query.section)
    spreader = Spreader(library, section, columns)
    chosen = uids if uids is not None else library.lists.uids_of(library.lists.ids(query))
    with tempfile.TemporaryFile("w+", encoding="utf-8") as spool:
        collected = _Collected(library, spool, progress or Progress(), 2 * len(chosen))
        collected.collect(chosen, spreader)
        found = [each for each in spreader.columns() if not is_short or each.place in collected.longest]
        headings = [_heading(each, collected.longest.get(each.place, 0)) for each in found]
        title = library.sections.title_of(section.key)
        yield Sheet(title, headings, collected.count, lambda: collected.rows(found))


def _heading(column: Column, longest: int) -> Heading:
    width = min(max(longest, len(column.heading) + 4, NARROWEST) + 1, WIDEST)
    kind = column.kind
    return Heading(
        column.heading,
        width,
        is_number=kind.is_numeric,
        is_phone=isinstance(kind, Phone),
        places=2 if isinstance(kind, Money) else 0,
    )


class _Collected:
    """Cells of all records; they wait in a file until it is known which columns there are."""

    def __init__(self, library: Library, spool: IO[str], progress: Progress, total: int) -> None:
        self._library, self._spool, self._progress, self._total = library, spool, progress, total
        self.count = 0
        self.longest: dict[Place, int] = {}
        """Characters of the longest first line in each column."""

    def collect(self, uids: Sequence[str], spreader: Spreader) -> None:
        """Read the records once."""
        for start in range(0, len(uids), CHUNK):
            part = uids[start : start + CHUNK]
            records, titles = self._library.read_many(part)
            context = self._library.context(titles)
            if spreader.steps:
                self._add_steps(records, spreader.steps)
            for uid in part:
                if uid in records:
                    texts = spreader.spread(records[uid].values, context)
                    self._keep(records[uid].title, texts)
            self._progress.step(min(start + CHUNK, len(uids)), self._total)

    def _add_steps(self, records: Mapping[str, Record], keys: Sequence[str]) -> None:
        lists = self._library.lists
        section = next((each.section for each in records.values()), "")
        for row in lists.rows(section, lists.ids_of(list(records)), keys) if section else ():
            if row.uid in records:
                records[row.uid].values.update(zip(keys, row.cells, strict=True))

    def _keep(self, title: str, texts: Texts) -> None:
        longest = self.longest
        for place, value in texts.items():
            length = len(value.partition("\n")[0]) if isinstance(value, str) else DATE_WIDTH
            if length > longest.get(place, 0):
                longest[place] = length
        cells = [[key, ordinal, value] for (key, ordinal), value in texts.items()]
        self._spool.write(json.dumps([title, cells]) + "\n")
        self.count += 1

    def rows(self, columns: Sequence[Column]) -> Iterator[Row]:
        """Title and cells of each record."""
        context = self._library.context()
        places = {each.place: i for i, each in enumerate(columns)}
        dates = {each.place: each.kind for each in columns if is_dated(each.kind)}
        self._spool.seek(0)
        for done, line in enumerate(self._spool, 1):
            title, found = json.loads(line)
            cells: list[Any] = [None] * len(columns)
            for key, ordinal, value in found:
                place = (key, ordinal)
                kind = dates.get(place)
                cells[places[place]] = value if kind is None else cell_of(kind, value, context)
            yield title, cells
            if done % CHUNK == 0:
                self._progress.step(self._total // 2 + done, self._total)
