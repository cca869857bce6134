"""Kinds of single values: text, numbers, yes/no, choices, phone, e-mail, address on the web, image."""

from app.blueprint.kinds.base import (
    OF_CHOICES,
    OF_DATES,
    OF_NUMBERS,
    OF_TEXT,
    PRESENCE,
    Kind,
    Storage,
    cell_text,
)
from app.blueprint.kinds.choices import FALSE_WORDS, TRUE_WORDS, Choice, Choices, Image, YesNo
from app.blueprint.kinds.numbers import Decimal, Money, Number, read_number, shown_number
from app.blueprint.kinds.signs import Code, Email, Phone, Url
from app.blueprint.kinds.texts import ALLOWED_TAGS, LongText, RichText, Text, paragraphs, wash

__all__ = [
    "ALLOWED_TAGS",
    "FALSE_WORDS",
    "OF_CHOICES",
    "OF_DATES",
    "OF_NUMBERS",
    "OF_TEXT",
    "PRESENCE",
    "TRUE_WORDS",
    "Choice",
    "Choices",
    "Code",
    "Decimal",
    "Email",
    "Image",
    "Kind",
    "LongText",
    "Money",
    "Number",
    "Phone",
    "RichText",
    "Storage",
    "Text",
    "Url",
    "YesNo",
    "cell_text",
    "paragraphs",
    "read_number",
    "shown_number",
    "wash",
]
