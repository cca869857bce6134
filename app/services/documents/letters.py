"""One letter for one record, from a template on the disk or one that comes with the program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import UserError
from app.core.texts import _
from app.services.documents.content import Content
from app.services.documents.making import Order, make
from app.services.documents.templates import of_file, shipped
from app.services.library import Record

if TYPE_CHECKING:
    from app.services.library import Library


@dataclass(frozen=True)
class RenderReport:
    """What the user should know about a finished document."""

    unknown: tuple[str, ...] = ()
    """Placeholders of the template that the data do not have ("contact.nickname"); left empty."""

    empty: tuple[str, ...] = ()
    """Placeholders that the data have, but with nothing in it for this record."""

    removed: tuple[str, ...] = ()
    """Sentences about what was not carried over: remote pictures, attached template, macros …"""


def make_document(library: Library, template: Path, uid: str, out: Path) -> RenderReport:
    """Fill a Word template for one record; UserError if the record is gone or a file not fit."""
    if library.get(uid) is None:
        raise UserError(_("There is no record {uid}.").format(uid=uid))
    made = make(library, Order(of_file(template), (uid,), target=out, is_trial=True))
    if made.problems:
        raise UserError(made.problems[0][1])
    assert made.looked is not None
    unknown = tuple(each.name for each in made.looked.findings if each.kind == "unknown")
    return RenderReport(unknown, made.documents[0].empty, made.documents[0].removed)


def in_words(library: Library, placeholders: Iterable[str]) -> list[str]:
    """Names of placeholders as the user knows them: labels of fields, where there are such."""
    sections = {each.key.removesuffix("s"): each for each in library.registry.sections}
    found: dict[str, None] = {}
    for name in placeholders:
        owner, _dot, key = name.partition(".")
        section = sections.get(owner)
        field = section.by_key.get(key.partition(".")[0]) if section else None
        if name == "user.name":
            found[_("your name (Settings → General)")] = None
        else:
            found[_(field.label) if field else name] = None
    return list(found)


def templates() -> list[Path]:
    """The templates that ship with the program, those in the interface language first."""
    return [each.path for each in shipped() if each.path is not None]


def context_for(library: Library, record: Record, language: str = "") -> dict[str, Any]:
    """Everything the placeholders of a template may name, in the language of the letter."""
    return Content(library, language).of(record)
