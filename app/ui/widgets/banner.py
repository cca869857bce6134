"""A message inside the window: what happened, and the one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui.icons import Role, paint_icon
from app.ui.widgets.buttons import IconButton, LinkButton
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named, styled

Kind = Literal["info", "warning", "danger"]

_MARKS: dict[Kind, tuple[str, Role]] = {
    "info": ("info", "accent"),
    "warning": ("triangle-alert", "warning"),
    "danger": ("circle-alert", "danger"),
}


class Banner(QFrame):
    """A bar with a message, an act and a cross; hidden until it has something to say."""

    def __init__(self, object_name: str = "banner", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self._kind: Kind = "info"
        self._act: Callable[[], None] | None = None
        self._text = label("")
        self._text.setWordWrap(True)
        self._action = LinkButton("", f"{object_name}_action")
        self._action.setAccessibleName(_("Act on the message"))
        self._action.clicked.connect(self._on_action)
        does = _("Close the message")
        self._cross = IconButton("x", does, f"{object_name}_close", kind="flat", is_small=True)
        self._cross.clicked.connect(self.dismiss)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self._lay_out()
        self.hide()

    def say(
        self,
        text: str,
        kind: Kind = "info",
        action: str = "",
        on_action: Callable[[], None] | None = None,
        timeout_ms: int = 0,
    ) -> None:
        """Show a message in place of the last one; with a timeout it goes by itself."""
        self._kind, self._act = kind, on_action
        styled(self, "banner", kind)
        named(self, self.objectName(), text)
        self._text.setText(text)
        self._action.setText(action)
        self._action.setAccessibleName(action or _("Act on the message"))
        self._action.setVisible(bool(action))
        self._timer.stop()
        if timeout_ms:
            self._timer.start(timeout_ms)
        self.show()
        self.update()

    @property
    def has_action(self) -> bool:
        """Does the message that is shown offer to do something?"""
        return self._act is not None and not self.isHidden()

    def dismiss(self) -> None:
        """Hide the message."""
        self._timer.stop()
        self.hide()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        name, role = _MARKS[self._kind]
        paint_icon(QPainter(self), QRect(12, 0, 16, self.height()), name, role)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(40, 6, 8, 6)
        row.setSpacing(12)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._cross)

    def _on_action(self) -> None:
        self.dismiss()
        if self._act is not None:
            self._act()
