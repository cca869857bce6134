"""The command that makes Word documents of records."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.command_line.answers import FAILED, OK, PARTLY, Answer, open_library, wanted
from app.core.errors import UsageError
from app.core.settings import Settings
from app.core.texts import _, ngettext

if TYPE_CHECKING:
    from app.services.documents.making import Made


def document(options: argparse.Namespace, settings: Settings) -> Answer:
    """Fill a Word template for one record, or for all that a text or a filter finds."""
    from app.services.documents.making import Order

    library = open_library(options, settings)
    try:
        template = library.documents.templates.named(options.template)
        uids = wanted(library, options)
        to = Path(options.to) if options.to else None
        is_file = _is_file(to, options)
        if is_file and len(uids) > 1 and not options.joined and not _is_for_many(library, template, uids):
            raise UsageError(_("There are several documents; name a folder with --to, or say --joined."))
        if to is None and not options.attach:
            raise UsageError(_("Say where the documents go: --to FOLDER, or --attach."))
        order = Order(
            template, uids, None if is_file else to, to if is_file else None, options.pattern,
            is_joined=options.joined, as_pdf=options.pdf or (is_file and options.to.lower().endswith(".pdf")),
            is_attached=options.attach, is_noted=not options.no_event,
        )  # fmt: skip
        made = library.documents.make(order)
    finally:
        library.close()
    return _told(made, options)


def _is_file(to: Path | None, options: argparse.Namespace) -> bool:
    """Is one file meant, not a folder for them?"""
    if to is None or to.is_dir():
        return False
    return bool(options.record) or to.suffix.lower() in (".docx", ".pdf")


def _is_for_many(library: Any, template: Any, uids: tuple[str, ...]) -> bool:
    sections = set(library.get_sections(uids).values())
    return bool(library.documents.look_at(template, sections.pop() if len(sections) == 1 else "").is_for_many)


def _told(made: Made, options: argparse.Namespace) -> Answer:
    documents = [
        {
            "uids": list(each.uids), "title": each.title, "path": str(each.path) if each.path else None,
            "number": each.number, "empty": list(each.empty), "removed": list(each.removed),
        }
        for each in made.documents
    ]  # fmt: skip
    problems = [{"title": title, "problem": problem} for title, problem in made.problems]
    unknown = [each.name for each in made.looked.findings if each.kind == "unknown"] if made.looked else []
    one = made.documents[0] if len(made.documents) == 1 else None
    data: dict[str, Any] = {
        "to": options.to, "unknown": unknown, "empty": list(one.empty) if one else [],
        "removed": list(one.removed) if one else [], "documents": documents, "problems": problems,
        "operation": made.operation.uid if made.operation else None,
    }  # fmt: skip
    lines = [_("{path} was written.").format(path=path) for path in _paths(made)]
    if len(lines) > 10:
        n = len(lines)
        told = ngettext("{n} document was written.", "{n} documents were written.", n)
        lines = [told.format(n=n)]
    if unknown:
        lines.append(_("Unknown placeholders: {names}").format(names=", ".join(unknown)))
    if one is not None and one.empty:
        lines.append(_("Empty for this record: {names}").format(names=", ".join(one.empty)))
    lines += [*(one.removed if one is not None else ()), *(problem for _title, problem in made.problems)]
    status = OK if not made.problems else PARTLY if made.documents else FAILED
    return data, "\n".join(lines), status


def _paths(made: Made) -> list[str]:
    return list(dict.fromkeys(str(each.path) for each in made.documents if each.path is not None))
