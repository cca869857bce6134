"""Export: the records of a list as a workbook or a text file that an import reads back."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from app.core.errors import UsageError
from app.core.progress import Progress
from app.core.texts import _
from app.services.exchange.columns import Column, Place, Spreader, cell_of
from app.services.exchange.writing import check_limits, write_atomically, write_csv, write_xlsx

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.lists import ListQuery

CHUNK = 1_000
"""Records read at a time."""

NARROWEST, WIDEST = 8, 50
"""Widths of columns, in characters."""



Carrier = Callable[..., int]


def _cards(*what: Any) -> int:
    from app.services.exchange.vcards.exporting import export_cards

    return export_cards(*what)


def _calendar(*what: Any) -> int:
    from app.services.exchange.calendars import export_calendar

    return export_calendar(*what)


CARRIERS: dict[str, Carrier] = {".vcf": _cards, ".ics": _calendar}
"""Files that are no tables, by the endings of their names."""

SUFFIXES = (".xlsx", ".csv", *CARRIERS)


def export(
    library: Library,
    query: ListQuery,
    to: Path | str,
    columns: Sequence[str] | None = None,
    progress: Progress | None = None,
    *,
    uids: Sequence[str] | None = None,
    is_safe: bool = True,
    vcard: str = "",
) -> int:
    """Write the records of a list, in its order, or those of ``uids``; how many they were.

    ``columns`` are keys of fields or targets (all stored fields if None). ``is_safe`` puts an apostrophe
    before texts in .csv that a spreadsheet would take for formulas; phones and figures stay as they are.
    ``vcard`` is the version of cards.
    """
    to = Path(to)
    if to.suffix.lower() not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        told = _("“{file}”: the name of an export ends with one of {known}.")
        raise UsageError(told.format(file=to.name, known=known))
    library.care.spare(to)
    section = library.registry.section(query.section)
    if to.suffix.lower() in CARRIERS:
        chosen = uids if uids is not None else library.lists.uids_of(library.lists.ids(query))
        return CARRIERS[to.suffix.lower()](library, section, chosen, to, vcard, columns, progress)
    spreader = Spreader(library, section, columns)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as spool:
        chosen = uids if uids is not None else library.lists.uids_of(library.lists.ids(query))
        count = _collect(library, chosen, spreader, spool, progress)
        collected = _Collected(spool, spreader.columns(), library)

        def write(path: Path) -> None:
            if to.suffix.lower() == ".csv":
                write_csv(path, collected.columns, collected.rows(), is_safe)
            else:
                title = library.sections.title_of(section.key)
                check_limits(collected.columns, collected.rows())
                write_xlsx(path, title, collected.columns, collected.widths(), collected.rows())

        write_atomically(to, write)
    return count


def _collect(
    library: Library, uids: Sequence[str], spreader: Spreader, spool: IO[str], progress: Progress | None
) -> int:
    """Read the records once; their cells wait in a file until it is known which columns there are."""
    count = 0
    for start in range(0, len(uids), CHUNK):
        part = uids[start : start + CHUNK]
        records = library.get_many(part)
        context = library.context()
        for uid in part:
            if uid in records:
                texts = spreader.spread(records[uid].values, context)
                cells = [[key, ordinal, value] for (key, ordinal), value in texts.items()]
                spool.write(json.dumps([records[uid].title, cells]) + "\n")
                count += 1
        if progress is not None:
            progress.step(min(start + CHUNK, len(uids)), len(uids))
    return count


@dataclass(frozen=True)
class _Collected:
    """Cells of all records, and the columns they need."""

    spool: IO[str]
    columns: Sequence[Column]
    library: Library

    def rows(self) -> Iterator[tuple[str, list[Any]]]:
        """Title and cells of each record."""
        context = self.library.context()
        for title, cells in self._read():
            yield title, [cell_of(each.kind, cells.get(each.place), context) for each in self.columns]

    def _read(self) -> Iterator[tuple[str, dict[Place, Any]]]:
        self.spool.seek(0)
        for line in self.spool:
            title, cells = json.loads(line)
            yield title, {(key, ordinal): value for key, ordinal, value in cells}

    def widths(self) -> list[int]:
        """Width of each column by its longest line."""
        longest = [len(each.heading) + 4 for each in self.columns]
        places = {each.place: i for i, each in enumerate(self.columns)}
        for _title, cells in self._read():
            for place, value in cells.items():
                i = places[place]
                longest[i] = max(longest[i], len(str(value).partition("\n")[0]))
        return [min(max(each + 1, NARROWEST), WIDEST) for each in longest]
