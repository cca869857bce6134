"""What a placeholder may do with a value: dates and sums in words, cases, salutations, phones, pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from jinja2 import Undefined, pass_environment
from markupsafe import Markup

from app.blueprint.dates import date_format
from app.blueprint.kinds.numbers import read_number
from app.services.documents.values import (
    DATE,
    MONEY,
    NAME,
    NUMBER,
    PHONE,
    Picture,
    behind,
    shown_picture,
    with_small_first,
)
from app.services.wording import amounts, names

MOST_DIGITS = 30
_SHORT = {"en": "dd/MM/y", "ro": "dd.MM.y", "ru": "dd.MM.y"}


@dataclass
class Surroundings:
    """What filters need to know: the language of the document, the country, how names are declined."""

    language: str = "en"
    region: str = "RO"
    cases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@pass_environment
def in_words(env: Any, value: Any, currency: str = "") -> str:
    """A date, a sum of money or a number in words."""
    kind, raw = behind(value)
    day = _day(kind, raw)
    if day is not None:
        return amounts.date_in_words(day, env.surroundings.language)
    if kind == MONEY or currency:
        return money_in_words(env, value, currency)
    amount = _amount(kind, raw, env)
    return "" if amount is None else amounts.number_in_words(amount, env.surroundings.language)


@pass_environment
def money_in_words(env: Any, value: Any, currency: str = "") -> str:
    """A sum in words, in the currency named, else its own, else that of the country."""
    kind, raw = behind(value)
    amount = _amount(kind, raw, env)
    if amount is None:
        return ""
    return amounts.money_in_words(amount, _currency(env, kind, raw, currency), env.surroundings.language)


@pass_environment
def money(env: Any, value: Any, currency: str = "") -> str:
    """A sum in figures with two places."""
    kind, raw = behind(value)
    amount = _amount(kind, raw, env)
    own = raw[1] if kind == MONEY else ""
    return "" if amount is None else amounts.money(amount, currency or own, env.surroundings.language)


@pass_environment
def number(env: Any, value: Any) -> float | int:
    """The number behind a text, to reckon with."""
    amount = _amount(*behind(value), env)
    if amount is None:
        return 0
    return int(amount) if amount == amount.to_integral_value() else float(amount)


@pass_environment
def day(env: Any, value: Any, pattern: str = "") -> str:
    """A date: 23 November 2026; "short" is in figures; or a pattern like "d MMMM y"."""
    kind, raw = behind(value)
    found = _day(kind, raw)
    if found is None:
        return "" if value is None or isinstance(value, Undefined) else str(value)
    language = env.surroundings.language
    wanted = {"short": _SHORT.get(language, "dd.MM.y"), "": "d MMMM y"}.get(pattern, pattern)
    if len(wanted) > 60:
        raise ValueError(wanted)
    moment = _moment(raw) if re.search("[Hhms]", wanted) else None
    return date_format(moment or found, wanted, language)


@pass_environment
def day_in_words(env: Any, value: Any) -> str:
    """A date with its number and year in words."""
    found = _day(*behind(value))
    return "" if found is None else amounts.date_in_words(found, env.surroundings.language)


@pass_environment
def case(env: Any, value: Any, wanted: str) -> str:
    """A Russian name or post in a case."""
    if not value or isinstance(value, Undefined):
        return ""
    person, text = _person(value), str(value)
    if isinstance(value, dict):
        text = person.full if person else str(value.get("title", ""))
    return names.declined(text, person, wanted, env.surroundings.cases)


@pass_environment
def salutation(env: Any, value: Any) -> str:
    """How a letter to this person begins."""
    return names.salutation(_person(value) or names.Person(), env.surroundings.language)


def by_sex(value: Any, man: str, woman: str, otherwise: str | None = None) -> str:
    """One of two words by the sex of somebody; the man's where it is not filled in, or a third one."""
    key = behind(value)[1]
    return woman if key == "female" else man if key == "male" or otherwise is None else otherwise


def small_first(value: Any) -> str:
    """The text with a small first letter: a salutation within a sentence."""
    return "" if value is None or isinstance(value, Undefined) else with_small_first(str(value))


def short_name(value: Any) -> str:
    """Surname and initials."""
    person = _person(value)
    return person.short if person else "" if isinstance(value, Undefined) or value is None else str(value)


