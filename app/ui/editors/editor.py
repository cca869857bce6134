"""Editor: what every editor of a value has in common, and the editor of one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QWheelEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.blueprint.context import Values
from app.blueprint.kinds import Kind
from app.core.override import override
from app.ui import theme
from app.ui.widgets.labels import label as text_label
from app.ui.widgets.naming import named, styled

if TYPE_CHECKING:
    from app.services.library import Library
    from app.ui.desk import Desk

CHECK_DELAY_MS = 300
"""How long after the last key stroke a value is checked."""

T = TypeVar("T")


class Editor(QWidget):
    """A widget that shows and changes one value.

    ``changed`` is sent for what the user does, never for ``set_value``. A value that looks wrong gets a
    sentence under the field and is kept all the same; only ``problem`` tells of text that means no value.
    """

    changed = Signal()
    rearranged = Signal()
    """Fields came or went inside it: the order of Tab has to be made anew."""
    is_wide = False
    """Whether it takes the whole width of the card, its label above it."""
    heeds_others = False
    """Whether it wants to be told the other values of the card (``heed``)."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self.label, self.desk = kind, label, desk
        self.setObjectName(name)
        self._warning: QLabel | None = None
        self._check = QTimer(self)
        self._check.setSingleShot(True)
        self._check.setInterval(CHECK_DELAY_MS)
        self._check.timeout.connect(self.check)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.body: QBoxLayout = QHBoxLayout()
        self.body.setSpacing(4)
        self._column.addLayout(self.body)
        self.setMinimumHeight(theme.metrics().control)

    def value(self) -> Any:
        """The value as it is stored; None when empty."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value; sends no ``changed``."""
        raise NotImplementedError

    def problem(self) -> str | None:
        """A sentence if what stands here means no value at all."""
        return None

    def commit(self) -> None:
        """Take what is typed but not yet taken; called before saving."""

    @property
    def is_pending(self) -> bool:
        """Is something under way that will still change the value?"""
        return False

    def heed(self, values: Values) -> None:
        """Told the other values of the card."""

    def show_record(self, section: str, uid: str | None) -> None:
        """Told which record the card shows; no uid for a new one."""

    def set_hint(self, hint: str) -> None:
        """A word on what belongs here, shown while it is empty."""

    def make_compact(self) -> None:
        """It stands in a narrow place: only what is needed to type."""

    @property
    def warning(self) -> str:
        """The sentence under the field; empty if all looks right."""
        return self._warning.text() if self._warning is not None and not self._warning.isHidden() else ""

    @property
    def library(self) -> Library:
        """The open file."""
        library = self.desk.library
        assert library is not None, "a card is open, so a file is"
        return library

    def touch(self) -> None:
        """The user changed something: tell it, and check it soon."""
        self._check.start()
        self.changed.emit()

    def check(self) -> None:
        """Look at the value off the key stroke and show a warning if it looks wrong."""
        sentence = self.problem()
        if sentence is not None:
            self.warn(sentence)
            return
        kind, value, context = self.kind, self.value(), self.desk.context()
        self.ask("check", lambda: kind.warning(value, context), lambda found: self.warn(found or ""), 0)

    def warn(self, sentence: str) -> None:
        """Show a sentence under the field, or take it away."""
        if self._warning is None:
            if not sentence:
                return
            self._warning = named(text_label("", "warning"), f"{self.objectName()}.warning")
            self._warning.setWordWrap(True)
            self._column.addWidget(self._warning)
        if self._warning.text() != sentence or self._warning.isHidden() == bool(sentence):
            self._warning.setText(sentence)
            self._warning.setVisible(bool(sentence))
            self._mark(bool(sentence))

    def _mark(self, is_wrong: bool) -> None:
        inner: QWidget | None = self.focusProxy()
        if isinstance(inner, (QLineEdit, QComboBox)):
            styled(inner, "state", "warning" if is_wrong else "")
        if inner is not None:
            inner.setAccessibleDescription(self.warning)
            if is_wrong:  # who does not see it come hears it
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(inner, self.warning))

    def centre_first_line(self) -> None:
        """What is lower than a field stands on the line of its label."""
        self.body.setContentsMargins(0, 4, 0, 4)

    def ask(
        self, what: str, job: Callable[[], T], on_done: Callable[[T], None], patience_ms: int = 30
    ) -> None:
        """Read something in the background; the answer is dropped if this editor is gone by then."""
        key = f"{self.objectName()}.{id(self)}.{what}"
        self.desk.work.ask(key, job, on_done, patience_ms=patience_ms, owner=self)

    def do(self, title: str, job: Callable[[], T], on_done: Callable[[T], None]) -> None:
        """Write something in the background; the answer is dropped if this editor is gone by then."""
        self.desk.work.do(title, lambda _progress: job(), on_done, owner=self)


class CalmCombo(QComboBox):
    """A combo box that leaves the wheel to the page it stands on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    @override
    def showPopup(self) -> None:
        self.view().setAccessibleName(self.accessibleName())
        super().showPopup()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class LineEditor(Editor):
    """One line of text, read by its kind: text, number, phone, e-mail, address on the web, code."""

    def __init__(self, kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(kind, label, desk, name, parent)
        self.input = named(QLineEdit(), f"{name}.input", label)
        self.body.addWidget(self.input, 1)
        self.setFocusProxy(self.input)
        self._value: Any = None
        self._shown = ""
        self.input.textEdited.connect(self._on_edited)

    @override
    def value(self) -> Any:
        """What was set as long as nothing is typed, else what the typed text means."""
        text = self.input.text()
        if text == self._shown:
            return self._value
        try:
            return self.read(text)
        except ValueError:
            return self._value

    @override
    def set_value(self, value: Any) -> None:
        self._value = value
        self.input.setText(self.write(value))
        self._shown = self.input.text()
        self.input.setCursorPosition(0)
        self.warn("")
        if value is not None:
            self._check.start()

    @override
    def problem(self) -> str | None:
        text = self.input.text()
        if text == self._shown:
            return None
        try:
            self.read(text)
        except ValueError as error:
            return str(error)
        return None

    @override
    def set_hint(self, hint: str) -> None:
        self.input.setPlaceholderText(hint)

    def read(self, text: str) -> Any:
        """The value of a typed text; ValueError with a sentence if it has none."""
        return self.kind.parse(text, self.desk.context())

    def write(self, value: Any) -> str:
        """The value as it is typed."""
        return "" if value is None else str(value)

    def _on_edited(self) -> None:
        if self.warning:
            self.warn("")
        self.touch()
