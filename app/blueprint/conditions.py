"""Conditions of a filter: a tree of questions to fields, its JSON form, and what it says in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from app.blueprint.context import Context
from app.blueprint.dates import Date, PartialDate, Stamp
from app.blueprint.field import Field
from app.blueprint.kinds import Choice, Email, Kind, Phone
from app.blueprint.operators import OPERATORS
from app.blueprint.readings import Happenings, Imports, Mirror
from app.blueprint.rows import ContactPoints, Groups, Tags
from app.blueprint.section import STAMPS, Section
from app.core.clock import from_stamp
from app.core.texts import N_, _

MOST_DAYS = 36_500
"""Days that a condition may look back or ahead."""
MOST_PARTS = 50
"""Conditions in one block: more of them no engine is asked at once."""


@dataclass(frozen=True)
class Condition:
    """A question to one field. Several values are a tuple; a value is JSON-native otherwise."""

    field: str
    operator: str
    value: Any = None

    @property
    def is_complete(self) -> bool:
        """Is everything given that the operator asks for?"""
        known = OPERATORS.get(self.operator)
        if known is None:
            return False
        return _is_given(known.operand, self.value)


@dataclass(frozen=True)
class Conditions:
    """All of the parts have to be true, or any of them; a part may be a block, which holds no further one."""

    parts: tuple[Condition | Conditions, ...] = ()
    is_any: bool = False

    def __bool__(self) -> bool:
        return bool(self.parts)

    def without(self, place: int) -> Conditions:
        """The conditions without one of their parts."""
        return replace(self, parts=self.parts[:place] + self.parts[place + 1 :])

    def and_also(self, added: Condition) -> Conditions:
        """These conditions and one more, which must be true in any case."""
        if added in self.parts and not self.is_any:
            return self
        if not self.is_any or len(self.parts) < 2:
            return Conditions((*self.parts, added))
        return Conditions((self, added)) if self._is_flat else replace(self, parts=(*self.parts, added))

    @property
    def _is_flat(self) -> bool:
        return all(isinstance(each, Condition) for each in self.parts)

    def as_json(self) -> str:
        """The text that is kept in a file."""
        return json.dumps(_as_data(self), ensure_ascii=False)


NOTHING = Conditions()
"""No condition at all: every record."""


def _is_given(operand: str, value: Any) -> bool:
    if operand == "none":
        return True
    if operand == "days":
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_DAYS
    if operand == "two":
        return isinstance(value, tuple) and len(value) == 2 and None not in value
    if operand == "some":
        return isinstance(value, tuple) and bool(value) and all(isinstance(each, str) for each in value)
    if operand in ("group", "record", "import"):
        return isinstance(value, str) and bool(value)
    return isinstance(value, (str, int, float)) and str(value).strip() != ""


def _as_data(block: Conditions) -> dict[str, Any]:
    parts = [
        _as_data(each)
        if isinstance(each, Conditions)
        else {"field": each.field, "operator": each.operator}
        | ({} if each.value is None else {"value": each.value})
        for each in block.parts
    ]
    return {"any" if block.is_any else "all": parts}


def from_json(text: str | None) -> Conditions:
    """The conditions of a kept text; ValueError if it is none."""
    if not text:
        return Conditions()
    try:
        return _block(json.loads(text), is_inner=False)
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _block(data: Any, is_inner: bool) -> Conditions:
    key = "any" if "any" in data else "all"
    parts: list[Condition | Conditions] = []
    for each in data[key][:MOST_PARTS]:
        if "field" in each:
            parts.append(Condition(str(each["field"]), str(each["operator"]), _frozen(each.get("value"))))
        elif is_inner:
            raise ValueError("a block inside a block of a block")
        else:
            parts.append(_block(each, is_inner=True))
    return Conditions(tuple(parts), key == "any")


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(each for each in value if isinstance(each, (str, int, float)))
    return None if isinstance(value, dict) else value


# -- what can be asked ---------------------------------------------------------------------------------------

HAPPENINGS = "events"
"""Key of what happened with a record, in every section with happenings around it."""
IMPORT = "import"
"""Key of the imports that a record came with."""


def subjects(section: Section) -> dict[str, Field]:
    """Every field that a condition may ask: visible ones, groups, tags, stamps, happenings, imports."""
    found = {each.key: _named(each) for each in (*section.all_fields, *STAMPS) if _can_be_asked(each)}
    if not section.type_field:
        found[HAPPENINGS] = Field(HAPPENINGS, N_("Events"), Happenings(HAPPENINGS))
    found[IMPORT] = Field(IMPORT, N_("Imported list"), Imports())
    return found


def _can_be_asked(field: Field) -> bool:
    return bool(field.kind.operators) and not field.is_hidden and not isinstance(field.kind, Mirror)


def _named(field: Field) -> Field:
    if isinstance(field.kind, Groups):
        return replace(field, label=N_("Group"))
    return replace(field, label=N_("Tag")) if isinstance(field.kind, Tags) else field


def offered(section: Section) -> list[Field]:
    """The subjects without those that only repeat another one for lists."""
    found = subjects(section)
    stored = {_(each.label) for each in found.values() if each.is_stored}
    return [each for each in found.values() if not _is_repetition(each, found, stored)]


def _is_repetition(field: Field, found: dict[str, Field], stored: set[str]) -> bool:
    """Titles of the records a field points to, the first phone or e-mail, the line of tags."""
    if field.derived is None:
        return False
    values = [each.kind.parts[1].kind for each in found.values() if isinstance(each.kind, ContactPoints)]
    is_first = any(
        isinstance(field.kind, kind) and any(isinstance(each, kind) for each in values)
        for kind in (Phone, Email)
    )
    return is_first or _(field.label) in stored or field.column == "tag_names"


def value_kind(field: Field) -> Kind:
    """The kind of the values that a condition compares with: a day where there are days and times."""
    kind = field.kind
    if isinstance(kind, ContactPoints):
        return kind.part("value").kind
    return Date() if isinstance(kind, PartialDate) or "on" in kind.operators else kind


def only(field: Field, value: Any) -> Condition | None:
    """The condition that leaves the records with this value of a field; None where there is none."""
    offered_here = field.kind.operators
    if value in (None, "", []):
        return Condition(field.key, "empty") if "empty" in offered_here else None
    if isinstance(value, bool):
        return Condition(field.key, "yes" if value else "no")
    if "one_of" in offered_here:
        return Condition(field.key, "one_of", tuple(value) if isinstance(value, list) else (value,))
    if "is" in offered_here and not isinstance(value, (list, dict)):
        return Condition(field.key, "is", field.kind.show(value, Context()) if _is_text(field) else value)
    if "on" in offered_here:
        day = from_stamp(value).date().isoformat() if isinstance(field.kind, Stamp) else str(value)[:10]
        return Condition(field.key, "on", day)
    return None


def without(field: Field, value: Any) -> Condition | None:
    """The opposite of ``only``."""
    opposites = {"empty": "not_empty", "yes": "no", "no": "yes", "one_of": "none_of", "is": "is_not"}
    found = only(field, value)
    if found is None or found.operator not in opposites:
        return None
    return replace(found, operator=opposites[found.operator])


def _is_text(field: Field) -> bool:
    return "begins" in field.kind.operators


# -- in words ------------------------------------------------------------------------------------------------

NameOf = Callable[[str], str]
"""The name of a group or of an import by its uid; empty if it is gone."""


def describe(part: Condition | Conditions, section: Section, context: Context, name_of: NameOf) -> str:
    """What a condition says: "City is not empty"; a block joins its parts by "and" or "or"."""
    if isinstance(part, Conditions):
        between = _("{one} or {other}") if part.is_any else _("{one} and {other}")
        found = [describe(each, section, context, name_of) for each in part.parts]
        joined = found[0] if found else ""
        for text in found[1:]:
            joined = between.format(one=joined, other=text)
        return joined
    field = subjects(section).get(part.field)
    operator = OPERATORS.get(part.operator)
    if field is None or operator is None:
        return _("a field that is no longer there")
    first, second = _values_in_words(part, field, context, name_of)
    n = part.value if operator.operand == "days" and isinstance(part.value, int) else None
    phrase = operator.in_words(first, second, n)
    return _("{field} {phrase}").format(field=_(field.label), phrase=phrase)


def _values_in_words(part: Condition, field: Field, context: Context, name_of: NameOf) -> tuple[str, str]:
    operand, value = OPERATORS[part.operator].operand, part.value
    if operand == "group":
        return name_of(value) or _("a group that is no longer there"), ""
    if operand == "import":
        return name_of(value) or _("an import that is no longer there"), ""
    if operand == "record":
        return context.title_of(value) or _("a record that is no longer there"), ""
    if operand == "some":
        return ", ".join(_labels(field, value or (), context)), ""
    if operand in ("none", "days"):
        return "", ""
    values = value if isinstance(value, tuple) else (value,)
    shown = [_shown(field, each, context) for each in values if each is not None]
    return (shown[0] if shown else ""), (shown[1] if len(shown) > 1 else "")


def _labels(field: Field, keys: tuple[str, ...], context: Context) -> Iterator[str]:
    for key in keys:
        yield context.label_of(field.kind.list, key) if isinstance(field.kind, Choice) else key


def _shown(field: Field, value: Any, context: Context) -> str:
    try:
        return value_kind(field).show(value, context) or str(value)
    except (TypeError, ValueError):
        return str(value)
