"""The commands of calling: log one with whoever is meant, call many one after another, whom to call."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.core.texts import N_, _
from app.ui.commands import Command
from app.ui.dialog_owner import dialog_owner, open_dialog

if TYPE_CHECKING:
    from app.services.day_page import DayLine
    from app.services.rows import ListQuery
    from app.ui.desk import Desk

CALL = "call"
"""The type of event that a call is."""
MOST = 1_000
"""So many are called one after another; whoever has called them asks for the next."""
LISTS = (N_("Clients due for contact"), N_("Clients without a next step"))


def log_call(desk: Desk, uid: str, parent: QWidget | None = None) -> None:
    """Note a call with a record: the one that was planned, or one that was not."""
    library, events = desk.library, events_of(desk)
    if library is None or library.is_read_only or not events:
        return

    def job() -> DayLine | None:
        from app.services.calls import to_log

        return to_log(library, uid, events)

    def came(line: DayLine | None) -> None:
        if line is None:
            desk.messages.info(_("Nobody is named here whom a call could be with."))
            return
        from app.ui.today.result_dialog import ResultDialog

        open_dialog(ResultDialog(desk, line, parent or dialog_owner()))

    desk.work.ask("call.log", job, came, owner=desk)


def events_of(desk: Desk) -> str:
    """Key of the section in which calls are kept."""
    return next((each.key for each in desk.registry.sections if each.type_field and each.open_when), "")


class CallCommands:
    """``query`` is what the list shows, ``on_today`` the line of the Today page that has the keyboard."""

    def __init__(
        self,
        desk: Desk,
        query: Callable[[], ListQuery | None],
        on_today: Callable[[], DayLine | None] = lambda: None,
    ) -> None:
        self._desk, self._query, self._on_today = desk, query, on_today

    def register(self) -> None:
        """Make them known."""
        commands = [
            Command("act.log", _("Log a call…"), "Ctrl+L", "phone-call", self.log, self.can_log, "Record", 1),
            Command(
                "calls.list", _("Call one after another…"), "Ctrl+Shift+L", "phone-outgoing", self.call_all,
                self.can_call_all, "Record", 1,
            ),
            Command(
                "calls.plan", _("Plan calls…"), "", "calendar-plus", self.plan, self.can_call_all, "Record", 1
            ),
            *(
                Command(
                    f"calls.filter_{n}", _(name), "", "list-filter", partial(self.show, name),
                    self._is_open, "View", 3,
                )
                for n, name in enumerate(LISTS)
            ),
        ]  # fmt: skip
        for command in commands:
            self._desk.commands.register(command)

    # -- one ----------------------------------------------------------------------------------------------

    def can_log(self) -> bool:
        """Is there somebody a call could have been with?"""
        return self._can_write() and bool(self._target())

    def log(self) -> None:
        """Note a call with whoever is selected."""
        log_call(self._desk, self._target())

    def _target(self) -> str:
        line = self._on_today()
        if line is not None:
            return line.uid
        return self._desk.selected[0] if self._desk.selected_count == 1 else ""

    # -- many ---------------------------------------------------------------------------------------------

    def can_call_all(self) -> bool:
        """Are there people on the list?"""
        query = self._query()
        if query is None or not self._can_write():
            return False
        return "call" in self._desk.registry.section(query.section).actions

    def call_all(self) -> None:
        """Those that are selected, else all that the list shows, in its order."""
        library, query = self._desk.library, self._query()
        if library is None or query is None:
            return
        if self._desk.selected_count > 1:
            self._begin(list(self._desk.selected), self._desk.selected_count)
            return
        lists = library.lists

        def job() -> tuple[list[str], int]:
            ids = lists.ids(query)
            return lists.uids_of(ids[:MOST]), len(ids)

        self._desk.work.ask("calls.list", job, lambda found: self._begin(*found), owner=self._desk)

    def plan(self) -> None:
        """Plan calls with those who are selected, else with all of the section who have no next step."""
        from app.ui.calls.plan_dialog import plan_calls

        query, desk = self._query(), self._desk
        if query is not None:
            is_chosen = desk.selected_count > 1 and desk.section == query.section
            plan_calls(desk, query.section, only=desk.all_selected if is_chosen else None)

    def _begin(self, uids: list[str], count: int) -> None:
        if not uids:
            self._desk.messages.info(_("There is nobody on this list."))
            return
        from app.ui.calls.call_list import CallListDialog

        open_dialog(CallListDialog(self._desk, uids, count, dialog_owner()), is_modal=False)

    def show(self, name: str) -> None:
        """Show one of the lists of whom to call."""
        library = self._desk.library
        if library is None:
            return

        def job() -> object:
            from app.services.calls import filters

            return next((each for each in filters(library) if each.name == _(name)), None)

        def came(found: object) -> None:
            if found is not None:
                self._desk.narrow.emit(found)

        self._desk.work.ask("calls.filter", job, came, owner=self._desk)

    def _is_open(self) -> bool:
        return self._desk.library is not None

    def _can_write(self) -> bool:
        library = self._desk.library
        return library is not None and not library.is_read_only
