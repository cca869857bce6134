"""Opens the window over a file and looks at what it shows: for the self-test of an installed program."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtGui import QImage

from app.blueprint.registry import discover
from app.core.errors import UserError
from app.core.settings import Settings, State
from app.core.texts import _, language
from app.services import guide
from app.ui import app as ui
from app.ui.tray.icon import SystemTray


def open_and_count(path: Path, patience_s: float) -> tuple[dict[str, int], bool]:
    """How many rows each section shows, and is there a tray? UserError if the window does not answer."""
    settings = Settings()
    application = ui.make_application(["cartoteca"], settings)
    desk = ui.make_desk(discover(), settings, State())
    window = ui.make_window(application, desk)
    end = time.monotonic() + patience_s

    def turn() -> None:
        application.processEvents()
        if time.monotonic() > end:
            raise UserError(_("The window did not answer in time."))

    try:
        window.show()
        desk.open_file(path)
        while desk.library is None:
            turn()
        counts, shown = desk.library.lists.counts(), {}
        for section in desk.registry.sections:
            window.go_to(section.key, "")
            while desk.section != section.key or window.page.model.rowCount() != counts[section.key]:
                turn()
            shown[section.key] = window.page.model.rowCount()
        return shown, SystemTray.is_available()
    finally:
        desk.use(None)
        desk.work.wait()
        window.close()
        desk.shutdown()


def pictures_of_guide() -> tuple[int, int]:
    """How many pages and pictures of the guide can be read, in the language in use."""
    pages = [each for each in guide.pages(language()) if each.text]
    folder = guide.folder_of(language()) / "pictures"
    pictures = [path for path in sorted(folder.glob("*.webp")) if not QImage(str(path)).isNull()]
    return len(pages), len(pictures)
