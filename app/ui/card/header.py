"""The head of a card: picture, the title as it comes to be, and the way to the neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.blueprint.section import Section
from app.core.texts import _
from app.ui.editors.editor import Editor
from app.ui.editors.image import ImageEditor
from app.ui.icons import icon
from app.ui.widgets.avatar import AvatarWidget
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.labels import ElidedLabel, label
from app.ui.widgets.naming import on_surface

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel


class CardHeader(QWidget):
    """Picture or icon, title, kind of record, and two buttons to go on in the list."""

    stepped = Signal(int)

    def __init__(self, section: Section, image: Editor | None, icon_name: str = "") -> None:
        super().__init__()
        on_surface(self, "surface")
        self._section, self._icon_name = section, icon_name or section.icon
        self._image = image if isinstance(image, ImageEditor) else None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        self._avatar = AvatarWidget(48) if section.has_avatar and self._image is None else None
        if self._image is not None:
            row.addWidget(self._image)
        else:
            row.addWidget(self._avatar or self._icon())
        self.title = ElidedLabel("", "title")
        self.title.setObjectName("card.title")
        self.note = ElidedLabel(_(section.one), "secondary")
        self.note.setObjectName("card.note")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.note)
        words.addStretch(1)
        row.addLayout(words, 1)
        self._row, self._beside = row, row.count()
        self._steps = [
            self._step("chevron-up", _("Previous record"), "Alt+PgUp", -1),
            self._step("chevron-down", _("Next record"), "Alt+PgDown", 1),
        ]
        for button in self._steps:
            row.addWidget(button)

    def put_beside(self, widget: QWidget) -> None:
        """Something that is said beside the title."""
        self._row.insertWidget(self._beside, widget, 2)

    def show_title(self, title: str, uid: str) -> None:
        """The title as it stands now; a new record without one is called what its button says."""
        self.title.setText(title or _(self._section.new))
        if self._image is not None:
            self._image.show_title(title, uid)
        elif self._avatar is not None:
            self._avatar.show_record(title, uid)

    def show_steps(self, has_previous: bool, has_next: bool) -> None:
        """Which ways are open; none at all hides both buttons."""
        for button, is_open in zip(self._steps, (has_previous, has_next), strict=True):
            button.setVisible(has_previous or has_next)
            button.setEnabled(is_open)

    def _icon(self) -> QLabel:
        made = label("")
        made.setPixmap(icon(self._icon_name, "accent", 24).pixmap(QSize(24, 24)))
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        made.setFixedSize(32, 40)
        return made

    def _step(self, icon_name: str, does: str, keys: str, by: int) -> IconButton:
        name = "card.previous" if by < 0 else "card.next"
        button = IconButton(icon_name, does, name, role="muted", kind="flat", shortcut=keys)
        button.clicked.connect(lambda: self.stepped.emit(by))
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(button.click)
        return button
