"""Settings, page “Sections”: names, icons, which are shown and in which order; and presets of all that."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui.icon_picker import icon_menu
from app.ui.panel.small import WrappedLabel
from app.ui.settings_rows import Entry, RowsPage, Words
from app.ui.widgets.buttons import IconButton, QuietButton
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.sections import SectionView
    from app.ui.desk import Desk


class SectionsPage(RowsPage):
    """One row for each section; kept in the file, so that everybody who opens it sees the same."""

    def __init__(self, desk: Desk) -> None:
        words = Words(
            "section", _("Name of the section"), _("Shown"), _("Show {title}"), _("Changing the sections")
        )
        super().__init__(desk, words)
        column = self._column
        column.addWidget(WrappedLabel(_("An empty name brings the built-in name back."), "muted"))
        column.addLayout(self._rows)
        self._presets = QuietButton(_("Apply a preset…"), "sections_preset", "sparkles")
        self._presets.clicked.connect(self._offer_presets)
        column.addSpacing(8)
        column.addWidget(self._presets, 0, Qt.AlignmentFlag.AlignLeft)
        told = _("Names and hidden sections as a kind of work wants them, with some values and fields.")
        column.addWidget(WrappedLabel(told, "muted"))
        column.addStretch(1)
        self.refill()

    @override
    def entries(self, library: Library) -> list[Entry]:
        self._presets.setEnabled(not library.is_read_only)
        return [self._entry(library, view) for view in library.sections.views()]

    def _entry(self, library: Library, view: SectionView) -> Entry:
        sections, key = library.sections, view.key
        does = _("Change the icon of {title}").format(title=view.title)
        mark = IconButton(view.icon, does, f"section_icon_{key}", is_small=True)
        mark.clicked.connect(lambda: self._choose_icon(view, mark))
        return Entry(
            key, view.title, not view.is_hidden, partial(sections.rename, key),
            lambda is_shown: sections.set_hidden(key, not is_shown), partial(sections.move, key),
            placeholder=_(self._desk.registry.section(key).title), mark=mark,
        )  # fmt: skip

    def _choose_icon(self, view: SectionView, button: QWidget) -> None:
        from app.services.sections import ICONS

        menu = icon_menu(self, ICONS, view.icon, partial(self._set_icon, view))
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _set_icon(self, view: SectionView, name: str) -> None:
        library = self._desk.library
        if library is not None and name != view.icon:
            self.do(lambda: library.sections.set_icon(view.key, name))

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
            self.do(lambda: apply(library, key))

    @override
    def on_done(self, operation: object) -> None:
        self._desk.sections_changed.emit()
        super().on_done(operation)
