"""The settings: a page for each group of the table of settings, for sections and for value lists."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import UserError
from app.core.override import override
from app.core.paths import portable_folder
from app.core.settings import CALLS, REMINDERS, SETTINGS, Setting
from app.core.texts import N_, _, language, use_language
from app.ui import theme
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.icons import icon
from app.ui.mail.settings_page import MailPage
from app.ui.settings_documents import DocumentsPage
from app.ui.settings_editors import SettingRow
from app.ui.settings_fields import FieldsPage
from app.ui.settings_lists import ListsPage
from app.ui.settings_reminders import DefaultsBox
from app.ui.settings_sections import SectionsPage
from app.ui.widgets.buttons import QuietButton
from app.ui.widgets.labels import label
from app.ui.widgets.naming import guided, named, on_surface

if TYPE_CHECKING:
    from app.ui.desk import Desk

PAGE_ICONS = {
    "General": "settings",
    "Appearance": "palette",
    "Region": "globe",
    "Reminders": "bell",
    "Calls": "phone",
}
SECTIONS_PAGE, FIELDS_PAGE, LISTS_PAGE = N_("Sections"), N_("Fields"), N_("Lists")
DOCUMENTS_PAGE, MAIL_PAGE = N_("Documents"), N_("Mail")
GUIDES = {
    REMINDERS: "reminders",
    CALLS: "reminders",
    SECTIONS_PAGE: "fields",
    FIELDS_PAGE: "fields",
    LISTS_PAGE: "fields",
    DOCUMENTS_PAGE: "letters",
    MAIL_PAGE: "letters",
}
"""The page of the guide that F1 opens at a page of the settings."""
FILE_PAGES = (SECTIONS_PAGE, FIELDS_PAGE, LISTS_PAGE, DOCUMENTS_PAGE, MAIL_PAGE)


def show_settings(desk: Desk, key: str = "", place: QRect | None = None) -> SettingsDialog:
    """Open the settings, at the page of one setting or at a page by its name; ``place``: on the screen."""
    dialog = SettingsDialog(desk, dialog_owner())
    dialog.go_to(key)
    if place is not None:
        dialog.setGeometry(place)
    open_dialog(dialog)
    return dialog


def show_field(desk: Desk, section: str, key: str) -> None:
    """Open the settings at a field, with what is said of it."""
    dialog = show_settings(desk, FIELDS_PAGE)
    page = dialog.findChild(FieldsPage)
    if page is not None:
        page.choose(section)
        page.edit(key)


def page_names(desk: Desk) -> list[str]:
    """The pages of the settings by their English names; those of the file only while one is open."""
    names = dict.fromkeys(setting.page for setting in SETTINGS)
    return [*names, *(FILE_PAGES if desk.library is not None else ())]


class SettingsDialog(QDialog):
    """Every change is kept and applied at once; there is no OK to forget."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "settings_dialog", _("Settings"))
        self.setWindowTitle(_("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, 600)
        self._desk = desk
        self._keys: list[str] = []
        self._pages = QStackedWidget()
        self.toast_place = self._pages
        self._list = named(QListWidget(), "settings_pages", _("Pages"))
        self._list.setProperty("roomy", "true")
        on_surface(self._list, "side")
        self._list.setIconSize(QSize(16, 16))
        self._list.currentRowChanged.connect(self._pages.setCurrentIndex)
        self._rows: dict[str, SettingRow] = {}
        self._fill()
        self._lay_out()

    def _lay_out(self) -> None:
        close = QuietButton(_("Close"), "settings_close")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 10, 24, 14)
        self._told = label(_("Changes are kept at once."), "secondary")
        foot.addWidget(self._told, 1)
        self._pages.currentChanged.connect(self._on_page)
        foot.addWidget(close)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._pages, 1)
        right.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        side = on_surface(QWidget(), "side")
        side.setFixedWidth(190)
        room = QVBoxLayout(side)
        room.setContentsMargins(8, 16, 8, 8)
        room.addWidget(self._list)
        row.addWidget(side)
        row.addLayout(right, 1)

    def _fill(self) -> None:
        self._look_at_autostart()
        for name in dict.fromkeys(setting.page for setting in SETTINGS):
            settings = [setting for setting in SETTINGS if setting.page == name and _is_offered(setting)]
            self._add(name, PAGE_ICONS.get(name, "settings"), self._settings_page(name, settings))
        if self._desk.library is not None:
            self._add(SECTIONS_PAGE, "layout-list", _titled(_(SECTIONS_PAGE), SectionsPage(self._desk)))
            fields = FieldsPage(self._desk)
            fields.list_wanted.connect(self._show_list)
            self._add(FIELDS_PAGE, "text", _titled(_(FIELDS_PAGE), fields))
            self._add(LISTS_PAGE, "list-checks", _titled(_(LISTS_PAGE), ListsPage(self._desk)))
            documents = DocumentsPage(self._desk)
            self._add(DOCUMENTS_PAGE, "file-text", _titled(_(DOCUMENTS_PAGE), documents))
            self._add(MAIL_PAGE, "mail", _titled(_(MAIL_PAGE), MailPage(self._desk)))
        self._list.setCurrentRow(0)

    def _add(self, name: str, icon_name: str, page: QWidget) -> None:
        self._keys.append(name)
        item = QListWidgetItem(icon(icon_name), _(name))
        item.setSizeHint(QSize(100, theme.metrics().row))
        self._list.addItem(item)
        self._pages.addWidget(page)

    @override
    def done(self, result: int) -> None:
        """Every way of closing comes here; an account that is not saved is asked about first."""
        mail = self.findChild(MailPage)
        if mail is None or mail.may_leave():
            super().done(result)

    def _on_page(self, place: int) -> None:
        """Only accounts of mail are kept with a button, when they are whole."""
        guided(self, GUIDES.get(self._keys[place], ""))
        self._told.setText("" if self._keys[place] == MAIL_PAGE else _("Changes are kept at once."))

    def _settings_page(self, name: str, settings: list[Setting]) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for setting in settings:
            self._rows[setting.key] = row = SettingRow(setting, self._desk.settings)
            row.changed.connect(self._apply)
            column.addWidget(row)
        if name == REMINDERS and self._desk.library is not None:
            column.addSpacing(8)
            column.addWidget(DefaultsBox(self._desk))
        column.addStretch(1)
        return _titled(_(name), content)

    def go_to(self, key: str) -> None:
        """To the page of a setting, and into its editor; or to a page by its English name."""
        page = self._rows[key].setting.page if key in self._rows else key
        if page in self._keys:
            self._list.setCurrentRow(self._keys.index(page))
        if key in self._rows:
            self._rows[key].editor.setFocus()

    def _show_list(self, list_key: str) -> None:
        """The values of a field are those of a list; one made meanwhile is known there, too."""
        page = self.findChild(ListsPage)
        if page is not None:
            page.choose(list_key)
            self.go_to(LISTS_PAGE)

    def _apply(self, key: str) -> None:
        """What the window shows follows at once; a new language or size makes the windows anew."""
        settings, library = self._desk.settings, self._desk.library
        if key == "language":
            use_language(settings.language)
        elif key == "autostart":
            self._set_autostart()
        if library is not None and key in ("language", "region", "user_name"):
            library.identity = replace(
                library.identity, user=settings.user_name, region=settings.get("region"), language=language()
            )
            library.choices.forget()
        app = QApplication.instance()
        if key in ("theme", "text_size") and isinstance(app, QApplication):
            theme.wear(app, settings)
        if key in ("language", "text_size"):
            self._start_anew(key)

    def _look_at_autostart(self) -> None:
        """The installer, or the system's own list of such programs, may have changed it meanwhile."""
        from app.ui.autostart import is_autostart

        is_on = is_autostart()
        if self._desk.settings.get("autostart") != is_on:
            with suppress(OSError):
                self._desk.settings.set("autostart", is_on)

    def _set_autostart(self) -> None:
        from app.ui.autostart import set_autostart

        try:
            set_autostart(self._desk.settings.get("autostart"))
        except UserError as problem:
            self._desk.messages.warning(str(problem))

    def _start_anew(self, key: str) -> None:
        place = self.geometry()
        self.accept()
        self._desk.renewal_wanted.emit()
        show_settings(self._desk, key, place)


def _is_offered(setting: Setting) -> bool:
    """A program that is carried about is not there when the system starts."""
    return setting.key != "autostart" or portable_folder() is None


def _titled(title: str, content: QWidget) -> QWidget:
    """A page that scrolls, with its title on top."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 20, 24, 8)
    column.setSpacing(16)
    column.addWidget(label(title, "title"))
    column.addWidget(content, 1)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has the focus; here nobody would see it
    scroll.setWidget(on_surface(page, "window"))
    return scroll
