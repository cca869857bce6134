"""Cards of the detail panel: a surface with a title, and rows of label and value."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.core.override import override
from app.ui import theme
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.labels import ElidedLabel, label, plain_tooltip
from app.ui.widgets.naming import named

LABEL_WIDTH = 112
"""Width of the column of labels."""
_PAD, _OVERHANG = 12, 5
"""Inside the edge of a card, and what a button has around its icon: icons end where texts do."""


class SurfaceCard(QFrame):
    """A surface with a border, a title and room for an act at its right; content goes into ``body``."""

    def __init__(
        self,
        title: str = "",
        object_name: str = "card",
        action: QAbstractButton | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        named(self, object_name, title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(_PAD, 8, _PAD - _OVERHANG, 12)
        outer.setSpacing(4)
        if title or action is not None:
            outer.addLayout(self._head(title, action))
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        self.body.setContentsMargins(0, 0, _OVERHANG, 0)
        outer.addLayout(self.body)

    def _head(self, title: str, action: QAbstractButton | None) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addStrut(24)
        head.addWidget(label(title, "heading"), 1)
        if action is not None:
            head.addWidget(action)
            if isinstance(action, LinkButton):
                head.addSpacing(1)  # its frame is narrower
        return head


class FieldRow(QWidget):
    """A muted label in a column of fixed width and a value that wraps and can be selected."""

    def __init__(
        self,
        name: str,
        value: str,
        object_name: str = "field",
        on_click: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        caption = ElidedLabel(name, "muted")
        caption.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        caption.setFixedWidth(theme.metrics().scaled(LABEL_WIDTH) - 8)
        row.addWidget(caption, 0, Qt.AlignmentFlag.AlignTop)
        self.value: QWidget = _value_label(name, value) if on_click is None else _link(name, value, on_click)
        self.value.setObjectName(f"{object_name}_value")
        row.addWidget(self.value, 1, Qt.AlignmentFlag.AlignTop)


class _Value(QLabel):
    """A wrapping label that never makes its panel wider than it is."""

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())


def _value_label(name: str, value: str) -> QLabel:
    made = _Value()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(value)
    made.setWordWrap(True)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    made.setAccessibleName(name)
    made.setAccessibleDescription(value)
    if any(len(word) > 24 for word in value.split()):
        made.setToolTip(plain_tooltip(value))
    return made


def _link(name: str, value: str, on_click: Callable[[], None]) -> QWidget:
    made = LinkButton(value.replace("&", "&&"), "")
    made.setProperty("tight", "true")
    made.setAccessibleName(f"{name}: {value}")
    made.setToolTip(plain_tooltip(value))
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    made.clicked.connect(on_click)
    return made
