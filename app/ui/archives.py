"""The open archive from the window: everything out into one, and back into a new file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.core.texts import _, grouped

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.exchange.archive.restoring import Restored
    from app.services.exchange.archive.writing import Written
    from app.services.library import Library
    from app.ui.desk import Desk

MOST_TOLD = 8
"""Problems that are told; the others are like them."""


def export_all(desk: Desk, library: Library, target: Path) -> None:
    """Write everything, off the window's thread."""

    def job(progress: Progress) -> Written:
        from app.services.exchange.archive.writing import write_archive

        return write_archive(library, target, progress)

    def tell(written: Written) -> None:
        n = grouped(sum(written.records.values()))
        _tell(
            desk,
            _("{n} rows were written to {path}.").format(n=n, path=target.name),
            [_("{name}: the content is missing.").format(name=each) for each in written.missing],
        )

    desk.work.do(_("Exporting"), job, tell, can_cancel=True, owner=desk)


def restore_into(desk: Desk, source: Path) -> None:
    """Bring an archive into the file that was just made."""
    library = desk.library
    if library is None:
        return

    def job(progress: Progress) -> Restored:
        from app.services.exchange.archive.restoring import restore

        return restore(library, source, progress)

    def tell(restored: Restored) -> None:
        _tell(desk, _("{path} was made.").format(path=library.path.name), restored.problems)

    desk.work.do(_("Importing"), job, tell, can_cancel=True, owner=desk)


def _tell(desk: Desk, text: str, problems: list[str]) -> None:
    if problems:
        desk.messages.warning("\n".join([text, *problems[:MOST_TOLD]]))
    else:
        desk.messages.info(text)
