"""Once a day, a while after a file was opened: a backup, and a quiet word about it in the status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.blueprint.dates import Stamp
from app.core.errors import UserError
from app.core.texts import _

if TYPE_CHECKING:
    from app.services.library import Library
    from app.ui.desk import Desk
    from app.ui.window import Window

BEGIN_MS = 3000
"""The first seconds with a file belong to the user."""
HINT = "backup"


class DailyBackup(QObject):
    """Makes the backup of the day of whatever file is open, where the settings say so."""

    def __init__(self, window: Window, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(BEGIN_MS)
        self._soon.timeout.connect(self.run)
        desk.library_changed.connect(self._on_library_changed)
        self._on_library_changed()

    def _on_library_changed(self) -> None:
        self._window.show_hint(HINT, "")
        self._soon.stop()
        if self._desk.library is not None:
            self._soon.start()

    def run(self) -> None:
        """Make today's backup if it is missing, and tell when the last one was made."""
        library, settings = self._desk.library, self._desk.settings
        if library is None or not settings.get("start_backup") or library.is_read_only:
            return
        count = settings.get("backup_count")

        def job(_progress: object) -> str:
            library.care.daily_backup(count)
            return last_backup(library)

        def done(at: str) -> None:
            if self._desk.library is library:
                when = Stamp().show(at, self._desk.context()) if at else ""
                self._window.show_hint(HINT, _("Backup {when}").format(when=when) if when else "")

        self._desk.work.do(_("Backing up"), job, done, on_error=self._on_failed, owner=self)

    def _on_failed(self, problem: UserError) -> None:
        text = _("The daily backup could not be made. {problem} Your file itself is in order.")
        self._desk.messages.warning(text.format(problem=problem))


def last_backup(library: Library) -> str:
    """When the newest backup of this file was written, as a stamp; empty if there is none."""
    from app.services.care import written_at

    return max(map(written_at, library.care.backups()), default="")
