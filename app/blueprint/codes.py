"""Identifiers with check digits: what looks wrong with them. Real old firms fail too, so it only warns."""

from __future__ import annotations

import re
from importlib import import_module

from app.core.texts import _

FISCAL = {"RO": ("ro.cui", "ro.cnp"), "MD": ("md.idno",), "RU": ("ru.inn",), "UA": ("ua.edrpou", "ua.rntrc")}
PERSONAL = {"RO": ("ro.cnp",), "MD": ("md.idno",), "RU": ("ru.inn",), "UA": ("ua.rntrc",)}
"""Schemes of python-stdnum tried for a region; any that fits will do."""
ANYWHERE = ("ro.cui", "ro.cnp", "md.idno", "ru.inn")
"""Schemes tried for every region: neighbours write their codes to each other."""
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}")


def split_fiscal_code(text: str) -> tuple[str, bool]:
    """Digits and whether the ``RO`` prefix marks a payer of VAT; leading zeros after RO are dropped."""
    compact = re.sub(r"[\s.\-]", "", text).upper()
    if compact.startswith("RO") and compact[2:].isdigit():
        return compact[2:].lstrip("0") or compact[2:], True
    return text.strip(), False


def plain_code(scheme: str, text: str) -> str:
    """Letters and digits alone; a fiscal code without what marks a payer of VAT and without leading zeros."""
    compact = "".join(letter for letter in text.casefold() if letter.isalnum())
    return compact.removeprefix("ro").lstrip("0") if scheme == "fiscal" else compact


def warning(scheme: str, text: str, region: str) -> str | None:
    """A sentence if the check digits do not fit the scheme ``fiscal``, ``personal`` or ``iban``."""
    if _SCIENTIFIC.fullmatch(text.strip()):
        return _("“{text}” lost digits in the spreadsheet; type the number again.").format(text=text)
    compact = re.sub(r"[\s.\-\u00a0]", "", text)
    if scheme == "iban":
        return _iban_warning(compact)
    if _fits(scheme, compact, region):
        return None
    return _("“{text}”: the check digit does not fit; please compare with the document.").format(text=text)


def _fits(scheme: str, compact: str, region: str) -> bool:
    """Do the check digits fit, or is there nothing to compare them with?"""
    modules = (FISCAL if scheme == "fiscal" else PERSONAL).get(region, ())
    number, is_romanian = split_fiscal_code(compact)
    if scheme == "fiscal" and compact[:2].isalpha() and not is_romanian:
        return not _is_european(compact) or _is_valid("eu.vat", compact)
    numbers = (number, number.lstrip("0")) if scheme == "fiscal" else (compact,)
    tried = ((name, each) for name in (*modules, *ANYWHERE) for each in numbers)
    return not modules or any(_is_valid(name, each) for name, each in tried)


def _is_european(compact: str) -> bool:
    """Does it begin like a number of a payer of VAT in the European Union?"""
    from stdnum.eu.vat import MEMBER_STATES

    return compact[:2].lower() in {*MEMBER_STATES, "el", "xi"} and any(c.isdigit() for c in compact)


def _iban_warning(compact: str) -> str | None:
    if not re.match(r"[A-Za-z]{2}\d{2}", compact) or compact.isdigit():
        return None  # a national account number
    if _is_valid("iban", compact):
        return None
    hint = ""
    if _is_valid("iban", compact[:2] + compact[2:].upper().replace("O", "0").replace("I", "1")):
        hint = " " + _("Is an O a 0, or an I a 1?")
    return _("“{text}”: the check digits of the IBAN do not fit.").format(text=compact) + hint


def _is_valid(module: str, number: str) -> bool:
    checker = import_module(f"stdnum.{module}")
    return bool(checker.is_valid(number))
