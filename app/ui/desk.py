"""The desk: what every part of the window is handed - the open file, settings, work, messages, commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from app.blueprint.context import Context, Values
from app.blueprint.registry import Registry
from app.core.clock import Clock, system_clock, today
from app.core.errors import UserError
from app.core.settings import Settings, State
from app.core.texts import _, language
from app.ui.commands import Commands
from app.ui.messages import Messages
from app.ui.work import Work

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.library import Library
    from app.services.secrets import Secrets
    from app.ui.master_password import MasterPassword

Opener = Callable[[Path, bool], "Library"]
"""Opens the file, or makes it when the second argument says so."""
CardOpener = Callable[["Desk", str, str | None, Values | None, str], None]
"""Opens a card: desk, section, uid, values given to a new one, group to begin at (empty: the first field)."""

RECENT_COUNT = 10


class Desk(QObject):
    """Handed to every part; nothing is global."""

    records_changed = Signal(object)
    """RecordsChanged, in the window's thread."""
    library_changed = Signal()
    """Another file was opened, or the file was closed (``library`` is None)."""
    navigate = Signal(str, str)
    """Go to (section key, uid); an empty uid means the section only."""
    column_wanted = Signal(str, str)
    """Show a field (section key, field key) as a column of its list."""
    narrow = Signal(object)
    """Show in its list what a SavedFilter leaves."""
    selection_changed = Signal(str, object)
    """The list's selection: section key, tuple of uids with the current record first."""
    sections_changed = Signal()
    """A section was renamed, hidden, shown or moved."""
    panel_toggled = Signal()
    renewal_wanted = Signal()
    """Everything that is shown is to be made anew in another language."""
    setting_changed = Signal(str)
    """A setting (its key) has another value. For what lives shorter than the settings: signals forget it."""
    _heard = Signal(object)

    def __init__(
        self,
        registry: Registry,
        settings: Settings,
        state: State,
        messages: Messages,
        *,
        clock: Clock = system_clock,
        opener: Opener | None = None,
        card_opener: CardOpener | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._registry, self.settings, self.state, self.messages = registry, settings, state, messages
        self._expected = registry
        settings.listen(self.setting_changed.emit)
        self.clock = clock
        self.library: Library | None = None
        self.work = Work(messages, self)
        self.commands = Commands(self)
        self.section = ""
        """Key of the section that is shown."""
        self.selected: tuple[str, ...] = ()
        """Uids of the selected records, the current one first; of very many only the first ones."""
        self.selected_count = 0
        self.all_selected: Callable[[], list[str]] = list
        """Uids of everything that is selected, however many; to be called in a job of ``work.do``."""
        self.before_close: list[Callable[[], bool]] = []
        """Asked before the file or the window is closed: cards with unsaved changes answer False to stay."""
        self.keeps_running: Callable[[], bool] = lambda: False
        """Does the program go on, in the tray, when its window is closed? Set by who has the tray."""
        self._opener = opener or self._open_library
        self.card_opener: CardOpener = card_opener or _open_card
        self._unsubscribe: Callable[[], None] | None = None
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)
        self._secrets: Secrets | None = None
        self._ask_master: MasterPassword | None = None

    @property
    def secrets(self) -> Secrets:
        """Where passwords lie. Its calls may wait for the user: they are made in jobs beside the window."""
        if self._secrets is None:
            from app.services.secrets import Secrets
            from app.ui.master_password import MasterPassword

            self._ask_master = MasterPassword(self)
            self._secrets = Secrets(self._ask_master)
        return self._secrets

    @property
    def registry(self) -> Registry:
        """The sections as the open file has them; while there is none, as it is expected to have them."""
        return self.library.registry if self.library is not None else self._expected

    def expect(self, registry: Registry) -> None:
        """The sections as the file had them last time that is just being opened."""
        self._expected = registry

    # -- the open file ------------------------------------------------------------------------------------

    def open_file(self, path: Path, on_done: Callable[[], None] | None = None) -> None:
        """Open a file off the window's thread; the one that is open is closed when it worked."""
        self._take(path, False, _("Opening {name}").format(name=path.name), on_done)

    def new_file(self, path: Path, on_done: Callable[[], None] | None = None) -> None:
        """Make a file and open it."""
        self._take(path, True, _("Making {name}").format(name=path.name), on_done)

    def use(self, library: Library | None) -> None:
        """Put an open file on the desk (None: leave it empty); the former one is closed."""
        former, self.library = self.library, library
        self._expected = self._registry
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self.work.interrupt = None
        if library is not None:
            self._unsubscribe = library.subscribe(self._heard.emit)
            self.work.interrupt = library.lists.interrupt
            self._remember(library.path)
        self.select("", ())
        self.library_changed.emit()
        self.commands.refresh()
        if former is not None:
            self.work.do(_("Closing the file"), lambda _progress: former.close())

    def shutdown(self) -> None:
        """Finish what is being written, end the threads, let go of the file."""
        if self._ask_master is not None:
            self._ask_master.give_up()
        self.work.shutdown()
        library, self.library = self.library, None
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        if library is not None:
            library.close()

    def may_close(self) -> bool:
        """Ask every part that may hold unsaved work; False if one of them wants to stay."""
        return all(ask() for ask in tuple(self.before_close))

    def close_file(self) -> None:
        """Leave the desk empty."""
        if self.library is not None:
            self.use(None)

    def recent_files(self) -> list[Path]:
        """Files opened before, the last one first; those that are gone are left out."""
        found = self.state.get("recent_files", [])
        return [path for each in found if isinstance(each, str) and (path := Path(each)).exists()]

    # -- records ------------------------------------------------------------------------------------------

    def context(self) -> Context:
        """Surroundings of values: of the open file, else of the settings."""
        if self.library is not None:
            return self.library.context()
        return Context(region=self.settings.get("region"), language=language(), today=today(self.clock))

    def open_card(
        self, section: str, uid: str | None = None, prefill: Values | None = None, group: str = ""
    ) -> None:
        """Open the card of a record at a group of its fields, or of a new one with some values given."""
        if self.library is not None:
            self.card_opener(self, section, uid, prefill, group)

    def select(
        self,
        section: str,
        uids: Sequence[str],
        count: int | None = None,
        all_selected: Callable[[], list[str]] | None = None,
    ) -> None:
        """The list tells what is selected, the current record first."""
        chosen = tuple(uids)
        total = len(chosen) if count is None else count
        self.all_selected = all_selected or (lambda: list(chosen))
        if (section, chosen, total) != (self.section, self.selected, self.selected_count):
            self.section, self.selected, self.selected_count = section or self.section, chosen, total
            self.selection_changed.emit(self.section, chosen)
            self.commands.refresh()

    def title_of(self, section: str) -> str:
        """What the user calls the section."""
        if self.library is not None:
            return self.library.sections.title_of(section)
        return _(self.registry.section(section).title)

    def icon_of(self, section: str) -> str:
        """The icon that the user gave the section."""
        if self.library is not None:
            return self.library.sections.icon_of(section)
        return self.registry.section(section).icon

    # -- inside -------------------------------------------------------------------------------------------

    def _take(self, path: Path, is_new: bool, title: str, on_done: Callable[[], None] | None) -> None:
        def opened(library: Library) -> None:
            self.use(library)
            if on_done is not None:
                on_done()

        def failed(problem: UserError) -> None:
            self.messages.error(str(problem))
            if self.library is None:
                self.library_changed.emit()

        def job(_progress: Progress) -> Library:
            return self._opener(path, is_new)

        self.work.do(title, job, opened, on_error=failed, owner=self)

    def _open_library(self, path: Path, is_new: bool) -> Library:
        """Called in the writer thread: the first import of the services takes half a second."""
        from app.services.identity import identity_of
        from app.services.library import Library

        identity = identity_of(self.settings)
        make = Library.create if is_new else Library.open
        return make(path, identity=identity, registry=self._registry, clock=self.clock)

    def _remember(self, path: Path) -> None:
        text = str(path)
        others = [each for each in self.state.get("recent_files", []) if each != text]
        self.state.set("recent_files", [text, *others][:RECENT_COUNT])
        self.state.set("last_file", text)

    def _on_heard(self, changed: object) -> None:
        if self.library is not None:
            self.records_changed.emit(changed)
            if {"file_setting", "field"} & set(getattr(changed, "changed", {})):
                self.sections_changed.emit()
            self.commands.refresh()


def _open_card(desk: Desk, section: str, uid: str | None, prefill: Values | None, group: str) -> None:
    from app.ui.card import open_card  # editors are needed when the first card is opened

    open_card(desk, section, uid, prefill, group)
