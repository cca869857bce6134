"""Kinds of single values: text, numbers, yes/no, choices, phone, e-mail, address on the web, image.

A kind knows how to parse, check, show, search, sort and put into a spreadsheet cell. It knows no window
and no table. Values are JSON-native and ``None`` when empty; what the user typed is kept as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from html import escape
from typing import Any, Literal

from app.blueprint.context import CellValue, Context
from app.core.folding import SORT_LENGTH, digits, fold, plain_text, sort_key, storable
from app.core.texts import _

TRUE_WORDS = {"yes", "y", "true", "1", "x", "+", "da", "d", "да", "д", "ja", "adevarat", "истина", "✓"}
FALSE_WORDS = {"no", "n", "false", "0", "-", "nu", "нет", "н", "nein", "fals", "ложь"}


Storage = Literal["text", "integer", "real", "boolean"]
"""What a column has to hold for the values of a kind."""

PRESENCE = ("empty", "not_empty")
OF_TEXT = ("contains", "not_contains", "is", "is_not", "begins", *PRESENCE)
OF_NUMBERS = ("is", "is_not", "less", "more", "between", *PRESENCE)
OF_CHOICES = ("one_of", "none_of", *PRESENCE)
OF_DATES = ("on", "before", "after", "between", "last_days", "next_days", "this_week", "this_month",
            "this_year", *PRESENCE)  # fmt: skip
"""Operators that kinds have in common (see ``blueprint.operators``)."""


class Kind:
    """A kind of value. Subclasses override what differs from plain text."""

    name = "text"
    is_rows = False
    table = ""
    storage: Storage = "text"
    has_sort_key = False
    """Is a key column kept beside the value, so that lists are in a reader's order?"""
    is_multiline = False
    is_numeric = False
    is_verified = False
    """Does ``verify`` refuse anything?"""
    operators: tuple[str, ...] = OF_TEXT
    """What may be asked of a value in a filter, the most frequent first; empty if nothing."""
    has_signs = False
    """Do equal values mean the same person or firm (a phone, a code), so that they are looked for?"""
    is_reach = False
    """Is it a way to reach somebody (a phone, an e-mail), and so a sign in the fields of the user's too?"""

    def normal(self, value: Any) -> Any:
        """The value as it is stored; empty becomes None."""
        if isinstance(value, str):
            value = storable(value)
            return value if value.strip() else None
        return value

    def verify(self, value: Any) -> None:
        """ValueError with a sentence if a value in its normal form is none that this kind keeps."""

    def parse(self, text: str, context: Context) -> Any:
        """The value that a typed or imported text means; ValueError with a sentence if none."""
        return self.normal(text.strip())

    def from_cell(self, cell: CellValue, context: Context) -> Any:
        """The value that a spreadsheet cell means."""
        return None if cell is None else self.parse(cell_text(cell), context)

    def show(self, value: Any, context: Context) -> str:
        """The value as a reader sees it."""
        return "" if value is None else str(value)

    def cell(self, value: Any, context: Context) -> CellValue:
        """The value for a spreadsheet cell."""
        return self.show(value, context) or None

    def search(self, value: Any, context: Context) -> Iterable[str]:
        """Texts by which the record is found."""
        return (self.show(value, context),) if value is not None else ()

    def sort_text(self, value: Any, context: Context) -> str | None:
        """A key whose code-point order is the reader's order."""
        return None if value is None else sort_key(self.show(value, context))

    def signs(self, value: Any, context: Context) -> Iterable[str]:
        """What equal values have in common, whatever their spelling; only where ``has_signs``."""
        return ()

    def warning(self, value: Any, context: Context) -> str | None:
        """A sentence if the value looks wrong; it is kept all the same."""
        return None


