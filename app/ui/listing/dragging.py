"""Records that are dragged away: onto groups of the side, into another column of a board."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QMimeData, Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QWidget

from app.core.texts import grouped, ngettext
from app.ui.listing.shown_rows import MIME_UIDS
from app.ui.widgets.chips import TagLabel


def uids_data(uids: Sequence[str]) -> QMimeData:
    """Uids as what is dragged."""
    dragged = QMimeData()
    dragged.setData(MIME_UIDS, QByteArray("\n".join(uids).encode()))
    return dragged


def dragged_uids(data: QMimeData) -> list[str]:
    """The uids of what is dragged."""
    return [each for each in bytes(data.data(MIME_UIDS).data()).decode().split("\n") if each]


def drag_records(source: QWidget, uids: Sequence[str]) -> None:
    """Drag them until the button is let go; the mouse carries how many they are."""
    if not uids:
        return
    drag = QDrag(source)
    drag.setMimeData(uids_data(uids))
    text = ngettext("{n} record", "{n} records", len(uids)).format(n=grouped(len(uids)))
    drag.setPixmap(TagLabel(text, "accent").grab())
    drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.DropAction.CopyAction)
