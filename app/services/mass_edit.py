"""One change for many records: fields set or emptied, marks added or taken away, in one operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from app.blueprint.context import Values
from app.blueprint.field import Field
from app.blueprint.kinds import Choices, Image
from app.blueprint.readings import Mirror
from app.blueprint.rows import Files, Reference, References, Rows, Tags
from app.blueprint.section import Section
from app.core.errors import UserError
from app.core.progress import Progress
from app.core.texts import _
from app.services.operations import Operation
from app.store.change import Change
from app.store.engine import Database
from app.store.ids import ids_of, uids_of
from app.store.records import from_column
from app.store.summaries import common

if TYPE_CHECKING:
    from app.services.library import Library

How = Literal["set", "clear", "add", "remove"]

READ_AT_ONCE = 1_000
COMPARED = 5_000
"""Up to so many records are read and compared; of more of them the database compares the columns."""
LISTS_COMPARED = 50_000
"""Lists (tags, groups) of so many records are compared; of more the rest counts as different."""


@dataclass(frozen=True)
class Wish:
    """What shall become of one field: ``add`` and ``remove`` are for fields of several values."""

    field: str
    how: How
    value: Any = None


@dataclass(frozen=True)
class Common:
    """What the records have in one field: their one value, or that they differ."""

    value: Any = None
    is_different: bool = False


def takes_several(field: Field) -> bool:
    """Is the value a list to which something can be added?"""
    return isinstance(field.kind, (Choices, References, Tags))


def editable(section: Section) -> list[Field]:
    """Fields that make sense to set in many records: no pictures, no files, no rows of one's own."""
    return [
        each
        for each in section.stored
        if not each.is_hidden and not isinstance(each.kind, (Image, Files, Rows)) and each.key != "links"
    ]


class MassEdit:
    """Changes many records of one section at once."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def common(self, section: str, uids: Sequence[str], keys: Sequence[str]) -> dict[str, Common]:
        """What the records have in these fields."""
        fields = self._library.registry.section(section).by_key
        found: dict[str, Common] = {}
        if len(uids) > COMPARED:
            found = self._compared(section, uids, [fields[key] for key in keys if fields[key].column_name])
        left = {key for key in keys if key not in found}
        for chunk in _chunks(uids[:LISTS_COMPARED]) if left else ():
            for record in self._library.get_many(chunk).values():
                for key in tuple(left):
                    value = record.values.get(key)
                    if key not in found:
                        found[key] = Common(value)
                    elif found[key].value != value:
                        found[key] = Common(is_different=True)
                        left.discard(key)
            if not left:
                break
        if len(uids) > LISTS_COMPARED:
            found.update({key: Common(is_different=True) for key in left})
        return {key: found.get(key, Common()) for key in keys}

    def _compared(self, section: str, uids: Sequence[str], fields: Sequence[Field]) -> dict[str, Common]:
        """The database compares what lies in columns."""
        by_column = {field.column_name: field for field in fields}
        with self._database.read() as connection:
            ids = list(ids_of(connection, uids).values())
            found = common(connection, self._library.registry.section(section), ids, by_column)
            pointed = [value for name, (_is_one, value) in found.items() if _points(by_column[name], value)]
            names = uids_of(connection, pointed)
        return {
            field.key: Common(_value(field, found[name][1], names), not found[name][0])
            for name, field in by_column.items()
        }

    def edit(
        self, section: str, uids: Sequence[str], wishes: Sequence[Wish], progress: Progress | None = None
    ) -> Operation:
        """Fulfil the wishes for every record, wholly or not at all; what is the same already stays as it is.

        UserError if a wish names no field of the section, a value that the field cannot take, or if a record
        would point to itself; in a tree the one above stays as it is, and the others are put under it.
        """
        found = self._library.registry.section(section)
        normal = [_normal(found, wish) for wish in wishes]
        if not normal:
            raise UserError(_("Choose at least one field to change."))
        self._refuse_itself(found, uids, normal)
        changes = self._changes(section, uids, normal)
        return self._library.write("mass_edit", changes, section=section, progress=progress, total=len(uids))

    def _refuse_itself(self, section: Section, uids: Sequence[str], wishes: Sequence[Wish]) -> None:
        """A card does not offer its own record; here it may be among those that are changed."""
        trees, every = _trees(section), frozenset(uids)
        for wish in wishes:
            kind = section.by_key[wish.field].kind
            if wish.field in trees or wish.how not in ("set", "add"):
                continue
            if isinstance(kind, Reference | References) and kind.section == section.key:
                pointed = [wish.value] if isinstance(kind, Reference) else wish.value
                if itself := next((uid for uid in pointed if uid in every), None):
                    raise UserError(self._points_to_itself(section.by_key[wish.field], itself))

    def _points_to_itself(self, field: Field, uid: str) -> str:
        text = _(
            "“{title}” is one of the records to be changed and cannot point to itself in “{field}”. "
            "Choose another record there, or change it by itself."
        )
        record = self._library.get(uid)
        return text.format(title=record.title if record is not None else "", field=_(field.label))

    def _changes(self, section: str, uids: Sequence[str], wishes: Sequence[Wish]) -> Iterator[Change]:
        plain = {wish.field: wish.value for wish in wishes if wish.how in ("set", "clear")}
        joined = [wish for wish in wishes if wish.how in ("add", "remove")]
        trees = _trees(self._library.registry.section(section))
        for chunk in _chunks(uids):
            records = self._library.get_many(chunk) if joined else {}
            for uid in chunk:
                values: Values = dict(plain)
                if joined:
                    if uid not in records:
                        continue
                    values |= _joined(records[uid].values, joined)
                itself = [key for key in trees if values.get(key) == uid]
                yield Change(section, uid, {key: values[key] for key in values if key not in itself})


def _points(field: Field, stored: Any) -> bool:
    return isinstance(field.kind, Reference) and stored is not None


def _value(field: Field, stored: Any, names: dict[int, str]) -> Any:
    value = from_column(field, stored, names)
    return bool(value) if value is not None and field.kind.storage == "boolean" else value


def _normal(section: Section, wish: Wish) -> Wish:
    field = section.by_key.get(wish.field)
    if field is None or not field.is_stored:
        raise UserError(_("There is no field “{name}”.").format(name=wish.field))
    if wish.how == "clear":
        return Wish(wish.field, "clear")
    if wish.how in ("add", "remove") and not takes_several(field):
        raise UserError(_("“{label}” has one value only; set it.").format(label=_(field.label)))
    try:
        value = field.kind.normal(wish.value)
    except ValueError as problem:
        raise UserError(f"{_(field.label)}: {problem}") from problem
    if value is None:
        raise UserError(_("Say what “{label}” shall be.").format(label=_(field.label)))
    return Wish(wish.field, wish.how, value)


def _joined(values: Mapping[str, Any], wishes: Iterable[Wish]) -> Values:
    found: Values = {}
    for wish in wishes:
        before = list(values.get(wish.field) or ())
        if wish.how == "add":
            found[wish.field] = [*before, *(each for each in wish.value if each not in before)]
        else:
            found[wish.field] = [each for each in before if each not in wish.value] or None
    return found


def _trees(section: Section) -> set[str]:
    """Fields that put a record under another one, which lists it: nobody is put under himself."""
    mirrors = (each.kind for each in section.fields if isinstance(each.kind, Mirror))
    return {each.field for each in mirrors if each.section == section.key}


def _chunks(uids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(uids), READ_AT_ONCE):
        yield uids[start : start + READ_AT_ONCE]