def cell_text(cell: CellValue) -> str:
    """A spreadsheet cell as the text a person would read in it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return (
            cell.strftime("%Y-%m-%d") if not (cell.hour or cell.minute) else cell.strftime("%Y-%m-%dT%H:%M")
        )
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def read_number(text: str, language: str) -> float | None:
    """The number a person wrote with the signs of any of our languages; ValueError with a sentence if none.

    A point and a comma together: the last one parts the decimals. One alone before exactly three digits
    parts thousands where the language writes them so (a comma in English, a point elsewhere).
    """
    plain = re.sub(r"[\s\u00a0\u202f'’]", "", text)
    if not plain:
        return None
    if re.fullmatch(r"[+-]?(?:\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:\.\d{3}){2,})", plain):
        plain = re.sub(r"[.,]", "", plain)
    thousands = "," if language == "en" else "."
    if "." in plain and "," in plain:
        thousands = "," if plain.rindex(".") > plain.rindex(",") else "."
    elif not re.fullmatch(rf"[+-]?[1-9]\d{{0,2}}{re.escape(thousands)}\d{{3}}", plain):
        thousands = ""
    plain = plain.replace(thousands, "") if thousands else plain
    if not re.fullmatch(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)", plain) or len(plain) > 18:
        raise ValueError(_("“{text}” is not a number.").format(text=text.strip()))
    return float(plain.replace(",", "."))


def shown_number(value: float, language: str, places: int | None = None) -> str:
    """A number as the language writes it; ``places`` decimals, or only those that are there."""
    if places is None:
        text = f"{value:,.6f}".rstrip("0").rstrip(".")
    else:
        text = f"{value:,.{places}f}"
    return text if language == "en" else text.translate({ord(","): "\u202f", ord("."): ","})


class Text(Kind):
    """One line of text."""

    has_sort_key = True

    def normal(self, value: Any) -> Any:
        return " ".join(storable(str(value)).splitlines()).strip() or None if value is not None else None


class LongText(Kind):
    """Several lines of plain text."""

    name = "long_text"
    is_multiline = True
    has_sort_key = True

    def parse(self, text: str, context: Context) -> Any:
        """Blanks at the ends and empty lines are the writer's own."""
        return self.normal(text)


class RichText(Kind):
    """Text with simple marks, kept as a washed subset of HTML."""

    name = "rich_text"
    is_multiline = True
    has_sort_key = True

    def parse(self, text: str, context: Context) -> Any:
        """In a text without marks < and & are signs like others; without them it stays as it is."""
        is_plain = ("<" in text or "&" in text) and not _MARKS.search(text)
        return self.normal(paragraphs(text) if is_plain else text)

    def normal(self, value: Any) -> Any:
        washed = "" if value is None else wash(storable(str(value)))
        return washed if plain_text(washed).strip() else None

    def show(self, value: Any, context: Context) -> str:
        return plain_text(value) if value else ""


ALLOWED_TAGS = {"p", "br", "b", "strong", "i", "em", "u", "s", "ul", "ol", "li", "h1", "h2", "h3", "a",
                "blockquote",
                "code", "pre"}  # fmt: skip


_MARKS = re.compile(
    rf"</?(?:{'|'.join(sorted(ALLOWED_TAGS))}|div|span|font|table|html|body|img|script|style)"
    r"(?:\s+[\w-]+\s*=[^<>]*|\s*/?)>",
    re.IGNORECASE,
)
"""What tells a text with marks from one that says a<b."""


def paragraphs(text: str) -> str:
    """Plain text as rich text, a paragraph a line."""
    lines = (line for line in text.splitlines() if line.strip())
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)


def wash(html: str) -> str:
    """Only simple marks remain: no styles, images, scripts; links only to web, mail and phone."""
    if "<" not in html and "&" not in html:
        return html
    import nh3

    return nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        clean_content_tags={"script", "style", "head", "title"},
        attributes={"a": {"href"}},
        attribute_filter=lambda _tag, _name, value: value if _SAFE_LINK.match(value.strip()) else None,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


_SAFE_LINK = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
"""Links without a scheme would be places on this computer or in its network."""


class Number(Kind):
    """A whole number, with bounds that warn."""

    name = "number"
    is_numeric = True
    operators = OF_NUMBERS
    storage: Storage = "integer"

    def __init__(self, minimum: int | None = None, maximum: int | None = None, suffix: str = "") -> None:
        self.minimum, self.maximum, self.suffix = minimum, maximum, suffix

    def normal(self, value: Any) -> Any:
        return None if value is None or value == "" else int(value)

    def parse(self, text: str, context: Context) -> Any:
        cleaned = re.sub(r"[\s\u00a0\u202f%]", "", text)
        if not cleaned:
            return None
        if not re.fullmatch(r"[+-]?\d{1,9}(?:[.,]0+)?", cleaned):
            raise ValueError(_("“{text}” is not a whole number.").format(text=text.strip()))
        return int(re.split(r"[.,]", cleaned)[0])

    def show(self, value: Any, context: Context) -> str:
        return "" if value is None else f"{value}{self.suffix}"

    def cell(self, value: Any, context: Context) -> CellValue:
        return value

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return ()

    def warning(self, value: Any, context: Context) -> str | None:
        low, high = self.minimum, self.maximum
        if value is not None and ((low is not None and value < low) or (high is not None and value > high)):
            return _("Expected a number from {low} to {high}.").format(low=low, high=high)
        return None


