"""What a Word template may speak of: a record as plain texts, the firm behind it, today, the user."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Context, Values
from app.blueprint.dates import date_format
from app.blueprint.rows import Mirror, Reference, Rows
from app.blueprint.section import Section
from app.core.errors import UsageError, UserError
from app.core.paths import resource
from app.core.texts import LANGUAGES, _, speaking
from app.services.documents.render import RenderReport, render_template
from app.services.library import Record

if TYPE_CHECKING:
    from app.services.library import Library

ADDRESS_PARTS = ("street", "city", "region", "postcode", "country")


def make_document(library: Library, template: Path, uid: str, out: Path) -> RenderReport:
    """Fill a Word template for one record; UserError if the record is gone or a file not fit."""
    record = library.get(uid)
    if record is None:
        raise UserError(_("There is no record {uid}.").format(uid=uid))
    library.care.spare(out, template)
    if out.suffix.lower() != ".docx":
        raise UsageError(_("“{file}”: name the document .docx.").format(file=out.name))
    return render_template(template, context_for(library, record, _language_of(template)), out)


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
    """The letters that ship with the program, the one in the interface language first."""
    from app.core.texts import language

    found = sorted(resource("templates").glob("*.docx"))
    return sorted(found, key=lambda path: not path.stem.endswith(f"-{language()}"))


def _language_of(template: Path) -> str:
    """``letter-ru.docx`` is in Russian, whatever language the window speaks; else not known."""
    code = template.stem.rpartition("-")[2]
    return code if code in LANGUAGES else ""


def context_for(library: Library, record: Record, language: str = "") -> dict[str, Any]:
    """Everything the placeholders of a template may name, in the language of the letter."""
    with speaking(language):
        context = library.context()
        context = replace(context, language=language or context.language, is_lasting=True)
        return _context_for(library, record, context)


def _context_for(library: Library, record: Record, context: Context) -> dict[str, Any]:
    section = library.registry.section(record.section)
    own = record_values(section, record, context)
    firm = _related(library, section, record, "organizations", context)
    person = _related(library, section, record, "contacts", context)
    return {
        "record": own,
        "contact": own if record.section == "contacts" else person,
        "organization": own if record.section == "organizations" else firm,
        section.key.removesuffix("s"): own,
        "today": date_format(context.today, "d MMMM y", context.language),
        "user": {"name": library.identity.user},
    }


def record_values(section: Section, record: Record, context: Context) -> dict[str, Any]:
    """Every field by its key: texts as a reader sees them, lists as lists of texts by part."""
    found: dict[str, Any] = {"title": record.title, "full_name": record.title, "uid": record.uid}
    for field in section.all_fields:
        if isinstance(field.kind, Mirror) or field.key in ("groups", "attachments"):
            continue
        value = record.values.get(field.key)
        if isinstance(field.kind, Rows):
            found[field.key] = [dict(_row(field.kind, row, context)) for row in value or ()]
        else:
            found.setdefault(field.key, field.kind.show(value, context) if value is not None else "")
    return {**found, **_address(section, record.values, context)}


def _row(kind: Rows, row: Values, context: Context) -> Iterator[tuple[str, str]]:
    for part in kind.parts:
        yield part.key, part.kind.show(row.get(part.key), context) if row.get(part.key) is not None else ""
    yield "text" if "text" not in {part.key for part in kind.parts} else "full", kind.show_row(row, context)


def _address(section: Section, values: Values, context: Context) -> dict[str, str]:
    """The first address, whole and in parts."""
    field = section.by_key.get("addresses")
    if field is None or not isinstance(field.kind, Rows):
        return {}
    first = (values.get("addresses") or [{}])[0]
    street = str(first.get("text") or first.get("street") or "")
    parts = {key: str(first.get(key) or "") for key in ADDRESS_PARTS}
    return {**parts, "address": street, "full_address": field.kind.show_row(first, context)}


def _related(
    library: Library, section: Section, record: Record, wanted: str, context: Context
) -> dict[str, Any]:
    """The first record of another section that this one points to, else every key of it, empty."""
    target = next((each for each in library.registry.sections if each.key == wanted), None)
    if target is None or target is section:
        return {}
    for uid in _pointed(section, record.values, wanted):
        found = library.get(uid)
        if found is not None and found.section == wanted:
            return record_values(target, found, context)
    return record_values(target, Record(wanted, "", "", {}, 0), context)


def _pointed(section: Section, values: Values, wanted: str) -> Iterator[str]:
    for field in section.stored:
        value, kind = values.get(field.key), field.kind
        if value is None:
            continue
        if isinstance(kind, Reference) and kind.section == wanted:
            yield value
        elif getattr(kind, "section", None) in (wanted, "*") and isinstance(value, list):
            yield from value
        elif isinstance(kind, Rows):
            keys = [
                part.key
                for part in kind.parts
                if isinstance(part.kind, Reference) and part.kind.section == wanted
            ]
            yield from (row[key] for row in value for key in keys if row.get(key))
