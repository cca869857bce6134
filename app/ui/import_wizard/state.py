"""What the wizard knows so far: file, mapping, way with duplicates; and the questions to the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from app.core.errors import UserError
from app.core.texts import _
from app.ui.import_wizard.notes import Note, notes_of

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.exchange.corrections import RowsAgain
    from app.services.exchange.importing import ImportOptions, ImportPlan, ImportReport
    from app.services.exchange.preview import FirstRecords
    from app.services.exchange.targets import Target
    from app.services.library import Library

PREVIEW_ROWS = 50
SAMPLE_ROWS = 200
ASK = "ask"
"""Duplicates are shown before the import, and each is decided; until then they stay out."""

Correction = tuple[int, str]
"""A cell: the number of its row and the heading of its column."""


@dataclass(frozen=True)
class Look:
    """What was found in the file, with everything the pages show of it."""

    plan: ImportPlan
    sample: list[tuple[Any, ...]]
    notes: list[Note]
    """What is worth knowing of each column."""
    targets: dict[str, Target]
    groups: tuple[str, ...]
    """Paths of the groups that are there."""
    lost: tuple[str, ...] = ()
    """Headings of the columns whose values go nowhere."""
    sections: tuple[tuple[str, str], ...] = ()
    """Keys and titles of the sections that the file can go to."""


@dataclass(frozen=True)
class Known:
    """A row whose record is there already: its number, what it says, the title and uid of the record."""

    row: int
    said: str
    title: str
    uid: str = ""


@dataclass(frozen=True)
class Checked:
    """What the import would come to, and the rows that are worth a look."""

    plan: ImportPlan
    report: ImportReport
    rows: RowsAgain
    known: list[Known]
    first: FirstRecords


@dataclass(frozen=True)
class ImportState:
    """All choices made in the wizard; a new one for each change."""

    section: str
    path: Path | None = None
    others: tuple[Path, ...] = ()
    """Further files of cards."""
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    is_fresh: bool = False
    """The mapping of the last time was let go."""
    keeps_rest: bool = False
    """Columns that no field takes become own fields of text."""
    constants: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    on_duplicate: str = "skip"
    match: tuple[str, ...] = ()
    empty_cells: str = "leave"
    decisions: Mapping[int, str] = field(default_factory=dict)
    corrections: Mapping[Correction, str] = field(default_factory=dict)
    dropped: frozenset[int] = frozenset()
    phones: str = ""
    """The country of phone numbers without a code, where the user chose it."""
    without: frozenset[Correction] = frozenset()
    """Cells without which their rows are taken where they cannot be read; row 0 is every row."""

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file."""
        return (*filter(None, (self.path,)), *self.others)

    def with_file(self, path: Path, *others: Path) -> ImportState:
        """Another file: what was chosen for the former one no longer fits. Only cards come in several."""
        return ImportState(
            self.section, path, others, on_duplicate=self.on_duplicate, empty_cells=self.empty_cells,
            groups=self.groups,
        )  # fmt: skip

    def with_reading(self, what: Literal["sheet", "encoding", "delimiter"], value: str) -> ImportState:
        """Another sheet, encoding or delimiter; the headings may be other ones, so the mapping goes."""
        anew = replace(
            self, mapping={}, decisions={}, corrections={}, dropped=frozenset(), without=frozenset(),
            match=(), phones="",
        )  # fmt: skip
        if what == "sheet":
            return replace(anew, sheet=value)
        return replace(anew, encoding=value) if what == "encoding" else replace(anew, delimiter=value)

    def with_section(self, key: str) -> ImportState:
        """Another section: its fields, groups and records are other ones."""
        return replace(
            self, section=key, mapping={}, constants={}, groups=(), decisions={}, match=(), is_fresh=False,
            phones="",
        )  # fmt: skip

    def reads_as(self, other: ImportState) -> bool:
        """Does the file say the same under both, whatever becomes of its rows?"""
        return self._reading() == other._reading()

    def _reading(self) -> tuple[Any, ...]:
        return (self.section, self.paths, self.sheet, self.encoding, self.delimiter, self.mapping,
                self.is_fresh, self.keeps_rest, self.constants, self.phones)  # fmt: skip

    @property
    def has_work(self) -> bool:
        """Did the user do something that would be lost?"""
        decided = self.decisions or self.corrections or self.dropped or self.without
        return bool(self.mapping or self.constants or self.phones or decided)

    def look(self, library: Library, progress: Progress) -> Look:
        """Look at the file. Cards and calendars go to a section that holds them, whichever was meant."""
        from app.services.exchange.destination import can_go_to, section_for
        from app.services.exchange.rest import lost_columns

        found = replace(self, section=section_for(library.registry, self.section, self.paths))
        plan = found.plan(library, progress)
        sample = plan.table.sample(SAMPLE_ROWS)
        groups = tuple(library.groups.paths(plan.section.key).values())
        sections = tuple(
            (each.key, each.title)
            for each in library.sections.views()
            if not each.is_hidden and can_go_to(library.registry.section(each.key), self.paths)
        )
        return Look(
            plan, sample, notes_of(plan, sample), plan.targets, groups, tuple(lost_columns(plan)), sections
        )

    def plan(self, library: Library, progress: Progress | None = None) -> ImportPlan:
        """The plan of the columns. A list without a known heading has one too: the user may map by hand."""
        from app.services.exchange.calendar_entries import is_calendar_file
        from app.services.exchange.importing import ImportPlan, plan_import
        from app.services.exchange.mapping import ColumnMatch
        from app.services.exchange.tables import open_table
        from app.services.exchange.vcards.files import is_card_file

        if self.path is None:
            raise UserError(_("Choose a file first."))
        options = replace(self._options(), match=())
        try:
            return plan_import(library, self.section, self.paths, options, progress)
        except UserError:
            if self.constants or any(each.startswith("new") for each in self.mapping.values()):
                raise  # a value cannot be read, or a field cannot be made so: that is to be said
            if self.others or is_card_file(self.path) or is_calendar_file(self.path):
                raise  # there is nothing to be mapped by hand
            table = open_table(self.path, sheet=self.sheet, encoding=self.encoding, delimiter=self.delimiter)
            count = sum(1 for _row in table.rows())
            if not count:
                raise
            reason = _("no field has this name")
            matches = tuple(ColumnMatch(header, None, reason) for header in table.headers)
            section = library.registry.section(self.section)
            return ImportPlan(library, section, table, matches, options, count, {})

    def _options(self) -> ImportOptions:
        from app.services.exchange.importing import ImportOptions

        return ImportOptions(
            sheet=self.sheet, encoding=self.encoding, delimiter=self.delimiter, mapping=self.mapping,
            on_duplicate="skip" if self.on_duplicate == ASK else self.on_duplicate, match=self.match,
            empty_cells=self.empty_cells, decisions=self.decisions, constants=self.constants,
            groups=self.groups, corrections=self.corrections, dropped=self.dropped, without=self.without,
            is_remembering=not self.is_fresh, keeps_rest=self.keeps_rest, phones=self.phones,
        )  # fmt: skip

    def chosen(self, plan: ImportPlan) -> ImportPlan:
        """The plan with everything that was chosen after the columns."""
        keys = plan.key_fields
        fields = tuple(keys[key] for key in self.match if key in keys)
        options = replace(self._options(), match=tuple(each.key for each in fields))
        if self.is_fresh:  # what was known of these headings is written over, also by a mere guess
            said = {each.header: each.target.key if each.target else "" for each in plan.matches}
            options = replace(options, mapping=said, is_remembering=True)
        return replace(plan, options=options, match_fields=fields)

    def check(self, plan: ImportPlan, progress: Progress) -> Checked:
        """What the import would come to."""
        from app.services.exchange.corrections import RowsAgain
        from app.services.exchange.importing import dry_run
        from app.services.exchange.preview import first_records

        plan = self.chosen(plan)
        report = dry_run(plan, progress)
        undecided = report
        if self.decisions:
            undecided = dry_run(replace(plan, options=replace(plan.options, decisions={})), progress)
        numbers = {each.row for each in (*report.refused, *report.untaken, *report.notes)} | self.dropped
        numbers |= {number for number, _header in self.corrections}
        rows = RowsAgain(plan, numbers | undecided.same_as.keys())
        return Checked(plan, report, rows, _known(plan, undecided, rows), first_records(plan))

    def run(self, plan: ImportPlan, progress: Progress) -> ImportReport:
        """Import."""
        from app.services.exchange.importing import run

        return run(self.chosen(plan), progress)


def _known(plan: ImportPlan, report: ImportReport, rows: RowsAgain) -> list[Known]:
    from app.blueprint.kinds import cell_text

    records = plan.library.get_many(list(dict.fromkeys(report.same_as.values())))
    other = _("another row of the list")
    found = []
    for number, uid in report.same_as.items():
        cells = [" ".join(cell_text(cell).split()) for cell in rows.cells.get(number, ()) if cell is not None]
        title = records[uid].title if uid in records else other
        found.append(Known(number, " · ".join(cells[:4])[:200], title, uid if uid in records else ""))
    return found
