"""A library with people, an account, and a real mail server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.services.library import Identity, Library
from app.services.mail.account import Account
from app.services.mail.letters import LetterTemplate
from app.services.mail.sender import Rules
from tests.keyrings import ring
from tests.prepared import new_library
from tests.services.mail.servers import PASSWORD, USER, Post, port_of, start

__all__ = ["ring"]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library whose clock goes: waiting is real here."""
    made = new_library(tmp_path / "test.cartoteca", identity=Identity("Ana", "RO", "en", "Europe/Bucharest"))
    yield made
    made.close()


@dataclass
class Server:
    """The server of a test, and how it is reached."""

    post: Post = field(default_factory=Post)
    port: int = 0


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server with STARTTLS and log-in, whose certificate this computer trusts."""
    found = Server()
    controller = start(found.post, tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
    found.port = port_of(controller)
    yield found
    controller.stop()


@pytest.fixture
def account(library: Library, server: Server) -> Account:
    """An account on that server, with its password kept."""
    wanted = Account(
        "Firma", USER, sender="Ana Ștefănescu, SRL", host="127.0.0.1", port=server.port, pace=0
    )
    uid = library.mail.accounts.save(wanted)
    library.mail.accounts.set_password(uid, PASSWORD)
    return library.mail.accounts.find(uid)


QUICK = Rules(letter_again=0.2, connection_again=0.1, connection_tries=4, tries=4)


@pytest.fixture
def people(library: Library) -> Callable[..., list[str]]:
    """Make contacts of (given name, surname, address …); their uids."""

    def make(*rows: tuple[str, ...]) -> list[str]:
        uids = []
        for given, surname, *addresses in rows:
            values = {
                "given_name": given, "surname": surname, "emails": [{"value": each} for each in addresses]
            }
            uids.append(library.save("contacts", values).uid)
        return uids

    return make


LETTER = LetterTemplate(
    "News", subject="Știri pentru {{ contact.given_name }}",
    html='<p>Dear {{ given_name | default("friend") }} &amp; co,</p><p>see <a href="https://a.example">us</a>.</p>',
)  # fmt: skip


@pytest.fixture
def send(library: Library, account: Account) -> Callable[..., str]:
    """Look, put into the outbox and send; the uid of the mailing."""

    def go(uids: list[str], letter: LetterTemplate = LETTER, **looking: object) -> str:
        looked = library.mail.recipients.look(letter, uids, **looking)
        uid = library.mail.outbox.put(looked, account)
        library.mail.sender(QUICK).run()
        return uid

    return go
