"""English numbers in words."""

from __future__ import annotations

from app.services.wording.forms import Noun

_ONES = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
         "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
         "nineteen")  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_POWERS = ("", "thousand", "million", "billion", "trillion")
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
             "nine": "ninth", "twelve": "twelfth"}  # fmt: skip
_MONTHS = ("", "January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip


def number(n: int, gender: str = "") -> str:
    """A whole number: one thousand two hundred and thirty-four."""
    if n == 0:
        return "zero"
    words = []
    for power in range(len(_POWERS) - 1, 0, -1):
        thousands = n // 1000**power % 1000
        if thousands:
            words.append(f"{_below_thousand(thousands)} {_POWERS[power]}")
    small = n % 1000
    if small:
        words.append(f"and {_below_thousand(small)}" if words and small < 100 else _below_thousand(small))
    return " ".join(words)


def _below_thousand(n: int) -> str:
    hundreds, small = n // 100, n % 100
    words = [f"{_ONES[hundreds]} hundred"] if hundreds else []
    if small:
        tens = _TENS[small // 10] + (f"-{_ONES[small % 10]}" if small % 10 else "")
        words += [*(["and"] if hundreds else []), _ONES[small] if small < 20 else tens]
    return " ".join(words)


def form(n: int, noun: Noun) -> str:
    """The noun after a number."""
    return noun.one if n == 1 else noun.few


def date(year: int, month: int, day: int) -> str:
    """the twenty-third of November two thousand and twenty-six."""
    return f"the {_ordinal(day)} of {_MONTHS[month]} {number(year)}"


def _ordinal(n: int) -> str:
    head, dash, last = number(n).rpartition("-")
    ordinal = _ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return f"{head}{dash}{ordinal}"
