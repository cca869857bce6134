"""Columns of a board: one for each value of a choice, or for spans of days; and what a card becomes in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from app.blueprint.conditions import Condition, Conditions
from app.blueprint.dates import Appointment, DateOrTime
from app.blueprint.field import Field
from app.blueprint.kinds import Choice
from app.blueprint.section import Section
from app.blueprint.views import Board
from app.core.progress import Progress
from app.core.texts import _, capital
from app.services.operations import Operation
from app.store.change import Change

if TYPE_CHECKING:
    from app.services.library import Library

REST = ""
"""Key of the column for what has no value, or one that is not in the list."""


@dataclass(frozen=True)
class BoardColumn:
    """A column: its title, the dot before it, which records stand in it, and the value that it gives.

    ``value`` of a date is a day; where ``can_take`` is False, nothing can be put there.
    """

    key: str
    title: str
    color: str | None
    conditions: tuple[Condition, ...]
    value: Any = None
    can_take: bool = True

    @property
    def is_rest(self) -> bool:
        """Is it the column for what has no value?"""
        return self.key == REST

    def narrowed(self, found: Conditions) -> Conditions:
        """Conditions that leave of what they leave already only this column."""
        for each in self.conditions:
            found = found.and_also(each)
        return found


def columns_of(library: Library, section: Section, board: Board) -> list[BoardColumn]:
    """The columns of a board from the left, that for what has no value at the end."""
    field = section.by_key[board.by]
    if isinstance(field.kind, Choice):
        return _of_choice(library, field, field.kind.list)
    return _of_days(section, field, library.context().today)


def _of_choice(library: Library, field: Field, values: str) -> list[BoardColumn]:
    options = [each for each in library.choices.options(values) if not each.is_hidden]
    found = [
        BoardColumn(each.key, capital(each.label), each.color, (_is(field, each.key),), each.key)
        for each in options
    ]
    keys = tuple(each.key for each in options)
    rest = (Condition(field.key, "none_of", keys),) if keys else ()
    return [*found, BoardColumn(REST, _("No value"), None, rest)]


def _is(field: Field, key: str) -> Condition:
    return Condition(field.key, "one_of", (key,))


def _of_days(section: Section, field: Field, today: date) -> list[BoardColumn]:
    """What is open, by when it is due; where nothing can be open, all of it."""
    is_open: tuple[Condition, ...] = ()
    if section.when == field.key and section.open_when:
        key, values = section.open_when
        is_open = (Condition(key, "one_of", values),)
    tomorrow, sunday = today + timedelta(days=1), today + timedelta(days=6 - today.weekday())
    before = _("Overdue") if is_open else _("Earlier")
    spans: list[tuple[str, str, str | None, date | None, date | None, date | None]] = [
        ("before", before, "red", None, today - timedelta(days=1), None),
        ("today", _("Today"), "orange", today, today, today),
        ("tomorrow", _("Tomorrow"), "blue", tomorrow, tomorrow, tomorrow),
    ]
    after = tomorrow
    if sunday > tomorrow:
        friday = sunday - timedelta(days=2)
        meant = friday if friday > tomorrow else sunday
        spans.append(("week", _("This week"), "green", tomorrow + timedelta(days=1), sunday, meant))
        after = sunday
    after += timedelta(days=1)
    monday = sunday + timedelta(days=1)
    spans.append(("later", _("Later"), "grey", after, None, max(monday, after)))
    found = [
        BoardColumn(key, title, color, (*is_open, _between(field.key, low, high)),
                    meant.isoformat() if meant else None, can_take=meant is not None)
        for key, title, color, low, high, meant in spans
    ]  # fmt: skip
    return [*found, BoardColumn(REST, _("No date"), None, (*is_open, Condition(field.key, "empty")))]


def _between(key: str, low: date | None, high: date | None) -> Condition:
    if low is None:
        assert high is not None
        return Condition(key, "before", (high + timedelta(days=1)).isoformat())
    if high is None:
        return Condition(key, "after", (low - timedelta(days=1)).isoformat())
    return Condition(key, "between", (low.isoformat(), high.isoformat()))


def put(
    library: Library, section: Section, board: Board, column: BoardColumn, uids: Sequence[str],
    progress: Progress | None = None,
) -> Operation:  # fmt: skip
    """Put records into a column, as one operation; of a date only the day becomes another."""
    field = section.by_key[board.by]
    changes: Iterable[Change]
    if isinstance(field.kind, DateOrTime) and column.value:
        zone = library.context().zone
        before = {uid: each.values.get(field.key) for uid, each in library.get_many(uids).items()}
        changes = [
            Change(section.key, uid, {field.key: _on_day(field, value, column, zone)})
            for uid, value in before.items()
        ]
    else:
        changes = [Change(section.key, uid, {field.key: column.value}) for uid in uids]
    return library.write("edit", changes, section=section.key, progress=progress, total=len(uids))


def _on_day(field: Field, before: Any, column: BoardColumn, zone: str) -> str:
    """The day of the column with the hour and the zone that were there."""
    hour = str(before or "")[10:]
    if not hour and isinstance(field.kind, Appointment):
        hour = f"T09:00[{zone}]"
    return f"{column.value}{hour}"


def default_values(section: Section, board: Board, column: BoardColumn, zone: str) -> dict[str, Any]:
    """What a new card in the column starts with."""
    field = section.by_key[board.by]
    if column.value is None or not column.can_take:
        return {}
    if isinstance(field.kind, DateOrTime):
        return {field.key: _on_day(field, None, column, zone)}
    return {field.key: column.value}


def card_columns(section: Section, board: Board) -> tuple[list[str], list[str]]:
    """What a card says below its title: texts beside each other, then short words at its foot."""
    others = [each.by for each in section.boards if each.by != board.by]
    state = section.open_when[0] if section.open_when else ""
    words = [key for key in others if isinstance(section.by_key[key].kind, Choice) and key != state]
    said = {"title", section.when, state, board.by, *words}
    notes = [key for key in section.columns if key not in said]
    return notes[:2], [key for key in words if key in section.list_fields][:2]
