"""What a list can be grouped by and what can be added up, and how sums are written. Imports no SQLAlchemy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.blueprint.context import Context
from app.blueprint.field import Field
from app.blueprint.kinds import Decimal, Image, Number


@dataclass(frozen=True)
class Sums:
    """Of one number field: how many values there are, their sum, the smallest and the largest."""

    count: int = 0
    total: Any = None
    least: Any = None
    most: Any = None

    def value(self, what: str) -> Any:
        """The sum, average, least, most or count."""
        if what == "average":
            return self.total / self.count if self.count else None
        return {"sum": self.total, "least": self.least, "most": self.most, "count": self.count}[what]


def can_group(field: Field) -> bool:
    """Has the field one stored value, so that records with the same one can stand together?"""
    return bool(field.sort_column) and field.computed is None and not isinstance(field.kind, Image)


def can_sum(field: Field) -> bool:
    """Is it a number that lies in a column?"""
    return isinstance(field.kind, Number) and bool(field.column_name)


def shown_sum(field: Field, sums: Sums, what: str, context: Context) -> str:
    """One figure as the language writes it; an average with two decimals at most."""
    value = sums.value(what)
    if value is None:
        return ""
    if what == "count":
        return Decimal().show(value, context)
    if isinstance(field.kind, Decimal):
        return field.kind.show(round(value, 2), context)
    return Decimal(suffix=getattr(field.kind, "suffix", "")).show(round(value, 2), context)
