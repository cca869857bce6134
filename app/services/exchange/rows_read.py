"""What a row of a list says, before it is compared with what is there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from app.blueprint.context import Values
from app.services.exchange.refusal import Refusal
from app.services.exchange.targets import Target


class Picture(str):
    """A picture by its digest; its bytes are kept when the record is written."""

    __slots__ = ("data",)
    data: bytes

    @classmethod
    def of(cls, data: bytes) -> Picture:
        """The picture of these bytes."""
        made = cls(hashlib.sha256(data).hexdigest())
        made.data = data
        return made


@dataclass
class ReadRow:
    """What a row says. References still stand as the texts of their cells (``Name`` values)."""

    number: int
    values: Values = field(default_factory=dict)
    firm: Values = field(default_factory=dict)
    problems: list[Refusal] = field(default_factory=list)
    notes: list[Refusal] = field(default_factory=list)
    """What is told of a row that is taken all the same: spoilt values, parts that were left out."""
    untaken: list[Refusal] = field(default_factory=list)
    """Values without which it is taken, because the user said so."""
    dates: dict[str, Values] = field(default_factory=dict)
    """Day, month and year of dates that have a column each."""
    emptied: list[Target] = field(default_factory=list)
    """Targets whose columns have nothing in this row."""
    memo: dict[str, Any] = field(default_factory=dict)
    """What the comparison with other records has found out, so that it need not be made twice."""


class NewChoice(str):
    """A value that its list does not have yet."""

    __slots__ = ()
