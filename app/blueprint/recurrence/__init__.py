"""Recurrence: when something comes again, as a value of a record, in words, and as a row of times."""

from app.blueprint.recurrence.kind import Recurrence
from app.blueprint.recurrence.occurrences import Next, Slot, following, remaining, slots, wall
from app.blueprint.recurrence.repeats import Repeats, read_repeats
from app.blueprint.recurrence.rule import Rule, RuleRefused, monthly_on, read_rule, yearly_on

__all__ = [
    "Next",
    "Recurrence",
    "Repeats",
    "Rule",
    "RuleRefused",
    "Slot",
    "following",
    "monthly_on",
    "read_repeats",
    "read_rule",
    "remaining",
    "slots",
    "wall",
    "yearly_on",
]
