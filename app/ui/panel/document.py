"""A Word document from a template for the record in the panel: choose, name, make, open."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.core.paths import documents_folder
from app.core.texts import _
from app.ui.file_choice import FileChoice
from app.ui.messages import Action
from app.ui.panel.page import RecordPage

if TYPE_CHECKING:
    from app.services.documents.letters import RenderReport
    from app.ui.desk import Desk

ENDINGS = (".docx", ".dotx", ".docm", ".dotm")
_STATE = "document_folder"


class DocumentMaker:
    """Templates that ship with the program, and any other file."""

    def __init__(
        self,
        desk: Desk,
        page: RecordPage,
        parent: QWidget,
        files: FileChoice,
        open_file: Callable[[Path], None],
    ) -> None:
        self._desk, self._page, self._parent = desk, page, parent
        self._files, self._open_file = files, open_file

    def choices(self) -> list[tuple[str, str, Callable[[], None]]]:
        """Text, icon and act of each template, those in the user's language first, and of any other file."""
        from app.services.documents.letters import templates

        shown = [(template_title(path), "file-text", partial(self.make, path)) for path in templates()]
        return [*shown, (_("Other template…"), "folder-open", self._choose)]

    def _choose(self) -> None:
        kinds = _("Word templates ({endings})").format(endings=" ".join(f"*{each}" for each in ENDINGS))
        path = self._files.existing(self._parent, _("Choose a template"), kinds)
        if path is not None:
            self.make(path)

    def make(self, template: Path) -> None:
        """Ask where to, then make the document off the window's thread."""
        folder = Path(self._desk.state.get(_STATE) or documents_folder())
        suggested = folder / f"{file_name(f'{template_title(template)} {self._page.title}')}.docx"
        kinds = _("Word documents (*.docx)")
        target = self._files.new(self._parent, _("Save the document"), kinds, suggested)
        library = self._desk.library
        if target is None or library is None:
            return
        target = target if target.suffix.lower() == ".docx" else target.with_name(f"{target.name}.docx")
        self._desk.state.set(_STATE, str(target.parent))
        uid = self._page.uid

        def job() -> tuple[RenderReport, list[str]]:
            from app.services.documents.letters import in_words, make_document

            made = make_document(library, template, uid, target)
            return made, in_words(library, made.empty)

        self._desk.work.do(
            _("Making the document"), lambda _progress: job(), lambda made: self._tell(target, *made),
            owner=self._desk,
        )  # fmt: skip

    def _tell(self, target: Path, report: RenderReport, empty: list[str]) -> None:
        open_it = Action(_("Open"), lambda: self._open_file(target))
        done = _("{name} was written.").format(name=target.name)
        if report.unknown:
            names = ", ".join(report.unknown[:5])
            text = _("{done} The template asks for fields that do not exist: {names}.")
            text = text.format(done=done, names=names)
            self._desk.messages.warning(text, open_it)
        elif report.removed:
            self._desk.messages.warning(" ".join([done, *report.removed]), open_it)
        elif report.empty:
            names = ", ".join(empty[:5])
            text = _("{done} Left empty, as nothing is noted there: {names}.")
            text = text.format(done=done, names=names)
            self._desk.messages.info(text, open_it)
        else:
            self._desk.messages.info(done, open_it)


def template_title(path: Path) -> str:
    """A name for a menu: ``letter-ro`` is “Letter (Română)”."""
    from app.core.texts import LANGUAGES

    stem, _dash, code = path.stem.rpartition("-")
    if code in LANGUAGES and stem:
        name = _("Letter") if stem == "letter" else stem.replace("-", " ").capitalize()
        return f"{name} ({LANGUAGES[code]})"
    return path.stem


def file_name(text: str) -> str:
    """A text as the name of a file on every system."""
    cleaned = re.sub(r'[\x00-\x1f<>:"/\\|?*]+', " ", text)
    return " ".join(cleaned.split()).strip(". ")[:120] or _("Document")
