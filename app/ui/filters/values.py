"""What a condition compares with: an input for each thing that an operator may be given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.blueprint.conditions import MOST_DAYS, value_kind
from app.blueprint.dates import Date
from app.blueprint.field import Field
from app.blueprint.kinds import Choice, Kind, Number, Text
from app.blueprint.operators import OPERATORS
from app.blueprint.rows import ANY_SECTION, Reference, References
from app.core.override import override
from app.core.texts import _
from app.ui.editors.editor import CalmCombo
from app.ui.editors.factory import make_editor
from app.ui.editors.finder import RecordFinder
from app.ui.widgets.buttons import QuietButton
from app.ui.widgets.inputs import NumberBox
from app.ui.widgets.labels import label
from app.ui.widgets.menus import StayingMenu
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.ui.desk import Desk

DAYS = 30
"""Days that a condition begins with."""


class ValueInput(QWidget):
    """Holds what was given; ``changed`` is sent with every change by the user."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(6)

    def value(self) -> Any:
        """What is given; None if nothing is."""
        return None

    def set_value(self, value: Any) -> None:
        """Show a value."""


class OneValue(ValueInput):
    """A value of a kind, typed like on a card."""

    def __init__(self, kind: Kind, text: str, desk: Desk, name: str) -> None:
        super().__init__()
        typed = kind if isinstance(kind, (Number, Date)) else Text()
        self.editor = make_editor(typed, text, desk, name, self)
        self.editor.make_compact()
        self.editor.changed.connect(self.changed)
        self.row.addWidget(self.editor, 1)
        self.setFocusProxy(self.editor)

    @override
    def value(self) -> Any:
        return None if self.editor.problem() else self.editor.value()

    @override
    def set_value(self, value: Any) -> None:
        try:
            self.editor.set_value(value)
        except (AttributeError, TypeError, ValueError):  # of another program
            self.editor.set_value(None)


class TwoValues(ValueInput):
    """From one value to another."""

    def __init__(self, kind: Kind, text: str, desk: Desk, name: str) -> None:
        super().__init__()
        self._ends = (OneValue(kind, text, desk, f"{name}.from"), OneValue(kind, text, desk, f"{name}.to"))
        self.row.addWidget(self._ends[0], 1)
        self.row.addWidget(label("–", "muted"))
        self.row.addWidget(self._ends[1], 1)
        for each in self._ends:
            each.changed.connect(self.changed)
        self.setFocusProxy(self._ends[0])

    @override
    def value(self) -> Any:
        return tuple(each.value() for each in self._ends)

    @override
    def set_value(self, value: Any) -> None:
        for each, end in zip(self._ends, value if isinstance(value, tuple) else (), strict=False):
            each.set_value(end)


