"""Editors of references: one record, or several, found while typing or made on the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.blueprint.kinds import Kind
from app.blueprint.rows import ANY_SECTION, Reference, References
from app.core.override import override
from app.core.texts import _
from app.ui.editors.chip_line import ChipsEditor
from app.ui.editors.editor import Editor
from app.ui.editors.finder import RecordFinder, title_values
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.chips import Chip

if TYPE_CHECKING:
    from app.ui.desk import Desk


class ReferenceEditor(Editor):
    """One record: a field to find it, or its chip with a button that opens it."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        assert isinstance(kind, Reference), "made for references"
        self._section = kind.section
        self._uid: str | None = None
        self._making = False
        self._chip: Chip | None = None
        self.finder = RecordFinder(desk, (kind.section,), f"{name}.input", label, can_create=True)
        self.finder.picked.connect(self._on_picked)
        self.finder.wanted.connect(self._on_wanted)
        does = _("Open {name}").format(name=label)
        self._open = IconButton(
            "external-link", does, f"{name}.open", role="muted", kind="flat", is_small=True
        )
        self._open.clicked.connect(self.open)
        self.body.addWidget(self.finder, 1)
        self.body.addWidget(self._open)
        self._rest = QWidget()
        self.body.addWidget(self._rest, 1)
        self._show()

    @override
    def value(self) -> Any:
        return self._uid

    @override
    def set_value(self, value: Any) -> None:
        self._uid = value or None
        self._show()

    @property
    @override
    def is_pending(self) -> bool:
        return self._making

    @override
    def show_record(self, section: str, uid: str | None) -> None:
        self.finder.without = uid

    @override
    def set_hint(self, hint: str) -> None:
        self.finder.setPlaceholderText(hint)

    def open(self) -> None:
        """The card of the record."""
        if self._uid:
            self.desk.open_card(self._section, self._uid)

    def clear(self) -> None:
        """Point to nothing."""
        self._uid = None
        self._show()
        self.finder.setFocus()
        self.touch()

    def _show(self) -> None:
        if self._chip is not None:
            self.body.removeWidget(self._chip)
            self._chip.hide()
            self._chip.deleteLater()
            self._chip = None
        self.finder.setVisible(self._uid is None)
        self._open.setVisible(self._uid is not None)
        self._rest.setVisible(self._uid is not None)
        if self._uid is None:
            self.setFocusProxy(self.finder)
            self.rearranged.emit()
            return
        title = self.desk.context().title_of(self._uid) or _("(deleted)")
        self._chip = Chip(title, f"{self.objectName()}.chip")
        self._chip.clicked.connect(self.open)
        self._chip.closed.connect(self.clear)
        self.body.insertWidget(0, self._chip)
        self.setFocusProxy(self._chip)
        self.rearranged.emit()

    def _on_picked(self, uid: str, _title: str) -> None:
        self._uid = uid
        self._show()
        if self._chip is not None:
            self._chip.setFocus()
        self.touch()

    def _on_wanted(self, text: str) -> None:
        """A new record with that title; undone like any other."""
        library, section = self.library, self.desk.registry.section(self._section)
        values = title_values(section, text, self.desk.context())
        self._making = True
        title = _("Creating {title}").format(title=text)
        self.do(title, lambda: library.save(section.key, values).uid, self._on_made)

    def _on_made(self, uid: str) -> None:
        self._making = False
        self._on_picked(uid, "")


class ReferencesEditor(ChipsEditor):
    """Several records of a section, or of any."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        assert isinstance(kind, References), "made for references"
        self._section = "" if kind.section == ANY_SECTION else kind.section
        self._making = 0
        sections = (self._section,) if self._section else ()
        self.finder = RecordFinder(desk, sections, f"{name}.input", label, can_create=bool(self._section))
        self.finder.picked.connect(lambda uid, _title: self.add([uid]))
        self.finder.wanted.connect(self._on_wanted)
        self.set_tail(self.finder)

    @override
    def show_record(self, section: str, uid: str | None) -> None:
        self.finder.without = uid

    @property
    @override
    def is_pending(self) -> bool:
        return self._making > 0

    @override
    def text_of(self, value: Any) -> str:
        return self.desk.context().title_of(value) or _("(deleted)")

    @override
    def open(self, value: Any) -> None:
        if self._section:
            self.desk.open_card(self._section, value)
            return
        library = self.library
        self.ask("open", lambda: library.get(value), self._open_found)

    def _open_found(self, record: Any) -> None:
        if record is not None:
            self.desk.open_card(record.section, record.uid)

    def _on_wanted(self, text: str) -> None:
        library, section = self.library, self.desk.registry.section(self._section)
        values = title_values(section, text, self.desk.context())
        self._making += 1
        title = _("Creating {title}").format(title=text)
        self.do(title, lambda: library.save(section.key, values).uid, self._on_made)

    def _on_made(self, uid: str) -> None:
        self._making -= 1
        self.add([uid])
