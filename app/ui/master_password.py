"""Asks for the master password of the stored passwords, where the system has no keyring.

Whoever needs a password waits for it beside the window; the question is asked in the window.
"""

from __future__ import annotations

import queue
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget

from app.core.texts import _
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.dialog_foot import dialog_foot
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.secrets import MasterQuestion

LOOK_S = 0.2
"""How often whoever waits looks whether the program ends."""

Reply = queue.SimpleQueue[str | None]


class MasterPassword(QObject):
    """Called beside the window with a question; returns when it was answered."""

    _asked = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_over = False
        self._asked.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def __call__(self, question: MasterQuestion) -> str | None:
        """The password that the user typed, None if he does not want to."""
        reply: Reply = queue.SimpleQueue()
        self._asked.emit(question, reply)
        while not self._is_over:
            try:
                return reply.get(timeout=LOOK_S)
            except queue.Empty:
                continue
        return None

    def give_up(self) -> None:
        """The program ends: whoever waits gets no answer."""
        self._is_over = True

    def _show(self, question: MasterQuestion, reply: Reply) -> None:
        above = QApplication.activeModalWidget() or QApplication.activeWindow() or dialog_owner()
        dialog = MasterPasswordDialog(question, above)
        dialog.accepted.connect(lambda: reply.put(dialog.password.text()))
        dialog.rejected.connect(lambda: reply.put(None))
        open_dialog(dialog)


class MasterPasswordDialog(QDialog):
    """One line for the password; a new one is typed twice."""

    def __init__(self, question: MasterQuestion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = _("New master password") if question.is_new else _("Master password")
        named(self, "master_password_dialog", title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)  # whatever asked waits below it
        self.setMinimumWidth(420)
        told = (
            _(
                "You are saving a password, and this system has no place that keeps it safe: the program"
                " encrypts it. Think of one master password that opens all passwords kept so: it is asked"
                " once after each start, before the first of them is needed. If it is forgotten, they have to"
                " be typed anew; your records are not touched."
            )
            if question.is_new
            else _(
                "Passwords are kept encrypted on this computer, and one of them is needed or saved now. Type"
                " the master password that you once chose here; it is not that of a mailbox."
            )
        )
        self.password = _line("master_password", title)
        self.again = _line("master_password_again", _("Once more"))
        self.again.setPlaceholderText(_("Once more"))
        self.again.setVisible(question.is_new)
        self.warning = WrappedLabel(_("That is not the master password."), "danger")
        self.warning.setVisible(question.was_wrong)
        self.ok = PrimaryButton(_("OK"), "master_password_ok", "key-round")
        self.ok.clicked.connect(self._check)
        self._is_new = question.is_new
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        for each in (WrappedLabel(told), self.password, self.again, self.warning):
            column.addWidget(each)
        column.addStretch(1)
        column.addLayout(dialog_foot(self, "master_password", self.ok))
        self.password.setFocus()

    def _check(self) -> None:
        given = self.password.text()
        if self._is_new and given != self.again.text():
            self.warning.setText(_("The two passwords are not the same."))
            self.warning.show()
        elif given:
            self.accept()


def _line(name: str, title: str) -> QLineEdit:
    made = named(QLineEdit(), name, title)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made
