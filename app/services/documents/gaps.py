"""What is empty for the records that documents are made for, and which field would fill it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.blueprint.field import Field
from app.blueprint.readings import Mirror
from app.blueprint.rows import Files, Groups
from app.blueprint.section import Section
from app.core.texts import _
from app.services.documents.vocabulary import ADDRESS_PARTS, root_of
from app.services.operations import Operation
from app.store.change import Change

if TYPE_CHECKING:
    from app.services.documents.making import MadeDocument
    from app.services.library import Library

_UNFIT = (Files, Groups, Mirror)
FIRM, USER = "firm", "user"
_SOURCES = {
    **dict.fromkeys((*ADDRESS_PARTS, "address", "full_address"), "addresses"),
    "phone": "phones", "email": "emails", "organization": "organizations", "job_title": "organizations",
    "full_name": "surname", "short_name": "surname", "name": "surname", "title": "surname",
}  # fmt: skip
"""Fields that are made of others, and the one to fill in."""


@dataclass(frozen=True)
class Gap:
    """One thing that a document of one record would leave empty."""

    label: str
    uid: str = ""
    title: str = ""
    section: str = ""
    field: str = ""
    """Key of the field that would fill it; empty where the record itself has none for it."""
    root: str = ""


def gaps_of(library: Library, documents: Iterable[MadeDocument]) -> list[Gap]:
    """The gaps of documents, those of the user's own firm and name once."""
    found: dict[tuple[str, str], Gap] = {}
    made = [each for each in documents if len(each.uids) == 1]
    sections = library.get_sections([each.uids[0] for each in made])
    for each in made:
        section = library.registry.section(sections[each.uids[0]])
        for label, name in each.gaps:
            gap = _gap(section, each, label, name)
            found.setdefault((gap.uid, gap.field or name), gap)
    return list(found.values())


def _gap(section: Section, document: MadeDocument, label: str, name: str) -> Gap:
    root, _point, rest = name.partition(".")
    if root == USER:
        return Gap(_("your name (Settings → General)"), root=root)
    if root == FIRM:
        return Gap(label, root=root)
    field = field_for(section, rest.partition(".")[0]) if root in (root_of(section.key), "record") else None
    key = field.key if field is not None else ""
    return Gap(label, document.uids[0], document.title, section.key, key, root)


def field_for(section: Section, key: str) -> Field | None:
    """The field to fill in where a document has nothing for ``key``."""
    for name in (key, _SOURCES.get(key, "")):
        field = section.by_key.get(name)
        if (
            field is not None
            and field in section.stored
            and not isinstance(field.kind, _UNFIT)
        ):
            return field
    return None


def fill(library: Library, values: Mapping[tuple[str, str], Mapping[str, Any]]) -> Operation:
    """Save what was filled in: values by (section, uid); an ordinary edit, one step to undo."""
    changes = [Change(section, uid, dict(each)) for (section, uid), each in values.items()]
    sections = {section for section, _uid in values}
    return library.write("edit", changes, section=sections.pop() if len(sections) == 1 else None)
