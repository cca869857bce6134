"""The user's fields: made, renamed, hidden, ordered, given another kind, deleted. All of it is undoable."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from app.blueprint.house import FIELD
from app.blueprint.kinds import Choice, Kind
from app.blueprint.own import KEY_LENGTH, KINDS, MOST_FIELDS, OWN_GROUP, Definition, fields_of
from app.blueprint.section import Section
from app.core.errors import UserError
from app.core.folding import fold, latin
from app.core.progress import Progress
from app.core.texts import _
from app.services.choices import free_key
from app.services.conversion import Conversion, KindPreview
from app.services.operations import Operation
from app.store import definitions
from app.store.change import Change
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library


@dataclass(frozen=True)
class FieldView:
    """A field of a section as the settings show it; ``declared`` is the label it came with."""

    key: str
    label: str
    declared: str
    kind: str
    group: str
    is_own: bool
    is_hidden: bool
    is_required: bool
    default: Any
    hint: str
    options: Mapping[str, Any] = field(default_factory=dict)
    list_key: str = ""


class Fields:
    """The fields of each section as this file has them."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    # -- reading -------------------------------------------------------------------------------------------

    def views(self, section: str) -> list[FieldView]:
        """Every field that has a place on the card, in order; hidden ones too."""
        found = self._library.registry.section(section)
        known = self._definitions(section)
        declared = {each.key: each for each in self._library.registry.declared(section).fields}
        views = []
        for each in found.fields:
            if not each.is_stored:
                continue
            own = known.get(each.key)
            views.append(
                FieldView(
                    each.key,
                    _(each.label),
                    _(declared[each.key].label) if each.key in declared else "",
                    (own.kind or "") if own and own.is_own else "",
                    each.group,
                    each.is_own,
                    each.is_hidden,
                    each.is_required,
                    each.default,
                    _(each.hint),
                    own.options if own else {},
                    each.kind.list if isinstance(each.kind, Choice) else "",
                )
            )
        return views

    def groups(self, section: str) -> list[tuple[str, str]]:
        """Key and title of the groups of the card, the one for own fields at the end."""
        found = [(each.key, _(each.title) or _("Details")) for each in self._section(section).card]
        return found if OWN_GROUP.key in dict(found) else [*found, (OWN_GROUP.key, _(OWN_GROUP.title))]

    # -- changing ------------------------------------------------------------------------------------------

    def add(
        self, section: str, label: str, kind: str = "text", values: Sequence[str] = (), **what: Any
    ) -> str:
        """A new field; its key. ``values`` are those of its list; ``what``: group, options, is_required,
        default, hint."""
        definition = self.planned(section, label, kind, **what)
        self._write(self.making(definition, values), definition.label or "")
        return definition.key

    def making(self, definition: Definition, values: Sequence[str] = ()) -> list[Change]:
        """The changes that make a planned field, and the values of its list."""
        changes = [definition_change(definition)]
        if KINDS[definition.kind or "text"].has_list:
            changes += self._list_values(fields_of(definition)[0].kind, values)
        return changes

    def _list_values(self, kind: Kind, values: Sequence[str]) -> Iterator[Change]:
        assert isinstance(kind, Choice)
        keys: dict[str, str] = {}
        for label in values:
            if label.strip() and fold(label) not in map(fold, keys.values()):
                key = free_key(label, keys)
                yield self._library.choices.new_value(kind.list, key, len(keys), label)
                keys[key] = label

    def planned(
        self, section: str, label: str, kind: str = "text", taken: Sequence[str] = (), **what: Any
    ) -> Definition:
        """The definition a new field would have; ``taken`` are keys and columns planned beside it."""
        label = " ".join(label.split())
        if not label:
            raise UserError(_("A field needs a name."))
        if kind not in KINDS:
            raise UserError(_("There is no kind of field “{kind}”.").format(kind=kind))
        found = self._section(section)
        if any(fold(_(each.label)) == fold(label) for each in found.fields if each.is_stored):
            raise UserError(_("There is a field “{label}” already.").format(label=label))
        known = [each for each in self._definitions(section).values() if each.is_own]
        if len(known) + len(taken) >= MOST_FIELDS:
            raise UserError(_("A section takes {n} own fields at most.").format(n=MOST_FIELDS))
        with self._database.read() as connection:
            column = definitions.free_column(connection, found)
        number = int(column.removeprefix("x_")) + len(taken)
        return Definition(
            self._library.new_uid(),
            section,
            self._free_key(found, label, taken),
            is_own=True,
            label=label,
            kind=kind,
            column=f"x_{number}",
            **what,
        )

    def prepare(self, section: Section) -> None:
        """Add the columns of planned fields before the operation that makes them.

        A server lets nobody read a table that is being changed, and who fills the fields reads meanwhile.
        """
        if self._library.is_read_only:
            return
        with self._database.write() as connection:
            definitions.add_missing_columns(connection, [section])

    def change(self, section: str, key: str, **what: Any) -> Operation:
        """Set label, group, is_hidden, is_required, default, hint or options of a field.

        An empty label of a declared field brings the declared one back.
        """
        known = self._definition(section, key)
        if "label" in what:
            what["label"] = " ".join(str(what["label"] or "").split()) or None
            if known.is_own and not what["label"]:
                raise UserError(_("A field needs a name."))
        return self._write([definition_change(replace(known, **what))], self._label(section, key))

    def move(self, section: str, key: str, place: int) -> Operation:
        """Put a field at another place among those of its section (as ``views`` gives them)."""
        keys = [each.key for each in self.views(section)]
        keys.remove(key)
        keys.insert(place, key)
        every = [each.key for each in self._section(section).fields]
        order = [*keys, *(each for each in every if each not in keys)]
        changes = [
            definition_change(replace(self._definition(section, each), position=number))
            for number, each in enumerate(order)
            if self._definition(section, each).position != number and each in keys
        ]
        return self._write(changes, self._label(section, key))

    def delete(self, section: str, key: str) -> Operation:
        """Delete an own field. Its values are kept aside, so that an undo brings them back."""
        known = self._own(section, key)
        return self._write([definition_change(replace(known, is_deleted=True))], known.label or key)

    # -- another kind --------------------------------------------------------------------------------------

    def preview_kind(
        self, section: str, key: str, kind: str, options: Mapping[str, Any] | None = None
    ) -> KindPreview:
        """Which values would not fit another kind."""
        conversion = Conversion(self._library, self._own(section, key), kind, options or {})
        with self._database.read() as connection:
            return conversion.preview(connection)

    def change_kind(
        self, section: str, key: str, kind: str, options: Mapping[str, Any] | None = None,
        progress: Progress | None = None,
    ) -> Operation:  # fmt: skip
        """Give a field another kind. Values that fit are carried over; all old ones are kept for an undo."""
        known = self._own(section, key)
        conversion = Conversion(self._library, known, kind, options or {})
        return self._library.operate(
            "fields", section, known.label or key, lambda unit: conversion.run(unit, progress)
        )

    # -- parts ---------------------------------------------------------------------------------------------

    def _section(self, section: str) -> Section:
        return self._library.registry.section(section)

    def _definitions(self, section: str) -> dict[str, Definition]:
        with self._database.read() as connection:
            return {each.key: each for each in definitions.read(connection) if each.section == section}

    def _definition(self, section: str, key: str) -> Definition:
        """What is known of a field; of a declared one that was never changed, that."""
        known = self._definitions(section).get(key)
        if known is not None and not known.is_deleted:
            return known
        if known is not None or key not in self._section(section).by_key:
            raise UserError(_("This field is no longer there."))
        return Definition(declared_uid(section, key), section, key)

    def _own(self, section: str, key: str) -> Definition:
        known = self._definition(section, key)
        if not known.is_own:
            raise UserError(_("“{label}” belongs to the program; it can be hidden.").format(
                label=self._label(section, key)))  # fmt: skip
        return known

    def _label(self, section: str, key: str) -> str:
        return _(self._section(section).by_key[key].label)

    def _free_key(self, section: Section, label: str, taken: Sequence[str]) -> str:
        """A key made of the label, that no field of the section ever had."""
        used = {*section.by_key, *section.list_fields, *(each.key for each in section.all_fields), *taken}
        used |= {f"{each}_title" for each in used}
        words = "".join(c if c.isascii() and c.isalnum() else "_" for c in latin(label))
        base = re.sub("_+", "_", words).strip("_")[:KEY_LENGTH].strip("_") or "field"
        base = f"f_{base}"[:KEY_LENGTH] if base[0].isdigit() else base
        key, number = base, 2
        while key in used:
            ending = f"_{number}"
            key, number = base[: KEY_LENGTH - len(ending)] + ending, number + 1
        return key

    def _write(self, changes: list[Change], title: str) -> Operation:
        return self._library.write("fields", changes, title=title)


def declared_uid(section: str, key: str) -> str:
    """What is changed of a declared field has the same uid in every file."""
    return hashlib.sha256(f"field:{section}:{key}".encode()).hexdigest()[:32]


def definition_change(wanted: Definition) -> Change:
    """The change that writes a definition."""
    values = {
        "section": wanted.section,
        "key": wanted.key,
        "is_own": wanted.is_own,
        "label": wanted.label,
        "kind": wanted.kind,
        "options": _json(dict(wanted.options) or None),
        "column": wanted.column or None,
        "group": wanted.group,
        "position": wanted.position,
        "is_hidden": wanted.is_hidden,
        "is_required": wanted.is_required,
        "default": _json(wanted.default),
        "hint": wanted.hint,
        "is_deleted": wanted.is_deleted,
    }
    return Change(FIELD.key, wanted.uid, values)


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)
