"""Merging: two records of one section become one, which keeps all that both had and everything about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from app.blueprint.context import Context, Values
from app.blueprint.field import Field
from app.blueprint.kinds import Choices, Kind, LongText, RichText
from app.blueprint.rows import ContactPoints, Files, Reference, References, Rows
from app.blueprint.section import Section
from app.core.errors import ConflictError, UserError
from app.core.folding import fold
from app.core.texts import _
from app.services.operations import Operation
from app.store.change import Change
from app.store.engine import Database
from app.store.ids import ids_of
from app.store.records import Stored, group_by_number, load
from app.store.relations import referrers
from app.store.unit import Unit

if TYPE_CHECKING:
    from app.services.library import Library, Record

Side = Literal["survivor", "other", "both"]
"""Whose value of a field stays; both only where they can stand one below the other."""

FAX = "fax"
"""A number may be a phone and a fax, each with its line."""


@dataclass(frozen=True)
class Difference:
    """A field in which both have one value, and not the same: one has to be chosen."""

    field: Field
    values: tuple[Any, Any]
    sides: tuple[Side, ...]
    default: Side


@dataclass(frozen=True)
class MergePlan:
    """Two records side by side: where they differ, and which fields need no choice."""

    section: Section
    survivor: Record
    other: Record
    differences: tuple[Difference, ...]
    joined: tuple[str, ...]
    """Keys of the fields of which the values of both are kept, or the only one there is."""


class Merging:
    """Makes one record of two. Un-merging is the undo of that."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def plan(self, survivor: str, other: str) -> MergePlan:
        """What there is to choose; UserError if they are not two records of one section."""
        found = self._library.get_many([survivor, other])
        if survivor == other or len(found) < 2 or len({each.section for each in found.values()}) > 1:
            raise UserError(_("Choose two records of one section that are both still there."))
        first, second = found[survivor], found[other]
        section = self._library.registry.section(first.section)
        differences = tuple(_differences(section, first.values, second.values))
        chosen = {each.field.key for each in differences}
        joined = (each.key for each in section.stored if second.values.get(each.key) is not None)
        return MergePlan(section, first, second, differences, tuple(k for k in joined if k not in chosen))

    def result(self, plan: MergePlan, sides: Mapping[str, Side]) -> Values:
        """The values that the one record will have."""
        merged = Merged(plan.section, self._library.context())
        uids = (plan.survivor.uid, plan.other.uid)
        values = merged.values(plan.survivor.values, plan.other.values, sides, uids)
        for field in plan.section.stored:
            if isinstance(field.kind, Reference) and field.kind.is_tree:
                values |= {field.key: self._above(field, plan, values.get(field.key))}
        return {key: value for key, value in values.items() if value is not None}

    def _above(self, field: Field, plan: MergePlan, wanted: str | None) -> str | None:
        """What the one record stands below: never itself, also where one of the two stood below the other."""
        uids = (plan.survivor.uid, plan.other.uid)
        ways = (wanted, plan.survivor.values.get(field.key), plan.other.values.get(field.key))
        return next((each for each in ways if each and not self._leads_to(field, each, uids)), None)

    def _leads_to(self, field: Field, start: str, uids: tuple[str, str]) -> bool:
        place: str | None = start
        seen: set[str] = set()
        while place is not None and place not in seen:
            if place in uids:
                return True
            seen.add(place)
            record = self._library.get(place)
            place = record.values.get(field.key) if record is not None else None
        return False

    def merge(self, plan: MergePlan, sides: Mapping[str, Side]) -> Operation:
        """Do it as one operation; ConflictError if one of them was changed since the plan was made."""
        section = plan.section
        values = self.result(plan, sides)

        def work(unit: Unit) -> None:
            _expect(unit, plan.other)
            kept = {each.key: values.get(each.key) for each in section.stored}
            unit.apply([Change(section.key, plan.survivor.uid, kept, version=plan.survivor.version)])
            counted = unit.touched.counts.copy()
            # What points to the other is looked for inside the transaction: nothing slips through.
            unit.apply(list(_pointing(unit, plan.survivor.uid, plan.other.uid)))
            unit.touched.counts = counted  # two became one, whatever else learnt of it
            unit.apply([Change(section.key, plan.other.uid, None)])

        title = section.title_of(values, self._library.context())
        return self._library.operate("merge", section.key, title, work)


def _expect(unit: Unit, record: Record) -> None:
    ids = ids_of(unit.connection, [record.uid])
    found = _loaded(unit, ids.values()).get(record.uid)
    if found is None or found.version != record.version:
        raise ConflictError(
            _("“{title}” was changed in between; look at both again.").format(title=record.title)
        )


