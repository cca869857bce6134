"""Phone numbers: the forms by which they are found, and what looks wrong with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from app.blueprint.plain_phones import dialled, plain_number
from app.core.folding import digits, is_dash
from app.core.texts import _

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

SHORT_LENGTH = 5
"""Up to this many digits a number is a short code (112, *2222) and stays as it is."""

LEAST_WITH_CODE = 10
"""Fewer digits without a plus are no number with its country code: 69072980 is a mobile of Moldova whose 0 a
spreadsheet dropped, though an island far away (+690) has numbers as short as this."""


@lru_cache(maxsize=16_384)  # of all that an import reads before it writes it
def parsed(text: str, region: str) -> PhoneNumber | None:
    """The number read with the region as default country, or None if it is none."""
    if len(digits(text)) <= SHORT_LENGTH:
        return None
    if _PLAIN.fullmatch(text):
        return _read(text.replace("(0)", "").strip(), region)
    cleaned = _clean(text)
    found = [_read(each, region) for each in dict.fromkeys((_without_words(cleaned), cleaned))]
    return found[0] if len(found) == 1 else max(found, key=_likelihood)


def _likelihood(number: PhoneNumber | None) -> int:
    import phonenumbers

    if number is None:
        return 0
    return 1 + phonenumbers.is_possible_number(number) + phonenumbers.is_valid_number(number)


def _read(text: str, region: str) -> PhoneNumber | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number) and not text.startswith("+"):
        if len(digits(text)) < LEAST_WITH_CODE:
            return number
        # 40721234567: the country code without its plus.
        try:
            with_plus = phonenumbers.parse("+" + digits(text), None)
        except phonenumbers.NumberParseException:
            return number
        return with_plus if phonenumbers.is_valid_number(with_plus) else number
    return number


_PLAIN = re.compile(r"[ -/0-9]+")
"""Digits and the marks of ASCII between them: there is nothing to clean."""

_ODD = re.compile(r"[^ -~]")
_EXTENSION = re.compile(r"(?i)(?<![^\W\d_])(?:int|interior|доб|ext|extension|x)\b\.?\s*(\d+)")


def _clean(text: str) -> str:
    """The number with plain blanks and hyphens, without invisible marks, its extension in one spelling."""
    plain = _ODD.sub(lambda found: _plain(found[0]), text.replace("(0)", "")).strip()
    return _EXTENSION.sub(r"ext. \1", plain)


def _plain(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Cf":
        return ""
    if is_dash(letter):
        return "-"
    return " " if kind[0] == "Z" or kind == "Cc" else letter


def _without_words(text: str) -> str:
    """A remark is no part of the number: the letters of "(fax)" would be dialled as 329.

    Where nothing is left that could be dialled, the letters do stand for digits (1-800-555-HELP).
    """
    body, mark, extension = text.partition("ext. ")
    return re.sub(r"[^\W\d_]+", " ", body) + mark + extension


class _Forms(NamedTuple):
    """Calling code, number within it, and the digits with which it is dialled inside its country."""

    code: str
    national: str
    inside: str


@lru_cache(maxsize=16_384)
def _forms(text: str, region: str) -> _Forms | None:
    """The forms of a number; None if it is none."""
    plain = plain_number(text, region)
    inside = dialled(plain) if plain is not None else None
    if plain is not None and inside is not None:
        return _Forms(plain.code, plain.national, inside)
    import phonenumbers

    number = parsed(text, region)
    if number is None:
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    national = phonenumbers.national_significant_number(number)
    return _Forms(str(number.country_code), national, digits(written.split(" ext")[0]))


def search_forms(text: str, region: str) -> Iterable[str]:
    """As typed, its digits, and the digits with and without the country code."""
    found, forms = _forms(text, region), [text, digits(text)]
    if found is not None:
        forms += [found.code + found.national, found.inside]
    return [form for form in dict.fromkeys(forms) if form]


@lru_cache(maxsize=16_384)
def compare_key(text: str, region: str) -> str:
    """Equal for all spellings of one number: calling code and national number, else the digits."""
    plain = plain_number(text, region)
    if plain is not None:
        return plain.code + plain.national
    import phonenumbers

    number = parsed(text, region)
    if number is None:
        return digits(text)
    return f"{number.country_code}{phonenumbers.national_significant_number(number)}"


_RUN = re.compile(r"[+(]?\(?[0-9](?:[0-9\s()./\u2010-\u2015\u2212-]*[0-9])?\)?")


def local_key(text: str, region: str) -> str:
    """How a number of another country would be compared, had it been typed here as it is dialled there."""
    found = _forms(text, region) if "+" in text else None
    return "" if found is None or found.code == _code_of(region) else compare_key(found.inside, region)


@lru_cache(maxsize=300)
def _code_of(region: str) -> str:
    import phonenumbers

    return str(phonenumbers.country_code_for_region(region))


def with_code(text: str, region: str) -> str:
    """A number of the region with its country code before it, so that it is read alike everywhere.

    What stands beside its digits stays, and so does whatever is no valid number there.
    """
    import phonenumbers

    run = next((each for each in _RUN.finditer(text) if len(digits(each[0])) > SHORT_LENGTH), None)
    if run is None or "+" in run[0]:
        return text
    start, end = run.span()
    if run[0].endswith(")") and run[0].count(")") > run[0].count("("):
        end -= 1
    if run[0].startswith("(") and run[0].count("(") > run[0].count(")"):
        start += 1
    number = parsed(text[start:end], region)
    if number is None or not phonenumbers.is_valid_number(number):
        return text
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return f"{text[:start]}{written}{text[end:]}"


def restore(number: str, region: str) -> str:
    """The digits of a number that a spreadsheet kept as a figure, with the leading 0 or + it lost."""
    return next(iter(restorations(number, region)), number)


def restorations(number: str, region: str) -> list[str]:
    """Valid numbers that the digits may have been, with a 0, a + or nothing before them; each one once."""
    import phonenumbers

    found: list[tuple[PhoneNumber, str]] = []
    ways = (f"0{number}", f"+{number}", number) if len(number) >= LEAST_WITH_CODE else (f"0{number}", number)
    for text in ways:
        read = parsed(text, region)
        if read is not None and phonenumbers.is_valid_number(read):
            found.append((read, text))
    return [text for i, (read, text) in enumerate(found) if read not in [each for each, _text in found[:i]]]


def warning(text: str, region: str) -> str | None:
    """A sentence if the number cannot be dialled as it stands."""
    import phonenumbers

    if re.search(r"[OoОо]\d|\d[OoОо]", text):
        return _("“{text}” has the letter O among its digits.").format(text=text)
    if len(digits(text)) <= SHORT_LENGTH:
        return None if digits(text) else _("“{text}” has no digits.").format(text=text)
    number = parsed(text, region)
    if number is None or not phonenumbers.is_possible_number(number):
        return _("“{text}” does not look like a phone number.").format(text=text)
    return None


def dial_uri(text: str, region: str) -> str:
    """A ``tel:`` address (RFC 3966) without the extension."""
    key = compare_key(text, region)
    return f"tel:+{key}" if parsed(text, region) is not None else f"tel:{digits(text)}"
