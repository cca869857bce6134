"""What a template is told: the records it speaks of, as shown texts that know the values behind them.

Only what the template asks for is read: a letter that names two fields does not wait for all events of a
client.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Context, Values
from app.blueprint.dates import DateOrTime, PartialDate, Stamp, date_format
from app.blueprint.field import Field
from app.blueprint.kinds import Choice, Choices, Image, Kind, Money, Number, Phone, YesNo
from app.blueprint.readings import Mirror
from app.blueprint.rows import Reference, References, Rows, Tags
from app.blueprint.section import STAMPS, Section
from app.core.texts import speaking
from app.services.documents.meaning import ITEM, PARTED, WHOLE, Path
from app.services.documents.neighbours import Neighbours
from app.services.documents.values import (
    CHOICE,
    DATE,
    MONEY,
    NAME,
    NUMBER,
    PHONE,
    YES_NO,
    picture,
    said,
)
from app.services.documents.vocabulary import ADDRESS_PARTS, LEFT_OUT, root_of
from app.services.wording.names import Person, honorific, salutation

if TYPE_CHECKING:
    from app.services.library import Library, Record

Tree = dict[str, "Tree"]
"""What is wanted, step by step."""

DEEPEST = 6
"""Steps from record to record; a template that goes round in circles ends there."""


def tree_of(paths: Iterable[Path]) -> Tree:
    """Paths as a tree; steps through rows of a table do not count."""
    tree: Tree = {}
    for path in paths:
        branch, steps = tree, iter(path)
        for step in steps:
            if step == PARTED:
                next(steps, None)  # to a row; the step from there leads to what is in the list
            else:
                branch = branch.setdefault(step, {})
    return tree


_BY_PERSON: dict[str, Callable[[Person, str], str]] = {
    "salutation": salutation,
    "honorific": honorific,
    "honorific_to": lambda person, spoken: honorific(person, spoken, "dative"),
}
"""Words that depend on who is written to."""


@dataclass
class Content:
    """What templates are told of the records of a library. ``wanted`` None means every field."""

    library: Library
    language: str = ""
    wanted: Tree | None = None
    template: str = ""
    pictures: dict[str, str] = field(default_factory=dict)
    """Digests of the pictures that came up, with what they show."""

    def __post_init__(self) -> None:
        """``spoken`` is the language that the document is in."""
        context = self.library.context()
        self.spoken = self.language or context.language
        self._context = replace(context, language=self.spoken, is_lasting=True)
        self._firm: dict[str, Any] | None = None
        self._near = Neighbours(self.library)

    def prepare(self, records: Sequence[Record]) -> None:
        """Read what documents for these records ask for, all at once."""
        roots = self.wanted or {}
        self._near.prepare(
            records, {key for branch in roots.values() for key in (*branch, *branch.get(ITEM, ()))}
        )

    def of(self, record: Record, number: str = "") -> dict[str, Any]:
        """What the template is told when it is filled for a record."""
        with speaking(self.language):
            return self._of(record, number)

    def of_all(self, records: Iterable[Record], number: str = "") -> dict[str, Any]:
        """What a template is told that is filled once for all of them."""
        found = list(records)
        with speaking(self.language):
            branch = self._branch(self.wanted, "records")
            items = [self._record(each, self._branch(branch, ITEM), 1) for each in found]
            told = self._of(found[0], number) if found else self._general(number)
            return {**told, "records": items}

    def _of(self, record: Record, number: str) -> dict[str, Any]:
        found = self._general(number)
        section = self.library.registry.section(record.section)
        own = root_of(section.key)
        for name in dict.fromkeys((own, "record", "contact", "organization")):
            if self._asks(name):
                found[name] = self._root(name, own, record)
        for name, word in _BY_PERSON.items():
            if self._asks(name):
                found[name] = word(self._addressed(record, section), self.spoken)
        return found

    def _root(self, name: str, own: str, record: Record) -> dict[str, Any]:
        branch = self._branch(self.wanted, name)
        if name in (own, "record"):
            return self._record(record, branch, 1)
        return self._related(record, f"{name}s", branch)

    def _general(self, number: str) -> dict[str, Any]:
        found: dict[str, Any] = {
            "today": said(
                date_format(self._context.today, "d MMMM y", self.spoken),
                DATE,
                self._context.today.isoformat(),
            ),
            "user": {"name": self.library.identity.user},
            "number": number,
            "template": {"name": self.template},
        }
        if self._asks("firm"):
            if self._firm is None:
                self._firm = self._own_firm()
            found["firm"] = self._firm
        return found

    def _asks(self, name: str) -> bool:
        return self.wanted is None or name in self.wanted

    @staticmethod
    def _branch(tree: Tree | None, step: str) -> Tree | None:
        return None if tree is None else tree.get(step, {})

    def _own_firm(self) -> dict[str, Any]:
        uid = self.library.documents.firm.uid
        record = self._near.get(uid) if uid else None
        branch = self._branch(self.wanted, "firm")
        if record is None or record.section != "organizations":
            return self._nobody("organizations")
        return self._record(record, branch, 1)

    def _addressed(self, record: Record, section: Section) -> Person:
        """Who is written to: the contact, or the first one of the record."""
        values = record.values if section.key == "contacts" else None
        if values is None:
            other = next(self._pointed(section, record.values, "contacts"), None)
            found = self._near.get(other) if other else None
            values = found.values if found else {}
        return person_of(values)

    # -- one record ------------------------------------------------------------------------------------------

    def _record(self, record: Record, branch: Tree | None, depth: int) -> dict[str, Any]:
        """Every wanted field by its key."""
        section = self.library.registry.section(record.section)
        found: dict[str, Any] = {"title": record.title, "full_name": record.title, "uid": record.uid}
        if section.key == "contacts":
            found |= _names(record.title, record.values)
        found.setdefault("name", found["full_name"])
        for each in (*section.all_fields, *STAMPS):
            if isinstance(each.kind, LEFT_OUT) or not _is_wanted(each, branch):
                continue
            inner = self._branch(branch, each.key)
            if isinstance(each.kind, Mirror):
                if branch is not None:  # a whole record is its own fields
                    found[each.key] = self._mirrored(each, record, inner, depth)
            elif each.nearest:
                found[each.key] = self.library.around.fields_of(record).get(each.key) or ""
            elif each.key not in found or each.key == "name":
                found[each.key] = self._value(each, record, inner, depth)
        return {**found, **self._address(section, record.values)}

    def _mirrored(self, each: Field, record: Record, branch: Tree | None, depth: int) -> list[dict[str, Any]]:
        """The records of another section that point here, in the order of their time or name."""
        section = self.library.registry.section(getattr(each.kind, "section", ""))
        records = self._near.get_many(self._near.mirrored(record, each))
        when = section.when
        records.sort(key=lambda one: str(one.values.get(when) or "~") if when else one.title)
        return self._records(records, branch, depth)

    def _records(self, records: Iterable[Record], branch: Tree | None, depth: int) -> list[dict[str, Any]]:
        if depth >= DEEPEST:
            return []
        inner = self._branch(branch, ITEM) or {}
        return [self._record(each, inner, depth + 1) for each in records]

    def _value(self, each: Field, record: Record, branch: Tree | None, depth: int) -> Any:
        value, kind = record.values.get(each.key), each.kind
        if isinstance(kind, Rows):
            return [self._row(kind, row, self._branch(branch, ITEM), depth) for row in value or ()]
        if isinstance(kind, Reference):
            return self._reference(value, branch, depth)
        if isinstance(kind, References):
            return self._records(self._near.get_many(value or ()), branch, depth)
        if isinstance(kind, (Choices, Tags)):
            return [kind.show([one], self._context) for one in value or ()]
        if isinstance(kind, Image):
            if value:
                self.pictures[value] = record.title
            return picture(value, record.title, kind.show(value, self._context)) if value else ""
        if each.is_name and section_has_names(record.section):
            return _name(value, record.values)
        return _shown(kind, value, self._context)

    def _reference(self, uid: str | None, branch: Tree | None, depth: int) -> Any:
        """A record that is pointed to: its title, or its fields where they are asked for."""
        if not uid:
            return "" if not branch else {}
        if not branch or depth >= DEEPEST:
            known = self._near.get(uid)
            return known.title if known else ""
        found = self._near.get(uid)
        return self._record(found, branch, depth + 1) if found else {}

    def _row(self, kind: Rows, row: Values, branch: Tree | None, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for part in kind.parts:
            value = row.get(part.key)
            if isinstance(part.kind, Reference):
                made[part.key] = self._reference(value, self._branch(branch, part.key), depth)
            else:
                made[part.key] = _shown(part.kind, value, self._context)
        made["text" if "text" not in made else "full"] = kind.show_row(row, self._context)
        return made

    def _address(self, section: Section, values: Values) -> dict[str, str]:
        """The first address, whole and in parts."""
        field = section.by_key.get("addresses")
        if field is None or not isinstance(field.kind, Rows):
            return {}
        first = (values.get("addresses") or [{}])[0]
        street = str(first.get("text") or first.get("street") or "")
        parts = {key: str(first.get(key) or "") for key in ADDRESS_PARTS}
        return {**parts, "address": street, "full_address": field.kind.show_row(first, self._context)}

    # -- records beside it ---------------------------------------------------------------------------------

    def _related(self, record: Record, wanted: str, branch: Tree | None) -> dict[str, Any]:
        """The first record of another section that this one points to, else every key of it, empty."""
        section = self.library.registry.section(record.section)
        if wanted not in {each.key for each in self.library.registry.sections}:
            return {}
        for uid in self._pointed(section, record.values, wanted):
            found = self._near.get(uid)
            if found is not None and found.section == wanted:
                return self._record(found, branch, 1)
        return self._nobody(wanted)

    def _nobody(self, section: str) -> dict[str, Any]:
        from app.services.library import Record as Empty

        return self._record(Empty(section, "", "", {}, 0), {WHOLE: {}}, DEEPEST)

    @staticmethod
    def _pointed(section: Section, values: Values, wanted: str) -> Iterator[str]:
        for each in section.stored:
            value, kind = values.get(each.key), each.kind
            if value is None:
                continue
            if isinstance(kind, Reference) and kind.section == wanted:
                yield value
            elif getattr(kind, "section", None) in (wanted, "*") and isinstance(value, list):
                yield from value
            elif isinstance(kind, Rows):
                keys = [
                    part.key
                    for part in kind.parts
                    if isinstance(part.kind, Reference) and part.kind.section == wanted
                ]
                yield from (row[key] for row in value for key in keys if row.get(key))


def _is_wanted(each: Field, branch: Tree | None) -> bool:
    """Does the template ask for the field, by name or with all others?"""
    if branch is None:
        return each not in STAMPS
    if each.key in branch:
        return True
    is_plain = not (isinstance(each.kind, (Mirror, Image)) or each.nearest or each in STAMPS)
    return is_plain and (WHOLE in branch or each.is_name or each.key == "sex")


def section_has_names(section: str) -> bool:
    """Are its records people, whose names are declined?"""
    return section == "contacts"


def person_of(values: Values) -> Person:
    """The name of a person as the language rules need it."""
    parts = {key: str(values.get(key) or "") for key in ("surname", "given_name", "patronymic", "sex")}
    return Person(**parts)


def _name(value: Any, values: Values) -> Any:
    if not value:
        return ""
    person = person_of(values)
    raw = {each: getattr(person, each) for each in ("surname", "given_name", "patronymic", "sex")}
    return said(str(value), NAME, raw)


def _names(title: str, values: Values) -> dict[str, Any]:
    """The whole name, and the one with initials."""
    full = _name(title, values)
    return {
        "full_name": full,
        "name": full,
        "title": full,
        "short_name": _name(person_of(values).short, values),
    }


def _shown(kind: Kind, value: Any, context: Context) -> Any:
    """A value as a reader sees it, with what is behind it where a filter may want that."""
    if value is None:
        return ""
    text = kind.show(value, context)
    if isinstance(kind, (PartialDate, DateOrTime, Stamp)):
        return said(text, DATE, value)
    if isinstance(kind, Money):
        return said(text, MONEY, [value, kind.currency])
    if isinstance(kind, Number) or kind.is_numeric:
        return said(text, NUMBER, value)
    if isinstance(kind, YesNo):
        return said(text, YES_NO, value)
    if isinstance(kind, Phone):
        return said(text, PHONE, value)
    if isinstance(kind, Choice):
        return said(text, CHOICE, value)
    return text