def _differences(section: Section, mine: Values, theirs: Values) -> Iterator[Difference]:
    for field in section.stored:
        one, other = mine.get(field.key), theirs.get(field.key)
        if _is_list(field.kind) or other is None or one is None or one == other:
            continue
        is_long = isinstance(field.kind, (LongText, RichText))
        sides: tuple[Side, ...] = ("survivor", "other", "both") if is_long else ("survivor", "other")
        yield Difference(field, (one, other), sides, sides[-1] if is_long else "survivor")


def _is_list(kind: Kind) -> bool:
    return kind.is_rows or isinstance(kind, Choices)


class Merged:
    """Joins the values of two records."""

    def __init__(self, section: Section, context: Context) -> None:
        self._section, self._context = section, context

    def values(
        self, mine: Values, theirs: Values, sides: Mapping[str, Side], uids: tuple[str, str]
    ) -> Values:
        """All stored values of the one record; lists are joined, and it never points to itself."""
        found: Values = {}
        for field in self._section.stored:
            value = self._value(field, mine.get(field.key), theirs.get(field.key), sides)
            value = field.kind.normal(_repointed(field, value, uids, set(uids)))
            if value is not None:
                found[field.key] = value
        return found

    def _value(self, field: Field, one: Any, other: Any, sides: Mapping[str, Side]) -> Any:
        if one is None or other is None:
            return other if one is None else one
        if _is_list(field.kind):
            return self._joined(field.kind, one, other)
        is_long = isinstance(field.kind, (LongText, RichText))
        side = sides.get(field.key, "both" if is_long else "survivor")
        if side == "both" and is_long and one != other:
            return f"{one}{other}" if isinstance(field.kind, RichText) else f"{one}\n\n{other}"
        return other if side == "other" else one

    def _joined(self, kind: Kind, one: Sequence[Any], other: Sequence[Any]) -> list[Any]:
        rows = list(one)
        for row in other:
            place = next((i for i, each in enumerate(rows) if self._is_same(kind, each, row)), None)
            if place is None:
                rows.append(row)
            elif isinstance(kind, Rows):
                rows[place] = {**row, **rows[place]}
        return rows

    def _is_same(self, kind: Kind, one: Any, other: Any) -> bool:
        """Say both rows the same, the one perhaps more than the other?"""
        if isinstance(kind, ContactPoints):
            faxes = {each.get("type") == FAX for each in (one, other)}
            return len(faxes) == 1 and kind.key_of(one, self._context) == kind.key_of(other, self._context)
        if isinstance(kind, Files):
            return bool(one["digest"] == other["digest"] and one["name"] == other["name"])
        if not isinstance(kind, Rows):
            return bool(one == other)
        shared = one.keys() & other.keys()
        says_more = one.keys() <= other.keys() or other.keys() <= one.keys()  # a city, and the street in it
        is_about_same = kind.main in shared or (says_more and bool(shared))
        return is_about_same and all(_alike(one[key], other[key]) for key in shared)


def _alike(one: Any, other: Any) -> bool:
    return fold(str(one)) == fold(str(other))


def _repointed(field: Field, value: Any, uids: tuple[str, str], own: Iterable[str]) -> Any:
    """What a field points to, with the survivor in the place of the other; ``own`` uids are left out."""
    survivor, other = uids
    without, kind = set(own), field.kind

    def turned(uid: Any) -> Any:
        found = survivor if uid == other else uid
        return None if found in without else found

    if value is None:
        return None
    if isinstance(kind, Reference):
        return turned(value)
    if isinstance(kind, References):
        return [uid for each in value if (uid := turned(each)) is not None]
    if isinstance(kind, Rows):
        parts = {part.key for part in kind.parts if isinstance(part.kind, Reference)}
        rows = [{key: turned(each) if key in parts else each for key, each in row.items()} for row in value]
        return rows if parts else value
    return value


def _pointing(unit: Unit, survivor: str, other: str) -> Iterator[Change]:
    """Everything that points to the other one points to the survivor."""
    connection, registry = unit.connection, unit.registry
    target = ids_of(connection, [other]).values()
    found = referrers(connection, registry, target)
    fields: dict[int, dict[str, Field]] = {}
    for pointer, source, _target in found:
        fields.setdefault(source, {})[pointer.field.key] = pointer.field
    for record in _loaded(unit, fields).values():
        if record.uid in (survivor, other):
            continue
        changed = {
            key: field.kind.normal(_repointed(field, record.values.get(key), (survivor, other), ()))
            for key, field in fields[record.id].items()
        }
        yield Change(record.entity.key, record.uid, changed)


def _loaded(unit: Unit, ids: Iterable[int]) -> dict[str, Stored]:
    found: dict[str, Stored] = {}
    for number, group in group_by_number(ids).items():
        entity = unit.registry.by_number.get(number)
        if entity is not None:
            found.update({each.uid: each for each in load(unit.connection, entity, group).values()})
    return found
