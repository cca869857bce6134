"""What is worth knowing of a column: why it goes where it goes, how its dates are read, what Excel spoilt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.blueprint.kinds import Number, Phone
from app.core.texts import _, ngettext

if TYPE_CHECKING:
    from app.services.exchange.importing import ImportPlan
    from app.services.exchange.mapping import ColumnMatch

Note = tuple[str, bool]
"""A sentence, and whether it is a warning."""


def notes_of(plan: ImportPlan, sample: Sequence[Sequence[Any]]) -> list[Note]:
    """One for each column."""
    return [
        note_of(match, plan, number, values_of(sample, number)) for number, match in enumerate(plan.matches)
    ]


def values_of(sample: Sequence[Sequence[Any]], number: int) -> list[Any]:
    """What stands in the first rows of a column."""
    return [row[number] for row in sample if number < len(row) and row[number] is not None]


def note_of(match: ColumnMatch, plan: ImportPlan, number: int, values: Sequence[Any]) -> Note:
    """What is worth knowing of the column, and whether it is a warning."""
    if match.target is None:
        return match.reason, False
    lost = _lost(match, plan, values)
    if lost:
        return ngettext(
            "{n} number may have lost its leading 0 in the spreadsheet: it is read with it.",
            "{n} numbers may have lost their leading 0 in the spreadsheet: they are read with it.", lost,
        ).format(n=lost), True  # fmt: skip
    said = _one_way(match, plan, number, values)
    reason = _("as last time") if match.header in plan.kept and not _is_own(match, plan) else match.reason
    return said or reason, False


def _is_own(match: ColumnMatch, plan: ImportPlan) -> bool:
    return match.header in plan.options.mapping


def _lost(match: ColumnMatch, plan: ImportPlan, values: Sequence[Any]) -> int:
    """Figures that are read with a 0; of the others nobody knows, and the check says so row by row."""
    if match.target is None or not isinstance(match.target.kind, Phone):
        return 0
    from app.blueprint.phones import restore

    region = plan.phones.read
    figures = [str(int(value)) for value in values if isinstance(value, (int, float))]
    return sum(restore(figure, region) == f"0{figure}" for figure in figures)


def _one_way(match: ColumnMatch, plan: ImportPlan, number: int, values: Sequence[Any]) -> str:
    """How dates and figures are read, in words: 01.02.2026 is the first of February to some and the second of
    January to others, 1.234 is more than a thousand or little more than one."""
    from app.services.exchange.ways import MONTH_FIRST, is_date, read_so  # loaded by now: there is a plan

    kind = match.target.kind if match.target else None
    if kind is None or not (is_date(kind) or isinstance(kind, Number)):
        return ""
    way, context = plan.ways.get(number), plan.library.context()
    if way == MONTH_FIRST:
        return _("The dates are written month first (12/31/2026).")
    for value in values:
        if isinstance(value, str) and (is_date(kind) or "." in value or "," in value):
            try:
                read = kind.show(kind.from_cell(read_so(way, value.strip()), context), context)
            except ValueError:
                continue
            return _("“{text}” is read as {value}.").format(text=value.strip(), value=read)
    return ""
