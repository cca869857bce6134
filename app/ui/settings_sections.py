"""Settings, page “Sections”: names, icons, which are shown and in which order; and presets of all that."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.texts import _
from app.ui.icon_picker import icon_menu
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import IconButton, QuietButton
from app.ui.widgets.labels import plain_tooltip
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
        self._presets = QuietButton(_("Apply a preset…"), "sections_preset", "sparkles")
        self._presets.clicked.connect(self._offer_presets)
        column.addSpacing(8)
        column.addWidget(self._presets, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(
            WrappedLabel(
                _("Names and hidden sections as a kind of work wants them, with some values and fields."),
                "muted",
            )
        )
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
        self._presets.setEnabled(can_write)
        for place, view in enumerate(views):
            row = self._row(view, place, len(views))
            row.setEnabled(can_write)
            self._rows.addWidget(row)

    def _row(self, view: SectionView, place: int, count: int) -> QWidget:
        row = named(QWidget(), f"section_{view.key}")
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        does = _("Change the icon of {title}").format(title=view.title)
        mark = IconButton(view.icon, does, f"section_icon_{view.key}", kind="flat", is_small=True)
        mark.clicked.connect(lambda: self._choose_icon(view, mark))
        line.addWidget(mark)
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

    def _choose_icon(self, view: SectionView, button: QWidget) -> None:
        from app.services.sections import ICONS

        menu = icon_menu(self, ICONS, view.icon, partial(self._set_icon, view))
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _set_icon(self, view: SectionView, name: str) -> None:
        library = self._desk.library
        if library is not None and name != view.icon:
            self._do(lambda: library.sections.set_icon(view.key, name))

    def _offer_presets(self) -> None:
        from app.services.presets import PRESETS

        menu = named(QMenu(self), "presets_menu", _("Presets"))
        menu.setToolTipsVisible(True)
        for each in PRESETS.values():
            action = menu.addAction(_(each.title), partial(self._apply, each.key))
            action.setToolTip(plain_tooltip(_(each.hint)))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._presets.mapToGlobal(self._presets.rect().bottomLeft()))

    def _apply(self, key: str) -> None:
        from app.services.presets import apply

        library = self._desk.library
        if library is not None:
            self._do(lambda: apply(library, key))

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
