"""Synchronising through the window: looked at first, decided, run, told and undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import keyring
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.services.secrets import Secrets
from app.services.sync.accounts import SERVICE
from app.ui.desk import Desk
from app.ui.sync.account_dialog import AccountDialog
from app.ui.sync.dialog import SyncDialog
from app.ui.widgets.empty_state import EmptyState
from tests.services.sync.conftest import PASSWORD, USER, Radicale, Twin
from tests.ui.conftest import Heard, press, shown, whole_window

POP = {"given_name": "Ana", "surname": "Pop", "phones": [{"type": "mobile", "value": "0722 123 456"}]}


@pytest.fixture
def look(qtbot: QtBot, desk: Desk) -> Iterator[Callable[..., SyncDialog]]:
    """Opens the window and waits until it has looked."""
    made: list[SyncDialog] = []

    def open_it(*, waits: bool = True) -> SyncDialog:
        dialog = SyncDialog(desk)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        made.append(dialog)
        if waits:
            desk.work.wait(20_000)
        return dialog

    yield open_it
    for dialog in made:
        dialog.close()
    desk.work.wait(20_000)


Look = Callable[..., SyncDialog]


def rows(dialog: SyncDialog) -> list[list[str]]:
    model = dialog.table.model()
    columns = range(model.columnCount())
    return [[model.index(row, column).data() for column in columns] for row in range(model.rowCount())]


def press_button(dialog: SyncDialog, desk: Desk, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    assert button.isEnabled()
    button.click()
    desk.work.wait(20_000)


def note(dialog: SyncDialog) -> str:
    return dialog.findChild(QLabel, "sync_note").text()


def empty(dialog: SyncDialog) -> str:
    found = dialog.findChild(EmptyState)
    return found.accessibleName() if found.isVisible() else ""


def test_it_looks_first_then_writes_on_both_sides_and_offers_the_undo(
    twin: Twin, desk: Desk, heard: Heard, look: Look
) -> None:
    twin.add(**POP)
    twin.put("maria", "FN:Maria", "N:;Maria;;;")
    dialog = look()
    assert rows(dialog) == [["Ana Pop", "", "new", ""], ["Maria", "new", "", ""]]
    assert note(dialog) == "Here: 1 new. On the server: 1 new."
    assert twin.titles() == ["Ana Pop"]
    press_button(dialog, desk, "sync_run")
    assert twin.titles() == twin.names() == ["Ana Pop", "Maria"]
    assert heard.messages[-1] == ("info", "Here: 1 new. On the server: 1 new.")
    assert empty(dialog) == "Synchronised"
    heard.actions[-1].run()
    desk.work.wait(20_000)
    assert twin.titles() == ["Ana Pop"]
    press_button(dialog, desk, "sync_again")
    assert rows(dialog) == [["Maria", "", "deleted", ""]]


def test_what_both_changed_is_decided_in_the_table(
    twin: Twin, desk: Desk, heard: Heard, look: Look, opened_cards: list[object]
) -> None:
    uid = twin.add(**POP, notes="before")
    twin.sync()
    twin.edit(uid, notes="ours")
    twin.replace("Ana Pop", "NOTE:before", "NOTE:theirs")
    dialog = look()
    assert rows(dialog) == [["Ana Pop", "", "", "To be decided: Notes: here “ours”, on the server “theirs”"]]
    assert not dialog.findChild(QPushButton, "sync_run").isEnabled()
    press(dialog.table, Qt.Key.Key_Return)
    assert opened_cards == [("contacts", uid, None)]
    press_button(dialog, desk, "sync_ours")
    assert rows(dialog) == [["Ana Pop", "", "changed", "Notes"]]
    press_button(dialog, desk, "sync_theirs")
    assert rows(dialog) == [["Ana Pop", "changed", "", "Notes"]]
    press_button(dialog, desk, "sync_run")
    assert twin.values(uid)["notes"] == "theirs"


def test_before_much_is_deleted_it_asks(twin: Twin, desk: Desk, heard: Heard, look: Look) -> None:
    uids = [twin.add(given_name=f"Ana {n}") for n in range(6)]
    twin.sync()
    twin.library.delete(uids)
    dialog = look()
    heard.answer = "no"
    press_button(dialog, desk, "sync_run")
    assert heard.questions == ["6 contacts would be deleted on the server, because they are gone here."]
    assert len(twin.names()) == 6
    heard.answer = "yes"
    press_button(dialog, desk, "sync_run")
    assert twin.names() == []


def test_what_is_left_over_stays_in_the_table(twin: Twin, desk: Desk, heard: Heard, look: Look) -> None:
    twin.add(given_name="Bad", notes="bell\x07")
    twin.add(given_name="Good")
    dialog = look()
    assert [row[0] for row in rows(dialog)] == ["Bad", "Good"]
    press_button(dialog, desk, "sync_run")
    assert heard.messages[-1][0] == "warning"
    assert [row[0] for row in rows(dialog)] == ["Bad"]
    assert "U+0007" in rows(dialog)[0][3]
    assert note(dialog) == "Here: nothing. On the server: 1 new. 1 contact cannot be synchronised."


def test_a_server_that_does_not_answer_is_told_and_nothing_is_shown(
    twin: Twin, desk: Desk, heard: Heard, look: Look
) -> None:
    twin.change(book="http://127.0.0.1:9/book/")
    dialog = look()
    assert heard.messages[-1][0] == "error"
    assert "127.0.0.1 cannot be reached" in heard.last
    assert rows(dialog) == []
    assert not dialog.findChild(QPushButton, "sync_run").isEnabled()


def test_a_first_address_book_is_set_up_from_nothing(desk: Desk, look: Look, radicale: Radicale) -> None:
    library = desk.library
    group = library.groups.add("contacts", "Clients")
    library.save("contacts", {"given_name": "Client", "groups": [group]})
    library.save("contacts", {"given_name": "Private"})
    radicale.make_book()
    dialog = look()
    assert empty(dialog) == "No address book yet"
    press_button(dialog, desk, "sync_new")
    (setup,) = shown(AccountDialog)
    form = setup.form
    form.preset.setCurrentIndex(form.preset.findData("own"))
    form.preset.activated.emit(form.preset.currentIndex())
    form.server.setText(radicale.root)
    form.user.setText(USER)
    form.password.setText("wrong")
    form.test.click()
    desk.work.wait(20_000)
    assert "refused the user name or the password" in setup.told.text()
    setup.save()  # what was not tested is tested now
    desk.work.wait(20_000)
    assert "refused the user name or the password" in setup.told.text()
    assert library.sync.accounts.all() == []
    form.password.setText(PASSWORD)
    form.test.click()
    desk.work.wait(20_000)
    assert setup.told.text() == "The connection works; 1 address book was found."
    assert form.book.currentText() == "Contacts of Ana"
    form.which.setCurrentIndex(1)
    setup.save()
    assert "Tick at least one group" in setup.told.text()
    form.groups.topLevelItem(0).setCheckState(0, Qt.CheckState.Checked)
    form.name.setText("Phone")
    setup.save()
    desk.work.wait(20_000)
    (kept,) = library.sync.accounts.all()
    assert (kept.name, kept.groups, kept.carries_own) == ("Phone", (group,), True)
    assert Secrets().get(SERVICE, kept.secret) == PASSWORD
    assert [row[0] for row in rows(dialog)] == ["Client"]
    assert shown(AccountDialog) == []


def test_who_saves_without_a_test_is_tested_and_kept(desk: Desk, look: Look, radicale: Radicale) -> None:
    radicale.make_book()
    dialog = look()
    dialog.edit(None)
    desk.work.wait(20_000)
    (setup,) = shown(AccountDialog)
    form = setup.form
    form.preset.setCurrentIndex(form.preset.findData("own"))
    form.preset.activated.emit(form.preset.currentIndex())
    for line, text in ((form.server, radicale.root), (form.user, USER), (form.password, PASSWORD)):
        line.setText(text)
    setup.save()
    desk.work.wait(20_000)
    assert [each.name for each in desk.library.sync.accounts.all()] == ["Other server"]
    assert shown(AccountDialog) == []
    assert empty(dialog) == "Both sides are the same"


def test_an_address_book_is_changed_and_removed(
    twin: Twin, desk: Desk, heard: Heard, look: Look, ring
) -> None:
    dialog = look()
    dialog.edit(dialog.account)
    desk.work.wait(20_000)
    (setup,) = shown(AccountDialog)
    assert setup.form.account() == twin.account
    setup.form.test.click()  # with the password that is kept
    desk.work.wait(20_000)
    assert "The connection works" in setup.told.text()
    setup.form.name.setText("Tablet")
    setup.save()
    desk.work.wait(20_000)
    assert [each.name for each in twin.library.sync.accounts.all()] == ["Tablet"]
    assert Secrets().get(SERVICE, twin.account.secret) == PASSWORD
    dialog.edit(dialog.account)
    desk.work.wait(20_000)
    (setup,) = shown(AccountDialog)
    heard.answer = "yes"
    setup.remove()
    desk.work.wait(20_000)
    assert twin.library.sync.accounts.all() == []
    assert ring.kept == {}
    assert empty(dialog) == "No address book yet"


def test_the_command_opens_it_and_another_file_closes_it(twin: Twin, desk: Desk, qtbot: QtBot) -> None:
    with whole_window(qtbot, desk):
        desk.commands.run("tools.sync")
        desk.work.wait(20_000)
        (dialog,) = shown(SyncDialog)
        assert dialog.account == twin.account
        desk.library_changed.emit()
        desk.work.wait(20_000)
        assert shown(SyncDialog) == []


def test_without_a_keyring_the_master_password_is_asked_for_in_the_window(
    twin: Twin, desk: Desk, look: Look, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from keyring.backends.fail import Keyring as NoKeyring

    from app.services import vault
    from app.ui.master_password import MasterPasswordDialog

    keyring.set_keyring(NoKeyring())
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)
    Secrets(lambda _question: "tulip").set(SERVICE, twin.account.secret, PASSWORD)
    twin.add(**POP)
    dialog = look(waits=False)
    for typed in ("wrong", "tulip"):
        qtbot.waitUntil(lambda: bool(shown(MasterPasswordDialog)), timeout=20_000)
        (asked,) = shown(MasterPasswordDialog)
        assert asked.warning.isVisible() is (typed == "tulip")
        asked.password.setText(typed)
        asked.ok.click()
        qtbot.waitUntil(lambda asked=asked: asked not in shown(MasterPasswordDialog))
    desk.work.wait(20_000)
    assert [row[0] for row in rows(dialog)] == ["Ana Pop"]
