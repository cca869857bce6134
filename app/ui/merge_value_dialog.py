"""Choose the value of a list that another one is merged into; how many records have it is said before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from app.core.texts import _, grouped, ngettext
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.dialog_foot import dialog_foot
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.choices import ChoiceValue
    from app.ui.desk import Desk


class MergeValueDialog(QDialog):
    """Sends ``chosen`` with the key of the other value."""

    chosen = Signal(str)

    def __init__(
        self, desk: Desk, list_key: str, value: ChoiceValue, targets: Sequence[ChoiceValue], parent: QWidget
    ) -> None:
        super().__init__(parent)
        title = _("Merge “{name}” into…").format(name=value.label)
        named(self, "merge_value_dialog", title)
        self.setWindowTitle(title)
        self.setMinimumWidth(380)
        self.into = named(QComboBox(), "merge_value_into", title)
        for each in targets:
            self.into.addItem(each.label, each.key)
        self.uses = WrappedLabel(_("Counting…"), "text")
        named(self.uses, "merge_value_uses", "")
        told = WrappedLabel(
            _("They get the other value, and this one leaves the list. One step that can be undone."), "muted"
        )
        self.ok = PrimaryButton(_("Merge"), "merge_value_ok", "merge")
        self.ok.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(WrappedLabel(title, "title"))
        column.addWidget(self.into)
        column.addWidget(self.uses)
        column.addWidget(told)
        column.addStretch(1)
        column.addLayout(dialog_foot(self, "merge_value", self.ok))
        self.accepted.connect(lambda: self.chosen.emit(str(self.into.currentData())))
        library = desk.library
        if library is not None:
            desk.work.ask(
                "choice.uses", lambda: library.choices.uses(list_key, value.key), self._show_uses,
                lane="beside", owner=self,
            )  # fmt: skip

    def _show_uses(self, n: int) -> None:
        text = ngettext("{n} record has it.", "{n} records have it.", n).format(n=grouped(n))
        self.uses.setText(text)
        self.uses.setAccessibleName(text)
