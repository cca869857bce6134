"""The picker of fields: what a template may name, and what that is for one record; to copy or drag."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.core.folding import fold
from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.dialog_owner import open_dialog
from app.ui.editors.finder import RecordFinder
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import PrimaryButton, QuietButton, is_enter
from app.ui.widgets.labels import ElidedLabel, form_label, plain_tooltip
from app.ui.widgets.naming import guided, named
from app.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from app.services.documents.vocabulary import Words
    from app.services.library import Library
    from app.ui.desk import Desk

_TEXT = Qt.ItemDataRole.UserRole
_NOTE = _TEXT + 1
Samples = Mapping[tuple[str, ...], str]
VALUE_LENGTH, VALUE_MARGIN = 120, 8


def show_picker(desk: Desk, section: str = "", parent: QWidget | None = None) -> PickerDialog:
    """Open the picker beside Word."""
    dialog = PickerDialog(desk, section, parent)
    open_dialog(dialog, is_modal=False)
    return dialog


class FieldTree(QTreeWidget):
    """Fields by what they belong to; a field is dragged into Word as the text to write there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "picker_fields", _("Fields"))
        self.setProperty("boxed", "true")
        self.setHeaderLabels([_("Field"), _("Value")])
        self.setRootIsDecorated(True)
        self.setIndentation(16)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        head = self.header()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        head.resizeSection(0, 240)

    def show_words(self, found: Sequence[Words], values: Samples, text: str) -> None:
        """Fill it with the fields that have all words of ``text`` in name, value or placeholder."""
        wanted = fold(text).split()
        self.clear()
        is_above = False
        for group in found:
            top = self._item(group.title, "")
            font = top.font(0)
            font.setWeight(font.Weight.DemiBold)
            top.setFont(0, font)
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for word in group.words:
                value = values.get(word.path, "")
                said = fold(f"{group.title} {word.label} {word.text} {word.known_as} {value}")
                if all(each in said for each in wanted):
                    item = self._item(word.label, value)
                    item.setData(0, _TEXT, word.text)
                    item.setData(0, _NOTE, word.note)
                    top.addChild(item)
            if top.childCount():
                self.addTopLevelItem(top)
                top.setFirstColumnSpanned(True)
                top.setExpanded(bool(wanted) or is_above or self.topLevelItemCount() == 1)
                is_above = group.is_general
        first = self.topLevelItem(0)
        if first is not None:
            first.setExpanded(True)
            self.setCurrentItem(first.child(0) or first)

    def _item(self, label: str, value: str) -> QTreeWidgetItem:
        shown = " ".join(value.split())
        cut = shown if len(shown) <= VALUE_LENGTH else shown[:VALUE_LENGTH] + "…"
        item = QTreeWidgetItem([label, cut])
        item.setToolTip(0, plain_tooltip(label))
        item.setToolTip(1, plain_tooltip(shown))
        item.setForeground(1, theme.colour("muted"))
        item.setSizeHint(0, QSize(0, theme.metrics().tree_row))
        return item

    @property
    def text(self) -> str:
        """What is to be written in the template for the chosen field."""
        item = self.currentItem()
        return str(item.data(0, _TEXT) or "") if item is not None else ""

    @property
    def cut_value(self) -> str:
        """The value of the chosen field where its column has no room for it."""
        item = self.currentItem()
        value = item.text(1) if item is not None else ""
        room = self.columnWidth(1) - VALUE_MARGIN
        return value if self.fontMetrics().horizontalAdvance(value) > room else ""

    @property
    def note(self) -> str:
        """What the value of the chosen field depends on."""
        item = self.currentItem()
        return str(item.data(0, _NOTE) or "") if item is not None else ""

    @override
    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:
        data = QMimeData()
        data.setText("".join(str(each.data(0, _TEXT) or "") for each in items))
        return data


