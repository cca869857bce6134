"""Which column goes to which field: guessed from headings, checked against values, corrected by the user.

Nothing is mapped on a mere likeness: a heading must be known word for word, and a column whose values
cannot belong to the field stays out. What stays out says why.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.blueprint.context import Context
from app.blueprint.section import Section
from app.core.errors import UsageError
from app.core.folding import fold
from app.core.texts import _
from app.services.exchange import shapes, words
from app.services.exchange.firms import looks_like_firm
from app.services.exchange.headers import is_blank, lowest
from app.services.exchange.known_exports import as_exported, recognised
from app.services.exchange.names import begins_with_surnames
from app.services.exchange.targets import (
    DATE_PARTS,
    DAY,
    FULL_NAME,
    Target,
    name_index,
    singular,
    targets_of,
    translators,
)
from app.services.exchange.words import GIVEN_FIRST, SURNAME_FIRST, split_ordinal, squeeze

LEFT_OUT = ("", "-")
"""In place of a field: leave the column out."""


@dataclass(frozen=True)
class ColumnMatch:
    """A column, the target it goes to (None: nowhere), which row of the field it belongs to, and why.

    ``is_surname_first`` tells the order of words in a column of whole names, ``new_kind`` the kind of the
    field that is made for the column. ``label`` stands beside each value (or what the column says whose place
    is ``label_column``).
    """

    header: str
    target: Target | None
    reason: str = ""
    ordinal: int = 1
    is_surname_first: bool = False
    new_kind: str = ""
    label: str = ""
    label_column: int = -1


def guess_mapping(
    section: Section,
    headers: Sequence[str],
    sample_rows: Sequence[Sequence[Any]],
    *,
    organization: Section | None = None,
    context: Context | None = None,
    made_up: frozenset[str] = frozenset(),
) -> list[ColumnMatch]:
    """One match for each column, in their order."""
    context = context or Context()
    targets = targets_of(section, organization, context)
    columns = [
        [row[i] for row in sample_rows if i < len(row) and not is_blank(row[i])] for i in range(len(headers))
    ]
    index = name_index(targets)
    matches = [
        _by_values(header, values, section, targets)
        if header in made_up
        else _by_name(header, values, index, context)
        for header, values in zip(headers, columns, strict=True)
    ]
    export = recognised(headers)
    if export is not None:
        matches = list(as_exported(export, matches, targets))
    for settle in (_settle_dates, _settle_names, _settle_firms, _settle_addresses):
        matches = settle(matches, columns, targets)
    matches = _without_conflicts(_parts_win(matches))
    return [
        replace(match, is_surname_first=_is_surname_first(match.header, values))
        for match, values in zip(matches, columns, strict=True)
    ]


_SURNAME_FIRST = frozenset(map(squeeze, SURNAME_FIRST))
_GIVEN_FIRST = frozenset(map(squeeze, GIVEN_FIRST))


def _is_surname_first(header: str, values: Sequence[Any]) -> bool:
    """Told by the heading ("Nume și prenume", "ФИО"), else by the endings of the words."""
    name = squeeze(header)
    if name in _SURNAME_FIRST or name in _GIVEN_FIRST:
        return name in _SURNAME_FIRST
    return begins_with_surnames(value for value in values if isinstance(value, str) and len(value) <= 100)


def _by_name(
    header: str, values: Sequence[Any], index: Mapping[str, list[Target]], context: Context
) -> ColumnMatch:
    ordinal = 1
    found = index.get(squeeze(header)) or index.get(squeeze(lowest(header)))
    if not found:
        rest, ordinal = split_ordinal(header)
        found = index.get(squeeze(rest), [])
    reason = _("no field has this name")
    for target in found:
        problem = shapes.misfit(target, values, context)
        if not problem:
            return ColumnMatch(header, target, _("by its heading"), ordinal)
        reason = problem
    return ColumnMatch(header, None, reason)


def _by_values(
    header: str, values: Sequence[Any], section: Section, targets: Mapping[str, Target]
) -> ColumnMatch:
    field = section.by_key.get(shapes.guessed_field(values))
    target = targets.get(singular(field)) if field is not None else None
    return ColumnMatch(header, target, _("by its values") if target else _("the column has no heading"))


def _keys(matches: Sequence[ColumnMatch]) -> set[str]:
    return {match.target.key for match in matches if match.target}


Columns = Sequence[Sequence[Any]]


def _settle_names(
    matches: list[ColumnMatch], columns: Columns, targets: Mapping[str, Target]
) -> list[ColumnMatch]:
    """The word "Name" beside "First name" is the surname; a lonely "Nume" of two words is the whole name."""
    if FULL_NAME not in targets:
        return matches
    keys = _keys(matches)
    if "given_name" in keys and "surname" not in keys:
        matches = _first_replaced(matches, _is_bare_name, targets["surname"])
        keys = _keys(matches)
    for lonely, other in (("surname", "given_name"), ("given_name", "surname")):
        if lonely in keys and other not in keys and FULL_NAME not in keys:
            at = next(i for i, match in enumerate(matches) if match.target and match.target.key == lonely)
            if shapes.share(columns[at], lambda cell: len(str(cell).split()) > 1) >= 0.5:
                matches[at] = replace(
                    matches[at], target=targets[FULL_NAME], reason=_("its values are whole names")
                )
    return matches


_BARE_NAMES = {"name", "nume", "numele", "фамилия"}


def _is_bare_name(match: ColumnMatch) -> bool:
    """The heading is "Name" or "Nume" and nothing more."""
    is_name = match.target is not None and match.target.key == FULL_NAME
    return is_name and squeeze(lowest(match.header)) in _BARE_NAMES


def _first_replaced(
    matches: list[ColumnMatch], is_meant: Callable[[ColumnMatch], bool], target: Target
) -> list[ColumnMatch]:
    at = next((i for i, match in enumerate(matches) if is_meant(match)), None)
    if at is not None:
        matches[at] = replace(matches[at], target=target)
    return matches


def _settle_dates(
    matches: list[ColumnMatch], columns: Columns, targets: Mapping[str, Target]
) -> list[ColumnMatch]:
    """Beside "Birth year" and "Birth month" the column "Birthday" is the day of the month."""
    targeted = [match.target for match in matches if match.target]
    for key in {each.field.key for each in targeted if each.part in DATE_PARTS}:
        day = targets[f"{key}.{DAY}"]
        names = {squeeze(name) for name in (key, *day.field.names, *words.FIELDS.get(key, ()))}
        names |= {squeeze(translate(day.field.label)) for translate in translators()}
        matches = [
            replace(each, target=day, reason=_("by its heading")) if squeeze(each.header) in names else each
            for each in matches
        ]
    return matches


def _settle_firms(
    matches: list[ColumnMatch], columns: Columns, targets: Mapping[str, Target]
) -> list[ColumnMatch]:
    """A column "Client" that is full of firms names organizations, not people."""
    for at, match in enumerate(matches):
        if match.target is None or match.target.key != FULL_NAME or "organization" not in targets:
            continue
        if shapes.share(columns[at], lambda cell: looks_like_firm(str(cell))) >= 0.5:
            taken = "organization" in _keys(matches)
            matches[at] = replace(
                match,
                target=None if taken else targets["organization"],
                reason=_("its values are names of firms"),
            )
    return matches


def _settle_addresses(
    matches: list[ColumnMatch], columns: Columns, targets: Mapping[str, Target]
) -> list[ColumnMatch]:
    """An "Address" beside a city is the street; a second street line without a city continues the first."""
    places = {
        (match.target.field.key, match.target.type, match.ordinal)
        for match in matches
        if match.target and match.target.part in ("city", "postcode")
    }
    streets = {
        (match.target.field.key, match.target.type, match.ordinal)
        for match in matches
        if match.target and match.target.part == "street"
    }
    settled = []
    for match in matches:
        target = match.target
        if target is not None and target.part in ("text", "street"):
            place = (target.field.key, target.type, match.ordinal)
            street = targets.get(f"{target.key}.street") if target.part == "text" else target
            if street is not None and match.ordinal > 1 and place not in places and (*place[:2], 1) in places:
                match = replace(match, target=street, ordinal=1)
            elif street is not None and place in places and (target.part == "street" or place not in streets):
                match = replace(match, target=street)
        settled.append(match)
    return settled


def _parts_win(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """Where a list has both the whole name and its parts, the parts are taken."""
    keys = _keys(matches)
    if FULL_NAME not in keys or not keys & {"surname", "given_name"}:
        return matches
    loser = FULL_NAME if "surname" in keys else "given_name"
    reason = (
        _("the list gives the parts of the name too")
        if loser == FULL_NAME
        else _("the full name holds it already")
    )
    return [
        replace(match, target=None, reason=reason) if match.target and match.target.key == loser else match
        for match in matches
    ]


def _without_conflicts(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """A field with one value is filled by one column; the first wins."""
    taken: dict[str, str] = {}
    settled = []
    for match in matches:
        target = match.target
        if target is not None and not target.takes_many:
            if target.key in taken:
                reason = _("“{column}” fills this field already").format(column=taken[target.key])
                match = replace(match, target=None, reason=reason)
            else:
                taken[target.key] = match.header
        settled.append(match)
    return settled


def with_overrides(
    matches: Sequence[ColumnMatch], overrides: Mapping[str, str], targets: Mapping[str, Target]
) -> list[ColumnMatch]:
    """The matches with the user's own: heading → key of a target, "" for none; UsageError if unknown."""
    headers = [match.header for match in matches]
    known = set(headers)
    chosen = {
        column if column in known else column_named(headers, column): _target(targets, key)
        for column, key in overrides.items()
    }
    own = {target.key for target in chosen.values() if target is not None and not target.takes_many}
    settled = []
    for match in matches:
        if match.header in chosen:
            match = replace(
                match,
                target=chosen[match.header],
                reason=_("as you said"),
                ordinal=split_ordinal(match.header)[1],
            )
        elif match.target is not None and match.target.key in own:
            match = replace(match, target=None, reason=_("another column was chosen for this field"))
        settled.append(match)
    return settled


