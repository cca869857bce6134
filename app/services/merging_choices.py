"""One value of a list merged into another: every record, what depends on it, and the value itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from app.blueprint.context import Values
from app.blueprint.kinds import Choice
from app.blueprint.own import Definition
from app.blueprint.section import Section
from app.core.errors import UserError
from app.core.folding import fold
from app.core.progress import Progress
from app.core.texts import _
from app.services.fields import declared_uid, definition_change
from app.store import definitions
from app.store.change import Change
from app.store.chosen import fields_with, holders

if TYPE_CHECKING:
    from app.services.choices import ChoiceValue
    from app.services.library import Library

READ_AT_ONCE = 1_000


class ChoiceMerge:
    """Plans the merge of one value into another of the same list.

    Values of other lists that belong to it (results of an event type) belong to the other one afterwards;
    where that has one of the same name already, the two are merged too.
    """

    def __init__(self, library: Library, connection: Connection, list_key: str, key: str, into: str) -> None:
        self._library, self._connection = library, connection
        self.pairs = [(list_key, self._value(list_key, key), self._value(list_key, into))]
        self._moved: list[ChoiceValue] = []
        source, target = self.pairs[0][1:]
        if source.key == target.key or source.belongs_to != target.belongs_to:
            raise UserError(_("“{name}” cannot be merged into that value.").format(name=source.label))
        for dependent in dependent_lists(library, list_key):
            self._plan_dependent(dependent, source, target)
        self.uids = {
            (found, source.key): holders(connection, library.registry.sections, found, source.key)
            for found, source, _target in self.pairs
        }

    @property
    def count(self) -> int:
        """Records that change."""
        return len({uid for found in self.uids.values() for uids in found.values() for uid in uids})

    def changes(self, progress: Progress | None = None) -> Iterator[Change]:
        """Records first, then the values that go, so that nothing ever points to what is not there."""
        yield from self._defaults()
        by_section: dict[str, dict[str, None]] = {}
        for found in self.uids.values():
            for key, uids in found.items():
                by_section.setdefault(key, {}).update(dict.fromkeys(uids))
        done = 0
        for key, each in by_section.items():
            section, wanted = self._library.registry.section(key), list(each)
            for start in range(0, len(wanted), READ_AT_ONCE):
                for uid, record in self._library.get_many(wanted[start : start + READ_AT_ONCE]).items():
                    yield Change(key, uid, self._merged(section, record.values))
                done += len(wanted[start : start + READ_AT_ONCE])
                if progress is not None:
                    progress.step(done, self.count)
        target = self.pairs[0][2]
        for value in self._moved:
            yield Change("choice", value.uid, {"belongs_to": target.key})
        for _list, source, _target in reversed(self.pairs):
            yield Change("choice", source.uid, None)

    def _value(self, list_key: str, key: str) -> ChoiceValue:
        found = next((each for each in self._library.choices.options(list_key) if each.key == key), None)
        if found is None:
            raise UserError(_("This value is no longer in the list."))
        return found

    def _plan_dependent(self, list_key: str, source: ChoiceValue, target: ChoiceValue) -> None:
        options = self._library.choices.options(list_key)
        there = {fold(each.label): each for each in options if each.belongs_to == target.key}
        for each in options:
            if each.belongs_to == source.key and fold(each.label) in there:
                self.pairs.append((list_key, each, there[fold(each.label)]))
            elif each.belongs_to == source.key:
                self._moved.append(each)

    def _merged(self, section: Section, values: Values) -> Values:
        """The fields that change, with the other values in them."""
        found: Values = {}
        for list_key, source, target in self.pairs:
            for field, part in fields_with(section, list_key):
                old = found.get(field.key, values.get(field.key))
                new = _replaced(old, part, source.key, target.key)
                if new != old:
                    found[field.key] = new
        return found

    def _defaults(self) -> Iterator[Change]:
        """Fields that begin with the value begin with the other one."""
        known = {(each.section, each.key): each for each in definitions.read(self._connection)}
        for section in self._library.registry.sections:
            for list_key, source, target in self.pairs:
                for field, part in fields_with(section, list_key):
                    if part or _replaced(field.default, "", source.key, target.key) == field.default:
                        continue
                    uid = declared_uid(section.key, field.key)
                    definition = known.get((section.key, field.key)) or Definition(
                        uid, section.key, field.key
                    )
                    default = _replaced(field.default, "", source.key, target.key)
                    yield definition_change(replace(definition, default=default))


def _replaced(value: Any, part: str, old: str, new: str) -> Any:
    if part:
        return [{**row, part: new} if row.get(part) == old else row for row in value or ()] or None
    if isinstance(value, (list, tuple)):
        return list(dict.fromkeys(new if each == old else each for each in value))
    return new if value == old else value


def dependent_lists(library: Library, list_key: str) -> list[str]:
    """Lists whose values belong to values of this one."""
    found: dict[str, None] = {}
    for section in library.registry.sections:
        for field in section.fields:
            kind = field.kind
            if isinstance(kind, Choice) and kind.depends_on in section.by_key:
                other = section.by_key[kind.depends_on].kind
                if isinstance(other, Choice) and other.list == list_key:
                    found[kind.list] = None
    return list(found)
