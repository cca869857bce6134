"""Records as a file of cards."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import __version__
from app.blueprint.context import Values
from app.blueprint.field import Field
from app.blueprint.kept import ExternalIds, KeptLines
from app.blueprint.rows import Groups, Jobs
from app.blueprint.section import Section
from app.core.errors import UsageError
from app.core.progress import Progress
from app.core.texts import _
from app.services.exchange.putting import Name
from app.services.exchange.reading import RowReader
from app.services.exchange.vcards.content import Bundle, Property
from app.services.exchange.vcards.making import Maker, with_kept
from app.services.exchange.vcards.taking import Taker
from app.services.exchange.vcards.writing import VERSIONS, card
from app.services.exchange.writing import write_atomically

if TYPE_CHECKING:
    from app.services.library import Library, Record

CHUNK = 500
"""Records read at a time."""

KEPT = "kept_lines"
PRODUCT = f"-//Cartoteca//Cartoteca {__version__}//EN"


def export_cards(
    library: Library,
    section: Section,
    uids: Sequence[str],
    to: Path,
    options: Mapping[str, Any],
    columns: Collection[str] | None = None,
    progress: Progress | None = None,
) -> int:
    """Write records as cards, in their order; how many they were."""
    version = options.get("vcard") or VERSIONS[0]
    if version not in VERSIONS:
        known = ", ".join(VERSIONS)
        raise UsageError(_("There is no vCard {version} here; choose one of: {known}.").format(
            version=version, known=known))  # fmt: skip
    writer = CardWriter(library, section, version, columns)
    count = 0

    def write(path: Path) -> None:
        nonlocal count
        with path.open("wb") as stream:
            for start in range(0, len(uids), CHUNK):
                part = uids[start : start + CHUNK]
                records = library.get_many(part)
                for uid in part:
                    if uid in records:
                        stream.write(writer.card(records[uid]))
                        count += 1
                if progress is not None:
                    progress.step(min(start + CHUNK, len(uids)), len(uids))

    write_atomically(to, write)
    return count


class CardWriter:
    """Writes records of one section as cards."""

    def __init__(
        self, library: Library, section: Section, version: str, columns: Collection[str] | None = None,
        *, carries_own: bool = True,
    ) -> None:  # fmt: skip
        """``carries_own``: are fields told, too, that vCards have no word for?"""
        self._library, self._section, self._version = library, section, version
        self._columns = None if columns is None else {each.partition(".")[0] for each in columns}
        self._carries_own = carries_own
        context = library.context()
        self._context = replace(
            context, title_of=lambda uid: str(uid) if isinstance(uid, Name) else context.title_of(uid)
        )
        self._taker = Taker(section, self._context, RowReader((), self._context, {}).value)
        self._maker = Maker(section, self._context, library.files.read)
        self._paths = library.groups.paths(section.key)
        self._wanted = [each for each in section.stored if self._is_wanted(each)]

    @property
    def carried(self) -> frozenset[str]:
        """Keys of the fields that its cards can say something of."""
        return frozenset(
            key
            for key in self._maker.carried
            if self._carries_own or self._section.by_key[key].carried_as
        )

    def card(self, record: Record, uid: str = "", version: str = "") -> bytes:
        """The whole card of a record; under another uid and in another version where they are given."""
        bundles = list(self.bundles(record, uid))
        stamps = (Property("REV", _moment(record.values["updated_at"])), Property("PRODID", PRODUCT))
        return card([*bundles, stamps], version or self._version, record.title)

    def bundles(self, record: Record, uid: str = "") -> Sequence[Bundle]:
        """Its lines in the form of 3.0, with what was kept of the card that it came from."""
        values = self.spoken(record.values)
        if uid or "external_ids" not in values:
            values["external_ids"] = [{"key": uid or record.uid}]
        made = self._maker.make(values, record.title)
        kept = [row["line"] for row in record.values.get(KEPT) or ()] if self._columns is None else []
        return with_kept(made, values, kept, self._taker) if kept else made

    def spoken(self, values: Values) -> Values:
        """The chosen values, with names in the place of uids."""
        found: Values = {}
        for field in self._wanted:
            value = values.get(field.key)
            if value is None:
                continue
            if isinstance(field.kind, Groups):
                value = [Name(self._paths[uid]) for uid in value if uid in self._paths]
            elif isinstance(field.kind, Jobs):
                value = [self._job(row) for row in value]
            found[field.key] = value
        return found

    def _is_wanted(self, field: Field) -> bool:
        """A card cannot be without a name and an id; what was kept is laid over the rest afterwards."""
        if isinstance(field.kind, KeptLines):
            return False
        is_needed = field.is_name or isinstance(field.kind, ExternalIds)
        if not self._carries_own and not field.carried_as:
            return False
        return is_needed or self._columns is None or field.key in self._columns

    def _job(self, row: Values) -> Values:
        firm = row.get("organization")
        return {**row, "organization": Name(self._context.title_of(firm))} if firm else row


def _moment(stamp: str) -> str:
    """A stamp without its signs and thousandths, as all versions read it."""
    return f"{stamp[:19].replace('-', '').replace(':', '')}Z"
