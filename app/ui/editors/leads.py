"""Editors of reminders: how long before, in words, and the date that is counted from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.blueprint.alarms import dated_fields
from app.blueprint.kinds import Kind
from app.blueprint.reminding import USUAL, lead_in_words, read_lead
from app.core.override import override
from app.core.texts import _
from app.ui.editors.editor import CalmCombo, Editor
from app.ui.editors.rows import RowsEditor
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.ui.desk import Desk


class LeadEditor(Editor):
    """Typed as one says it (“15 min”, “1 day 9:00”, a date), or chosen from what is usual."""

    settled = Signal()
    """What was typed or chosen was taken."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        self._value: Any = None
        self._shown = ""
        self.input = named(CalmCombo(), f"{name}.input", label)
        self.input.setEditable(True)
        self.input.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.line = QLineEdit()
        self.input.setLineEdit(self.line)
        named(self.line, f"{name}.line", label)
        self.input.setCompleter(None)  # type: ignore[arg-type]
        context = desk.context()
        self.input.addItems([lead_in_words(read_lead(each), context) for each in USUAL])
        self.body.addWidget(self.input, 1)
        self.setFocusProxy(self.input)
        self.input.activated.connect(self._on_chosen)
        self.line.textEdited.connect(lambda _text: self._on_edited())
        self.line.editingFinished.connect(self._on_finished)
        self.set_value(None)

    @override
    def value(self) -> Any:
        text = self.line.text().strip()
        if text == self._shown:
            return self._value
        try:
            return self.kind.parse(text, self.desk.context())
        except ValueError:
            return self._value

    @override
    def set_value(self, value: Any) -> None:
        self._value = value or None
        self._shown = self.kind.show(value, self.desk.context())
        self.line.setText(self._shown)
        self.line.setCursorPosition(0)
        self.warn("")

    @override
    def problem(self) -> str | None:
        text = self.line.text().strip()
        if text == self._shown:
            return None
        try:
            self.kind.parse(text, self.desk.context())
        except ValueError as error:
            return str(error)
        return None

    @override
    def commit(self) -> None:
        """Say in words what was understood."""
        if self.problem() is None:
            self.set_value(self.value())

    @override
    def set_hint(self, hint: str) -> None:
        self.line.setPlaceholderText(hint)

    def _on_chosen(self, _place: int) -> None:
        self._on_edited()
        self._on_finished()

    def _on_finished(self) -> None:
        self.commit()
        self.settled.emit()

    def _on_edited(self) -> None:
        if self.warning:
            self.warn("")
        self.touch()


class AboutEditor(Editor):
    """The dates of the section that the card shows."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        self._value: Any = None
        self.input = named(CalmCombo(), f"{name}.input", label)
        self.body.addWidget(self.input, 1)
        self.setFocusProxy(self.input)
        self.input.activated.connect(self._on_chosen)
        self._offer("")

    @override
    def value(self) -> Any:
        return self._value

    @override
    def set_value(self, value: Any) -> None:
        self._value = value or None
        if self.input.findData(value or "") < 0:  # a field that is gone
            self.input.addItem(str(value), value)
        self.input.setCurrentIndex(self.input.findData(value or ""))

    @override
    def show_record(self, section: str, uid: str | None) -> None:
        self._offer(section)

    def _offer(self, section: str) -> None:
        self.input.clear()
        known = {each.key: each for each in self.desk.registry.sections}.get(section)
        own = known.by_key.get(known.when) if known is not None and known.when else None
        self.input.addItem(_(own.label) if own is not None else "—", "")
        for each in dated_fields(known) if known is not None else ():
            if own is None or each.key != own.key:
                self.input.addItem(_(each.label), each.key)
        self.set_value(self._value)

    def _on_chosen(self, place: int) -> None:
        self._value = self.input.itemData(place) or None
        self.touch()


class RemindersEditor(RowsEditor):
    """The reminders of a record. Where it has no time of its own, “1 day before” has to say before what."""

    @override
    def problem(self) -> str | None:
        section = {each.key: each for each in self.desk.registry.sections}.get(self._record[0])
        if section is not None and not section.when:
            for row in self.rows:
                lead, about = row.value().get("lead"), row.value().get("about")
                if lead and not about and str(lead)[0] in "-P":
                    return _(
                        "Choose the date that the reminder counts from, or write a day like 31.12.2026 9:00."
                    )
        return super().problem()
