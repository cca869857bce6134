"""Events and tasks of a calendar as rows of an import: one operation, duplicates, dry run and report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Context
from app.blueprint.section import Section
from app.core.errors import UsageError
from app.core.folding import fold
from app.core.texts import _
from app.services.exchange.calendar_entries import Entry, entries_of
from app.services.exchange.calendar_values import STATES, EntryValues
from app.services.exchange.importing import ImportOptions, ImportPlan
from app.services.exchange.matching import BY_ID_ALONE
from app.services.exchange.reading import RowReader
from app.services.exchange.refusal import Refusal
from app.services.exchange.rows_read import ReadRow
from app.services.exchange.tables import Row, Table

if TYPE_CHECKING:
    from app.services.library import Library


@dataclass(frozen=True)
class EntryTable(Table):
    """Entries as a table: a row an entry, whose one cell it is; the sample shows what they say."""

    reader: EntryReader | None = None

    def sample(self, count: int = 200) -> list[tuple[Any, ...]]:
        """The first entries as a reader of a list would see them."""
        first = zip(self.read(), range(count), strict=False)
        return [self.shown(number, cells) for (number, cells), _place in first]

    def shown(self, number: int, cells: tuple[Any, ...]) -> tuple[Any, ...]:
        """What an entry holds."""
        assert self.reader is not None
        return self.reader.shown(number, cells)

    def rows(self) -> Iterator[Row]:
        """Each entry in a cell."""
        return self.read()


@dataclass(frozen=True)
class EntryPlan(ImportPlan):
    """What an import of a calendar would do. There is nothing to map."""

    def reader(self, context: Context) -> RowReader:
        """Reads an entry where others read a row."""
        return EntryReader(self.library, self.section, context)

    def with_mapping(self, mapping: Any) -> ImportPlan:
        """Entries say themselves what is what."""
        return self


def plan_calendar(
    library: Library, section: Section, paths: Sequence[Path], options: ImportOptions
) -> ImportPlan:
    """Look at calendar files; UserError or UsageError when they cannot be imported so."""
    if section.carried_by not in STATES:
        titles = [_(each.title) for each in library.registry.sections if each.carried_by in STATES]
        told = _("A calendar holds {sections}; choose one of them.")
        raise UsageError(told.format(sections=", ".join(titles)))
    found = [each for path in paths for each in entries_of(path, section.carried_by)]

    def read() -> Iterator[Row]:
        for number, each in enumerate(found, 1):
            yield number, (each,)

    headers = (_("Title"), _(section.by_key[section.when].label), _("Repeats"))
    name = paths[0].name if len(paths) == 1 else f"{paths[0].name} …"
    reader = EntryReader(library, section, library.context())
    table = EntryTable(name, name, (name,), headers, frozenset(), 1, "", "", read, True, reader)
    return EntryPlan(library, section, table, (), options, len(found), {})


class EntryReader(RowReader):
    """Reads entries as values of records of one section."""

    def __init__(self, library: Library, section: Section, context: Context) -> None:
        super().__init__((), context, {})
        self.section, self.context, self._library = section, context, library
        self._people: dict[str, list[str]] | None = None
        self._values = EntryValues(section, context, self.value, self._is_known)

    def read(self, number: int, cells: Sequence[Any]) -> ReadRow:
        """The entry as values; what cannot be taken is told by the name of the entry."""
        (entry,) = cells
        row = ReadRow(number)
        row.memo[BY_ID_ALONE] = True
        try:
            row.values.update(self._values.of(entry))
            lost = [name for name, _reason in entry.component.errors if name]
            told = (_("“{part}” cannot be read").format(part=name) for name in lost)
            row.notes += [Refusal(number, "", _at(entry, reason)) for reason in told]
            if not self.section.title_of(row.values, self.context).strip():
                self._name(row)
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError) as problem:
            row.values.clear()
            row.problems.append(Refusal(number, "", _at(entry, str(problem).rstrip("."))))
        return row

    def _name(self, row: ReadRow) -> None:
        """What has no title is called by what it is: an event, a task."""
        title = next((each for each in self.section.stored if each.carried_as == "SUMMARY"), None)
        if title is not None:
            row.values[title.key] = _(self.section.one)

    def shown(self, number: int, cells: Sequence[Any]) -> tuple[Any, ...]:
        """Title, time and recurrence in words."""
        values = self.read(number, cells).values
        keys = [self.section.when, self.section.repeats.key if self.section.repeats else ""]
        fields = [self.section.by_key[key] for key in keys if key]
        texts = [each.kind.show(values.get(each.key), self.context) for each in fields]
        return (str(cells[0].component.get("SUMMARY", "")), *texts)

    def _is_known(self, name: str) -> bool:
        if self._people is None:
            self._people = self._library.lists.titles("contacts")
        return len(self._people.get(fold(name), ())) == 1


def _at(entry: Entry, reason: str) -> str:
    title = str(entry.component.get("SUMMARY", "")).strip() or entry.uid or str(entry.number)
    return _("{file}, “{title}”: {reason}.").format(file=entry.file, title=title[:80], reason=reason)
