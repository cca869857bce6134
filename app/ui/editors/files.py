"""Editor of files: kept inside the database; added, opened as a read-only copy, saved, removed."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.blueprint.dates import date_format
from app.blueprint.kinds import Kind
from app.core.errors import UserError
from app.core.override import override
from app.core.texts import _
from app.ui import file_choice
from app.ui.editors.editor import Editor
from app.ui.icons import pixmap
from app.ui.opening import OpenUrl, open_in_system, open_own_file
from app.ui.widgets.buttons import IconButton, LinkButton
from app.ui.widgets.labels import ElidedLabel, plain_tooltip
from app.ui.widgets.labels import label as text_label

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.files import Files
    from app.ui.desk import Desk

Attachment = dict[str, Any]


class FilesEditor(Editor):
    """The files of a record, one line each; files can be dropped on it."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        self._files: list[Attachment] = []
        self._adding = 0
        self.choice = file_choice.FILES
        self.open_url: OpenUrl = open_in_system
        self.body.setDirection(QBoxLayout.Direction.TopToBottom)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.body.addLayout(self._rows)
        self.button = LinkButton(_("Add a file, or drop it here"), f"{name}.input", "paperclip")
        self.button.clicked.connect(self.choose)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.centre_first_line()
        self.setFocusProxy(self.button)
        self.setAcceptDrops(True)

    @override
    def value(self) -> Any:
        return list(self._files) or None

    @override
    def set_value(self, value: Any) -> None:
        self._files = list(value or ())
        self._show()

    @property
    @override
    def is_pending(self) -> bool:
        return self._adding > 0

    def choose(self) -> None:
        """Ask for a file and add it."""
        path = self.choice.existing(self, _("Add a file"), _("All files (*)"))
        if path is not None:
            self.add([path])

    def add(self, paths: list[Path]) -> None:
        """Keep files inside the database; what cannot be read is told, the others are added."""
        files = self.library.files
        for path in paths:
            self._adding += 1
            title = _("Adding {name}").format(name=path.name)
            job = partial(_keep, files, path)
            self.desk.work.do(title, job, self._on_added, on_error=self._on_refused, owner=self)

    def remove(self, attachment: Attachment) -> None:
        """Take a file away from the record."""
        self._files = [each for each in self._files if each is not attachment]
        self._show()
        self.button.setFocus()
        self.touch()

    def open(self, attachment: Attachment) -> None:
        """Open a read-only copy with the program that the system has for it."""
        files = self.library.files

        def opened(copy: Path) -> None:
            try:
                open_own_file(copy, self.open_url)
            except UserError as error:
                self.desk.messages.error(str(error))

        self.ask("open", lambda: files.open_copy(attachment), opened)

    def save_as(self, attachment: Attachment) -> None:
        """Write the file to a place of the user's choice."""
        files, name = self.library.files, Path(str(attachment["name"])).name
        path = self.choice.new(self, _("Save {name} as").format(name=name), _("All files (*)"), Path(name))
        if path is None:
            return

        def write() -> Path:
            try:
                path.write_bytes(files.read(attachment["digest"]))
            except OSError as error:
                raise UserError(
                    _("{path} could not be written: {reason}").format(path=path, reason=error.strerror)
                ) from error
            return path

        self.ask(
            "save", write, lambda saved: self.desk.messages.info(_("Saved as {path}").format(path=saved))
        )

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.add([path for path in paths if path.is_file()])
        event.acceptProposedAction()

    def _on_added(self, attachment: Attachment) -> None:
        self._adding -= 1
        self._files.append(attachment)
        self._show()
        self.touch()

    def _on_refused(self, error: UserError) -> None:
        self._adding -= 1
        self.warn(str(error))

    def _show(self) -> None:
        while (taken := self._rows.takeAt(0)) is not None:
            if (old := taken.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, attachment in enumerate(self._files):
            self._rows.addWidget(_FileRow(self, attachment, f"{self.objectName()}.file{number}"))


def _keep(files: Files, path: Path, _progress: Progress) -> Attachment:
    return files.keep(path)


class _FileRow(QWidget):
    """One file: name, size and date, and what can be done with it."""

    def __init__(self, editor: FilesEditor, attachment: Attachment, name: str) -> None:
        super().__init__()
        self._editor, self._attachment = editor, attachment
        file_name = str(attachment.get("name") or "")
        self.setObjectName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        mark = text_label("")
        mark.setPixmap(pixmap("file", "muted", 16, self.devicePixelRatioF()))
        row.addWidget(mark)
        title = ElidedLabel(file_name)
        title.setObjectName(f"{name}.name")
        row.addWidget(title, 1)
        row.addWidget(text_label(facts(attachment, editor.desk.context().language), "secondary"))
        for icon_name, does, act in (
            ("external-link", _("Open a read-only copy of {name}"), editor.open),
            ("download", _("Save {name} as"), editor.save_as),
            ("x", _("Remove {name}"), editor.remove),
        ):
            button = IconButton(
                icon_name, "", f"{name}.{icon_name}", role="muted", kind="flat", is_small=True
            )
            button.setAccessibleName(does.format(name=file_name))
            button.setToolTip(plain_tooltip(does.format(name=file_name)))
            button.clicked.connect(lambda _checked=False, act=act: act(attachment))
            row.addWidget(button)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._editor.remove(self._attachment)
        else:
            super().keyPressEvent(event)


def facts(attachment: Attachment, language: str) -> str:
    """Size, and the day it was added where its uid tells."""
    added = _added_on(str(attachment.get("uid") or ""))
    day = date_format(added, "d MMM y", language) if added is not None else ""
    return " · ".join(each for each in (size_text(int(attachment.get("size") or 0)), day) if each)


def size_text(size: int) -> str:
    """Bytes as a reader says them."""
    if size < 1000:
        return _("{n} bytes").format(n=size)
    if size < 1_000_000:
        return _("{n} KB").format(n=round(size / 1000))
    return _("{n} MB").format(n=f"{size / 1_000_000:.1f}")


def _added_on(uid: str) -> datetime | None:
    """The moment inside a uid of version 7 (RFC 9562)."""
    if len(uid) != 32 or uid[12] != "7":
        return None
    try:
        return datetime.fromtimestamp(int(uid[:12], 16) / 1000, UTC).astimezone()
    except (ValueError, OverflowError, OSError):
        return None
