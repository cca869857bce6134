"""Values that people write in another language than the interface's: countries, languages, list values."""

from __future__ import annotations

from functools import lru_cache

from app.blueprint.lists import LISTS
from app.core.folding import fold
from app.core.texts import LANGUAGES, bare
from app.services.exchange.targets import translators

POSTCODE_DIGITS = {"RO": 6, "RU": 6, "DE": 5, "IT": 5, "FR": 5, "ES": 5, "US": 5, "UA": 5}
"""Length of postcodes that may begin with 0, by country."""

_SPOKEN = (*LANGUAGES, "de")
"""Languages in which countries and languages are known by name."""


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    from babel import Locale

    found: dict[str, str] = {}
    for code in POSTCODE_DIGITS:
        found[fold(code)] = code
        for language in _SPOKEN:
            found[fold(Locale(language).territories[code])] = code
    return found


def country_of(name: str) -> str:
    """ISO code of a country by its name in any language spoken here; empty if unknown."""
    return _countries().get(fold(name), "")


def known_value(list_key: str, text: str) -> str | None:
    """Key of a built-in value whose label, in any language of the interface, is the text."""
    return _labels(list_key).get(fold(text))


@lru_cache(maxsize=64)
def _labels(list_key: str) -> dict[str, str]:
    found: dict[str, str] = {}
    options = LISTS[list_key].options if list_key in LISTS else ()
    for option in options:
        for translate in translators():
            found.setdefault(fold(bare(translate(option.label))), option.key)
        if list_key == "language":
            found.update(dict.fromkeys(_language_names(option.key), option.key))
    return found


def _language_names(code: str) -> list[str]:
    from babel import Locale

    return [fold(name) for spoken in (*_SPOKEN, code) if (name := Locale(code).get_language_name(spoken))]
