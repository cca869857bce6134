"""Operators of conditions: what may be asked of a value, in words, and what has to be given for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.core.texts import N_, NN_, _, ngettext

Operand = Literal["none", "value", "two", "days", "some", "group", "record", "import"]
"""What an operator is given: nothing, a value, two of them, a number of days, keys of a list, a group, a
record, an import."""


@dataclass(frozen=True)
class Operator:
    """A word that kinds offer. ``phrase`` follows the name of the field and has a place for what is given."""

    key: str
    phrase: str
    operand: Operand = "value"
    plural: str = ""

    def in_words(self, value: str = "…", other: str = "…", n: int | None = None) -> str:
        """The phrase with what is given; with dots where nothing is."""
        if self.plural:
            return ngettext(self.phrase, self.plural, 5 if n is None else n).format(n="…" if n is None else n)
        return _(self.phrase).format(value=value, other=other)


def _in_days(key: str, phrases: tuple[str, str]) -> Operator:
    return Operator(key, phrases[0], "days", phrases[1])


OPERATORS = {
    each.key: each
    for each in (
        Operator("is", N_("is {value}")),
        Operator("is_not", N_("is not {value}")),
        Operator("contains", N_("contains {value}")),
        Operator("not_contains", N_("does not contain {value}")),
        Operator("begins", N_("begins with {value}")),
        Operator("one_of", N_("is {value}"), "some"),
        Operator("none_of", N_("is not {value}"), "some"),
        Operator("less", N_("less than {value}")),
        Operator("more", N_("more than {value}")),
        Operator("yes", N_("is yes"), "none"),
        Operator("no", N_("is no"), "none"),
        Operator("on", N_("on {value}")),
        Operator("before", N_("before {value}")),
        Operator("after", N_("after {value}")),
        Operator("between", N_("from {value} to {other}"), "two"),
        _in_days("last_days", NN_("in the last {n} day", "in the last {n} days")),
        _in_days("not_last_days", NN_("not in the last {n} day", "not in the last {n} days")),
        _in_days("next_days", NN_("in the next {n} day", "in the next {n} days")),
        _in_days("not_next_days", NN_("not in the next {n} day", "not in the next {n} days")),
        _in_days("coming", NN_("in the next {n} day, any year", "in the next {n} days, any year")),
        Operator("coming_month", N_("this month, any year"), "none"),
        Operator("this_week", N_("this week"), "none"),
        Operator("this_month", N_("this month"), "none"),
        Operator("this_year", N_("this year"), "none"),
        Operator("in_group", N_("is {value} with subgroups"), "group"),
        Operator("in_group_only", N_("is {value}"), "group"),
        Operator("not_in_group", N_("is not {value}"), "group"),
        Operator("in_import", N_("is {value}"), "import"),
        Operator("new_in_import", N_("is {value}, new records only"), "import"),
        Operator("not_in_import", N_("is not {value}"), "import"),
        Operator("is_record", N_("is {value}"), "record"),
        Operator("is_not_record", N_("is not {value}"), "record"),
        Operator("empty", N_("is empty"), "none"),
        Operator("not_empty", N_("is not empty"), "none"),
    )
}
"""Every operator by its key, in the order in which they are offered."""
