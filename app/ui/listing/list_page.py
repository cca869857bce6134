"""The middle column: what there is in a section - search, chips, table - and what is selected in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.blueprint.context import Values
from app.blueprint.section import Section
from app.core.texts import _, grouped, ngettext
from app.ui.desk import Desk
from app.ui.filters.page_filters import PageFilters
from app.ui.listing.column_keeper import FLAG, ColumnKeeper
from app.ui.listing.columns import load_choice
from app.ui.listing.filter import ListFilter
from app.ui.listing.in_place import InPlace
from app.ui.listing.letters import Letters, LetterStrip
from app.ui.listing.marks import search_words
from app.ui.listing.menus import ListMenus
from app.ui.listing.narrowing import Narrowing
from app.ui.listing.page_head import PageHead
from app.ui.listing.room import PageRoom
from app.ui.listing.saved import SavedRecords
from app.ui.listing.selection import PageSelection
from app.ui.listing.standing import Standing
from app.ui.listing.table_model import ListModel
from app.ui.listing.table_view import TableView
from app.ui.listing.totals import TotalsRow
from app.ui.listing.views import PageViews
from app.ui.widgets.menus import menu_below
from app.ui.widgets.naming import guided, named, on_surface

if TYPE_CHECKING:
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
        self._first_labels: Mapping[str, Mapping[str, str]] = {}
        self.head = PageHead()
        self.model = ListModel(desk)
        self.table = TableView(self.model)
        self.columns = ColumnKeeper(self.table, desk.state, self._labels_of)
        self.narrowing = Narrowing(desk, self.columns)
        self.standing = Standing(desk, self.table)
        self.selection = PageSelection(self)
        self.menus = ListMenus(self)
        self.filters = PageFilters(self)
        self.in_place = InPlace(desk, self.table)
        self.saved = SavedRecords(desk, self.model, self.standing)
        self.totals = TotalsRow(desk, self.table)
        self.views = PageViews(self)
        self.letters = Letters(desk, self.model, LetterStrip())
        self.letters.strip.chosen.connect(lambda row: self.table.go_to(row, is_at_top=True))
        self.room = PageRoom(self)
        self._search_timer = _timer(self, SEARCH_DELAY_MS, self._on_search)
        self._tell_soon = _timer(self, 0, self._tell_filter)
        self._ahead = _timer(self, AHEAD_MS, self._look_ahead)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.room, 1)
        column.addWidget(self.totals)
        self.head.enable(False, False)
        self._connect_head()
        self._connect_table()

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
        table.opened.connect(self.selection.open_row)
        self.in_place.saved.connect(self.saved.look_for)
        table.cell_wanted.connect(lambda _index: self.selection.edit_cell())
        table.delete_wanted.connect(self.selection.delete)
        table.copy_wanted.connect(self.selection.copy)
        table.typed.connect(self._on_typed)
        table.left.connect(self.step_back)
        table.customContextMenuRequested.connect(self.menus.show_context)
        table.list_header.customContextMenuRequested.connect(self.menus.show_header)
        model.loaded.connect(self._on_loaded)
        model.counted.connect(self._on_counted)
        model.swapped.connect(self.room.show_right_place)
        self.columns.sort_changed.connect(self.narrowing.show_sorted)
        self.columns.columns_changed.connect(self._show_list)
        self.columns.grouping_changed.connect(self.narrowing.show_grouped)
        self.narrowing.changed.connect(self._on_narrowed)
        self.narrowing.section_wanted.connect(self.show_section)
        self.desk.records_changed.connect(self._on_records_changed)
        self.desk.sections_changed.connect(self._on_sections_changed)
        self.desk.column_wanted.connect(
            lambda section, key: self.columns.show_field(self.desk.registry.section(section), key)
        )

    # -- which list ---------------------------------------------------------------------------------------

    @property
    def filter(self) -> ListFilter:
        """Which records are shown; another one is asked for by ``narrowing``."""
        return self.narrowing.current

    @property
    def section(self) -> Section:
        """The section that is shown."""
        return self.desk.registry.section(self.filter.section)

    def show_section(self, key: str) -> None:
        """Show a section as it was left."""
        section = self.desk.registry.section(key)
        guided(self, section.guide)
        self.columns.show_section(section)
        self.standing.forget()
        self.views.show_section(section)
        self.narrowing.show_section(key)
        self._show_search_text()
        self._show_list()

    def _look_ahead(self) -> None:
        """Read the first page of a section that was not shown yet, one after the other."""
        for section in self.desk.registry.sections:
            choice = load_choice(self.desk.state, section)
            if self.model.learn(self.narrowing.as_left(section.key, choice), choice.keys, self._ahead.start):
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
        self.narrowing.forget()
        self.standing.forget()
        self.model.forget()

    def step_back(self) -> None:
        """Esc: one step out of what narrows the list, and to the rows."""
        self.narrowing.step_back(is_searching=bool(self.head.search.text()))
        self.focus_table()

    def go_to(self, uid: str) -> None:
        """Select a record of this section; filters that might hide it are taken away."""
        if self.views.current is None:
            self.model.reveal(uid)
            if self.model.position_of(uid) is None and self.filter.is_narrowed:
                self.narrowing.show_all()
        self.stand_at(uid)

    def stand_at(self, uid: str) -> None:
        """Select a record that is among those shown."""
        if self.views.current is not None:
            self.views.current.go_to(uid)
        else:
            self.standing.want(uid)

    def _on_narrowed(self) -> None:
        self._show_search_text()
        self._show_list()

    def _show_list(self) -> None:
        if not self.filter.section:
            return
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
        self.room.show_right_place()
        self.views.show()

    def _tell_filter(self) -> None:
        """Show around the rows what they are."""
        self._name_section()
        self.head.show_chips(self.narrowing.chips() + self.filters.chips())
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

    # -- answers ------------------------------------------------------------------------------------------

    def _on_loaded(self) -> None:
        self.columns.apply()
        self.room.show_right_place()
        self.standing.settle()
        self._ahead.start()
        self.loaded.emit()

    def _on_counted(self, text: str) -> None:
        n = int("".join(filter(str.isdigit, text)) or 0)
        one, many = self.section.plural
        self.head.show_count(text, ngettext(one, many, n).format(n=text))

    def _on_sections_changed(self) -> None:
        """Names and fields may be others now."""
        if self.filter.section:
            self.columns.show_section(self.section)
            self.narrowing.order_anew()
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

    def column_key(self, column: int) -> str:
        """The field of a column; empty where there is none."""
        keys = (FLAG, *self.model.columns)
        return keys[column] if 0 <= column < len(keys) else ""

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.head.search.selectAll()

    def focus_table(self) -> None:
        """To the rows, if there are any."""
        if self.views.current is not None:
            self.views.current.focus_here()
            return
        if not self.room.is_empty:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if self.table.currentIndex().row() < 0 and self.model.ids and not self.standing.is_beside:
                self.table.go_to(0)

    def _on_search(self) -> None:
        if self.filter.section:
            self.narrowing.show_text(self.head.search.text())

    def _on_typed(self, text: str) -> None:
        self.focus_search()
        self.head.search.setText(text)


def _timer(owner: QObject, milliseconds: int, act: Callable[[], None]) -> QTimer:
    made = QTimer(owner)
    made.setSingleShot(True)
    made.setInterval(milliseconds)
    made.timeout.connect(act)
    return made
