"""Servers that behave otherwise: they forget lines, tell no state, are full, slow, or out of order."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.core.errors import UserError
from app.core.progress import Cancelled, Progress
from app.services.sync.dav import Server
from tests.services.sync.conftest import Twin
from tests.services.sync.test_sync import NOTHING, POP, told

FRAME = ("content-length", "transfer-encoding", "connection", "date", "server")
"""What each answer on the way says for itself."""


class Between:
    """Stands between the program and Radicale, and changes what they say."""

    def __init__(self, port: int) -> None:
        self.forgets = ""
        """Lines that match are dropped from cards that are sent."""
        self.tells_states = True
        self.answers: Callable[[str, str], int] = lambda _method, _path: 0
        """A status that is answered in place of the server; 0 asks the server."""
        self.waits_s = 0.0
        self.at_once: list[int] = [0]
        """How many cards were being written whenever one more came."""
        between, writing = self, list[str]()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_words: object) -> None:
                return

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.command == "PUT":
                    writing.append(self.path)
                    between.at_once.append(len(writing))
                time.sleep(between.waits_s)
                if self.command == "PUT":
                    writing.remove(self.path)
                status = between.answers(self.command, self.path)
                if status:
                    self.send_response(status)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                if self.command == "PUT" and between.forgets:
                    lines = body.decode().split("\r\n")
                    body = "\r\n".join(each for each in lines if not re.match(between.forgets, each)).encode()
                head = {key: value for key, value in self.headers.items() if key.lower() != "content-length"}
                asked = http.client.HTTPConnection("127.0.0.1", port)
                asked.request(self.command, self.path, body, head)
                answer = asked.getresponse()
                data = answer.read()
                self.send_response(answer.status)
                hidden = set(FRAME) | (set() if between.tells_states or self.command != "PUT" else {"etag"})
                for key, value in answer.getheaders():
                    if key.lower() not in hidden:
                        self.send_header(key, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
                asked.close()

        for method in ("GET", "PUT", "DELETE", "PROPFIND", "REPORT"):
            setattr(Handler, f"do_{method}", Handler.answer)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True, name="between").start()


@pytest.fixture
def between(twin: Twin) -> Iterator[Between]:
    made = Between(twin.radicale.port)
    twin.login = replace(twin.login, url=twin.login.url.replace(str(twin.radicale.port), str(made.port)))
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def there(twin: Twin, between: Between) -> Twin:
    """The same address book, asked directly."""
    return replace(twin, login=replace(twin.login, url=twin.account.book))


def test_what_a_server_does_not_keep_stays_here(twin: Twin, there: Twin, between: Between) -> None:
    between.forgets = r"X-|HOBBY|LANG|CATEGORIES"
    uid = twin.add(**POP, hobby="chess", grade="a", languages=["ro"])
    twin.sync()
    assert "HOBBY" not in there.card("Ana Pop")
    assert told(twin.sync()) == NOTHING
    there.replace("Ana Pop", "END:VCARD", "NOTE:on the phone\nEND:VCARD")
    assert told(twin.sync()) == [[0, 1, 0], [0, 0, 0]]
    values = twin.values(uid)
    assert (values["hobby"], values["grade"], values["languages"]) == ("chess", "a", ["ro"])
    assert values["notes"] == "on the phone"
    twin.edit(uid, hobby="ski", birthday="1985-04-03")
    assert told(twin.sync()) == [[0, 0, 0], [0, 1, 0]]
    assert "BDAY:1985-04-03" in there.card("Ana Pop")
    assert told(twin.sync()) == NOTHING


def test_a_server_that_tells_no_state_is_asked_for_it(twin: Twin, there: Twin, between: Between) -> None:
    between.tells_states = False
    uid = twin.add(**POP)
    twin.sync()
    twin.edit(uid, notes="ours")
    assert told(twin.sync()) == [[0, 0, 0], [0, 1, 0]]
    assert told(twin.sync()) == NOTHING
    there.replace("Ana Pop", "NOTE:ours", "NOTE:theirs")
    twin.sync()
    assert twin.values(uid)["notes"] == "theirs"


def test_one_card_that_is_refused_stops_no_other(twin: Twin, there: Twin, between: Between) -> None:
    for n in range(3):
        twin.add(given_name=f"Ana {n}")
    refused = iter([507])
    between.answers = lambda method, _path: next(refused, 0) if method == "PUT" else 0
    report = twin.sync()
    assert [reason for _title, reason in report.problems] == [
        "the server refused the card (507 Insufficient Storage)"
    ]
    assert len(there.names()) == 2
    assert told(twin.sync()) == [[0, 0, 0], [1, 0, 0]]


def test_a_server_that_breaks_down_on_the_way_is_told_and_the_rest_follows(
    twin: Twin, there: Twin, between: Between
) -> None:
    there.put("maria", "FN:Maria", "N:;Maria;;;")
    for n in range(4):
        twin.add(given_name=f"Ana {n}")
    answers = iter([0, 0, 503])
    between.answers = lambda method, _path: next(answers, 503) if method == "PUT" else 0
    report = twin.sync()
    assert "out of order (503" in report.broken_off
    assert report.here["add"] == 1
    assert report.operation is not None
    assert len(there.names()) == 3
    between.answers = lambda _method, _path: 0
    assert twin.sync().is_whole
    assert there.names() == twin.titles()
    assert len(there.names()) == 5


def test_a_slow_server_is_let_go_at_once(twin: Twin, between: Between) -> None:
    between.waits_s = 20
    progress = Progress()
    threading.Timer(0.3, progress.cancel).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        twin.library.sync.plan(twin.account, twin.login, progress)
    assert time.monotonic() - started < 5
    between.waits_s = 0


def test_cards_go_to_a_server_far_away_side_by_side(twin: Twin, between: Between) -> None:
    for n in range(6):
        twin.add(given_name=f"Ana {n}")
    plan = twin.plan()
    between.waits_s = 0.3
    assert twin.library.sync.run(plan, twin.login).is_whole
    assert 1 < max(between.at_once) <= 4


def test_what_answers_is_no_address_book(twin: Twin, between: Between) -> None:
    between.answers = lambda _method, _path: 200
    with pytest.raises(UserError, match="is no address book; check the address"):
        twin.sync()
    between.answers = lambda _method, _path: 302
    with pytest.raises(UserError):
        twin.sync()


@pytest.mark.parametrize("name", ["ană pop", "a&b", "50%", "a+b", "x@y", "<z>"])
def test_places_of_cards_have_any_name(twin: Twin, name: str) -> None:
    from urllib.parse import quote

    text = "\r\n".join(("BEGIN:VCARD", "VERSION:3.0", "UID:u1", "FN:Ana", "N:;Ana;;;", "END:VCARD", ""))
    path = f"{twin.path}{quote(name)}.vcf"
    assert twin.radicale.ask("PUT", path, text, Content_Type="text/vcard")[0] == 201
    assert twin.sync().is_whole
    uid = twin.uid("Ana")
    twin.edit(uid, notes="edited")
    assert twin.sync().is_whole
    assert "edited" in twin.card("Ana")
    assert told(twin.sync()) == NOTHING
    twin.add(given_name="Other")
    twin.sync()
    twin.library.delete([uid])
    twin.sync()
    assert twin.names() == ["Other"]


def test_a_card_that_goes_while_it_is_read_is_left_out(twin: Twin, there: Twin, between: Between) -> None:
    for n in range(3):
        there.put(f"c{n}", f"FN:C {n}", f"N:;C {n};;;")
    is_first = iter([True])

    def answer(method: str, _path: str) -> int:
        if method == "REPORT" and next(is_first, False):
            there.remove("C 1")
        return 0

    between.answers = answer
    assert told(twin.sync()) == [[2, 0, 0], [0, 0, 0]]
    with Server(twin.login) as server:
        assert len(server.etags()) == 2


def test_a_card_that_gets_another_place_is_still_the_same(twin: Twin) -> None:
    twin.add(given_name="Other")
    uid = twin.add(**POP)
    twin.sync()
    name, text = next((name, text) for name, text in twin.cards().items() if "FN:Ana Pop" in text)
    twin.remove("Ana Pop")
    text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    assert twin.radicale.ask("PUT", f"{twin.path}moved.vcf", text, Content_Type="text/vcard")[0] == 201
    assert told(twin.sync()) == NOTHING
    twin.edit(uid, notes="after the move")
    assert told(twin.sync()) == [[0, 0, 0], [0, 1, 0]]
    assert "after the move" in twin.cards()["moved"]
    assert name not in twin.cards()
