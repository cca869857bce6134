"""What a new record begins with: in the dialog of a field, the editor of its kind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.blueprint.field import Field
from app.blueprint.own import KINDS, Definition, fields_of
from app.core.texts import N_
from app.ui.editors import Editor, editor_for

if TYPE_CHECKING:
    from app.services.fields import FieldView
    from app.ui.desk import Desk

SIMPLE = frozenset({
    "text", "long_text", "number", "decimal", "money", "yes_no", "choice", "choices", "phone", "email",
    "url", "date", "partial_date", "date_or_time",
})  # fmt: skip
"""Kinds of which every new record may have one value; the same picture or person for all means nothing."""
LABEL = N_("Default")


def field_with_default(
    desk: Desk, section: str, view: FieldView | None, kind: str, options: dict[str, Any]
) -> Field | None:
    """The field as it would be with the kind that is chosen; None if it can have no default (yet)."""
    is_kept = view is not None and (not view.is_own or view.kind == kind)
    if is_kept and view is not None:
        found = desk.registry.section(section).by_key[view.key]
    elif KINDS[kind].has_list:
        return None  # its list is made with it
    else:
        found = fields_of(Definition("", section, "default", True, "default", kind, options))[0]
    is_computed = found.derived is not None or found.computed is not None
    depends = getattr(found.kind, "depends_on", "")
    if found.kind.is_rows or found.kind.name not in SIMPLE or is_computed or depends:
        return None
    return replace(found, label=LABEL, hint="")


class DefaultInput(QWidget):
    """Holds the editor; another kind brings another one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("field_default")
        self._desk = desk
        self.editor: Editor | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_for(self, field: Field | None, value: Any) -> None:
        """The editor of a field with its value; without a field nothing."""
        if self.editor is not None:
            self._column.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
        if field is None:
            return
        self.editor = editor_for(field, self._desk, "field_default")
        self.editor.set_value(value)
        self._column.addWidget(self.editor)

    def take(self) -> Any:
        """What stands here, with what is just being typed."""
        if self.editor is None:
            return None
        self.editor.commit()
        return self.editor.value()

    def problem(self) -> str | None:
        """A sentence if what stands here means no value."""
        return self.editor.problem() if self.editor is not None else None
