"""The form of one mail account: who writes, by which server, and the test of both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.texts import _
from app.services.mail.account import FASTEST, LOGINS, SECURITIES, USUAL_PORTS, Account, provider_of
from app.ui import theme
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.inputs import NumberBox
from app.ui.widgets.labels import form_label
from app.ui.widgets.naming import named
from app.ui.widgets.progress import ProgressStrip
from app.ui.widgets.scrolling import bring_into_view

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.ui.desk import Desk

LABEL_WIDTH = 170
_TEXTS = ("name", "address", "sender", "host", "user_name", "reply_to", "unsubscribe", "client_id", "tenant")
KEPT_PASSWORD = "•" * 8
"""Stands where a password is kept; nobody reads it back into the window."""


_SELDOM = ("pace", "reply_to", "unsubscribe", "name")
"""Fields that most leave as they are; they stand below the buttons."""


class AccountForm(QWidget):
    """Keeps the account only with Save; Test tries what stands here."""

    saved = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._uid = ""
        labels = {
            "name": _("Name"), "address": _("Address"), "sender": _("Name of the sender"),
            "host": _("Server"), "user_name": _("User name"), "reply_to": _("Reply to"),
            "unsubscribe": _("Address for unsubscribing"), "client_id": _("Client ID"), "tenant": _("Tenant"),
        }  # fmt: skip
        self.lines = {key: named(QLineEdit(), f"account_{key}", labels[key]) for key in _TEXTS}
        self.port = NumberBox("account_port", _("Port"))
        self.port.setRange(1, 65_535)
        self.pace = NumberBox("account_pace", _("Letters a minute"))
        self.pace.setRange(0, FASTEST)
        self.pace.setSpecialValueText(_("no limit"))
        self.security = _choice("account_security", _("Encryption"), SECURITIES)
        self.login = _choice("account_login", _("Log-in"), LOGINS)
        self.password = named(QLineEdit(), "account_password", _("Password"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.hint = WrappedLabel("", "muted")
        self.announced = WrappedLabel("")
        self.announced.setObjectName("account_master_announced")
        self.banner = Banner("account_banner")
        self.strip = ProgressStrip("account_progress")
        self.try_button = QuietButton(_("Test"), "account_test", "zap")
        self.enter = QuietButton(_("Log in"), "account_log_in", "log-in")
        self.save_button = PrimaryButton(_("Save"), "account_save", "save")
        self._rows: dict[str, tuple[QWidget, QWidget]] = {}
        self._lay_out(labels)
        self._connect()
        self.show_account(Account("", ""))

    def _lay_out(self, labels: dict[str, str]) -> None:
        needed, more = _grid(), _grid()
        rows: list[tuple[str, str, QWidget]] = [
            ("address", labels["address"], self.lines["address"]),
            ("sender", labels["sender"], self.lines["sender"]),
            ("host", labels["host"], _pair(self.lines["host"], self.port)),
            ("security", _("Encryption"), self.security), ("login", _("Log-in"), self.login),
            ("user_name", labels["user_name"], self.lines["user_name"]),
            ("password", _("Password"), self.password),
            ("client_id", labels["client_id"], self.lines["client_id"]),
            ("tenant", labels["tenant"], self.lines["tenant"]),
            ("pace", _("Letters a minute"), self.pace),
            ("reply_to", labels["reply_to"], self.lines["reply_to"]),
            ("unsubscribe", labels["unsubscribe"], self.lines["unsubscribe"]),
            ("name", labels["name"], self.lines["name"]),
        ]  # fmt: skip
        for place, (key, text, widget) in enumerate(rows):
            name = form_label(text)
            name.setFixedWidth(theme.metrics().scaled(LABEL_WIDTH))
            name.setWordWrap(True)
            name.setBuddy(widget)
            grid = more if key in _SELDOM else needed
            grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(widget, place, 1)
            self._rows[key] = (name, widget)
        self.lines["user_name"].setPlaceholderText(_("as the address"))
        self.lines["unsubscribe"].setPlaceholderText(_("as the address"))
        self.lines["tenant"].setPlaceholderText("common")
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addStretch(1)
        for each in (self.enter, self.try_button, self.save_button):
            acts.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.hint)
        column.addLayout(needed)
        column.addWidget(self.announced)  # right above the button that asks
        column.addLayout(acts)  # where they are seen, and above what comes and goes
        column.addWidget(self.strip)
        column.addWidget(self.banner)
        column.addLayout(more)

    def _connect(self) -> None:
        self.lines["address"].editingFinished.connect(self._on_address)
        self.security.activated.connect(lambda _n: self._on_security())
        self.login.activated.connect(lambda _n: self._enable())
        self.password.textChanged.connect(lambda _text: self._announce())
        self.try_button.clicked.connect(self.try_out)
        self.enter.clicked.connect(self.log_in)
        self.save_button.clicked.connect(self.save)

    # -- the account ---------------------------------------------------------------------------------------

    def show_account(self, account: Account) -> None:
        """Show an account; one without uid is new."""
        self._uid = account.uid
        for key, line in self.lines.items():
            line.setText(str(getattr(account, key)))
            line.setCursorPosition(0)
        self.port.setValue(account.port)
        self.pace.setValue(account.pace)
        self.security.setCurrentIndex(self.security.findData(account.security))
        self.login.setCurrentIndex(self.login.findData(account.login))
        self.password.setText(KEPT_PASSWORD if account.uid and account.login == "password" else "")
        self.banner.dismiss()
        self._show_hint()
        self._enable()
        self._as_shown = self._stands

    @property
    def is_changed(self) -> bool:
        """Does anything stand here that is not kept?"""
        return self._stands != self._as_shown

    @property
    def _stands(self) -> tuple[Account, str]:
        return self.account(), self.password.text()

    def account(self) -> Account:
        """The account as it stands here."""
        texts: dict[str, Any] = {key: line.text().strip() for key, line in self.lines.items()}
        return replace(
            Account("", ""), **texts, uid=self._uid, port=self.port.value(), pace=self.pace.value(),
            security=self.security.currentData(), login=self.login.currentData(),
        )  # fmt: skip

    @property
    def typed_password(self) -> str | None:
        """A password that was typed just now; None where the kept one stays."""
        return None if self.password.text() == KEPT_PASSWORD else self.password.text()

    def _on_address(self) -> None:
        """What is known of the provider fills what is still empty."""
        known = provider_of(self.lines["address"].text())
        if known is not None and not self.lines["host"].text():
            self.lines["host"].setText(known.host)
            self.port.setValue(known.port)
            self.security.setCurrentIndex(self.security.findData(known.security))
            self.login.setCurrentIndex(self.login.findData(known.login))
            self.pace.setValue(known.pace)
        self._show_hint()
        self._enable()

    def _show_hint(self) -> None:
        known = provider_of(self.lines["address"].text())
        self.hint.setText(_(known.hint) if known is not None and known.hint else "")
        self.hint.setVisible(bool(self.hint.text()))

    def _on_security(self) -> None:
        security = self.security.currentData()
        if self.port.value() in USUAL_PORTS.values():
            self.port.setValue(USUAL_PORTS[security])
        if security == "none":
            told = _("Without encryption everybody on the way can read password and letters; only for tests.")
            self.banner.say(told, "warning")
        else:
            self.banner.dismiss()

    def _enable(self) -> None:
        login = self.login.currentData()
        for key, is_shown in (
            ("password", login == "password"), ("user_name", login != "none"),
            ("client_id", login == "microsoft"), ("tenant", login == "microsoft"),
        ):  # fmt: skip
            for widget in self._rows[key]:
                widget.setVisible(is_shown)
        self._announce()
        self.enter.setVisible(login == "microsoft")
        self.enter.setEnabled(bool(self._uid))

    def _announce(self) -> None:
        is_kept = self.login.currentData() == "password" and self.typed_password is not None
        told = self._told_of_master() if is_kept else ""
        self.announced.setText(told)
        self.announced.setVisible(bool(told))

    def _told_of_master(self) -> str:
        """What Save will ask besides; empty where it asks nothing."""
        question = self._desk.secrets.question
        if question is None:
            return ""
        if question.is_new:
            return _(
                "On saving you are asked once for a master password: a new one that you think of. It opens"
                " the passwords that are kept on this computer."
            )
        return _(
            "On saving you are asked for your master password, which opens the passwords kept on this"
            " computer."
        )

    # -- acts ----------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep account and password."""
        library = self._desk.library
        if library is None:
            return
        account, password = self.account(), self.typed_password
        library.mail.secrets = self._desk.secrets

        def job(_progress: Progress) -> str:
            uid = library.mail.accounts.save(account)
            if password is not None and account.login == "password":
                library.mail.accounts.set_password(uid, password)
            return uid

        self._desk.work.do(_("Saving the account"), job, self._on_saved, on_error=self._refuse, owner=self)

    def _on_saved(self, uid: str) -> None:
        self._uid = uid
        self._as_shown = self._stands
        self._enable()
        self._desk.messages.info(_("The account is saved."))
        self.saved.emit(uid)

    def try_out(self) -> None:
        """Connect and log in with what stands here."""
        library = self._desk.library
        if library is None:
            return
        account, password = self.account(), self.typed_password
        library.mail.secrets = self._desk.secrets
        self.banner.dismiss()
        self.try_button.setEnabled(False)
        self.strip.start(_("Trying to log in"), can_cancel=False)
        bring_into_view(self.strip)

        def job(_progress: Progress) -> str:
            try:
                library.mail.try_out(account, password if account.login == "password" else None)
            except UserError as problem:  # told here, in the form
                return str(problem)
            return ""

        self._desk.work.study(job, self._on_tried, lambda _done, _total: None, self._on_end, owner=self)

    def _on_tried(self, problem: str) -> None:
        if problem:
            self.banner.say(problem, "danger")
        else:
            self.banner.say(_("It works: the server lets you in."))
        bring_into_view(self.banner)

    def _on_end(self) -> None:
        self.strip.finish()
        self.try_button.setEnabled(True)
        self.enter.setEnabled(bool(self._uid))

    def log_in(self) -> None:
        """Microsoft: the browser opens, and its answer is kept as a token."""
        library = self._desk.library
        if library is None:
            return
        account = self.account()
        library.mail.secrets = self._desk.secrets
        self.enter.setEnabled(False)
        self.strip.start(_("Waiting for the browser"), can_cancel=False)

        def job(_progress: Progress) -> str:
            try:
                library.mail.microsoft(account).log_in()
            except UserError as problem:
                return str(problem)
            return ""

        self._desk.work.study(job, self._on_tried, lambda _done, _total: None, self._on_end, owner=self)

    def _refuse(self, problem: Exception) -> None:
        self.banner.say(str(problem), "danger")
        bring_into_view(self.banner)


def _choice(name: str, spoken: str, words: dict[str, str]) -> QComboBox:
    made = named(QComboBox(), name, spoken)
    for key, text in words.items():
        made.addItem(_(text), key)
    return made


def _grid() -> QGridLayout:
    made = QGridLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setHorizontalSpacing(12)
    made.setVerticalSpacing(8)
    return made


def _pair(line: QLineEdit, number: NumberBox) -> QWidget:
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(line, 1)
    row.addWidget(form_label(_("Port")))
    row.addWidget(number)
    return pair
