"""Passwords of accounts: in the keyring of the system, else in an encrypted store of our own; never plain.

Every call may wait for the user (a keyring asks for leave, the store for its master password): call it beside
the window, from ``work.do`` or a command.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.paths import APP_NAME, state_folder
from app.core.texts import _
from app.services.vault import AskMaster, MasterQuestion, Vault

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

__all__ = ["AskMaster", "MasterQuestion", "Secrets", "system_keyring"]

FILE = "passwords.sealed"
REFUSED = ("keyrings.alt", "keyring.backends.fail", "keyring.backends.null")
"""Keyrings that are none: they write plain text, refuse everything or forget everything."""
PIECE = 1_000
"""Letters that the keyring of every system takes at once; Windows refuses more than some 1,200."""
PARTED = "\x1fparts:"
"""Begins what stands in the place of a secret that lies in several pieces."""


class Secrets:
    """Get, set and delete secrets by service ("carddav", "smtp") and account; for any thread."""

    def __init__(self, ask: AskMaster | None = None, folder: Path | None = None) -> None:
        self._lock = threading.Lock()
        self._vault = Vault((folder or state_folder()) / FILE, ask)

    def get(self, service: str, account: str) -> str | None:
        """The secret, or None if none is kept; UserError if the place where it lies stays closed."""
        with self._lock:
            ring = system_keyring()
            if ring is None:
                return self._vault.read().get(service, {}).get(account)
            return _Ring(ring, service).get(account)

    def set(self, service: str, account: str, secret: str) -> None:
        """Keep a secret in the place of a former one."""
        with self._lock:
            ring = system_keyring()
            if ring is not None:
                _Ring(ring, service).set(account, secret)
                return
            entries = self._vault.read()
            entries.setdefault(service, {})[account] = secret
            self._vault.write(entries)

    def delete(self, service: str, account: str) -> None:
        """Forget a secret; nothing happens if none is kept."""
        with self._lock:
            ring = system_keyring()
            if ring is not None:
                _Ring(ring, service).delete(account)
                return
            entries = self._vault.read()
            if entries.get(service, {}).pop(account, None) is not None:
                self._vault.write({name: each for name, each in entries.items() if each})

    @property
    def is_system(self) -> bool:
        """Do secrets go to the keyring of the system, so that no master password is needed?"""
        return system_keyring() is not None

    @property
    def question(self) -> MasterQuestion | None:
        """What the user will be asked when a secret is kept; None if nothing."""
        return None if self.is_system else self._vault.question


def system_keyring() -> KeyringBackend | None:
    """The keyring of this system that keeps secrets secret; None where there is none."""
    import keyring
    from keyring.backends.chainer import ChainerBackend

    found = keyring.get_keyring()
    rings = found.backends if isinstance(found, ChainerBackend) else [found]
    return next((ring for ring in rings if not type(ring).__module__.startswith(REFUSED)), None)


class _Ring:
    """One service in a keyring; long secrets lie there in pieces."""

    def __init__(self, ring: KeyringBackend, service: str) -> None:
        self._ring, self._service = ring, f"{APP_NAME} {service}"

    def get(self, account: str) -> str | None:
        whole = self._read(account)
        if whole is None or not whole.startswith(PARTED):
            return whole
        pieces = [self._read(_piece(account, number)) for number in range(_parts(whole))]
        return None if None in pieces else "".join(filter(None, pieces))

    def set(self, account: str, secret: str) -> None:
        before = _parts(self._read(account))
        pieces = [secret[start : start + PIECE] for start in range(0, len(secret), PIECE)]
        count = len(pieces) if len(pieces) > 1 or secret.startswith(PARTED) else 0
        for number, piece in enumerate(pieces[:count]):
            self._write(_piece(account, number), piece)
        self._write(account, f"{PARTED}{count}" if count else secret)
        for number in range(count, before):
            self._forget(_piece(account, number))

    def delete(self, account: str) -> None:
        count = _parts(self._read(account))
        for name in (account, *(_piece(account, number) for number in range(count))):
            self._forget(name)

    def _read(self, name: str) -> str | None:
        from keyring.errors import KeyringError

        try:
            return self._ring.get_password(self._service, name)
        except KeyringError as problem:
            raise _closed(problem) from problem

    def _write(self, name: str, secret: str) -> None:
        from keyring.errors import KeyringError

        try:
            self._ring.set_password(self._service, name, secret)
        except KeyringError as problem:
            raise _closed(problem) from problem

    def _forget(self, name: str) -> None:
        from keyring.errors import KeyringError, PasswordDeleteError

        try:
            self._ring.delete_password(self._service, name)
        except PasswordDeleteError:
            return  # it was not there
        except KeyringError as problem:
            raise _closed(problem) from problem


def _piece(account: str, number: int) -> str:
    return f"{account}\x1f{number}"


def _parts(stored: str | None) -> int:
    """How many pieces stand behind what is stored under the account itself."""
    return int(stored.removeprefix(PARTED)) if stored and stored.startswith(PARTED) else 0


def _closed(problem: Exception) -> UserError:
    told = _("The keyring of the system does not answer ({problem}); unlock it and try again.")
    return UserError(told.format(problem=str(problem) or type(problem).__name__))
