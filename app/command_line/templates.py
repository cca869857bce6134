"""Commands about Word templates: look at them, keep them in the file, change them, write them out."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from app.command_line.answers import FAILED, OK, Answer, open_library, section_of
from app.core.errors import UsageError, UserError
from app.core.settings import Settings
from app.core.texts import _

if TYPE_CHECKING:
    from app.services.documents.checks import Looked
    from app.services.documents.templates import Template

Act = Callable[[argparse.Namespace, Settings], Answer]


def template(options: argparse.Namespace, settings: Settings) -> Answer:
    """Do what is asked with a template."""
    return ACTS[options.act](options, settings)


@contextmanager
def _library(options: argparse.Namespace, settings: Settings) -> Iterator[Any]:
    if options.file is None:
        raise UsageError(_("Say which file: --file FILE."))
    library = open_library(options, settings)
    try:
        if options.section:
            section_of(library, options.section)
        yield library
    finally:
        library.close()


def _name(options: argparse.Namespace) -> str:
    if not options.name:
        raise UsageError(_("Say which template."))
    return str(options.name)


def _own(library: Any, name: str) -> Template:
    """A template that is kept in the file."""
    found: Template = library.documents.templates.named(name)
    if not found.uid:
        raise UserError(_("There is no template “{name}” in the file.").format(name=name))
    return found


def _check(options: argparse.Namespace, settings: Settings) -> Answer:
    from app.services.documents.checks import look_at
    from app.services.documents.templates import modern

    if options.file is not None:
        with _library(options, settings) as library:
            found = library.documents.look_at(
                library.documents.templates.named(_name(options)), options.section or ""
            )
    else:
        path = Path(_name(options))
        with TemporaryDirectory(prefix="cartoteca-") as home:
            found = look_at(None, modern(path, Path(home)), options.section or "", shown_name=path.name)
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
    with _library(options, settings) as library:
        templates = library.documents.templates
        found = [*templates.all(options.section or ""), *templates.shipped()]
    if options.folder is not None:
        found = [each for each in found if each.folder == options.folder]
    text = "\n".join(f"{each.folder + '/' if each.folder else ''}{each.name}" for each in found)
    return {"templates": [_told(each) for each in found]}, text, OK


def _told(each: Template) -> dict[str, Any]:
    return {
        "uid": each.uid, "name": each.name, "folder": each.folder, "section": each.section,
        "language": each.language, "counter": each.counter, "pattern": each.pattern,
        "versions": each.versions, "is_shipped": each.is_shipped,
    }  # fmt: skip


def _values(options: argparse.Namespace) -> dict[str, str]:
    """What is said of the template besides its file."""
    keys = ("section", "folder", "language", "counter", "pattern")
    found = {key: getattr(options, key) for key in keys} | {"name": options.new_name}
    return {key: value for key, value in found.items() if value is not None}


def _add(options: argparse.Namespace, settings: Settings) -> Answer:
    path = Path(_name(options))
    with _library(options, settings) as library:
        templates = library.documents.templates
        if options.replaces:
            taken = templates.add_version(_own(library, options.replaces).uid, path)
        else:
            taken = templates.add(path, **_values(options))
    data, text, _status = _answer_of(taken.looked, {"uid": taken.uid})
    return data, "\n".join([_("The template was taken in."), text]), OK


def _change(options: argparse.Namespace, settings: Settings) -> Answer:
    values = _values(options)
    if not values:
        raise UsageError(_("Say what is to be changed: --name, --folder, --section, --counter …"))
    with _library(options, settings) as library:
        uid = _own(library, _name(options)).uid
        operation = library.documents.templates.change(uid, **values)
        found = library.documents.templates.find(uid)
    data = {"operation": operation.uid if operation.count else None, "template": _told(found)}
    return data, _("The template “{name}” was changed.").format(name=found.name), OK


def _remove(options: argparse.Namespace, settings: Settings) -> Answer:
    with _library(options, settings) as library:
        found = _own(library, _name(options))
        operation = library.documents.templates.remove(found.uid)
    text = _("The template “{name}” was deleted.").format(name=found.name)
    return {"operation": operation.uid}, text, OK


def _versions(options: argparse.Namespace, settings: Settings) -> Answer:
    with _library(options, settings) as library:
        found = library.documents.templates.versions(_own(library, _name(options)).uid)
    rows = [
        {
            "number": each.number, "name": each.file_name, "size": each.size, "at": each.added_at,
            "by": each.added_by, "note": each.note,
        }
        for each in found
    ]  # fmt: skip
    lines = [
        "  ".join(filter(None, (str(each.number), each.added_at, each.added_by, each.note))) for each in found
    ]
    return {"versions": rows}, "\n".join(lines), OK


def _restore(options: argparse.Namespace, settings: Settings) -> Answer:
    if not options.number:
        raise UsageError(_("Say which version: --number N."))
    with _library(options, settings) as library:
        uid = _own(library, _name(options)).uid
        operation = library.documents.templates.restore_version(uid, options.number)
    text = _("Version {n} is in use again.").format(n=options.number)
    return {"operation": operation.uid}, text, OK


def _export(options: argparse.Namespace, settings: Settings) -> Answer:
    if not options.to:
        raise UsageError(_("Say where to write it: --to OUT."))
    with _library(options, settings) as library:
        templates = library.documents.templates
        found = templates.named(_name(options))
        path = templates.export(found, Path(options.to), options.number or None)
    return {"to": str(path)}, _("{path} was written.").format(path=path), OK


ACTS: dict[str, Act] = {
    "check": _check, "list": _list, "add": _add, "change": _change, "remove": _remove,
    "versions": _versions, "restore": _restore, "export": _export,
}  # fmt: skip
"""What can be done with a template."""
