"""Settings, page “Documents”: how a Russian name or post is declined where the rules would be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.texts import N_, _
from app.services.wording.names import CASES, Person, declined
from app.ui.widgets.labels import form_label
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.ui.desk import Desk

CASE_LABELS = {
    "genitive": N_("Genitive"), "dative": N_("Dative"), "accusative": N_("Accusative"),
    "instrumental": N_("Instrumental"), "prepositional": N_("Prepositional"),
}  # fmt: skip
NAME_PARTS = 3


class CasesForm(QWidget):
    """Choose or type a name; what stands in a case goes before the rule, which is shown while it is empty."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._known: dict[str, dict[str, str]] = {}
        self.word = named(QComboBox(), "cases_word", _("Name or post"))
        self.word.setEditable(True)
        self.word.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self.word.lineEdit()
        assert line is not None, "it is editable"
        named(line, "cases_word_text", _("Name or post"))
        line.setPlaceholderText(_("Name or post"))
        self.word.editTextChanged.connect(self._show_word)
        self.forms: dict[str, QLineEdit] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, case in enumerate(CASES[1:]):
            made = named(QLineEdit(), f"cases_{case}", _(CASE_LABELS[case]))
            made.editingFinished.connect(lambda case=case: self._save(case))
            self.forms[case] = made
            grid.addWidget(form_label(_(CASE_LABELS[case])), row, 0)
            grid.addWidget(made, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.word)
        column.addLayout(grid)
        self.refill()

    def refill(self) -> None:
        """Read what is kept; the word that is shown stays."""
        library = self._desk.library
        if library is not None:
            self._desk.work.ask("settings.cases", library.documents.cases.all, self._show, owner=self)

    def _show(self, known: dict[str, dict[str, str]]) -> None:
        self._known = known
        text = self.word.currentText()
        self.word.blockSignals(True)
        self.word.clear()
        self.word.addItems(sorted(known))
        self.word.setEditText(text)
        self.word.blockSignals(False)
        self._show_word(text)

    def _show_word(self, text: str) -> None:
        library, word = self._desk.library, " ".join(text.split())
        forms = self._known.get(word, {})
        for case, line in self.forms.items():
            line.setEnabled(bool(word) and library is not None and not library.is_read_only)
            line.setText(forms.get(case, ""))
            line.setPlaceholderText(_by_rule(word, case) if word else "")

    def _save(self, case: str) -> None:
        library, word = self._desk.library, " ".join(self.word.currentText().split())
        form = " ".join(self.forms[case].text().split())
        if library is None or not word or form == self._known.get(word, {}).get(case, ""):
            return
        cases = library.documents.cases
        self._desk.work.do(
            _("Changing the settings of documents"), lambda _progress: cases.set(word, {case: form}),
            lambda _operation: self.refill(), owner=self,
        )  # fmt: skip


def _by_rule(word: str, case: str) -> str:
    """What a document would say of it; three words are taken for a full name."""
    parts = word.split()
    person = Person(*parts) if len(parts) == NAME_PARTS else None
    return declined(word, person, case, {})
