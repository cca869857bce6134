"""Editor of a picture: dropped, chosen or removed; turned upright and made small before it is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QIcon,
    QImage,
    QImageReader,
    QImageWriter,
    QPixmap,
)
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from app.blueprint.kinds import Kind
from app.core.errors import UserError
from app.core.override import override
from app.core.texts import _
from app.ui import file_choice
from app.ui.editors.editor import Editor
from app.ui.icons import icon
from app.ui.widgets.avatar import AvatarWidget
from app.ui.widgets.naming import named, styled

if TYPE_CHECKING:
    from app.services.files import Files
    from app.ui.desk import Desk

LONGEST_SIDE = 1024
_SIDE = 56


class PictureButton(QPushButton):
    """The picture itself is the button: Enter, Space or a click opens its menu."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        named(self, name, label)
        self.setProperty("kind", "flat")
        self.setAutoDefault(False)
        self.setStyleSheet("padding: 0; border-radius: 12px;")
        self.setFixedSize(_SIDE + 8, _SIDE + 8)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(4, 4, 4, 4)
        self.avatar = AvatarWidget(_SIDE)
        self.avatar.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside.addWidget(self.avatar)

    def show_invitation(self, is_empty: bool) -> None:
        """A camera where there is neither picture nor title."""
        self.avatar.setVisible(not is_empty)
        styled(self, "kind", "quiet" if is_empty else "flat")
        self.setIcon(icon("camera", "muted", 24) if is_empty else QIcon())
        self.setIconSize(QSize(24, 24))

    @override
    def sizeHint(self) -> QSize:
        return QSize(_SIDE + 8, _SIDE + 8)


class ImageEditor(Editor):
    """A picture, kept by its digest; without one the initials of the record."""

    shown = Signal()

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        self._digest: str | None = None
        self._picture: QPixmap | None = None
        self._title, self._seed = "", name
        self._is_keeping = False
        self.choice = file_choice.FILES
        self.input = PictureButton(f"{name}.input", label)
        self.input.setToolTip(_("Change or remove the picture; one can be dropped here"))
        self.input.clicked.connect(self._open_menu)
        self.body.addWidget(self.input)
        self.body.addStretch(1)
        self.setFocusProxy(self.input)
        self.setAcceptDrops(True)

    @override
    def value(self) -> Any:
        return self._digest

    @override
    def set_value(self, value: Any) -> None:
        self._digest, self._picture = value or None, None
        self._paint()
        if self._digest:
            files, digest = self.library.files, self._digest
            self.ask("read", lambda: files.read(digest), self._on_read)

    @property
    @override
    def is_pending(self) -> bool:
        return self._is_keeping

    def show_title(self, title: str, seed: str) -> None:
        """Whose initials stand where there is no picture."""
        self._title, self._seed = title, seed
        self._paint()

    def choose(self) -> None:
        """Ask for a picture."""
        kinds = _("Pictures ({endings})").format(endings="*.jpg *.jpeg *.png *.webp *.gif *.bmp")
        path = self.choice.existing(self, _("Choose a picture"), kinds)
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Read, turn, shrink and keep a picture; what is none is told under the field."""
        files = self.library.files
        self._is_keeping = True
        title = _("Adding {name}").format(name=path.name)
        self.desk.work.do(
            title,
            lambda _progress: keep_small(files, path),
            self._on_kept,
            on_error=self._on_refused,
            owner=self,
        )

    def remove(self) -> None:
        """No picture."""
        self._digest = self._picture = None
        self._paint()
        self.touch()

    def menu(self) -> QMenu:
        """What can be done with the picture."""
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, text, act in (
            ("image", _("Choose a picture…"), self.choose),
            ("trash-2", _("Remove"), self.remove),
        ):
            action = QAction(icon(name), text, made)
            action.triggered.connect(act)
            action.setEnabled(name == "image" or self._digest is not None)
            made.addAction(action)
        return made

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = next((Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()), None)
        if path is not None:
            self.take(path)
        event.acceptProposedAction()

    def _open_menu(self) -> None:
        if self._digest is None:
            self.choose()
        else:
            self.menu().popup(self.input.mapToGlobal(self.input.rect().bottomLeft()))

    def _on_read(self, data: bytes) -> None:
        picture = QPixmap()
        picture.loadFromData(QByteArray(data))
        self._picture = picture
        self._paint()

    def _on_kept(self, kept: tuple[str, QImage]) -> None:
        self._is_keeping = False
        self._digest, self._picture = kept[0], QPixmap.fromImage(kept[1])
        self._paint()
        self.warn("")
        self.touch()

    def _on_refused(self, error: UserError) -> None:
        self._is_keeping = False
        self.warn(str(error))
        self.changed.emit()

    def _paint(self) -> None:
        self.input.avatar.show_record(self._title, self._seed, self._picture)
        self.input.show_invitation(not self._title and self._digest is None)
        self.shown.emit()


def keep_small(files: Files, path: Path) -> tuple[str, QImage]:
    """Keep a picture upright and at most 1024 px long; its digest and itself. UserError if it is none."""
    picture = read_upright(path)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"PNG" if picture.hasAlphaChannel() else b"JPEG"))
    writer.setQuality(88)
    writer.write(picture)
    return files.keep_picture(bytes(buffer.data().data())), picture


def read_upright(path: Path) -> QImage:
    """The picture of a file, turned as its EXIF says, at most 1024 px long."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > LONGEST_SIDE:
        reader.setScaledSize(size.scaled(LONGEST_SIDE, LONGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    if picture.isNull():
        raise UserError(
            _("“{name}” is not a picture that can be read; choose a JPEG or PNG file.").format(name=path.name)
        )
    if max(picture.width(), picture.height()) > LONGEST_SIDE:
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        return picture.scaled(LONGEST_SIDE, LONGEST_SIDE, keep, smooth)
    return picture
