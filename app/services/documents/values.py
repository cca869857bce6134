"""What data are in a template: shown texts that know what is behind them, pictures that are only shown.

Both cross to the helper process as plain data: a dict with one key that no field has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app.core.override import override

SAID, PICTURE = "@said", "@picture"
TEXT, DATE, NUMBER, MONEY = "text", "date", "number", "money"
YES_NO, PHONE, NAME, CHOICE = "yes_no", "phone", "name", "choice"
"""Kinds of what is behind a text, for the filters."""
DEEPEST_DATA = 20
_LINE_BREAK = re.compile("\r\n|[\r\x0b\u2028\u2029]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def said(text: str, kind: str, raw: Any) -> dict[str, Any]:
    """A text as a reader sees it, with the value behind it."""
    return {SAID: [text, kind, raw]}


def picture(digest: str, title: str, word: str) -> dict[str, Any]:
    """A picture by the digest of its bytes; ``word`` stands where it cannot be shown."""
    return {PICTURE: [digest, title, word]}


class Said(str):
    """A text that is compared with numbers by the number behind it, and is false when it says no."""

    __slots__ = ("_kind", "_raw")

    _kind: str
    _raw: Any

    def __bool__(self) -> bool:
        return bool(self._raw) if self._kind == YES_NO else len(self) > 0

    def _number(self) -> float:
        raw = self._raw[0] / 100 if self._kind == MONEY else self._raw
        return float(raw) if isinstance(raw, (int, float)) else float("nan")

    @override
    def __lt__(self, other: object) -> bool:
        return self._number() < other if isinstance(other, (int, float)) else super().__lt__(str(other))

    @override
    def __le__(self, other: object) -> bool:
        return self._number() <= other if isinstance(other, (int, float)) else super().__le__(str(other))

    @override
    def __gt__(self, other: object) -> bool:
        return self._number() > other if isinstance(other, (int, float)) else super().__gt__(str(other))

    @override
    def __ge__(self, other: object) -> bool:
        return self._number() >= other if isinstance(other, (int, float)) else super().__ge__(str(other))

    @override
    def __eq__(self, other: object) -> bool:
        if isinstance(other, (int, float)) and not isinstance(other, bool):
            return self._number() == other
        # The value of a list is meant by its key in every language.
        return super().__eq__(other) or (self._kind == CHOICE and self._raw == other)

    @override
    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


def said_text(text: str, kind: str, raw: Any) -> Said:
    """A text with what is behind it; no method of the text itself, which a template could call."""
    made = Said(text)
    made._kind, made._raw = kind, raw
    return made


class Picture:
    """A picture as a template has it: nothing can be done with it but showing it."""

    __slots__ = ("_digest", "_title", "_word")

    def __init__(self, digest: str, title: str, word: str) -> None:
        self._digest, self._title, self._word = digest, title, word

    @override
    def __str__(self) -> str:
        return self._word


def behind(value: object) -> tuple[str, Any]:
    """Kind and raw value of what a filter was handed; a plain text is its own."""
    if isinstance(value, Said):
        return value._kind, value._raw
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return TEXT, value
    return NUMBER, value


def shown_picture(value: Picture) -> tuple[str, str]:
    """Digest and title of a picture."""
    return value._digest, value._title


def revived(value: Any) -> Any:
    """Plain data as a template gets them."""
    if isinstance(value, list):
        return [revived(each) for each in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((key, content),) = value.items()
        if key == SAID:
            return said_text(*content)
        if key == PICTURE:
            return Picture(*content)
    return {key: revived(each) for key, each in value.items()}


def plain_data(context: Mapping[str, object]) -> dict[str, Any]:
    """A copy that is sure to be data and can be written as XML: no objects, no forbidden characters."""
    return {_clean_key(key): _plain(value, 1) for key, value in context.items()}


def _plain(value: object, depth: int) -> Any:
    if depth > DEEPEST_DATA:
        raise TypeError(f"template data are nested deeper than {DEEPEST_DATA}")
    # By exact type: a subclass could bring methods of its own.
    if type(value) is str:
        return _NOT_IN_XML.sub("", _LINE_BREAK.sub("\n", value))
    if value is None or type(value) in (bool, int, float):
        return value
    if type(value) is list:
        return [_plain(item, depth + 1) for item in value]
    if type(value) is dict:
        return {_clean_key(key): _plain(item, depth + 1) for key, item in value.items()}
    raise TypeError(f"template data must be plain, not {type(value).__name__}")


def _clean_key(key: object) -> str:
    if type(key) is not str:
        raise TypeError(f"keys of template data must be str, not {type(key).__name__}")
    return _NOT_IN_XML.sub("", key)


def with_small_first(text: str) -> str:
    """The text with a small first letter, as it stands within a sentence."""
    return text[:1].lower() + text[1:]
