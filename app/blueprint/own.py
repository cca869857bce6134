"""Fields the user made or changed: their definitions, and sections with them built in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from app.blueprint import dates, kinds, rows
from app.blueprint.context import Context, Values
from app.blueprint.field import Field
from app.blueprint.kinds import Kind
from app.blueprint.section import CardGroup, Section
from app.core.texts import N_, NC_, UserText

OWN_GROUP = CardGroup("own", N_("Own fields"))
"""Where a field of the user's stands that was put nowhere else."""

WIDTHS = {"decimal": 100, "money": 140, "yes_no": 80}
"""Widths of columns whose values are about as long as each other."""

MOST_FIELDS = 200
"""Own fields of one section, those that were deleted included: a table holds only so many columns."""


@dataclass(frozen=True)
class Definition:
    """What the user said of one field of one section.

    An own field has a ``kind`` and a ``column``. For a built-in one only what differs from its declaration
    is set; None leaves a thing as it is declared.
    """

    uid: str
    section: str
    key: str
    is_own: bool = False
    label: str | None = None
    kind: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    column: str = ""
    group: str | None = None
    position: int | None = None
    is_hidden: bool = False
    is_required: bool | None = None
    default: Any = None
    hint: str | None = None
    is_deleted: bool = False


@dataclass(frozen=True)
class OwnKind:
    """A kind that the user may choose: its name for the user, and how it is made from the options."""

    key: str
    label: str
    make: Callable[[Definition], Kind]
    has_list: bool = False


def list_key(section: str, key: str) -> str:
    """The value list of an own field."""
    return f"{section}.{key}"[:LIST_KEY_LENGTH]


LIST_KEY_LENGTH = 32
KEY_LENGTH = 16
"""Of an own field: with the longest section's key it still makes the key of a value list."""


def _option(definition: Definition, name: str, default: Any) -> Any:
    return definition.options.get(name, default)


KINDS = {
    each.key: each
    for each in (
        OwnKind("text", N_("Text"), lambda _made: kinds.Text()),
        OwnKind("long_text", N_("Long text"), lambda _made: kinds.LongText()),
        OwnKind(
            "number",
            NC_("kind of field", "Number"),
            lambda made: kinds.Decimal(suffix=_option(made, "suffix", "")),
        ),
        OwnKind("money", N_("Money"), lambda made: kinds.Money(_option(made, "currency", ""))),
        OwnKind("date", N_("Date"), lambda _made: dates.Date()),
        OwnKind("partial_date", N_("Partial date"), lambda _made: dates.PartialDate()),
        OwnKind("date_time", N_("Date and time"), lambda _made: dates.DateOrTime()),
        OwnKind("yes_no", N_("Yes/no"), lambda _made: kinds.YesNo()),
        OwnKind("choice", N_("Choice"), lambda made: kinds.Choice(_list_of(made)), has_list=True),
        OwnKind("choices", N_("Several choices"), lambda made: kinds.Choices(_list_of(made)), has_list=True),
        OwnKind("phone", N_("Phone"), lambda _made: kinds.Phone()),
        OwnKind("email", N_("E-mail"), lambda _made: kinds.Email()),
        OwnKind("url", N_("Web address"), lambda _made: kinds.Url()),
        OwnKind(
            "reference", N_("Record"), lambda made: rows.Reference(_option(made, "section", made.section))
        ),
        OwnKind("image", N_("Picture"), lambda _made: kinds.Image()),
    )
}
"""Kinds of own fields, in the order in which they are offered."""


def _list_of(definition: Definition) -> str:
    return str(_option(definition, "list", "")) or list_key(definition.section, definition.key)


def fields_of(definition: Definition) -> tuple[Field, ...]:
    """The field of an own definition; a reference brings the title that lists show of it."""
    kind = KINDS[definition.kind or "text"].make(definition)
    label = UserText(definition.label or definition.key)
    made = Field(
        definition.key,
        label,
        kind,
        group=definition.group or OWN_GROUP.key,
        column=definition.column,
        is_required=bool(definition.is_required),
        default=definition.default,
        hint=UserText(definition.hint or ""),
        is_own=True,
        is_hidden=definition.is_hidden,
        width=WIDTHS.get(kind.name, 130),
    )
    if not isinstance(kind, rows.Reference):
        return (made,)
    shown = Field(
        f"{definition.key}_title",
        label,
        kinds.Text(),
        group=made.group,
        column=f"{definition.column}_title",
        derived=partial(_title_of, definition.key),
        is_searched=False,
        is_own=True,
        is_hidden=definition.is_hidden,
        width=160,
    )
    return (made, shown)


def _title_of(key: str, values: Values, context: Context) -> str | None:
    uid = values.get(key)
    return (context.title_of(uid) or None) if uid else None


def with_own(section: Section, definitions: Iterable[Definition]) -> Section:
    """The section with the user's fields in it and with what the user changed of the declared ones."""
    found = {each.key: each for each in definitions if each.section == section.key}
    if not found:
        return section
    fields: list[Field] = []
    for each in section.fields:
        changed = found.get(each.key)
        fields.append(each if changed is None or changed.is_own else _changed(each, changed))
    own = [each for each in found.values() if each.is_own and each.kind in KINDS]
    fields += [made for each in own if not each.is_deleted for made in fields_of(each)]
    places = {each.key: each.position for each in found.values() if each.position is not None}
    return replace(
        section,
        fields=_in_order(fields, places),
        gone=tuple(made for each in own if each.is_deleted for made in fields_of(each)),
        card=_card(section, fields),
    )


def _changed(declared: Field, wanted: Definition) -> Field:
    """A declared field as the user wants it; its key, kind and column stay."""
    return replace(
        declared,
        label=UserText(wanted.label) if wanted.label else declared.label,
        group=wanted.group or declared.group,
        is_required=declared.is_required if wanted.is_required is None else wanted.is_required,
        default=declared.default if wanted.default is None else wanted.default,
        hint=declared.hint if wanted.hint is None else UserText(wanted.hint),
        is_hidden=wanted.is_hidden,
    )


def _in_order(fields: Sequence[Field], places: Mapping[str, int]) -> tuple[Field, ...]:
    """Those the user put somewhere at their place among the fields, the others in the declared order."""
    ordered = [each for each in fields if each.key not in places]
    for each in sorted((each for each in fields if each.key in places), key=lambda each: places[each.key]):
        ordered.insert(min(places[each.key], len(ordered)), each)
    return tuple(ordered)


def _card(section: Section, fields: Sequence[Field]) -> tuple[CardGroup, ...]:
    """The groups of the card, and those that only fields of the user's name."""
    known = {each.key for each in section.card_groups} | {"stamps"}
    added = dict.fromkeys(each.group for each in fields if each.is_own and each.group not in known)
    made = (OWN_GROUP if key == OWN_GROUP.key else CardGroup(key, UserText(key)) for key in added)
    return (*section.card, *made)
