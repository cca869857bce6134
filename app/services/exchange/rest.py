"""Columns that no field takes, kept with the record all the same: each becomes an own field of text.

So they are journalled, found and written back by an export under the heading they came with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.blueprint.kinds import cell_text
from app.services.exchange.new_fields import NEW
from app.services.exchange.shapes import LONG_TEXT
from app.services.exchange.targets import FULL_NAME, name_index
from app.services.exchange.words import squeeze

if TYPE_CHECKING:
    from app.services.exchange.importing import ImportPlan
    from app.services.exchange.mapping import ColumnMatch
    from app.services.exchange.tables import Table
    from app.services.exchange.targets import Target


def kept_columns(
    table: Table, matches: Sequence[ColumnMatch], targets: Mapping[str, Target], said: Mapping[str, str]
) -> dict[str, str]:
    """A mapping that keeps them; what the user said of a column holds, and whole names are in their parts."""
    known = name_index(dict(targets))
    left = {
        i
        for i, each in enumerate(matches)
        if each.target is None and each.header not in said and not _is_whole_name(each.header, known)
    }
    kinds: dict[int, str] = {}
    for _number, cells in table.rows():
        for i in left:
            if i < len(cells) and cells[i] is not None and kinds.get(i) != "long_text":
                text = cell_text(cells[i])
                kinds[i] = "long_text" if len(text) > LONG_TEXT or "\n" in text else "text"
    return {matches[i].header: f"{NEW}:{kind}" for i, kind in sorted(kinds.items())}


def lost_columns(plan: ImportPlan) -> list[str]:
    """Headings of the columns with something in them that goes nowhere and stands in no other column."""
    known = name_index(dict(plan.targets))
    return [each.header for each in plan.left_out if not _is_whole_name(each.header, known)]


def _is_whole_name(header: str, known: Mapping[str, Sequence[Target]]) -> bool:
    return any(each.key == FULL_NAME for each in known.get(squeeze(header), ()))
