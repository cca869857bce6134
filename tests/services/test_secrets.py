"""Passwords: in the keyring where there is one, else sealed in a file; never in plain text."""

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked

from app.core.errors import UserError
from app.services import vault
from app.services.secrets import FILE, MasterQuestion, Secrets
from tests.keyrings import MemoryRing


@pytest.fixture(autouse=True)
def _keyring_as_before() -> Iterator[None]:
    former = keyring.get_keyring()
    yield
    keyring.set_keyring(former)


@pytest.fixture
def ring() -> MemoryRing:
    made = MemoryRing()
    keyring.set_keyring(made)
    return made


@pytest.fixture
def no_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_keyring(NoKeyring())
    monkeypatch.setattr(vault, "MEMORY_KIB", 64)  # tests need no patience of attackers


class Asked:
    """Answers for the user and remembers what was asked."""

    def __init__(self, *answers: str | None) -> None:
        self.answers, self.questions = list(answers), list[MasterQuestion]()

    def __call__(self, question: MasterQuestion) -> str | None:
        self.questions.append(question)
        return self.answers.pop(0)


def test_a_password_goes_to_the_keyring_and_to_no_file(ring, tmp_path):
    secrets = Secrets(folder=tmp_path)
    secrets.set("carddav", "ana@example.org", "grădină-Ж")
    assert secrets.get("carddav", "ana@example.org") == "grădină-Ж"
    assert secrets.get("smtp", "ana@example.org") is None
    assert list(tmp_path.iterdir()) == []
    secrets.delete("carddav", "ana@example.org")
    secrets.delete("carddav", "ana@example.org")
    assert secrets.get("carddav", "ana@example.org") is None
    assert ring.kept == {}


def test_a_long_token_is_kept_in_pieces_and_nothing_of_it_stays_behind(ring, tmp_path):
    secrets = Secrets(folder=tmp_path)
    token = "".join(map(str, range(1_500)))
    secrets.set("smtp", "ana", token)
    assert secrets.get("smtp", "ana") == token
    secrets.set("smtp", "ana", token[:1_500])
    assert secrets.get("smtp", "ana") == token[:1_500]
    secrets.set("smtp", "ana", "short")
    assert secrets.get("smtp", "ana") == "short"
    assert len(ring.kept) == 1
    secrets.set("smtp", "ana", token)
    secrets.delete("smtp", "ana")
    assert ring.kept == {}


def test_a_locked_keyring_is_told_in_words(ring, tmp_path, monkeypatch):
    def locked(*_words: str) -> None:
        raise KeyringLocked("the collection is locked")

    monkeypatch.setattr(ring, "get_password", locked)
    with pytest.raises(UserError, match="unlock it"):
        Secrets(folder=tmp_path).get("carddav", "ana")


def test_a_keyring_that_writes_plain_text_is_refused(no_ring, tmp_path):
    plain = type("PlaintextKeyring", (MemoryRing,), {"__module__": "keyrings.alt.file"})()
    keyring.set_keyring(plain)
    secrets = Secrets(Asked("master"), tmp_path)
    secrets.set("carddav", "ana", "hidden")
    assert plain.kept == {}
    assert not secrets.is_system
    assert (tmp_path / FILE).exists()


def test_without_a_keyring_the_file_is_sealed_by_a_master_password(no_ring, tmp_path):
    asked = Asked("a master password")
    secrets = Secrets(asked, tmp_path)
    assert secrets.get("carddav", "ana") is None
    assert asked.questions == []  # there is nothing to open yet
    secrets.set("carddav", "ana@example.org", "tulip-secret")
    secrets.set("smtp", "ana@example.org", "other-secret")
    assert secrets.get("carddav", "ana@example.org") == "tulip-secret"
    assert asked.questions == [MasterQuestion(tmp_path / FILE, is_new=True)]  # once for as long as it runs

    data = (tmp_path / FILE).read_bytes()
    assert not any(word in data for word in (b"tulip", b"secret", b"ana", b"master", b"example"))
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_the_next_start_asks_again_until_the_master_password_is_right(no_ring, tmp_path):
    Secrets(Asked("right"), tmp_path).set("carddav", "ana", "tulip")
    asked = Asked("wrong", "right")
    assert Secrets(asked, tmp_path).get("carddav", "ana") == "tulip"
    assert [question.was_wrong for question in asked.questions] == [False, True]
    with pytest.raises(UserError, match="wrong"):
        Secrets(Asked("a", "b", "c"), tmp_path).get("carddav", "ana")
    with pytest.raises(UserError, match="Without the master password"):
        Secrets(Asked(None), tmp_path).get("carddav", "ana")
    with pytest.raises(UserError, match="nobody can be asked"):
        Secrets(None, tmp_path).get("carddav", "ana")


def test_what_another_program_added_in_between_is_not_lost(no_ring, tmp_path):
    first = Secrets(Asked("m"), tmp_path)
    first.set("carddav", "ana", "one")
    second = Secrets(Asked("m"), tmp_path)
    second.set("smtp", "ana", "two")
    first.delete("carddav", "ana")
    assert (first.get("smtp", "ana"), second.get("carddav", "ana")) == ("two", None)


@pytest.mark.parametrize("spoil", ["", "{}", '{"format": 9, "kdf": "argon2id", "salt": "AA=="}', "[1]"])
def test_a_damaged_store_is_told_by_its_path_and_left_alone(no_ring, tmp_path, spoil):
    (tmp_path / FILE).write_text(spoil)
    with pytest.raises(UserError, match=FILE):
        Secrets(Asked("m"), tmp_path).set("carddav", "ana", "x")
    assert (tmp_path / FILE).read_text() == spoil


def test_a_store_whose_head_was_changed_does_not_open(no_ring, tmp_path):
    Secrets(Asked("m"), tmp_path).set("carddav", "ana", "x")
    path: Path = tmp_path / FILE
    path.write_text(path.read_text().replace('"sealed": "', '"sealed": "AAAA'))
    with pytest.raises(UserError, match="wrong"):
        Secrets(Asked("m", "m", "m"), tmp_path).get("carddav", "ana")
