"""The window of the guide: pages and what is found in them at the left, the page at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import UserError
from app.core.override import override
from app.core.texts import _, language
from app.services import guide
from app.ui.help.page_view import PageView
from app.ui.icons import icon
from app.ui.opening import OpenUrl, open_address, open_in_system
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.naming import named, on_surface
from app.ui.widgets.search_box import SearchBox
from app.ui.window_place import within_screen

SIZE = QSize(1060, 640)
LEAST = QSize(560, 360)
SIDE_WIDTH = 270
ICONS = {
    "start": "play", "import": "import", "reminders": "bell", "fields": "text", "letters": "mail",
    "backup": "database-backup",
}  # fmt: skip
PLACE = Qt.ItemDataRole.UserRole


class GuideWindow(QDialog):
    """Stays open beside the work; a dialog, so that nothing takes it for the window of the program."""

    def __init__(self, open_url: OpenUrl = open_in_system) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._open_url = open_url
        self._way: list[tuple[str, str]] = []
        self._at = -1
        named(self, "guide_window")
        self.search = SearchBox("", "guide_search", "Ctrl+F")
        self.list = named(QListWidget(), "guide_pages")
        self.back = IconButton("arrow-left", "", "guide_back", kind="flat")
        self.forward = IconButton("arrow-right", "", "guide_forward", kind="flat")
        self.banner = Banner("guide_banner")
        self.page = PageView()
        self._lay_out()
        self._connect()
        self._name()
        self.resize(within_screen(self, SIZE))
        self.setMinimumSize(LEAST)

    def _lay_out(self) -> None:
        self.list.setProperty("roomy", "true")
        self.list.setIconSize(QSize(16, 16))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        on_surface(self.list, "side")
        side = on_surface(QWidget(), "side")
        column = QVBoxLayout(side)
        column.setContentsMargins(10, 12, 10, 8)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.back)
        head.addWidget(self.forward)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        right = QWidget()
        pages = QVBoxLayout(right)
        pages.setContentsMargins(0, 0, 0, 0)
        pages.setSpacing(0)
        pages.addWidget(self.banner)
        pages.addWidget(self.page, 1)
        self.page.setFrameShape(PageView.Shape.NoFrame)
        self.page.setStyleSheet(
            "QTextBrowser, QTextBrowser:focus { border: none; border-radius: 0; padding: 0; }"
        )
        parts = named(QSplitter(Qt.Orientation.Horizontal), "guide_parts")
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(1)
        parts.addWidget(side)
        parts.addWidget(right)
        parts.setStretchFactor(1, 1)
        parts.setSizes([SIDE_WIDTH, SIZE.width() - SIDE_WIDTH])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(parts)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._fill())
        self.search.entered.connect(self.list.setFocus)
        self.search.returnPressed.connect(self._open_first)
        self.search.left.connect(self.close)
        self.list.itemActivated.connect(self._on_chosen)
        self.list.itemClicked.connect(self._on_chosen)
        self.back.clicked.connect(lambda: self._step(-1))
        self.forward.clicked.connect(lambda: self._step(1))
        self.page.link_wanted.connect(self.follow)
        for keys, does in (
            ("Alt+Left", self.back.click), ("Alt+Right", self.forward.click), ("Ctrl+F", self._to_search),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self, does)

    def _name(self) -> None:
        """All texts, in the language in use."""
        self.setWindowTitle(_("Guide"))
        self.setAccessibleName(_("Guide"))
        self.search.setPlaceholderText(_("Search the guide"))
        self.search.setAccessibleName(_("Search the guide"))
        self.list.setAccessibleName(_("Pages"))
        for button, does, keys in ((self.back, _("Back"), "Alt+←"), (self.forward, _("Forward"), "Alt+→")):
            button.setAccessibleName(does)
            button.setToolTip(f"{does} ({keys})")
        self._fill()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """The program speaks another language now: so does its guide."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            if self._at >= 0:
                self._show(self._way[self._at][0], "")

    # -- pages -----------------------------------------------------------------------------------------------

    def open_page(self, key: str, place: str = "") -> None:
        """Show a page, at one of its headings if one is named, and keep the way back."""
        entry = (key if key in guide.PAGES else guide.START, place)
        if not self._way or self._way[self._at] != entry:
            self._way[self._at + 1 :] = [entry]
            self._at = len(self._way) - 1
        self._show(*entry)

    def _show(self, key: str, place: str) -> None:
        self.banner.dismiss()
        self.page.show_page(guide.page(key, language()))
        if place:
            self.page.go_to(place)
        self.back.setEnabled(self._at > 0)
        self.forward.setEnabled(self._at < len(self._way) - 1)
        if not self.search.text().strip():
            self.list.setCurrentRow(guide.PAGES.index(key))

    def _step(self, way: int) -> None:
        if 0 <= self._at + way < len(self._way):
            self._at += way
            self._show(*self._way[self._at])

    @property
    def shown(self) -> str:
        """Key of the page that is shown."""
        return self._way[self._at][0] if self._at >= 0 else ""

    def follow(self, address: str) -> None:
        """Go where a link leads; addresses outside the guide are opened by the system, if they may be."""
        name, _mark, place = address.partition("#")
        key = name.removesuffix(guide.ENDING)
        if not name or (key in guide.PAGES and name.endswith(guide.ENDING)):
            self.open_page(key or self.shown, place)
            return
        try:
            open_address(address, self._open_url)
        except UserError as problem:
            self.banner.say(str(problem), "warning")

    # -- search ----------------------------------------------------------------------------------------------

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _fill(self) -> None:
        """The pages, or what is found in them."""
        text = self.search.text().strip()
        self.list.clear()
        if not text:
            for each in guide.pages(language()):
                self._add(each.title, ICONS[each.key], (each.key, ""))
            self.list.setCurrentRow(guide.PAGES.index(self.shown) if self.shown else 0)
            return
        found = guide.search(text, language())
        for hit in found:
            self._add(hit.heading or hit.title, ICONS[hit.page],
                      (hit.page, guide.anchor(hit.heading)), hit.excerpt)  # fmt: skip
        if not found:
            item = QListWidgetItem(_("Nothing found"))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)

    def _add(self, text: str, icon_name: str, place: tuple[str, str], excerpt: str = "") -> None:
        item = QListWidgetItem(icon(icon_name), text)
        item.setToolTip(plain_tooltip(excerpt or text))
        item.setData(PLACE, place)
        self.list.addItem(item)

    def _open_first(self) -> None:
        if self.list.count():
            self._on_chosen(self.list.item(0))

    def _on_chosen(self, item: QListWidgetItem) -> None:
        place = item.data(PLACE)
        if place is None:
            return
        self.list.setCurrentItem(item)
        self.open_page(*place)
        if words := self.search.text().split():
            self.page.mark(words[0])
