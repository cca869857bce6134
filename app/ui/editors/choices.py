"""Editors of several choices of a list, and of tags: chips, and a field that suggests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.blueprint.kinds import Choice, Kind
from app.blueprint.lists import LISTS, find_choice
from app.core.override import override
from app.core.texts import N_, _
from app.ui.editors.chip_line import ChipsEditor
from app.ui.editors.marks import dot_icon
from app.ui.editors.suggest import Suggestions, item
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.ui.desk import Desk


class SuggestingLine(QLineEdit):
    """A field whose suggestions also open by Down when nothing is typed."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        named(self, name, label)
        self.suggestions = Suggestions(self)
        self.setCompleter(self.suggestions)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self.suggestions.list.isVisible():
            self.suggestions.setCompletionPrefix(self.text())
            self.suggestions.show_under(self)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.returnPressed.emit()  # and not to the window, which would save
        else:
            super().keyPressEvent(event)


class _AddingEditor(ChipsEditor):
    """Chips and a field that adds: by Enter, by a comma, by leaving it, or from the suggestions."""

    hint = N_("Add")

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        self.line = SuggestingLine(f"{name}.input", label)
        self.line.setPlaceholderText(_(self.hint))
        self.set_tail(self.line)
        self.line.returnPressed.connect(self.commit)
        self.line.editingFinished.connect(self.commit)
        self.line.textEdited.connect(self._on_typed)
        self.line.suggestions.activated.connect(self._on_suggested, Qt.ConnectionType.QueuedConnection)

    def _on_typed(self, text: str) -> None:
        if text.rstrip().endswith((",", ";")):
            self.commit()
        else:
            self.changed.emit()

    def _on_suggested(self, _text: object) -> None:
        self.commit()

    @override
    def commit(self) -> None:
        """Make chips of what is typed."""
        text = self.line.text().strip(" ,;")
        self.line.clear()
        if text:
            self.take(text)

    def take(self, text: str) -> None:
        """Add what a typed text means."""
        raise NotImplementedError


class TagsEditor(_AddingEditor):
    """Free words; those of other records are suggested."""

    hint = N_("Add a tag")

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        self.ask("tags", self.library.lists.tags, self._suggest)

    def _suggest(self, tags: list[str]) -> None:
        self.line.suggestions.fill(item(tag, tag) for tag in tags)

    @override
    def take(self, text: str) -> None:
        self.add(self.kind.parse(text, self.desk.context()) or ())


class ChoicesEditor(_AddingEditor):
    """Several values of a list; a new one joins an open list."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        assert isinstance(kind, Choice), "made for choices"
        self._list = kind.list
        self._is_open = kind.list not in LISTS or LISTS[kind.list].is_open
        self._adding = 0
        self._refill()

    def _refill(self) -> None:
        self.line.suggestions.fill(
            item(each.label, each.key, icon=dot_icon(each.color) if each.color else None)
            for each in self.library.choices.options(self._list)
            if not each.is_hidden
        )

    @property
    @override
    def is_pending(self) -> bool:
        return self._adding > 0

    @override
    def text_of(self, value: Any) -> str:
        return self.desk.context().label_of(self._list, value)

    @override
    def take(self, text: str) -> None:
        key = find_choice(self._list, text, self.desk.context())
        if key is not None:
            self.warn("")
            self.add([key])
        elif self._is_open:
            self._add_to_list(text)
        else:
            self.warn(_("“{text}” is not in the list.").format(text=text))

    def _add_to_list(self, text: str) -> None:
        self._adding += 1
        choices, list_key = self.library.choices, self._list
        title = _("Adding “{text}” to the list").format(text=text)
        self.do(title, lambda: choices.add(list_key, text), self._on_added)

    def _on_added(self, key: str) -> None:
        self._adding -= 1
        self._refill()
        self.add([key])
