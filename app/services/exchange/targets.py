"""Targets: everything of a section that a column can fill, derived from its fields."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.blueprint.context import Context
from app.blueprint.dates import DayMonth, PartialDate
from app.blueprint.field import Field
from app.blueprint.kinds import Image, Kind, Number, Text
from app.blueprint.lists import LISTS
from app.blueprint.rows import ContactPoints, Files, Jobs, References, Rows
from app.blueprint.section import Section
from app.core.texts import LANGUAGES, N_, compiled
from app.services.exchange import words

FULL_NAME = "full_name"
"""Key of the target for a whole name in one cell."""

TYPE = "type"
"""Key of the part that says which kind of phone, address and so on a row is."""

YEAR, MONTH, DAY = DATE_PARTS = ("year", "month", "day")
"""Parts of a date that some lists have in columns of their own."""

_DATE_LABELS = {YEAR: N_("Year"), MONTH: N_("Month"), DAY: N_("Day")}

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Target:
    """A field, or a part of a field of rows with a type, that a column fills.

    ``key`` is what ``--map`` and scripts say (``phone.mobile``, ``address.legal.city``); ``kind`` reads the
    cell; ``labels`` are the untranslated words of its heading: label, type.
    """

    key: str
    field: Field
    kind: Kind
    part: str = ""
    type: str = ""
    labels: tuple[str, str] = ("", "")
    names: tuple[str, ...] = ()
    section: str = ""

    @property
    def takes_many(self) -> bool:
        """May several columns fill it?"""
        return self.field.kind.is_rows or self.kind.is_multiline

    def heading(self, translate: Translate, ordinal: int = 1) -> str:
        """The heading of its column: "Phone (Mobile)", "City (Legal) 2"."""
        label, kind = self.labels
        text = f"{translate(label)} ({translate(kind)})" if kind else translate(label)
        return text if ordinal == 1 else f"{text} {ordinal}"


def targets_of(
    section: Section, organization: Section | None = None, context: Context | None = None
) -> dict[str, Target]:
    """Every target of a section by its key.

    ``organization`` adds the fields of the firm a person works for; ``context`` knows the user's own kinds
    of phones, addresses and so on.
    """
    found: dict[str, Target] = {}
    for target in _all(section, organization, context or Context()):
        found.setdefault(target.key, target)
    return found


def is_importable(field: Field) -> bool:
    """Values that a cell can hold: no pictures, no files, no links to anything."""
    if not field.is_stored or field.is_hidden or isinstance(field.kind, (Image, Files)):
        return False
    return not (isinstance(field.kind, References) and field.key == "links")


def singular(field: Field) -> str:
    """The key of one row of a field: phones → phone, addresses → address."""
    return field.key.removesuffix("es") if field.key == "addresses" else field.key.removesuffix("s")


def _all(section: Section, organization: Section | None, context: Context) -> Iterator[Target]:
    for field in section.stored:
        if not is_importable(field):
            continue
        if isinstance(field.kind, ContactPoints):
            yield from _contact_points(section, field, field.kind, context)
        elif isinstance(field.kind, Rows):
            yield from _rows(section, field, field.kind, context)
        else:
            names = (*field.names, *words.FIELDS.get(field.key, ()))
            yield Target(field.key, field, field.kind, labels=(field.label, ""), names=names)
            if isinstance(field.kind, PartialDate) and not isinstance(field.kind, DayMonth):
                yield from _date_parts(field)
    if {"surname", "given_name"} <= section.by_key.keys():
        yield Target(
            FULL_NAME,
            section.by_key["surname"],
            Text(),
            labels=(N_("Name"), ""),
            names=(*words.FULL_NAME, *words.SURNAME_FIRST, *words.GIVEN_FIRST),
        )
    if organization is not None and any(isinstance(field.kind, Jobs) for field in section.fields):
        yield from _of_organization(organization)


def _date_parts(field: Field) -> Iterator[Target]:
    for part in DATE_PARTS:
        names = words.DATE_PARTS.get(f"{field.key}.{part}", ())
        labels = (field.label, _DATE_LABELS[part])
        yield Target(f"{field.key}.{part}", field, Number(), part, labels=labels, names=names)


@dataclass(frozen=True)
class _Type:
    """A kind of rows: key, label in the file, built-in label, words."""

    key: str = ""
    label: str = ""
    built_in: str = ""
    words: tuple[str, ...] = ()


def _types(kind: Rows, context: Context) -> Iterator[_Type]:
    """The types of rows; the first is "no type"."""
    yield _Type()
    if kind.types is None:
        return
    list_key = kind.types.list
    own = dict(context.options_of(list_key))
    spoken = words.TYPES.get(list_key, {})
    for option in LISTS[list_key].options if list_key in LISTS else ():
        label = own.pop(option.key, option.label)
        is_renamed = label not in {translate(option.label) for translate in translators()}
        yield _Type(option.key, label if is_renamed else option.label, option.label,
                    (option.key, option.label, *spoken.get(option.key, ())))  # fmt: skip
    for key, label in own.items():
        yield _Type(key, label, label, (key, label))


def _contact_points(
    section: Section, field: Field, kind: ContactPoints, context: Context
) -> Iterator[Target]:
    one = singular(field)
    label = section.by_key[one].label if one in section.by_key else field.label
    bases = (*words.BASES.get(kind.name, ()), *field.names)
    for each in _types(kind, context):
        alone = each.words if each.key in words.ALONE else ()
        names = (*combined(bases, each.words), *alone) if each.key else (*bases, field.key)
        key = f"{one}.{each.key}" if each.key else one
        yield Target(key, field, kind.part("value").kind, "value", each.key, (label, each.label), names)
    yield _type_target(field, kind, one, label, bases)


def _type_target(field: Field, kind: Rows, one: str, label: str, bases: Iterable[str]) -> Target:
    """A column that says of which type the row beside it is: "Phone 2 - Type" before "Phone 2 - Value"."""
    part = kind.part("type")
    names = tuple(f"{base} {word}" for base in bases for word in words.TYPE_OF_ROW)
    return Target(f"{one}.{TYPE}", field, part.kind, TYPE, labels=(label, part.label), names=names)


def _rows(section: Section, field: Field, kind: Rows, context: Context) -> Iterator[Target]:
    one = singular(field)
    if any(part.key == TYPE for part in kind.parts):
        yield _type_target(field, kind, one, field.label, words.BASES.get(kind.name, ()))
    for each in _types(kind, context):
        for part in kind.parts:
            if part.key == TYPE:
                continue
            is_main = part.key == kind.main
            bases = _part_words(kind, part.key, is_main, one)
            names = combined(bases, each.words) if each.key else bases
            if each.key and is_main:
                names += tuple(
                    word for word in each.words if word.startswith("sediu")
                )  # a seat is an address
            labels = (field.label, part.label) if part.key in ("since", "until") else (part.label, each.label)
            key = _part_key(section, kind, one, each.key, part.key)
            yield Target(key, field, part.kind, part.key, each.key, labels, names)


def _part_words(kind: Rows, part: str, is_main: bool, one: str) -> tuple[str, ...]:
    spoken = words.PARTS.get(part, ())
    if is_main:
        return (*spoken, *words.BASES.get(kind.name, ()))
    return (*spoken, part, *(f"{one} {word}" for word in spoken))


def _part_key(section: Section, kind: Rows, one: str, type_key: str, part: str) -> str:
    """Parts of a job go by their own name, where no stored field has it; others under their row's."""
    if part == kind.main:
        part = ""
    taken = section.by_key.get(part)
    if isinstance(kind, Jobs) and part and (taken is None or not taken.is_stored):
        return part
    return ".".join(filter(None, (one, type_key, part)))


