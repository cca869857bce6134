"""Records that rows mention: organizations, their heads, groups and list values are found or made.

Others are only found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Context, Values
from app.blueprint.house import CHOICE, GROUP
from app.blueprint.kinds import Choice, Kind
from app.blueprint.rows import Groups, Reference, References, Rows
from app.blueprint.section import Section
from app.core.folding import fold
from app.core.texts import _
from app.services.exchange.firms import firm_key, may_be_same
from app.services.exchange.names import split_full_name
from app.services.exchange.putting import Name
from app.services.exchange.refusal import Refusal
from app.services.exchange.rows_read import NewChoice, ReadRow
from app.store.change import Change

if TYPE_CHECKING:
    from app.services.library import Library

ORGANIZATIONS = "organizations"
"""The section whose records are made when a list mentions them."""


class Firms:
    """Organizations by name without legal form, and by fiscal code."""

    def __init__(self, library: Library) -> None:
        self._by_name: dict[str, list[tuple[str, str]]] = {}
        self._by_code: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self._new: set[str] = set()
        for code, uids in library.lists.keys(ORGANIZATIONS, "fiscal_code").items():
            for uid in uids:
                self._learn_code(uid, code)
        for title, uids in library.lists.titles(ORGANIZATIONS).items():
            for uid in uids:
                self._learn_name(title, uid)

    def learn(self, name: str, uid: str, code: str = "") -> None:
        """Remember an organization that the list has made."""
        self._new.add(uid)
        self._learn_name(name, uid)
        if code:
            self._learn_code(uid, code)

    def _learn_name(self, name: str, uid: str) -> None:
        key, form = firm_key(name)
        self._by_name.setdefault(key, []).append((form, uid))

    def _learn_code(self, uid: str, code: str) -> None:
        self._by_code[_plain(code)] = uid
        self._codes[uid] = _plain(code)

    def find(self, name: str, code: str = "") -> str | None:
        """The organization with that fiscal code, else with that name and no other code.

        "Delta" may be the Delta SRL that is there already. Within one list Delta, Delta SRL and Delta SA are
        three, because one hand wrote them.
        """
        if code and _plain(code) in self._by_code:
            return self._by_code[_plain(code)]
        key, form = firm_key(name)
        known = [each for each in self._by_name.get(key, ()) if key and self._may_have(each[1], code)]
        same = [uid for other, uid in known if other == form]
        if same:
            return same[0]
        near = [each for each in known if may_be_same(form, each[0]) and each[1] not in self._new]
        return near[0][1] if len({other for other, _uid in near}) == 1 else None

    def _may_have(self, uid: str, code: str) -> bool:
        return not code or self._codes.get(uid, _plain(code)) == _plain(code)


def _plain(code: str) -> str:
    return "".join(char for char in code if char.isalnum()).upper().removeprefix("RO").lstrip("0")


class Referrer:
    """Puts uids in the place of names; ``pending`` are the changes that make what is new."""

    def __init__(self, library: Library, section: Section, headings: Mapping[str, str]) -> None:
        self._library, self._section, self._headings = library, section, headings
        self._groups: dict[tuple[str | None, str], str] | None = None
        self._group_count = 0
        self._choices: dict[tuple[str, str], str] = {}
        self._by_words: dict[str, dict[str, list[str]]] = {}
        self._titles: dict[str, str] = {}
        self._jobs: dict[str, list[Values]] = {}
        self.pending: list[Change] = []
        self.created: dict[str, int] = {}
        context = library.context()
        titles = self._titles  # not through self: in a circle all that is known here would be garbage later
        self.context: Context = replace(
            context, title_of=lambda uid: titles.get(uid) or context.title_of(uid)
        )

    def take_pending(self) -> Iterator[Change]:
        """The changes that have to come before the record."""
        waiting, self.pending = self.pending, []
        yield from waiting

    def take_following(self, row: ReadRow, uid: str) -> Iterator[Change]:
        """The changes that have to come after the record: people who were made for it work there."""
        for key, section in self._making:
            person = row.values.get(key)
            if person in self._jobs:
                title = row.values.get(f"{key}_position")
                job = {"organization": uid, **({"job_title": title} if title else {})}
                self._jobs[person].append(job)
                yield Change(section, person, {"organizations": list(self._jobs[person])})

    @cached_property
    def _making(self) -> list[tuple[str, str]]:
        """Fields whose records are made when they are missing, with their sections."""
        made = [(each.key, each.kind) for each in self._section.stored]
        return [(key, kind.section) for key, kind in made if isinstance(kind, Reference) and kind.is_made]

    def resolve(self, row: ReadRow) -> None:
        """Names of the row become uids; what is not found becomes a problem of the row."""
        for key, kind in self._resolvable:
            value = row.values.get(key)
            if value is None:
                continue
            try:
                row.values[key] = self._resolved(kind, value, row.firm)
            except ValueError as problem:
                column = self._headings.get(key, self._section.by_key[key].label)
                text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
                row.problems.append(Refusal(row.number, column, str(problem), text, key))

    @cached_property
    def _resolvable(self) -> list[tuple[str, Kind]]:
        """Fields that may name something, in the order in which they are looked up."""
        found = [(each.key, each.kind) for each in self._section.stored if _may_name(each.kind)]
        return sorted(found, key=lambda each: self._makes(each[1]))

    def _makes(self, kind: Any) -> bool:
        """May resolving make something? Such fields come last, so that a refused row makes nothing."""
        is_lookup = isinstance(kind, (Reference, References)) and not isinstance(kind, Groups)
        return not is_lookup or kind.section == ORGANIZATIONS or getattr(kind, "is_made", False)

    def _resolved(self, kind: Any, value: Any, firm: Values) -> Any:
        if isinstance(kind, Groups):
            return list(dict.fromkeys(self._group(name) for name in value))
        if isinstance(kind, References):
            return list(dict.fromkeys(self._reference(kind.section, name, {}) for name in value))
        if isinstance(kind, Reference):
            return self._person(kind, value) if kind.is_made else self._reference(kind.section, value, {})
        if isinstance(kind, Choice):
            return self._chosen(kind, value)
        if isinstance(kind, Rows):
            return [self._row(kind, each, firm if i == 0 else {}) for i, each in enumerate(value)]
        return value

    def _row(self, kind: Rows, row: Values, firm: Values) -> Values:
        found = dict(row)
        for part in kind.parts:
            if isinstance(part.kind, Reference) and isinstance(found.get(part.key), Name):
                found[part.key] = self._reference(part.kind.section, found[part.key], firm)
        return found

    def _reference(self, section: str, name: str, firm: Values) -> str:
        if section == ORGANIZATIONS:
            return self._organization(name, firm)
        found = self._words_of(section).get(_words(name), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValueError(
                _("“{name}” fits {n} records; make their names differ.").format(name=name, n=len(found))
            )
        title = _(self._library.registry.section(section).title) if section != "*" else ""
        raise ValueError(
            _("“{name}” is not among the records of {section}.").format(name=name, section=title)
        )

    def _person(self, kind: Reference, name: str) -> str:
        """The one person of that name, else a new one."""
        known = self._words_of(kind.section)
        found = known.setdefault(_words(name), [])
        if not found:
            uid = self._library.new_uid()
            found.append(uid)
            self._jobs[uid] = []
            self._make(kind.section, uid, split_full_name(name))
        return self._reference(kind.section, name, {})

    def _words_of(self, section: str) -> dict[str, list[str]]:
        if section not in self._by_words:
            found: dict[str, list[str]] = {}
            for title, uids in self._library.lists.titles(section).items():
                found.setdefault(_words(title), []).extend(uids)
            self._by_words[section] = found
        return self._by_words[section]

    @cached_property
    def _firms(self) -> Firms:
        return Firms(self._library)

    def known_firm(self, name: str, firm: Values) -> str | None:
        """Uid of the organization that a row means, if it is there already."""
        return self._firms.find(name, str(firm.get("fiscal_code") or ""))

    def _organization(self, name: str, firm: Values) -> str:
        uid = self.known_firm(name, firm)
        if uid is None:
            uid = self._library.new_uid()
            self._firms.learn(name, uid, str(firm.get("fiscal_code") or ""))
            self._titles[uid] = name
            self._make(
                ORGANIZATIONS,
                uid,
                {"name": str(name), **{key: self._firm_value(key, each) for key, each in firm.items()}},
            )
        return uid

    def _firm_value(self, key: str, value: Any) -> Any:
        kind = self._library.registry.section(ORGANIZATIONS).by_key[key].kind
        return self._chosen(kind, value) if isinstance(kind, Choice) else value

    def _make(self, entity: str, uid: str, values: Values) -> None:
        self.pending.append(Change(entity, uid, values))
        self.created[entity] = self.created.get(entity, 0) + 1

    def _group(self, path: str) -> str:
        """A group by its path ("Clients / VIP"), made with all above it where it is missing."""
        if self._groups is None:
            tree = self._library.groups.tree(self._section.key)
            self._groups = {(node.parent, fold(node.title)): node.uid for node in tree}
            self._group_count = len(tree)
        parent: str | None = None
        for name in (part.strip() for part in path.split(" / ")):
            place = (parent, fold(name))
            if place not in self._groups:
                uid = self._groups[place] = self._library.new_uid()
                values = {
                    "section": self._section.key,
                    "name": name,
                    "parent": parent,
                    "position": self._group_count,
                }
                self._group_count += 1
                self._make(GROUP.key, uid, values)
            parent = self._groups[place]
        return str(parent)

    def _chosen(self, kind: Choice, value: Any) -> Any:
        if isinstance(value, list):
            return [self._chosen(kind, each) for each in value]
        return self._new_choice(kind.list, value) if isinstance(value, NewChoice) else value

    def _new_choice(self, list_key: str, label: str) -> str:
        place = (list_key, fold(label))
        if place not in self._choices:
            options = self._library.choices.options(list_key)
            new = [each for each in self._choices if each[0] == list_key]
            taken = self._library.choices.taken(list_key) | {self._choices[each] for each in new}
            key = self._choices[place] = _free_key(label, taken)
            values = {
                "list": list_key,
                "key": key,
                "label": str(label),
                "position": len(options) + len(new),
                "is_hidden": False,
            }
            self._make(CHOICE.key, self._library.new_uid(), values)
        return self._choices[place]


def _may_name(kind: Kind) -> bool:
    """Can a value of it stand for a record, a group or a new value of a list?"""
    if isinstance(kind, Rows):
        return any(isinstance(part.kind, Reference) for part in kind.parts)
    return isinstance(kind, (Choice, Reference, References))


def _free_key(label: str, taken: set[str]) -> str:
    base = "".join(char if char.isalnum() else "_" for char in fold(label))[:24].strip("_") or "value"
    key, count = base, 2
    while key in taken:
        key, count = f"{base}_{count}", count + 1
    return key


def _words(name: str) -> str:
    """Equal for "Ana Pop" and "Pop Ana"."""
    return " ".join(sorted(fold(name).replace(",", " ").split()))
