"""Kinds of what other programs gave along with a record: their ids of it, and what has no field here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.blueprint.context import Context
from app.blueprint.field import Field
from app.blueprint.kinds import PRESENCE, LongText, Text
from app.blueprint.rows import Part, Rows
from app.core.texts import N_

ID_LENGTH = 200
"""Characters of an id; an index takes no longer ones."""


class ExternalIds(Rows):
    """Names of the record in other programs (the UID of a vCard or of an entry of a calendar). Equal ones are
    the same record."""

    name = "external_ids"
    table = "external_id"
    main = "key"
    operators = PRESENCE
    parts = (Part("key", N_("Identifier"), Text()),)


class KeptLines(Rows):
    """Lines of a vCard that say more than fields here can hold; they are written back on export.

    A row is one line, or several that belong together (a number with its label).
    """

    name = "kept_lines"
    table = "kept_line"
    main = "line"
    operators = PRESENCE
    parts = (Part("line", N_("Lines of a vCard"), LongText()),)

    def search(self, value: Any, context: Context) -> Iterable[str]:
        """Nobody looks for what is not shown."""
        return ()


EXTERNAL_IDS = Field(
    "external_ids", N_("Identifiers in other programs"), ExternalIds(), group="details",
    is_searched=False, is_hidden=True, carried_as="UID",
)  # fmt: skip

FROM_ELSEWHERE = (
    EXTERNAL_IDS,
    Field("kept_lines", N_("Kept from vCards"), KeptLines(), group="details", is_searched=False,
          is_hidden=True),
)  # fmt: skip
"""Fields that exchange with other programs fills; the user may show them on the card."""
