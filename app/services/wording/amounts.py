"""Numbers, sums of money and dates in words, in the language of the document."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from types import ModuleType

from app.blueprint.kinds.numbers import shown_number
from app.core.errors import UserError
from app.core.texts import _
from app.services.wording import english, romanian, russian
from app.services.wording.forms import Currency, Noun

LARGEST = 10**15
_SPEAKERS: dict[str, ModuleType] = {"en": english, "ro": romanian, "ru": russian}

_M, _F = "m", "f"
_CENT = {"en": Noun("", "cent", "cents"), "ro": Noun(_M, "cent", "cenți"),
         "ru": Noun(_M, "цент", "цента", "центов")}  # fmt: skip
_BAN = {"en": Noun("", "ban", "bani"), "ro": Noun(_M, "ban", "bani"), "ru": Noun(_M, "бан", "бана", "банов")}
_KOPECK = {"en": Noun("", "kopeck", "kopecks"), "ro": Noun(_F, "copeică", "copeici"),
           "ru": Noun(_F, "копейка", "копейки", "копеек")}  # fmt: skip
_LEU = {"en": Noun("", "leu", "lei"), "ro": Noun(_M, "leu", "lei"), "ru": Noun(_M, "лей", "лея", "леев")}

_UNITS: dict[str, tuple[dict[str, Noun], dict[str, Noun]]] = {
    "RON": (_LEU, _BAN),
    "MDL": (_LEU, _BAN),
    "RUB": (
        {"en": Noun("", "rouble", "roubles"), "ro": Noun(_F, "rublă", "ruble"),
         "ru": Noun(_M, "рубль", "рубля", "рублей")}, _KOPECK,
    ),
    "BYN": (
        {"en": Noun("", "Belarusian rouble", "Belarusian roubles"),
         "ro": Noun(_F, "rublă belarusă", "ruble belaruse"),
         "ru": Noun(_M, "белорусский рубль", "белорусских рубля", "белорусских рублей")}, _KOPECK,
    ),
    "UAH": (
        {"en": Noun("", "hryvnia", "hryvnias"), "ro": Noun(_F, "hrivnă", "hrivne"),
         "ru": Noun(_F, "гривна", "гривны", "гривен")}, _KOPECK,
    ),
    "EUR": ({"en": Noun("", "euro", "euros"), "ro": Noun(_M, "euro", "euro"),
             "ru": Noun(_M, "евро", "евро", "евро")}, _CENT),
    "USD": ({"en": Noun("", "US dollar", "US dollars"), "ro": Noun(_M, "dolar SUA", "dolari SUA"),
             "ru": Noun(_M, "доллар США", "доллара США", "долларов США")}, _CENT),
    "GBP": (
        {"en": Noun("", "pound sterling", "pounds sterling"),
         "ro": Noun(_F, "liră sterlină", "lire sterline"),
         "ru": Noun(_M, "фунт стерлингов", "фунта стерлингов", "фунтов стерлингов")},
        {"en": Noun("", "penny", "pence"), "ro": Noun(_M, "penny", "pence"),
         "ru": Noun(_M, "пенс", "пенса", "пенсов")},
    ),
    "CHF": ({"en": Noun("", "Swiss franc", "Swiss francs"),
             "ro": Noun(_M, "franc elvețian", "franci elvețieni"),
             "ru": Noun(_M, "швейцарский франк", "швейцарских франка", "швейцарских франков")},
            {"en": Noun("", "centime", "centimes"), "ro": Noun(_F, "centimă", "centime"),
             "ru": Noun(_M, "сантим", "сантима", "сантимов")}),
    "PLN": ({"en": Noun("", "zloty", "zlotys"), "ro": Noun(_M, "zlot", "zloți"),
             "ru": Noun(_M, "злотый", "злотых", "злотых")},
            {"en": Noun("", "grosz", "groszy"), "ro": Noun(_M, "gros", "groși"),
             "ru": Noun(_M, "грош", "гроша", "грошей")}),
    "KZT": ({"en": Noun("", "tenge", "tenge"), "ro": Noun(_M, "tenge", "tenge"),
             "ru": Noun(_M, "тенге", "тенге", "тенге")},
            {"en": Noun("", "tiyn", "tiyn"), "ro": Noun(_M, "tiyn", "tiyn"),
             "ru": Noun(_M, "тиын", "тиына", "тиынов")}),
}  # fmt: skip
_OTHER_NAMES = {
    "LEI": "RON", "LEU": "RON", "ЛЕЙ": "MDL", "ЛЕЕВ": "MDL", "РУБ": "RUB", "РУБ.": "RUB", "₽": "RUB",
    "Р.": "RUB", "RUR": "RUB", "€": "EUR", "EURO": "EUR", "ЕВРО": "EUR", "$": "USD", "US$": "USD", "£": "GBP",
    "ГРН": "UAH",
    "ГРН.": "UAH", "₴": "UAH", "ZŁ": "PLN", "₸": "KZT",
}  # fmt: skip
OF_REGION = {"RO": "RON", "MD": "MDL", "RU": "RUB", "BY": "BYN", "UA": "UAH", "GB": "GBP", "US": "USD",
             "CH": "CHF", "PL": "PLN", "KZ": "KZT"}  # fmt: skip
"""The currency of an amount that names none, by the country of the settings; euro elsewhere."""


def code_of(currency: str) -> str:
    """The code of a currency that is named by its code, its sign or its name."""
    name = currency.strip().upper()
    return _OTHER_NAMES.get(name, name)


def number_in_words(amount: Decimal, language: str, gender: str = "m") -> str:
    """A number in words; what stands after the comma as hundredths are read."""
    whole = _checked(int(abs(amount)))
    words = _speaker(language).number(whole, gender)
    minus = "минус" if language == "ru" else "minus"
    rest = abs(amount) - whole
    if rest:
        shown = f"{rest:f}".partition(".")[2].rstrip("0")
        if language == "ru":
            point = "целая" if whole % 10 == 1 and whole % 100 != 11 else "целых"
            words = f"{russian.number(whole, 'f')} {point} {shown}/{10 ** len(shown)}"
        else:
            point = "virgulă" if language == "ro" else "point"
            words = " ".join([words, point, *(_speaker(language).number(int(digit)) for digit in shown)])
    return f"{minus} {words}" if amount < 0 and (whole or rest) else str(words)


def money_in_words(amount: Decimal, currency: str, language: str) -> str:
    """Units in words, hundredths in two figures: “o mie de lei și 50 de bani”, “сто рублей 05 копеек”."""
    cents = int((abs(amount) * 100).to_integral_value(ROUND_HALF_UP))
    units, rest = divmod(cents, 100)
    _checked(units)
    speaker, names = _speaker(language), _currency(currency, language)
    if language == "ro":
        words = romanian.counted(units, names.unit)
    else:
        words = f"{speaker.number(units, names.unit.gender)} {speaker.form(units, names.unit)}"
    link = {"ro": " și", "en": " and"}.get(language, "")
    sign = "минус " if language == "ru" else "minus "
    return f"{sign if amount < 0 and cents else ''}{words}{link} {rest:02d} {speaker.form(rest, names.cent)}"


def money(amount: Decimal, currency: str, language: str) -> str:
    """An amount in figures, with its currency: 1.234,50 lei is written 1 234,50 RON."""
    rounded = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    shown = shown_number(float(rounded), language, 2)
    return f"{shown}\u00a0{currency}" if currency else shown


def date_in_words(day: date, language: str) -> str:
    """A day with its number and its year in words."""
    words: str = _speaker(language).date(day.year, day.month, day.day)
    return words


def _currency(currency: str, language: str) -> Currency:
    code = code_of(currency)
    if code not in _UNITS:
        plain = Noun(_M, code, code, code)
        return Currency(plain, _CENT.get(language, _CENT["en"]))
    unit, cent = _UNITS[code]
    return Currency(unit.get(language, unit["en"]), cent.get(language, cent["en"]))


def _speaker(language: str) -> ModuleType:
    return _SPEAKERS.get(language, english)


def _checked(n: int) -> int:
    if n >= LARGEST:
        raise UserError(_("The number {n} is too large to be written in words.").format(n=n))
    return n
