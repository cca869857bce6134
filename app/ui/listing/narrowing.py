"""Which records of a section the list shows: kept for each section, made narrower and wider step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.blueprint.conditions import NOTHING
from app.core.texts import _
from app.ui.desk import Desk
from app.ui.listing.column_keeper import ColumnKeeper
from app.ui.listing.columns import ColumnChoice
from app.ui.listing.filter import ListFilter

if TYPE_CHECKING:
    from app.services.filters import SavedFilter
    from app.ui.listing.page_head import HeadChip


class Narrowing(QObject):
    """Holds the filter that is shown; whoever wants another says so here."""

    changed = Signal()
    """Another selection of the same section is wanted."""
    section_wanted = Signal(str)
    """What is wanted lies in another section."""

    def __init__(self, desk: Desk, columns: ColumnKeeper) -> None:
        super().__init__(columns)
        self._desk, self._columns = desk, columns
        self.current = ListFilter("")
        self._kept: dict[str, ListFilter] = {}
        self._group_names: dict[str, str] = {}

    # -- of a section -------------------------------------------------------------------------------------

    def as_left(self, section: str, choice: ColumnChoice) -> ListFilter:
        """What was shown of a section last, in the order of its columns."""
        return _ordered(self._kept.get(section, ListFilter(section)), choice)

    def show_section(self, section: str) -> None:
        """Another section as it was left; nobody is told, who asks for it shows it."""
        self._take(self.as_left(section, self._columns.choice))

    def order_anew(self) -> None:
        """The same records in the order of the columns as they are now; nobody is told."""
        self._take(_ordered(self.current, self._columns.choice))

    def forget(self) -> None:
        """Another file: nothing of what was searched and filtered in the former one counts."""
        self._kept.clear()
        self._group_names.clear()

    def take_over(self, former: Narrowing) -> None:
        """What is shown of each section is what another page showed of it."""
        self._kept.update(former._kept)
        self._group_names.update(former._group_names)

    def _take(self, wanted: ListFilter) -> None:
        self.current = self._kept[wanted.section] = wanted

    # -- another selection --------------------------------------------------------------------------------

    def show(self, wanted: ListFilter) -> None:
        """Show another selection of the same section."""
        if wanted != self.current:
            self._take(wanted)
            self.changed.emit()

    def show_text(self, text: str) -> None:
        """Show what contains these words."""
        self.show(replace(self.current, text=text))

    def show_sorted(self, key: str, is_descending: bool | None) -> None:
        """Show the same records in another order."""
        self.show(replace(self.current, sort=key, is_descending=is_descending))

    def show_grouped(self, key: str) -> None:
        """Show the same records under headings of a field, or without any."""
        self.show(replace(self.current, grouped_by=key))

    def show_group(self, uid: str | None, name: str = "") -> None:
        """Show the records of a group with its subgroups; None shows all."""
        if uid is not None:
            self._group_names[uid] = name
        self.show(replace(self.current, group=uid))

    def choose_group(self, uid: str, name: str) -> None:
        """A click on a group; "all records" means all where nothing but them was chosen already."""
        if uid or self.current.group:
            self.show_group(uid or None, name)
        else:
            self.show_all()

    def show_saved(self, found: SavedFilter) -> None:
        """Show what a saved filter leaves, in its order."""
        query, columns = found.query, self._columns
        if query.section != self.current.section:
            self.section_wanted.emit(query.section)
        if query.sort in self._desk.registry.section(query.section).list_fields:
            columns.sort_by(query.sort, query.is_descending)
        choice = columns.choice
        wanted = replace(self.current, sort=choice.sort, is_descending=choice.is_descending)
        self.show(
            replace(wanted, text=query.text, group=query.group, flag=query.flag, tag=query.tag,
                    conditions=query.conditions)
        )  # fmt: skip

    def toggle_flag(self, flag: str) -> None:
        """Show only records with the flag, or all again."""
        self.show(replace(self.current, flag=None if self.current.flag == flag else flag))

    def show_all(self) -> None:
        """Nothing is left out any more."""
        self.show(self.current.widened())

    def step_back(self, *, is_searching: bool) -> None:
        """Out of the search, the marks, the conditions, the group, the grouping, one after the other."""
        found = self.current
        if found.text or is_searching:
            self.show(replace(found, text=""))
        elif found.flag or found.tag:
            self.show(replace(found, flag=None, tag=None))
        elif found.conditions:
            self.show(replace(found, conditions=NOTHING))
        elif found.group:
            self.show_group(None)
        elif found.grouped_by:
            self._columns.group_by("")

    # -- what is said of it -------------------------------------------------------------------------------

    def chips(self) -> list[HeadChip]:
        """Group, flag and tag, each with the way out of it."""
        found = self.current
        chips: list[HeadChip] = []

        def put(key: str, name: str, take_away: Callable[[], None]) -> None:
            chips.append((key, name, take_away, take_away))

        if found.group:
            group = _("Group: {name}").format(name=self._name_of_group())
            put("chip_group", group, lambda: self.show_group(None))
        if found.flag:
            flags = dict(self._desk.context().options_of("flag"))
            name = _("Flag: {name}").format(name=flags.get(found.flag, found.flag))
            put("chip_flag", name, lambda: self.show(replace(self.current, flag=None)))
        if found.tag:
            name = _("Tag: {name}").format(name=found.tag)
            put("chip_tag", name, lambda: self.show(replace(self.current, tag=None)))
        return chips

    def _name_of_group(self) -> str:
        group, library = self.current.group or "", self._desk.library
        if group not in self._group_names and library is not None:
            self._group_names.update(library.groups.paths(self.current.section))
        return self._group_names.get(group, "")


def _ordered(kept: ListFilter, choice: ColumnChoice) -> ListFilter:
    return replace(kept, sort=choice.sort, is_descending=choice.is_descending, grouped_by=choice.grouped_by)
