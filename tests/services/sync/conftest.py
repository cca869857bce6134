"""A real Radicale for the tests of the synchronisation, and what they say to it."""

from __future__ import annotations

import base64
import html
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from app.services.library import Library
from app.services.lists import ListQuery
from app.services.sync.accounts import Account
from app.services.sync.dav import Login, Server
from app.services.sync.pairs import Plan
from app.services.sync.service import SyncReport

USER, PASSWORD = "ana", "grădină: Ж"


class Radicale:
    """The server in a process of its own, spoken to over HTTP."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.root = f"http://127.0.0.1:{self.port}/"
        (folder / "users").write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
        (folder / "config").write_text(
            f"[server]\nhosts = 127.0.0.1:{self.port}\n"
            f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder / 'users'}\nhtpasswd_encryption = plain\n"
            "delay = 0\n"
            f"[storage]\nfilesystem_folder = {folder / 'data'}\n"
            "[logging]\nlevel = error\n",
            encoding="utf-8",
        )
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = [sys.executable, "-m", "radicale", "--config", str(self.folder / "config")]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("CARTOTECA")}
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                words, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment | {"PYTHONUTF8": "1"}
            )
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self._process.poll() is None, (self.folder / "log").read_text()
            time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text())

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def clear(self) -> None:
        """Forget everything that is stored."""
        shutil.rmtree(self.folder / "data" / "collection-root", ignore_errors=True)

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, dict[str, str]]:
        """One request; status, text and headers (in small letters) of the answer."""
        token = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        head = {key.replace("_", "-"): each for key, each in headers.items()}
        head["Authorization"] = f"Basic {token}"
        request = urllib.request.Request(self.root + path, body.encode() or None, head, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                known = {key.lower(): value for key, value in answer.headers.items()}
                return answer.status, answer.read().decode(), known
        except urllib.error.HTTPError as problem:
            with problem:
                return problem.code, problem.read().decode(), {}

    def make_book(self, name: str = "contacts", title: str = "Contacts of Ana") -> str:
        """A new address book; its address."""
        body = (
            '<mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><set><prop>'
            "<resourcetype><collection/><C:addressbook/></resourcetype>"
            f"<displayname>{html.escape(title)}</displayname></prop></set></mkcol>"
        )
        assert self.ask("MKCOL", f"{USER}/{name}/", body)[0] == 201
        return f"{self.root}{USER}/{name}/"


@pytest.fixture(scope="session")
def radicale_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    server = Radicale(tmp_path_factory.mktemp("radicale"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def radicale(radicale_process: Radicale) -> Radicale:
    """A running server without any address book."""
    radicale_process.clear()
    return radicale_process


@dataclass
class Twin:
    """A library and an address book that are synchronised."""

    library: Library
    radicale: Radicale
    account: Account
    login: Login

    def change(self, **values: Any) -> None:
        """Other settings of the account."""
        self.account = self.library.sync.accounts.save(replace(self.account, **values))

    def plan(self) -> Plan:
        return self.library.sync.plan(self.account, self.login)

    def sync(self, *, deletes_many: bool = False, **decisions: str) -> SyncReport:
        plan = self.plan()
        if decisions:
            titles = {each.title: each.key for each in plan.steps}
            plan = self.library.sync.decide(plan, {titles[name]: side for name, side in decisions.items()})
        return self.library.sync.run(plan, self.login, deletes_many=deletes_many)

    # -- here ----------------------------------------------------------------------------------------------

    def add(self, **values: Any) -> str:
        return self.library.save("contacts", values).uid

    def edit(self, uid: str, **values: Any) -> None:
        self.library.save("contacts", values, uid)

    def values(self, uid: str) -> dict[str, Any]:
        record = self.library.get(uid)
        assert record is not None
        return record.values

    def titles(self) -> list[str]:
        found = self.library.lists.ids(ListQuery("contacts"))
        return sorted(
            each.title for each in self.library.get_many(self.library.lists.uids_of(found)).values()
        )

    def uid(self, title: str) -> str:
        found = self.library.lists.uids_of(self.library.lists.ids(ListQuery("contacts")))
        return next(uid for uid, each in self.library.get_many(found).items() if each.title == title)

    # -- there ---------------------------------------------------------------------------------------------

    @property
    def path(self) -> str:
        return self.login.url.removeprefix(self.radicale.root)

    def put(self, name: str, *lines: str, version: str = "3.0") -> None:
        """Another program writes a card."""
        text = "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", f"UID:{name}", *lines, "END:VCARD", ""))
        status = self.radicale.ask("PUT", f"{self.path}{name}.vcf", text, Content_Type="text/vcard")[0]
        assert status in (201, 204), status

    def cards(self) -> dict[str, str]:
        """Every card on the server by its name."""
        with Server(self.login) as server:
            found = server.fetch(list(server.etags()))
            return {each.href.rpartition("/")[2].removesuffix(".vcf"): each.text for each in found}

    def names(self) -> list[str]:
        """Whom the server has."""
        lines = (line for text in self.cards().values() for line in text.splitlines())
        return sorted(line.removeprefix("FN:") for line in lines if line.startswith("FN:"))

    def card(self, title: str) -> str:
        return next(text for text in self.cards().values() if f"FN:{title}" in text.splitlines())

    def replace(self, title: str, old: str, new: str) -> None:
        """Another program changes something in a card."""
        name, text = next(
            (name, text) for name, text in self.cards().items() if f"FN:{title}" in text.splitlines()
        )
        assert old in text
        changed = text.replace(old, new).replace("\r\n", "\n").replace("\n", "\r\n")
        answer = self.radicale.ask("PUT", f"{self.path}{name}.vcf", changed, Content_Type="text/vcard")
        assert answer[0] in (201, 204), answer

    def remove(self, title: str) -> None:
        """Another program deletes a card."""
        name = next(name for name, text in self.cards().items() if f"FN:{title}" in text.splitlines())
        assert self.radicale.ask("DELETE", f"{self.path}{name}.vcf")[0] == 200


def make_twin(library: Library, radicale: Radicale) -> Twin:
    url = radicale.make_book()
    wanted = Account("Phone", "own", radicale.root, USER, url, "Contacts of Ana", carries_own=True)
    return Twin(library, radicale, library.sync.accounts.save(wanted), Login(url, USER, PASSWORD))


@pytest.fixture
def twin(library: Library, radicale: Radicale) -> Twin:
    """An empty library and an empty address book."""
    return make_twin(library, radicale)
