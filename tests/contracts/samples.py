"""Values to try a field with, made from its kind alone."""

from __future__ import annotations

from typing import Any

from app.blueprint.context import Context
from app.blueprint.field import Field
from app.blueprint.kinds import Kind
from app.blueprint.lists import LISTS
from app.blueprint.rows import Reference, References, Rows
from app.blueprint.section import Section
from app.services.library import Library

BY_NAME: dict[str, tuple[Any, Any]] = {
    "text": ("Șir unu", "Ряд два"),
    "long_text": ("un rând\nalt rând", "две\nстроки"),
    "rich_text": ("<p>Text <b>gras</b></p>", "<p>другой &amp; текст</p>"),
    "number": (7, 42),
    "decimal": (7.5, -1200),
    "money": (123450, 99),
    "date": ("2026-11-27", "1999-01-02"),
    "yes_no": (True, False),
    "phone": ("0721 234 567", "+373 22 123 456"),
    "email": ("ana@example.ro", "ион@почта.рф"),
    "url": ("https://example.ro/a", "example.md"),
    "code": ("14399840", "RO49AAAA1B31007593840000"),
    "partial_date": ("1985-04-03", "--02-29"),
    "birthday": ("1985-04-03", "--02-29"),
    "day_month": ("--12-06", "--01-01"),
    "date_or_time": ("2026-11-27", "2026-11-28T10:00"),
    "appointment": ("2026-11-24T10:00[Europe/Bucharest]", "2026-11-25T11:30[Europe/Chisinau]"),
    "recurrence": ("RRULE:FREQ=WEEKLY;BYDAY=MO", "RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=5\nEXDATE:20261225"),
    "series": ("0" * 32, "f" * 32),
    "lead_time": ("-P1D@09:00", "-PT15M"),
    "tags": (["unu", "doi"], ["doi", "три"]),
}


def naming_key(section: Section) -> str:
    """A field that alone gives a record its title."""
    texts = (each for each in section.stored if each.kind.name in ("text", "url"))
    return next(each.key for each in texts if section.title_of({each.key: "x"}, Context()) == "x")


class Samples:
    """Makes values; records that they point to are made when needed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._targets: dict[tuple[str, int], str] = {}
        self._files: dict[int, dict[str, Any]] = {}
        self._groups: dict[tuple[str, int], str] = {}

    def value(self, section: Section, field: Field, turn: int) -> Any:
        """The ``turn``-th (0 or 1) value of a stored field, in its normal form."""
        if field.key == "groups":
            return [self._group(section.key, turn)]
        return field.kind.normal(self._of_kind(field.kind, turn))

    def values(self, section: Section, turn: int) -> dict[str, Any]:
        """A value for every stored field."""
        return {field.key: self.value(section, field, turn) for field in section.stored}

    def _of_kind(self, kind: Kind, turn: int) -> Any:
        if kind.name in ("choice", "choices"):
            options = LISTS[kind.list].options if kind.list in LISTS else ()
            key = options[turn % len(options)].key if options else f"own_{turn}"
            return key if kind.name == "choice" else [key]
        if isinstance(kind, Reference):
            return self._target(kind.section, turn)
        if isinstance(kind, References):
            return [self._target("contacts" if kind.section == "*" else kind.section, turn)]
        if isinstance(kind, Rows):
            return [{part.key: self._of_kind(part.kind, turn) for part in kind.parts}]
        if kind.name == "files":
            return [self._file(turn)]
        if kind.name == "image":
            return self._library.files.keep_picture(b"\x89PNG\r\n\x1a\n" + bytes([turn]))
        return BY_NAME[kind.name][turn]

    def _target(self, section: str, turn: int) -> str:
        if (section, turn) not in self._targets:
            key = naming_key(self._library.registry.section(section))
            self._targets[section, turn] = self._library.save(section, {key: f"Țintă {turn}"}).uid
        return self._targets[section, turn]

    def _group(self, section: str, turn: int) -> str:
        if (section, turn) not in self._groups:
            self._groups[section, turn] = self._library.groups.add(section, f"Grup {turn}")
        return self._groups[section, turn]

    def _file(self, turn: int) -> dict[str, Any]:
        if turn not in self._files:
            self._files[turn] = self._library.files.keep_bytes(f"ofertă {turn}.pdf", bytes([turn]))
        return self._files[turn]
