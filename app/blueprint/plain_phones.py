"""Phone numbers written with nothing but digits and the marks between them, read the short way.

The library of phone numbers looks for words, extensions, foreign digits and prefixes in every text, which
takes a tenth of a millisecond: a list of 200,000 numbers feels it. What it does with an ordinary number is
little; that is done here by its own rules, and whatever is not ordinary is left to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

_ORDINARY = re.compile(r"\+?[0-9][0-9 ()./-]*")
_NOT_DIGITS = re.compile(r"[^0-9]+")
LEAST, MOST = 6, 15
"""Digits of an ordinary number."""


class PlainNumber(NamedTuple):
    """Calling code, and the number within it as it is compared."""

    code: str
    national: str


@dataclass(frozen=True)
class _Rules:
    """What a country, or a calling code of no country, does with the digits of its numbers."""

    code: str
    from_abroad: re.Pattern[str] | None
    prefix: re.Pattern[str] | None
    is_prefix_plain: bool
    valid: re.Pattern[str]
    lengths: frozenset[int]
    local_lengths: frozenset[int]

    def fits(self, national: str) -> str:
        """Can a number have so many digits: "possible", "local" without the code of a town, "long" or ""."""
        length = len(national)
        if length in self.local_lengths:
            return "local"
        if length in self.lengths:
            return "possible"
        return "long" if length > max(self.lengths) else ""


@lru_cache(maxsize=16_384)  # as many as the library's answers that are kept
def plain_number(text: str, region: str) -> PlainNumber | None:
    """The number, or None where the library has to be asked."""
    if _ORDINARY.fullmatch(text) is None or "(0)" in text:
        return None
    is_international = text[0] == "+"
    number = _NOT_DIGITS.sub("", text)
    if not LEAST <= len(number) <= MOST:
        return None
    rules = _of_code(number[:3]) if is_international else _of_region(region)
    if rules is None:
        return None
    if is_international:
        number = number[len(rules.code) :]
    elif number.startswith(rules.code) or (rules.from_abroad and rules.from_abroad.match(number)):
        return None
    national = _without_prefix(rules, number)
    if not national.strip("0"):
        return None
    if not is_international and text[0] != "0" and rules.fits(national) not in ("possible", "local"):
        return None  # it may be a calling code without its plus
    return PlainNumber(rules.code, national)


def _without_prefix(rules: _Rules, number: str) -> str:
    """The number without the 0 that is dialled before it in its country; empty where that is not simple."""
    found = rules.prefix.match(number) if rules.prefix is not None else None
    if found is None:
        return number
    if not rules.is_prefix_plain:
        return ""
    rest = number[found.end() :]
    is_kept = rules.valid.fullmatch(number) is not None and rules.valid.fullmatch(rest) is None
    return number if is_kept or rules.fits(rest) not in ("possible", "long") else rest


@lru_cache(maxsize=1_000)
def _of_code(beginning: str) -> _Rules | None:
    """The rules of the calling code with which these digits begin."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    for length in (1, 2, 3) if beginning[0] != "0" else ():
        if int(beginning[:length]) in COUNTRY_CODE_TO_REGION_CODE:
            return _of_metadata(_main_metadata(int(beginning[:length])))
    return None


@lru_cache(maxsize=300)
def _of_region(region: str) -> _Rules | None:
    """The rules of a country that is the main one of its calling code."""
    from phonenumbers import PhoneMetadata

    metadata = PhoneMetadata.metadata_for_region(region.upper(), None)
    if metadata is None or metadata is not _main_metadata(metadata.country_code or 0):
        return None
    return _of_metadata(metadata)


def _main_metadata(code: int) -> Any:
    from phonenumbers import PhoneMetadata, region_code_for_country_code

    return PhoneMetadata.metadata_for_region_or_calling_code(code, region_code_for_country_code(code))


def _of_metadata(metadata: Any) -> _Rules:
    general = metadata.general_desc
    prefix = re.compile(metadata.national_prefix_for_parsing or "(?!)")
    return _Rules(
        str(metadata.country_code),
        re.compile(metadata.international_prefix) if metadata.international_prefix else None,
        prefix if metadata.national_prefix_for_parsing else None,
        not metadata.national_prefix_transform_rule and not prefix.groups,
        re.compile(general.national_number_pattern),
        frozenset(general.possible_length),
        frozenset(general.possible_length_local_only),
    )


def dialled(number: PlainNumber) -> str | None:
    """The digits with which the number is dialled inside its country; None where the library must say."""
    for beginning, shape, before in _formats(number.code):
        if beginning is not None and beginning.match(number.national) is None:
            continue
        if shape.fullmatch(number.national):
            return None if before is None else before + number.national
    return number.national


_Format = tuple[re.Pattern[str] | None, re.Pattern[str], str | None]


@lru_cache(maxsize=300)
def _formats(code: str) -> tuple[_Format, ...]:
    """Of each way to write a number: with what it begins, its shape, and the digits that are put before."""
    return tuple(
        (
            re.compile(each.leading_digits_pattern[-1]) if each.leading_digits_pattern else None,
            re.compile(each.pattern),
            _put_before(each),
        )
        for each in _main_metadata(int(code)).number_format
    )


_GROUP = re.compile(r"\\(\d)")


def _put_before(form: Any) -> str | None:
    """The digits that a way to write a number puts before it; None if it does more than that."""
    groups = "".join(f"<{number + 1}>" for number in range(re.compile(form.pattern).groups))
    rule = form.national_prefix_formatting_rule or r"\1"
    written = re.sub(r"\\1", lambda _found: rule, form.format, count=1)
    before, found, after = re.sub(r"[^<>0-9]", "", _GROUP.sub(r"<\1>", written)).partition(groups)
    return before if groups and found and not after and "<" not in before else None
