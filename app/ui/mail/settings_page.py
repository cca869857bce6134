"""Settings, page “Mail”: accounts that letters go out from, and addresses that get none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.core.texts import _
from app.services.mail.account import Account
from app.ui.mail.account_form import AccountForm
from app.ui.messages import Answer
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import IconButton, QuietButton
from app.ui.widgets.labels import label, plain_tooltip
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.mail.marks import Mark
    from app.ui.desk import Desk

MARKS_HEIGHT = 150


class MailPage(QWidget):
    """Accounts are kept in the file, passwords on this computer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._wanted, self._removed, self._shown = "", "none", -1
        self.accounts = named(QComboBox(), "mail_accounts", _("Mail account"))
        self.add = QuietButton(_("New account"), "mail_account_new", "plus")
        self.remove = IconButton("trash-2", _("Delete this account"), "mail_account_remove")
        self.form = AccountForm(desk)
        self.marks = named(QListWidget(), "mail_marks", _("Addresses that get no letters"))
        self.marks.setProperty("boxed", "true")
        self.marks.setFixedHeight(MARKS_HEIGHT)
        self.marks.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.address = named(QLineEdit(), "mail_opt_out", _("Address that wants no letters"))
        self.address.setPlaceholderText(_("Address that wants no letters"))
        self.opt_out = QuietButton(_("Add"), "mail_opt_out_add", "ban")
        self.clear = QuietButton(_("May get letters again"), "mail_mark_clear", "check")
        self._lay_out()
        self._connect()
        self.refill()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.accounts, 1)
        head.addWidget(self.remove)
        head.addWidget(self.add)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.address, 1)
        line.addWidget(self.opt_out)
        line.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label(_("Accounts"), "heading"))
        told = _("Letters go out from these mailboxes. Passwords stay on this computer, never in the file.")
        if not self._desk.secrets.is_system:
            told += " " + _("They are sealed there by a master password, as the system keeps no passwords.")
        column.addWidget(WrappedLabel(told, "muted"))
        column.addLayout(head)
        column.addWidget(self.form)
        column.addSpacing(12)
        column.addWidget(label(_("Addresses that get no letters"), "heading"))
        told = _("Whoever opted out, and addresses that their server refused for good.")
        column.addWidget(WrappedLabel(told, "muted"))
        column.addWidget(self.marks)
        column.addLayout(line)
        column.addStretch(1)

    def _connect(self) -> None:
        self.accounts.activated.connect(lambda _n: self._on_chosen())
        self.add.clicked.connect(self.new_account)
        self.remove.clicked.connect(self.remove_account)
        self.form.saved.connect(self._on_saved)
        self.address.returnPressed.connect(self.add_mark)
        self.opt_out.clicked.connect(self.add_mark)
        self.clear.clicked.connect(self.clear_marks)
        self.marks.itemSelectionChanged.connect(self._enable)

    def refill(self) -> None:
        """Read accounts and addresses anew."""
        library = self._desk.library
        if library is not None:
            self._desk.work.ask(
                "settings.mail", lambda: (library.mail.accounts.all(), library.mail.marks.all()),
                lambda found: self._show(*found), owner=self,
            )  # fmt: skip

    def _show(self, accounts: list[Account], marks: list[Mark]) -> None:
        self.accounts.clear()
        for each in accounts:
            self.accounts.addItem(
                each.name if each.name == each.address else f"{each.name} <{each.address}>", each
            )
        typed = self.form.account().uid if self._is_typing else None
        place = next((n for n, each in enumerate(accounts) if each.uid == (typed or self._wanted)), 0)
        self.accounts.setCurrentIndex(place if accounts and typed != "" else -1)
        if typed is None:
            self._show_current()
        else:
            self._shown = self.accounts.currentIndex()
        from app.services.mail.marks import WORDS

        self.marks.clear()
        for mark in marks:
            text = f"{mark.address}  –  {_(WORDS.get(mark.state, mark.state))}"
            item = QListWidgetItem(f"{text}: {mark.reason}" if mark.reason else text)
            item.setToolTip(plain_tooltip(item.text()))
            item.setData(Qt.ItemDataRole.UserRole, mark.address)
            self.marks.addItem(item)
        self._enable()

    @property
    def _is_typing(self) -> bool:
        """Does an account stand half typed? It stays while an address below is kept or cleared."""
        return self.form.is_changed and self.form.account().uid != self._removed

    def _on_chosen(self) -> None:
        """Another account was chosen; one that is not saved is asked about first."""
        if self.accounts.currentIndex() != self._shown and not self.may_leave():
            self.accounts.setCurrentIndex(self._shown)
            return
        self._show_current()

    def _show_current(self) -> None:
        self._shown = self.accounts.currentIndex()
        account = self.accounts.currentData()
        self.form.show_account(account if account is not None else Account("", ""))
        self._enable()

    def _enable(self) -> None:
        library = self._desk.library
        can_write = library is not None and not library.is_read_only
        self.remove.setEnabled(can_write and self.accounts.currentData() is not None)
        self.clear.setEnabled(can_write and bool(self.marks.selectedItems()))
        for each in (self.form, self.add, self.address, self.opt_out):
            each.setEnabled(can_write)

    # -- accounts ------------------------------------------------------------------------------------------

    def new_account(self) -> None:
        """An empty form."""
        if not self.may_leave():
            return
        self.accounts.setCurrentIndex(-1)
        self._show_current()
        self.form.lines["address"].setFocus()

    def may_leave(self) -> bool:
        """May the form be left? Not before the user has said what becomes of an unsaved account."""
        if not self.form.is_changed:
            return True
        answers = (
            Answer("save", _("Save"), is_main=True), Answer("drop", _("Do not save")),
            Answer("stay", _("Cancel")),
        )  # fmt: skip
        answer = self._desk.messages.choose(_("Mail"), _("The account is not saved yet."), answers)
        if answer == "save":
            self.form.save()
        return answer == "drop"

    def _on_saved(self, uid: str) -> None:
        self._wanted = uid
        self.refill()

    def remove_account(self) -> None:
        """Delete the account; Ctrl+Z brings it back."""
        library, account = self._desk.library, self.accounts.currentData()
        if library is not None and account is not None:
            self._removed = account.uid
            self._do(_("Deleting the account"), lambda: library.mail.accounts.remove(account.uid))

    # -- addresses -----------------------------------------------------------------------------------------

    def add_mark(self) -> None:
        """The owner of an address wants no letters."""
        library, text = self._desk.library, self.address.text().strip()
        if library is not None and text:
            self._do(_("Keeping the address"), lambda: library.mail.marks.opt_out(text))
            self.address.clear()

    def clear_marks(self) -> None:
        """Letters may go to the chosen addresses again."""
        library = self._desk.library
        chosen = [str(each.data(Qt.ItemDataRole.UserRole)) for each in self.marks.selectedItems()]
        if library is not None and chosen:
            self._do(_("Clearing addresses"), lambda: library.mail.marks.clear(chosen))

    def _do(self, title: str, job: Callable[[], object]) -> None:
        self._desk.work.do(
            title, lambda _progress: job(), lambda _done: self.refill(), on_error=self._refuse, owner=self
        )

    def _refuse(self, problem: Exception) -> None:
        self.form.banner.say(str(problem), "danger")
