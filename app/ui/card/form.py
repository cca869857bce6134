"""The fields of a card in their groups: labels in one column, editors in the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from app.blueprint.field import Field
from app.blueprint.section import CardGroup
from app.core.texts import _
from app.ui import theme
from app.ui.editors import Editor, editor_for
from app.ui.widgets.buttons import FlatButton, LinkButton
from app.ui.widgets.labels import label as text_label
from app.ui.widgets.naming import named, on_surface

if TYPE_CHECKING:
    from app.ui.desk import Desk

LABEL_WIDTH = 140
_MARGIN = 16


class GroupBox(QWidget):
    """A group: its title, and a line for each field."""

    def __init__(self, group: CardGroup, is_first: bool) -> None:
        super().__init__()
        self.group = group
        self.setObjectName(f"card.group.{group.key}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0 if is_first else 12, 0, 0)
        column.setSpacing(8)
        if not is_first:
            line = QFrame()
            line.setProperty("rule", "true")
            column.addWidget(line)
        self._place = QWidget()
        if group.title and group.is_folded:
            column.addWidget(self._unfolding(_(group.title)), 0, Qt.AlignmentFlag.AlignLeft)
        elif group.title:
            column.addWidget(text_label(_(group.title), "heading"))
        self._grid = QGridLayout(self._place)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, theme.metrics().scaled(LABEL_WIDTH))
        self._place.setVisible(not group.is_folded)
        column.addWidget(self._place)

    def add(self, field: Field, editor: Editor, is_alone: bool) -> None:
        """One more line; a wide editor has its label above it, one alone in its group has its title."""
        row = self._grid.rowCount()
        if is_alone and field.label == self.group.title:
            self._grid.addWidget(editor, row, 0, 1, 2)
            return
        caption = _caption(field, editor)
        if editor.is_wide:
            self._grid.addWidget(caption, row, 0, 1, 2)
            self._grid.addWidget(editor, row + 1, 0, 1, 2)
        else:
            caption.setFixedWidth(theme.metrics().scaled(LABEL_WIDTH))
            self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(editor, row, 1)

    def unfold(self) -> None:
        """Show the fields."""
        self._place.show()

    def _unfolding(self, title: str) -> FlatButton:
        button = FlatButton(title, f"{self.objectName()}.unfold", "chevron-right")
        button.clicked.connect(lambda: self._place.setVisible(self._place.isHidden()))
        return button


class CardForm(QScrollArea):
    """All groups, one below the other, at the end a way to make a field more.

    ``reached`` tells the group that stands at the top.
    """

    reached = Signal(str)
    field_wanted = Signal()

    def __init__(self, desk: Desk, groups: list[tuple[CardGroup, list[Field]]], skipped: str = "") -> None:
        super().__init__()
        named(self, "card.form", _("Fields"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.editors: dict[str, Editor] = {}
        self.boxes: dict[str, GroupBox] = {}
        inside = on_surface(QWidget(), "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 24)
        column.setSpacing(4)
        for group, fields in groups:
            shown = [field for field in fields if field.key != skipped]
            if shown:
                self._add_group(desk, group, shown, column)
        more = LinkButton(_("New field…"), "card.new_field", "plus")
        more.clicked.connect(self.field_wanted)
        more.setVisible(desk.library is not None and not desk.library.is_read_only)
        column.addSpacing(8)
        column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setWidget(inside)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_group(self, key: str) -> None:
        """Scroll to a group and put the cursor into its first field."""
        box = self.boxes[key]
        box.unfold()
        self.verticalScrollBar().setValue(box.y() - _MARGIN)
        first = next(iter(focusable(box)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def show_field(self, key: str) -> None:
        """Scroll to a field and put the cursor into it."""
        editor = self.editors[key]
        next(box for box in self.boxes.values() if box.isAncestorOf(editor)).unfold()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(editor)

    def come_back(self, name: str, top: int) -> None:
        """To where the user was before the fields were made anew."""
        self.verticalScrollBar().setValue(top)
        former = self.findChild(QWidget, name) if name else None
        if former is not None:
            former.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_group(self, desk: Desk, group: CardGroup, fields: list[Field], column: QVBoxLayout) -> None:
        box = GroupBox(group, is_first=not self.boxes)
        for field in fields:
            editor = editor_for(field, desk)
            self.editors[field.key] = editor
            box.add(field, editor, len(fields) == 1)
        self.boxes[group.key] = box
        column.addWidget(box)

    def _on_scrolled(self, top: int) -> None:
        keys = [key for key, box in self.boxes.items() if box.y() <= top + 48]
        bar = self.verticalScrollBar()
        if self.boxes:
            is_end = top >= bar.maximum() and bar.maximum() > 0
            self.reached.emit(
                list(self.boxes)[-1] if is_end else (keys or list(self.boxes))[-1 if keys else 0]
            )


def _caption(field: Field, editor: Editor) -> QLabel:
    made = text_label(_(field.label) + (" *" if field.is_required else ""), "muted")
    made.setWordWrap(True)
    made.setBuddy(editor)
    space = (theme.metrics().control - made.fontMetrics().height()) // 2
    made.setContentsMargins(0, 0 if editor.is_wide else space, 0, 0)
    return made


def focusable(widget: QWidget) -> Iterator[QWidget]:
    """What Tab reaches inside a widget, in the order of its layouts."""
    layout = widget.layout()
    if layout is None:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            yield widget
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    yield from _inside(layout)


def _inside(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield from focusable(widget)
        elif (inner := item.layout()) is not None:
            yield from _inside(inner)


def chain(widgets: list[QWidget]) -> None:
    """Tab goes from each to the next."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)
