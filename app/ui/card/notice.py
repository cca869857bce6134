"""A line above the fields that tells of something and offers several ways on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.icons import Role, pixmap
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named, styled

Tone = Literal["info", "warning", "danger"]
Way = tuple[str, str, Callable[[], None]]
"""Key, text and act of a link."""

_MARKS: dict[Tone, tuple[str, Role]] = {
    "info": ("info", "accent"),
    "warning": ("triangle-alert", "warning"),
    "danger": ("circle-alert", "danger"),
}


class Notice(QWidget):
    """Hidden until it has something to say; choosing a way hides it again."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._frame = QFrame()
        self._mark = label("")
        self._text = named(label(""), f"{name}.text")
        self._text.setWordWrap(True)
        self._row = QWidget()  # hidden while it is empty: an empty layout leaves the text no width
        self._ways = QHBoxLayout(self._row)
        self._ways.setContentsMargins(0, 0, 0, 0)
        self._ways.setSpacing(12)
        around = QVBoxLayout(self)
        around.setContentsMargins(12, 8, 12, 8)
        around.addWidget(self._frame)
        line = QHBoxLayout(self._frame)
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(12)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self._text)
        column.addWidget(self._row)
        line.addLayout(column, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def say(self, text: str, tone: Tone = "info", ways: Sequence[Way] = ()) -> None:
        """Show a sentence in place of the last one, with links to go on."""
        styled(self._frame, "banner", tone)
        self._mark.setPixmap(pixmap(*_MARKS[tone], 16, self.devicePixelRatioF()))
        self.setAccessibleName(text)
        self._text.setText(text)
        self._clear()
        for key, words, act in ways:
            button = LinkButton(words, f"{self.objectName()}.{key}")
            button.setProperty("tight", "true")
            button.clicked.connect(self.hide)
            button.clicked.connect(lambda _checked=False, act=act: act())
            self._ways.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if ways:
            self._ways.addStretch(1)
        self._row.setVisible(bool(ways))
        self.show()

    def choose(self, key: str) -> None:
        """Take one of the ways, as a click on it does."""
        button = self.findChild(LinkButton, f"{self.objectName()}.{key}")
        assert button is not None, key
        button.click()

    def _clear(self) -> None:
        while (taken := self._ways.takeAt(0)) is not None:
            if (old := taken.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
