"""Letters from the command line, to a real server: what the window can, without it."""

from __future__ import annotations

import io
import json

import pytest

from app.__main__ import main
from tests.services.mail.servers import PASSWORD, USER


@pytest.fixture
def mail(library, capsys):
    """Run `cartoteca mail …` on the file; the answer as data."""

    def run(*words: str, status: int = 0):
        capsys.readouterr()
        found = main(["mail", *words, "--file", str(library.path), "--json"])
        said = capsys.readouterr()
        assert found == status, said.err
        return json.loads(said.out)

    return run


@pytest.fixture
def letter(mail, tmp_path):
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n000")
    path = tmp_path / "Știri.html"
    path.write_text('<title>Știri, {{ Prenume }}</title><p>Bună, {{ Prenume | default("prieten") }}!</p>'
                    '<img src="logo.png" alt="Sigla">', encoding="utf-8")  # fmt: skip
    (tmp_path / "price.pdf").write_bytes(b"%PDF-1.4")
    mail("add", str(path), "--attach", str(tmp_path / "price.pdf"))
    return "Știri"


def test_an_account_is_added_and_tried_and_its_password_read_unseen(mail, server, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    kept = mail(
        "account", USER, "--server", "127.0.0.1", "--port", str(server.port), "--sender", "Ana",
        "--pace", "0", "--password", "--check",
    )  # fmt: skip
    assert kept["host"] == "127.0.0.1"
    assert server.post.logins == [(USER, PASSWORD)]
    (found,) = mail("accounts")["accounts"]
    assert found["address"] == USER
    assert "password" not in found


def test_the_server_of_a_known_provider_is_known(mail):
    kept = mail("account", "ion@gmail.com")
    assert (kept["host"], kept["port"], kept["security"]) == ("smtp.gmail.com", 587, "starttls")


def test_a_dry_run_says_who_would_get_the_letter_and_sends_nothing(mail, letter, people, account, server):
    people(("Ion", "Pop", "ion@client.example"), ("", "Rusu", "rusu@client.example"), ("Ana", "Luca"),
           ("Dan", "Ene", "dan@@client"), ("Eva", "Ene", "ION@client.example"))  # fmt: skip
    mail("opt-out", "rusu@client.example")
    found = mail("letter", letter, "--search", "", "--dry-run")
    states = {each["title"]: each["state"] for each in found["recipients"]}
    assert states == {
        "Dan Ene": "invalid", "Eva Ene": "goes", "Ana Luca": "no_address", "Ion Pop": "duplicate",
        "Rusu": "opted_out",
    }  # fmt: skip
    assert found["going"] == 1
    assert server.post.asked == {}


def test_a_group_gets_its_letter_and_the_outbox_tells(mail, letter, people, account, server, library):
    uids = people(("Ion", "Pop", "ion@client.example"), ("Ana", "Luca", "ana@client.example"),
                  ("Dan", "Ene", "dan@client.example"))  # fmt: skip
    library.groups.put(library.groups.add("contacts", "Clienți"), uids[:2])
    sent = mail("letter", letter, "--group", "clienti", "--send")
    assert sent["mailing"]["counts"]["sent"] == 2
    assert set(server.post.counts) == {"ion@client.example", "ana@client.example"}
    message = server.post.message("ana@client.example")
    assert message["Subject"] == "Știri, Ana"
    assert "Bună, Ana!" in message.get_body(("html",)).get_content()
    assert [each.get_filename() for each in message.iter_attachments()] == ["price.pdf"]
    (mailing,) = mail("outbox")["mailings"]
    assert mailing["state"] == "done"
    again = mail("letter", letter, "--group", "clienti", status=3)
    assert [each["state"] for each in again["recipients"]] == ["earlier", "earlier"]


def test_a_queued_letter_waits_until_it_is_resumed(mail, letter, people, account, server):
    people(("Ion", "Pop", "ion@client.example"), ("Ana", "Luca", "ana@client.example"))
    mail("letter", letter, "--search", "", "--queue", status=3)
    assert server.post.asked == {}
    (mailing,) = mail("outbox")["mailings"]
    assert (mailing["state"], mailing["counts"]["queued"]) == ("paused", 2)
    (mailing,) = mail("resume")["mailings"]
    assert (mailing["state"], mailing["counts"]["sent"]) == ("done", 2)


def test_a_test_letter_goes_to_oneself_alone(mail, letter, people, account, server):
    people(("Ion", "Pop", "ion@client.example"))
    assert mail("test", letter, "--search", "Ion")["to"] == USER
    assert server.post.counts == {USER: 1}
    assert server.post.message(USER)["Subject"] == "Test: Știri, Ion"
    assert mail("outbox")["mailings"] == []


def test_wrong_words_get_a_sentence(library, capsys, account):
    assert main(["mail", "letter", "Nobody", "--file", str(library.path), "--search", ""]) == 1
    assert "There is no letter “Nobody”" in capsys.readouterr().err
    assert main(["mail", "letter", "--file", str(library.path)]) == 2
    assert main(["mail", "account", "nonsense", "--file", str(library.path)]) == 1
    assert "is no e-mail address" in capsys.readouterr().err
