"""The first rows of the list that was open last, without waiting for the library. Imports no SQLAlchemy."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from app.blueprint.context import Context
from app.blueprint.field import Field
from app.blueprint.registry import Registry
from app.core.errors import UserError
from app.services.rows import ListRow, list_row, stored_values


@dataclass(frozen=True)
class FirstPage:
    """A compiled statement and what is needed to show its rows; kept in the state of the program."""

    path: str
    version: int
    section: str
    columns: tuple[str, ...]
    statement: str
    parameters: tuple[Any, ...]
    labels: dict[str, dict[str, str]]
    total: int
    language: str
    day: str
    texts: dict[str, dict[str, str]]
    """By column: stored values and how they were shown on that day in that language."""
    own: tuple[dict[str, Any], ...] = ()
    """Definitions of the user's fields: their columns are to be known before the file is open."""

    def as_state(self) -> dict[str, Any]:
        """JSON-native form."""
        return asdict(self)


def from_state(value: Any) -> FirstPage | None:
    """What ``as_state`` kept; None if it is not whole."""
    names = {field.name for field in fields(FirstPage)}
    if not isinstance(value, Mapping) or set(value) != names:
        return None
    lists = {name: tuple(value[name]) for name in ("columns", "parameters", "own")}
    return FirstPage(**{**value, **lists})


def registry_of(page: FirstPage, registry: Registry) -> Registry:
    """The sections with the fields that the user had when the page was kept."""
    if not page.own:
        return registry
    from app.blueprint.own import Definition

    names = {field.name for field in fields(Definition)}
    known = ({name: value for name, value in each.items() if name in names} for each in page.own)
    return registry.with_own([Definition(**each) for each in known])


def read(page: FirstPage, registry: Registry, language: str, region: str, today: date) -> list[ListRow]:
    """The rows as they are in the file now; none if the page fits it no longer."""
    from app.store.first_page import replay

    try:
        section = registry_of(page, registry).section(page.section)
        shown = [section.list_fields[key] for key in page.columns]
        rows = replay(Path(page.path), page.statement, page.parameters, page.version)
    except (KeyError, TypeError, UserError):
        return []

    def label_of(list_key: str, key: str) -> str:
        return page.labels.get(list_key, {}).get(key, key)

    context = Context(region=region, language=language, today=today, label_of=label_of)
    is_of_today = page.language == language and page.day == today.isoformat()
    known = page.texts if is_of_today else {}
    readers = [_Remembered(field, known.get(field.key, {})) for field in shown]
    return [list_row(row[0], row, readers, context, section) for row in rows or ()]


class _Remembered:
    """A field of the list that knows some of its texts: dates need a library that is slow to load."""

    def __init__(self, field: Field, known: Mapping[str, str]) -> None:
        self._field, self._known = field, known
        self.list_columns = field.list_columns

    def list_text(self, columns: tuple[Any, ...], context: Context) -> str:
        text = self._known.get(stored_key(columns))
        return self._field.list_text(columns, context) if text is None else text


def stored_key(values: Sequence[Any]) -> str:
    """Stored values as a key of ``FirstPage.texts``."""
    return json.dumps(list(values), ensure_ascii=False, default=str)


def texts_of(rows: Iterable[Any], shown: Sequence[Field], context: Context) -> dict[str, dict[str, str]]:
    """What the rows show, where that is not simply what is stored."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        for field, values in stored_values(row, shown):
            text = "" if values[0] is None else field.list_text(values, context)
            if values[0] is not None and text != str(values[0]):
                found.setdefault(field.key, {})[stored_key(values)] = text
    return found
