"""What is counted: a noun with its gender and the forms that numbers ask for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Noun:
    """``one``, ``few`` (2–4 in Russian, the plural elsewhere), ``many`` (5 and more in Russian)."""

    gender: str
    one: str
    few: str
    many: str = ""


@dataclass(frozen=True)
class Currency:
    """The names of a currency and of its hundredth, in one language."""

    unit: Noun
    cent: Noun
