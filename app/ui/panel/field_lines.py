"""A line of label and value in a card of the panel, and a block of rich text that loads nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from app.blueprint.kinds import wash
from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.icons import icon
from app.ui.panel.acts import RecordActs
from app.ui.panel.lines import Line
from app.ui.panel.small import LinkText, WrappedLabel
from app.ui.widgets.naming import named
from app.ui.widgets.panel import LABEL_WIDTH

_TALLEST = 320
_SHORT, _NO_BREAK = 16, "\u00a0"


def copy_text(text: str) -> None:
    """Put a text on the clipboard."""
    QGuiApplication.clipboard().setText(text)


class LineRow(QWidget):
    """A field in the panel: its label at the left, its value at the right.

    A click on the value follows it, a right click copies it.
    """

    def __init__(
        self,
        line: Line,
        acts: RecordActs,
        on_click: Callable[[], None] | None = None,
        *,
        is_wide: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName(f"line_{line.field}")
        self.line = line
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        if not is_wide:
            row.addWidget(_caption(line.label), 0, Qt.AlignmentFlag.AlignTop)
        values = QVBoxLayout()
        values.setSpacing(0)
        is_link = line.has_act or on_click is not None
        follow = on_click or (lambda: acts.follow(line))
        self.value: QWidget = (
            LinkText(line.text, follow, line.label) if is_link else WrappedLabel(_unbroken(line.text))
        )
        self.value.setObjectName(f"line_{line.field}_value")
        self.value.setAccessibleName(f"{line.label}: {line.text}" if line.label else line.text)
        values.addWidget(self.value, 0, Qt.AlignmentFlag.AlignLeft if is_link else Qt.AlignmentFlag(0))
        if isinstance(self.value, WrappedLabel):
            self.value.setAlignment(Qt.AlignmentFlag.AlignTop)  # beside the first line of a long label
        if line.detail:
            values.addWidget(WrappedLabel(line.detail, "secondary"))
        elif is_link:
            values.addStretch(1)
        row.addLayout(values, 1)

    def copy(self) -> None:
        """Put the value on the clipboard."""
        copy_text(", ".join(filter(None, (self.line.text, self.line.detail))))

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("copy"), _("Copy"), self.copy)
        menu.popup(event.globalPos())


def _unbroken(text: str) -> str:
    """“8 September 1970 · 56 years” breaks at the dot, not between the number and its word."""
    told, dot, behind = text.rpartition(" · ")
    is_short = len(behind) <= _SHORT and "\n" not in behind
    return f"{told}{dot}{behind.replace(' ', _NO_BREAK)}" if told and is_short else text


def _caption(text: str) -> WrappedLabel:
    made = WrappedLabel(text, "muted", is_selectable=False)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
    made.setFixedWidth(theme.metrics().scaled(LABEL_WIDTH) - 8)
    return made


class RichBlock(QWidget):
    """A rich text under its label; links go through the one door."""

    def __init__(self, line: Line, acts: RecordActs) -> None:
        super().__init__()
        self.setObjectName(f"line_{line.field}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.browser = RichText(line.text)
        self.browser.setAccessibleName(line.label)
        self.browser.anchorClicked.connect(lambda url: acts.open_text(url.toString()))
        column.addWidget(self.browser)


class RichText(QTextBrowser):
    """Shows washed HTML as high as it is, and never fetches anything for it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        named(self, "rich_text")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet(
            "QTextBrowser, QTextBrowser:focus { border: none; padding: 0; background: transparent; }"
        )
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(16)
        washed = wash(html)
        if "<" in washed or "&" in washed:
            self.setHtml(washed)
        else:
            self.setPlainText(washed)
        self._fit()

    @override
    def loadResource(self, type: int, name: QUrl | str, /) -> Any:
        """Nothing: a picture in a text must not make Qt open a file or a share."""
        return None

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, self.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(max(40, self.viewport().width()))
        self.setFixedHeight(min(_TALLEST, int(self.document().size().height()) + 2))
