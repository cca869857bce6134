"""Both sides in the same words: what a card says and what a record would say as a card, as values of fields.

A record is compared with a card by the card that it would be written as, read back. So whatever a card
cannot say, or says otherwise, never looks like a change.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Values
from app.blueprint.kept import ExternalIds
from app.blueprint.rows import Groups, Reference, Rows
from app.blueprint.section import Section
from app.core.errors import UserError
from app.core.texts import _
from app.services.exchange.putting import Name
from app.services.exchange.rows_read import NewChoice, Picture, ReadRow
from app.services.exchange.vcards.exporting import KEPT, CardWriter
from app.services.exchange.vcards.files import CardFile
from app.services.exchange.vcards.groups import is_group
from app.services.exchange.vcards.importing import CardReader
from app.services.exchange.vcards.writing import VERSIONS
from app.services.sync.dav import Stored
from app.services.sync.pairs import Heard

if TYPE_CHECKING:
    from app.services.library import Library, Record

UID_LENGTH = 200
"""Letters of a uid by which a card is known again."""


class Speech:
    """Reads cards and records of one section. Groups and titles are as they were when it was made."""

    def __init__(self, library: Library, section: Section, carries_own: bool) -> None:
        self.section, self.context = section, library.context()
        self._writer = CardWriter(library, section, VERSIONS[0], carries_own=carries_own)
        self._reader = CardReader(section, self.context)
        self._ids = next((each.key for each in section.stored if isinstance(each.kind, ExternalIds)), "")
        kept = {KEPT} & set(section.by_key)
        self.keys = (self._writer.carried | kept) - {self._ids}
        """Keys of the fields that are synchronised."""

    def heard(self, card: Stored) -> Heard:
        """What a card on the server says; one that cannot be read says why."""
        return self._read(card.text.encode("utf-8", "replace"), card.href)

    def said(self, record: Record) -> Values:
        """What a record says as a card; UserError if it cannot be written as one."""
        return self._read(self._writer.card(record, record.uid), record.uid).values

    def card(self, record: Record, uid: str, version: str) -> str:
        """The card of a record, as text; UserError naming the record if it cannot be written."""
        return self._writer.card(record, uid, version if version in VERSIONS[:2] else "").decode("utf-8")

    def uid_of(self, record: Record) -> str:
        """What a record is called on a server to which it comes for the first time."""
        known = [row["key"] for row in record.values.get(self._ids) or ()]
        return str(known[0]) if known else record.uid

    def ids_with(self, values: Values, uid: str) -> Values:
        """What a record has to be given so that it is known by this uid; empty if it is."""
        rows = list(values.get(self._ids) or ())
        if not self._ids or not uid or len(uid) > UID_LENGTH or any(row["key"] == uid for row in rows):
            return {}
        return {self._ids: [*rows, {"key": uid}]}

    def fingerprint(self, record: Record) -> str:
        """Equal as long as a record says the same; cheaper than asking what it says."""
        spoken = self._writer.spoken(record.values)
        found = {key: value for key, value in spoken.items() if key in self.keys}
        found[KEPT] = record.values.get(KEPT)
        text = json.dumps([record.title, found], sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def named(self, values: Values) -> Values:
        """Values in which names of groups and organizations are marked as names, to be looked up."""
        found = dict(values)
        for key, value in values.items():
            kind = self.section.by_key[key].kind if key in self.section.by_key else None
            if isinstance(kind, Groups):
                found[key] = [Name(each) for each in value]
            elif isinstance(kind, Rows):
                parts = {part.key for part in kind.parts if isinstance(part.kind, Reference)}
                found[key] = [
                    {part: Name(each) if part in parts else each for part, each in row.items()}
                    for row in value
                ]
        return found

    def row_of(self, heard: Heard) -> ReadRow:
        """A card as a row of an import, to be matched with records."""
        return ReadRow(0, {**heard.values, **self.ids_with({}, heard.uid)})

    def _read(self, data: bytes, name: str) -> Heard:
        try:
            card = next(iter(CardFile(Path(name.rpartition("/")[2] or name), data).cards()), None)
        except UserError as problem:
            return Heard(problem=str(problem))
        if card is None:
            return Heard(problem=_("the card is empty"))
        row = self._reader.read(0, (card,))
        if row.problems:
            return Heard(problem=card.refused or "; ".join(each.reason for each in row.problems))
        said = {each.key: each.text.strip() for each in card.properties if each.key in ("UID", "REV")}
        pictures = {str(each): each.data for each in row.values.values() if isinstance(each, Picture)}
        values = self._normal(row.values)
        return Heard(
            values, self.section.title_of(values, self._reader.context), said.get("UID", ""),
            "".join(filter(str.isdigit, said.get("REV", ""))), card.version, pictures,
            is_group=is_group(card),
        )  # fmt: skip

    def _normal(self, values: Values) -> Values:
        """Of the fields that are synchronised, in their normal form; a shown name that the names give anyway
        is left out."""
        shown = values.get("show_as")
        if shown is not None:
            rest = {key: value for key, value in values.items() if key != "show_as"}
            if self.section.title_of(rest, self._reader.context) == shown:
                values = rest
        found = {key: self._normal_value(key, value) for key, value in values.items() if key in self.keys}
        return self.named({key: value for key, value in found.items() if value is not None})

    def _normal_value(self, key: str, value: Any) -> Any:
        """A value in its normal form, unless it is to be added to its list first."""
        many = value if isinstance(value, list) else [value]
        if any(isinstance(each, NewChoice) for each in many):
            return value
        return self.section.by_key[key].kind.normal(value)
