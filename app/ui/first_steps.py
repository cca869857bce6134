"""The first ten minutes: a first client, demo data to look around in, and taking those away again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.core.texts import _, grouped, ngettext
from app.ui.commands import Command
from app.ui.listing import acts
from app.ui.messages import Action
from app.ui.tips import is_new

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.library import Library, RecordsChanged, Undone
    from app.ui.desk import Desk

NEW_CLIENT, REMOVE = "file.new_client", "tools.remove_demo"
_KINDS = ("demo", "demo_removal", "undo", "redo")
"""Operations after which there may be demo data, or none any more."""
_NAMES = 5

NewFile = Callable[[Callable[[], None], str, str, str], None]
"""Asks for a place, makes a file there and goes on; as ``Tools.new_file``."""


class FirstSteps(QObject):
    """Registers its commands; that which takes demo data away is there only while there are any."""

    def __init__(self, desk: Desk, parent: QObject, new_file: NewFile) -> None:
        super().__init__(parent)
        self._desk, self._new_file = desk, new_file
        for command in self._new_clients():
            desk.commands.register(command)
        desk.library_changed.connect(self.look)
        desk.records_changed.connect(self._on_changed)
        self.look()

    def _new_clients(self) -> list[Command]:
        from app.services.presets import PLAIN, PRESETS

        made = []
        for preset in PRESETS.values():
            is_plain = preset.key == PLAIN
            text = _("New file with a first client…")
            if not is_plain:
                text = _("New file with a first client: {preset}…").format(preset=_(preset.title))
            key = NEW_CLIENT if is_plain else f"{NEW_CLIENT}.{preset.key}"
            does = partial(self.new_client, "" if is_plain else preset.key)
            made.append(Command(key, text, "", "user-plus", does, menu="File", is_listed=False))
        return made

    def new_client(self, preset: str = "") -> None:
        """A new file, and the card of the first one in it."""
        title = _("First: the new file that will hold your clients")
        self._new_file(self._open_card, "", preset, title)

    def _open_card(self) -> None:
        first = next((each.key for each in self._desk.registry.sections if "call" in each.actions), "")
        if first:
            self._desk.open_card(first)

    # -- demo data ----------------------------------------------------------------------------------------

    def look(self) -> None:
        """Ask the open file whether there are demo data."""
        library = self._desk.library
        if library is None or library.is_read_only:
            self._desk.work.drop("demo")
            self._desk.commands.remove(REMOVE)
            return
        self._desk.work.ask("demo", lambda: library.demo.is_there, self._offer, lane="beside", owner=self)

    def _on_changed(self, changed: RecordsChanged) -> None:
        if changed.operation is not None and changed.operation.kind in _KINDS:
            self.look()

    def _offer(self, is_there: bool) -> None:
        commands = self._desk.commands
        if not is_there:
            commands.remove(REMOVE)
            return
        if commands.get(REMOVE) is None:
            commands.register(
                Command(REMOVE, _("Remove demo data"), "", "trash-2", self.remove_demo, menu="Tools", group=1)
            )
        if is_new(self._desk.state, "demo"):
            text = _(
                "These people are invented: look around and try things. Tools → Remove demo data takes them "
                "away in one step; what you add or change stays."
            )
            self._desk.messages.notice(text)

    def remove_demo(self) -> None:
        """Take away what nobody touched, without a question, because it can be undone; says what stays."""
        library = self._desk.library
        if library is not None:
            self._desk.work.do(
                _("Removing demo data"), partial(_remove, library), self._tell, can_cancel=True, owner=self
            )

    def _tell(self, removed: Undone) -> None:
        desk, operation, kept = self._desk, removed.operation, removed.kept
        n = operation.count
        text = ngettext("{n} demo record was removed.", "{n} demo records were removed.", n).format(
            n=grouped(n)
        )
        if kept:
            names = ", ".join(f"“{name}”" for name in kept[:_NAMES]) + ("…" if len(kept) > _NAMES else "")
            more = ngettext(
                "{n} stays, as you changed or use it: {names}.",
                "{n} stay, as you changed or use them: {names}.", len(kept),
            )  # fmt: skip
            text = f"{text} {more.format(n=grouped(len(kept)), names=names)}"
        desk.messages.info(text, Action(_("Undo"), lambda: acts.undo(desk, operation.uid)))


def _remove(library: Library, progress: Progress) -> Undone:
    return library.demo.remove(progress)
