"""Commands that find and show records, and what was done with them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.blueprint.section import STAMPS
from app.command_line.answers import OK, Answer, open_library, query_of, section_of
from app.core.errors import UsageError, UserError
from app.core.folding import fold
from app.core.settings import Settings
from app.core.texts import _, ngettext

if TYPE_CHECKING:
    from app.services.library import UndoPreview


def search(options: argparse.Namespace, settings: Settings) -> Answer:
    """Find records by a text, in a saved filter, or both."""
    from app.services.lists import ListQuery

    if options.filter:
        return _search_in_filter(options, settings)
    if options.text is None:
        raise UsageError(_("Say what to look for, or name a saved filter."))
    library = open_library(options, settings)
    try:
        keys = (
            [section_of(library, options.section)]
            if options.section
            else [each.key for each in library.registry.sections]
        )
        counts = [library.lists.count(ListQuery(key, options.text)) for key in keys if fold(options.text)]
        found = library.lists.find(options.text, options.limit, keys)
    finally:
        library.close()
    total, is_exact = sum(each.n for each in counts), all(each.is_exact for each in counts)
    return _told(total, is_exact, [(each.uid, each.section, each.title) for each in found])


def _search_in_filter(options: argparse.Namespace, settings: Settings) -> Answer:
    """What a saved filter finds, and the text within that; without a text all of it."""
    library = open_library(options, settings)
    try:
        wanted = section_of(library, options.section) if options.section else None
        section = library.filters.named(options.filter, wanted).query.section
        query = query_of(library, section, options.text or "", options.filter)
        count = library.lists.count(query)
        ids = library.lists.first_ids(query, options.limit)
        rows = [row for row in library.lists.rows(section, ids, ()) if row.uid]
    finally:
        library.close()
    return _told(count.n, count.is_exact, [(each.uid, section, each.title) for each in rows])


def _told(total: int, is_exact: bool, found: Sequence[tuple[str, str, str]]) -> Answer:
    """What was found, each with uid, section and title."""
    records = [{"uid": uid, "section": section, "title": title} for uid, section, title in found]
    text = "\n".join(f"{uid}  {section:14}{title}" for uid, section, title in found)
    data = {"total": total, "total_is_exact": is_exact, "records": records}
    return data, text or _("Nothing found."), OK


def show(options: argparse.Namespace, settings: Settings) -> Answer:
    """One record with all its fields."""
    library = open_library(options, settings)
    try:
        record = library.get(options.uid)
        if record is None:
            raise UserError(_("There is no record {uid}.").format(uid=options.uid))
        section = library.registry.section(record.section)
        context = library.context()
        data = {
            "uid": record.uid,
            "section": record.section,
            "title": record.title,
            "version": record.version,
        }
        fields = (*section.all_fields, *STAMPS)
        data["fields"] = {field.key: record.values.get(field.key) for field in fields}
        data["fields"] |= library.around.fields_of(record)
        lines = [
            f"{field.key}: {field.kind.show(record.values[field.key], context)}"
            for field in fields
            if record.values.get(field.key) is not None
        ]
    finally:
        library.close()
    return data, "\n".join(lines), OK


def history(options: argparse.Namespace, settings: Settings) -> Answer:
    """What was done, newest first."""
    library = open_library(options, settings)
    try:
        found = library.history.operations(options.limit)
    finally:
        library.close()
    rows = [
        {
            "uid": each.uid, "kind": each.kind, "section": each.section, "count": each.count,
            "at": each.at, "by": each.by,
            "is_undone": each.is_undone, "target": each.target, "text": each.describe(),
        }
        for each in found
    ]  # fmt: skip
    text = "\n".join(
        f"{each.uid}  {each.at}  {each.describe()}" + (f"  ({_('undone')})" if each.is_undone else "")
        for each in found
    )
    return {"operations": rows}, text, OK


def undo(options: argparse.Namespace, settings: Settings) -> Answer:
    """Take back an operation, or say what that would come to."""
    library = open_library(options, settings)
    try:
        if options.dry_run:
            return _foreseen(library.preview_undo(options.operation))
        undone = library.undo(options.operation)
    finally:
        library.close()
    data = {
        "operation": undone.operation.uid,
        "target": undone.operation.target,
        "count": undone.operation.count,
        "kept": undone.kept,
    }
    text = undone.operation.describe()
    if undone.kept:
        kept = ngettext(
            "{n} record was edited since and stays: {names}",
            "{n} records were edited since and stay: {names}",
            len(undone.kept),
        )
        text += "\n" + kept.format(n=len(undone.kept), names=", ".join(undone.kept[:20]))
    return data, text, OK


def _foreseen(preview: UndoPreview) -> Answer:
    """What an undo would come to."""
    data = {
        "operation": preview.operation.uid,
        "count": preview.reversed,
        "kept": list(preview.kept),
        "dry_run": True,
    }
    lines = [preview.operation.describe(), *preview.sentences(20)]
    return data, "\n".join(lines), OK
