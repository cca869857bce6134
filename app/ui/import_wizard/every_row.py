"""What every row gets besides its columns: constant values, and groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui.editors.suggest import Suggestions, item
from app.ui.import_wizard.column_line import TARGET_WIDTH, VALUE_WIDTH
from app.ui.import_wizard.target_box import TargetBox
from app.ui.widgets.buttons import IconButton, LinkButton, is_enter
from app.ui.widgets.chips import Chip, ChipRow
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named


class EveryRow(QWidget):
    """``changed`` tells that a value or a group is another one; both are read from here then."""

    changed = Signal()
    grown = Signal()
    """There is one line more."""

    def __init__(self) -> None:
        super().__init__()
        self._choices = QStandardItemModel(self)
        self.lines: list[ConstantLine] = []
        self._count = 0
        self._before: QWidget | None = None
        self.groups: tuple[str, ...] = ()
        self._place = QVBoxLayout()
        self._place.setSpacing(4)
        self._add = LinkButton(_("Add a value"), "import_constant_add", "plus")
        self._add.clicked.connect(self._on_add)
        self._chips = ChipRow("import_groups", gap=6)
        self.group = GroupLine()
        self.group.chosen.connect(self._on_group)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 16, 10, 12)
        column.setSpacing(8)
        column.addWidget(label(_("For every row"), "heading"))
        column.addLayout(self._place)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(_("Groups"), "muted"))
        row.addWidget(self._chips, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.group)
        row.addStretch(1)
        column.addLayout(row)

    @property
    def constants(self) -> dict[str, str]:
        """Target and value of each line that has both."""
        pairs = ((str(each.box.currentData() or ""), each.value.text().strip()) for each in self.lines)
        return {key: text for key, text in pairs if key and text}

    def show_all(
        self,
        constants: Mapping[str, str],
        groups: Sequence[str],
        choices: QStandardItemModel,
        known_groups: Sequence[str],
    ) -> None:
        """Show what is chosen; what is just being typed stays."""
        is_new, self._choices = choices is not self._choices, choices
        if is_new or constants != self.constants:
            for line in tuple(self.lines):
                self._remove(line)
            for key, text in constants.items():
                self._add_line(key, text)
        self.group.offer(known_groups)
        if tuple(groups) != self.groups or not groups:
            self._show_groups(tuple(groups))

    def order_tabs(self, before: QWidget) -> None:
        """Tab comes here from that widget, and goes through the lines."""
        self._before = before
        lines = [each for line in self.lines for each in (line.box, line.value, line.removed)]
        for first, second in pairwise([before, *lines, self._add, self.group]):
            self.setTabOrder(first, second)

    def _on_add(self) -> None:
        self._add_line("", "").box.setFocus()
        self.grown.emit()

    def _add_line(self, key: str, text: str) -> ConstantLine:
        line = ConstantLine(self._count, self._choices, key, text)
        self._count += 1
        line.changed.connect(self._on_line)
        line.removed.clicked.connect(partial(self._on_removed, line))
        self.lines.append(line)
        self._place.addWidget(line)
        if self._before is not None:
            self.order_tabs(self._before)
        return line

    def _on_line(self) -> None:
        self.changed.emit()

    def _on_removed(self, line: ConstantLine) -> None:
        self._remove(line)
        self._add.setFocus()
        self.changed.emit()

    def _remove(self, line: ConstantLine) -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()

    def _on_group(self, path: str) -> None:
        if path not in self.groups:
            self._show_groups((*self.groups, path))
            self.changed.emit()

    def _on_group_gone(self, path: str) -> None:
        self._show_groups(tuple(each for each in self.groups if each != path))
        self.group.setFocus()
        self.changed.emit()

    def _show_groups(self, groups: tuple[str, ...]) -> None:
        self.groups = groups
        self._chips.clear()
        for path in groups:
            chip = Chip(path, "import_group")
            chip.closed.connect(partial(self._on_group_gone, path))
            self._chips.add(chip)
        self._chips.setVisible(bool(groups))


class ConstantLine(QWidget):
    """A field and the value that every row gets which says nothing of it itself."""

    changed = Signal()

    def __init__(self, number: int, choices: QStandardItemModel, key: str, text: str) -> None:
        super().__init__()
        self.box = named(TargetBox(), f"import_constant_{number}", _("Field"))
        self.box.setModel(choices)
        self.box.setFixedWidth(TARGET_WIDTH)
        self.box.setPlaceholderText(_("Choose a field"))
        self.box.setCurrentIndex(self.box.findData(key) if key else -1)
        self.box.activated.connect(self._on_field)
        self.value = named(QLineEdit(text), f"import_constant_value_{number}", _("Value"))
        self.value.setFixedWidth(VALUE_WIDTH)
        self.value.editingFinished.connect(self._on_value)
        self._told = text
        self.removed = IconButton(
            "x", _("Take this value away"), f"import_constant_remove_{number}", kind="flat", is_small=True
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for each in (self.box, self.value, self.removed):
            row.addWidget(each)
        row.addStretch(1)

    def _on_field(self, _index: int) -> None:
        self.value.setFocus()
        if self.value.text().strip():
            self.changed.emit()

    def _on_value(self) -> None:
        if self.value.text() != self._told:
            self._told = self.value.text()
            self.changed.emit()


class GroupLine(QLineEdit):
    """Type the path of a group that is there, or of a new one; Enter takes it."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        named(self, "import_group_line", _("Put all rows into a group"))
        self.setPlaceholderText(_("Clients / VIP"))
        self.setFixedWidth(VALUE_WIDTH)
        self._suggestions = Suggestions(self)
        self._known: Sequence[str] = ()
        self.setCompleter(self._suggestions)
        self._suggestions.activated.connect(self._on_suggested, Qt.ConnectionType.QueuedConnection)
        self.editingFinished.connect(lambda: self._take(self.text()))

    def offer(self, paths: Sequence[str]) -> None:
        """The groups that are there."""
        if paths != self._known:
            self._known = paths
            self._suggestions.fill(item(path, path) for path in paths)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) and self.text().strip():
            self._take(self.text())
        else:
            super().keyPressEvent(event)

    def _on_suggested(self, _chosen: object) -> None:
        self._take(self.text())  # it stands there by now

    def _take(self, path: str) -> None:
        found = " / ".join(part.strip() for part in path.split("/") if part.strip())
        self.clear()
        if found:
            self.chosen.emit(found)
