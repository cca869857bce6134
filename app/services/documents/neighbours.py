"""Records beside those that documents are made for: read for many at once, kept while they are needed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from app.blueprint.field import Field
from app.blueprint.readings import Mirror
from app.blueprint.rows import Reference, References, Rows

if TYPE_CHECKING:
    from app.services.library import Library, Record


class Neighbours:
    """Reads records of a library, and which of them belong to which."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[str, Record | None] = {}
        self._mirrors: dict[tuple[str, str], list[str]] = {}

    def prepare(self, records: Sequence[Record], keys: Collection[str]) -> None:
        """Read at once what documents for these records will ask for: the fields of these keys."""
        self._known = {each.uid: each for each in records}
        self._mirrors.clear()
        for section in {each.section for each in records}:
            fields = [each for each in self._library.registry.section(section).all_fields if each.key in keys]
            mirrors = [each for each in fields if isinstance(each.kind, Mirror)]
            own = [each for each in records if each.section == section]
            self._mirror(own, mirrors)
        wanted = {uid for uids in self._mirrors.values() for uid in uids}
        wanted |= {uid for each in records for uid in _pointed(self._library, each)}
        self._read(wanted)

    def get(self, uid: str) -> Record | None:
        """A record, None if it is gone."""
        if uid not in self._known:
            self._read([uid])
        return self._known.get(uid)

    def get_many(self, uids: Iterable[str]) -> list[Record]:
        """Records in the order of the uids; those that are gone are left out."""
        uids = list(uids)
        self._read(uid for uid in uids if uid not in self._known)
        return [found for uid in uids if (found := self._known.get(uid)) is not None]

    def mirrored(self, record: Record, field: Field) -> list[str]:
        """Uids of the records that point to this one with the field that is mirrored."""
        key = record.uid, field.key
        if key not in self._mirrors:
            self._mirror([record], [field])
        return self._mirrors.get(key, [])

    def _mirror(self, records: Sequence[Record], fields: Sequence[Field]) -> None:
        for field in fields:
            found = self._library.around.mirrored([each.uid for each in records], field)
            self._mirrors |= {(each.uid, field.key): found.get(each.uid, []) for each in records}

    def _read(self, uids: Iterable[str]) -> None:
        wanted = [uid for uid in dict.fromkeys(uids) if uid not in self._known]
        if wanted:
            self._known |= {**dict.fromkeys(wanted), **self._library.get_many(wanted)}


def _pointed(library: Library, record: Record) -> Iterable[str]:
    """Uids that a record points to by itself."""
    for each in library.registry.section(record.section).stored:
        value, kind = record.values.get(each.key), each.kind
        if not value or each.key in ("groups", "attachments"):
            continue
        if isinstance(kind, Reference):
            yield value
        elif isinstance(kind, References):
            yield from value
        elif isinstance(kind, Rows):
            keys = [part.key for part in kind.parts if isinstance(part.kind, Reference)]
            yield from (row[key] for row in value for key in keys if row.get(key))
