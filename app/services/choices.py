"""Value lists: what the user may choose from, each list editable in one place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from app.blueprint.house import CHOICE
from app.blueprint.lists import LISTS, default_label, find_choice
from app.core.errors import UserError
from app.core.folding import fold
from app.core.texts import _
from app.services.operations import Operation
from app.store import house
from app.store.change import Change
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library


@dataclass(frozen=True)
class ChoiceValue:
    """One value of a list as the user sees it."""

    key: str
    label: str
    color: str | None = None
    belongs_to: str | None = None
    is_hidden: bool = False
    uid: str = ""
    icon: str | None = None


def built_in_uid(list_key: str, key: str) -> str:
    """The same uid in every file, so that equal files have equal dumps."""
    return hashlib.sha256(f"choice:{list_key}:{key}".encode()).hexdigest()[:32]


def seed_choices(connection: Connection) -> None:
    """The values a new file starts with; their labels stay those of the interface language until renamed."""
    values = [
        {
            "uid": built_in_uid(found.key, option.key), "list": found.key, "key": option.key, "label": None,
            "color": option.color, "belongs_to": option.belongs_to, "position": place, "is_hidden": False,
        }
        for found in LISTS.values()
        for place, option in enumerate(found.options)
    ]  # fmt: skip
    house.add_choices(connection, CHOICE.number, values)


class Choices:
    """The value lists of a library; read once and kept until something is written."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database
        self._cache: dict[str, list[ChoiceValue]] | None = None
        self._labels: dict[tuple[str, str], str] = {}

    def forget(self) -> None:
        """Read anew when next asked."""
        self._cache = None
        self._labels = {}

    def options(self, list_key: str) -> list[ChoiceValue]:
        """Every value of a list in order, hidden ones too."""
        cache = self._cache
        if cache is None:
            cache = self._cache = self._read()
        return cache.get(list_key, [])

    def _read(self) -> dict[str, list[ChoiceValue]]:
        icons = {(each.key, option.key): option.icon for each in LISTS.values() for option in each.options}
        found: dict[str, list[ChoiceValue]] = {}
        with self._database.read() as connection:
            for row in house.choices(connection):
                label = row["label"] or default_label(row["list"], row["key"])
                value = ChoiceValue(
                    row["key"], label, row["color"], row["belongs_to"], bool(row["is_hidden"]), row["uid"],
                    icons.get((row["list"], row["key"])),
                )  # fmt: skip
                found.setdefault(row["list"], []).append(value)
        return found

    def pairs(self, list_key: str) -> Iterable[tuple[str, str]]:
        """Key and label of every value."""
        return [(each.key, each.label) for each in self.options(list_key)]

    def label_of(self, list_key: str, key: str) -> str:
        """The label of a value; a key that is in no list is its own label."""
        label = self._labels.get((list_key, key))
        if label is None:
            found = next((each.label for each in self.options(list_key) if each.key == key), None)
            label = found or default_label(list_key, key)
            self._labels[list_key, key] = label
        return label

    def color_of(self, list_key: str, key: str) -> str | None:
        """The colour of a value."""
        return next((each.color for each in self.options(list_key) if each.key == key), None)

    def add(self, list_key: str, label: str, color: str | None = None, belongs_to: str | None = None) -> str:
        """A new value at the end of a list, or the one that has this label already; its key."""
        if not label.strip():
            raise UserError(_("A value needs a name."))
        known = find_choice(list_key, label, self._library.context())
        own = [
            each
            for each in self.options(list_key)
            if belongs_to is None or each.belongs_to in (None, belongs_to)
        ]
        if known and any(each.key == known for each in own):
            return known
        key = self._free_key(list_key, label)
        values = {
            "list": list_key, "key": key, "label": label.strip(), "color": color, "belongs_to": belongs_to,
            "position": len(self.options(list_key)), "is_hidden": False,
        }  # fmt: skip
        self._write([Change("choice", self._library.new_uid(), values)], label)
        return key

    def _free_key(self, list_key: str, label: str) -> str:
        taken = {each.key for each in self.options(list_key)}
        base = "".join(c if c.isalnum() else "_" for c in fold(label))[:24].strip("_") or "value"
        key, n = base, 2
        while key in taken:
            key, n = f"{base}_{n}", n + 1
        return key

    def rename(self, list_key: str, key: str, label: str) -> Operation:
        """Give a value another label; records keep pointing to it."""
        if not label.strip():
            raise UserError(_("A value needs a name."))
        return self._change(list_key, key, label=label.strip())

    def recolor(self, list_key: str, key: str, color: str | None) -> Operation:
        """Give a value another colour."""
        return self._change(list_key, key, color=color)

    def set_hidden(self, list_key: str, key: str, is_hidden: bool) -> Operation:
        """Offer a value no longer, or again; records that have it keep it."""
        return self._change(list_key, key, is_hidden=is_hidden)

    def _change(self, list_key: str, key: str, **values: object) -> Operation:
        found = next((each for each in self.options(list_key) if each.key == key), None)
        if found is None:
            raise UserError(_("This value is no longer in the list."))
        return self._write([Change("choice", found.uid, values)], found.label)

    def _write(self, changes: list[Change], title: str) -> Operation:
        operation = self._library.write("choices", changes, title=title)
        self.forget()
        return operation
