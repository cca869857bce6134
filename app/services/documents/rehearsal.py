"""What an order would come to, before anything is kept: names of the files, what is empty, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.progress import Progress
from app.services.documents.gaps import Gap, gaps_of
from app.services.documents.making import Made, Order

if TYPE_CHECKING:
    from app.services.documents.checks import Looked
    from app.services.library import Library

MOST = 200
"""Documents that are tried; of more the first ones stand for all."""


@dataclass(frozen=True)
class Rehearsal:
    """``problem`` says why nothing can be made; ``total`` are the records, of which ``MOST`` were tried."""

    total: int = 0
    made: Made | None = None
    gaps: tuple[Gap, ...] = ()
    looked: Looked | None = None
    problem: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The files as they would be called, without their ending."""
        return tuple(each.name for each in self.made.documents) if self.made is not None else ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers that the documents would get; empty where they have none."""
        documents = self.made.documents if self.made is not None else ()
        return tuple(each.number for each in documents if each.number)


def rehearse(library: Library, order: Order, progress: Progress | None = None) -> Rehearsal:
    """Try an order; nothing of it is kept."""
    total = len(order.uids)
    trial = replace(
        order, uids=order.uids[:MOST], folder=None, target=None, is_trial=True, as_pdf=False, is_joined=False,
        is_attached=False,
    )  # fmt: skip
    try:
        made = library.documents.make(trial, progress)
    except UserError as problem:
        return Rehearsal(total, looked=_looked(library, order), problem=str(problem))
    return Rehearsal(total, made, tuple(gaps_of(library, made.documents)), made.looked)


def _looked(library: Library, order: Order) -> Looked | None:
    sections = set(library.get_sections(order.uids[:MOST]).values())
    try:
        return library.documents.look_at(order.template, sections.pop() if len(sections) == 1 else "")
    except UserError:
        return None


def uids_of(library: Library, uids: Sequence[str] | None, query: object) -> tuple[str, ...]:
    """The records that are meant: those that are named, else those of a list in its order."""
    if uids is not None:
        return tuple(uids)
    from app.services.rows import ListQuery

    assert isinstance(query, ListQuery)
    return tuple(library.lists.uids_of(library.lists.ids(query)))
