"""Import: a list from a file becomes records of a section, in one operation that can be undone.

A row with a cell that cannot be read is refused as a whole and reported with its number, column and reason,
or taken without that value, if the user said so, and reported too; nothing is dropped silently. Rows that
are blank do not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.blueprint.context import Context
from app.blueprint.field import Field
from app.blueprint.own import Definition
from app.blueprint.section import Section
from app.core.calm import calm
from app.core.errors import UsageError, UserError
from app.core.progress import Progress
from app.core.texts import _
from app.services.exchange.calendar_entries import is_calendar_file
from app.services.exchange.chosen_keys import key_fields, match_fields
from app.services.exchange.corrections import corrected, places_without
from app.services.exchange.known_exports import recognised
from app.services.exchange.mapping import (
    ColumnMatch,
    guess_mapping,
    target_named,
    with_overrides,
)
from app.services.exchange.new_fields import planned_fields
from app.services.exchange.options import (
    ADD,
    FILL,
    ON_DUPLICATE,
    SKIP,
    UPDATE,
    ImportOptions,
    ImportReport,
)
from app.services.exchange.phone_country import PhoneCountry, guessed_country
from app.services.exchange.reading import RowReader
from app.services.exchange.referring import ORGANIZATIONS
from app.services.exchange.remembered import remember, remembered, remembered_phones
from app.services.exchange.rest import kept_columns
from app.services.exchange.running import ImportRun
from app.services.exchange.tables import Row, Table, open_table
from app.services.exchange.targets import Target, targets_of
from app.services.exchange.vcards.files import is_card_file
from app.services.exchange.ways import column_ways
from app.store.house import put_blob
from app.store.unit import Unit

if TYPE_CHECKING:
    from app.services.library import Library

__all__ = [
    "ADD", "FILL", "ON_DUPLICATE", "SKIP", "UPDATE", "ImportOptions", "ImportPlan", "ImportReport", "dry_run",
    "plan_import", "run",
]  # fmt: skip


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do: the table, where each column goes, how many rows, in which way dates and
    numbers are written."""

    library: Library
    section: Section
    table: Table
    matches: tuple[ColumnMatch, ...]
    options: ImportOptions
    rows: int
    ways: Mapping[int, str]
    new_fields: tuple[Definition, ...] = ()
    """Fields that are made for columns, with the rows."""
    constants: tuple[tuple[Target, str], ...] = ()
    match_fields: tuple[Field, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    """What the same headings went to last time, where that was taken."""
    phones: PhoneCountry = field(default_factory=PhoneCountry)
    """How phone numbers without a country code are read."""

    @property
    def source(self) -> str:
        """Name of the program whose export the list is; empty if it is not known."""
        found = recognised(self.table.headers)
        return found.name if found else ""

    @property
    def has_columns(self) -> bool:
        """Is there anything to be mapped? Cards say themselves what is what."""
        return bool(self.matches)

    @property
    def unmapped(self) -> list[ColumnMatch]:
        """Columns that go nowhere, each with the reason."""
        return [each for each in self.matches if each.target is None]

    @property
    def left_out(self) -> list[ColumnMatch]:
        """Those of them that have something in their first rows."""
        filled = {i for cells in self.table.sample() for i, cell in enumerate(cells) if cell is not None}
        return [each for i, each in enumerate(self.matches) if each.target is None and i in filled]

    def reader(self, context: Context) -> RowReader:
        """What reads the rows of the table as values."""
        return RowReader(self.matches, context, self.ways, self.constants, self.phones)

    @property
    def targets(self) -> dict[str, Target]:
        """Every target that a column may be given."""
        return _targets(self.library, self.section)

    @property
    def key_fields(self) -> dict[str, Field]:
        """Fields by key that may tell which record a row is."""
        return key_fields(self.section, [*self.matches, *_columns_of(self.constants)])

    def list_rows(self) -> Iterator[Row]:
        """The rows of the list with the cells that were corrected, without those that were dropped."""
        return corrected(self.table, self.options)

    def with_mapping(self, mapping: Mapping[str, str]) -> ImportPlan:
        """The same plan with other columns' targets."""
        options = replace(self.options, mapping={**self.options.mapping, **mapping})
        return _planned(self.library, self.section, self.table, options)


@calm()
def plan_import(
    library: Library,
    section: str,
    path: Path | str | Sequence[Path],
    options: ImportOptions | None = None,
    progress: Progress | None = None,
) -> ImportPlan:
    """Look at a file, or at several of cards: table, mapping, dates. UserError or UsageError when it cannot
    be imported so."""
    options = options or ImportOptions()
    options.verify()
    paths = [Path(path)] if isinstance(path, (Path, str)) else list(path)
    if len(paths) > 1 and not (all(map(is_calendar_file, paths)) or all(map(is_card_file, paths))):
        told = _("Several files at once are vCards (.vcf) or calendars (.ics); import each list by itself.")
        raise UsageError(told)
    if (options.without or options.phones) and (is_calendar_file(paths[0]) or is_card_file(paths[0])):
        raise UsageError(_("Cards and calendars have no columns: what is said of columns is for lists."))
    if is_calendar_file(paths[0]):
        from app.services.exchange.calendars_in import plan_calendar

        return plan_calendar(library, library.registry.section(section), paths, options)
    if is_card_file(paths[0]):
        from app.services.exchange.vcards.importing import plan_cards

        return plan_cards(library, library.registry.section(section), paths, options)
    table = open_table(
        paths[0],
        sheet=options.sheet,
        encoding=options.encoding,
        delimiter=options.delimiter,
        progress=progress,
    )
    return _planned(library, library.registry.section(section), table, options)


def _planned(library: Library, declared: Section, table: Table, options: ImportOptions) -> ImportPlan:
    section = declared
    options = replace(options, without=places_without(table.headers, options.without))
    targets = _targets(library, section)
    kept = remembered(section, table.headers, targets) if options.is_remembering else {}
    wanted = planned_fields(library, section, table, {**kept, **options.mapping})
    section, targets = wanted.section, _targets(library, wanted.section)
    guessed = guess_mapping(
        section,
        table.headers,
        table.sample(),
        organization=_organization(library, section),
        context=library.context(),
        made_up=table.made_up,
    )
    matches = wanted.marked(with_overrides(guessed, wanted.mapping, targets))
    if options.keeps_rest:
        mapping = {**kept_columns(table, matches, targets, {**kept, **options.mapping}), **options.mapping}
        return _planned(library, declared, table, replace(options, keeps_rest=False, mapping=mapping))
    if not any(match.target for match in matches):
        raise UserError(
            _("No heading of “{file}” is known: {headings}. Say which column goes to which field.").format(
                file=table.file, headings=", ".join(table.headers[:12])
            )
        )
    ways, count = column_ways(matches, corrected(table, options))
    if not count:
        raise UserError(_("“{file}” has headings but no rows below them.").format(file=table.file))
    made = tuple(wanted.definitions.values())
    constants = _constants(library, targets, options)
    chosen = match_fields(options.match, section, targets, [*matches, *_columns_of(constants)])
    phones = _phones(library, section, table, matches, options)
    return ImportPlan(
        library, section, table, matches, options, count, ways, made, constants, chosen, kept, phones
    )


def _phones(
    library: Library, section: Section, table: Table, matches: Sequence[ColumnMatch], options: ImportOptions
) -> PhoneCountry:
    home = library.context().region
    said = options.phones or (remembered_phones(section, table.headers) if options.is_remembering else "")
    return PhoneCountry(home, guessed_country(matches, table.sample(), home), said)


def _constants(
    library: Library, targets: Mapping[str, Target], options: ImportOptions
) -> tuple[tuple[Target, str], ...]:
    """Targets with their values for every row; UserError for a value that cannot be read."""
    found = tuple((target_named(targets, key), text) for key, text in options.constants.items())
    row = RowReader([], library.context(), {}, found).read(0, ())
    for problem in row.problems:
        raise UserError(f"{problem.column}: {problem.reason}")
    return found


def _columns_of(constants: tuple[tuple[Target, str], ...]) -> list[ColumnMatch]:
    return [ColumnMatch(target.heading(_), target) for target, _text in constants]


def _organization(library: Library, section: Section) -> Section | None:
    known = library.registry.entities.get(ORGANIZATIONS)
    return known if isinstance(known, Section) and section.key != ORGANIZATIONS else None


def _targets(library: Library, section: Section) -> dict[str, Target]:
    return targets_of(section, _organization(library, section), library.context())


@calm()
def run(plan: ImportPlan, progress: Progress | None = None) -> ImportReport:
    """Import: all rows in one operation, or nothing when it is cancelled or breaks off."""
    work = ImportRun(plan, progress)
    title = Path(plan.table.file).name
    if plan.new_fields:
        plan.library.fields.prepare(plan.section)

    def write(unit: Unit) -> None:
        work.keep_picture = partial(put_blob, unit.connection)
        unit.apply(work.changes())

    operation = plan.library.operate("import", plan.section.key, title, write)
    if work.report.created or work.report.updated:
        work.report.operation = operation.uid
        if plan.options.is_remembering and (plan.options.mapping or plan.options.phones):
            remember(plan.section, plan.matches, plan.phones.said)
    return work.report


@calm()
def dry_run(plan: ImportPlan, progress: Progress | None = None) -> ImportReport:
    """What an import would come to; nothing is written."""
    work = ImportRun(plan, progress)
    for _change in work.changes():
        pass
    return work.report
