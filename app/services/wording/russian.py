"""Russian numbers in words."""

from __future__ import annotations

from app.services.wording.forms import Noun

MASCULINE, FEMININE, NEUTER = "m", "f", "n"

_ONES = ("", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять",
         "одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать",
         "семнадцать", "восемнадцать", "девятнадцать")  # fmt: skip
_TENS = ("", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят",
         "девяносто")  # fmt: skip
_HUNDREDS = ("", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот",
             "девятьсот")  # fmt: skip
_BY_GENDER = {1: {"f": "одна", "n": "одно"}, 2: {"f": "две"}}
_POWERS = (
    Noun(FEMININE, "тысяча", "тысячи", "тысяч"), Noun(MASCULINE, "миллион", "миллиона", "миллионов"),
    Noun(MASCULINE, "миллиард", "миллиарда", "миллиардов"),
    Noun(MASCULINE, "триллион", "триллиона", "триллионов"),
)  # fmt: skip

_DAYS = ("", "первое", "второе", "третье", "четвёртое", "пятое", "шестое", "седьмое", "восьмое", "девятое",
         "десятое", "одиннадцатое", "двенадцатое", "тринадцатое", "четырнадцатое", "пятнадцатое",
         "шестнадцатое", "семнадцатое", "восемнадцатое", "девятнадцатое", "двадцатое")  # fmt: skip
_ROUND = {30: "тридцатое"}
_GENITIVE = {
    1: "первого", 2: "второго", 3: "третьего", 4: "четвёртого", 5: "пятого", 6: "шестого", 7: "седьмого",
    8: "восьмого", 9: "девятого", 10: "десятого", 11: "одиннадцатого", 12: "двенадцатого",
    13: "тринадцатого", 14: "четырнадцатого", 15: "пятнадцатого", 16: "шестнадцатого", 17: "семнадцатого",
    18: "восемнадцатого", 19: "девятнадцатого", 20: "двадцатого", 30: "тридцатого", 40: "сорокового",
    50: "пятидесятого", 60: "шестидесятого", 70: "семидесятого", 80: "восьмидесятого", 90: "девяностого",
    100: "сотого", 200: "двухсотого", 300: "трёхсотого", 400: "четырёхсотого", 500: "пятисотого",
    600: "шестисотого", 700: "семисотого", 800: "восьмисотого", 900: "девятисотого", 1000: "тысячного",
    2000: "двухтысячного", 3000: "трёхтысячного",
}  # fmt: skip
_MONTHS = ("", "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
           "октября", "ноября", "декабря")  # fmt: skip


def number(n: int, gender: str = MASCULINE) -> str:
    """A whole number that counts things of a gender."""
    if n == 0:
        return "ноль"
    words = []
    for power in range(len(_POWERS), 0, -1):
        thousands = n // 1000**power % 1000
        if thousands:
            noun = _POWERS[power - 1]
            words += [_below_thousand(thousands, noun.gender), form(thousands, noun)]
    words.append(_below_thousand(n % 1000, gender))
    return " ".join(filter(None, words))


def _below_thousand(n: int, gender: str) -> str:
    small = n % 100
    words = [_HUNDREDS[n // 100]]
    if small >= 20:
        words.append(_TENS[small // 10])
        small %= 10
    words.append(_BY_GENDER.get(small, {}).get(gender, _ONES[small]))
    return " ".join(filter(None, words))


def form(n: int, noun: Noun) -> str:
    """The noun as it stands after a number: 1 рубль, 2 рубля, 5 рублей."""
    if 11 <= n % 100 <= 14:
        return noun.many
    return {1: noun.one, 2: noun.few, 3: noun.few, 4: noun.few}.get(n % 10, noun.many)


def date(year: int, month: int, day: int) -> str:
    """двадцать третье ноября две тысячи двадцать шестого года."""
    tens = _TENS[day // 10] if day > 20 and day % 10 else ""
    ordinal = _ROUND.get(day) or (_DAYS[day % 10] if tens else _DAYS[day])
    return " ".join(filter(None, [tens, ordinal, _MONTHS[month], _year(year), "года"]))


def _year(year: int) -> str:
    """An ordinal in the genitive: only its last word changes."""
    for part in (100, 1000, 10_000):
        tail = year % part
        if tail in _GENITIVE and (part == 100 or tail % (part // 10) == 0):
            return f"{number(year - tail)} {_GENITIVE[tail]}" if year != tail else _GENITIVE[tail]
    return f"{number(year - year % 10)} {_GENITIVE[year % 10]}"
