"""What the card only shows: records that point here, and values computed from others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from app.blueprint.context import Values
from app.blueprint.field import Field
from app.blueprint.kinds import Kind
from app.blueprint.readings import Mirror
from app.core.override import override
from app.core.texts import _
from app.ui import theme
from app.ui.editors.editor import Editor
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.labels import label as text_label
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.around import Related
    from app.ui.desk import Desk

_MOST = 12


class MirrorEditor(Editor):
    """The records of another section that point here: each opens, and a new one can be added."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        assert isinstance(kind, Mirror), "made for mirrors"
        self._section, self._field = kind.section, kind.field
        self._uid: str | None = None
        self.body.setDirection(QBoxLayout.Direction.TopToBottom)
        self.body.setSpacing(2)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.body.addLayout(self._rows)
        section = desk.registry.section(self._section)
        self.button = LinkButton(_(section.new), f"{name}.input", "plus")
        self.button.clicked.connect(self.add_record)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self._later = named(text_label(_("can be added once this is saved"), "secondary"), f"{name}.later")
        self.body.addWidget(self._later)
        self.centre_first_line()
        self.setFocusProxy(self.button)

    @override
    def value(self) -> Any:
        return None

    @override
    def set_value(self, value: Any) -> None:
        """Nothing is stored here."""

    @override
    def show_record(self, section: str, uid: str | None) -> None:
        self._uid = uid
        self.button.setVisible(uid is not None)
        self._later.setVisible(uid is None)
        if uid is not None:
            library = self.library
            self.ask("related", lambda: library.around.of(uid).related, self._show, patience_ms=0)

    def add_record(self) -> None:
        """The card of a new record that points here."""
        field = self.desk.registry.section(self._section).by_key[self._field]
        if self._uid is not None:
            self.desk.open_card(self._section, None, {self._field: self._pointing(field)})

    def _pointing(self, field: Field) -> Any:
        if not field.kind.is_rows:
            return self._uid
        main = getattr(field.kind, "main", "")
        return [{main: self._uid}] if main else [self._uid]

    def _show(self, related: Sequence[Related]) -> None:
        while (taken := self._rows.takeAt(0)) is not None:
            if (old := taken.widget()) is not None:
                old.hide()
                old.deleteLater()
        mine = [each for each in related if each.section == self._section and self._is_mine(each)]
        for number, each in enumerate(mine[:_MOST]):
            self._rows.addWidget(self._line(each, number), 0, Qt.AlignmentFlag.AlignLeft)
        if len(mine) > _MOST:
            self._rows.addWidget(text_label(_("and {n} more").format(n=len(mine) - _MOST), "secondary"))

    def _is_mine(self, related: Related) -> bool:
        return related.field == self._field

    def _line(self, related: Related, number: int) -> QWidget:
        text = " · ".join(each for each in (related.title, related.subtitle) if each)
        text = text if len(text) <= 80 else f"{text[:79]}…"
        button = LinkButton(text.replace("&", "&&"), f"{self.objectName()}.record{number}")
        button.setAccessibleName(text)
        button.setToolTip(plain_tooltip(f"{related.title}\n{related.subtitle}".strip()))
        section, uid = related.section, related.uid
        button.clicked.connect(lambda: self.desk.open_card(section, uid))
        return button


class ShownValue(Editor):
    """A value that the program keeps by itself, as text."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        self._value: Any = None
        self._text = named(text_label("", "muted"), f"{name}.input", label)
        self._text.setMinimumHeight(theme.metrics().control)
        self.body.addWidget(self._text, 1)

    @override
    def value(self) -> Any:
        return self._value

    @override
    def set_value(self, value: Any) -> None:
        self._value = value
        self._text.setText(self.kind.show(value, self.desk.context()) or "—")

    def text(self) -> str:
        """What is shown."""
        return self._text.text()


class ComputedView(ShownValue):
    """A value made from the others, made anew whenever they change."""

    heeds_others = True

    def __init__(
        self, field: Field, label: str, desk: Desk, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(field.kind, label, desk, name, parent)
        self._field = field

    @override
    def heed(self, values: Values) -> None:
        if self._field.computed is not None:
            self.set_value(self._field.computed(values, self.desk.context()))
