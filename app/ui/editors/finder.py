"""A field that finds records while typing, and makes a new one from what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.blueprint.context import Context, Values
from app.blueprint.section import Section
from app.core.override import override
from app.core.texts import _
from app.ui.editors.suggest import Suggestions, item, key_of
from app.ui.icons import icon
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.lists import Found
    from app.ui.desk import Desk

FIND_DELAY_MS = 120
_MOST = 9
_RECENT = 60
_CREATE = "+"


class RecordFinder(QLineEdit):
    """Type to find a record. ``picked(uid, title)`` tells which; ``wanted(text)`` asks for a new one."""

    picked = Signal(str, str)
    wanted = Signal(str)

    def __init__(
        self,
        desk: Desk,
        sections: tuple[str, ...],
        name: str,
        label: str,
        can_create: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, name, label)
        self._desk, self._sections, self._can_create = desk, sections, can_create
        self.without: str | None = None
        """The record that is being edited: nobody belongs to himself."""
        self._suggestions = Suggestions(self, is_filtering=False)
        self._suggestions.setWidget(self)
        self._suggestions.activated.connect(self._on_activated)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FIND_DELAY_MS)
        self._timer.timeout.connect(self.look_up)
        self.textEdited.connect(self._on_edited)
        self._chosen = ""
        self.editingFinished.connect(self._show_chosen)
        self.setPlaceholderText(_("Type to find"))

    def show_chosen(self, title: str) -> None:
        """Show the record that is chosen; what is typed without another choice gives way to it."""
        self._chosen = title
        if title:
            self._show_chosen()
        else:
            self.clear()

    def _show_chosen(self) -> None:
        if self._chosen and not self._suggestions.list.isVisible():
            self.setText(self._chosen)
            self.setCursorPosition(0)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """What is typed takes the place of the record that stands here, also after a click."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.MouseFocusReason:
            QTimer.singleShot(0, self, self.selectAll)  # the click itself would end the selection

    def look_in(self, sections: tuple[str, ...]) -> None:
        """Find records of other sections than before."""
        self._sections = sections

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self._suggestions.list
        if event.key() == Qt.Key.Key_Down and not popup.isVisible():
            self.look_up()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip():
            if not popup.isVisible():
                self.look_up()
            elif key_of(popup.currentIndex()):
                popup.hide()
                self._on_activated(None)
        else:
            super().keyPressEvent(event)

    def suggested(self) -> list[tuple[str, str]]:
        """Text and key of what is offered now."""
        rows = (self._suggestions.items.item(row) for row in range(self._suggestions.items.rowCount()))
        return [(each.text(), key_of(each.index())) for each in rows]

    def look_up(self) -> None:
        """Ask for records with what is typed; the answer opens the list."""
        self._timer.stop()
        library = self._desk.library
        if library is None:
            return
        text, sections = self.text().strip(), self._sections or None

        def job() -> list[Found]:
            if text:
                found = library.lists.find(text, _MOST + 1, sections)
            else:
                recent = library.lists.recent(_RECENT)
                found = [each for each in recent if not sections or each.section in sections]
            return [each for each in found if each.uid != self.without][:_MOST]

        key = f"{self.objectName()}.{id(self)}"
        self._desk.work.ask(key, job, lambda found: self._offer(text, found), owner=self)

    def pick(self, key: str, text: str) -> None:
        """Take a suggestion, or ask for a new record."""
        self._timer.stop()
        self.clear()
        if key == _CREATE:
            self.wanted.emit(text)
        elif key:
            self.picked.emit(key, text)

    def _on_edited(self, text: str) -> None:
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self._suggestions.list.hide()

    def _offer(self, text: str, found: list[Found]) -> None:
        if text != self.text().strip():
            return
        rows = [item(each.title, each.uid, each.subtitle, self._icon(each.section)) for each in found]
        if self._can_create and text:
            rows.append(item(_("Create “{text}”").format(text=text), _CREATE, "", icon("plus", "accent")))
        if not rows:
            rows.append(item(_("Nothing found"), ""))
        self._suggestions.fill(rows)
        if self.hasFocus():
            self._suggestions.show_under(self)
            self._suggestions.list.setCurrentIndex(self._suggestions.list.model().index(0, 0))

    def _icon(self, section: str) -> QIcon:
        return icon(self._desk.icon_of(section), "muted")

    def _on_activated(self, _chosen: object) -> None:
        index = self._suggestions.list.currentIndex()
        typed = self.text().strip()
        key = key_of(index)
        self.pick(key, typed if key == _CREATE else str(index.data() or ""))


def title_keys(section: Section, text: str, context: Context) -> list[str]:
    """Fields of one line that alone make the title of a record."""
    kinds = ("text", "url")
    fields = [
        each
        for each in section.fields
        if each.is_stored and each.kind.name in kinds and not each.kind.is_rows
    ]
    return [each.key for each in fields if section.title_of({each.key: text}, context) == text]


def title_values(section: Section, text: str, context: Context) -> Values:
    """Values of a new record whose title is the text; a name of two words is split into two fields."""
    keys = title_keys(section, text, context)
    required = [key for key in keys if section.by_key[key].is_required]
    if required or not keys:
        return {(required or [section.title_field.key])[0]: text}
    words = text.split()
    if len(words) == 2 and len(keys) > 1:
        split = {keys[0]: words[1], keys[1]: words[0]}
        if section.title_of(split, context) == text:
            return split
    return {keys[0]: text}
