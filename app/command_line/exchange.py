"""Commands that bring records in and write them out: spreadsheets and Word documents."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.command_line.answers import OK, PARTLY, Answer, open_library, query_of, section_of
from app.core.errors import UsageError
from app.core.settings import REGIONS, Settings
from app.core.texts import _
from app.services.exchange.formats import OPTIONS

if TYPE_CHECKING:
    from app.services.exchange.formats.sheet import Sheet
    from app.services.exchange.importing import ImportPlan
    from app.services.exchange.refusal import Refusal


def bring_in(options: argparse.Namespace, settings: Settings) -> Answer:
    """Bring in a list; with --dry-run say only what would become of it."""
    from app.services.exchange.importing import ImportOptions, dry_run, plan_import
    from app.services.exchange.importing import run as run_import
    from app.services.exchange.options import EVERY_ROW
    from app.services.exchange.refusal import untaken
    from app.services.exchange.report import verify_place, write_report

    if options.report:
        verify_place(Path(options.report))
    library = open_library(options, settings)
    try:
        wanted = ImportOptions(
            options.sheet, options.encoding, options.delimiter, _mapping(options.map), options.on_duplicate,
            match=tuple(options.match), empty_cells=options.empty, constants=_pairs(options.set, "--set"),
            groups=tuple(options.group), keeps_rest=options.keep_rest,
            phones=options.phones, without=frozenset((EVERY_ROW, column) for column in options.without),
        )  # fmt: skip
        sources = [Path(each) for each in options.source]
        plan = plan_import(library, section_of(library, options.section), sources, wanted)
        left_out = plan.left_out
        report = dry_run(plan) if options.dry_run else run_import(plan)
        if options.report:
            write_report(plan, report, Path(options.report))
    finally:
        library.close()
    lacking = [replace(each, reason=untaken(each)) for each in report.untaken]
    refused, without, notes = map(_told, (report.refused, lacking, report.notes))
    data = {
        "rows": report.rows, "added": report.added, "updated": report.updated, "skipped": report.skipped,
        "refused": refused, "untaken": without, "notes": notes, "skipped_rows": report.skipped_rows,
        "operation": report.operation, "created": report.created,
        "dry_run": options.dry_run, "source": plan.source,
        "phones": plan.phones.read or None,
        "columns": [{"column": each.header, "field": each.target.key if each.target else None,
                     "reason": each.reason} for each in plan.matches],
    }  # fmt: skip
    words = [_("{rows} rows: {added} added, {updated} updated, {skipped} skipped, {refused} refused.").format(
        rows=report.rows, added=report.added, updated=report.updated, skipped=report.skipped,
        refused=len(refused)
    )]  # fmt: skip
    words += _phone_words(plan)
    words += [
        _("“{column}” is left out: {reason}").format(column=each.header, reason=each.reason)
        for each in left_out
    ]
    words += [_row_words(each) for each in (*refused, *without, *notes)]
    return data, "\n".join(words), PARTLY if refused else OK


def _phone_words(plan: ImportPlan) -> list[str]:
    """That numbers are read as those of another country, if nobody said so."""
    phones, names = plan.phones, dict(REGIONS)
    if phones.said or not phones.is_other:
        return []
    told = _("The phone numbers look like those of another country ({country}) and are read so; "
             "--phones {home} reads them as your own.")  # fmt: skip
    return [told.format(country=_(names[phones.read]), home=phones.home)]


def _row_words(each: dict[str, Any]) -> str:
    """Where something is wrong and what; a card has no columns."""
    said = _("Row {row}, {column}: {reason}") if each["column"] else _("{row}: {reason}")
    return said.format(**each)


def _told(refusals: Sequence[Refusal]) -> list[dict[str, Any]]:
    return [{"row": each.row, "column": each.column, "reason": each.reason} for each in refusals]


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        if not equals or not column.strip():
            raise UsageError(_('“{pair}”: write --map "Column=field".').format(pair=pair))
        found[column.strip()] = field.strip()
    return found


def _pairs(pairs: Sequence[str], option: str) -> dict[str, str]:
    found = {}
    for pair in pairs:
        field, equals, value = pair.partition("=")
        if not equals or not field.strip() or not value.strip():
            raise UsageError(_('“{pair}”: write {option} "field=value".').format(pair=pair, option=option))
        found[field.strip()] = value
    return found


def write_out(options: argparse.Namespace, settings: Settings) -> Answer:
    """Write records to a file; with --all everything, as an open archive."""
    from app.services.exchange.exporting import export

    if options.all:
        return _write_all(options, settings)
    if not options.section:
        raise UsageError(_("Say which section to export, or --all."))
    library = open_library(options, settings)
    try:
        columns = _names(options.columns)
        query = query_of(library, section_of(library, options.section), options.search, options.filter)
        n = export(
            library, query, Path(options.to), columns, uids=_names(options.uids), draw=_draw,
            **_of_format(options),
        )  # fmt: skip
    finally:
        library.close()
    return (
        {"rows": n, "to": options.to},
        _("{n} rows were written to {path}.").format(n=n, path=options.to),
        OK,
    )


def _write_all(options: argparse.Namespace, settings: Settings) -> Answer:
    from app.services.exchange.archive.writing import write_archive

    library = open_library(options, settings)
    try:
        written = write_archive(library, Path(options.to))
    finally:
        library.close()
    n = sum(written.records.values())
    data = {"rows": n, "to": options.to, "records": written.records, "files": written.files,
            "missing": list(written.missing)}  # fmt: skip
    words = [_("{n} rows were written to {path}.").format(n=n, path=options.to)]
    words += [_("{name}: the content is missing.").format(name=name) for name in written.missing]
    return data, "\n".join(words), PARTLY if written.missing else OK


def _draw(path: Path, sheet: Sheet, options: Mapping[str, Any]) -> None:
    """What is drawn needs Qt, though no window."""
    from app.ui.printing.pdf import write_pdf

    write_pdf(path, sheet, options)


def _names(text: str) -> list[str] | None:
    """Words parted by commas; None if there are none."""
    return [name.strip() for name in text.split(",") if name.strip()] or None


def _of_format(options: argparse.Namespace) -> dict[str, Any]:
    """What was said of the format; what was not is left to it."""
    said = {key: getattr(options, key) for key in OPTIONS}
    return {key: value for key, value in said.items() if value is not None}