@pass_environment
def phone(env: Any, value: Any, form: str = "international") -> str:
    """A phone number as it is dialled from abroad, or "national"."""
    kind, raw = behind(value)
    text = str(raw if kind == PHONE else "" if value is None or isinstance(value, Undefined) else value)
    if not text.strip():
        return ""
    import phonenumbers

    try:
        found = phonenumbers.parse(text, env.surroundings.region)
    except phonenumbers.NumberParseException:
        return text
    wanted = phonenumbers.PhoneNumberFormat
    return str(
        phonenumbers.format_number(found, wanted.NATIONAL if form == "national" else wanted.INTERNATIONAL)
    )


@pass_environment
def shown_as_picture(env: Any, value: Any, width: Any = None, height: Any = None) -> Any:
    """A picture so many millimetres wide."""
    if not isinstance(value, Picture):
        return ""
    return drawn(env, value, _millimetres(width), _millimetres(height))


def drawn(env: Any, value: Picture, width: float | None = None, height: float | None = None) -> Any:
    """The picture where the document can show one, else the word for it."""
    digest, title = shown_picture(value)
    drawing = env.draw(digest, title, width, height) if env.draw is not None else ""
    return Markup(drawing) if drawing else str(value)


def _millimetres(value: Any) -> float | None:
    kind, raw = behind(value)
    return float(raw) if kind == NUMBER and 0 < raw < 1000 else None


def _currency(env: Any, kind: str, raw: Any, currency: str) -> str:
    own = raw[1] if kind == MONEY else ""
    return currency or own or amounts.OF_REGION.get(env.surroundings.region, "EUR")


def _amount(kind: str, raw: Any, env: Any) -> Decimal | None:
    """The number that is meant; None if there is none."""
    if kind == MONEY:
        return Decimal(raw[0]) / 100
    if raw is None or isinstance(raw, Undefined) or raw == "":
        return None
    try:
        if isinstance(raw, (int, float)):
            return Decimal(str(raw))
        plain = re.sub(r"[^\W\d_]+\.?|[€$£₽¥]", "", str(raw)[:MOST_DIGITS])
        found = read_number(plain, env.surroundings.language)
        return None if found is None else Decimal(str(found))
    except InvalidOperation:
        return None


def _day(kind: str, raw: Any) -> date | None:
    if kind != DATE and not (isinstance(raw, str) and re.match(r"\d{4}-\d\d-\d\d", raw)):
        return None
    try:
        return date.fromisoformat(str(raw)[:10])
    except ValueError:
        return None


def _moment(raw: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(raw).partition("[")[0])
    except ValueError:
        return None


def _person(value: Any) -> names.Person | None:
    """The person that a record or a name speaks of."""
    kind, raw = behind(value)
    if kind == NAME:
        return names.Person(**raw)
    if isinstance(value, dict):
        parts = {key: str(value.get(key) or "") for key in ("surname", "given_name", "patronymic")}
        sex = behind(value.get("sex"))[1]
        if any(parts.values()):
            return names.Person(**parts, sex=str(sex or ""))
    return None


FILTERS: dict[str, Any] = {
    "in_words": in_words, "money_in_words": money_in_words, "money": money, "number": number, "date": day,
    "date_in_words": day_in_words, "case": case, "salutation": salutation, "short_name": short_name,
    "phone": phone, "picture": shown_as_picture, "by_sex": by_sex, "small_first": small_first,
}  # fmt: skip
"""Filters by their names."""

OTHER_NAMES = {
    "in_words": ("în_litere", "in_litere", "litere", "прописью", "словами"),
    "money_in_words": ("suma_în_litere", "suma_in_litere", "сумма_прописью"),
    "money": ("bani", "suma", "деньги", "сумма"),
    "number": ("numar", "număr", "число"),
    "date": ("data", "dată", "дата"),
    "date_in_words": ("data_în_litere", "data_in_litere", "дата_прописью"),
    "case": ("caz", "падеж"),
    "salutation": ("adresare", "salut", "обращение", "приветствие"),
    "short_name": ("nume_scurt", "фамилия_и_о"),
    "phone": ("telefon", "телефон"),
    "picture": ("imagine", "картинка", "изображение"),
    "by_sex": ("după_sex", "dupa_sex", "по_полу"),
    "small_first": ("cu_literă_mică", "cu_litera_mica", "с_маленькой"),
    "upper": ("majuscule", "прописными", "заглавными"),
    "lower": ("minuscule", "строчными"),
    "title": ("titlu",),
    "default": ("implicit", "иначе"),
}  # fmt: skip
"""What the filters are called in Romanian and Russian."""
