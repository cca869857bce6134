"""Names of firms: equal without legal form, quotes and full stops ("S.C. Delta S.R.L." and «Delta SRL»)."""

from __future__ import annotations

import re
from functools import lru_cache

from app.core.folding import fold

FORMS = {
    "srl", "srld", "srl-d", "sa", "pfa", "ii", "if", "snc", "scs", "sca", "ra", "im", "icsi", "ooo",
    "ооо", "оао", "ао", "зао",
    "пао", "ип", "тоо", "чп", "фоп", "тов", "нко", "ltd", "limited", "llc", "llp", "inc", "corp", "plc",
    "gmbh", "ag", "kg",
    "ohg", "ek", "ug", "spa", "sro", "as", "kft", "zrt", "bv", "nv", "oy", "oyj", "ab", "sas", "sarl",
    "doo", "ood", "eood",
}  # fmt: skip
"""Legal forms, without full stops; compared only, what the user wrote is kept."""

_LEADING = {
    "sc",
    "srl",
    "sa",
    "ooo",
    "ооо",
    "оао",
    "ао",
    "зао",
    "пао",
    "ип",
    "тоо",
    "чп",
    "фоп",
    "тов",
    "pfa",
    "ii",
    "im",
    "icsi",
}
_QUOTES = re.compile(r"[\"'«»„”“‟‹›`]|&quot;")
_SINGLES = re.compile(r"\b(?:[^\W\d_]\s+){1,4}[^\W\d_]\b(?=\s*$)|^(?:[^\W\d_]\s+){1,4}[^\W\d_]\b")


@lru_cache(maxsize=4096)
def firm_key(name: str) -> tuple[str, str]:
    """The folded name without its legal form, and that form ("" when it has none)."""
    text = _QUOTES.sub(" ", fold(name)).replace(".", "")
    text = _SINGLES.sub(lambda found: re.sub(r"\s+", "", found[0]), " ".join(text.replace(",", " ").split()))
    words = text.split()
    forms: list[str] = []
    while len(words) > 1 and words[-1] in FORMS:
        forms.append(words.pop())
    while len(words) > 1 and words[0] in _LEADING:
        found = words.pop(0)
        if found != "sc":
            forms.append(found)
    return " ".join(words), forms[0] if forms else ""


def looks_like_firm(text: str) -> bool:
    """Does a name carry a legal form?"""
    form = firm_key(text)[1]
    return bool(form) or fold(text).startswith(("sc ", "s.c. "))


def may_be_same(form: str, other: str) -> bool:
    """Delta SRL is not Delta SA; where one lacks its form they may be one."""
    return form == other or not form or not other