def column_named(headers: Sequence[str], name: str) -> str:
    """The heading that is meant; UsageError if the list has none like it."""
    wanted = fold(name)
    found = name if name in headers else next((each for each in headers if fold(each) == wanted), None)
    if found is None:
        raise UsageError(
            _("The list has no column “{name}”; it has: {columns}.").format(
                name=name, columns=", ".join(near(name, headers))
            )
        )
    return found


def _target(targets: Mapping[str, Target], key: str) -> Target | None:
    return None if key.strip() in LEFT_OUT else target_named(targets, key)


def target_named(targets: Mapping[str, Target], key: str) -> Target:
    """The target that is meant by its key or one of its names; UsageError if there is none."""
    found = targets.get(key.strip()) or next(
        (each for each in targets.values() if squeeze(each.key) == squeeze(key)), None
    )
    found = found or next(iter(name_index(dict(targets)).get(squeeze(key), ())), None)
    if found is None:
        raise UsageError(
            _("There is no field “{name}”; near it are: {fields}.").format(
                name=key, fields=", ".join(near(key, list(targets)))
            )
        )
    return found


def near(name: str, names: Sequence[str]) -> list[str]:
    """Names that somebody may have meant, else the first ones."""
    close = difflib.get_close_matches(name.casefold(), [each.casefold() for each in names], n=8, cutoff=0.45)
    found = [each for each in names if each.casefold() in close]
    return found or list(names[:12])
