"""The left column: where am I - sections with their counts, groups and saved filters of the shown one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.override import override
from app.core.texts import _, grouped, ngettext
from app.ui import theme
from app.ui.desk import Desk
from app.ui.filters.saved_list import SavedList
from app.ui.group_tree import GroupTree
from app.ui.icons import paint_icon
from app.ui.widgets.buttons import IconButton, SteppingButton
from app.ui.widgets.labels import label, paint_badge
from app.ui.widgets.naming import named, on_surface

if TYPE_CHECKING:
    from app.services.library import Library, RecordsChanged

SIDE_WIDTH = 220


class NavRow(SteppingButton):
    """A section: icon, title, count; the shown one stands on a surface of its own."""

    def __init__(self, key: str, title: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.key, self._icon, self._count = key, icon_name, ""
        self._badge = 0
        self.setCheckable(True)
        self.setAutoExclusive(True)
        named(self, f"nav_{key}", title)

    def set_count(self, count: int) -> None:
        """How many records there are."""
        self._count = grouped(count)
        self.setAccessibleDescription(self._count)
        self.update()

    def set_badge(self, count: int) -> None:
        """How many wait for the user; none shows nothing."""
        if count != self._badge:
            self._badge = count
            text = ngettext("{n} overdue", "{n} overdue", count).format(n=grouped(count))
            self.setAccessibleDescription(text if count else "")
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.metrics().scaled(SIDE_WIDTH), theme.metrics().row)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        is_here = self.isChecked()
        middle = self.rect().adjusted(10, 0, -10, 0)
        side = theme.metrics().icon
        place = QRect(middle.left(), (self.height() - side) // 2, side, side)
        paint_icon(painter, place, self._icon, "accent" if is_here else "text")
        font = theme.ui_font(theme.metrics().font)
        if is_here:
            font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(self._count)
        painter.setPen(theme.colour("text" if is_here else "muted"))
        painter.drawText(middle, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._count)
        if self._badge:
            width = self._paint_badge(painter, middle)
        painter.setPen(theme.colour("text"))
        room = middle.adjusted(28, 0, -width - 8, 0)
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_badge(self, painter: QPainter, room: QRect) -> int:
        text = grouped(self._badge) if self._badge < 1000 else "999+"
        width = max(20, painter.fontMetrics().horizontalAdvance(text) + 8)
        place = QRectF(room.right() - width + 1, (self.height() - 20) / 2, width, 20)
        paint_badge(painter, place, text)
        return width

    def _paint_ground(self, painter: QPainter) -> None:
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = theme.metrics().radius
        if self.isChecked():
            painter.setPen(theme.colour("line"))
            painter.setBrush(theme.colour("surface"))
            painter.drawRoundedRect(place, radius, radius)
        elif self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("pressed"))
            painter.drawRoundedRect(place, radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), radius, radius)


class Sidebar(QWidget):
    """Sections and groups. Counts are read in the background and follow what is written."""

    section_chosen = Signal(str)
    today_chosen = Signal()
    group_chosen = Signal(str, str)
    """uid and path of a group; both empty for all records."""
    filter_chosen = Signal(object)
    """The SavedFilter to show."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_surface(named(self, "sidebar"), "side")
        self._desk = desk
        self._rows: dict[str, NavRow] = {}
        self._section = ""
        self._counts: dict[str, int] = {}
        self.today = NavRow("today", _("Today"), "sun")
        self.today.setToolTip(_("Alt+{number}").format(number=0))
        self.today.setEnabled(desk.library is not None)
        # Qt lets Tab reach one of several exclusive buttons only: this one and the sections are two stops.
        self.today.setAutoExclusive(False)
        self.today.clicked.connect(self.today_chosen)
        self.today.stepped.connect(self._step_from_today)
        self._nav = QVBoxLayout()
        self._nav.setSpacing(0)
        self.groups = GroupTree(desk)
        self.groups.chosen.connect(self.group_chosen)
        self._add = IconButton("plus", _("New group"), "group_add", role="muted", kind="flat", is_small=True)
        self._add.clicked.connect(self.groups.add_group)
        self.saved = SavedList(desk)
        self.saved.chosen.connect(self.filter_chosen)
        self.no_saved = label(_("None yet"), "muted")
        self.no_saved.setObjectName("no_saved_filters")
        self.no_saved.setContentsMargins(10, 4, 10, 4)
        self.no_saved.hide()
        self.saved.known.connect(lambda n: self.no_saved.setVisible(n == 0))
        self.keep = IconButton(
            "plus", _("New filter"), "saved_filter_add", role="muted", kind="flat", is_small=True
        )
        self._lay_out()
        self.show_sections()
        desk.records_changed.connect(self._on_records_changed)
        desk.library_changed.connect(self._on_library_changed)
        desk.sections_changed.connect(self.show_sections)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 8)
        column.setSpacing(0)
        column.addWidget(self.today)
        column.addLayout(self._nav)
        column.addSpacing(12)
        column.addLayout(_head(_("Groups"), "groups_heading", self._add))
        column.addSpacing(2)
        column.addWidget(self.groups, 1)
        column.addSpacing(8)
        column.addLayout(_head(_("Saved filters"), "saved_filters_heading", self.keep))
        column.addSpacing(2)
        column.addWidget(self.saved)
        column.addWidget(self.no_saved)
        column.addStretch(0)
        self.setMinimumWidth(180)

    def show_today(self) -> None:
        """Mark the Today page as what is shown."""
        self.today.setChecked(True)
        row = self._rows.get(self._section)
        if row is not None:
            row.setAutoExclusive(False)  # else one of them would have to stay on
            row.setChecked(False)
            row.setAutoExclusive(True)

    @property
    def keys(self) -> list[str]:
        """Keys of the visible sections in their order."""
        return list(self._rows)

    def show_sections(self) -> None:
        """Build the rows anew: titles, order and what is hidden come from the file."""
        for row in self._rows.values():
            self._nav.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = {}
        for number, (key, title, icon_name) in enumerate(self._visible(), 1):
            row = NavRow(key, title, icon_name)
            row.setToolTip(_("Alt+{number}").format(number=number) if number < 10 else "")
            row.clicked.connect(lambda _checked=False, key=key: self.section_chosen.emit(key))
            row.stepped.connect(lambda step, key=key: self._step(key, step))
            self._nav.addWidget(row)
            self._rows[key] = row
            row.setChecked(key == self._section and not self.today.isChecked())
        self._count()

    def show_section(self, key: str) -> None:
        """Mark the section that is shown, and show its groups."""
        self.today.setChecked(False)
        if key in self._rows:
            self._rows[key].setChecked(True)
        if key != self._section:
            self._section = key
            self.groups.set_total(self._counts.get(key, 0))
            self.groups.show_section(key)
            self.saved.show_section(key)

    def neighbour(self, step: int) -> str | None:
        """The section that many rows below, round and round."""
        keys = self.keys
        if not keys:
            return None
        place = keys.index(self._section) if self._section in keys else -step
        return keys[(place + step) % len(keys)]

    def _visible(self) -> list[tuple[str, str, str]]:
        library = self._desk.library
        if library is None:
            return [(each.key, _(each.title), each.icon) for each in self._desk.registry.sections]
        return [(view.key, view.title, view.icon) for view in library.sections.views() if not view.is_hidden]

    def _step_from_today(self, step: int) -> None:
        if step > 0 and self.keys:
            self._rows[self.keys[0]].setFocus(Qt.FocusReason.TabFocusReason)
            self._rows[self.keys[0]].click()

    def _step(self, key: str, step: int) -> None:
        keys = self.keys
        if step < 0 and key == keys[0]:
            self.today.setFocus(Qt.FocusReason.TabFocusReason)
            self.today.click()
            return
        wanted = keys[max(0, min(keys.index(key) + step, len(keys) - 1))]
        self._rows[wanted].setFocus(Qt.FocusReason.TabFocusReason)
        self._rows[wanted].click()

    def _count(self) -> None:
        library = self._desk.library
        for button in (self._add, self.keep):
            button.setEnabled(library is not None and not library.is_read_only)
        if library is not None:
            lists = library.lists
            self._desk.work.ask(
                "counts", lists.counts, self._show_counts, patience_ms=0, lane="beside", owner=self
            )
            self._desk.work.ask(
                "overdue",
                lambda: _overdue(library),
                self.today.set_badge,
                patience_ms=0,
                lane="beside",
                owner=self,
            )

    def _show_counts(self, counts: dict[str, int]) -> None:
        self._counts = counts
        for key, row in self._rows.items():
            row.set_count(counts.get(key, 0))
        self.groups.set_total(counts.get(self._section, 0))

    def _on_records_changed(self, _changed: RecordsChanged) -> None:
        self._count()
        self.groups.refresh()
        self.saved.refresh()

    def _on_library_changed(self) -> None:
        self._section = ""
        self._counts = {}
        self.today.set_badge(0)
        self.today.setEnabled(self._desk.library is not None)
        self.groups.forget()
        self.saved.forget()
        self.no_saved.hide()
        self.show_sections()


def _overdue(library: Library) -> int:
    from app.services.day_page import overdue_count

    return overdue_count(library)


def _head(text: str, name: str, button: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(10, 0, 4, 0)
    heading = label(text.upper(), "heading")
    heading.setObjectName(name)
    line.addWidget(heading, 1)
    line.addWidget(button)
    return line
