"""What a new record looks like, said in the head of the card: there it moves no field that is typed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy

from app.core.override import override
from app.core.texts import _
from app.ui.icons import pixmap
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.labels import ElidedLabel, label
from app.ui.widgets.naming import named, styled


class AlikeLine(NamedTuple):
    """One record: its title, the sentence on it, and what opens it."""

    title: str
    sentence: str
    open: Callable[[], None]


class AlikeNotice(QFrame):
    """A line for each record, as many as the head has room for; hidden while there is none."""

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name)
        styled(self, "banner", "info")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.text = ""
        self._mark = label("")
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(12)
        self._lines.setVerticalSpacing(0)
        self._lines.setColumnStretch(0, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 2)
        row.setSpacing(12)
        row.addWidget(self._mark)
        row.addLayout(self._lines, 1)
        self.hide()

    @override
    def minimumSizeHint(self) -> QSize:
        """The head keeps its height, whatever is said."""
        return QSize(240, 0)

    def say(self, lines: Sequence[AlikeLine]) -> None:
        """Show these in place of the last ones; none at all hides it."""
        self.text = "\n".join(each.sentence for each in lines)
        self.setAccessibleName(self.text)
        self._mark.setPixmap(pixmap("info", "accent", 16, self.devicePixelRatioF()))
        while (taken := self._lines.takeAt(0)) is not None:
            if (old := taken.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        middle = Qt.AlignmentFlag.AlignVCenter
        for place, each in enumerate(lines):
            link = LinkButton(_("Open"), f"{self.objectName()}.open_{place}")
            link.setProperty("tight", "true")
            link.setAccessibleName(_("Open {title}").format(title=each.title))
            link.clicked.connect(lambda _checked=False, act=each.open: act())
            words = WrappedLabel(each.sentence) if len(lines) == 1 else ElidedLabel(each.sentence)
            self._lines.addWidget(words, place, 0, middle)
            self._lines.addWidget(link, place, 1, middle)
        self.setVisible(bool(lines))
