"""Two forms of some words of a document: what men are told and what women are told."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui.dialog_owner import open_dialog
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.dialog_foot import dialog_foot
from app.ui.widgets.labels import form_label
from app.ui.widgets.naming import guided, named


class BySexDialog(QDialog):
    """``done`` gets the words for a man and those for a woman."""

    def __init__(self, words: str, done: Callable[[str, str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = _("Words by sex")
        guided(named(self, "by_sex_dialog", title), "letters")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(440)
        self._done = done
        self.man = named(QLineEdit(words), "by_sex_man", _("To a man"))
        self.woman = named(QLineEdit(words), "by_sex_woman", _("To a woman"))
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for each in (self.man, self.woman):
            form.addRow(form_label(each.accessibleName()), each)
        ok = PrimaryButton(_("Insert"), "by_sex_ok", "corner-down-left")
        ok.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        told = _("The letter says one or the other by the sex in the record; without one it says the first.")
        column.addWidget(WrappedLabel(told, "muted"))
        column.addLayout(form)
        column.addLayout(dialog_foot(self, "by_sex", ok))
        self.man.selectAll()
        self.man.setFocus()

    @override
    def accept(self) -> None:
        """Hand the words out."""
        self._done(self.man.text(), self.woman.text())
        super().accept()


def ask_by_sex(words: str, done: Callable[[str, str], None], parent: QWidget) -> BySexDialog:
    """Ask for the two forms of some words."""
    dialog = BySexDialog(words, done, parent)
    open_dialog(dialog)
    return dialog
