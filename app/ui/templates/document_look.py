"""A look at one document as it would go: made away from the window's thread, then opened by the system."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.core.errors import UserError
from app.core.texts import _
from app.ui.opening import OpenUrl, open_own_file
from app.ui.templates.make_jobs import PDF, preview
from app.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.documents.templates import Template
    from app.ui.desk import Desk


def look_at_document(
    desk: Desk, owner: QWidget, strip: ProgressStrip, open_url: OpenUrl, find: Callable[[], Template],
    uids: Sequence[str], *, name: str = "", as_pdf: bool, on_end: Callable[[], None],
) -> Progress | None:  # fmt: skip
    """Show the document that would be made and keep nothing of it; the progress by which it is cancelled."""
    library = desk.library
    if library is None:
        return None

    def job(progress: Progress) -> Path:
        return preview(library, find(), tuple(uids), name=name, as_pdf=as_pdf, progress=progress)

    def show(path: Path) -> None:
        try:
            open_own_file(path, open_url)
        except UserError as problem:
            desk.messages.warning(str(problem))
            return
        if not as_pdf or path.suffix == PDF:
            told = _("“{name}” was handed to the program that shows such files on this computer.")
            desk.messages.info(told.format(name=path.name))
        else:
            desk.messages.info(
                _("This is the Word file. LibreOffice (or Word on Windows), which makes PDF, was not found.")
            )

    strip.start(_("Making the PDF") if as_pdf else _("Making the document"))
    return desk.work.study(job, show, strip.advance, on_end, owner=owner)
