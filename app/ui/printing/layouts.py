"""What can be printed of a section: what is read for it, and how it is laid out on the chosen paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale

from app.blueprint.dates import Birthday
from app.blueprint.rows import Addresses
from app.core.clock import today
from app.core.progress import Progress
from app.core.texts import N_, _, capital, language, ngettext
from app.services.exchange.formats.sheet import Heading, Row, Sheet
from app.services.exchange.printed import (
    birthdays,
    cards,
    envelopes,
    falls_on,
    field_of,
    in_binder_order,
    listed,
    turns,
)
from app.services.rows import ListQuery
from app.ui.printing.blocks import Block, BlockPages, blocks_of
from app.ui.printing.calendar_pages import DaySheet, DaySpan, WeekPages, agenda_rows, read_days
from app.ui.printing.labels import SHEETS, label_pages, label_paper
from app.ui.printing.measure import FontMeasure
from app.ui.printing.pages import MM, Page, Paper, paper
from app.ui.printing.tables import TablePages, fits

if TYPE_CHECKING:
    from app.blueprint.section import Section
    from app.services.library import Library

MARGINS = {"narrow": 8.0, "normal": 15.0, "wide": 25.0}
BINDING = 12 * MM
"""More margin on the side of the holes."""


@dataclass(frozen=True)
class Setup:
    """What the user chose: the layout and its paper."""

    layout: str = "list"
    size: str = "A4"
    is_landscape: bool = False
    margin: str = "normal"
    labels: str = "24"
    skipped: int = 0


@dataclass(frozen=True)
class Wanted:
    """Which records: those of ``uids``, or of the query; ``columns`` are those the list shows."""

    query: ListQuery
    uids: Sequence[str] | None
    columns: Sequence[str]
    days: DaySpan | None = None
    """The days that a calendar shows; without them those of this month are meant."""


@dataclass
class Material:
    """What was read; laid out anew for every paper."""

    title: str
    columns: Sequence[Heading] = ()
    rows: Sequence[Row] = ()
    blocks: Sequence[Block] = ()
    note: str = ""
    days: DaySheet | None = None

    def sheet(self) -> Sheet:
        """As a sheet."""
        return Sheet(self.title, self.columns, len(self.rows), lambda: self.rows)


@dataclass(frozen=True)
class Laid:
    """Pages on their paper, and what is to be said of them."""

    pages: list[Page] = field(default_factory=list)
    on: Paper = field(default_factory=paper)
    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class Layout:
    """A kind of print. ``has_sizes``: is the paper to be chosen (else a sheet of labels)?"""

    key: str
    label: str
    read: Callable[[Library, Section, Wanted, Progress], Material]
    lay: Callable[[Material, Paper, Setup], Iterator[Page]]
    fits: Callable[[Section], bool] = lambda _section: True
    size: str = "A4"
    has_sizes: bool = True
    is_landscape: bool = False


def lay_out(
    library: Library, section: Section, wanted: Wanted, setup: Setup, progress: Progress
) -> tuple[Material, Laid]:
    """Read and lay out."""
    material = LAYOUTS[setup.layout].read(library, section, wanted, progress)
    return material, lay_again(material, setup, progress)


def lay_again(material: Material, setup: Setup, progress: Progress) -> Laid:
    """The same records on other paper."""
    layout = LAYOUTS[setup.layout]
    on = paper_of(setup)
    pages = []
    for page in layout.lay(material, on, setup):
        pages.append(page)
        progress.step(len(pages))
    return Laid(pages, on, material.title, material.note)


def paper_of(setup: Setup) -> Paper:
    """The paper of a setup."""
    if not LAYOUTS[setup.layout].has_sizes:
        return label_paper(SHEETS[setup.labels])
    made = paper(setup.size, is_landscape=setup.is_landscape, margin=MARGINS[setup.margin])
    return replace(made, left=made.left + BINDING) if setup.layout == "binder" else made


# -- reading -----------------------------------------------------------------------------------------------


def _uids(library: Library, wanted: Wanted) -> Sequence[str]:
    return wanted.uids if wanted.uids is not None else library.lists.uids_of(library.lists.ids(wanted.query))


def _read_list(library: Library, section: Section, wanted: Wanted, progress: Progress) -> Material:
    lists = library.lists
    ids = lists.ids(wanted.query) if wanted.uids is None else lists.ids_of(wanted.uids)
    headings, rows = listed(library, section, ids, wanted.columns, progress)
    return Material(library.sections.title_of(section.key), headings, rows)


def _read_cards(library: Library, section: Section, wanted: Wanted, progress: Progress) -> Material:
    found = cards(library, section, _uids(library, wanted), progress)
    title = library.sections.title_of(section.key)
    return Material(title, blocks=[Block(each.title, each.pairs) for each in found])


def _read_binder(library: Library, section: Section, wanted: Wanted, progress: Progress) -> Material:
    ordered = in_binder_order(library, section, _uids(library, wanted), progress)
    found = cards(library, section, [uid for uid, _letter in ordered], progress)
    title = library.sections.title_of(section.key)
    pairs = zip(found, ordered, strict=False)  # one may have been deleted meanwhile
    return Material(title, blocks=[Block(each.title, each.pairs, letter) for each, (_uid, letter) in pairs])


def _read_labels(library: Library, section: Section, wanted: Wanted, progress: Progress) -> Material:
    found, missing = envelopes(library, section, _uids(library, wanted), progress)
    note = ngettext("{n} record has no address and no label.", "{n} records have no address and no label.",
                    missing).format(n=missing) if missing else ""  # fmt: skip
    rows = [("", each.lines) for each in found]
    return Material(library.sections.title_of(section.key), rows=rows, note=note)


def _read_birthdays(library: Library, section: Section, wanted: Wanted, progress: Progress) -> Material:
    year, names = today(library.clock).year, QLocale(language())
    columns = [
        Heading(_("Day"), 6), Heading(_("Name"), 34), Heading(_("Born"), 8),
        Heading(_("Turns in {year}").format(year=year), 12), Heading(_("Phone"), 20),
    ]  # fmt: skip
    rows: list[Row] = []
    for each in birthdays(library, section, _uids(library, wanted), progress):
        month = names.standaloneMonthName(each.month)
        day = falls_on(each, year) if each.day else None
        cells: list[Any] = [
            str(day or ""), each.title, str(each.year or ""), str(turns(each, year) or ""), each.phone
        ]  # fmt: skip
        rows.append((capital(month), cells))
    return Material(_("Birthdays"), columns, rows)


def _read_days(library: Library, section: Section, wanted: Wanted, _progress: Progress) -> DaySheet:
    context = library.context()
    span = wanted.days or DaySpan.this_month(section.calendars[0], context.today, context.region)
    return read_days(library, wanted.query, span, wanted.uids)


def _read_calendar(library: Library, section: Section, wanted: Wanted, progress: Progress) -> Material:
    sheet = _read_days(library, section, wanted, progress)
    return Material(f"{library.sections.title_of(section.key)} {sheet.span.title}", days=sheet)


def _read_agenda(library: Library, section: Section, wanted: Wanted, progress: Progress) -> Material:
    sheet = _read_days(library, section, wanted, progress)
    headings, rows = agenda_rows(sheet)
    return Material(f"{library.sections.title_of(section.key)}: {sheet.span.title}", headings, rows)


# -- laying out --------------------------------------------------------------------------------------------


def _table(material: Material, on: Paper, _setup: Setup) -> Iterator[Page]:
    if fits(material.columns, on):
        return TablePages(material.sheet(), on, FontMeasure()).pages()
    return BlockPages(material.title, on, FontMeasure(), columns=2).pages(blocks_of(material.sheet()))


def _months(material: Material, on: Paper, _setup: Setup) -> Iterator[Page]:
    return TablePages(material.sheet(), on, FontMeasure(), group_of=lambda row: row[0]).pages()


def _weeks(material: Material, on: Paper, _setup: Setup) -> Iterator[Page]:
    assert material.days is not None
    return WeekPages(material.days, on, FontMeasure()).pages()


def _cards(material: Material, on: Paper, _setup: Setup) -> Iterator[Page]:
    columns = max(round(on.inner / (85 * MM)), 1)
    made = BlockPages(material.title, on, FontMeasure(), columns=columns, is_boxed=True)
    return made.pages(material.blocks)


def _binder(material: Material, on: Paper, _setup: Setup) -> Iterator[Page]:
    return BlockPages("", on, FontMeasure(), is_tabbed=True).pages(material.blocks)


def _labels(material: Material, _on: Paper, setup: Setup) -> Iterator[Page]:
    addresses = [[str(line) for line in lines] for _title, lines in material.rows]
    return label_pages(addresses, SHEETS[setup.labels], FontMeasure(), setup.skipped)


LAYOUTS = {
    each.key: each
    for each in (
        Layout("list", N_("List"), _read_list, _table),
        Layout("cards", N_("Cards"), _read_cards, _cards),
        Layout(
            "labels", N_("Address labels"), _read_labels, _labels,
            lambda section: field_of(section, Addresses) is not None, has_sizes=False,
        ),
        Layout(
            "birthdays", N_("Birthday list"), _read_birthdays, _months,
            lambda section: field_of(section, Birthday) is not None,
        ),
        Layout(
            "calendar", N_("Calendar"), _read_calendar, _weeks, lambda section: bool(section.calendars),
            is_landscape=True,
        ),
        Layout("agenda", N_("Agenda"), _read_agenda, _months, lambda section: bool(section.calendars)),
        Layout("binder", N_("Ring-binder pages"), _read_binder, _binder, size="A5"),
    )
}  # fmt: skip
"""By key, in the order in which they are offered."""
