"""Value lists: what the user may choose from, each list editable in one place."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from app.blueprint.house import CHOICE
from app.blueprint.kinds import Choice
from app.blueprint.lists import LISTS, default_label, find_choice
from app.core.errors import UserError
from app.core.folding import fold
from app.core.ids import built_in_uid
from app.core.progress import Progress
from app.core.texts import _, language
from app.services.operations import Operation
from app.store import house, journal
from app.store.change import Change
from app.store.chosen import holders
from app.store.engine import Database
from app.store.unit import Unit

if TYPE_CHECKING:
    from app.services.library import Library


MOST_GONE = 2_000
"""Merged values whose keys are remembered."""


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


@dataclass(frozen=True)
class ListView:
    """A list of values; one that is not open takes no new ones."""

    key: str
    label: str
    is_open: bool = True


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


def free_key(label: str, taken: Container[str]) -> str:
    """A key made of the label, that is not taken."""
    base = "".join(c if c.isalnum() else "_" for c in fold(label))[:24].strip("_") or "value"
    key, n = base, 2
    while key in taken:
        key, n = f"{base}_{n}", n + 1
    return key


class Choices:
    """The value lists of a library; read once and kept until something is written."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database
        # By language: built-in labels speak the language in use, and a letter may have its own.
        self._cache: dict[str, dict[str, list[ChoiceValue]]] = {}
        self._labels: dict[tuple[str, str, str], str] = {}

    def forget(self) -> None:
        """Read anew when next asked."""
        self._cache = {}
        self._labels = {}

    def lists(self) -> list[ListView]:
        """Every list that can be edited: those of the program, then those of the user's fields."""
        found = [ListView(each.key, _(each.label), each.is_open) for each in LISTS.values()]
        for section in self._library.registry.sections:
            for field in section.fields:
                if field.is_own and isinstance(field.kind, Choice) and field.kind.list not in LISTS:
                    title = f"{self._library.sections.title_of(section.key)}: {_(field.label)}"
                    found.append(ListView(field.kind.list, title))
        return found

    def options(self, list_key: str) -> list[ChoiceValue]:
        """Every value of a list in order, hidden ones too."""
        cache = self._cache.get(language())
        if cache is None:
            cache = self._cache[language()] = self._read()
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

    def taken(self, list_key: str) -> set[str]:
        """Keys that no new value may have: those of the list, and of values that an undo may bring back."""
        with self._database.read() as connection:
            gone = journal.deleted(connection, MOST_GONE, only=journal.Narrowed(section=CHOICE.key))
        values = [change.before or {} for change, _operation in gone]
        return {each.key for each in self.options(list_key)} | {
            str(each["key"]) for each in values if each.get("list") == list_key
        }

    def pairs(self, list_key: str) -> Iterable[tuple[str, str]]:
        """Key and label of every value."""
        return [(each.key, each.label) for each in self.options(list_key)]

    def label_of(self, list_key: str, key: str) -> str:
        """The label of a value; a key that is in no list is its own label."""
        label = self._labels.get((language(), list_key, key))
        if label is None:
            found = next((each.label for each in self.options(list_key) if each.key == key), None)
            label = found or default_label(list_key, key)
            self._labels[language(), list_key, key] = label
        return label

    def add(self, list_key: str, label: str, color: str | None = None, belongs_to: str | None = None) -> str:
        """A new value at the end of a list, or the one that has this label already; its key."""
        if not label.strip():
            raise UserError(_("A value needs a name."))
        found: list[str] = []

        def changes() -> Iterator[Change]:
            # Read inside the transaction: another program may have added a value meanwhile.
            self.forget()
            known = find_choice(list_key, label, self._library.context())
            options = self.options(list_key)
            if known and any(
                each.key == known and (belongs_to is None or each.belongs_to in (None, belongs_to))
                for each in options
            ):
                found.append(known)
                return
            found.append(free_key(label, self.taken(list_key)))
            yield self.new_value(list_key, found[0], len(options), label, color, belongs_to)

        self._write(changes(), label)
        return found[0]

    def new_value(
        self, list_key: str, key: str, place: int, label: str, color: str | None = None,
        belongs_to: str | None = None,
    ) -> Change:  # fmt: skip
        """The change that adds a value."""
        values = {
            "list": list_key, "key": key, "label": label.strip(), "color": color,
            "belongs_to": belongs_to, "position": place, "is_hidden": False,
        }  # fmt: skip
        return Change("choice", self._library.new_uid(), values)

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

    def move(self, list_key: str, key: str, place: int) -> Operation:
        """Put a value at another place of its list."""
        options = self.options(list_key)
        ordered = [each for each in options if each.key != key]
        moved = next((each for each in options if each.key == key), None)
        if moved is None:
            raise UserError(_("This value is no longer in the list."))
        ordered.insert(place, moved)
        changes = [Change("choice", each.uid, {"position": number}) for number, each in enumerate(ordered)]
        return self._write(changes, moved.label)

    def may_merge(self, list_key: str) -> bool:
        """May values go? Those of a closed list mean something to the program."""
        return list_key not in LISTS or LISTS[list_key].is_open

    def merge_targets(self, list_key: str, key: str) -> list[ChoiceValue]:
        """The values that another one may be merged into: those that belong to the same."""
        options = self.options(list_key)
        found = next((each for each in options if each.key == key), None)
        if found is None or not self.may_merge(list_key):
            return []
        return [each for each in options if each.key != key and each.belongs_to == found.belongs_to]

    def uses(self, list_key: str, key: str) -> int:
        """How many records have the value."""
        with self._database.read() as connection:
            found = holders(connection, self._library.registry.sections, list_key, key)
        return sum(map(len, found.values()))

    def merge(self, list_key: str, key: str, into: str, progress: Progress | None = None) -> Operation:
        """Give every record that has a value another one of its list instead; the value goes."""
        from app.services.merging_choices import ChoiceMerge

        if not self.may_merge(list_key):
            raise UserError(_("The values of this list mean something to the program; none of them can go."))

        def work(unit: Unit) -> None:
            self.forget()
            merge = ChoiceMerge(self._library, unit.connection, list_key, key, into)
            *others, last = merge.changes(progress)
            unit.follow(others)
            unit.apply([last])

        title = self.label_of(list_key, key)
        operation = self._library.operate("choices", "choice", title, work)
        self.forget()
        return operation

    def _change(self, list_key: str, key: str, **values: object) -> Operation:
        found = next((each for each in self.options(list_key) if each.key == key), None)
        if found is None:
            raise UserError(_("This value is no longer in the list."))
        return self._write([Change("choice", found.uid, values)], found.label)

    def _write(self, changes: Iterable[Change], title: str) -> Operation:
        operation = self._library.write("choices", changes, title=title)
        self.forget()
        return operation
