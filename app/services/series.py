"""What repeats, changed and deleted: this one, this and those that follow, or all. Each is one operation.

A series has one record that carries it: its next occurrence that is still open. Occurrences after it are
reckoned, not stored. One that is changed alone becomes a record of its own, and its day is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from app.blueprint.context import Values
from app.blueprint.recurrence import Next, Repeats, read_repeats, remaining, slots, wall
from app.blueprint.section import Section
from app.core.errors import UserError
from app.core.texts import _
from app.services.operations import Operation
from app.store.change import Change
from app.store.succession import anchored, at_slot, shifted, successor, uid_of

if TYPE_CHECKING:
    from app.services.library import Library, Record

Scope = Literal["one", "following", "all"]
"""This occurrence, this and those after it, or the whole series."""


class Series:
    """The series of a library. Every call may come from any thread."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def is_repeating(self, record: Record) -> bool:
        """Does the record carry a series?"""
        section = self._library.registry.section(record.section)
        return section.repeats is not None and bool(record.values.get(section.repeats.key))

    def slots(self, record: Record, low: datetime, high: datetime) -> Iterator[datetime]:
        """Wall times at which a record that repeats comes, not before low and before high."""
        section, text, when = self._parts(record)
        return slots(text, when, low, high) if section.repeats else iter(())

    def in_words(self, text: str) -> str:
        """A recurrence in words, in the language in use."""
        from app.blueprint.repeating import Recurrence

        return Recurrence().show(text, self._library.context())

    def change(self, uid: str, slot: datetime, values: Values, scope: Scope) -> Operation:
        """Give an occurrence, those from it on, or all, these values; a time among them is that of ``slot``.

        UserError if the rule cannot be moved as a whole; then this occurrence alone can.
        """
        record = self._record(uid)
        section, _text, when = self._parts(record)
        if scope == "one":
            changes = self._one(section, record, slot, values)
        elif scope == "following" and slot > wall(when):
            changes = self._following(section, record, slot, values)
        else:
            changes = [Change(section.key, uid, self._moved(section, record, slot, values))]
        return self._library.write("edit", changes, section=section.key, title=record.title)

    def delete(self, uid: str, slot: datetime, scope: Scope) -> Operation:
        """Leave out an occurrence, end the series before it, or delete it all."""
        record = self._record(uid)
        section, text, when = self._parts(record)
        if scope == "all" or (scope == "following" and slot <= wall(when)):
            return self._library.delete([uid])
        if scope == "following":
            return self._edit(section, record, {_key(section): _ended(read_repeats(text), slot).text()})
        if slot > wall(when):
            return self._edit(section, record, {_key(section): _without(text, slot)})
        return self.skip(uid)

    def skip(self, uid: str) -> Operation:
        """Pass over the occurrence that stands next: the record moves to the one after it, or goes."""
        record = self._record(uid)
        section, text, when = self._parts(record)
        found = _after(text, when)
        if found is None:
            return self._library.delete([uid])
        days = (found.date() - wall(when).date()).days
        moved = {section.when: at_slot(when, found), _key(section): anchored(text, when)}
        start = section.by_key.get("start")
        if start is not None and record.values.get("start"):
            moved["start"] = shifted(str(record.values["start"]), days)
        return self._edit(section, record, moved)

    # -- inside --------------------------------------------------------------------------------------------

    def _record(self, uid: str) -> Record:
        record = self._library.get(uid)
        if record is None:
            raise UserError(_("There is no record {uid}.").format(uid=uid))
        if not self.is_repeating(record):
            raise UserError(_("“{title}” does not repeat.").format(title=record.title))
        return record

    def _parts(self, record: Record) -> tuple[Section, str, str]:
        section = self._library.registry.section(record.section)
        text = record.values.get(_key(section)) if section.repeats else ""
        return section, str(text or ""), str(record.values.get(section.when) or "")

    def _edit(self, section: Section, record: Record, values: Values) -> Operation:
        return self._library.write(
            "edit", [Change(section.key, record.uid, values)], section=section.key, title=record.title
        )

    def _one(self, section: Section, record: Record, slot: datetime, values: Values) -> list[Change]:
        _section, text, when = self._parts(record)
        series = str(record.values.get("series") or record.uid)
        alone = {**values, _key(section): None, "series": series, "instance": slot.date().isoformat()}
        context = self._library.context()
        stored = self._stored(section, record)
        if slot > wall(when):
            made = successor(section, record.uid, stored, Next(slot, 0, text), context)
            assert made.values is not None
            carrier = {_key(section): _without(text, slot), "series": series}
            copy = {key: value for key, value in {**made.values, **alone}.items() if value is not None}
            return [
                Change(section.key, record.uid, carrier),
                Change(section.key, self._library.new_uid(), copy),
            ]
        found = _after(text, when)
        changes = [Change(section.key, record.uid, alone)]
        if found is not None and not self._library.get(uid_of(series, found)):
            changes.append(successor(section, record.uid, stored, Next(found, 0, text), context))
        return changes

    def _stored(self, section: Section, record: Record) -> Values:
        return {each.key: record.values[each.key] for each in section.stored if each.key in record.values}

    def _following(self, section: Section, record: Record, slot: datetime, values: Values) -> list[Change]:
        _section, text, when = self._parts(record)
        repeats = read_repeats(text)
        made = successor(
            section, record.uid, self._stored(section, record), Next(slot, 0, text), self._library.context()
        )
        assert made.values is not None
        rest = remaining(text, when, slot)
        copy = {**made.values, _key(section): rest.text(), "series": None}
        if section.when in values:
            moved = _days(values[section.when], slot)
            copy[_key(section)] = self._shifted(rest, moved).text()
        copy = {key: value for key, value in {**copy, **values}.items() if value is not None}
        ended = {_key(section): _ended(repeats, slot).text()}
        return [
            Change(section.key, record.uid, ended),
            Change(section.key, self._library.new_uid(), copy),
        ]

    def _moved(self, section: Section, record: Record, slot: datetime, values: Values) -> Values:
        """Values for a whole series; an occurrence that is put elsewhere takes the others along."""
        _section, text, when = self._parts(record)
        if section.when not in values or not values[section.when]:
            return values
        days = _days(values[section.when], slot)
        at = wall(str(values[section.when]))
        begin = datetime.combine(wall(when).date() + timedelta(days=days), at.time())
        moved: Values = {**values, section.when: at_slot(str(values[section.when]), begin)}
        if days and _key(section) not in values:
            moved[_key(section)] = self._shifted(read_repeats(text), days).text()
        return moved

    def _shifted(self, repeats: Repeats, days: int) -> Repeats:
        if not days:
            return repeats
        rule = repeats.rule.shifted(days) if repeats.rule is not None else None
        if repeats.rule is not None and rule is None:
            raise UserError(
                _(
                    "The rule “{rule}” cannot be moved as a whole; move this one alone, or change the rule."
                ).format(rule=self.in_words(repeats.text()))
            )
        return replace(
            repeats,
            rule=rule,
            skipped=frozenset(shifted(each, days) for each in repeats.skipped),
            added=tuple(shifted(each, days) for each in repeats.added),
            anchor=shifted(repeats.anchor, days) if repeats.anchor else "",
        )


def _key(section: Section) -> str:
    assert section.repeats is not None
    return section.repeats.key


def _days(when: object, slot: datetime) -> int:
    return (wall(str(when)).date() - slot.date()).days


def _after(text: str, when: str) -> datetime | None:
    start = wall(when)
    return next((each for each in slots(text, when) if each > start), None)


def _without(text: str, slot: datetime) -> str:
    repeats = read_repeats(text)
    day = slot.date().isoformat()
    added = tuple(each for each in repeats.added if each[:10] != day)
    return replace(repeats, skipped=repeats.skipped | {day}, added=added).text()


def _ended(repeats: Repeats, slot: datetime) -> Repeats:
    """The series up to the day before an occurrence."""
    day: date = slot.date()
    rule = repeats.rule.before(day) if repeats.rule is not None else None
    return replace(
        repeats,
        rule=rule,
        skipped=frozenset(each for each in repeats.skipped if each < day.isoformat()),
        added=tuple(each for each in repeats.added if each[:10] < day.isoformat()),
    )
