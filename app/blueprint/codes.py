"""Identifiers with check digits: what looks wrong with them. Real old firms fail too, so it only warns."""

from __future__ import annotations

import re
from importlib import import_module

from app.core.texts import _

FISCAL = {"RO": ("ro.cui", "ro.cnp"), "MD": ("md.idno",), "RU": ("ru.inn",)}
PERSONAL = {"RO": ("ro.cnp",), "MD": ("md.idno",), "RU": ("ru.inn",)}
"""Schemes of python-stdnum tried for a region; any that fits will do."""


def split_fiscal_code(text: str) -> tuple[str, bool]:
    """Digits and whether the ``RO`` prefix marks a payer of VAT; leading zeros after RO are dropped."""
    compact = re.sub(r"[\s.\-]", "", text).upper()
    if compact.startswith("RO") and compact[2:].isdigit():
        return compact[2:].lstrip("0") or compact[2:], True
    return text.strip(), False


def warning(scheme: str, text: str, region: str) -> str | None:
    """A sentence if the check digits do not fit the scheme ``fiscal``, ``personal`` or ``iban``."""
    compact = re.sub(r"[\s.\-\u00a0]", "", text)
    if scheme == "iban":
        return _iban_warning(compact)
    table = FISCAL if scheme == "fiscal" else PERSONAL
    number = split_fiscal_code(compact)[0] if scheme == "fiscal" else compact
    modules = table.get(region, ())
    others = [name for names in table.values() for name in names]
    if any(_is_valid(name, number) for name in (*modules, *others)) or not modules:
        return None
    return _("“{text}”: the check digit does not fit; please compare with the document.").format(text=text)


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
