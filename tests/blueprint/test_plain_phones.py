"""Numbers that are read the short way are what the library of phone numbers makes of them."""

from __future__ import annotations

import random
from collections.abc import Iterator

import phonenumbers
import pytest

from app.blueprint.phones import compare_key, local_key, parsed
from app.blueprint.plain_phones import PlainNumber, dialled, plain_number
from app.core.folding import digits

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


def spellings(region: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Numbers of every kind that the country has, spoilt ones, and how they are written there and abroad."""
    for kind in phonenumbers.PhoneNumberType.values():
        example = phonenumbers.example_number_for_type(region, kind)
        if example is None:
            continue
        for form in (0, 1, 2):
            yield from (
                (phonenumbers.format_number(example, form), each) for each in (region, "RO", "MD", "US")
            )
        national = str(example.national_number)
        for _turn in range(4):
            spoilt = "".join(chance.choice("0123456789") if chance.random() < 0.4 else c for c in national)
            for before in ("0", "00", "", "8", f"+{example.country_code}", f"+{example.country_code}0",
                           f"{example.country_code} "):  # fmt: skip
                yield before + spoilt, region


def noise(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Digits as they come."""
    for _turn in range(10_000):
        letters = "".join(
            chance.choice("01234567890123456789 -/.(0)") for _each in range(chance.randint(4, 16))
        )
        yield chance.choice(("", "+")) + letters, chance.choice(REGIONS)


def test_the_short_way_says_what_the_library_says() -> None:
    chance = random.Random(7)
    cases = [each for region in REGIONS for each in spellings(region, chance)]
    known = 0
    for text, region in [*cases, *noise(chance)]:
        found = plain_number(text, region)
        if found is None:
            continue
        known += 1
        number = parsed(text, region)
        assert number is not None, (text, region)
        key = f"{number.country_code}{phonenumbers.national_significant_number(number)}"
        assert found.code + found.national == key, (text, region)
        national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        assert dialled(found) in (None, digits(national)), (text, region)
    assert known > len(cases) / 3


@pytest.mark.parametrize(
    "text", ["112", "+40 (0)721 234 567", "0721 234 567 int. 3", "1-800-555-HELP", "+", "(021) 312 34 56"]
)
def test_what_is_not_plain_is_left_to_the_library(text: str) -> None:
    assert plain_number(text, "RO") is None


def test_an_ordinary_number_is_read_the_short_way() -> None:
    assert plain_number("+40721234567", "RO") == ("40", "721234567")
    assert plain_number("0721 234 567", "RO") == ("40", "721234567")
    assert dialled(PlainNumber("40", "721234567")) == "0721234567"


@pytest.mark.parametrize(
    ("typed", "region", "there"),
    [
        ("+373 69 123 456", "RO", "069123456"),
        ("+40721234567", "MD", "0721 234 567"),
        ("+7 495 123-45-67", "MD", "8 (495) 123-45-67"),
        ("+373 69 123 456 (fax)", "RO", "069123456"),
    ],
)
def test_a_number_of_another_country_is_compared_as_it_is_dialled_there_too(
    typed: str, region: str, there: str
) -> None:
    """Somebody here may have copied it without its country code."""
    assert local_key(typed, region) == compare_key(there, region) != compare_key(typed, region)
    assert local_key(there, region) == ""


def test_a_number_of_the_own_country_has_one_key() -> None:
    assert local_key("+40721234567", "RO") == local_key("+373 69 123 456 (fax)", "MD") == ""
