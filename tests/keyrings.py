"""A keyring in memory, as a test wants it: nothing of it stays, nobody else's is touched."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

LONGEST = 1_200
"""Characters of one secret: longer ones the keyring of Windows refuses."""


class MemoryRing(KeyringBackend):
    """A keyring that refuses long secrets, as the one of Windows does."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        assert len(password) <= LONGEST
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture(autouse=True)
def ring() -> Iterator[MemoryRing]:
    """The keyring of this test."""
    former, made = keyring.get_keyring(), MemoryRing()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(former)
