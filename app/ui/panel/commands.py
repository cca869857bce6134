"""The panel's actions as commands: in the menu Record and in the palette, also while the panel is folded."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from app.core.texts import N_, _
from app.ui.commands import Command
from app.ui.desk import Desk
from app.ui.file_choice import FILES, FileChoice
from app.ui.opening import OpenUrl, open_in_system
from app.ui.panel.action_row import ACTIONS, options_menu
from app.ui.panel.acts import RecordActs
from app.ui.panel.page import RecordPage, read_page

TEXTS = {
    "call": N_("Call…"),
    "write": N_("Write…"),
    "event": N_("New event…"),
    "document": N_("Document…"),
    "open": N_("Open the link"),
    "done": N_("Mark as done"),
}
"""What the words of ``Section.actions`` are called in a menu."""
WRITING = ("event", "done")
"""Actions that make no sense in a file that is read only."""


def register_record_commands(
    desk: Desk, window: QWidget, *, open_url: OpenUrl = open_in_system, files: FileChoice = FILES
) -> None:
    """Make one command of each action; it is on while one record is selected that has the action."""
    doer = RecordCommands(desk, window, open_url, files)
    for action, text in TEXTS.items():
        desk.commands.register(
            Command(
                f"act.{action}",
                _(text),
                "",
                ACTIONS[action][0],
                partial(doer.start, action),
                partial(doer.can, action),
                "Record",
                1,
            )
        )


class RecordCommands:
    """Does with the selected record what the buttons of the panel do."""

    def __init__(self, desk: Desk, window: QWidget, open_url: OpenUrl, files: FileChoice) -> None:
        self._desk, self._window, self._open_url, self._files = desk, window, open_url, files

    def can(self, action: str) -> bool:
        """Is one record selected, of a section that has the action?"""
        desk, library = self._desk, self._desk.library
        if library is None or desk.selected_count != 1 or not desk.section:
            return False
        is_kept = library.is_read_only and action in WRITING
        return action in desk.registry.section(desk.section).actions and not is_kept

    def start(self, action: str) -> None:
        """Read the selected record, then do it."""
        self.start_with(action, self._desk.selected[0])

    def start_with(self, action: str, uid: str) -> None:
        """Do it with that record."""
        library = self._desk.library
        if library is not None:
            self._desk.work.ask(
                "record.action",
                lambda: read_page(library, uid),
                lambda page: self._do(action, page),
                owner=self._window,
            )

    def _do(self, action: str, page: RecordPage | None) -> None:
        """At once when there is one way, else ask which; where there is none, say why."""
        if page is None:
            return
        acts = RecordActs(self._desk, page, self._window, self._open_url, self._files)
        options = acts.options(action)
        if reason := acts.why_not(action):
            self._desk.messages.info(reason)
        elif len(options) == 1:
            options[0].run()
        else:
            self._ask_which(options_menu(self._window, action, options))

    def _ask_which(self, menu: QMenu) -> None:
        """In the middle of the window: nobody knows where the mouse is when a key was pressed."""
        size = menu.sizeHint()
        middle = self._window.mapToGlobal(self._window.rect().center())
        menu.popup(middle - QPoint(size.width() // 2, size.height() // 2))
