"""The further parts of a row (job title, city, bank …), each with its caption, as many to a line as fit."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.blueprint.dates import PartialDate
from app.blueprint.rows import Part
from app.core.override import override
from app.ui.editors.editor import Editor
from app.ui.widgets.labels import ElidedLabel

_CAPTION_WIDTH = 80
_WIDE_ENOUGH = 440
"""From this width on two parts share a line; dates always do."""


class RowDetails(QWidget):
    """Captions and editors in a grid that follows the width."""

    def __init__(self, parts: list[tuple[Part, Editor]]) -> None:
        super().__init__()
        self._parts = [(_is_short(part), self._captioned(editor), editor) for part, editor in parts]
        self._is_paired: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 8)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        for column in (0, 2):
            self._grid.setColumnMinimumWidth(column, _CAPTION_WIDTH)
            self._grid.setColumnStretch(column + 1, 1)
        self._arrange(is_paired=False)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width() >= _WIDE_ENOUGH)

    def _captioned(self, editor: Editor) -> ElidedLabel:
        caption = ElidedLabel(editor.label, "secondary", self)
        caption.setFixedWidth(_CAPTION_WIDTH)
        editor.setParent(self)
        editor.make_compact()
        return caption

    def _arrange(self, is_paired: bool) -> None:
        if is_paired == self._is_paired:
            return
        self._is_paired = is_paired
        while self._grid.takeAt(0) is not None:
            pass
        line, is_second = 0, False
        for is_short, caption, editor in self._parts:
            shares = is_paired or is_short
            if is_second and not shares:
                line, is_second = line + 1, False
            column = 2 if is_second else 0
            self._grid.addWidget(caption, line, column)
            self._grid.addWidget(editor, line, column + 1, 1, 1 if shares else 3)
            line, is_second = (line + 1, False) if is_second or not shares else (line, True)


def _is_short(part: Part) -> bool:
    return isinstance(part.kind, PartialDate)
