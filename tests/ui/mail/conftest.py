"""A real mail server, a keyring, people and an account for the windows of letters."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.core.clock import system_clock
from app.services.mail.account import Account
from tests.services.mail.conftest import Server, ring, server
from tests.services.mail.servers import PASSWORD, USER
from tests.ui.panel_fakes import Opened

__all__ = ["Server", "ring", "server"]


def press(window: QWidget, name: str) -> None:
    button = window.findChild(QAbstractButton, name)
    assert button.isEnabled()
    button.click()


@pytest.fixture
def people(desk) -> list[str]:
    desk.library.clock = system_clock  # waiting is real here
    rows = (("Ion", "ion@client.example"), ("Ana", "ana@client.example"), ("Dan", ""))
    return [
        desk.library.save(
            "contacts", {"given_name": name, **({"emails": [{"value": address}]} if address else {})}
        ).uid
        for name, address in rows
    ]


@pytest.fixture
def account(desk, server, people) -> str:
    mail = desk.library.mail
    uid = mail.accounts.save(Account("Firma", USER, host="127.0.0.1", port=server.port, pace=0))
    desk.secrets.set("smtp", uid, PASSWORD)
    return uid


@pytest.fixture
def opened() -> Opened:
    return Opened()
