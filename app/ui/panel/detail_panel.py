"""The detail panel: follows the list's selection and shows one record, several, or a calm empty place."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QWidget

from app.core.texts import _
from app.ui.file_choice import FILES, FileChoice
from app.ui.opening import OpenUrl, open_in_system
from app.ui.panel.acts import RecordActs
from app.ui.panel.many import ManyView
from app.ui.panel.page import GroupNames, RecordPage, read_page
from app.ui.panel.record_view import RecordView
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.naming import named, on_surface

if TYPE_CHECKING:
    from app.services.library import RecordsChanged
    from app.ui.desk import Desk

WIDTH = 356
HURRY_S = 0.15
"""Selections that follow each other faster than this are passed over until they rest."""
REST_MS = 60


class DetailPanel(QWidget):
    """Who or what is selected. What it shows is read off the window's thread; stale answers are dropped."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        open_url: OpenUrl = open_in_system,
        files: FileChoice = FILES,
    ) -> None:
        super().__init__(parent)
        on_surface(named(self, "detail_panel", _("Details of the selected record")), "window")
        self._desk, self._open_url, self._files = desk, open_url, files
        self._uid: str | None = None
        self._many: tuple[str, ...] = ()
        self._page: RecordPage | None = None
        self._group_names = GroupNames()
        self._last_selection_s = 0.0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._on_rest)
        self._made: tuple[QWidget, int] | None = None
        self._put_soon = QTimer(self)
        self._put_soon.setSingleShot(True)
        self._put_soon.timeout.connect(self._put_made)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its room is always kept and only its handle goes, else short and long records would differ in width.
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))
        bar.setEnabled(False)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._empty = EmptyState(
            "id-card",
            _("Nothing selected"),
            _("What is selected in the list is shown here."),
            object_name="panel_empty",
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._scroll)
        self.setMinimumWidth(280)
        self.resize(WIDTH, 760)
        desk.selection_changed.connect(self._on_selection_changed)
        desk.records_changed.connect(self._on_records_changed)
        desk.library_changed.connect(self._on_library_changed)
        self.show_many(desk.selected)  # chosen before there was a panel

    @property
    def page(self) -> RecordPage | None:
        """The record that is shown now."""
        return self._page

    def show_record(self, uid: str | None) -> None:
        """Show a record; None shows the empty place."""
        self._uid, self._many = uid, ()
        library = self._desk.library
        if uid is None or library is None:
            self._show_nothing()
            return
        names = self._group_names
        self._desk.work.ask(
            "panel",
            lambda: (uid, read_page(library, uid, names)),
            self._show_answer,
            patience_ms=0,
            lane="beside",
        )

    def show_many(self, uids: Sequence[str]) -> None:
        """Show what can be done with several records."""
        if len(uids) < 2:
            self.show_record(uids[0] if uids else None)
            return
        self._desk.work.drop("panel")
        self._uid, self._many, self._page = None, tuple(uids), None
        self._put(ManyView(self._desk, self._many))

    def _on_selection_changed(self, _section: str, uids: tuple[str, ...]) -> None:
        """At once; but while an arrow key is held down only where it comes to rest."""
        now = time.monotonic()
        is_hurried = bool(uids) and self._page is not None and now - self._last_selection_s < HURRY_S
        self._last_selection_s = now if uids else 0.0
        if is_hurried:
            self._rest.start()
        else:
            self._rest.stop()
            self.show_many(uids)

    def _on_rest(self) -> None:
        self.show_many(self._desk.selected)

    def _on_records_changed(self, changed: RecordsChanged) -> None:
        """Any change may touch what is shown: an event names its contact, a title stands in many places."""
        if "group" in changed.changed:
            self._group_names.forget()
        if self._uid is not None:
            self.show_record(self._uid)
        elif self._many:
            self.show_many(self._many)

    def _on_library_changed(self) -> None:
        self._group_names.forget()
        self.show_record(None)

    def _show_nothing(self) -> None:
        self._desk.work.drop("panel")
        self._page = self._made = None
        self._stack.setCurrentWidget(self._empty)

    def _show_answer(self, answer: tuple[str, RecordPage | None]) -> None:
        uid, page = answer
        if uid == self._uid:  # else it is an answer to what was selected before
            self._show_page(page)

    def _show_page(self, page: RecordPage | None) -> None:
        if page is None:
            self._show_nothing()
            return
        place = self._scroll.verticalScrollBar().value() if self._page and self._page.uid == page.uid else 0
        self._page = page
        acts = RecordActs(self._desk, page, self, self._open_url, self._files)
        self._made = (RecordView(page, acts), place)
        self._put_soon.start()  # keys may come between building it and laying it out

    def _put_made(self) -> None:
        if self._made is not None:
            content, place = self._made
            self._put(content)
            self._scroll.verticalScrollBar().setValue(place)

    def _put(self, content: QWidget) -> None:
        self._made = None
        focused: QWidget | None = self.window().focusWidget()  # also while a dialog over it is closing
        had_focus = focused is not None and self._scroll.isAncestorOf(focused)
        self._scroll.setWidget(on_surface(content, "window"))
        self._stack.setCurrentWidget(self._scroll)
        if had_focus:
            content.setFocus()
