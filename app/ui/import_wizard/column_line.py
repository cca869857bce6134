"""One column of the file: its heading, some of its values, where it goes, and what is worth knowing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from app.blueprint.kinds import cell_text
from app.blueprint.own import KINDS
from app.core.texts import _
from app.ui.icons import pixmap
from app.ui.import_wizard.target_box import NEW, CalmBox, TargetBox
from app.ui.widgets.labels import ElidedLabel, label, plain_tooltip
from app.ui.widgets.naming import named, styled

if TYPE_CHECKING:
    from app.services.exchange.mapping import ColumnMatch

TARGET_WIDTH, VALUE_WIDTH = 230, 240
_TARGET = 2
_SHARES = (3, 4, 0, 5)
ROW = 38
_VALUES = 3


class ColumnLine(QWidget):
    """``chosen`` tells what a mapping says of the column from now on."""

    chosen = Signal(str, str)

    def __init__(self, number: int, header: str, values: Sequence[Any], choices: QStandardItemModel) -> None:
        super().__init__()
        self._header = header
        spoken = _("“{column}” goes to").format(column=header)
        self.box = named(TargetBox(), f"import_target_{number}", spoken)
        self.box.setModel(choices)
        self.box.activated.connect(self._on_target)
        kind = _("Kind of the field “{column}”").format(column=header)
        self.kind = named(CalmBox(), f"import_kind_{number}", kind)
        self.kind.activated.connect(self._on_kind)
        self._mark = label("")
        self._mark.setPixmap(pixmap("triangle-alert", "warning", 14, self.devicePixelRatioF()))
        self._note = ElidedLabel("", "muted")
        self._note_place = QWidget()
        row = QHBoxLayout(self._note_place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.kind)
        row.addWidget(self._mark)
        row.addWidget(self._note, 1)
        lay_line(self, [ElidedLabel(header), ElidedLabel(_few(values), "muted"), self.box, self._note_place])

    def show_match(self, match: ColumnMatch, note: tuple[str, bool]) -> None:
        """Show where it goes now, and what is worth knowing of it; a warning or not."""
        key = NEW if match.new_kind else match.target.key if match.target else ""
        self.box.setCurrentIndex(max(0, self.box.findData(key)))
        styled(self.box, "unset", "true" if match.target is None else "false")
        if match.new_kind:
            self._offer_kinds(match.new_kind)
        self.kind.setVisible(bool(match.new_kind))
        text, is_warning = note
        text = "" if match.new_kind else text
        self._mark.setVisible(is_warning)
        self._note.setText(text)
        styled(self._note, "role", "warning" if is_warning else "muted")
        self._note_place.setToolTip(plain_tooltip(text))
        self.box.setAccessibleDescription(text)

    def _offer_kinds(self, current: str) -> None:
        from app.services.exchange.new_fields import KINDS_OF_COLUMNS  # loaded by now: there is a plan

        if not self.kind.count():
            for key in KINDS_OF_COLUMNS:
                self.kind.addItem(_(KINDS[key].label), key)
        self.kind.setCurrentIndex(max(0, self.kind.findData(current)))

    def _on_target(self, _index: int) -> None:
        self.chosen.emit(self._header, str(self.box.currentData()))

    def _on_kind(self, _index: int) -> None:
        self.chosen.emit(self._header, f"{NEW}:{self.kind.currentData()}")


def _few(values: Sequence[Any]) -> str:
    """Some different values side by side."""
    texts = dict.fromkeys(" ".join(cell_text(value).split())[:80] for value in values)
    return " · ".join(list(texts)[:_VALUES])


def lay_line(line: QWidget, cells: Sequence[QWidget]) -> QWidget:
    """Put cells into a line of the measures of this page: the boxes are equal, the others share the rest."""
    line.setMinimumHeight(ROW)
    grid = QGridLayout(line)
    grid.setContentsMargins(10, 2, 10, 2)
    grid.setHorizontalSpacing(10)
    for place, cell in enumerate(cells):
        if place == _TARGET:
            cell.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            cell.setFixedWidth(TARGET_WIDTH)
        else:
            cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            grid.setColumnStretch(place, _SHARES[place])
        grid.addWidget(cell, 0, place)
    return line


def rule() -> QFrame:
    """A hair line between two things."""
    made = QFrame()
    made.setProperty("rule", "true")
    return made
