"""Which record a row is, told by fields that the user chose: an own number, a code, an e-mail, a phone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from app.blueprint.context import Context
from app.blueprint.field import Field
from app.blueprint.rows import ContactPoints
from app.blueprint.section import Section
from app.core.errors import UsageError
from app.core.folding import fold
from app.core.texts import _
from app.services.exchange.mapping import near
from app.services.exchange.matching import title_of, with_names
from app.services.exchange.rows_read import ReadRow

if TYPE_CHECKING:
    from app.services.exchange.mapping import ColumnMatch
    from app.services.exchange.targets import Target
    from app.services.library import Library, Record


def match_fields(
    keys: Sequence[str],
    section: Section,
    targets: Mapping[str, Target],
    matches: Sequence[ColumnMatch],
) -> tuple[Field, ...]:
    """The fields that are meant; UsageError for one that cannot tell a record or that no column fills."""
    known = key_fields(section, matches)
    found = []
    for key in keys:
        target = targets.get(key)
        field = known.get(key) or (known.get(target.field.key) if target else None)
        if field is None:
            names = ", ".join(near(key, list(known)))
            raise UsageError(
                _("Records cannot be told apart by “{name}”; the list has for that: {fields}.").format(
                    name=key, fields=names or "–"
                )
            )
        found.append(field)
    return tuple(found)


def key_fields(section: Section, matches: Sequence[ColumnMatch]) -> dict[str, Field]:
    """Fields by key that the columns fill and that can tell which record a row is."""
    mapped = {each.target.field.key for each in matches if each.target and not each.target.section}
    return {each.key: each for each in section.stored if each.key in mapped and _tells(each)}


def _tells(field: Field) -> bool:
    """Can a value of it stand for one record: a text, a number, a code, or a phone or e-mail in a list?"""
    if field.kind.is_rows:
        return isinstance(field.kind, ContactPoints)
    return field.kind.has_signs or field.kind.name in ("text", "number", "email", "phone", "url", "code")


class KeyMatcher:
    """As ``Matcher``, by the chosen fields alone: the first of them that is known tells the record."""

    def __init__(self, library: Library, section: Section, context: Context, fields: Sequence[Field]) -> None:
        self._library, self._section, self._fields = library, section, fields
        self._context = with_names(context)
        self._records: dict[str, Record] = {}
        self._uids: dict[str, dict[str, str]] = {}
        for each in fields:
            index = self._uids[each.key] = {}
            for value, uids in library.lists.keys(section.key, each.key).items():
                for key in [value] if each.kind.is_rows else self._plain(each, value):
                    index.setdefault(key, uids[0])

    def title_of(self, row: ReadRow) -> str:
        """The title that the record of a row would have."""
        return title_of(row, self._section, self._context)

    def prepare(self, rows: Iterable[ReadRow], is_update: bool) -> None:
        """Read at once the records that these rows are."""
        found = (self.find(row) for row in rows)
        wanted = list(dict.fromkeys(uid for uid in found if uid))
        self._records = self._library.get_many(wanted) if is_update else {}

    def record(self, uid: str) -> Record | None:
        """A record that was prepared."""
        return self._records.get(uid)

    def find(self, row: ReadRow) -> str | None:
        """Uid of the record that the row is; of a new record of the same list too."""
        found = (self._uids[field.key].get(key) for field in self._fields for key in self._keys(field, row))
        return next((uid for uid in found if uid), None)

    def learn(self, row: ReadRow, uid: str) -> None:
        """Remember a row that becomes a new record."""
        for field in self._fields:
            for key in self._keys(field, row):
                self._uids[field.key].setdefault(key, uid)

    def _keys(self, field: Field, row: ReadRow) -> list[str]:
        value = row.values.get(field.key)
        if value in (None, "", []):
            return []
        if isinstance(field.kind, ContactPoints):
            return [key for each in value if (key := field.kind.key_of(each, self._context))]
        return self._plain(field, value)

    def _plain(self, field: Field, value: object) -> list[str]:
        if field.kind.has_signs:
            return [key for key in field.kind.signs(value, self._context) if key]
        return [fold(str(value))] if value not in (None, "") else []
