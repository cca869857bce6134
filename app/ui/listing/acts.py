"""What can be done with the selected records: open, delete, copy, flag, put into groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from app.core.progress import Progress
from app.core.texts import _, capital, grouped, ngettext
from app.ui.desk import Desk
from app.ui.listing.tsv import tsv
from app.ui.messages import Action

if TYPE_CHECKING:
    from app.services.library import Operation, Undone

CHUNK = 1000
"""Rows fetched at a time for copying."""


def delete_selected(desk: Desk) -> None:
    """Delete without a question, because it can be undone; says so."""
    library, wanted = desk.library, desk.all_selected
    if library is None or not desk.selected_count:
        return

    def job(progress: Progress) -> Operation:
        return library.delete(wanted(), progress)

    def done(operation: Operation) -> None:
        n = operation.count
        text = ngettext("Deleted {n} record.", "Deleted {n} records.", n).format(n=grouped(n))
        desk.messages.info(text, Action(_("Undo"), lambda: undo(desk, operation.uid)))

    desk.work.do(_("Deleting"), job, done, can_cancel=True)


def undo(desk: Desk, operation: str | None = None) -> None:
    """Take back the last operation in force, or a certain one."""
    library = desk.library
    if library is not None:
        desk.work.do(
            _("Undoing"),
            lambda progress: library.undo(operation, progress),
            lambda undone: _tell(desk, undone),
        )


def redo(desk: Desk) -> None:
    """Do again what was undone last."""
    library = desk.library
    if library is not None:
        desk.work.do(
            _("Redoing"),
            library.redo,
            lambda undone: _tell(desk, undone),
        )


def _tell(desk: Desk, undone: Undone) -> None:
    words = undone.operation.describe()  # "undone: …" or "done again: …"
    text = capital(words)
    if not undone.kept:
        desk.messages.info(text)
        return
    names = ", ".join(undone.kept[:3]) + (" …" if len(undone.kept) > 3 else "")
    n = len(undone.kept)
    kept = ngettext(
        "{n} record was changed since and kept: {names}",
        "{n} records were changed since and kept: {names}",
        n,
    ).format(n=grouped(n), names=names)
    desk.messages.warning(f"{text}. {kept}")


def set_flag(desk: Desk, section: str, flag: str | None) -> None:
    """Put the flag on every selected record, or take it away."""
    library, wanted = desk.library, desk.all_selected
    if library is None or not desk.selected_count:
        return

    def job(progress: Progress) -> object:
        from app.services.library import Change

        changes = [Change(section, uid, {"flag": flag}) for uid in wanted()]
        return library.write("edit", changes, section=section, progress=progress)

    desk.work.do(_("Setting the flag"), job, can_cancel=True)


def put_into_group(
    desk: Desk, group: str, uids: Callable[[], Sequence[str]], *, out_of: str | None = None
) -> None:
    """Put records into a group; with ``out_of`` they leave that one."""
    library = desk.library
    if library is None:
        return

    def job(_progress: Progress) -> None:
        library.groups.put(group, list(uids()), out_of=out_of)

    desk.work.do(_("Putting into the group"), job)


def take_from_group(desk: Desk, group: str) -> None:
    """The selected records leave the group."""
    library, wanted = desk.library, desk.all_selected
    if library is not None and desk.selected_count:
        desk.work.do(_("Taking from the group"), lambda _progress: library.groups.take(group, wanted()))


def copy_rows(desk: Desk, section: str, ids: Sequence[int], columns: Sequence[str]) -> None:
    """Rows of the list onto the clipboard, as a spreadsheet takes them."""
    library = desk.library
    if library is None or not ids:
        return

    def job(progress: Progress) -> str:
        found = []
        for start in range(0, len(ids), CHUNK):
            progress.step(start, len(ids))
            found.extend(library.lists.rows(section, ids[start : start + CHUNK], columns))
        return tsv(row.cells for row in found if row.uid)

    def done(text: str) -> None:
        QApplication.clipboard().setText(text)
        said = ngettext("Copied {n} row.", "Copied {n} rows.", len(ids))
        desk.messages.info(said.format(n=grouped(len(ids))))

    desk.work.do(_("Copying"), job, done, can_cancel=True)
