"""Recurrence: when something comes again, read from its text, in words, and as a row of times."""

from app.blueprint.recurrence.occurrences import Next, Slot, following, remaining, slots, wall
from app.blueprint.recurrence.repeats import Repeats, read_repeats
from app.blueprint.recurrence.rule import Rule, RuleRefused, monthly_on, read_rule, yearly_on
from app.blueprint.recurrence.words import in_words

__all__ = [
    "Next",
    "Repeats",
    "Rule",
    "RuleRefused",
    "Slot",
    "following",
    "in_words",
    "monthly_on",
    "read_repeats",
    "read_rule",
    "remaining",
    "slots",
    "wall",
    "yearly_on",
]