def combined(bases: Iterable[str], types: Iterable[str]) -> tuple[str, ...]:
    """Both orders of a base word and a type word: mobile phone, phone mobile."""
    return tuple(name for base in bases for kind in types for name in (f"{base} {kind}", f"{kind} {base}"))


def _of_organization(section: Section) -> Iterator[Target]:
    """Fields of the firm: only what no person has, so that no column of the person goes there."""
    for key in ("fiscal_code", "registration_number", "legal_form", "activity"):
        field = section.by_key.get(key)
        if field is not None:
            names = (*field.names, *words.FIELDS.get(key, ()), key)
            yield Target(
                f"organization.{key}",
                field,
                field.kind,
                labels=(field.label, ""),
                names=names,
                section=section.key,
            )


@lru_cache(maxsize=1)
def translators() -> tuple[Translate, ...]:
    """One translator for each language of the interface: own exports are read under all of them."""
    found: list[Translate] = [str]
    for code in LANGUAGES:
        path = compiled(code) if code != "en" else None
        if path is not None:
            with path.open("rb") as stream:
                found.append(gettext.GNUTranslations(stream).gettext)
    return tuple(found)


def name_index(targets: dict[str, Target]) -> dict[str, list[Target]]:
    """Targets by every squeezed name: keys first, then headings in all languages, then other words."""
    index: dict[str, list[Target]] = {}

    def add(name: str, target: Target) -> None:
        found = index.setdefault(words.squeeze(name), [])
        if target not in found:
            found.append(target)

    for target in targets.values():
        add(target.key, target)
    for translate in translators():
        for target in targets.values():
            add(target.heading(translate), target)
    for target in targets.values():
        for name in target.names:
            add(name, target)
    index.pop("", None)
    return index
