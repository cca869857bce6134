"""Romanian numbers in words."""

from __future__ import annotations

from app.services.wording.forms import Noun

MASCULINE, FEMININE, NEUTER = "m", "f", "n"

_ONES = ("", "unu", "doi", "trei", "patru", "cinci", "șase", "șapte", "opt", "nouă", "zece", "unsprezece",
         "doisprezece", "treisprezece", "paisprezece", "cincisprezece", "șaisprezece", "șaptesprezece",
         "optsprezece", "nouăsprezece")  # fmt: skip
_FEMININE = {1: "una", 2: "două", 12: "douăsprezece"}
_TENS = ("", "", "douăzeci", "treizeci", "patruzeci", "cincizeci", "șaizeci", "șaptezeci", "optzeci",
         "nouăzeci")  # fmt: skip
_POWERS = (
    Noun(FEMININE, "mie", "mii"), Noun(NEUTER, "milion", "milioane"), Noun(NEUTER, "miliard", "miliarde"),
    Noun(NEUTER, "trilion", "trilioane"),
)  # fmt: skip
_MONTHS = ("", "ianuarie", "februarie", "martie", "aprilie", "mai", "iunie", "iulie", "august", "septembrie",
           "octombrie", "noiembrie", "decembrie")  # fmt: skip


def number(n: int, gender: str = MASCULINE) -> str:
    """A whole number that counts things of a gender; neuter ones are feminine from two on."""
    if n == 0:
        return "zero"
    words = []
    for power in range(len(_POWERS), 0, -1):
        thousands = n // 1000**power % 1000
        if thousands:
            words.append(counted(thousands, _POWERS[power - 1]))
    words.append(_below_thousand(n % 1000, gender))
    return " ".join(filter(None, words))


def _below_thousand(n: int, gender: str) -> str:
    words = []
    hundreds, small = n // 100, n % 100
    if hundreds:
        words.append("o sută" if hundreds == 1 else f"{_small(hundreds, FEMININE)} sute")
    if small >= 20:
        tens = _TENS[small // 10]
        words.append(f"{tens} și {_small(small % 10, gender)}" if small % 10 else tens)
    elif small:
        words.append(_small(small, gender))
    return " ".join(words)


def _small(n: int, gender: str) -> str:
    is_feminine = gender == FEMININE or (gender == NEUTER and n % 10 == 2)
    return _FEMININE.get(n, _ONES[n]) if is_feminine else _ONES[n]


def counted(n: int, noun: Noun) -> str:
    """A number in words with what it counts: un leu, doi lei, douăzeci de lei, o sută unu lei."""
    if n == 1:
        return f"{'o' if noun.gender == FEMININE else 'un'} {noun.one}"
    return f"{number(n, noun.gender)} {form(n, noun)}"


def form(n: int, noun: Noun) -> str:
    """The noun after a number; "de" stands before it after 20, 21 … 100, 120, but not after 1 … 19, 101."""
    if n == 1:
        return noun.one
    return noun.few if 0 < n % 100 < 20 or n == 0 else f"de {noun.few}"


def date(year: int, month: int, day: int) -> str:
    """douăzeci și trei noiembrie două mii douăzeci și șase."""
    return f"{'întâi' if day == 1 else number(day)} {_MONTHS[month]} {number(year)}"
