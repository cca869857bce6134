"""One row of the settings: label, an editor for the type of the setting, and a sentence that explains it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from app.core.settings import Setting, Settings
from app.core.texts import _
from app.ui import theme
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.inputs import NumberBox
from app.ui.widgets.labels import label
from app.ui.widgets.naming import guided, named

LABEL_WIDTH = 200
EDITOR_WIDTH = 250
MOST_WIDTH = 400
"""A choice may be as wide as its longest text."""


class SettingRow(QWidget):
    """Keeps each change at once and tells it by ``changed`` (the key)."""

    changed = Signal(str)

    def __init__(self, setting: Setting, settings: Settings) -> None:
        super().__init__()
        self.setting, self._settings = setting, settings
        self.editor = self._make_editor()
        named(self.editor, f"setting_{setting.key}", _(setting.label))
        if setting.guide:
            guided(self, setting.guide)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        if isinstance(self.editor, QCheckBox):
            grid.addWidget(self.editor, 0, 0, 1, 2)
        else:
            name = WrappedLabel(_(setting.label), is_selectable=False)
            name.setFixedWidth(theme.metrics().scaled(LABEL_WIDTH))
            name.setBuddy(self.editor)
            wanted = self.editor.sizeHint().width() if isinstance(self.editor, QComboBox) else 0
            self.editor.setFixedWidth(min(max(EDITOR_WIDTH, wanted), MOST_WIDTH))
            grid.addWidget(name, 0, 0)
            grid.addWidget(self.editor, 0, 1, Qt.AlignmentFlag.AlignLeft)
        if setting.hint:
            hint = WrappedLabel(_(setting.hint), "secondary", is_selectable=False)
            is_below_box = isinstance(self.editor, QCheckBox)
            grid.addWidget(hint, 1, 0 if is_below_box else 1, 1, 2 if is_below_box else 1)
        if setting.needs_restart:
            grid.addWidget(label(_("Takes effect at the next start."), "secondary"), 2, 1)
        grid.setColumnStretch(1, 1)

    def _make_editor(self) -> QWidget:
        if self.setting.choices:
            return self._choice()
        if isinstance(self.setting.default, bool):
            return self._switch()
        return self._number() if isinstance(self.setting.default, int) else self._text()

    def _choice(self) -> QComboBox:
        box = QComboBox()
        for key, text in self.setting.choices:
            box.addItem(_(text), key)
        box.setCurrentIndex(max(0, box.findData(self._settings.get(self.setting.key))))
        box.activated.connect(lambda: self._keep(box.currentData()))
        return box

    def _switch(self) -> QCheckBox:
        box = QCheckBox(_(self.setting.label))
        box.setChecked(self._settings.get(self.setting.key))
        box.toggled.connect(self._keep)
        return box

    def _number(self) -> NumberBox:
        box = NumberBox(f"setting_{self.setting.key}", _(self.setting.label))
        box.setRange(*self.setting.range)
        box.setValue(self._settings.get(self.setting.key))
        box.valueChanged.connect(self._keep)
        return box

    def _text(self) -> QLineEdit:
        box = QLineEdit(self._settings.get(self.setting.key))
        box.editingFinished.connect(lambda: self._keep(box.text().strip()))
        return box

    def _keep(self, value: object) -> None:
        if self._settings.get(self.setting.key) != value:
            self._settings.set(self.setting.key, value)
            self.changed.emit(self.setting.key)
