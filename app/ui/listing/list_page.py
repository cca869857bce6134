"""The middle column: what there is in a section - search, chips, table - and what is selected in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.blueprint.conditions import NOTHING
from app.blueprint.context import Values
from app.blueprint.section import Section
from app.core.texts import _, grouped, ngettext
from app.ui.desk import Desk
from app.ui.filters.page_filters import PageFilters
from app.ui.listing import acts
from app.ui.listing.column_keeper import FLAG, ColumnKeeper
from app.ui.listing.columns import ColumnChoice, load_choice
from app.ui.listing.empty import empty_place
from app.ui.listing.far_bar import FarBar
from app.ui.listing.filter import ListFilter
from app.ui.listing.in_place import InPlace
from app.ui.listing.letters import Letters, LetterStrip
from app.ui.listing.marks import search_words
from app.ui.listing.menus import ListMenus
from app.ui.listing.page_head import HeadChip, PageHead, menu_below
from app.ui.listing.page_view import PageView
from app.ui.listing.saved import SavedRecords
from app.ui.listing.standing import Standing
from app.ui.listing.table_model import ListModel
from app.ui.listing.table_view import TableView
from app.ui.listing.totals import TotalsRow
from app.ui.listing.views import PageViews
from app.ui.widgets.naming import named, on_surface

if TYPE_CHECKING:
    from app.services.filters import SavedFilter
    from app.services.first_page import FirstPage
    from app.services.library import RecordsChanged
    from app.services.rows import ListRow

SEARCH_DELAY_MS = 10
"""Letters that come closer together than this are searched once."""
AHEAD_MS = 400
"""When the list has rested so long, the first pages of the other sections are read."""


class ListPage(QWidget):
    """Shows one section at a time and remembers for each what was searched and filtered."""

    filter_changed = Signal(object)
    """The ListFilter that is shown."""
    loaded = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_surface(named(self, "list_page"), "surface")
        self.desk = desk
        self.filter = ListFilter("")
        self._filters: dict[str, ListFilter] = {}
        self._group_names: dict[str, str] = {}
        self._first_labels: Mapping[str, Mapping[str, str]] = {}
        self.head = PageHead()
        self.model = ListModel(desk)
        self.table = TableView(self.model)
        self.columns = ColumnKeeper(self.table, desk.state, self._labels_of)
        self.standing = Standing(desk, self.table)
        self.menus = ListMenus(self)
        self.filters = PageFilters(self)
        self.in_place = InPlace(desk, self.table)
        self.saved = SavedRecords(desk, self.model, self.standing)
        self.totals = TotalsRow(desk, self.table)
        self._empty = QWidget()
        self._stack = QStackedWidget()
        self.views = PageViews(self)
        self.letters = Letters(desk, self.model, LetterStrip())
        self.letters.strip.chosen.connect(lambda row: self.table.go_to(row, is_at_top=True))
        self._table_place = self._rows()
        self._stack.addWidget(self._table_place)
        self._stack.addWidget(self._empty)
        self._search_timer = _timer(self, SEARCH_DELAY_MS, self._on_search)
        self._tell_soon = _timer(self, 0, self._tell_filter)
        self._ahead = _timer(self, AHEAD_MS, self._look_ahead)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._stack, 1)
        column.addWidget(self.totals)
        self.head.enable(False, False)
        self._connect_head()
        self._connect_table()

    def _rows(self) -> QWidget:
        """The table, the letters of a long list, and at the far edge the scroll bar."""
        place = on_surface(QWidget(), "surface")
        line = QHBoxLayout(place)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.table, 1)
        line.addWidget(self.letters.strip)
        line.addWidget(FarBar(self.table))
        return place

    def _connect_head(self) -> None:
        head, menus = self.head, self.menus
        head.new_wanted.connect(self.new_record)
        head.search.textChanged.connect(self._search_timer.start)
        head.search.left.connect(self.step_back)
        head.search.entered.connect(self.focus_table)
        head.search.returnPressed.connect(self.focus_table)
        head.filter.clicked.connect(lambda _checked=False: self.filters.open_builder())
        head.keep.clicked.connect(self.filters.ask_name)
        head.columns.clicked.connect(lambda: menu_below(head.columns, "columns_menu", menus.fill_columns))
        head.exchange.clicked.connect(lambda: menu_below(head.exchange, "exchange_menu", menus.fill_exchange))

    def _connect_table(self) -> None:
        table, model = self.table, self.model
        table.opened.connect(self._open_row)
        self.in_place.saved.connect(self.saved.look_for)
        table.cell_wanted.connect(lambda _index: self.edit_cell())
        table.delete_wanted.connect(self.delete)
        table.copy_wanted.connect(self.copy)
        table.typed.connect(self._on_typed)
        table.left.connect(self.step_back)
        table.customContextMenuRequested.connect(self.menus.show_context)
        table.list_header.customContextMenuRequested.connect(self.menus.show_header)
        model.loaded.connect(self._on_loaded)
        model.counted.connect(self._on_counted)
        model.swapped.connect(self._show_right_place)
        self.columns.sort_changed.connect(self._on_sort_changed)
        self.columns.columns_changed.connect(self._show_list)
        self.columns.grouping_changed.connect(self._on_grouping_changed)
        self.desk.records_changed.connect(self._on_records_changed)
        self.desk.sections_changed.connect(self._on_sections_changed)
        self.desk.column_wanted.connect(
            lambda section, key: self.columns.show_field(self.desk.registry.section(section), key)
        )

    # -- which list ---------------------------------------------------------------------------------------

    @property
    def section(self) -> Section:
        """The section that is shown."""
        return self.desk.registry.section(self.filter.section)

    def show_section(self, key: str) -> None:
        """Show a section as it was left."""
        self.columns.show_section(self.desk.registry.section(key))
        self.standing.forget()
        self.views.show_section(self.desk.registry.section(key))
        self.filter = self._as_left(key, self.columns.choice)
        self._show_search_text()
        self._show_list()

    def _as_left(self, key: str, choice: ColumnChoice) -> ListFilter:
        return self._as_chosen(self._filters.get(key, ListFilter(key)), choice)

    def _as_chosen(self, kept: ListFilter, choice: ColumnChoice) -> ListFilter:
        return replace(
            kept, sort=choice.sort, is_descending=choice.is_descending, grouped_by=choice.grouped_by
        )

    def _look_ahead(self) -> None:
        """Read the first page of a section that was not shown yet, one after the other."""
        for section in self.desk.registry.sections:
            choice = load_choice(self.desk.state, section)
            if self.model.learn(self._as_left(section.key, choice), choice.keys, self._ahead.start):
                break

    def show_first(self, found: FirstPage, rows: Sequence[ListRow]) -> None:
        """Rows of the last time, read before the file is open."""
        if found.section != self.filter.section or found.own:
            self.show_section(found.section)
        self._first_labels = found.labels
        if rows and found.columns == self.columns.choice.keys and not self.filter.grouped_by:
            self.model.show_rows(self.filter, found.columns, rows, grouped(found.total))

    def _labels_of(self, list_key: str) -> Iterable[str]:
        """Labels of a list of values; before the file is open those of the last time."""
        if self.desk.library is None:
            return self._first_labels.get(list_key, {}).values()
        return [label for _key, label in self.desk.context().options_of(list_key)]

    def forget(self) -> None:
        """Another file: nothing of what was searched and filtered in the former one counts."""
        self._filters.clear()
        self._group_names.clear()
        self.standing.forget()
        self.model.forget()

    def set_filter(self, wanted: ListFilter) -> None:
        """Show another selection of the same section."""
        if wanted != self.filter:
            self.filter = wanted
            self._show_search_text()
            self._show_list()

    def set_group(self, uid: str | None, name: str = "") -> None:
        """Show the records of a group with its subgroups; None shows all."""
        if uid is not None:
            self._group_names[uid] = name
        self.set_filter(replace(self.filter, group=uid))

    def show_saved(self, found: SavedFilter) -> None:
        """Show what a saved filter leaves, in its order."""
        query = found.query
        if query.section != self.filter.section:
            self.show_section(query.section)
        if query.sort in self.section.list_fields:
            self.columns.sort_by(query.sort, query.is_descending)
        choice = self.columns.choice
        wanted = replace(self.filter, sort=choice.sort, is_descending=choice.is_descending)
        self.set_filter(
            replace(wanted, text=query.text, group=query.group, flag=query.flag, tag=query.tag,
                    conditions=query.conditions)
        )  # fmt: skip

    def toggle_flag_filter(self, flag: str) -> None:
        """Show only records with the flag, or all again."""
        self.set_filter(replace(self.filter, flag=None if self.filter.flag == flag else flag))

    def choose_group(self, uid: str, name: str) -> None:
        """A click on a group; "all records" means all where nothing but them was chosen already."""
        if uid or self.filter.group:
            self.set_group(uid or None, name)
        else:
            self.show_all()

    def show_all(self) -> None:
        """Nothing is left out any more."""
        self.set_filter(self.filter.widened())

    def step_back(self) -> None:
        """Esc: out of the search, the marks, the conditions, the group, the grouping, one after the other."""
        found = self.filter
        if found.text or self.head.search.text():
            self.set_filter(replace(found, text=""))
        elif found.flag or found.tag:
            self.set_filter(replace(found, flag=None, tag=None))
        elif found.conditions:
            self.set_filter(replace(found, conditions=NOTHING))
        elif found.group:
            self.set_group(None)
        elif found.grouped_by:
            self.columns.group_by("")
        self.focus_table()

    def go_to(self, uid: str) -> None:
        """Select a record of this section; filters that might hide it are taken away."""
        if self.views.current is not None:
            self.views.current.go_to(uid)
            return
        self.model.reveal(uid)
        if self.model.position_of(uid) is None and self.filter.is_narrowed:
            self.show_all()
        self.standing.want(uid)

    def neighbour(self, section: str, uid: str, step: int) -> str | None:
        """The record so many rows below one of this list (above for a negative step); None at its ends."""
        row = self.model.position_of(uid) if section == self.filter.section else None
        if row is not None and self.model.is_heading(row + step):
            step += 1 if step > 0 else -1
        if row is None or not 0 <= row + step < len(self.model.ids) or self.model.is_heading(row + step):
            return None
        found = self.model.uids_of([row + step])
        return found[0] if found else None

    def _show_list(self) -> None:
        if not self.filter.section:
            return
        self._filters[self.filter.section] = self.filter
        self.standing.leave_beside()
        self.table.mark(search_words(self.filter.text))
        self.table.row_painter.has_avatar = self.section.has_avatar
        self.table.row_painter.when = self.section.when
        self.model.show(self.filter, self.columns.choice.keys)
        self.show_views()
        if not self.model.is_loading:
            self.table.paint_now()
        self._tell_soon.start()  # the rows are what is waited for; what says where they are from follows

    def show_views(self) -> None:
        """Show what is to be seen: the table, or another view of the same records."""
        self.standing.elsewhere = self.views.current.selected if self.views.current is not None else None
        self.totals.set_wanted(self.views.current is None)
        self._show_right_place()
        self.views.show()

    def add_view(self, view: PageView) -> None:
        """Another view in the place of the table."""
        self._stack.addWidget(view)

    def remove_view(self, view: PageView) -> None:
        """A view of a file that is closed."""
        self._stack.setCurrentWidget(self._table_place)
        self._stack.removeWidget(view)

    def _tell_filter(self) -> None:
        """Show around the rows what they are."""
        self._name_section()
        self.head.show_chips(self._chips())
        self.filters.show_link()
        library = self.desk.library
        self.head.enable(library is not None, library is not None and not library.is_read_only)
        self.filter_changed.emit(self.filter)

    def _show_search_text(self) -> None:
        if self.head.search.text() != self.filter.text:
            self.head.search.setText(self.filter.text)
        self._search_timer.stop()

    def _name_section(self) -> None:
        if self.filter.section:
            title = self.desk.title_of(self.filter.section)
            search = _("Search in {section}").format(section=title)
            self.head.show_section(title, _(self.section.new), search)

    def _chips(self) -> list[HeadChip]:
        found = self.filter
        chips: list[HeadChip] = []

        def put(key: str, name: str, take_away: Callable[[], None]) -> None:
            chips.append((key, name, take_away, take_away))

        if found.group:
            put(
                "chip_group",
                _("Group: {name}").format(name=self._name_of_group()),
                lambda: self.set_group(None),
            )
        if found.flag:
            flags = dict(self.desk.context().options_of("flag"))
            name = _("Flag: {name}").format(name=flags.get(found.flag, found.flag))
            put("chip_flag", name, lambda: self.set_filter(replace(self.filter, flag=None)))
        if found.tag:
            name = _("Tag: {name}").format(name=found.tag)
            put("chip_tag", name, lambda: self.set_filter(replace(self.filter, tag=None)))
        return chips + self.filters.chips()

    def _name_of_group(self) -> str:
        group, library = self.filter.group or "", self.desk.library
        if group not in self._group_names and library is not None:
            self._group_names.update(library.groups.paths(self.filter.section))
        return self._group_names.get(group, "")

    # -- answers ------------------------------------------------------------------------------------------

    def _on_loaded(self) -> None:
        self.columns.apply()
        self._show_right_place()
        self.standing.settle()
        self._ahead.start()
        self.loaded.emit()

    def _show_right_place(self) -> None:
        if self.views.current is not None:
            self._stack.setCurrentWidget(self.views.current)
            return
        is_empty = not self.model.ids and self.desk.library is not None
        if is_empty:
            old, self._empty = self._empty, empty_place(self)
            self._stack.removeWidget(old)
            old.deleteLater()
            self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty if is_empty else self._table_place)

    def _on_counted(self, text: str) -> None:
        n = int("".join(filter(str.isdigit, text)) or 0)
        one, many = self.section.plural
        self.head.show_count(text, ngettext(one, many, n).format(n=text))

    def _on_sections_changed(self) -> None:
        """Names and fields may be others now."""
        if self.filter.section:
            self.columns.show_section(self.section)
            choice = self.columns.choice
            self.filter = self._as_chosen(self.filter, choice)
            self._name_section()
            self._show_list()

    def _on_records_changed(self, changed: RecordsChanged) -> None:
        """A change elsewhere may show here too (the firm of a contact), so the rows are read again."""
        if self.filter.section:
            own = changed.changed.keys() & {self.filter.section, "group", "field"}
            self.model.refresh(is_order_touched=bool(own))
            self.views.refresh()

    # -- what the user does -------------------------------------------------------------------------------

    def new_record(self, values: Values | None = None) -> None:
        """A new card; in a group it starts in that group, under a flag or tag with that."""
        found = self.filter
        prefill = {"groups": [found.group] if found.group else None, "flag": found.flag, **(values or {})}
        given = {key: value for key, value in prefill.items() if value}
        self.desk.open_card(found.section, None, given or None)

    def open_current(self) -> None:
        """The card of the current record."""
        row = self.table.currentIndex().row()
        if self.views.current is not None:
            section, uids = self.views.current.selected()
            if uids:
                self.desk.open_card(section, uids[0])
        elif row >= 0:
            self._open_row(row)

    def delete(self) -> None:
        """Delete what is selected in the list, not what only the panel shows."""
        self.tell_selection()
        if self.has_selection and not (self.views.current is not None and self.views.current.delete()):
            acts.delete_selected(self.desk)

    @property
    def has_selection(self) -> bool:
        """Is a record of this section selected here, and not only shown in the panel?"""
        if self.standing.is_quiet:
            return False
        if self.views.current is None:
            return self.table.selected_count() > 0
        section, uids = self.views.current.selected()
        return bool(uids) and section == self.filter.section

    @property
    def is_all_selected(self) -> bool:
        """Is every row that is shown selected?"""
        rows, model = self.table.selected_count(), self.model
        return rows > 0 and rows == len(model.ids) - model.headings_between(0, len(model.ids) - 1)

    def column_key(self, column: int) -> str:
        """The field of a column; empty where there is none."""
        keys = (FLAG, *self.model.columns)
        return keys[column] if 0 <= column < len(keys) else ""

    def copy(self) -> None:
        """Copy the selected rows with the columns in their order."""
        ids: Sequence[int] = self.table.selected_ids()
        if self.views.current is not None and self.desk.library is not None:
            ids = self.desk.library.lists.ids_of(self.views.current.selected()[1])
        acts.copy_rows(self.desk, self.filter.section, ids, self.columns.choice.keys)

    def tell_selection(self) -> None:
        """Tell at once what is selected."""
        self.standing.tell()

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.head.search.selectAll()

    def focus_table(self) -> None:
        """To the rows, if there are any."""
        if self.views.current is not None:
            self.views.current.focus_here()
            return
        if self._stack.currentWidget() is not self._empty:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if self.table.currentIndex().row() < 0 and self.model.ids and not self.standing.is_beside:
                self.table.go_to(0)

    def _open_row(self, row: int) -> None:
        uids = self.model.uids_of([row])
        if uids:
            self.desk.open_card(self.filter.section, uids[0])

    def edit_cell(self) -> None:
        """Edit the current cell in place; where it cannot be, in the card."""
        if not self.in_place.edit(self.table.currentIndex(), self.section):
            self.open_current()

    def _on_search(self) -> None:
        if self.filter.section:
            self.set_filter(replace(self.filter, text=self.head.search.text()))

    def _on_typed(self, text: str) -> None:
        self.focus_search()
        self.head.search.setText(text)

    def _on_grouping_changed(self, key: str) -> None:
        self.set_filter(replace(self.filter, grouped_by=key))

    def _on_sort_changed(self, key: str, is_descending: bool | None) -> None:
        self.set_filter(replace(self.filter, sort=key, is_descending=is_descending))


def _timer(owner: QObject, milliseconds: int, act: Callable[[], None]) -> QTimer:
    made = QTimer(owner)
    made.setSingleShot(True)
    made.setInterval(milliseconds)
    made.timeout.connect(act)
    return made
