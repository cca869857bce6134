"""The history of a record: what is planned, what was done, what was written - and what was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui.icons import Role, paint_icon
from app.ui.panel.moments import short_when
from app.ui.panel.page import Changed, RecordPage
from app.ui.panel.small import LinkText, WrappedLabel
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.chips import TagLabel
from app.ui.widgets.labels import label, plain_tooltip
from app.ui.widgets.naming import named
from app.ui.widgets.panel import SurfaceCard

if TYPE_CHECKING:
    from app.services.around import TimelineEntry
    from app.ui.panel.acts import RecordActs

SHOWN_AT_FIRST = 12
WITH_CHANGES = "history_changes"
"""Whether the list has the changes too; remembered."""


class HistoryCard(SurfaceCard):
    """Events and changes in one order of time; the changes can be left out."""

    def __init__(self, page: RecordPage, acts: RecordActs) -> None:
        can_add = "event" in page.section.actions and not acts.why_not("event")
        new = LinkButton(_("New event"), "history_new_event") if can_add else None
        if new is not None:
            new.clicked.connect(lambda _on: acts.new_event())
        super().__init__(_("History"), "card_history", new)
        self._page, self._acts = page, acts
        self._list = QWidget()
        self.body.addWidget(self._list)
        self._more = named(LinkButton("", "history_more"), "history_more", _("Show all"))
        self._more.clicked.connect(lambda: self._show(len(page.history)))
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._foot = self._make_foot()
        self.body.addWidget(self._foot)
        self._show(SHOWN_AT_FIRST)

    def _make_foot(self) -> QWidget:
        """Who wrote the record and when, and the switch that leaves out the changes."""
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        self._created = WrappedLabel(self._page.created, "secondary")
        self._created.setObjectName("history_created")
        column.addWidget(self._created)
        if self._page.changed:
            column.addWidget(WrappedLabel(self._page.changed, "secondary"))
        self._toggle = LinkButton("", "history_changes")
        self._toggle.setProperty("tight", "true")
        self._toggle.clicked.connect(self._on_toggle)
        column.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignLeft)
        return foot

    @property
    def _has_changes(self) -> bool:
        return not self._is_mixed or bool(self._acts.desk.state.get(WITH_CHANGES, True))

    @property
    def _is_mixed(self) -> bool:
        """Are there events and changes? Else nothing can be left out."""
        return 0 < len(self._page.timeline) < len(self._page.history)

    def _on_toggle(self) -> None:
        self._acts.desk.state.set(WITH_CHANGES, not self._has_changes)
        self._show(SHOWN_AT_FIRST)

    def _show(self, count: int) -> None:
        self._toggle.setText(_("Show events only") if self._has_changes else _("Show changes"))
        self._toggle.setAccessibleName(self._toggle.text())
        self._toggle.setVisible(self._is_mixed)
        found = self._page.history if self._has_changes else self._page.timeline
        self._fill([self._row(each) for each in found[:count]] or [label(_("Nothing yet."), "muted")])
        is_told = any(isinstance(each, Changed) and each.is_creation for each in found[:count])
        is_foot_told = bool(self._page.created) and not is_told
        self._created.setVisible(is_foot_told)
        self._foot.setVisible(is_foot_told or self._is_mixed or bool(self._page.changed))
        rest = len(found) - count
        self._more.setText(_("Show {n} more").format(n=rest))
        self._more.setAccessibleName(self._more.text())
        self._more.setVisible(rest > 0)

    def _row(self, entry: TimelineEntry | Changed) -> QWidget:
        if isinstance(entry, Changed):
            return ChangeBlock(entry, self._page)
        return TimelineRow(entry, self._page, self._acts)

    def _fill(self, rows: list[QWidget]) -> None:
        made = QWidget()
        made.setObjectName("history_timeline")
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for row in rows:
            column.addWidget(row)
        self.body.replaceWidget(self._list, made)
        self._list.hide()
        self._list.deleteLater()
        self._list = made
        QTimer.singleShot(0, made, made.updateGeometry)


class _Mark(QWidget):
    """The icon of an entry, in accent when it is still to come."""

    def __init__(self, name: str, role: Role) -> None:
        super().__init__()
        self._name, self._role = name, role
        self.setFixedSize(16, 18)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_icon(QPainter(self), self.rect(), self._name, self._role)


class TimelineRow(QWidget):
    """One thing that happened or is planned: icon, title, when, and what came of it."""

    def __init__(self, entry: TimelineEntry, page: RecordPage, acts: RecordActs) -> None:
        super().__init__()
        self.setObjectName("timeline_row")
        self.entry = entry
        is_change = entry.kind == "change"
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        mark = _Mark(entry.icon or "circle", "accent" if entry.is_planned else "muted")
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title(entry, page, acts, is_change), 1)
        if entry.is_planned:
            tag = TagLabel(_("planned"), "warning")
            head.addWidget(tag, 0, Qt.AlignmentFlag.AlignTop)
        else:
            head.addWidget(
                label(short_when(entry.at, page.context), "secondary"), 0, Qt.AlignmentFlag.AlignTop
            )
        words.addLayout(head)
        if entry.is_planned and entry.at:
            when = label(short_when(entry.at, page.context, with_time=True), "accent")
            when.setObjectName("timeline_when")
            words.addWidget(when)
        if entry.text:
            words.addWidget(WrappedLabel(entry.text, "secondary"))
        row.addLayout(words, 1)

    def _title(self, entry: TimelineEntry, page: RecordPage, acts: RecordActs, is_change: bool) -> QWidget:
        if entry.uid and entry.uid != page.uid and entry.section:
            made = LinkText(entry.title, lambda: acts.go(entry), tone="text")
            made.setObjectName("timeline_title")
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            return made
        return WrappedLabel(entry.title, "muted" if is_change else "text")


class ChangeBlock(QWidget):
    """What one operation changed, quieter than what happened: each field's old and new value, when, who."""

    def __init__(self, entry: Changed, page: RecordPage) -> None:
        super().__init__()
        self.setObjectName("change_block")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(_Mark("pencil", "muted"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(WrappedLabel("\n".join(entry.texts), "muted"), 1)
        when = label(short_when(entry.at, page.context), "secondary")
        exactly = short_when(entry.at, page.context, with_time=True)
        when.setToolTip(plain_tooltip(" · ".join(filter(None, (exactly, entry.by)))))
        row.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
