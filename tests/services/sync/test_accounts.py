"""Address books that are set up: found on the server, kept in the file without their password."""

from __future__ import annotations

from dataclasses import replace

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from app.core.errors import UserError
from app.services import vault
from app.services.library import Library
from app.services.secrets import Secrets
from app.services.sync.accounts import SERVICE, Account, find_books, login_of
from app.services.sync.dav import is_near
from app.services.sync.presets import PRESETS, only_book, preset_of
from tests.services.sync.conftest import PASSWORD, USER, Radicale, Twin

PHONE = Account("Phone", "own", "https://cloud.example.com", "ana", "https://cloud.example.com/book/")


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch, tmp_path):
    former = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)
    yield Secrets(lambda _question: "master", tmp_path)
    keyring.set_keyring(former)


@pytest.mark.parametrize("path", ["", "ana/", "ana/contacts/"])
def test_address_books_are_found_from_whatever_address_the_user_knows(radicale: Radicale, path: str) -> None:
    url = radicale.make_book()
    radicale.make_book("second", "Firma & Co")
    found = find_books(Account("", "own", radicale.root + path, USER), PASSWORD)
    if path != "ana/contacts/":
        assert sorted((each.url, each.title) for each in found) == [
            (url, "Contacts of Ana"), (f"{radicale.root}ana/second/", "Firma & Co"),
        ]  # fmt: skip
    else:
        assert (url, "Contacts of Ana") in [(each.url, each.title) for each in found]


def test_a_server_without_address_books_and_wrong_words_are_told(radicale: Radicale) -> None:
    account = Account("", "own", radicale.root, USER)
    with pytest.raises(UserError, match="no address book"):
        find_books(account, PASSWORD)
    with pytest.raises(UserError, match="user name or the password"):
        find_books(account, "wrong")
    for missing in (replace(account, user=" "), replace(account, server=" ")):
        with pytest.raises(UserError, match="Type the"):
            find_books(missing, PASSWORD)


def test_an_account_is_kept_changed_and_taken_back(library: Library) -> None:
    kept = library.sync.accounts.save(PHONE)
    assert library.sync.accounts.all() == [kept]
    library.sync.accounts.save(replace(kept, name="Cloud", groups=("g1",), rule="newer"))
    assert library.sync.accounts.find("cloud").groups == ("g1",)
    assert library.history.operations()[0].describe() == "change of an address book: Cloud"
    library.undo()
    assert library.sync.accounts.all() == [kept]


@pytest.mark.parametrize(("wrong", "told"), [
    ({"name": " "}, "needs a name"), ({"book": ""}, "choose an address book"), ({"rule": "x"}, "none of"),
    ({"book": "http://cloud.example.com/book/"}, "openly"),
])  # fmt: skip
def test_an_account_that_cannot_work_is_refused(library: Library, wrong: dict[str, str], told: str) -> None:
    with pytest.raises(UserError, match=told):
        library.sync.accounts.save(replace(PHONE, **wrong))


def test_two_accounts_do_not_share_a_name(library: Library) -> None:
    library.sync.accounts.save(PHONE)
    with pytest.raises(UserError, match="Another"):
        library.sync.accounts.save(replace(PHONE, name="phone"))
    library.sync.accounts.save(replace(PHONE, name="Second"))
    with pytest.raises(UserError, match="“Phone”, “Second”"):
        library.sync.accounts.find()


def test_the_password_lies_where_passwords_lie_and_goes_with_the_account(library: Library, secrets) -> None:
    kept = library.sync.accounts.save(PHONE)
    with pytest.raises(UserError, match="No password is kept for “Phone”"):
        login_of(kept, secrets)
    secrets.set(SERVICE, kept.secret, "tulip")
    assert login_of(kept, secrets).password == "tulip"
    assert "tulip" not in "".join(library.care.dump())
    library.sync.accounts.remove(kept, secrets)
    assert secrets.get(SERVICE, kept.secret) is None
    assert library.sync.accounts.all() == []


def test_accounts_are_in_the_dump_and_what_was_agreed_on_is_not(twin: Twin) -> None:
    twin.add(given_name="Ana")
    twin.sync()
    lines = [line for line in twin.library.care.dump() if "sync" in line]
    assert len(lines) == 1
    assert '"Phone"' in lines[0]
    assert twin.library.care.check() == []
    assert list(twin.library.sync.accounts.last_times()) == [twin.account.uid]


def test_every_provider_says_what_its_users_have_to_know() -> None:
    assert [each.key for each in PRESETS] == ["nextcloud", "icloud", "fastmail", "google", "own"]
    assert all(each.hint for each in PRESETS)
    assert all(each.server.startswith("https://") for each in PRESETS if each.server)
    google = only_book(preset_of("google"), "ana pop@gmail.com")
    assert google == "https://www.google.com/carddav/v1/principals/ana%20pop@gmail.com/lists/default/"
    assert preset_of("of a newer program").key == "own"


@pytest.mark.parametrize(("host", "is_so"), [
    ("localhost", True), ("127.0.0.1", True), ("::1", True), ("192.168.1.5", True), ("nas", True),
    ("nas.local", True), ("8.8.8.8", False), ("cloud.example.com", False), ("localhost.example.com", False),
])  # fmt: skip
def test_only_computers_nearby_may_be_asked_without_encryption(host: str, is_so: bool) -> None:
    assert is_near(host) is is_so
