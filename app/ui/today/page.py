"""The Today page: overdue and today; beside them birthdays, clients without a next step, the week."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.blueprint.dates import date_format
from app.core.clock import today
from app.core.override import override
from app.core.texts import _, capital, grouped, language
from app.ui.desk import Desk
from app.ui.opening import OpenUrl, open_in_system
from app.ui.today.acts import DayActs
from app.ui.today.line import INSET, LineText, TodayLine
from app.ui.today.tips import DayTips
from app.ui.widgets.buttons import LinkButton, PrimaryButton
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import label
from app.ui.widgets.naming import guided, named, on_surface, styled
from app.ui.widgets.panel import SurfaceCard

if TYPE_CHECKING:
    from app.services.day_page import DayLine, DayPage, DayPart

NARROW = 820
"""Below this width the right column goes below the left one."""
DAY_MS = 60_000


class TodayPage(QWidget):
    """Read anew whenever something is written, and when another day begins."""

    shown = Signal(object)
    """The DayPage that is shown now."""

    def __init__(self, desk: Desk, open_url: OpenUrl = open_in_system, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_surface(guided(named(self, "today_page", _("Today")), "reminders"), "window")
        self._desk = desk
        self.acts = DayActs(desk, self, open_url)
        self.page: DayPage | None = None
        self._focus = ""
        self.title = named(label("", "title"), "today_title")
        self.summary = named(label("", "muted"), "today_summary")
        self.tips = DayTips(desk, self)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(16)
        self._sides: list[QVBoxLayout] = []
        self._widgets: list[QWidget] = []
        self._lines: list[LineText] = []
        self._lay_out()
        desk.records_changed.connect(self._on_records_changed)
        desk.library_changed.connect(self._on_library_changed)
        desk.setting_changed.connect(self._on_setting)
        self._timer = QTimer(self)
        self._timer.setInterval(DAY_MS)
        self._timer.timeout.connect(self._on_minute)
        self._timer.start()

    def _lay_out(self) -> None:
        inside = self._inside = on_surface(QWidget(), "window")
        column = self._rows = QVBoxLayout(inside)
        column.setContentsMargins(22, 18, 22, 18)
        column.setSpacing(0)
        # The area learns of lines by an event that may be gone before they are there; this holds them apart.
        column.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        column.addWidget(self.title)
        column.addSpacing(2)
        column.addWidget(self.summary)
        column.addSpacing(14)
        tip = QVBoxLayout()
        tip.setContentsMargins(0, 0, 0, 10)
        tip.addWidget(self.tips.banner)
        column.addLayout(tip)
        for stretch in (6, 5):
            side = QVBoxLayout()
            side.setSpacing(10)
            self._sides.append(side)
            self._columns.addLayout(side, stretch)
        column.addLayout(self._columns)
        column.addStretch(1)
        area = self._area = named(QScrollArea(), "today_area", _("Today"))
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(area)

    # -- reading ------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the page again, if somebody sees it."""
        library = self._desk.library
        if library is None or not self.isVisible():
            return
        settings = self._desk.settings
        ahead, behind = settings.get("birthdays_ahead"), settings.get("birthdays_behind")

        def job() -> DayPage:
            from app.services.day_page import read_day

            return read_day(library, ahead, behind)

        self._desk.work.ask("today", job, self._show, patience_ms=30, lane="beside", owner=self)

    def _on_records_changed(self, _changed: object) -> None:
        self.refresh()

    def _on_library_changed(self) -> None:
        self.page = None
        self._clear()
        self.refresh()

    def _on_setting(self, key: str) -> None:
        if key.startswith("birthdays_"):
            self.refresh()

    def _on_minute(self) -> None:
        if self.page is not None and self.page.day != today(self._desk.clock):
            self.refresh()

    # -- showing ------------------------------------------------------------------------------------------

    def _show(self, page: DayPage) -> None:
        if page == self.page:
            return
        focused = self.window().focusWidget()
        self._focus = focused.objectName() if self.isAncestorOf(focused) else ""
        self.tips.look(self.page, page)
        self.page = page
        self._clear()
        day = date_format(page.day, "EEEE, d MMMM", language())
        self.title.setText(capital(day))
        self.summary.setText(page.summary() or _("Nothing is due."))
        self._columns.setStretch(1, 0 if page.is_empty else 5)
        if page.is_empty:
            self._put(0, self._nothing())
        else:
            self._fill(page)
        for side in self._sides:
            side.addStretch(1)
        self._restore_focus()
        self.shown.emit(page)

    def _fill(self, page: DayPage) -> None:
        left = (("overdue", _("Overdue"), page.overdue), ("today", _("Today"), page.today))
        right = (
            ("birthdays", _("Birthdays"), page.birthdays),
            ("stepless", _("Clients without a next step"), page.stepless),
            ("week", self._week(page), page.week),
        )
        for place, parts in enumerate((left, right)):
            for key, title, part in parts:
                if part.lines:
                    self._put(place, self._part(key, title, part))
        if not page.overdue.lines and not page.today.lines:
            self._put(0, self._rest())

    def _week(self, page: DayPage) -> str:
        return _("This week") if page.day.weekday() < 4 else _("Next days")

    def _part(self, key: str, title: str, part: DayPart) -> QWidget:
        card = SurfaceCard(title, f"today_{key}", self._count(key, part))
        heading = card.findChild(QLabel)
        if key == "overdue" and heading is not None:
            styled(heading, "role", "overdue")
        card.body.setSpacing(0)
        _begin_left(card)
        library = self._desk.library
        can_write = library is not None and not library.is_read_only
        for number, line in enumerate(part.lines):
            row = TodayLine(
                line,
                f"today_{key}_{number}",
                can_write=can_write,
                is_first=not number,
                is_quiet=key == "week",
            )
            row.wanted.connect(self.acts.do)
            row.text.stepped.connect(partial(self._step, row.text))
            self._lines.append(row.text)
            card.body.addWidget(row)
        return card

    def _count(self, key: str, part: DayPart) -> LinkButton | None:
        """How many there are, where not all of them are shown: a click shows them in their list."""
        if part.count <= len(part.lines) or key in ("birthdays",):
            return None
        made = LinkButton(grouped(part.count), f"today_{key}_all")
        made.setAccessibleName(_("Show all"))
        made.setToolTip(_("Show all"))
        made.clicked.connect(lambda: self._show_all(part))
        return made

    def _show_all(self, part: DayPart) -> None:
        from app.services.filters import SavedFilter

        if part.query is not None:
            self._desk.narrow.emit(SavedFilter("", "", part.query))

    def _nothing(self) -> QWidget:
        """A day without anything is a good day."""
        library = self._desk.library
        new = self._desk.commands.get("record.new")
        can_write = library is not None and not library.is_read_only and new is not None
        button = None
        if can_write:
            button = PrimaryButton(_("Plan an event"), "today_new", "plus")
            button.clicked.connect(self._new_event)
        text = _("Tasks, calls and meetings appear here on their day, birthdays some days before.")
        return EmptyState("sun", _("Nothing to do today"), text, button, object_name="today_nothing")

    def _new_event(self) -> None:
        timed = next((each for each in self._desk.registry.sections if each.type_field), None)
        if timed is not None:
            self._desk.open_card(timed.key)

    def _rest(self) -> QWidget:
        card = SurfaceCard("", "today_rest")
        line = QHBoxLayout()
        line.addWidget(label(_("Nothing is due today."), "muted"))
        card.body.addLayout(line)
        return card

    def _put(self, place: int, widget: QWidget) -> None:
        self._widgets.append(widget)
        self._sides[place].addWidget(widget)
        widget.show()

    def _clear(self) -> None:
        for side in self._sides:
            while side.takeAt(0) is not None:
                pass
        for widget in self._widgets:
            widget.hide()
            widget.deleteLater()
        self._widgets, self._lines = [], []

    # -- the keyboard -------------------------------------------------------------------------------------

    @property
    def current(self) -> DayLine | None:
        """The line that has the keyboard, on its text or one of its buttons."""
        focused = self.window().focusWidget()
        for text in self._lines:
            row = text.parentWidget()
            if row is not None and row.isAncestorOf(focused):
                return text.line
        return None

    def focus_here(self) -> None:
        """Take the keyboard: the first line."""
        first = self._lines[0] if self._lines else self
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _step(self, line: LineText, step: int) -> None:
        """To the line below or above, over the edges of the parts."""
        place = self._lines.index(line) + step
        if 0 <= place < len(self._lines):
            self._lines[place].setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(self._lines[place])

    def _restore_focus(self) -> None:
        """Where the line was checked off, the one that came into its place."""
        if not self._focus:
            return
        fitting = (each for card in self._widgets for each in card.findChildren(QWidget, self._focus))
        found = next(fitting, None)
        if found is not None:
            found.setFocus()
        else:
            self.focus_here()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self._lines:
            self.focus_here()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._columns.direction() != way:
            self._columns.setDirection(way)
            QTimer.singleShot(0, self, self._lay_again)

    def _lay_again(self) -> None:
        """A page that is just being shown has its old places already, and Qt would keep them."""
        self._rows.invalidate()
        self._rows.setGeometry(self._inside.rect())


def _begin_left(card: SurfaceCard) -> None:
    """Lines begin a little left of the heading, so that their texts stand below it."""
    outer, heading = card.layout(), card.findChild(QLabel)
    if outer is None or heading is None:
        return
    around = outer.contentsMargins()
    outer.setContentsMargins(around.left() - INSET, around.top(), around.right(), around.bottom())
    heading.setContentsMargins(INSET, 0, 0, 0)
