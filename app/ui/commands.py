"""Commands: everything that can be done by name; menu bar, palette and shortcuts are made from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from app.core.texts import N_, _

MENUS = (N_("File"), N_("Edit"), N_("View"), N_("Record"), N_("Tools"), N_("Help"))
"""The menus of the menu bar in their order; a command names one of them in English."""


class Command(NamedTuple):
    """Something the user can do.

    ``text`` is translated already, or a callable where it changes (Undo: …). Commands of one menu with
    different ``group`` numbers are parted by a line. ``is_local`` shortcuts are only shown: the place that
    has the focus answers them itself (Del in the list). ``is_checked`` makes it a switch. Commands with
    ``is_listed`` False are in no menu, only in the palette and under their shortcut.
    """

    id: str
    text: str | Callable[[], str]
    shortcut: str = ""
    icon: str = ""
    run: Callable[[], object] = lambda: None
    is_enabled: Callable[[], bool] | None = None
    menu: str = "Tools"
    group: int = 0
    is_local: bool = False
    is_checked: Callable[[], bool] | None = None
    is_listed: bool = True

    @property
    def label(self) -> str:
        """The text as it reads now."""
        return self.text if isinstance(self.text, str) else self.text()

    @property
    def can_run(self) -> bool:
        """Does it make sense now?"""
        return self.is_enabled is None or self.is_enabled()

    @property
    def menu_label(self) -> str:
        """The name of its menu in the user's language."""
        return _(self.menu)


class Commands(QObject):
    """All commands by id, in the order in which they were registered."""

    registered = Signal(object)
    """A Command was added, or replaced one with the same id."""
    removed = Signal(str)
    refreshed = Signal()
    """Texts, enabled states and checks may have changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._by_id: dict[str, Command] = {}
        self.offers: list[Callable[[], Iterable[Command]]] = []
        """What can be done with what is shown just now; made when somebody looks for it by name."""

    def register(self, command: Command) -> Command:
        """Add a command; one with the same id is replaced in its place."""
        if command.menu not in MENUS:
            raise ValueError(f"no menu is called {command.menu!r}")
        self._by_id[command.id] = command
        self.registered.emit(command)
        return command

    def remove(self, command_id: str) -> None:
        """Take a command away; an unknown id is no harm."""
        if self._by_id.pop(command_id, None) is not None:
            self.removed.emit(command_id)

    def all(self) -> list[Command]:
        """Every command."""
        return list(self._by_id.values())

    def offered(self) -> list[Command]:
        """Every command, and those that only what is shown brings."""
        return [*self.all(), *(command for offer in self.offers for command in offer())]

    def get(self, command_id: str) -> Command | None:
        """The command with that id."""
        return self._by_id.get(command_id)

    def run(self, command_id: str) -> bool:
        """Do it if it makes sense now; True if it was done."""
        command = self._by_id.get(command_id)
        if command is None or not command.can_run:
            return False
        command.run()
        return True

    def refresh(self) -> None:
        """Tell menus and buttons to look again."""
        self.refreshed.emit()
