"""Of which country the numbers of a list are, where they do not say it themselves.

Many countries would take the same digits: 069123456 is a mobile of Moldova, but Germany and Bulgaria have
such numbers too. What tells them apart is how much a country allows. Where one number in four of just this
length exists, a list whose numbers all do is no accident; where nearly every number of any length does, it
says nothing. So the countries are compared by the likelihood of the list among all numbers that each has.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from app.blueprint.phones import parsed
from app.core.folding import digits

LEAST_NUMBERS, MOST_NUMBERS = 3, 60
LEAST_DIGITS = 7
"""What is shorter has no code of a town: nobody can tell its country."""
BEGINNING = 4
"""Numbers that begin alike are of one town or one firm: what one of them tells, the others only repeat."""
MOST_AT_HOME, LEAST_ABROAD = 1 / 3, 3 / 4
ODDS = 20
"""So many times likelier than the next country must one be."""
LEAST_SAID = 0.7
"""The likelihood of a number in a country whose rules say something: others would take nearly any digits."""
_WRONG = 0.02
"""One number in fifty of any list is mistyped."""
_BARE = 0.3
"""So many write their numbers without the 0 or 8 before them, where no spreadsheet took it."""
_TRIES = 400


def country_of(texts: Sequence[str], home: str, countries: Sequence[str]) -> str:
    """The one country that these numbers are of, if they are not of home; empty where that is not sure."""
    witnesses = {digits(each)[:BEGINNING]: each for each in texts if _is_local(each)}
    numbers = list(witnesses.values())[:MOST_NUMBERS]
    if len(numbers) < LEAST_NUMBERS:
        return ""
    if sum(_is_number_of(each, home) for each in numbers) > MOST_AT_HOME * len(numbers):
        return ""
    others = [each for each in countries if each != home]
    found = sorted((sum(_likelihood(each, country) for each in numbers), country) for country in others)
    (second, _next), (best, country) = found[-2:]
    fitting = [_likelihood(each, country) for each in numbers if _national(each, country) is not None]
    if best - second < math.log(ODDS) or len(fitting) < LEAST_ABROAD * len(numbers):
        return ""
    return country if sum(fitting) >= LEAST_SAID * len(fitting) else ""


def _is_local(text: str) -> bool:
    """Is it a number that does not say its country?"""
    plain = digits(text)
    return len(plain) >= LEAST_DIGITS and "+" not in text and not plain.startswith("00")


@lru_cache(maxsize=4_096)
def _is_number_of(text: str, country: str) -> bool:
    import phonenumbers

    number = parsed(text, country)
    return number is not None and phonenumbers.is_valid_number_for_region(number, country)


@lru_cache(maxsize=4_096)
def _national(text: str, country: str) -> str | None:
    """The digits within the country, if it is a number that people have there."""
    import phonenumbers

    number = parsed(text, country)
    if number is None or number.country_code != phonenumbers.country_code_for_region(country):
        return None
    national = phonenumbers.national_significant_number(number)
    return national if any(each.fullmatch(national) for each in _patterns(country)) else None


def _likelihood(text: str, country: str) -> float:
    """The logarithm of how likely a number of the country is this one, against any row of digits."""
    national = _national(text, country)
    if national is None:
        return math.log(_WRONG)
    length = len(national)
    spared = len(digits(text)) - length  # digits that the country says by itself: the 0 before its numbers
    share = _share(country, length) * len(_lengths(country))
    written = 1.0
    if _metadata(country).national_prefix and not (text.isdecimal() and not spared):
        written = 1 - _BARE if spared else _BARE
    return math.log((1 - _WRONG) * written / share) + spared * math.log(10)


@lru_cache(maxsize=300)
def _patterns(country: str) -> tuple[re.Pattern[str], ...]:
    """What numbers look like that people have: not those of hotlines and machines."""
    return tuple(re.compile(each.national_number_pattern) for each in _descriptions(country))


@lru_cache(maxsize=300)
def _lengths(country: str) -> frozenset[int]:
    found = [each.possible_length or _metadata(country).general_desc.possible_length
             for each in _descriptions(country)]  # fmt: skip
    return frozenset(length for lengths in found for length in lengths if length > 0)


@lru_cache(maxsize=1_000)
def _share(country: str, length: int) -> float:
    """How many of all rows of so many digits are numbers of the country."""
    chance = random.Random(f"{country}{length}")
    tries = ("".join(chance.choices("0123456789", k=length)) for _try in range(_TRIES))
    hits = sum(any(each.fullmatch(text) for each in _patterns(country)) for text in tries)
    return max(hits, 0.5) / _TRIES


def _descriptions(country: str) -> list[Any]:
    metadata = _metadata(country)
    both = (metadata.fixed_line, metadata.mobile)
    return [each for each in both if each is not None and each.national_number_pattern]


def _metadata(country: str) -> Any:
    from phonenumbers import PhoneMetadata

    return PhoneMetadata.metadata_for_region(country, None)
