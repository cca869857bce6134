"""Word documents for the record in the panel: the window that makes them, with the record chosen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.core.texts import _
from app.ui.file_choice import FileChoice
from app.ui.opening import OpenUrl
from app.ui.panel.page import RecordPage

if TYPE_CHECKING:
    from app.ui.desk import Desk


class DocumentMaker:
    """Opens the window for one record; it knows the templates, and which one was used last."""

    def __init__(
        self, desk: Desk, page: RecordPage, parent: QWidget, files: FileChoice, open_url: OpenUrl
    ) -> None:
        self._desk, self._page, self._parent = desk, page, parent
        self._files, self._open_url = files, open_url

    def choices(self) -> list[tuple[str, str, Callable[[], None]]]:
        """Text, icon and act: there is one way."""
        return [(_("Documents…"), "file-text", self.make)]

    def make(self) -> None:
        """Open the window."""
        from app.ui.templates.make_dialog import open_making

        open_making(
            self._desk, section=self._page.section.key, uids=(self._page.uid,), parent=self._parent.window(),
            files=self._files, open_url=self._open_url,
        )  # fmt: skip


def file_name(text: str) -> str:
    """A text as the name of a file on every system."""
    cleaned = re.sub(r'[\x00-\x1f<>:"/\\|?*]+', " ", text)
    return " ".join(cleaned.split()).strip(". ")[:120] or _("Document")
