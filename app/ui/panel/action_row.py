"""The row of what is most often done with a record: call, write, event, document; open, done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.core.texts import N_, NC_, _
from app.ui.icons import icon
from app.ui.panel.small import TallButton
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.ui.panel.acts import Option, RecordActs

ACTIONS = {
    "call": ("phone", NC_("action", "Call")),
    "write": ("mail", N_("Write")),
    "event": ("calendar-plus", N_("Event")),
    "document": ("file-text", N_("Document")),
    "open": ("external-link", N_("Open")),
    "done": ("check", N_("Done")),
}
"""The words of ``Section.actions`` that the window knows: icon and text of the button."""


_COLUMNS = 3
"""A button takes a third of the row at most: one alone would be as wide as the panel."""


class ActionRow(QWidget):
    """One button for each action of the section; several ways to do it come as a menu."""

    def __init__(self, acts: RecordActs) -> None:
        super().__init__()
        named(self, "action_row", _("What can be done"))
        self._acts = acts
        self.buttons: dict[str, TallButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for action in acts.page.section.actions:
            if action in ACTIONS:
                row.addWidget(self._button(action), 1)
        if 0 < len(self.buttons) < _COLUMNS:
            row.addStretch(_COLUMNS - len(self.buttons))

    def _button(self, action: str) -> TallButton:
        icon_name, text = ACTIONS[action]
        button = TallButton(icon_name, _(text), f"action_{action}")
        reason = self._acts.why_not(action)
        button.setEnabled(not reason)
        button.setToolTip(reason)
        button.clicked.connect(lambda: self.start(action))
        self.buttons[action] = button
        return button

    def start(self, action: str) -> None:
        """Do it at once when there is one way, else ask which."""
        options = self._acts.options(action)
        if len(options) == 1:
            options[0].run()
        elif options:
            options_menu(self, action, options).popup(self._below(action))

    def _below(self, action: str) -> QPoint:
        button = self.buttons[action]
        return button.mapToGlobal(QPoint(0, button.height() + 4))


def options_menu(parent: QWidget, action: str, options: list[Option]) -> QMenu:
    """The ways to do an action, to choose from."""
    menu = QMenu(parent)
    menu.setObjectName(f"menu_{action}")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for option in options:
        menu.addAction(icon(option.icon), option.text.replace("&", "&&"), option.run)
    return menu
