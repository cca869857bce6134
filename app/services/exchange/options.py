"""How a list is imported, as the user said it, and what it came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.core.errors import UsageError
from app.core.settings import REGIONS
from app.core.texts import _

if TYPE_CHECKING:
    from app.services.exchange.refusal import Refusal

SKIP, UPDATE, FILL, ADD = "skip", "update", "fill", "add"
ON_DUPLICATE = (SKIP, UPDATE, FILL, ADD)
"""What becomes of a row whose record is there already; ``fill`` puts values only where there are none."""

LEAVE, CLEAR = "leave", "clear"
EMPTY_CELLS = (LEAVE, CLEAR)
"""What an empty cell of a column means for a record that is updated."""

EVERY_ROW = 0
"""In place of the number of a row: all of them."""


@dataclass(frozen=True)
class ImportOptions:
    """How to import.

    ``mapping`` corrects the guess: heading → key of a target, "" leaves a column out, "new:KIND" makes a
    field of it (of a guessed kind if only "new"). ``match`` are keys of fields that tell by themselves which
    record a row is, in their order; without them names, phones, e-mails and codes are weighed together.
    ``decisions`` are ways for single rows, by their numbers. ``constants`` fill a target in every row that
    says nothing itself; ``groups`` are paths ("Clients / VIP") of groups for every row that is taken.
    ``corrections`` are other contents of cells by row and heading, ``dropped`` rows that are left out;
    ``without`` are cells, by row and heading, whose row is taken without them if they cannot be read
    (``EVERY_ROW``: all cells of the column).
    ``phones`` is the country of phone numbers without a country code, if it is another one than the user's;
    without it the numbers are looked at.
    ``keeps_rest``: columns that no field takes become own fields of text.
    ``is_remembering``: take the mapping that the same headings had last time, and remember this one.
    """

    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    on_duplicate: str = SKIP
    phones: str = ""
    match: tuple[str, ...] = ()
    empty_cells: str = LEAVE
    decisions: Mapping[int, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    corrections: Mapping[tuple[int, str], str] = field(default_factory=dict)
    dropped: frozenset[int] = frozenset()
    without: frozenset[tuple[int, str]] = frozenset()
    is_remembering: bool = True
    keeps_rest: bool = False

    def verify(self) -> None:
        """UsageError for a word that none of the options knows."""
        for way in (self.on_duplicate, *self.decisions.values()):
            if way not in ON_DUPLICATE:
                told = _("“{text}” is no way to treat duplicates; choose one of: {choices}.")
                raise UsageError(told.format(text=way, choices=", ".join(ON_DUPLICATE)))
        countries = [key for key, _label in REGIONS]
        if self.phones and self.phones not in countries:
            told = _("“{text}” is none of: {labels}.")
            raise UsageError(told.format(text=self.phones, labels=", ".join(countries)))
        if self.empty_cells not in EMPTY_CELLS:
            told = _("“{text}” is none of: {labels}.")
            raise UsageError(told.format(text=self.empty_cells, labels=", ".join(EMPTY_CELLS)))


@dataclass
class ImportReport:
    """What an import came to. ``created`` counts everything new by section, organizations too.

    ``rows`` = added + updated + skipped + refused rows; ``skipped_rows`` are their numbers in the list and
    ``same_as`` the uids of the records that they are. ``dropped`` rows do not count. ``untaken`` are the
    values without which rows were taken, each with the reason why it could not be read.
    """

    rows: int = 0
    added: int = 0
    updated: int = 0
    skipped: int = 0
    refused: list[Refusal] = field(default_factory=list)
    operation: str | None = None
    created: dict[str, int] = field(default_factory=dict)
    skipped_rows: list[int] = field(default_factory=list)
    same_as: dict[int, str] = field(default_factory=dict)
    dropped: int = 0
    notes: list[Refusal] = field(default_factory=list)
    """What is told of rows that were taken all the same: spoilt values, parts that were left out."""
    untaken: list[Refusal] = field(default_factory=list)

    @property
    def refused_rows(self) -> int:
        """Rows with at least one refusal."""
        return len({each.row for each in self.refused})
