"""Reads rows of the list off the window's thread: those of records, and headings of groups between them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

from app.ui.listing.filter import ListFilter

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.rows import ListRow
    from app.services.summaries import Groups


class Page(NamedTuple):
    """The first ids in order, the rows of the first of them, and the groups of a grouped list."""

    ids: array[int]
    rows: Sequence[ListRow]
    groups: Groups | None = None


def first_page(
    library: Library,
    wanted: ListFilter,
    columns: tuple[str, ...],
    folded: AbstractSet[int],
    limit: int,
    rows: int,
) -> Page:
    """The first ``limit`` ids of a list and the first ``rows`` rows."""
    if wanted.grouped_by:
        groups, ids = library.summaries.first(wanted.query(), folded, limit)
        return Page(ids, read_rows(library, wanted, ids[:rows], columns, groups.records), groups)
    ids = array("q", library.lists.first_ids(wanted.query(), limit=limit))
    return Page(ids, library.lists.rows(wanted.section, ids[:rows], columns))


def read_rows(
    library: Library,
    wanted: ListFilter,
    ids: array[int],
    columns: tuple[str, ...],
    records: Sequence[int],
) -> list[ListRow]:
    """Rows of records and, where the list is grouped, of headings; ``records`` stand for the groups."""
    from app.services.rows import ListRow

    if not records:
        return library.lists.rows(wanted.section, ids, columns)
    plain = iter(library.lists.rows(wanted.section, [each for each in ids if each > 0], columns))
    heads = [records[-1 - each] for each in ids if each < 0]
    texts = iter(library.summaries.texts(wanted.query(), heads))
    return [next(plain) if each > 0 else ListRow(each, "", next(texts), None, ()) for each in ids]
