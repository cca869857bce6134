"""A letter as its reader will see it: subject, text with its pictures, names of files; nothing is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from app.core.override import override
from app.core.texts import _
from app.services.mail.markup import PICTURE, washed
from app.ui.widgets.labels import ElidedLabel, label
from app.ui.widgets.naming import named


class _Page(QTextBrowser):
    """Shows only pictures that were handed to it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name, _("The letter"))
        self.setOpenLinks(False)
        self.setProperty("boxed", "true")
        self._pictures: Mapping[str, bytes] = {}

    def show_page(self, html: str, pictures: Mapping[str, bytes]) -> None:
        self._pictures = pictures
        self.setHtml(washed(html))

    @override
    def loadResource(self, type: int, name: QUrl | str, /) -> object:
        place = name.toString() if isinstance(name, QUrl) else name
        data = self._pictures.get(place.removeprefix(PICTURE)) if place.startswith(PICTURE) else None
        is_picture = type == QTextDocument.ResourceType.ImageResource.value
        return QImage.fromData(data) if data is not None and is_picture else None


class LetterView(QWidget):
    """Subject above, text below, files at the end."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.subject = named(ElidedLabel("", "strong"), f"{name}_subject")
        self.page = _Page(f"{name}_page")
        self.files = named(label("", "secondary"), f"{name}_files")
        self.files.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.subject)
        column.addWidget(self.page, 1)
        column.addWidget(self.files)

    def show_letter(
        self, subject: str, html: str, plain: str, files: Sequence[str] = (),
        pictures: Mapping[str, bytes] | None = None,
    ) -> None:  # fmt: skip
        """Show a letter; the plain text where it has no other."""
        self.subject.setText(subject)
        if html.strip():
            self.page.show_page(html, pictures or {})
        else:
            self.page.setPlainText(plain)
        self.files.setText(_("Files: {names}").format(names=", ".join(files)) if files else "")
        self.files.setVisible(bool(files))

    def clear(self) -> None:
        """Show nothing."""
        self.show_letter("", "", "")
