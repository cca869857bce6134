"""The words that templates may use: fields by key and by label in each language, and the roots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from app.blueprint.field import Field
from app.blueprint.kinds import Choices, Image
from app.blueprint.readings import Mirror
from app.blueprint.registry import Registry
from app.blueprint.rows import ANY_SECTION, Files, Groups, Reference, References, Rows, Tags
from app.blueprint.section import STAMPS, Section
from app.core.texts import LANGUAGES, N_, _, language, speaking
from app.services.documents.meaning import ANYTHING, IMAGE, TEXT, plain

if TYPE_CHECKING:
    from app.services.library import Library

ADDRESS_PARTS = ("street", "city", "region", "postcode", "country")
LEFT_OUT = (Groups, Files)
HIDDEN = ("external_ids", "kept_lines", "uid", "tag_list", "sort_as", "show_as")
"""Fields that work, but that nobody looks for when he writes a letter."""

ROOT_LABELS = {
    "record": N_("The record"),
    "firm": N_("My firm"),
    "user": N_("Who writes"),
    "today": N_("Today"),
    "number": N_("Number of the document"),
    "salutation": N_("Salutation"),
    "honorific": N_("Mr or Ms"),
    "honorific_to": N_("To Mr or Ms"),
    "records": N_("All chosen records"),
    "template": N_("Template"),
}
"""What besides the sections a template may begin with."""

_OTHER_ROOTS = {
    "my_firm": "firm", "us": "firm", "noi": "firm", "firma": "firm", "firma_noastra": "firm", "мы": "firm",
    "azi": "today", "astazi": "today", "data_de_azi": "today", "дата": "today", "utilizator": "user",
    "пользователь": "user", "numar": "number", "nr": "number", "номер": "number", "adresare": "salutation",
    "обращение": "salutation",
    "client": "record", "клиент": "record", "fisa": "record", "records": "records", "lista": "records",
    "список": "records",
}  # fmt: skip
_EXTRA = {
    "full_name": (N_("Full name"), ("nume_complet", "полное_имя", "фио", "name", "nume", "имя_полностью")),
    "short_name": (N_("Surname and initials"), ("nume_scurt", "фамилия_и_о")),
}
_ADDRESS_LABELS = {
    "address": N_("Address"), "street": N_("Street"), "city": N_("City"), "region": N_("Region"),
    "postcode": N_("Postcode"), "country": N_("Country"), "full_address": N_("Address in one line"),
}  # fmt: skip


def root_of(section: str) -> str:
    """What a record of a section is called in a template: contacts → contact."""
    return section.removesuffix("s")


@dataclass(frozen=True)
class Word:
    """One field as a picker shows it: its label, what is pasted into a template, its path in the data."""

    label: str
    text: str
    is_list: bool = False
    path: tuple[str, ...] = ()
    known_as: str = ""
    """What else it is called, in every language: for who looks for it."""
    note: str = ""
    """What its value depends on, where that is not to be seen."""


@dataclass(frozen=True)
class Words:
    """The fields behind one root."""

    title: str
    words: tuple[Word, ...]
    is_general: bool = False
    """Does it belong to no record: the date, the salutation?"""


def vocabulary(registry: Registry, section: str = "") -> dict[str, Any]:
    """Roots and types for ``Meaning``; ``section`` is whose records the template is for, if that is known.

    It is only to be read: whoever asks again in the same language is given the same.
    """
    return _vocabulary(registry, section, language())


@lru_cache(maxsize=8)  # every letter that is looked at asks, and a registry stays until a field changes
def _vocabulary(registry: Registry, section: str, _language: str) -> dict[str, Any]:
    keys = frozenset(field.key for each in registry.sections for field in each.all_fields)
    types = {each.key: _type_of(each, keys) for each in registry.sections}
    for each in registry.sections:
        for field in each.all_fields:
            if isinstance(field.kind, Rows):
                types[f"{each.key}.{field.key}"] = _rows_type(field.kind)
    types["any"] = {"fields": {"title": TEXT, "uid": TEXT, "name": TEXT}, "names": {}}
    types["user"] = {"fields": {"name": TEXT}, "names": _named([("name", N_("Name"), ("nume", "имя"))])}
    types["template"] = {"fields": {"name": TEXT}, "names": {}}
    roots = {root_of(each.key): each.key for each in registry.sections}
    roots |= {
        "record": section or "record", "firm": "organizations", "user": "user", "today": TEXT, "number": TEXT,
        "salutation": TEXT, "honorific": TEXT, "honorific_to": TEXT, "template": "template",
        "records": f"[{section or 'record'}]",
    }  # fmt: skip
    if not section:
        types["record"] = _any_record(types, registry)
    return {"roots": roots, "root_names": _root_names(registry), "types": types}


def _any_record(types: dict[str, Any], registry: Registry) -> dict[str, Any]:
    """A record whose section is not known: it may have every field of any."""
    fields: dict[str, str] = {}
    names: dict[str, tuple[str, str]] = {}
    for section in registry.sections:
        for key, kind in types[section.key]["fields"].items():
            fields[key] = kind if fields.get(key, kind) == kind else ANYTHING
        for name, known in types[section.key]["names"].items():
            names.setdefault(name, known)
    return {"fields": fields, "names": names}


def _root_names(registry: Registry) -> dict[str, str]:
    found: dict[str, str] = {}
    for code in LANGUAGES:
        with speaking(code):
            for section in registry.sections:
                found.setdefault(plain(_(section.one)), root_of(section.key))
            for key, label in ROOT_LABELS.items():
                found.setdefault(plain(_(label)), key)
    for name, key in _OTHER_ROOTS.items():
        found.setdefault(plain(name), key)
    return {**found, **{root_of(each.key): root_of(each.key) for each in registry.sections}}


def _type_of(section: Section, keys: frozenset[str]) -> dict[str, Any]:
    """Kinds of the fields by key, and keys by every other name; ``keys`` are taken by other sections."""
    shown = [each for each in section.all_fields if not isinstance(each.kind, LEFT_OUT)]
    fields = {"title": TEXT, "uid": TEXT, "full_name": TEXT, "short_name": TEXT}
    fields |= {each.key: _kind_of(section, each) for each in (*shown, *STAMPS)}
    known = [
        (each.key, each.label, tuple(name for name in each.names if plain(name) not in keys))
        for each in shown
    ]
    if "addresses" in section.by_key:
        fields |= {key: TEXT for key in _ADDRESS_LABELS if key not in fields or key == "city"}
        known += [(key, label, ()) for key, label in _ADDRESS_LABELS.items()]
    known += [(key, label, names) for key, (label, names) in _EXTRA.items()]
    fields.setdefault("name", TEXT)
    names = _named(known)
    labels = dict(reversed(names.values()))
    return {"fields": fields, "names": names | {plain(key): (key, labels.get(key, key)) for key in fields}}


def _kind_of(section: Section, field: Field) -> str:
    kind = field.kind
    if isinstance(kind, Rows):
        return f"[{section.key}.{field.key}]"
    if isinstance(kind, Mirror):
        return f"[{kind.section}]"
    if isinstance(kind, (Reference, References)):
        target = "any" if kind.section == ANY_SECTION else kind.section
        return target if isinstance(kind, Reference) else f"[{target}]"
    if isinstance(kind, (Choices, Tags)):
        return f"[{TEXT}]"
    return IMAGE if isinstance(kind, Image) else TEXT


def _rows_type(kind: Rows) -> dict[str, Any]:
    fields = {
        part.key: part.kind.section if isinstance(part.kind, Reference) else TEXT for part in kind.parts
    }
    names = _named([(part.key, part.label, ()) for part in kind.parts])
    return {"fields": {"text": TEXT, "full": TEXT, **fields}, "names": {**names, "text": ("text", "text")}}


def _named(known: list[tuple[str, str, tuple[str, ...]]]) -> dict[str, tuple[str, str]]:
    """Key and label by every name: labels of all languages first, then what lists call such columns."""
    found: dict[str, tuple[str, str]] = {}
    shown = {key: _(label) for key, label, _names in known}
    for code in LANGUAGES:
        with speaking(code):
            for key, label, _names in known:
                found.setdefault(plain(_(label)), (key, shown[key]))
    for key, _label, names in known:
        for name in names:
            found.setdefault(plain(name), (key, shown[key]))
    found.pop("", None)
    return found


# -- for a picker --------------------------------------------------------------------------------------


def words_for(library: Library, section: str) -> list[Words]:
    """Everything that a template for records of a section may say, by root, as a picker offers it.

    What is pasted names the fields as the user does: ``{{ Contact.Prenume }}``.
    """
    registry = library.registry
    known = vocabulary(registry, section)
    sections = {each.key: each for each in registry.sections}
    first = [section, *(key for key in ("contacts", "organizations") if key != section)]
    found = [
        _words_of(sections[key], _(sections[key].one), root_of(key), known)
        for key in first
        if key in sections
    ]
    firm = ROOT_LABELS["firm"]
    found.append(_words_of(sections["organizations"], _(firm), "firm", known))
    found.append(Words(_("Document"), tuple(_general()), is_general=True))
    return found


def _words_of(section: Section, root: str, root_key: str, known: dict[str, Any]) -> Words:
    names, made = known["types"][section.key]["names"], []
    known_as: dict[str, str] = {}
    for name, (key, _label) in names.items():
        known_as[key] = f"{known_as.get(key, '')} {name}"
    labels = {"full_name": _("Full name"), "short_name": _("Surname and initials")}
    fields = [each for each in section.all_fields if not isinstance(each.kind, LEFT_OUT)]
    labels |= {each.key: _(each.label) for each in fields if each.key not in HIDDEN and not each.is_hidden}
    if "addresses" in section.by_key:
        labels |= {key: _(label) for key, label in _ADDRESS_LABELS.items()}
    for key, label in labels.items():
        is_right = names.get(plain(label), ("",))[0] == key
        kind = known["types"][section.key]["fields"][key]
        said = f"{spoken(root)}.{spoken(label) if is_right else key}"
        is_list, others = kind.startswith("["), known_as.get(key, "")
        made.append(Word(label, f"{{{{ {said} }}}}", is_list, (root_key, key), others))
    # The one phone, the one firm are meant more often than all of them, which are written with commas.
    return Words(root, tuple(sorted(made, key=lambda each: each.is_list)))


def spoken(label: str) -> str:
    """A label as one name: its signs give way to lines."""
    return re.sub(r"\W+", "_", label).strip("_")


_NOTES = {
    "salutation": N_("By sex and name; who has no sex filled in is greeted in words that fit everybody."),
    "honorific": N_("By sex; empty where no sex is filled in."),
    "honorific_to": N_("By sex; empty where no sex is filled in."),
}
_KNOWN_AS = {
    "today": "date data дата", "honorific": "mrs dl dna domnul doamna господин госпожа",
    "honorific_to": "mrs domnului doamnei господину госпоже",
}  # fmt: skip


def _general() -> Iterator[Word]:
    for key in ("today", "number", "salutation", "honorific", "honorific_to"):
        label = ROOT_LABELS[key]
        said, note = f"{{{{ {spoken(_(label))} }}}}", _(_NOTES[key]) if key in _NOTES else ""
        yield Word(_(label), said, path=(key,), known_as=_KNOWN_AS.get(key, ""), note=note)
    label = ROOT_LABELS["user"]
    yield Word(_(label), "{{ user.name }}", path=("user", "name"))
