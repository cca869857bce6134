"""Editor of lists of values (phones, addresses, jobs, bank accounts), made from the parts of their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from app.blueprint.kinds import Choice, Kind
from app.blueprint.rows import Rows
from app.core.override import override
from app.core.texts import _
from app.ui.editors.editor import Editor
from app.ui.editors.row import RowEditor
from app.ui.widgets.buttons import LinkButton

if TYPE_CHECKING:
    from app.ui.desk import Desk


class RowsEditor(Editor):
    """One line for each value, the first being the main one; an empty line waits where there is none."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        assert isinstance(kind, Rows), "made for rows"
        self._rows_kind = kind
        self._made = 0
        self.rows: list[RowEditor] = []
        self._record: tuple[str, str | None] = ("", None)
        self.body.setDirection(QBoxLayout.Direction.TopToBottom)
        self._place = QVBoxLayout()
        self._place.setSpacing(4)
        self.body.addLayout(self._place)
        self.button = LinkButton(_(kind.add_label), f"{name}.add", "plus")
        self.button.clicked.connect(self.add_row)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.set_value(None)

    @override
    def value(self) -> Any:
        return self._rows_kind.normal([row.value() for row in self.rows])

    @override
    def set_value(self, value: Any) -> None:
        wanted = list(value or ())
        while len(self.rows) > max(1, len(wanted)):
            self._drop(self.rows[-1])
        for row, each in zip(self.rows, wanted, strict=False):
            row.set_value(each)
        for each in wanted[len(self.rows) :]:
            self._append().set_value(each)
        if not wanted:
            self._make_blank(self.rows[0] if self.rows else self._append())
        self._settle()

    @override
    def show_record(self, section: str, uid: str | None) -> None:
        self._record = section, uid
        for row in self.rows:
            row.show_record(section, uid)

    @override
    def problem(self) -> str | None:
        found = (editor.problem() for row in self.rows for editor in row.editors.values())
        return next((sentence for sentence in found if sentence), None)

    @override
    def check(self) -> None:
        """Each part checks itself and shows its own sentence."""

    @override
    def commit(self) -> None:
        for row in self.rows:
            for editor in row.editors.values():
                editor.commit()

    @property
    @override
    def is_pending(self) -> bool:
        return any(editor.is_pending for row in self.rows for editor in row.editors.values())

    @override
    def set_hint(self, hint: str) -> None:
        for row in self.rows:
            row.main.set_hint(hint)

    def add_row(self) -> RowEditor:
        """One more line, ready to type in."""
        row = self.rows[-1] if self.rows and self.rows[-1].is_empty else self._append_blank()
        self._settle()
        row.main.setFocus()
        return row

    def move_row(self, row: RowEditor, step: int) -> None:
        """One place up or down; the first line is the main value."""
        old = self.rows.index(row)
        new = old + step
        if not 0 <= new < len(self.rows):
            return
        self.rows.insert(new, self.rows.pop(old))
        self._place.insertWidget(new, row)
        row.main.setFocus()
        self._settle()
        self.touch()

    def remove_row(self, row: RowEditor) -> None:
        """Take a line away; the last one becomes empty instead."""
        place = self.rows.index(row)
        self._drop(row)
        if not self.rows:
            self._append_blank()
        self._settle()
        self.rows[min(place, len(self.rows) - 1)].main.setFocus()
        self.touch()

    def _append(self) -> RowEditor:
        from app.ui.editors.factory import make_editor  # which knows this editor, too

        row = RowEditor(
            self._rows_kind, self.label, self.desk, f"{self.objectName()}.{self._made}", make_editor
        )
        self._made += 1
        row.show_record(*self._record)
        row.changed.connect(self._on_row_changed)
        row.rearranged.connect(self.rearranged)
        row.moved.connect(self.move_row)
        row.removed.connect(self.remove_row)
        self.rows.append(row)
        self._place.addWidget(row)
        return row

    def _append_blank(self) -> RowEditor:
        return self._make_blank(self._append())

    def _make_blank(self, row: RowEditor) -> RowEditor:
        row.set_value({})
        kind = row.editors["type"].kind if "type" in row.editors else None
        if isinstance(kind, Choice):
            row.editors["type"].set_value(self._next_type(kind.list))
        return row

    def _next_type(self, list_key: str) -> str | None:
        """The first kind that no other line has."""
        used = {row.value().get("type") for row in self.rows[:-1]}
        options = [each.key for each in self.library.choices.options(list_key) if not each.is_hidden]
        return next((key for key in options if key not in used), options[0] if options else None)

    def _drop(self, row: RowEditor) -> None:
        self.rows.remove(row)
        self._place.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _on_row_changed(self) -> None:
        self._settle()
        self.changed.emit()

    def _settle(self) -> None:
        """The button to add stands only where no empty line waits."""
        is_shown = not self.rows[-1].is_empty
        if is_shown == self.button.isHidden():
            self.button.setVisible(is_shown)
        self.setFocusProxy(self.rows[0].main)
        self.rearranged.emit()
