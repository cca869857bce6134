"""Sends the outbox of a file until nothing is left; for tests that kill it."""

from __future__ import annotations

import sys
from pathlib import Path

import keyring
from keyring.backend import KeyringBackend

from app.services.library import Library
from app.services.mail.sender import Rules


class OnePassword(KeyringBackend):
    """Knows the one password of the test."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return sys.argv[2]

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


if __name__ == "__main__":
    keyring.set_keyring(OnePassword())
    library = Library.open(Path(sys.argv[1]))
    library.mail.sender(Rules(letter_again=0.3, connection_again=0.1)).run()
    library.close()
