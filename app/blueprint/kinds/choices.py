"""Kinds of what is chosen: yes or no, values of a list; and a picture, which is there or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from app.blueprint.context import Context
from app.blueprint.kinds.base import OF_CHOICES, PRESENCE, Kind, Storage
from app.core.folding import fold
from app.core.texts import _

TRUE_WORDS = {"yes", "y", "true", "1", "x", "+", "da", "d", "да", "д", "ja", "adevarat", "истина", "✓"}
FALSE_WORDS = {"no", "n", "false", "0", "-", "nu", "нет", "н", "nein", "fals", "ложь"}


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


class Image(Kind):
    """A picture, kept by the digest of its bytes."""

    name = "image"
    operators = PRESENCE

    def show(self, value: Any, context: Context) -> str:
        return _("Picture") if value else ""

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return ()
