"""Settings, page “Sections”: what they are called, which are shown, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.texts import _
from app.ui.icons import pixmap
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.sections import SectionView
    from app.ui.desk import Desk


class SectionsPage(QWidget):
    """One row for each section; kept in the file, so that everybody who opens it sees the same."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(WrappedLabel(_("An empty name brings the built-in name back."), "muted"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        column.addLayout(self._rows)
        column.addStretch(1)
        self._refill()

    def _refill(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        library = self._desk.library
        if library is None:
            return
        views = library.sections.views()
        can_write = not library.is_read_only
        for place, view in enumerate(views):
            row = self._row(view, place, len(views))
            row.setEnabled(can_write)
            self._rows.addWidget(row)

    def _row(self, view: SectionView, place: int, count: int) -> QWidget:
        row = named(QWidget(), f"section_{view.key}")
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        mark = label("")
        mark.setPixmap(pixmap(view.icon, "muted", dpr=self.devicePixelRatioF()))
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        name = named(QLineEdit(view.title), f"section_name_{view.key}", _("Name of the section"))
        name.setPlaceholderText(_(self._desk.registry.section(view.key).title))
        name.editingFinished.connect(lambda: self._rename(view, name.text()))
        line.addWidget(name, 1)
        shown = named(
            QCheckBox(_("Shown")), f"section_shown_{view.key}", _("Show {title}").format(title=view.title)
        )
        shown.setChecked(not view.is_hidden)
        shown.toggled.connect(partial(self._show, view))
        line.addWidget(shown)
        for step, icon_name, does in ((-1, "arrow-up", _("Move up")), (1, "arrow-down", _("Move down"))):
            button = IconButton(
                icon_name, does, f"section_{icon_name}_{view.key}", kind="flat", is_small=True
            )
            button.setEnabled(0 <= place + step < count)
            button.clicked.connect(partial(self._move, view, place + step))
            line.addWidget(button)
        return row

    def _rename(self, view: SectionView, title: str) -> None:
        library = self._desk.library
        if library is not None and title.strip() != view.title:
            self._do(lambda: library.sections.rename(view.key, title))

    def _show(self, view: SectionView, is_shown: bool) -> None:
        library = self._desk.library
        if library is not None:
            self._do(lambda: library.sections.set_hidden(view.key, not is_shown))

    def _move(self, view: SectionView, position: int, _is_on: bool = False) -> None:
        library = self._desk.library
        if library is not None:
            self._do(lambda: library.sections.move(view.key, position))

    def _do(self, job: Callable[[], object]) -> None:
        work, title = self._desk.work, _("Changing the sections")
        work.do(title, lambda _progress: job(), self._on_done, on_error=self._on_refused, owner=self)

    def _on_done(self, _operation: object) -> None:
        self._desk.sections_changed.emit()
        self._refill()

    def _on_refused(self, problem: UserError) -> None:
        self._desk.messages.warning(str(problem))
        self._refill()