class Decimal(Number):
    """A number with or without decimals, kept as it was meant: whole ones as integers."""

    name = "decimal"
    storage: Storage = "real"

    def __init__(self, places: int = 6, suffix: str = "") -> None:
        super().__init__(suffix=suffix)
        self.places = places

    def normal(self, value: Any) -> Any:
        if value is None or value == "":
            return None
        number = round(float(value), self.places)
        return int(number) if number.is_integer() else number

    def parse(self, text: str, context: Context) -> Any:
        suffix = self.suffix.strip()
        return self.normal(read_number(text.strip().removesuffix(suffix), context.language))

    def show(self, value: Any, context: Context) -> str:
        return "" if value is None else f"{shown_number(value, context.language)}{self.suffix}"


class Money(Decimal):
    """An amount in one currency, kept in its hundredths."""

    name = "money"
    storage: Storage = "integer"

    def __init__(self, currency: str = "") -> None:
        super().__init__(places=0, suffix=f"\u00a0{currency}" if currency else "")
        self.currency = currency

    def parse(self, text: str, context: Context) -> Any:
        amount = read_number(re.sub(r"[^\W\d_]+\.?|[€$£₽¥]", "", text), context.language)
        return None if amount is None else self.normal(amount * 100)

    def from_cell(self, cell: CellValue, context: Context) -> Any:
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return self.normal(cell * 100)
        return super().from_cell(cell, context)

    def show(self, value: Any, context: Context) -> str:
        return "" if value is None else f"{shown_number(value / 100, context.language, 2)}{self.suffix}"

    def cell(self, value: Any, context: Context) -> CellValue:
        return None if value is None else value / 100


class YesNo(Kind):
    """Yes, no, or not known."""

    name = "yes_no"
    operators = ("yes", "no", *PRESENCE)
    storage: Storage = "boolean"

    def normal(self, value: Any) -> Any:
        return None if value is None else bool(value)

    def parse(self, text: str, context: Context) -> Any:
        word = fold(text)
        if word in TRUE_WORDS:
            return True
        if word in FALSE_WORDS:
            return False
        if not word:
            return None
        raise ValueError(_("“{text}” is neither yes nor no.").format(text=text.strip()))

    def show(self, value: Any, context: Context) -> str:
        return "" if value is None else _("Yes") if value else _("No")

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return ()


class Choice(Kind):
    """One value of a list that the user may edit; stored by its key."""

    name = "choice"
    operators = OF_CHOICES

    def __init__(self, list_key: str, depends_on: str = "") -> None:
        self.list, self.depends_on = list_key, depends_on

    def parse(self, text: str, context: Context) -> Any:
        """The key whose label, in any interface language, is meant; an unknown text stays as it is."""
        from app.blueprint.lists import find_choice

        return find_choice(self.list, text, context) or text.strip() or None

    def show(self, value: Any, context: Context) -> str:
        return context.label_of(self.list, value) if value else ""

    def search(self, value: Any, context: Context) -> Iterable[str]:
        """Labels differ by language and are renamed; records are filtered by them, not searched."""
        return ()


class Choices(Choice):
    """Several values of a list."""

    name = "choices"

    def normal(self, value: Any) -> Any:
        return list(dict.fromkeys(value)) or None if value else None

    def parse(self, text: str, context: Context) -> Any:
        parts = [part for part in re.split(r"[,;/\n]", text) if part.strip()]
        return self.normal([Choice.parse(self, part, context) for part in parts])

    def show(self, value: Any, context: Context) -> str:
        return ", ".join(context.label_of(self.list, key) for key in value or ())