class FieldPicker(QWidget):
    """Find a field; ``chosen`` tells the text that is to be written for it."""

    chosen = Signal(str)

    def __init__(
        self, desk: Desk, button: PrimaryButton | QuietButton, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._section, self._uid = "", ""
        self._arranged: Callable[[Sequence[Words]], Sequence[Words]] = list
        self._words: Sequence[Words] = ()
        self._values: Samples = {}
        self.search = SearchBox(_("Find a field"), "picker_search")
        self.search.textChanged.connect(lambda _text: self._fill())
        self.fields = FieldTree()
        self.search.entered.connect(self.fields.setFocus)
        self.fields.currentItemChanged.connect(lambda _now, _before: self._show_text())
        self.fields.itemDoubleClicked.connect(lambda _item, _column: self.choose())
        for each in (self.fields, self.search):
            each.installEventFilter(self)
        self._text = named(ElidedLabel("", "secondary"), "picker_text")
        self._note = WrappedLabel("", "muted")
        self._note.setObjectName("picker_field_note")
        self._note.hide()
        self.button = button
        self.button.clicked.connect(self.choose)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._text, 1)
        foot.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.fields, 1)
        column.addWidget(self._note)
        column.addLayout(foot)

    def show_for(self, section: str, uid: str, language: str = "") -> None:
        """The fields for records of a section, with the values of one record in that language."""
        self._section, self._uid = section, uid
        library = self._desk.library
        if library is not None:
            self._desk.work.ask(
                f"picker.{id(self)}", lambda: _read(library, section, uid, language), self._show,
                lane="beside", owner=self,
            )  # fmt: skip

    def arrange(self, order: Callable[[Sequence[Words]], Sequence[Words]]) -> None:
        """Show the fields in another order than a Word template wants them."""
        self._arranged = order

    @property
    def text(self) -> str:
        """What is to be written for the chosen field."""
        return self.fields.text

    def choose(self) -> None:
        """Hand out the text of the chosen field."""
        if self.text:
            self.chosen.emit(self.text)

    def _show(self, found: tuple[Sequence[Words], Samples]) -> None:
        words, self._values = found
        self._words = self._arranged(words)
        self._fill()

    def _fill(self) -> None:
        self.fields.show_words(self._words, self._values, self.search.text())
        self._show_text()

    def _show_text(self) -> None:
        self._text.setText(self.text)
        told = "\n".join(filter(None, (self.fields.cut_value, self.fields.note)))
        self._note.setText(told)
        self._note.setVisible(bool(told))
        self.button.setEnabled(bool(self.text))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and is_enter(event):
            self.choose()
            return True
        return super().eventFilter(watched, event)


class PickerDialog(QDialog):
    """Stays beside Word: a field is copied, or dragged over there."""

    def __init__(self, desk: Desk, section: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = _("Fields for templates")
        guided(named(self, "picker_dialog", title), "letters")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 620)
        self._desk = desk
        keys = [each.key for each in desk.registry.sections]
        wanted = section or (desk.section if desk.section in keys else keys[0])
        self.section = named(QComboBox(), "picker_section", _("For"))
        for key in keys:
            self.section.addItem(desk.title_of(key), key)
        self.section.setCurrentIndex(max(0, self.section.findData(wanted)))
        self.section.activated.connect(lambda _n: self._on_section())
        self.picker = FieldPicker(desk, PrimaryButton(_("Copy"), "picker_choose", "copy"))
        self.picker.chosen.connect(self.copy)
        self._record = RecordFinder(desk, (), "picker_record", _("Values of"), can_create=False)
        self._record.picked.connect(self._on_record)
        self._lay_out()
        desk.library_changed.connect(self.close)
        self._on_section()
        self.picker.search.setFocus()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(form_label(_("For")))
        head.addWidget(self.section)
        head.addSpacing(8)
        head.addWidget(form_label(_("Values of")))
        head.addWidget(self._record, 1)
        self._note = named(ElidedLabel("", "secondary"), "picker_note")
        close = QuietButton(_("Close"), "picker_close")
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(self._note, 1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.picker, 1)
        column.addLayout(foot)

    def _on_section(self) -> None:
        desk, section = self._desk, str(self.section.currentData())
        self._record.look_in((section,))
        uid = desk.selected[0] if desk.selected and desk.section == section else ""
        library = desk.library
        if library is None:
            return

        def job() -> tuple[str, str]:
            found = uid or next(
                (each.uid for each in library.lists.recent(40) if each.section == section), ""
            )
            record = library.get(found) if found else None
            return (record.uid, record.title) if record is not None else ("", "")

        desk.work.ask("picker.record", job, lambda found: self._on_record(*found), lane="beside", owner=self)

    def _on_record(self, uid: str, title: str) -> None:
        self._record.show_chosen(title)
        self.picker.show_for(str(self.section.currentData()), uid)

    def copy(self, text: str) -> None:
        """Put the text onto the clipboard, to be pasted in Word."""
        QGuiApplication.clipboard().setText(text)
        self._note.setText(_("Copied: {text}").format(text=text))


def _read(library: Library, section: str, uid: str, language: str = "") -> tuple[Sequence[Words], Samples]:
    from app.services.documents.samples import samples

    words = library.documents.words_for(section)
    record = library.get(uid) if uid else None
    return words, samples(library, words, record, language) if record is not None else {}
