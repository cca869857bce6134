"""Setting up an address book: connection tested, book chosen, password put where passwords lie."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.texts import _, ngettext
from app.services.sync.accounts import SERVICE, Account, find_books
from app.ui.panel.small import WrappedLabel
from app.ui.sync.account_form import AccountForm
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.dialog_foot import dialog_foot
from app.ui.widgets.labels import TextRole
from app.ui.widgets.naming import named, styled
from app.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.groups import GroupNode
    from app.services.sync.dav import Book
    from app.ui.desk import Desk


class AccountDialog(QDialog):
    """Makes an account, or changes one. Nothing is kept before it is saved."""

    saved = Signal(str)
    """Uid of the account that was kept; empty when one was removed."""

    def __init__(
        self, desk: Desk, account: Account | None, groups: list[GroupNode], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        title = _("New address book") if account is None else account.name
        named(self, "sync_account_dialog", title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(580)
        self._desk, self._account = desk, account
        self._progress: Progress | None = None
        self._is_testing = self._saves_then = False
        self.form = AccountForm(account, groups)
        self.form.test.clicked.connect(self.test)
        self.form.login_changed.connect(lambda: self._tell(""))
        self.form.book.setEnabled(account is not None)
        self._strip = ProgressStrip("sync_account_progress")
        self._strip.cancelled.connect(self._cancel)
        self.told = named(WrappedLabel("", "muted"), "sync_account_told")
        self.told.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        for widget in (self.form, self._strip, self.told):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(self._foot())
        desk.library_changed.connect(self.reject)
        (self.form.preset if account is None else self.form.name).setFocus()

    def _foot(self) -> QHBoxLayout:
        self.ok = PrimaryButton(_("Save"), "sync_account_save")
        self.ok.clicked.connect(self.save)
        if self._account is None:
            return dialog_foot(self, "sync_account", self.ok)
        remove = QuietButton(_("Remove"), "sync_account_remove", "trash-2")
        remove.clicked.connect(self.remove)
        return dialog_foot(self, "sync_account", self.ok, remove)

    # -- the connection ------------------------------------------------------------------------------------

    def test(self) -> None:
        """Ask the server for its address books, beside the window."""
        if self._is_testing:
            return
        self._is_testing = True
        account, typed, secrets = self.form.account(), self.form.password.text(), self._desk.secrets

        def job(progress: Progress) -> list[Book] | str:
            try:
                password = typed or (secrets.get(SERVICE, account.secret) or "" if account.uid else "")
                return find_books(account, password, progress)
            except UserError as problem:
                return str(problem)

        self._tell("")
        self._strip.start(_("Asking the server"))
        self._progress = self._desk.work.study(
            job, self._on_tested, self._strip.advance, self._on_end, owner=self
        )

    def _on_end(self) -> None:
        self._strip.finish()
        self._is_testing = False

    def _on_tested(self, found: list[Book] | str) -> None:
        saves, self._saves_then = self._saves_then, False
        if isinstance(found, str):
            self._tell(found, "danger")
            self.form.password.setFocus()
            self.form.password.selectAll()
            return
        self.form.show_books(found)
        told = ngettext(
            "The connection works; {n} address book was found.",
            "The connection works; {n} address books were found.", len(found),
        )  # fmt: skip
        self._tell(told.format(n=len(found)), "accent")
        if not self.form.name.text().strip():
            self.form.name.setText(self.form.account().name)
        (self.form.book if len(found) > 1 else self.form.name).setFocus()
        if saves and len(found) == 1:
            self.save()

    def _tell(self, text: str, role: TextRole = "muted") -> None:
        self.told.setText(text)
        self.told.setAccessibleName(text)
        styled(self.told, "role", role)
        self.told.setVisible(bool(text))

    def _cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    # -- keeping it ----------------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep the account and its password; what is missing is said here. Who did not test does it now."""
        library, account, password = self._desk.library, self.form.account(), self.form.password.text()
        if library is None:
            return
        if self.form.is_some and not account.groups:
            self._tell(_("Tick at least one group, or choose all contacts."), "danger")
            return
        if not account.book:
            self._saves_then = True
            self.test()
            return
        secrets, before = self._desk.secrets, self._account

        def keep() -> str:
            """The password first: an account without one would only ask for it."""
            if password:
                secrets.set(SERVICE, account.secret, password)
            elif before is not None and before.secret != account.secret:
                moved = secrets.get(SERVICE, before.secret)
                if moved is not None:
                    secrets.set(SERVICE, account.secret, moved)
            return library.sync.accounts.save(account).uid

        self._wait_for(_("Keeping the address book"), keep)

    def _wait_for(self, title: str, act: Callable[[], str]) -> None:
        """Do something that may wait for a keyring or a master password: no other writing waits for it."""

        def job(_progress: Progress) -> tuple[str, str]:
            try:
                return act(), ""
            except UserError as problem:
                return "", str(problem)

        self.ok.setEnabled(False)
        self._strip.start(title, can_cancel=False)
        self._desk.work.study(job, self._on_kept, self._strip.advance, self._strip.finish, owner=self)

    def _on_kept(self, answer: tuple[str, str]) -> None:
        uid, problem = answer
        self.ok.setEnabled(True)
        if problem:
            self._tell(problem, "danger")
        else:
            self.saved.emit(uid)
            self.accept()

    def remove(self) -> None:
        """Forget the account; contacts stay on both sides."""
        library, account, secrets = self._desk.library, self._account, self._desk.secrets
        if library is None or account is None:
            return

        def remove() -> str:
            library.sync.accounts.remove(account, secrets)
            return ""

        text = _("“{name}” and its password are forgotten here. Contacts stay on both sides.")
        if self._desk.messages.ask(
            _("Remove the address book?"), text.format(name=account.name), _("Remove"), _("Cancel")
        ):
            self._wait_for(_("Removing the address book"), remove)
