"""Commands about Word documents: make them, look at templates, keep templates in the file."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from app.command_line.answers import FAILED, OK, PARTLY, Answer, open_library, section_of, wanted
from app.core.errors import UsageError, UserError
from app.core.settings import Settings
from app.core.texts import _, ngettext

if TYPE_CHECKING:
    from app.services.documents.checks import Looked
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


# -- templates -----------------------------------------------------------------------------------------


def template(options: argparse.Namespace, settings: Settings) -> Answer:
    """Check a template, list those of the file, take one in, write one out."""
    acts = {"check": _check, "list": _list, "add": _add, "export": _export}
    return acts[options.act](options, settings)


def _library(options: argparse.Namespace, settings: Settings) -> Any:
    if options.file is None:
        raise UsageError(_("Say which file: --file FILE."))
    return open_library(options, settings)


def _name(options: argparse.Namespace) -> str:
    if not options.name:
        raise UsageError(_("Say which template."))
    return str(options.name)


def _check(options: argparse.Namespace, settings: Settings) -> Answer:
    from app.services.documents.checks import look_at
    from app.services.documents.templates import modern

    if options.file is not None:
        library = open_library(options, settings)
        try:
            section = section_of(library, options.section) if options.section else ""
            found = library.documents.look_at(library.documents.templates.named(_name(options)), section)
        finally:
            library.close()
    else:
        path = Path(_name(options))
        with TemporaryDirectory(prefix="cartoteca-") as home:
            found = look_at(None, modern(path, Path(home)), options.section, shown_name=path.name)
    return _answer_of(found, {})


def _answer_of(found: Looked, more: dict[str, Any]) -> Answer:
    findings = [
        {
            "level": each.level, "kind": each.kind, "place": each.place, "near": each.near, "text": each.text,
            "name": each.name, "suggestion": each.suggestion,
        }
        for each in found.findings
    ]  # fmt: skip
    fields = sorted(
        {".".join(step for step in path if step not in ("[]", "*", "<")) for path in found.wanted}
    )
    data = {**more, "findings": findings, "removed": list(found.removed), "fields": fields,
            "is_for_many": found.is_for_many, "is_numbered": found.is_numbered}  # fmt: skip
    lines = [each.in_words() for each in found.findings] + list(found.removed)
    return data, "\n".join(lines) or _("No problems found."), FAILED if found.errors else OK


def _list(options: argparse.Namespace, settings: Settings) -> Answer:
    library = _library(options, settings)
    try:
        templates = library.documents.templates
        found = [*templates.all(options.section), *templates.shipped()]
    finally:
        library.close()
    rows = [
        {
            "uid": each.uid, "name": each.name, "folder": each.folder, "section": each.section,
            "language": each.language, "versions": each.versions, "is_shipped": each.is_shipped,
        }
        for each in found
    ]  # fmt: skip
    text = "\n".join(f"{each.folder + '/' if each.folder else ''}{each.name}" for each in found)
    return {"templates": rows}, text, OK


def _add(options: argparse.Namespace, settings: Settings) -> Answer:
    library = _library(options, settings)
    try:
        section = section_of(library, options.section) if options.section else ""
        templates = library.documents.templates
        same = [each for each in templates.all() if options.replaces and each.name == options.replaces]
        if options.replaces and not same:
            raise UserError(_("There is no template “{name}”.").format(name=options.replaces))
        if same:
            taken = templates.add_version(same[0].uid, Path(_name(options)))
        else:
            taken = templates.add(
                Path(_name(options)), section=section, folder=options.folder, counter=options.counter
            )
    finally:
        library.close()
    data, text, _status = _answer_of(taken.looked, {"uid": taken.uid})
    return data, "\n".join([_("The template was taken in."), text]), OK


def _export(options: argparse.Namespace, settings: Settings) -> Answer:
    if not options.to:
        raise UsageError(_("Say where to write it: --to OUT."))
    library = _library(options, settings)
    try:
        templates = library.documents.templates
        path = templates.export(templates.named(_name(options)), Path(options.to))
    finally:
        library.close()
    return {"to": str(path)}, _("{path} was written.").format(path=path), OK
