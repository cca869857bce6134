"""Pages as they will come out of the printer, one at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.printing.pages import Page, Paper, paper
from app.ui.printing.painter import paint
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named

SPOKEN = 2_000
"""Letters of a page that a screen reader is given."""


class Sheet(QWidget):
    """The page, as large as there is room; keys and wheel turn it."""

    turned = Signal(int)
    """By so many pages."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "print_page", _("Preview"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._page: Page | None = None
        self._on, self._number, self._total = paper(), 0, 0

    def show_page(self, page: Page | None, on: Paper, number: int, total: int) -> None:
        """Show another page, or none."""
        self._page, self._on, self._number, self._total = page, on, number, total
        self.setAccessibleDescription("\n".join(page.texts())[:SPOKEN] if page is not None else "")
        self.update()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(240, 280)

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        scale = min((self.width() - 4) / self._on.width, (self.height() - 4) / self._on.height)
        width, height = self._on.width * scale, self._on.height * scale
        area = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        painter.fillRect(area, QColor("#FFFFFF"))
        painter.setPen(theme.colour("accent" if self.hasFocus() else "line"))
        painter.drawRect(area)
        if self._page is not None:
            painter.setClipRect(area)
            painter.translate(area.topLeft())
            painter.scale(scale, scale)
            paint(painter, self._page, self._number, self._total)
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        steps = {
            Qt.Key.Key_PageDown: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -1,
            Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Home: -(10**9), Qt.Key.Key_End: 10**9,
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turned.emit(step)

    @override
    def wheelEvent(self, event: QWheelEvent, /) -> None:
        if event.angleDelta().y():
            self.turned.emit(-1 if event.angleDelta().y() > 0 else 1)


class Preview(QWidget):
    """A page and the way to the others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = Sheet()
        self.sheet.turned.connect(self.turn)
        self._pages: Sequence[Page] = ()
        self._on, self._place = paper(), 0
        self._back = IconButton("chevron-left", _("Previous page"), "print_back")
        self._next = IconButton("chevron-right", _("Next page"), "print_next")
        self._back.clicked.connect(lambda: self.turn(-1))
        self._next.clicked.connect(lambda: self.turn(1))
        self._where = label("", "secondary")
        named(self._where, "print_where")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        for each in (self._back, self._where, self._next):
            foot.addWidget(each)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.sheet, 1)
        column.addLayout(foot)
        self._show()

    @property
    def place(self) -> int:
        """The page that is shown, counted from 0."""
        return self._place

    def show_pages(self, pages: Sequence[Page], on: Paper) -> None:
        """Other pages, from the first."""
        self._pages, self._on, self._place = pages, on, 0
        self._show()

    def turn(self, step: int) -> None:
        """Go on by so many pages, as far as there are any."""
        self._place = max(0, min(self._place + step, len(self._pages) - 1))
        self._show()

    def _show(self) -> None:
        total = len(self._pages)
        page = self._pages[self._place] if total else None
        self.sheet.show_page(page, self._on, self._place + 1, total)
        self._where.setText(_("{n} of {total}").format(n=self._place + 1, total=total) if total else "")
        self._back.setEnabled(self._place > 0)
        self._next.setEnabled(self._place + 1 < total)
