"""The line above a calendar: back, on, today, what is shown; day, week, month, agenda; what else is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.core.texts import N_, _
from app.ui.calendar.spans import MODES
from app.ui.widgets.buttons import IconButton, QuietButton
from app.ui.widgets.labels import ElidedLabel
from app.ui.widgets.menus import menu_below
from app.ui.widgets.naming import named, on_surface
from app.ui.widgets.segments import Segments

MODE_NAMES = {"day": N_("Day"), "week": N_("Week"), "month": N_("Month"), "agenda": N_("Agenda")}


class Toggle(NamedTuple):
    """An entry of the menu: name, words, whether it is on, what a click does; exclusive ones are a choice."""

    key: str
    text: str
    is_on: bool
    run: Callable[[], None]
    is_choice: bool = False


class CalendarBar(QWidget):
    """Says what is wanted by signals; what is shown is told from outside."""

    stepped = Signal(int)
    today_wanted = Signal()
    mode_chosen = Signal(str)

    def __init__(self, toggles: Callable[[], Sequence[Toggle]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_surface(named(self, "calendar_bar"), "surface")
        self._toggles = toggles
        self.back = IconButton("chevron-left", _("Back"), "calendar_back", kind="flat", is_small=True)
        self.on = IconButton("chevron-right", _("Onward"), "calendar_on", kind="flat", is_small=True)
        self.today = QuietButton(_("Today"), "calendar_today")
        self.title = named(ElidedLabel("", "strong"), "calendar_title")
        self.modes = Segments("calendar_mode", _("Span of the calendar"))
        self.more = IconButton(
            "sliders-horizontal", _("What the calendar shows"), "calendar_more", kind="flat", is_small=True
        )
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 6, 14, 6)
        line.setSpacing(4)
        for widget in (self.today, self.back, self.on):
            line.addWidget(widget)
        line.addSpacing(4)
        line.addWidget(self.title, 1)
        line.addWidget(self.modes)
        line.addWidget(self.more)
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.on.clicked.connect(lambda: self.stepped.emit(1))
        self.today.clicked.connect(self.today_wanted)
        self.modes.chosen.connect(self.mode_chosen)
        self.more.clicked.connect(lambda: menu_below(self.more, "calendar_menu", self._fill))
        self.modes.offer([(mode, _(MODE_NAMES[mode])) for mode in MODES], "month")

    def show_span(self, title: str, mode: str) -> None:
        """Name what is shown."""
        self.title.setText(title)
        self.title.setAccessibleName(title)
        if mode in self.modes.keys:
            self.modes.button(mode).setChecked(True)

    def _fill(self, menu: QMenu) -> None:
        was_choice, choices = False, QActionGroup(menu)
        for toggle in self._toggles():
            if was_choice and not toggle.is_choice:
                menu.addSeparator()
            was_choice = toggle.is_choice
            action = menu.addAction(toggle.text)
            action.setObjectName(f"calendar_{toggle.key}")
            action.setCheckable(True)
            if toggle.is_choice:
                choices.addAction(action)
            action.setChecked(toggle.is_on)
            action.triggered.connect(lambda _checked=False, run=toggle.run: run())
