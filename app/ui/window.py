"""The main window: where am I, what is there, who is it - three columns, menu bar and status bar."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.override import override
from app.core.paths import APP_NAME
from app.core.texts import _
from app.ui import theme, window_commands
from app.ui.desk import Desk
from app.ui.first_pages import FirstPages
from app.ui.listing.list_page import ListPage
from app.ui.menu_bar import Menus
from app.ui.menu_corners import MenuCorners
from app.ui.messages import Unheard
from app.ui.middle import Middle
from app.ui.notifier import WindowNotifier
from app.ui.panel_place import PANEL_WIDTH, PanelMaker, PanelPlace
from app.ui.sidebar import SIDE_WIDTH, Sidebar
from app.ui.status_bar import StatusBar
from app.ui.undo_names import UndoNames
from app.ui.widgets.buttons import is_enter
from app.ui.widgets.naming import named
from app.ui.widgets.progress import ProgressStrip
from app.ui.window_place import WindowPlace

if TYPE_CHECKING:
    from app.ui.parts import Parts

LAST_WRITES_MS = 500
"""At the end so long is waited before somebody is asked about what is still being written."""
REMEMBER_MS = 500
"""The disk is not asked while somebody walks through the sections."""


class Window(QMainWindow):
    """Puts the parts beside each other; each of them speaks to the desk only."""

    painted = Signal()
    """Sent once, after the window has been painted for the first time."""
    left = Signal()
    """The window was closed for good: the program ends."""

    def __init__(self, desk: Desk, make_panel: PanelMaker | None = None) -> None:
        super().__init__()
        self.desk = desk
        named(self, "main_window")
        self._was_painted = False
        self.is_leaving = False
        """Closing ends the program, also where it could stay in the tray."""
        self._parts: Parts | None = None
        self.sidebar = Sidebar(desk)
        self.page = ListPage(desk)
        self.middle = Middle(desk, self.page)
        self.panel_place = PanelPlace(desk, make_panel)
        self.undo_names = UndoNames(desk, self)
        self.splitter = named(QSplitter(Qt.Orientation.Horizontal), "columns")
        self._welcome: QWidget | None = None
        self._stack = QStackedWidget()
        self.progress = ProgressStrip("progress")
        self.status = StatusBar(self)
        self._lay_out()
        self.menus = Menus(desk, self)
        self._corners = MenuCorners(self.menus.bar)
        if isinstance(desk.messages.notifier, Unheard):
            desk.messages.notifier = WindowNotifier(self, self.page)
        self._place = WindowPlace(self, self.splitter, desk.state)
        self._first_page = FirstPages(desk, self.page)
        self._remember_soon = QTimer(self)
        self._remember_soon.setSingleShot(True)
        self._remember_soon.setInterval(REMEMBER_MS)
        self._remember_soon.timeout.connect(self._remember_section)
        window_commands.register(self)
        self._connect()
        self._show_start()

    def _lay_out(self) -> None:
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        for widget, stretch in ((self.sidebar, 0), (self.middle, 1), (self.panel_place, 0)):
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(self.splitter.indexOf(widget), stretch)
        self.splitter.setSizes([theme.metrics().scaled(SIDE_WIDTH), 860, PANEL_WIDTH])
        self._stack.addWidget(self.splitter)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self.progress)
        self.setCentralWidget(central)
        self.setStatusBar(self.status)
        self.setMinimumSize(860, 520)

    def _connect(self) -> None:
        desk, sidebar, page = self.desk, self.sidebar, self.page
        sidebar.today_chosen.connect(self.show_today)
        for chosen in (sidebar.group_chosen, sidebar.filter_chosen, sidebar.saved.change_wanted):
            chosen.connect(self.leave_today)  # first: what follows is to be seen in the list
        sidebar.section_chosen.connect(self.show_section)
        sidebar.group_chosen.connect(page.narrowing.choose_group)
        sidebar.filter_chosen.connect(page.narrowing.show_saved)
        sidebar.saved.change_wanted.connect(page.filters.change_saved)
        sidebar.keep.clicked.connect(page.filters.ask_name_or_build)
        page.filter_changed.connect(self._on_filter_changed)
        page.head.count_changed.connect(self._show_selection)
        desk.selection_changed.connect(self._show_selection)
        desk.library_changed.connect(self._on_library_changed)
        self.undo_names.changed.connect(self._on_undo_named)
        self.middle.turned.connect(self._on_turned)
        desk.sections_changed.connect(self._on_sections_changed)
        desk.navigate.connect(self.go_to)
        desk.narrow.connect(self.leave_today)
        desk.narrow.connect(page.narrowing.show_saved)
        desk.panel_toggled.connect(self.toggle_panel)
        desk.work.started.connect(self._on_work_started)
        desk.work.stepped.connect(self.progress.advance)
        desk.work.finished.connect(self.progress.finish)
        self.progress.cancelled.connect(desk.work.cancel)
        self.status.undo_wanted.connect(lambda: desk.commands.run("edit.undo"))

    # -- going somewhere ----------------------------------------------------------------------------------

    def show_section(self, key: str) -> None:
        """Show a section as it was left."""
        if key != self.page.filter.section or self.page.model.filter.section != key:
            self.page.show_section(key)  # first: nothing may come before its rows
            self._remember_soon.start()
        self.leave_today()

    def show_today(self) -> None:
        """The Today page, which needs the room of list and panel."""
        if self.desk.library is not None:
            self.middle.show_today()

    def leave_today(self) -> None:
        """Back to list and panel."""
        self.middle.show_list()

    def _on_turned(self) -> None:
        if self.middle.is_today_shown:
            self.sidebar.show_today()
        else:
            self.sidebar.show_section(self.page.filter.section)
        self._fold_panel()

    def search_list(self) -> None:
        """Ctrl+F: search in the list."""
        self.leave_today()
        self.page.focus_search()

    def _remember_section(self) -> None:
        if self.page.filter.section:
            self.desk.state.set("section", self.page.filter.section)

    def step_section(self, step: int) -> None:
        """Ctrl+Tab: the next section, round and round."""
        key = self.sidebar.neighbour(step)
        if key is not None:
            self.show_section(key)
            self.page.focus_table()

    def go_to(self, section: str, uid: str) -> None:
        """Show a section and select a record in it."""
        self.show_section(section)
        self.page.focus_table()  # what was pressed to come here may be gone in a moment
        if uid:
            self.page.go_to(uid)

    def new_text(self) -> str:
        """What a new record of the shown section is called."""
        return _(self.page.section.new) if self.page.filter.section else _("New record")

    def close_file(self) -> None:
        """Close the file and show the welcome page."""
        if self.desk.may_close():
            self.desk.close_file()

    @property
    def has_welcome(self) -> bool:
        """Is there a page for the time without a file?"""
        return self._welcome is not None

    def set_welcome(self, page: QWidget) -> None:
        """The page that is shown while no file is open."""
        self._welcome = page
        self._stack.addWidget(page)
        if self.desk.library is None:
            self._stack.setCurrentWidget(page)

    def show_first_page(self, path: Path) -> None:
        """Show what the list showed last time, before the file is open: quick, and replaced at once."""
        self.show_columns()
        self._first_page.show(path)

    def show_columns(self) -> None:
        """The three columns, also while a file is still being opened."""
        self._stack.setCurrentWidget(self.splitter)

    def show_hint(self, key: str, text: str) -> None:
        """A quiet hint at the right of the status bar, such as the last backup."""
        self.status.show_hint(key, text)

    def toggle_full_screen(self) -> None:
        """F11."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def toggle_panel(self) -> None:
        """Show or fold the detail panel."""
        self.leave_today()
        self.panel_place.toggle()

    def _fold_panel(self) -> None:
        self.panel_place.fold(has_room=not self.middle.is_today_shown)

    # -- what changes -------------------------------------------------------------------------------------

    def _show_start(self) -> None:
        """Before a file is open: the section of the last time, empty."""
        keys = self.sidebar.keys
        last = self.desk.state.get("section", "")
        if keys:
            self.show_section(last if last in keys else keys[0])
        self._name_file()

    def _on_library_changed(self) -> None:
        self._show_file(None)

    def _show_file(self, former: ListPage | None) -> None:
        """Show the file on the desk from its beginning, or what another page showed of it."""
        library = self.desk.library
        if isinstance(self.desk.messages.notifier, WindowNotifier):
            self.desk.messages.notifier.forget_offer()
        self.page.forget()
        self._name_file()
        has_file = library is not None
        self._stack.setCurrentWidget(self.splitter if has_file or self._welcome is None else self._welcome)
        if former is not None:
            self.page.narrowing.take_over(former.narrowing)
        keys, here = self.sidebar.keys, (former or self.page).filter.section
        section = here if here in keys else keys[0]
        self.leave_today()
        self.sidebar.show_section(section)
        self.page.show_section(section)
        window_commands.register_sections(self)
        self.status.show_hint(
            "read_only", _("Read-only") if library is not None and library.is_read_only else ""
        )
        self.undo_names.read()
        if has_file and self.desk.settings.get("start_today"):
            self.show_today()
        elif has_file:
            self.page.focus_table()

    def _on_sections_changed(self) -> None:
        keys = self.sidebar.keys
        if keys and self.page.filter.section not in keys:
            self.show_section(keys[0])
        window_commands.register_sections(self)

    def _name_file(self) -> None:
        library = self.desk.library
        self._corners.show_file(library.path.name if library is not None else "")
        self.setWindowTitle(f"{library.path.stem} — {APP_NAME}" if library is not None else APP_NAME)

    def _on_filter_changed(self, found: object) -> None:
        if not self.middle.is_today_shown:
            self.sidebar.show_section(self.page.filter.section)
        self.sidebar.groups.choose(self.page.filter.group or "")
        self.sidebar.saved.mark(self.page.filter)
        self.desk.commands.refresh()

    def _show_selection(self) -> None:
        self.status.show_selection(self.desk.selected_count, self.page.head.count_text)

    def _on_undo_named(self) -> None:
        self.status.show_undo(self.undo_names.undo)
        self.desk.commands.refresh()

    def _on_work_started(self, title: str, can_cancel: bool) -> None:
        self.progress.start(title, can_cancel)

    # -- Qt's events --------------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """The window is painted before what is in it: what is sent from here comes when all is painted."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self._on_painted)

    def _on_painted(self) -> None:
        self.painted.emit()
        self.panel_place.fill()
        from app.ui.parts import Parts

        self._parts = Parts(self)
        self._parts.greet()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """An Enter that nobody took presses the button that has the focus."""
        focused = self.focusWidget()
        if is_enter(event) and isinstance(focused, QAbstractButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel_place.on_width(event.oldSize().width(), event.size().width())
        self._fold_panel()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave():
            event.ignore()
            return
        if not self.is_leaving and self.desk.keeps_running():
            event.ignore()
            self.hide()
            return
        event.accept()
        self.left.emit()

    def quit(self) -> None:
        """End the program, also where closing would leave it in the tray."""
        self.is_leaving = True
        if self.isVisible():
            self.is_leaving = self.close()
        elif self._may_leave():
            self.left.emit()

    def _may_leave(self) -> bool:
        """Is nothing left that the user has to decide? What is remembered of the window is kept then."""
        if not self.desk.may_close() or not self._may_stop_work():
            return False
        self._place.keep()
        self._remember_section()
        return True

    def release(self) -> None:
        """Leave the desk to another window, without a question."""
        self._place.keep()
        self._remember_section()
        if self._parts is not None:
            self._parts.release()
        for command in self.desk.commands.all():
            self.desk.commands.remove(command.id)
        self.desk.commands.offers.clear()
        self.desk.messages.notifier = Unheard()
        self.desk.select("", ())

    def take_over(self, former: Window | None = None) -> None:
        """Show the file that is on the desk already, as another window showed it."""
        self._show_file(former.page if former is not None else None)

    def _may_stop_work(self) -> bool:
        """Something is being written: it is finished first, or cancelled when the user says so."""
        work, messages = self.desk.work, self.desk.messages
        if work.settles(LAST_WRITES_MS):  # such as a draft that has just been given up
            return True
        return messages.ask(
            _("Work is under way"),
            _("Something is still being written. Close when it is done?"),
            _("Finish and close"),
            _("Stay"),
        )
