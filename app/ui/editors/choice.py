"""Editor of one choice of a list: type to find, add a new value where the list is open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.blueprint.context import Context, Values
from app.blueprint.kinds import Choice, Kind
from app.blueprint.lists import LISTS, find_choice
from app.core.override import override
from app.core.texts import _
from app.ui.editors.editor import CalmCombo, Editor
from app.ui.editors.marks import dot_icon
from app.ui.editors.suggest import Suggestions, item, key_of
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.choices import ChoiceValue
    from app.ui.desk import Desk


class ChoiceEditor(Editor):
    """A combo box with the values of a list, their colours as dots.

    With ``depends_on`` only the values that belong to the other field's value are offered, and one that
    does not is put aside when the other field changes, until it changes back. What was stored stays, even
    when the list no longer has it.
    """

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        assert isinstance(kind, Choice), "made for choices"
        self._list, self._depends_on = kind.list, kind.depends_on
        self.heeds_others = bool(kind.depends_on)
        self._is_open = kind.list not in LISTS or LISTS[kind.list].is_open
        self._belongs_to: str | None = None
        self._key: str | None = None
        self._aside: str | None = None
        self._is_untouched = True
        self._is_pending = False
        self.input = named(CalmCombo(), f"{name}.input", label)
        self.input.setEditable(True)
        self.input.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.input.setIconSize(QSize(16, 16))
        self.line = QLineEdit()
        self.input.setLineEdit(self.line)
        named(self.line, f"{name}.line", label)
        self._suggestions = Suggestions(self)
        self.line.setCompleter(self._suggestions)
        self.body.addWidget(self.input, 1)
        self.setFocusProxy(self.input)
        self.fill()
        self.input.activated.connect(self._on_activated)
        self._suggestions.activated.connect(self._on_suggested)
        self.line.textEdited.connect(self._on_typed)
        self.line.editingFinished.connect(self.commit)

    @override
    def value(self) -> Any:
        return self._key

    @override
    def set_value(self, value: Any) -> None:
        self._key, self._aside, self._is_untouched = value or None, None, True
        self.fill()

    @property
    @override
    def is_pending(self) -> bool:
        return self._is_pending

    @override
    def heed(self, values: Values) -> None:
        belongs_to = values.get(self._depends_on)
        is_given, self._is_untouched = self._is_untouched, False
        if not self._depends_on or belongs_to == self._belongs_to:
            return
        self._belongs_to = belongs_to
        key = self._key if is_given else self._fitting_key()
        if key == self._key:
            self.fill()
            return
        gone = self._label(self._key) if self._key else ""
        self._aside, self._key = self._key, key
        self.fill()
        self.warn(_("“{text}” does not belong here and was taken out.").format(text=gone) if gone else "")
        self.changed.emit()  # and no check, which would take the sentence away

    def _fitting_key(self) -> str | None:
        """What may stand here now: what stands here, else what was put aside when it did not fit."""
        options = {each.key: each for each in self.library.choices.options(self._list)}
        if self._key is None:
            back = options.get(self._aside or "")
            return back.key if back is not None and self._fits(back) else None
        option = options.get(self._key)
        return self._key if option is None or self._fits(option) else None

    def _label(self, key: str) -> str:
        return self.desk.context().label_of(self._list, key)

    @override
    def set_hint(self, hint: str) -> None:
        self.line.setPlaceholderText(hint)

    def options(self) -> list[ChoiceValue]:
        """The values that are offered now."""
        found = self.library.choices.options(self._list)
        return [each for each in found if each.key == self._key or (not each.is_hidden and self._fits(each))]

    def _fits(self, option: ChoiceValue) -> bool:
        return self._belongs_to is None or option.belongs_to in (None, self._belongs_to)

    def fill(self) -> None:
        """Show the list as it is now, and the value in it."""
        options = self.options()
        with QSignalBlocker(self.input), QSignalBlocker(self.line):
            self.input.clear()
            self.input.addItem("", None)
            has_colors = any(option.color for option in options)  # even an empty mark would move the text
            for option in options:
                mark = dot_icon(option.color) if has_colors else QIcon()
                self.input.addItem(mark, option.label, option.key)
            if self._key and self.input.findData(self._key) < 0:
                mark = dot_icon(None) if has_colors else QIcon()
                self.input.addItem(mark, self._label(self._key), self._key)
            self._show_current()
        self._suggestions.fill(
            item(option.label, option.key, icon=dot_icon(option.color) if option.color else None)
            for option in options
        )

    def _show_current(self) -> None:
        self.input.setCurrentIndex(max(0, self.input.findData(self._key) if self._key else 0))
        self.line.setText(self.input.currentText())
        self.line.setCursorPosition(0)

    def _on_activated(self, index: int) -> None:
        self._choose(self.input.itemData(index))

    def _on_suggested(self, chosen: object) -> None:
        del chosen
        index = self._suggestions.currentIndex()
        if key := key_of(index):
            self._choose(key)

    def _choose(self, key: str | None) -> None:
        self.warn("")
        is_other = key != self._key
        self._key, self._aside = key, None
        with QSignalBlocker(self.input):
            self._show_current()
        if is_other:
            self.touch()

    def _on_typed(self) -> None:
        text = self.line.text().strip()
        if not text or self._meant(text) is not None:
            self.warn("")
        elif self._is_open and not self._suggestions.completionCount():
            self.warn(_("Enter adds “{text}” to the list.").format(text=text))
        self.changed.emit()

    def _meant(self, text: str) -> str | None:
        """The key of the value whose label is typed."""
        key = find_choice(self._list, text, self._own_context())
        found = (each for each in self.library.choices.options(self._list) if each.key == key)
        return key if all(self._fits(each) for each in found) else None

    def _own_context(self) -> Context:
        """One in which the list has only what may stand here."""
        options = [each for each in self.library.choices.options(self._list) if self._fits(each)]
        pairs = [(each.key, each.label) for each in options]
        return replace(self.desk.context(), options_of=lambda _list: pairs)

    @override
    def problem(self) -> str | None:
        text = self.line.text().strip()
        is_known = (
            not text or text == self.input.itemText(self.input.currentIndex()).strip() or self._meant(text)
        )
        if is_known or self._is_open:
            return None
        return _("“{text}” is not in the list.").format(text=text)

    @override
    def commit(self) -> None:
        """Take what is typed: a known value, none, or a new one that joins the list."""
        text = self.line.text().strip()
        shown = self.input.itemText(max(0, self.input.findData(self._key) if self._key else 0))
        if text == shown.strip() or self._is_pending:
            return
        key = self._meant(text)
        if key is not None or not text:
            self._choose(key)
        elif self._is_open:
            self._add(text)
        else:
            self.warn(_("“{text}” is not in the list.").format(text=text))

    def _add(self, text: str) -> None:
        self._is_pending = True
        belongs_to, choices, list_key = self._belongs_to, self.library.choices, self._list
        title = _("Adding “{text}” to the list").format(text=text)
        self.do(title, lambda: choices.add(list_key, text, belongs_to=belongs_to), self._on_added)

    def _on_added(self, key: str) -> None:
        self._is_pending = False
        self._key = key
        self.fill()
        self.warn("")
        self.touch()
