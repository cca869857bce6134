"""Public holidays of a country, in the language of the reader where there are names in it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

ENGLISH = "en_US"


def holidays_between(region: str, language: str, first: date, last: date) -> dict[date, str]:
    """Names of the holidays on the days from first to last; none for a country that is not known."""
    known: dict[date, str] = {}
    for year in range(first.year, last.year + 1):
        known.update(_of_year(region, language, year))
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day: known[day] for day in days if day in known}


@lru_cache(maxsize=64)
def _of_year(region: str, language: str, year: int) -> dict[date, str]:
    """Moved days off are known for the years that the countries have decided about."""
    from holidays import country_holidays, list_supported_countries  # reads its tables when first asked

    if region not in list_supported_countries(include_aliases=False):
        return {}
    found = country_holidays(region)
    languages = (language, ENGLISH if language == "en" else "", found.default_language or "")
    chosen = next((each for each in languages if each in found.supported_languages), None)
    made = country_holidays(region, years=year, language=chosen)
    return {day: ", ".join(dict.fromkeys(name.split("; "))) for day, name in made.items()}
