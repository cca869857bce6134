"""The board as a view of a section: columns beside each other, cards that are carried from one to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.blueprint.views import Board
from app.core.override import override
from app.core.progress import Progress
from app.core.texts import _
from app.services.boards import BoardColumn, card_columns, columns_of, default_values, put
from app.ui.board.cards import CardModel
from app.ui.board.column import WIDTH, Column
from app.ui.listing.filter import ListFilter
from app.ui.listing.page_view import PageView
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named, on_surface
from app.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from app.ui.listing.list_page import ListPage

_STATE = "boards"


class BoardView(PageView):
    """One board of the section at a time; which one is remembered."""

    def __init__(self, page: ListPage) -> None:
        super().__init__()
        on_surface(named(self, "board_view", _("Board")), "surface")
        self._page, self._desk = page, page.desk
        self._filter = ListFilter("")
        self._shown: tuple[str, str, list[BoardColumn]] = ("", "", [])
        self._wanted = ""
        self._is_clearing = False
        self.columns: list[Column] = []
        self.by = Segments("board_by", _("Columns of the board"))
        self._bar = on_surface(QWidget(), "surface")
        line = QHBoxLayout(self._bar)
        line.setContentsMargins(14, 6, 14, 0)
        line.addWidget(label(_("Columns by"), "muted"))
        line.addSpacing(4)
        line.addWidget(self.by)
        line.addStretch(1)
        self._area = named(QScrollArea(), "board_area", _("Board"))
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._place = on_surface(QWidget(), "surface")
        self._line = QHBoxLayout(self._place)
        self._line.setContentsMargins(10, 10, 10, 6)
        self._line.setSpacing(8)
        self._area.setWidget(self._place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._area, 1)
        self.by.chosen.connect(self.show_by)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.selection_changed)

    # -- what is shown ------------------------------------------------------------------------------------

    @property
    def board(self) -> Board:
        """The board that is shown."""
        boards = self._page.section.boards
        kept = self._desk.state.get(_STATE, {}).get(self._filter.section, "")
        return next((each for each in boards if each.by == kept), boards[0])

    def show_by(self, by: str) -> None:
        """Columns by another field; the card on which the user stands stays the current one."""
        here = self.selected()[1]
        kept = self._desk.state.get(_STATE, {})
        self._desk.state.set(_STATE, {**kept, self._filter.section: by})
        self.show_list(self._filter)
        if here:
            self.stand_on(here[0])

    @override
    def show_list(self, wanted: ListFilter) -> None:
        """The same columns with another filter, or others."""
        library = self._desk.library
        if library is None:
            return
        self._filter = wanted
        self._build()
        for each in self.columns:
            each.show_list(wanted)

    @override
    def refresh(self) -> None:
        """Values of lists may be others now, and so may be the day."""
        if self._build():
            for each in self.columns:
                each.show_list(self._filter)
        else:
            for each in self.columns:
                each.model.refresh()

    def _build(self) -> bool:
        """Columns for the board that is on; True if they are others now."""
        library, section, board = self._desk.library, self._page.section, self.board
        if library is None:
            return False
        wanted = columns_of(library, section, board)
        boards = [(each.by, _(section.by_key[each.by].label)) for each in section.boards]
        self.by.offer(boards, board.by)
        self._bar.setVisible(len(boards) > 1)
        if self._shown == (section.key, board.by, wanted):
            return False
        self._shown = section.key, board.by, wanted
        self._clear()
        notes, words = card_columns(section, board)
        can_write = not library.is_read_only
        for number, each in enumerate(wanted):
            model = CardModel(self._desk, f"board-{number}", section.when, notes, words)
            column = Column(model, each, number, can_write=can_write)
            self._connect(column)
            self.columns.append(column)
            self._line.addWidget(column, 1)
        self._place.setMinimumWidth(len(wanted) * (WIDTH - 40) + 20)
        return True

    def _clear(self) -> None:
        for column in self.columns:
            self._line.removeWidget(column)
            column.hide()
            column.deleteLater()
            column.model.deleteLater()
        self.columns = []

    def _connect(self, column: Column) -> None:
        cards = column.cards
        column.selection_changed.connect(lambda: self._on_selection(column))
        column.menu_wanted.connect(self._page.menus.show_context_at)
        cards.opened.connect(lambda uid: self._desk.open_card(self._filter.section, uid))
        cards.stepped.connect(lambda step: self._step(column, step))
        cards.carried.connect(lambda step: self._carry(column, step))
        cards.delete_wanted.connect(self._page.selection.delete)
        cards.new_wanted.connect(lambda: self.add(column))
        cards.left.connect(self.left)
        cards.dropped.connect(lambda uids: self.put(column, uids))

    # -- the selection ------------------------------------------------------------------------------------

    @property
    def active(self) -> Column | None:
        """The column in which cards are selected."""
        return next((each for each in self.columns if each.cards.selectionModel().hasSelection()), None)

    @override
    def selected(self) -> tuple[str, list[str]]:
        return self._filter.section, self.active.cards.selected_uids() if self.active is not None else []

    def _on_selection(self, column: Column) -> None:
        """Cards are selected in one column at a time."""
        if self._is_clearing:
            return
        if column.cards.selectionModel().hasSelection():
            self._is_clearing = True
            for other in self.columns:
                if other is not column:
                    other.clear()
            self._is_clearing = False
        self._soon.start()

    @override
    def stand_on(self, uid: str) -> None:
        for column in self.columns:
            column.want(uid)

    @override
    def go_to(self, uid: str) -> None:
        self.stand_on(uid)
        self.focus_here()

    @override
    def focus_here(self) -> None:
        shown = [each for each in self.columns if not each.isHidden()]
        column = self.active or next((each for each in shown if each.model.ids), shown[0] if shown else None)
        if column is not None:
            column.cards.setFocus()

    # -- what the user does -------------------------------------------------------------------------------

    def _neighbour(self, column: Column, step: int, *, is_taking: bool = False) -> Column | None:
        """The next column that is shown; with ``is_taking`` the next that takes cards."""
        place = self.columns.index(column) + step
        while 0 <= place < len(self.columns):
            found = self.columns[place]
            if not found.isHidden() and (found.cards.can_take or not is_taking):
                return found
            place += step
        return None

    def _step(self, column: Column, step: int) -> None:
        """Left and right: the card beside, in a column that has any."""
        row, found = max(column.cards.currentIndex().row(), 0), self._neighbour(column, step)
        while found is not None and not found.model.ids:
            found = self._neighbour(found, step)
        if found is not None:
            self._area.ensureWidgetVisible(found)
            found.cards.go_to(min(row, len(found.model.ids) - 1))
            found.cards.setFocus()

    def _carry(self, column: Column, step: int) -> None:
        found = self._neighbour(column, step, is_taking=True)
        uids = column.cards.selected_uids()
        if found is not None and uids:
            self._area.ensureWidgetVisible(found)
            self.put(found, uids)

    def put(self, column: Column, uids: list[str]) -> None:
        """Put cards into a column: one operation; the keyboard goes with them."""
        library, section, board = self._desk.library, self._page.section, self.board
        if library is None or not uids or not column.cards.can_take:
            return
        wanted = column.column

        def job(progress: Progress) -> object:
            return put(library, section, board, wanted, uids, progress)

        def done(_operation: object) -> None:
            column.want(uids[0])
            column.cards.setFocus()

        self._desk.work.do(_("Moving"), job, done, owner=column)

    def add(self, column: Column) -> None:
        """A new card in that column."""
        zone = self._desk.context().zone
        self._page.new_record(default_values(self._page.section, self.board, column.column, zone))
