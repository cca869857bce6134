"""The country of the phone numbers of a list, which need not be the user's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Context
from app.blueprint.kinds import Kind, Phone, cell_text
from app.blueprint.rows import ContactPoints
from app.core.settings import REGIONS
from app.services.exchange import points

if TYPE_CHECKING:
    from app.services.exchange.mapping import ColumnMatch


@dataclass(frozen=True)
class PhoneCountry:
    """How numbers without a country code are read.

    ``home`` is the user's country, ``guess`` the other one that the numbers look like, if any, and ``said``
    what the user chose, now or for a list with the same headings.
    """

    home: str = ""
    guess: str = ""
    said: str = ""

    @property
    def read(self) -> str:
        """The country whose numbers they are."""
        return self.said or self.guess or self.home

    @property
    def is_other(self) -> bool:
        """Are they read otherwise than what the user types?"""
        return self.read != self.home

    def context(self, context: Context) -> Context:
        """In which a number is understood."""
        return replace(context, region=self.read) if self.is_other else context

    def number(self, kind: Kind, cell: Any, context: Context) -> Any:
        """What a cell of a phone says; a number of another country is kept with its code."""
        value = kind.from_cell(cell, self.context(context))
        if not value or not self.is_other:
            return value
        from app.blueprint.phones import with_code

        return with_code(value, self.read)


def local_keys(kind: Kind, value: Any, context: Context) -> list[str]:
    """Keys of foreign numbers as they may have been typed here, without their country code.

    They can be another's number, so they only count beside a name.
    """
    if not value or not isinstance(kind, ContactPoints) or not isinstance(kind.value, Phone):
        return []
    from app.blueprint.phones import local_key

    keys = (local_key(row.get("value") or "", context.region) for row in value)
    return [key for key in keys if key]


def guessed_country(matches: Sequence[ColumnMatch], rows: Sequence[Sequence[Any]], home: str) -> str:
    """The other country that the phones of a list look like; empty if they do not."""
    columns = {i: match.target for i, match in enumerate(matches) if match.target}
    phones = {i: each.field.kind for i, each in columns.items() if isinstance(each.kind, Phone)}
    if not phones:
        return ""
    from app.blueprint.phone_countries import country_of

    texts = [text for row in rows for i, kind in phones.items() for text in _texts(kind, row[i])]
    return country_of(texts, home, [key for key, _label in REGIONS])


def _texts(kind: Kind, cell: Any) -> list[str]:
    if cell is None:
        return []
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = cell_text(cell).strip()
    pieces = points.split(kind, text) if isinstance(kind, ContactPoints) else [(text, "")]
    return [piece for piece, _label in pieces]
