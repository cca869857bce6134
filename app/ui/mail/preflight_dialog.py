"""The look before sending: who gets the letter and who does not, and what each of them would read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.core.texts import _, ngettext
from app.ui.mail.letter_view import LetterView
from app.ui.mail.outbox_dialog import show_outbox
from app.ui.mail.preflight_words import ALL, NOT_GOING, choices_of, shown_of, sum_of
from app.ui.mail.recipient_table import RecipientTable
from app.ui.mail.runner import runner_of
from app.ui.opening import OpenUrl, open_in_system
from app.ui.panel.small import WrappedLabel
from app.ui.templates.document_look import look_at_document
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from app.ui.widgets.labels import form_label, label
from app.ui.widgets.naming import guided, named
from app.ui.widgets.progress import ProgressStrip
from app.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.mail.account import Account
    from app.services.mail.recipients import Preflight, Recipient
    from app.ui.desk import Desk

LAST_ACCOUNT = "mail.account"


class PreflightDialog(QDialog):
    """Left the recipients, right the letter of the one that is chosen; nothing goes before the button."""

    def __init__(
        self, desk: Desk, looked: Preflight, parent: QWidget | None = None, *,
        open_url: OpenUrl = open_in_system,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        title = _("Before sending: {name}").format(name=looked.letter.name)
        guided(named(self, "preflight_dialog", title), "letters")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1080, 640)
        self._desk, self._looked, self._open_url = desk, looked, open_url
        self._chosen: dict[str, str] = {}
        self._pictures: dict[str, bytes] = {}
        self._progress: Progress | None = None
        self.sum = label("", "heading")
        self.banner = Banner("preflight_banner")
        self.filter = Segments("preflight_filter", _("Which recipients are shown"))
        self.table = RecipientTable()
        self.view = self.toast_place = LetterView("preflight_letter")
        self.address = named(QComboBox(), "preflight_address", _("Address"))
        self.document = LinkButton(_("Look at the document"), "preflight_document")
        self.note = WrappedLabel("", "warning")
        self.refused = named(QCheckBox(), "preflight_refused", _("Also to refused addresses"))
        self.earlier = named(QCheckBox(), "preflight_earlier", _("Also to who has had this letter"))
        self.account = named(QComboBox(), "preflight_account", _("Sent from"))
        self.strip = ProgressStrip("preflight_progress")
        self.test = QuietButton(_("Test letter to me"), "preflight_test", "mail")
        self.send = PrimaryButton("", "preflight_send", "send")
        self._lay_out()
        self._connect()
        self._read_accounts()
        self._show_looked(looked)
        self._read_pictures()

    # -- putting it together -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.filter)
        left.addWidget(self.table, 1)
        left.addWidget(self.refused)
        left.addWidget(self.earlier)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(form_label(_("Goes to")))
        line.addWidget(self.address, 1)
        line.addWidget(self.document)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(line)
        right.addWidget(self.note)
        right.addWidget(self.view, 1)
        body = QHBoxLayout()
        body.setSpacing(20)
        body.addLayout(left, 1)
        body.addLayout(right, 1)
        settings = LinkButton(_("Mail accounts…"), "preflight_accounts")
        settings.clicked.connect(self._open_accounts)
        cancel = QuietButton(_("Back"), "preflight_cancel")
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(form_label(_("Sent from")))
        foot.addWidget(self.account)
        foot.addWidget(settings)
        foot.addStretch(1)
        for each in (self.test, cancel, self.send):
            foot.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.sum)
        column.addWidget(self.banner)
        column.addLayout(body, 1)
        column.addWidget(self.strip)
        column.addLayout(foot)
        self.account.setMinimumWidth(220)

    def _connect(self) -> None:
        self.filter.chosen.connect(lambda _key: self._fill())
        self.table.selectionModel().currentChanged.connect(self._on_current)
        self.address.activated.connect(self._on_address)
        self.document.clicked.connect(self.look_at_document)
        for box in (self.refused, self.earlier):
            box.toggled.connect(lambda _is_on: self._look_again())
        self.account.activated.connect(lambda _n: self._remember_account())
        self.test.clicked.connect(self.send_test)
        self.send.clicked.connect(self.send_all)
        self.strip.cancelled.connect(self._cancel)
        self._desk.library_changed.connect(self.reject)

    # -- accounts ------------------------------------------------------------------------------------------

    def _read_accounts(self) -> None:
        library = self._desk.library
        if library is not None:
            self._desk.work.ask(
                "preflight.accounts", library.mail.accounts.all, self._show_accounts, owner=self
            )

    def _show_accounts(self, accounts: list[Account]) -> None:
        self.account.clear()
        for each in accounts:
            shown = each.name if each.name == each.address else f"{each.name} <{each.address}>"
            self.account.addItem(shown, each)
        last = self._desk.state.get(LAST_ACCOUNT)
        place = next((n for n, each in enumerate(accounts) if each.uid == last), 0)
        self.account.setCurrentIndex(place if accounts else -1)
        if not accounts:
            told = _("Letters go out from a mail account; there is none yet.")
            self.banner.say(told, "warning", _("Add an account…"), self._open_accounts)
        self._enable()

    def _open_accounts(self) -> None:
        from app.ui.settings_dialog import MAIL_PAGE, show_settings

        dialog = show_settings(self._desk, MAIL_PAGE)
        dialog.finished.connect(lambda _result: self._read_accounts())

    def _remember_account(self) -> None:
        account = self.account.currentData()
        if account is not None:
            self._desk.state.set(LAST_ACCOUNT, account.uid)
        self._enable()

    # -- recipients ----------------------------------------------------------------------------------------

    def _show_looked(self, looked: Preflight) -> None:
        self._looked = looked
        self.sum.setText(sum_of(looked))
        shown = choices_of(looked)
        now, first = self.filter.current, NOT_GOING if NOT_GOING in dict(shown) and looked.going else ALL
        self.filter.offer(shown, now if now in dict(shown) else first)
        for box, state, words in (
            (self.refused, "refused", _("Also to addresses that were refused earlier")),
            (self.earlier, "earlier", _("Also to those who have had this letter")),
        ):
            box.setText(words)
            box.setVisible(box.isChecked() or bool(looked.in_state(state)))
        if looked.mistakes:
            told = [each.in_words() for each in looked.mistakes[:4]]
            told.append(_("Nothing can go out until that is mended: Back leads to the letter."))
            self.banner.say("\n".join(told), "danger")
        elif looked.findings:
            self.banner.say("\n".join(each.in_words() for each in looked.findings[:4]), "warning")
        self._fill()
        self._enable()

    def _fill(self) -> None:
        self.table.show_people(shown_of(self._looked, self.filter.current))
        self._show_person()

    @property
    def _current(self) -> Recipient | None:
        return self.table.current

    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_person()

    def _show_person(self) -> None:
        from app.services.mail.recipients import STATES

        person = self._current
        self.address.clear()
        self.document.setVisible(person is not None and person.goes and bool(self._looked.letter.document))
        self.test.setEnabled(person is not None and self.account.count() > 0)
        if person is None:
            self.view.clear()
            self.note.setText("")
            return
        for each in (person.address, *person.others):
            self.address.addItem(each, each)
        self.address.setEnabled(bool(person.others))
        said = "" if person.goes else ". ".join(filter(None, (_(STATES[person.state]), person.text)))
        self.note.setText(said[:1].upper() + said[1:])
        self.note.setVisible(bool(said))
        letter = person.letter
        if letter is not None:
            files = [str(each["name"]) for each in self._looked.letter.files]
            if self._looked.letter.document:
                pdf, word = _("a PDF for {name}"), _("a Word document for {name}")
                files.append((pdf if self._looked.letter.is_pdf else word).format(name=person.title))
            self.view.show_letter(letter.subject, letter.html, letter.plain, files, self._pictures)

    def look_at_document(self) -> None:
        """Open the document of the one that is chosen as it would go; nothing of it is kept."""
        library, person, letter = self._desk.library, self._current, self._looked.letter
        if library is None or person is None:
            return
        templates = library.documents.templates
        self._stop()
        self._progress = progress = look_at_document(
            self._desk, self, self.strip, self._open_url, lambda: templates.find(letter.document),
            (person.uid,), as_pdf=letter.is_pdf, on_end=lambda: self._on_end(progress),
        )  # fmt: skip

    def _read_pictures(self) -> None:
        library, pictures = self._desk.library, self._looked.letter.pictures
        if library is None or not pictures:
            return
        read = library.files.read

        def job() -> dict[str, bytes]:
            return {str(each["uid"]): read(each["digest"]) for each in pictures}

        def take(found: dict[str, bytes]) -> None:
            self._pictures = found
            self._show_person()

        self._desk.work.ask("preflight.pictures", job, take, owner=self)

    def _on_address(self, _place: int) -> None:
        """Another address of the same person; looked at anew, because it may be refused or taken."""
        person = self._current
        if person is not None and self.address.currentData() != person.address:
            self._chosen[person.uid] = self.address.currentData()
            self._look_again()

    def _look_again(self) -> None:
        library, looked, chosen = self._desk.library, self._looked, dict(self._chosen)
        if library is None:
            return
        boxes = (("refused", self.refused), ("earlier", self.earlier))
        anyway = [key for key, box in boxes if box.isChecked()]
        uids = [each.uid for each in looked.recipients]
        recipients = library.mail.recipients

        def job(progress: Progress) -> Preflight:
            return recipients.look(looked.letter, uids, progress, chosen=chosen, anyway=anyway)

        self._stop()
        self.send.setEnabled(False)
        self.strip.start(_("Looking at every recipient"))
        self._progress = progress = self._desk.work.study(
            job, self._show_looked, self.strip.advance, lambda: self._on_end(progress), owner=self
        )

    def _on_end(self, progress: Progress | None = None) -> None:
        if progress is self._progress:  # the end of what was stopped for something else says nothing
            self._progress = None
            self.strip.finish()
            self._enable()

    def _cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _stop(self) -> None:
        """Something else begins: what is under way is not waited for."""
        self._cancel()
        self._progress = None

    def _enable(self) -> None:
        n = len(self._looked.going)
        has_account = self.account.currentData() is not None
        self.send.setText(ngettext("Send {n} letter", "Send {n} letters", n).format(n=n))
        self.send.setAccessibleName(self.send.text())
        is_free = n > 0 and has_account and self._progress is None
        self.send.setEnabled(is_free and not self._looked.mistakes)
        self.test.setEnabled(has_account and self._current is not None)

    # -- sending -------------------------------------------------------------------------------------------

    def send_test(self) -> None:
        """The letter of the one that is chosen, to the account's own address."""
        library, person, account = self._desk.library, self._current, self.account.currentData()
        if library is None or person is None or account is None:
            return
        looked = self._looked
        self._stop()
        library.mail.secrets = self._desk.secrets
        self.test.setEnabled(False)
        self.strip.start(_("Sending a test letter"), can_cancel=False)

        def job(_progress: Progress) -> str:
            library.mail.send_test(looked, account, person.uid)
            return str(account.address)

        def done(address: str) -> None:
            self.banner.say(_("The test letter was sent to {address}.").format(address=address))

        self._desk.work.study(job, done, lambda _done, _total: None, self._on_end, owner=self)

    def send_all(self) -> None:
        """Put the letters into the outbox as they were looked at, and send."""
        library, account, looked = self._desk.library, self.account.currentData(), self._looked
        if library is None or account is None:
            return
        self._remember_account()
        self._stop()
        self.send.setEnabled(False)
        self.strip.start(_("Putting letters into the outbox"), can_cancel=False)

        def job(progress: Progress) -> str:
            return library.mail.outbox.put(looked, account, progress)

        self._desk.work.do(
            _("Putting letters into the outbox"), job, self._on_put, can_cancel=True, on_error=self._refuse,
            owner=self,
        )  # fmt: skip

    def _on_put(self, uid: str) -> None:
        desk = self._desk
        runner_of(desk).start()
        self.accept()
        show_outbox(desk, uid)

    def _refuse(self, problem: Exception) -> None:
        self.banner.say(str(problem), "danger")
        self._on_end()
