"""Writing a letter to many in the window: fields, the look before sending, the outbox, accounts."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QScrollArea, QWidget

from app.services.mail.letters import LetterTemplate
from app.services.mail.sender import Rules
from app.ui.mail.account_form import KEPT_PASSWORD, AccountForm
from app.ui.mail.letter_dialog import LetterDialog, write_letter
from app.ui.mail.letter_edit import is_simple
from app.ui.mail.outbox_dialog import OutboxDialog, show_outbox
from app.ui.mail.preflight_dialog import PreflightDialog
from app.ui.mail.runner import runner_of
from app.ui.mail.settings_page import MailPage
from app.ui.notifier import Toast, WindowNotifier
from app.ui.settings_dialog import SettingsDialog
from tests.services.mail.servers import PASSWORD, USER
from tests.ui.conftest import shown, type_text
from tests.ui.mail.conftest import press


@pytest.fixture(autouse=True)
def _sending_ends(desk) -> Iterator[None]:
    runner = runner_of(desk)
    runner.rules = Rules(letter_again=0.1, connection_again=0.1, connection_tries=2)
    yield
    runner.finish()
    for each in (*shown(PreflightDialog), *shown(LetterDialog), *shown(OutboxDialog)):
        each._kept = None  # nothing is asked
        each.close()


def open_letter(qtbot, desk, uids) -> LetterDialog:
    dialog = write_letter(desk, "contacts", uids)
    qtbot.waitUntil(lambda: dialog._kept is not None and dialog.picker.fields.topLevelItemCount() > 0)
    return dialog


def check(qtbot, dialog) -> PreflightDialog:
    press(dialog, "letter_check")
    qtbot.waitUntil(lambda: bool(shown(PreflightDialog)), timeout=30_000)
    found = shown(PreflightDialog)[0]
    qtbot.waitUntil(lambda: found.account.count() > 0)
    return found


def test_a_letter_is_written_with_fields_looked_at_and_sent(qtbot, desk, people, account, server):
    dialog = open_letter(qtbot, desk, people)
    dialog.form.subject.setFocus()
    type_text(dialog.form.subject, "Noutăți pentru ")
    dialog.picker.search.setText("given")
    dialog.picker.choose()
    assert dialog.form.subject.text() == "Noutăți pentru {{ Contact.Given_name }}"
    dialog.form.text.setFocus()
    dialog.form._is_in_subject = False  # offscreen the window has no focus to follow
    type_text(dialog.form.text, "Dragă ")
    dialog.picker.choose()
    looked = check(qtbot, dialog)
    assert looked.sum.text() == "2 letters will go, 1 will not"
    assert [looked.table.person(row).title for row in range(looked.table.people.rowCount())] == ["Dan"]
    looked.filter.button("going").click()
    assert "Dragă Ion" in looked.view.page.toPlainText()
    press(looked, "preflight_send")
    qtbot.waitUntil(lambda: len(server.post.taken) == 2, timeout=20_000)
    message = server.post.message("ana@client.example")
    assert message["Subject"] == "Noutăți pentru Ana"
    assert "Dragă Ana" in message.get_body(("html",)).get_content()
    assert server.post.logins == [(USER, PASSWORD)]
    qtbot.waitUntil(lambda: not runner_of(desk).is_running, timeout=10_000)
    (outbox,) = shown(OutboxDialog)
    qtbot.waitUntil(lambda: "2 letters sent" in outbox.state.text(), timeout=10_000)
    assert desk.library.mail.letters.all()[0].subject == "Noutăți pentru {{ Contact.Given_name }}"


def test_a_letter_that_is_not_kept_is_asked_for_before_it_goes(qtbot, desk, people, heard):
    dialog = open_letter(qtbot, desk, people)
    type_text(dialog.form.subject, "Half")
    heard.answer = "stay"
    dialog.close()
    assert dialog.isVisible()
    heard.answer = "drop"
    dialog.close()
    assert not shown(LetterDialog)
    assert desk.library.mail.letters.all() == []


def test_a_picture_is_shown_and_goes_with_the_letter(qtbot, desk, people, tmp_path):
    from PySide6.QtGui import QImage

    path = tmp_path / "logo.png"
    QImage(40, 20, QImage.Format.Format_RGB32).save(str(path))
    picture = desk.library.mail.letters.keep_picture(path)
    dialog = open_letter(qtbot, desk, people)
    dialog.form._on_picture((picture, path.read_bytes()))
    dialog.form.subject.setText("With a picture")
    assert f'src="cid:{picture["uid"]}"' in dialog.form.html
    dialog.save()
    qtbot.waitUntil(lambda: bool(desk.library.mail.letters.all()))
    kept = desk.library.mail.letters.all()[0]
    assert kept.pictures[0]["uid"] == picture["uid"]


def test_html_with_tables_is_written_as_html_and_not_lost(qtbot, desk, people):
    html = '<table><tr><td style="color:red">{{ given_name }}</td></tr></table>'
    assert not is_simple(html)
    uid = desk.library.mail.letters.save(LetterTemplate("Rich", subject="Hi", html=html))
    desk.state.set("mail.letter", uid)
    dialog = open_letter(qtbot, desk, people)
    assert dialog.form.mode.current == "html"
    assert dialog.form.html == html
    assert not dialog.is_changed


def test_an_address_that_was_refused_gets_a_letter_only_when_that_is_said(qtbot, desk, people, account):
    from app.services.mail.marks import REFUSED

    mail = desk.library.mail
    desk.library.write("mail", mail.marks.changes(["ion@client.example"], REFUSED, "550 unknown"))
    desk.state.set("mail.letter", mail.letters.save(LetterTemplate("News", subject="S", html="<p>t</p>")))
    looked = check(qtbot, open_letter(qtbot, desk, people[:2]))
    assert looked.send.text() == "Send 1 letter"
    box = looked.findChild(QCheckBox, "preflight_refused")
    assert box.isVisible()
    box.setChecked(True)
    qtbot.waitUntil(lambda: looked.send.text() == "Send 2 letters", timeout=30_000)


def test_a_test_letter_goes_to_oneself(qtbot, desk, people, account, server):
    mail = desk.library.mail
    desk.state.set("mail.letter", mail.letters.save(LetterTemplate("News", subject="S", html="<p>t</p>")))
    looked = check(qtbot, open_letter(qtbot, desk, people[:1]))
    press(looked, "preflight_test")
    qtbot.waitUntil(lambda: server.post.counts == {USER: 1}, timeout=20_000)
    qtbot.waitUntil(lambda: "was sent to" in looked.banner.findChild(QLabel).text(), timeout=10_000)


def test_the_user_decides_of_letters_of_which_nobody_knows(qtbot, desk, people, account, server, heard):
    async def broken(smtp, session, envelope):
        smtp.transport.abort()
        return "250 never heard"

    server.post.handle_DATA = broken
    mail = desk.library.mail
    looked = mail.recipients.look(LetterTemplate("News", subject="S", html="<p>t</p>"), people[:2])
    uid = mail.outbox.put(looked, mail.accounts.find(account))
    mail.sender(Rules(connection_again=0.1)).run()
    dialog = show_outbox(desk, uid)
    qtbot.waitUntil(lambda: dialog._model.rowCount() == 2)
    assert "nobody knows" in dialog.banner.accessibleName()
    dialog.table.selectRow(0)
    press(dialog, "outbox_arrived")
    qtbot.waitUntil(lambda: mail.outbox.find(uid).counts["sent"] == 1)
    del server.post.handle_DATA
    qtbot.waitUntil(lambda: dialog._letters[0].state == "sent")
    heard.answer = "yes"
    dialog.table.clearSelection()
    press(dialog, "outbox_again")
    qtbot.waitUntil(lambda: mail.outbox.find(uid).counts["sent"] == 2, timeout=20_000)
    assert "would get it twice" in heard.questions[-1]
    assert len(server.post.taken) == 1
    qtbot.waitUntil(lambda: not runner_of(desk).is_running, timeout=10_000)


def try_a_wrong_password(qtbot, page, server) -> AccountForm:
    """Fill in an account and let the server refuse it."""
    form = page.form
    form.lines["address"].setText(USER)
    form.lines["host"].setText("127.0.0.1")
    form.port.setValue(server.port)
    form.password.setText("wrong")
    press(page, "account_test")
    qtbot.waitUntil(lambda: "refuses user name or password" in form.banner.accessibleName(), timeout=20_000)
    return form


def test_what_the_test_of_an_account_says_is_seen_in_a_small_window_too(qtbot, desk, server, people):
    page, area = MailPage(desk), QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    qtbot.addWidget(area)
    area.resize(700, 200)
    area.show()
    form = try_a_wrong_password(qtbot, page, server)
    qtbot.waitUntil(lambda: form.banner.visibleRegion().boundingRect().height() == form.banner.height())


def test_an_account_is_set_up_and_tested_and_its_password_not_shown_again(qtbot, desk, server, people):
    page = MailPage(desk)
    qtbot.addWidget(page)
    page.show()
    form = try_a_wrong_password(qtbot, page, server)
    form.password.setText(PASSWORD)
    press(page, "account_test")
    qtbot.waitUntil(lambda: "It works" in form.banner.accessibleName(), timeout=20_000)
    press(page, "account_save")
    qtbot.waitUntil(lambda: page.accounts.count() == 1)
    (kept,) = desk.library.mail.accounts.all()
    assert desk.secrets.get("smtp", kept.uid) == PASSWORD
    assert form.password.text() == KEPT_PASSWORD
    assert PASSWORD not in str(desk.library.path.read_bytes())


def test_the_provider_fills_in_its_server(qtbot, desk):
    page = MailPage(desk)
    qtbot.addWidget(page)
    form = page.form
    form.lines["address"].setText("ion@gmail.com")
    form.lines["address"].editingFinished.emit()
    assert (form.lines["host"].text(), form.port.value()) == ("smtp.gmail.com", 587)
    assert "app password" in form.hint.text()


def test_an_address_opts_out_in_the_settings(qtbot, desk):
    page = MailPage(desk)
    qtbot.addWidget(page)
    page.address.setText("no@client.example")
    press(page, "mail_opt_out_add")
    qtbot.waitUntil(lambda: page.marks.count() == 1)
    page.marks.item(0).setSelected(True)
    press(page, "mail_mark_clear")
    qtbot.waitUntil(lambda: page.marks.count() == 0)
    assert desk.library.mail.marks.all() == []


def test_letters_left_when_the_program_ended_are_told_and_go_on_when_asked(
    qtbot, desk, people, account, server, heard
):
    mail = desk.library.mail
    looked = mail.recipients.look(LetterTemplate("News", subject="S", html="<p>t</p>"), people[:2])
    mail.outbox.put(looked, mail.accounts.find(account))
    runner = runner_of(desk)
    runner.look()
    qtbot.waitUntil(lambda: "Letters still wait in the outbox (2)" in heard.last)
    QApplication.processEvents()
    assert server.post.asked == {}
    heard.actions[-1].run()
    qtbot.waitUntil(lambda: len(server.post.taken) == 2, timeout=20_000)
    qtbot.waitUntil(lambda: "2 of 2 letters were sent" in heard.last, timeout=10_000)


def test_the_panel_says_of_an_address_that_its_server_refused_it(desk, people):
    from app.services.mail.marks import REFUSED
    from app.ui.panel.page import read_page

    mail = desk.library.mail
    desk.library.write("mail", mail.marks.changes(["ion@client.example"], REFUSED, "550 unknown"))
    lines = [line for card in read_page(desk.library, people[0]).cards for line in card.lines]
    (line,) = [each for each in lines if each.mail]
    assert line.detail == "address was refused earlier"


def test_settings_are_not_closed_over_an_account_that_is_not_saved(qtbot, desk, heard):
    dialog = SettingsDialog(desk)
    dialog.show()
    page = dialog.findChild(MailPage)
    desk.work.wait()
    page.form.lines["address"].setText("ana@firm.example")
    dialog.reject()
    assert heard.questions == ["The account is not saved yet."]
    assert dialog.isVisible()  # closing the question is no answer
    assert page.form.lines["address"].text() == "ana@firm.example"
    heard.answer = "drop"
    dialog.reject()
    assert not dialog.isVisible()


def test_settings_close_without_a_question_when_nothing_was_typed(qtbot, desk, heard):
    dialog = SettingsDialog(desk)
    dialog.show()
    desk.work.wait()
    dialog.reject()
    assert heard.questions == []
    assert not dialog.isVisible()


def test_what_a_letter_lacks_is_said_in_its_own_window(qtbot, desk, people):
    main = QWidget()
    qtbot.addWidget(main)
    main.show()
    dialog = open_letter(qtbot, desk, people[:1])
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    WindowNotifier(main, main).show_message("error", "The letter has no text; write one.", None)
    assert [each.isVisible() for each in dialog.findChildren(Toast)] == [True]
    assert main.findChildren(Toast) == []


def test_a_field_that_does_not_exist_holds_the_letter_and_says_so(qtbot, desk, people, account):
    letter = LetterTemplate("Hi", subject="Hi", plain="Dear {{ given_nam }}")
    dialog = PreflightDialog(desk, desk.library.mail.recipients.look(letter, people))
    dialog.show()
    qtbot.waitUntil(lambda: dialog.account.count() > 0)
    assert not dialog.send.isEnabled()
    said = " ".join(each.text() for each in dialog.banner.findChildren(QLabel))
    assert "given_nam" in said
    assert "Nothing can go out" in said


def test_an_account_that_is_not_saved_is_asked_about_before_another_one_is_shown(qtbot, desk, account, heard):
    page = MailPage(desk)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.accounts.count() == 1)
    page.form.lines["sender"].setText("Half typed")
    heard.answer = "stay"
    press(page, "mail_account_new")
    assert page.form.lines["sender"].text() == "Half typed"
    assert page.accounts.currentIndex() == 0
    heard.answer = "drop"
    press(page, "mail_account_new")
    assert page.form.lines["sender"].text() == ""
    assert heard.questions == ["The account is not saved yet."] * 2


def test_an_account_half_typed_stays_when_an_address_is_kept_below(qtbot, desk, account):
    page = MailPage(desk)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.accounts.count() == 1)
    press(page, "mail_account_new")
    page.form.lines["name"].setText("Shop")
    page.address.setText("never@example.org")
    press(page, "mail_opt_out_add")
    qtbot.waitUntil(lambda: page.marks.count() == 1)
    assert page.form.lines["name"].text() == "Shop"
    assert page.accounts.currentIndex() == -1


def test_the_language_of_a_letter_follows_its_text_until_it_is_chosen(qtbot, desk, people):
    dialog = open_letter(qtbot, desk, people)
    form = dialog.form
    assert form.language.currentData() == ""
    form.text.setPlainText("Vă invităm la întâlnirea noastră de iarnă.")
    assert form.language.currentData() == "ro"
    form.text.setPlainText("Приглашаем вас на встречу.")
    assert form.language.currentData() == "ru"
    form.language.setCurrentIndex(form.language.findData("en"))
    form.language.activated.emit(form.language.currentIndex())
    form.text.setPlainText("Vă invităm la întâlnirea noastră de iarnă.")
    assert form.language.currentData() == "en"


def test_a_document_says_the_language_where_the_text_does_not_and_opens_the_choice_of_pdf(
    qtbot, desk, people, tmp_path, pdf_maker
):
    from docx import Document

    Document().save(str(tmp_path / "Oferta.docx"))
    uid = desk.library.documents.templates.add(tmp_path / "Oferta.docx", language="ro").uid
    form = open_letter(qtbot, desk, people).form
    form.text.setPlainText("OK 2027")
    assert form.language.currentData() == ""
    assert not form.is_pdf.isEnabled()
    assert form.is_pdf.toolTip()
    form.document.setCurrentIndex(form.document.findData(uid))
    form.document.activated.emit(form.document.currentIndex())
    assert form.language.currentData() == "ro"
    assert form.is_pdf.isEnabled()
    assert form.is_pdf.isChecked()  # there is what makes it
    assert not form.is_pdf.toolTip()


def test_the_date_and_the_greeting_stand_first_beside_a_letter(qtbot, desk, people):
    tree = open_letter(qtbot, desk, people).picker.fields
    first = tree.topLevelItem(0)
    assert first.text(0) == "Date and greeting"
    assert [first.child(n).text(0) for n in range(2)] == ["Today", "Salutation"]
    assert first.isExpanded()
    assert tree.topLevelItem(1).isExpanded()
    assert tree.topLevelItem(1).text(0) == "Contact"


@pytest.mark.parametrize("typed", ["date", "data", "дата"])
def test_who_looks_for_a_date_is_offered_today_first(qtbot, desk, people, typed):
    dialog = open_letter(qtbot, desk, people)
    type_text(dialog.picker.search, typed)
    assert dialog.picker.text == "{{ Today }}"


def test_the_name_of_a_letter_says_who_sees_it(qtbot, desk, people):
    name = open_letter(qtbot, desk, people).form.name
    assert name.placeholderText() == "only you see it"
    assert "recipients do not see it" in name.toolTip()


def test_saving_a_password_without_a_keyring_is_announced_before_it_is_asked(
    qtbot, desk, people, monkeypatch
):
    from keyring.backends.fail import Keyring as NoKeyring

    from app.services import vault
    from app.ui.master_password import MasterPasswordDialog

    keyring.set_keyring(NoKeyring())
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)
    page = MailPage(desk)
    qtbot.addWidget(page)
    page.show()
    told = page.form.announced
    assert told.isVisible()
    assert "asked once for a master password" in told.text()
    page.form.lines["address"].setText(USER)
    page.form.lines["host"].setText("127.0.0.1")
    page.form.password.setText(PASSWORD)
    press(page, "account_save")
    qtbot.waitUntil(lambda: bool(shown(MasterPasswordDialog)), timeout=20_000)
    (asked,) = shown(MasterPasswordDialog)
    assert asked.findChild(QLabel).text().startswith("You are saving a password")
    asked.password.setText("tulip")
    asked.again.setText("tulip")
    asked.ok.click()
    qtbot.waitUntil(lambda: page.accounts.count() == 1, timeout=20_000)
    assert not told.isVisible()  # the store is open now: nothing is asked
    desk.secrets._vault._key = b""  # as after the next start
    page.form.password.setText("another")
    assert "your master password" in told.text()
    page.form.password.setText(KEPT_PASSWORD)
    assert not told.isVisible()  # the kept password stays: nothing is asked


def test_a_keyring_needs_no_announcement(qtbot, desk):
    page = MailPage(desk)
    qtbot.addWidget(page)
    page.show()
    assert not page.form.announced.isVisible()
