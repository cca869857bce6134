"""Commands that bring records in and write them out: spreadsheets and Word documents."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.command_line.answers import OK, PARTLY, Answer, open_library, query_of, section_of
from app.core.errors import UsageError
from app.core.settings import Settings
from app.core.texts import _


def bring_in(options: argparse.Namespace, settings: Settings) -> Answer:
    """Bring in a list; with --dry-run say only what would become of it."""
    from app.services.exchange.importing import ImportOptions, dry_run, plan_import
    from app.services.exchange.importing import run as run_import

    library = open_library(options, settings)
    try:
        wanted = ImportOptions(
            options.sheet, mapping=_mapping(options.map), on_duplicate=options.on_duplicate
        )
        sources = [Path(each) for each in options.source]
        plan = plan_import(library, section_of(library, options.section), sources, wanted)
        left_out = plan.left_out
        report = dry_run(plan) if options.dry_run else run_import(plan)
    finally:
        library.close()
    refused, notes = (
        [{"row": each.row, "column": each.column, "reason": each.reason} for each in found]
        for found in (report.refused, report.notes)
    )
    data = {
        "rows": report.rows, "added": report.added, "updated": report.updated, "skipped": report.skipped,
        "refused": refused, "notes": notes, "operation": report.operation, "created": report.created,
        "dry_run": options.dry_run,
        "columns": [{"column": each.header, "field": each.target.key if each.target else None,
                     "reason": each.reason} for each in plan.matches],
    }  # fmt: skip
    words = [_("{rows} rows: {added} added, {updated} updated, {skipped} skipped, {refused} refused.").format(
        rows=report.rows, added=report.added, updated=report.updated, skipped=report.skipped,
        refused=len(refused)
    )]  # fmt: skip
    words += [
        _("“{column}” is left out: {reason}").format(column=each.header, reason=each.reason)
        for each in left_out
    ]
    words += [_row_words(each) for each in (*refused, *notes)]
    return data, "\n".join(words), PARTLY if refused else OK


def _row_words(each: dict[str, Any]) -> str:
    """Where something is wrong and what; a card has no columns."""
    said = _("Row {row}, {column}: {reason}") if each["column"] else _("{row}: {reason}")
    return said.format(**each)


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        if not equals or not column.strip():
            raise UsageError(_('“{pair}”: write --map "Column=field".').format(pair=pair))
        found[column.strip()] = field.strip()
    return found


def write_out(options: argparse.Namespace, settings: Settings) -> Answer:
    """Write records to a spreadsheet."""
    from app.services.exchange.exporting import export

    library = open_library(options, settings)
    try:
        columns = [name.strip() for name in options.columns.split(",")] if options.columns else None
        query = query_of(library, section_of(library, options.section), options.search, options.filter)
        n = export(library, query, Path(options.to), columns, vcard=options.vcard)
    finally:
        library.close()
    return (
        {"rows": n, "to": options.to},
        _("{n} rows were written to {path}.").format(n=n, path=options.to),
        OK,
    )


def document(options: argparse.Namespace, settings: Settings) -> Answer:
    """Fill a Word template."""
    from app.services.documents.letters import make_document

    library = open_library(options, settings)
    try:
        report = make_document(library, Path(options.template), options.record, Path(options.to))
    finally:
        library.close()
    data = {"to": options.to, "unknown": report.unknown, "empty": report.empty, "removed": report.removed}
    lines = [_("{path} was written.").format(path=options.to)]
    if report.unknown:
        lines.append(_("Unknown placeholders: {names}").format(names=", ".join(report.unknown)))
    if report.empty:
        lines.append(_("Empty for this record: {names}").format(names=", ".join(report.empty)))
    return data, "\n".join([*lines, *report.removed]), OK
