"""``cartoteca sync``: the same as in the window, without one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import keyring
import pytest

from app.__main__ import main
from app.services.secrets import Secrets
from app.services.sync.accounts import SERVICE
from tests.keyrings import MemoryRing
from tests.services.sync.conftest import Twin

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(twin: Twin, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Runs the command on the file of the twin; exit status, what it said, what it complained of."""
    former = keyring.get_keyring()
    keyring.set_keyring(MemoryRing())
    Secrets().set(SERVICE, twin.account.secret, twin.login.password)

    def do(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(("sync", "--file", str(twin.library.path), *words))
        return status, *capsys.readouterr()

    yield do
    keyring.set_keyring(former)


def test_a_dry_run_says_what_would_be_done_and_does_nothing(twin: Twin, run: Run) -> None:
    twin.add(given_name="Ana")
    twin.put("maria", "FN:Maria", "N:;Maria;;;")
    status, out, _err = run("--dry-run")
    assert status == 0
    assert out == "Phone: Here: 1 new. On the server: 1 new.\n  Maria: here new\n  Ana: on the server new\n"
    assert twin.titles() == ["Ana"]
    assert twin.names() == ["Maria"]


def test_it_synchronises_and_says_what_was_done(twin: Twin, run: Run) -> None:
    twin.add(given_name="Ana")
    twin.put("maria", "FN:Maria", "N:;Maria;;;")
    assert run()[:2] == (0, "Phone: Here: 1 new. On the server: 1 new.\n")
    assert twin.titles() == twin.names() == ["Ana", "Maria"]
    assert run("--account", "phone")[:2] == (0, "Phone: Both sides are the same; there is nothing to do.\n")


def test_what_waits_for_a_decision_makes_the_status_3(twin: Twin, run: Run) -> None:
    uid = twin.add(given_name="Ana", notes="before")
    twin.sync()
    twin.edit(uid, notes="ours")
    twin.replace("Ana", "NOTE:before", "NOTE:theirs")
    status, out, _err = run()
    assert status == 3
    assert "1 contact was changed on both sides and waits for a decision." in out
    assert "Ana: to be decided: Notes: here “ours”, on the server “theirs”" in out
    status, out, _err = run("--json")
    assert status == 3
    (account,) = json.loads(out)["accounts"]
    assert account["conflicts"] == 1
    assert account["steps"][0]["conflict"] is True


def test_much_is_deleted_only_when_the_command_says_so(twin: Twin, run: Run) -> None:
    uids = [twin.add(given_name=f"Ana {n}") for n in range(6)]
    twin.sync()
    twin.library.delete(uids)
    status, _out, err = run()
    assert status == 1
    assert "6 contacts would be deleted on the server" in err
    assert run("--delete-many")[0] == 0
    assert twin.names() == []


def test_without_a_password_or_an_account_it_says_what_to_do(twin: Twin, run: Run) -> None:
    Secrets().delete(SERVICE, twin.account.secret)
    assert "open its settings and type it" in run()[2]
    assert "there are: “Phone”" in run("--account", "Tablet")[2]
    twin.library.sync.accounts.remove(twin.account, Secrets())
    assert "set one up in the window" in run()[2]
