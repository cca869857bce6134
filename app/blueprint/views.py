"""Kinds of view that a section may declare beside its table: a calendar by a date, a board by a choice."""

from __future__ import annotations

from dataclasses import dataclass

TABLE, CALENDAR, BOARD = "table", "calendar", "board"


@dataclass(frozen=True)
class Calendar:
    """Records on the days of the date field ``when``; they last as many minutes as ``minutes`` says."""

    when: str
    minutes: str = ""


@dataclass(frozen=True)
class Board:
    """Cards in columns, a column for each value of the field ``by``: a choice, or a date in spans of days."""

    by: str


View = Calendar | Board
