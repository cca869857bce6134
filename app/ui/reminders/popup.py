"""The window of reminders: one for all that is due, in the corner of the screen, never taking the focus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.core.override import override
from app.core.texts import _, ngettext
from app.ui import theme
from app.ui.dialog_owner import with_guide
from app.ui.icons import pixmap
from app.ui.reminders.entry import Entry
from app.ui.widgets.buttons import IconButton, LinkButton
from app.ui.widgets.labels import label
from app.ui.widgets.naming import guided, named, on_surface

if TYPE_CHECKING:
    from app.services.alert_lines import AlertLine
    from app.ui.desk import Desk

WIDTH, MARGIN = 420, 16
"""Its width at least, and how far it stays from the edges of the screen."""
MOST = 30
"""So many are shown; of more the last line says how many wait."""
AGAIN_MS = 30_000
"""How often it says anew how far away things are."""


class ReminderPopup(QWidget):
    """Everything that waits, one of it unfolded. Closing hides it: what waits goes on waiting."""

    wanted = Signal(str, object)
    """What is to be done with an AlertLine: see ``Entry.wanted``."""
    all_wanted = Signal(str)
    """seen or snooze, of everything that waits"""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint,
        )
        self._desk = desk
        self.entries: list[Entry] = []
        self._lines: list[AlertLine] = []
        guided(named(self, "reminder_popup", _("Reminders")), "reminders")
        with_guide(self)
        self.setWindowTitle(_("Reminders"))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self._title = label("", "heading")
        self._inside = on_surface(QWidget(), "surface")
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(14, 0, 14, 0)
        self._rows.setSpacing(0)
        self._more = label("", "secondary")
        self._foot = QWidget()
        self._lay_out()
        self._again = QTimer(self)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.tell_times)

    def _lay_out(self) -> None:
        bell = QLabel()
        bell.setPixmap(pixmap("bell", "muted", 16, self.devicePixelRatioF()))
        close = IconButton(
            "x", _("Close; the reminders go on waiting"), "reminder_close", kind="flat", is_small=True
        )
        close.clicked.connect(self.close)
        head = self._head = QHBoxLayout()
        head.setContentsMargins(14, 8, 8, 2)
        head.setSpacing(6)
        head.addWidget(bell)
        head.addWidget(self._title, 1)
        head.addWidget(close)
        area = self._area = named(QScrollArea(), "reminder_area", _("Reminders"))
        area.setWidget(self._inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(area, 1)
        column.addWidget(self._foot)
        self._fill_foot()

    def _fill_foot(self) -> None:
        snooze = LinkButton(_("Snooze all for 10 min"), "reminder_snooze_all")
        snooze.clicked.connect(lambda: self.all_wanted.emit("snooze"))
        seen = LinkButton(_("Mark all as seen"), "reminder_seen_all")
        seen.clicked.connect(lambda: self.all_wanted.emit("seen"))
        self._all = (snooze, seen)
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(14, 4, 12, 8)
        row.setSpacing(12)
        row.addWidget(self._more, 1)
        row.addWidget(snooze)
        row.addWidget(seen)

    # -- what waits ---------------------------------------------------------------------------------------

    @property
    def lines(self) -> list[AlertLine]:
        """Everything that waits here, shown or not."""
        return list(self._lines)

    def add(self, lines: Sequence[AlertLine]) -> None:
        """New reminders: the window comes up with them, the first of them unfolded."""
        if not lines:
            return
        new = {each.alert.id for each in lines}
        self._lines = [each for each in self._lines if each.alert.id not in new]
        self._lines = sorted([*self._lines, *lines], key=lambda each: (each.alert.due, each.alert.id))
        self._fill(lines[0].alert.id)
        self._come_up()

    def remove(self, ids: Iterable[int]) -> None:
        """They wait no longer; without any the window goes."""
        gone = set(ids)
        if not any(each.alert.id in gone for each in self._lines):
            return
        place = next((n for n, each in enumerate(self.entries) if each.is_unfolded), 0)
        self._lines = [each for each in self._lines if each.alert.id not in gone]
        if not self._lines:
            self.hide()
            self._fill(0)
            return
        has_focus = self.isActiveWindow()
        current = self._lines[min(place, len(self._lines) - 1)].alert.id
        known = next((each for each in self.entries if each.is_unfolded), None)
        if known is not None and known.entry.alert.id not in gone:
            current = known.entry.alert.id
        self._fill(current)
        self._fit()
        if has_focus:
            self._focus()

    def clear(self) -> None:
        """Another file: nothing of the former one waits here."""
        self.remove([each.alert.id for each in self._lines])

    def _fill(self, current: int) -> None:
        for entry in self.entries:
            self._rows.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        library = self._desk.library
        can_write = library is not None and not library.is_read_only
        self.entries = []
        for number, line in enumerate(self._lines[-MOST:]):
            entry = Entry(line, f"reminder_{number}", can_write=can_write)
            entry.wanted.connect(self.wanted)
            entry.chosen.connect(lambda entry=entry: self.choose(entry))
            entry.head.stepped.connect(lambda step, entry=entry: self._step(entry, step))
            entry.unfold(line.alert.id == current)
            self.entries.append(entry)
            self._rows.addWidget(entry)
            entry.show()
        if self.entries and not any(each.is_unfolded for each in self.entries):
            self.entries[0].unfold(True)
        self._title.setText(self._heading())
        beyond = len(self._lines) - len(self.entries)
        self._more.setText(
            ngettext("{n} more waits", "{n} more wait", beyond).format(n=beyond) if beyond else ""
        )
        self._foot.setVisible(len(self._lines) > 1)
        for button in self._all:
            button.setVisible(can_write)
        self.tell_times()

    def _heading(self) -> str:
        n = len(self._lines)
        if n > 1 and all(each.alert.is_missed for each in self._lines):
            return ngettext("{n} missed reminder", "{n} missed reminders", n).format(n=n)
        if n > 1:
            return ngettext("{n} reminder", "{n} reminders", n).format(n=n)
        return _("Missed reminder") if n and self._lines[0].alert.is_missed else _("Reminder")

    def tell_times(self) -> None:
        """How far away everything is now."""
        now, context = self._desk.clock(), self._desk.context()
        for entry in self.entries:
            entry.tell(now, context)

    # -- choosing -----------------------------------------------------------------------------------------

    def choose(self, chosen: Entry) -> None:
        """Unfold this one."""
        for entry in self.entries:
            entry.unfold(entry is chosen)
        self._fit()

    def _step(self, entry: Entry, step: int) -> None:
        place = self.entries.index(entry) + step
        if 0 <= place < len(self.entries):
            self.choose(self.entries[place])
            self.entries[place].head.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(self.entries[place])

    def _focus(self) -> None:
        entry = next((each for each in self.entries if each.is_unfolded), None)
        if entry is not None:
            first = next(iter(entry.buttons.values()), entry.head)
            first.setFocus(Qt.FocusReason.TabFocusReason)

    # -- the place on the screen --------------------------------------------------------------------------

    def _come_up(self) -> None:
        self._fit()
        self._again.start()
        if not self.isVisible():
            self.show()
        self.raise_()

    def _fit(self) -> None:
        """As high as what is in it, at the lower right of the screen that is looked at."""
        screen = QGuiApplication.screenAt(_looked_at()) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        for widget in self.findChildren(QWidget):
            widget.ensurePolished()  # before it is dressed it does not know how high it is
        self._rows.activate()
        self._column.activate()
        inside = self._inside.sizeHint()
        frame = self._foot.sizeHint().height() if len(self._lines) > 1 else 8
        width = min(max(WIDTH, inside.width() + 2), room.width() - 2 * MARGIN)
        high = self._inside.heightForWidth(width - 2) if self._inside.hasHeightForWidth() else inside.height()
        height = min(high + self._head.sizeHint().height() + frame + 2, room.height() * 2 // 3)
        self.resize(width, height)
        self.move(room.right() - width - MARGIN + 1, room.bottom() - height - MARGIN + 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), 8, 8)
        self.setMask(QRegion(path.toFillPolygon().toPolygon()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.setPen(QPen(theme.colour("line_strong"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """It is moved by its head, as it has no frame of the system."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.windowHandle().startSystemMove()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = next((each.entry for each in self.entries if each.is_unfolded), None)
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif (
            event.key() == Qt.Key.Key_L
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            and current
        ):
            self.wanted.emit("log", current)
        else:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._again.stop()
        super().closeEvent(event)


def _looked_at() -> QPoint:
    """The middle of the window that is worked in; without one the first screen."""
    window = QApplication.activeWindow()
    if window is not None and window.isVisible():
        return window.frameGeometry().center()
    return QGuiApplication.primaryScreen().availableGeometry().center()