class Phone(Kind):
    """A phone number as typed; compared by its digits."""

    name = "phone"
    operators = ("contains", "not_contains", "is", "is_not", *PRESENCE)
    has_signs = is_reach = True

    def from_cell(self, cell: CellValue, context: Context) -> Any:
        """A number that a spreadsheet turned into a figure is read as its digits."""
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return self._from_number(float(cell), context)
        text = cell_text(cell).strip()
        if re.fullmatch(r"\d+\.0", text) or re.fullmatch(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}", text):
            return self._from_number(float(text.replace(",", ".")), context)
        return self.parse(text, context)

    def _from_number(self, number: float, context: Context) -> str:
        if number < 0 or not number.is_integer() or number >= 1e15:
            raise ValueError(
                _("“{text}” lost digits in the spreadsheet; type the number again.").format(text=number)
            )
        from app.blueprint.phones import restore

        return restore(str(int(number)), context.region)

    def search(self, value: Any, context: Context) -> Iterable[str]:
        from app.blueprint.phones import search_forms

        return search_forms(value, context.region) if value else ()

    def sort_text(self, value: Any, context: Context) -> str | None:
        return digits(value) or None if value else None

    def signs(self, value: Any, context: Context) -> Iterable[str]:
        from app.blueprint.phones import compare_key

        return (compare_key(value, context.region)[:SORT_LENGTH],) if value else ()

    def warning(self, value: Any, context: Context) -> str | None:
        from app.blueprint.phones import warning

        return warning(value, context.region) if value else None


_LATIN_IN_CYRILLIC = re.compile(r"(?=\w*[A-Za-z\u00c0-\u024f])(?=\w*[\u0400-\u04ff])\w+")


def _mixed_letters(text: str | None) -> str | None:
    """A sentence if a word has letters of two scripts, which look alike and lead elsewhere."""
    if not text or not _LATIN_IN_CYRILLIC.search(text):
        return None
    return _("“{text}” mixes Latin and Cyrillic letters in one word.").format(text=text)


class Email(Kind):
    """An e-mail address."""

    name = "email"
    has_sort_key = True
    _STRAY_DOT = re.compile(r"^\.|\.\.|\.@|@\.|\.$")
    has_signs = is_reach = True
    _SHAPE = re.compile(r"[^\s@<>(),;:\\\"\[\]]+@[^\s@<>(),;:\\\"\[\]]+\.[^\s@.,;]{2,}")

    def signs(self, value: Any, context: Context) -> Iterable[str]:
        return (value.casefold()[:SORT_LENGTH],) if value else ()

    def warning(self, value: Any, context: Context) -> str | None:
        if value and (not self._SHAPE.fullmatch(value) or self._STRAY_DOT.search(value)):
            return _("“{text}” does not look like an e-mail address.").format(text=value)
        return _mixed_letters(value)


class Url(Kind):
    """An address on the web."""

    name = "url"
    has_sort_key = True
    has_signs = True

    def signs(self, value: Any, context: Context) -> Iterable[str]:
        """Without scheme and last slash."""
        text = "".join(value.split()).casefold() if value else ""
        text = text.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
        return (text,) if text else ()

    def warning(self, value: Any, context: Context) -> str | None:
        if value and (re.search(r"\s", value) or "." not in value):
            return _("“{text}” does not look like a web address.").format(text=value)
        return _mixed_letters(value)


class Image(Kind):
    """A picture, kept by the digest of its bytes."""

    name = "image"
    operators = PRESENCE

    def show(self, value: Any, context: Context) -> str:
        return _("Picture") if value else ""

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return ()


class Code(Text):
    """An identifier with check digits: fiscal code, IBAN, personal code. Wrong ones warn, never block."""

    name = "code"
    has_sort_key = False
    has_signs = True

    def __init__(self, scheme: str) -> None:
        self.scheme = scheme

    def search(self, value: Any, context: Context) -> Iterable[str]:
        if not value:
            return ()
        compact = re.sub(r"[\s.\-/]", "", value)
        return (value,) if compact == value else (value, compact)

    def signs(self, value: Any, context: Context) -> Iterable[str]:
        from app.blueprint.codes import plain_code

        return (code,) if value and (code := plain_code(self.scheme, value)) else ()

    def warning(self, value: Any, context: Context) -> str | None:
        from app.blueprint.codes import warning

        return warning(self.scheme, value, context.region) if value else None
