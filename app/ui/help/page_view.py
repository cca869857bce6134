"""A page of the guide: Markdown dressed in the theme, its pictures as wide as there is room for."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QImage,
    QPainter,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
    QTextOption,
)
from PySide6.QtWidgets import QTextBrowser

from app.core.override import override
from app.core.texts import _
from app.services.guide import Page, anchor
from app.ui import theme
from app.ui.widgets.naming import named

MARGIN = 24
WIDEST_TEXT = 760
"""Longer lines are hard to read; more room goes to the sides."""
_ABOVE = {1: 0, 2: 22, 3: 14}
_MUTED_DARK = 0.88
"""Light pictures shine in a dark window: this much of them is left there."""


class PageView(QTextBrowser):
    """Shows one page; links are only told, nothing is ever loaded but the pictures of the page's folder."""

    link_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        named(self, "guide_page", _("Page of the guide"))
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.anchorClicked.connect(lambda url: self.link_wanted.emit(url.toString()))
        self._page: Page | None = None
        self._images: dict[str, QImage] = {}
        theme.signals().changed.connect(self._dress_anew)

    def show_page(self, page: Page) -> None:
        """Show a page from its beginning."""
        self._page = None  # no picture is wanted before the text is there
        self._images.clear()
        self.document().setMarkdown(page.text, QTextDocument.MarkdownFeature.MarkdownNoHTML)
        self._page = page
        self._dress()
        self._fit()
        self.setTextCursor(QTextCursor(self.document()))
        self.verticalScrollBar().setValue(0)

    def go_to(self, name: str) -> bool:
        """Scroll to the heading that a link names; False if there is none."""
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and anchor(block.text()) == name:
                self.setTextCursor(QTextCursor(block))
                place = self.document().documentLayout().blockBoundingRect(block)
                self.verticalScrollBar().setValue(max(0, int(place.top()) - 8))
                return True
            block = block.next()
        return False

    def mark(self, text: str) -> None:
        """Show where a word stands that was searched for, if it stands on the page as it was typed."""
        cursor = self.document().find(text, self.textCursor())
        if cursor.isNull():
            return
        top = self.verticalScrollBar().value()
        self.setTextCursor(cursor)
        if self.cursorRect(cursor).bottom() <= self.viewport().height() - 8:
            self.verticalScrollBar().setValue(top)

    # -- dress -----------------------------------------------------------------------------------------------

    def _dress_anew(self) -> None:
        """Another theme: colours of text, links and keys are part of the document."""
        if self._page is not None:
            top = self.verticalScrollBar().value()
            self.show_page(self._page)
            self.verticalScrollBar().setValue(top)

    def _dress(self) -> None:
        document = self.document()
        document.setDefaultFont(theme.ui_font(theme.metrics().font + 1))
        document.setIndentWidth(22)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        block = document.begin()
        while block.isValid():
            self._dress_block(cursor, block)
            block = block.next()
        cursor.endEditBlock()

    def _dress_block(self, cursor: QTextCursor, block: QTextBlock) -> None:
        level = block.blockFormat().headingLevel()
        layout = QTextBlockFormat()
        is_step = block.textList() is not None
        layout.setTopMargin(_ABOVE.get(level, 0))
        layout.setBottomMargin(6 if is_step or level else 10)
        layout.setLineHeight(0 if _has_picture(block) else 135 if not level else 110,
                             QTextBlockFormat.LineHeightTypes.SingleHeight.value if _has_picture(block)
                             else QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)  # fmt: skip
        cursor.setPosition(block.position())
        cursor.mergeBlockFormat(layout)
        if level:
            self._dress_heading(cursor, block, level)
        else:
            self._dress_words(cursor, block)

    def _dress_heading(self, cursor: QTextCursor, block: QTextBlock, level: int) -> None:
        words = QTextCharFormat()
        words.setFont(theme.ui_font(theme.metrics().font + {1: 8, 2: 4}.get(level, 2), QFont.Weight.DemiBold))
        words.setForeground(theme.colour("text"))
        _choose(cursor, block.position(), block.position() + block.length() - 1)
        cursor.setCharFormat(words)

    def _dress_words(self, cursor: QTextCursor, block: QTextBlock) -> None:
        for start, length, look in _runs(block):
            words = QTextCharFormat()
            if look.isAnchor():
                words.setForeground(theme.colour("accent_text"))
                words.setFontUnderline(False)
            elif look.fontFixedPitch():
                words.setFont(theme.ui_font(theme.metrics().font))
                words.setBackground(theme.colour("chip"))
            elif look.fontWeight() > QFont.Weight.Medium:
                words.setFontWeight(QFont.Weight.DemiBold)
            else:
                continue
            _choose(cursor, start, start + length)
            cursor.mergeCharFormat(words)

    # -- pictures --------------------------------------------------------------------------------------------

    @override
    def loadResource(self, type: int, name: QUrl | str, /) -> Any:
        """Pictures of the page's own folder; whatever else is asked for is not there."""
        address = name.toString() if isinstance(name, QUrl) else name
        if type != QTextDocument.ResourceType.ImageResource.value or self._page is None:
            return None
        folder = self._page.folder.resolve()
        path = (folder / address).resolve()
        return self._image(str(path)) if folder in path.parents else None

    def _image(self, path: str) -> QImage:
        if path not in self._images:
            picture = QImage(path)
            if theme.current().is_dark and not picture.isNull():
                picture = picture.convertToFormat(QImage.Format.Format_RGB32)
                painter = QPainter(picture)
                veil = theme.colour("shadow")
                veil.setAlphaF(1 - _MUTED_DARK)
                painter.fillRect(picture.rect(), veil)
                painter.end()
            self._images[path] = picture
        return self._images[path]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._page is not None:
            self._fit()

    def _fit(self) -> None:
        """The text in the middle, pictures no wider than it."""
        side = max(MARGIN, (self.viewport().width() - WIDEST_TEXT) // 2)
        frame = self.document().rootFrame().frameFormat()
        if frame.leftMargin() != side:
            frame.setLeftMargin(side)
            frame.setRightMargin(side)
            frame.setTopMargin(18)
            frame.setBottomMargin(24)
            self.document().rootFrame().setFrameFormat(frame)
        room = self.viewport().width() - 2 * side - 4
        cursor = QTextCursor(self.document())
        block = self.document().begin()
        while block.isValid():
            for start, length, look in _runs(block):
                if look.isImageFormat():
                    self._fit_picture(cursor, start, length, look.toImageFormat(), room)
            block = block.next()

    def _fit_picture(self, cursor: QTextCursor, start: int, length: int, look: QTextImageFormat,
                     room: int) -> None:  # fmt: skip
        picture = self.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(look.name()))
        if picture is None or picture.isNull():
            return
        width = min(room, picture.width())
        if round(look.width()) != width:
            look.setWidth(width)
            look.setHeight(width * picture.height() / picture.width())
            ratio = self.devicePixelRatioF()
            small = picture.scaledToWidth(
                min(picture.width(), round(width * ratio)), Qt.TransformationMode.SmoothTransformation
            )  # Qt would draw it smaller without smoothing
            kind = QTextDocument.ResourceType.ImageResource.value
            self.document().addResource(kind, QUrl(look.name()), small)
            _choose(cursor, start, start + length)
            cursor.setCharFormat(look)


def _has_picture(block: QTextBlock) -> bool:
    return any(look.isImageFormat() for _start, _length, look in _runs(block))


def _runs(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Start, length and look of each piece of a block; a look copied, as the original goes with its piece."""
    found = []
    for each in block.textFormats():
        found.append((block.position() + each.start, each.length, QTextCharFormat(each.format)))
    return found


def _choose(cursor: QTextCursor, start: int, end: int) -> None:
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
