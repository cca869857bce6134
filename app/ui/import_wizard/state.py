"""What the wizard knows so far: file, mapping, way with duplicates; and the questions to the service."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.core.errors import UserError
from app.core.texts import _

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.exchange.importing import ImportPlan, ImportReport
    from app.services.library import Library

PREVIEW_ROWS = 50


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
    mapping: dict[str, str] = field(default_factory=dict)
    on_duplicate: str = "skip"

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file."""
        return (*filter(None, (self.path,)), *self.others)

    def with_file(self, path: Path, *others: Path) -> ImportState:
        """Another file: what was chosen for the former one no longer fits. Only cards come in several."""
        return ImportState(self.section, path, others, on_duplicate=self.on_duplicate)

    def with_reading(self, what: Literal["sheet", "encoding", "delimiter"], value: str) -> ImportState:
        """Another sheet, encoding or delimiter; the headings may be other ones, so the mapping goes."""
        anew = replace(self, mapping={})
        if what == "sheet":
            return replace(anew, sheet=value)
        return replace(anew, encoding=value) if what == "encoding" else replace(anew, delimiter=value)

    def plan(self, library: Library) -> ImportPlan:
        """Look at the file. A list without a known heading is a plan too: the user may map by hand."""
        from app.services.exchange.importing import ImportOptions, ImportPlan, plan_import
        from app.services.exchange.mapping import ColumnMatch
        from app.services.exchange.tables import open_table
        from app.services.exchange.vcards.files import is_card_file

        if self.path is None:
            raise UserError(_("Choose a file first."))
        options = ImportOptions(
            sheet=self.sheet,
            encoding=self.encoding,
            delimiter=self.delimiter,
            mapping=self.mapping,
            on_duplicate=self.on_duplicate,
        )
        try:
            return plan_import(library, self.section, self.paths, options)
        except UserError:
            if any(each.startswith("new") for each in self.mapping.values()) or is_card_file(self.path):
                raise  # nothing to be mapped by hand: that is to be said
            table = open_table(self.path, sheet=self.sheet, encoding=self.encoding, delimiter=self.delimiter)
            count = sum(1 for _row in table.rows())
            if not count:
                raise
            reason = _("no field has this name")
            matches = tuple(ColumnMatch(header, None, reason) for header in table.headers)
            section = library.registry.section(self.section)
            return ImportPlan(library, section, table, matches, options, count, {})

    def check(self, library: Library, progress: Progress) -> ImportReport:
        """What the import would come to."""
        from app.services.exchange.importing import dry_run

        return dry_run(self.plan(library), progress)

    def run(self, library: Library, progress: Progress) -> ImportReport:
        """Import."""
        from app.services.exchange.importing import run

        return run(self.plan(library), progress)
