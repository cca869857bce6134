"""Editors of small fixed values: a number, and yes, no or not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.blueprint.context import Context
from app.blueprint.kinds import Decimal, Kind, Number
from app.core.override import override
from app.core.texts import _
from app.ui.editors.editor import CalmCombo, Editor, LineEditor
from app.ui.widgets.labels import label as text_label
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.ui.desk import Desk

_NARROW = 120


class NumberEditor(LineEditor):
    """A whole number, typed; its unit stands beside it."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        self.input.setFixedWidth(_NARROW)
        suffix = kind.suffix.strip() if isinstance(kind, Number) else ""
        if suffix:
            self.body.addWidget(text_label(suffix, "muted"))
        self.body.addStretch(1)

    @override
    def write(self, value: Any) -> str:
        return figures_of(self.kind, value, self.desk.context())


def figures_of(kind: Kind, value: Any, context: Context) -> str:
    """A number as it is typed: with the signs of the language, in which it is read again."""
    if isinstance(kind, Decimal):
        return kind.show(value, context).removesuffix(kind.suffix)
    return "" if value is None else str(value)


class YesNoEditor(Editor):
    """Yes, no, or not known."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        self.input = named(CalmCombo(), f"{name}.input", label)
        for text, answer in (("", None), (_("Yes"), True), (_("No"), False)):
            self.input.addItem(text, answer)
        self.input.setFixedWidth(_NARROW)
        self.body.addWidget(self.input)
        self.body.addStretch(1)
        self.setFocusProxy(self.input)
        self.input.activated.connect(self.touch)

    @override
    def value(self) -> Any:
        return self.input.currentData()

    @override
    def set_value(self, value: Any) -> None:
        self.input.setCurrentIndex({None: 0, True: 1, False: 2}[value])