class Days(ValueInput):
    """A number of days."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__()
        self.box = NumberBox(name, text)
        self.box.setRange(0, MOST_DAYS)
        self.box.setValue(DAYS)
        self.box.valueChanged.connect(lambda _value: self.changed.emit())
        self.row.addWidget(self.box)
        self.row.addWidget(label(_("days"), "muted"), 1)
        self.setFocusProxy(self.box)

    @override
    def value(self) -> Any:
        return self.box.value()

    @override
    def set_value(self, value: Any) -> None:
        self.box.setValue(value if isinstance(value, int) else DAYS)


class SomeOf(ValueInput):
    """Several values of a list, ticked in a menu."""

    def __init__(self, text: str, name: str, offered: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._keys: list[str] = []
        self._labels = dict(offered)
        self._text = text
        self.button = QuietButton("", name)
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.menu = StayingMenu(self.button)
        self.menu.setObjectName(f"{name}.menu")
        self.button.setMenu(self.menu)
        self.row.addWidget(self.button, 1)
        self.setFocusProxy(self.button)
        self._fill()

    @override
    def value(self) -> Any:
        return tuple(self._keys)

    @override
    def set_value(self, value: Any) -> None:
        self._keys = [each for each in value if isinstance(each, str)] if isinstance(value, tuple) else []
        self._fill()

    def _fill(self) -> None:
        self.menu.clear()
        for key in dict.fromkeys((*self._labels, *self._keys)):
            action = self.menu.addAction(self._labels.get(key, key).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key in self._keys)
            action.triggered.connect(lambda _is_on, key=key: self._tick(key))
        self._say()

    def _tick(self, key: str) -> None:
        kept = set(self._keys) ^ {key}
        self._keys = [each for each in dict.fromkeys((*self._labels, *self._keys)) if each in kept]
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        said = ", ".join(self._labels.get(key, key) for key in self._keys)
        self.button.setText((said or _("Choose…")).replace("&", "&&"))
        self.button.setAccessibleName(f"{self._text}: {said}" if said else self._text)


class OneOf(ValueInput):
    """A group of the section, or an import into it."""

    def __init__(
        self, text: str, name: str, offered: Sequence[tuple[str, str]],
        name_of: Callable[[str], str] = lambda _uid: "",
    ) -> None:  # fmt: skip
        super().__init__()
        self._name_of = name_of
        self.combo = named(CalmCombo(), name, text)
        for uid, title in offered:
            self.combo.addItem(title, uid)
        self.combo.activated.connect(lambda _place: self.changed.emit())
        self.row.addWidget(self.combo, 1)
        self.setFocusProxy(self.combo)

    @override
    def value(self) -> Any:
        return self.combo.currentData()

    @override
    def set_value(self, value: Any) -> None:
        if value is None:
            return
        if self.combo.findData(value) < 0 and (title := self._name_of(value)):
            self.combo.addItem(title, value)  # an old one, or one that was taken back
        self.combo.setCurrentIndex(self.combo.findData(value))


class RecordChoice(ValueInput):
    """A record, found while typing."""

    def __init__(self, kind: Reference | References, text: str, desk: Desk, name: str) -> None:
        super().__init__()
        self._desk, self._uid = desk, ""
        sections = () if kind.section == ANY_SECTION else (kind.section,)
        self.finder = RecordFinder(desk, sections, name, text, can_create=False)
        self.finder.picked.connect(self._on_picked)
        self.finder.textEdited.connect(self._on_typed)
        self.row.addWidget(self.finder, 1)
        self.setFocusProxy(self.finder)

    @override
    def value(self) -> Any:
        return self._uid or None

    @override
    def set_value(self, value: Any) -> None:
        self._uid = value if isinstance(value, str) else ""
        self.finder.setText(self._desk.context().title_of(self._uid) if self._uid else "")

    def _on_picked(self, uid: str, title: str) -> None:
        self._uid = uid
        self.finder.setText(title)
        self.changed.emit()

    def _on_typed(self, _text: str) -> None:
        if self._uid:
            self._uid = ""
            self.changed.emit()


def value_input(field: Field, operator: str, section: str, desk: Desk, name: str) -> ValueInput:
    """The input for what an operator of a field is given."""
    text = _("Value of {name}").format(name=_(field.label))
    kind = value_kind(field)
    makers: dict[str, Callable[[], ValueInput]] = {
        "value": lambda: OneValue(kind, text, desk, name),
        "two": lambda: TwoValues(kind, text, desk, name),
        "days": lambda: Days(text, name),
        "some": lambda: SomeOf(text, name, _options(field, desk)),
        "group": lambda: OneOf(text, name, _groups(section, desk)),
        "import": lambda: _import_choice(text, name, section, desk),
        "record": lambda: RecordChoice(_pointing(field), text, desk, name),
    }
    return makers.get(OPERATORS[operator].operand, ValueInput)()


def _pointing(field: Field) -> Reference | References:
    assert isinstance(field.kind, (Reference, References)), "records are asked of references"
    return field.kind


def _options(field: Field, desk: Desk) -> list[tuple[str, str]]:
    if isinstance(field.kind, Choice):
        return list(desk.context().options_of(field.kind.list))
    return [(tag, tag) for tag in desk.library.lists.tags()] if desk.library is not None else []


def _import_choice(text: str, name: str, section: str, desk: Desk) -> OneOf:
    if desk.library is None:
        return OneOf(text, name, [])
    history = desk.library.history
    found = [(each.uid, history.name_of_import(each.uid)) for each in history.imports(section)]
    return OneOf(text, name, found, history.name_of_import)


def _groups(section: str, desk: Desk) -> list[tuple[str, str]]:
    if desk.library is None:
        return []
    depth: dict[str | None, int] = {None: 0}
    found = []
    for node in desk.library.groups.tree(section):
        depth[node.uid] = depth.get(node.parent, 0) + 1
        found.append((node.uid, "    " * (depth[node.uid] - 1) + node.title))
    return found
