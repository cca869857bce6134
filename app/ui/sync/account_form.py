"""The inputs of an address book: provider, server, login, book, groups, rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.core.texts import _
from app.services.sync.accounts import RULES, Account
from app.services.sync.dav import Book
from app.services.sync.presets import PRESETS, Preset, preset_of
from app.ui import theme
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import QuietButton
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.groups import GroupNode

LABEL_WIDTH = 150
GROUPS_HEIGHT = 96
_UID = Qt.ItemDataRole.UserRole


class AccountForm(QWidget):
    """What is typed and chosen; ``account`` is what it comes to."""

    login_changed = Signal()
    """Another server, user or password: what was found there counts no longer."""

    def __init__(self, account: Account | None, groups: list[GroupNode]) -> None:
        super().__init__()
        self._account = account
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._captions: dict[QWidget, WrappedLabel] = {}
        self._make_login(account)
        self._make_choices(account, groups)
        self._on_preset()
        if account is not None:
            self.show_books([Book(account.book, account.book_title or account.book)])
            self.own.setChecked(account.carries_own)

    # -- inputs --------------------------------------------------------------------------------------------

    def _make_login(self, account: Account | None) -> None:
        self.preset = named(QComboBox(), "sync_preset", _("Provider"))
        for each in PRESETS:
            self.preset.addItem(_(each.title), each.key)
        self.preset.setCurrentIndex(max(0, self.preset.findData(account.preset if account else "nextcloud")))
        self.server = named(QLineEdit(account.server if account else ""), "sync_server", _("Server"))
        self.server.setPlaceholderText("https://")
        self.user = named(QLineEdit(account.user if account else ""), "sync_user", _("User name"))
        self.password = named(QLineEdit(), "sync_password", _("Password"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.hint = named(WrappedLabel("", "muted"), "sync_hint")
        self.test = QuietButton(_("Test connection"), "sync_test", "zap")
        self.test.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.book = named(QComboBox(), "sync_book", _("Address book"))
        self._put(_("Provider"), self.preset)
        self._put("", self.hint)
        self._put(_("Server"), self.server)
        self._put(_("User name"), self.user)
        self._put(_("Password"), self.password, self.test)
        self._put(_("Address book"), self.book)
        if account is not None:
            self.password.setPlaceholderText(_("as it was"))
        self.preset.activated.connect(lambda _place: self._on_preset(is_new=True))
        for line in (self.server, self.user, self.password):
            line.textEdited.connect(self._on_login)

    def _make_choices(self, account: Account | None, groups: list[GroupNode]) -> None:
        self.name = named(QLineEdit(account.name if account else ""), "sync_name", _("Name"))
        self._put(_("Name"), self.name)
        self.which = named(QComboBox(), "sync_which", _("Contacts"))
        self.which.addItem(_("All contacts"), "all")
        self.which.addItem(_("Only those in these groups:"), "some")
        self.which.setCurrentIndex(1 if account and account.groups else 0)
        self.which.setEnabled(bool(groups))
        self.groups = self._make_groups(groups, set(account.groups) if account else set())
        self.which.currentIndexChanged.connect(lambda _place: self._show(self.groups, self.is_some))
        self._put(_("Contacts"), self.which)
        self._put("", self.groups)
        self._show(self.groups, self.is_some)
        self.rule = named(QComboBox(), "sync_rule", _("When both sides changed"))
        for key, text in RULES.items():
            self.rule.addItem(_(text), key)
        self.rule.setCurrentIndex(max(0, self.rule.findData(account.rule if account else "ask")))
        self._put(_("When both sides changed"), self.rule)
        self.own = named(QCheckBox(_("Send fields that vCards have no word for")), "sync_own")
        self.own.setAccessibleName(self.own.text())
        told = _("Grade, source, personal code, tags and your own fields. Other programs do not show them.")
        self.own.setToolTip(told)
        self._put("", self.own)

    def _make_groups(self, nodes: list[GroupNode], chosen: set[str]) -> QTreeWidget:
        tree = named(QTreeWidget(), "sync_groups", _("Groups"))
        tree.setHeaderHidden(True)
        tree.setProperty("boxed", "true")
        tree.setFixedHeight(GROUPS_HEIGHT)
        made: dict[str, QTreeWidgetItem] = {}
        for node in nodes:  # parents come before their children
            item = made[node.uid] = QTreeWidgetItem([node.title])
            item.setSizeHint(0, QSize(0, theme.metrics().tree_row))
            item.setData(0, _UID, node.uid)
            item.setCheckState(0, Qt.CheckState.Checked if node.uid in chosen else Qt.CheckState.Unchecked)
            above = made.get(node.parent or "")
            if above is not None:
                above.addChild(item)
            else:
                tree.addTopLevelItem(item)
        tree.expandAll()
        self._items = made
        return tree

    def _put(self, text: str, widget: QWidget, beside: QWidget | None = None) -> None:
        row = self._grid.rowCount()
        caption = WrappedLabel(text, is_selectable=False)
        caption.setBuddy(widget)
        caption.setMinimumHeight(theme.metrics().control)
        self._captions[widget] = caption
        self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, row, 1, 1, 1 if beside is not None else 2)
        if beside is not None:
            self._grid.addWidget(beside, row, 2)

    def _show(self, widget: QWidget, is_shown: bool) -> None:
        widget.setVisible(is_shown)
        self._captions[widget].setVisible(is_shown)

    # -- what is chosen ------------------------------------------------------------------------------------

    @property
    def provider(self) -> Preset:
        """Whose server it is."""
        return preset_of(str(self.preset.currentData()))

    @property
    def is_some(self) -> bool:
        """Do only some groups take part?"""
        return bool(self.which.currentData() == "some")

    def chosen_groups(self) -> tuple[str, ...]:
        """Uids of the groups that are ticked, if only some take part."""
        on = Qt.CheckState.Checked
        ticked = (uid for uid, item in self._items.items() if item.checkState(0) == on)
        return tuple(ticked) if self.is_some else ()

    def account(self) -> Account:
        """What was typed and chosen."""
        uid = self._account.uid if self._account is not None else ""
        name = self.name.text().strip() or _(self.provider.title).partition(" (")[0]
        return Account(
            name, self.provider.key, self.provider.server or self.server.text().strip(),
            self.user.text().strip(), str(self.book.currentData() or ""), self.book.currentText(),
            self.chosen_groups(), str(self.rule.currentData()), self.own.isChecked(), uid,
        )  # fmt: skip

    def show_books(self, books: list[Book]) -> None:
        """Offer what was found; the one that was chosen before stays chosen."""
        before = self.book.currentData() or (self._account.book if self._account is not None else "")
        self.book.clear()
        for each in books:
            self.book.addItem(each.title, each.url)
        self.book.setCurrentIndex(max(0, self.book.findData(before)))
        self.book.setEnabled(self.book.count() > 0)

    def _on_preset(self, is_new: bool = False) -> None:
        provider = self.provider
        self._show(self.server, not provider.server)
        self.hint.setText(_(provider.hint))
        self.hint.setAccessibleName(self.hint.text())
        self._captions[self.user].setText(_(provider.user))
        self.user.setAccessibleName(_(provider.user))
        if is_new or self._account is None:
            self.own.setChecked(provider.carries_own)
        if is_new:
            self._on_login()

    def _on_login(self, _text: str = "") -> None:
        self.show_books([])
        self.login_changed.emit()
