"""The encrypted store of passwords for computers without a keyring: one file, opened by a master password."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.atomic import write_atomically
from app.core.errors import UserError
from app.core.texts import _

FORMAT = 1
ITERATIONS, MEMORY_KIB, LANES = 3, 65_536, 4
"""Argon2id as RFC 9106 proposes it where memory is short; half a second on an office computer."""
KEY_BYTES, SALT_BYTES, NONCE_BYTES = 32, 16, 12
TRIES = 3
"""How often a wrong master password is asked for again."""

Entries = dict[str, dict[str, str]]
"""Secrets by service and account."""


@dataclass(frozen=True)
class MasterQuestion:
    """What the user is asked: to think of a master password, or for the one that opens the store."""

    path: Path
    is_new: bool
    was_wrong: bool = False


AskMaster = Callable[[MasterQuestion], str | None]
"""Gives the master password, or None when the user does not want to; called in whatever thread asks."""


class Vault:
    """The file and the key that opens it; not for several threads at once."""

    def __init__(self, path: Path, ask: AskMaster | None) -> None:
        self.path, self._ask = path, ask
        self._salt, self._key = b"", b""

    def read(self) -> Entries:
        """Everything that is kept; UserError if it stays closed or is damaged. Asks only where a file is."""
        if not self.path.exists():
            return {}
        head, nonce, sealed = self._parts()
        if self._key and head["salt"] == _text(self._salt):
            opened = _opened(self._key, head, nonce, sealed)
            if opened is not None:
                return opened
        return self._unlock(head, nonce, sealed)

    def write(self, entries: Entries) -> None:
        """Keep exactly this; the first time a master password is asked for."""
        if not self._key:
            self._salt = os.urandom(SALT_BYTES)
            self._key = derived(self._asked(is_new=True), self._salt)
        head = {"format": FORMAT, "kdf": "argon2id", "salt": _text(self._salt)}
        nonce = os.urandom(NONCE_BYTES)
        plain = json.dumps(entries, ensure_ascii=False).encode()
        sealed = _cipher(self._key).encrypt(nonce, plain, _bound(head))
        whole = head | {"nonce": _text(nonce), "sealed": _text(sealed)}
        try:
            write_atomically(self.path, json.dumps(whole), mode=0o600)
        except OSError as problem:
            told = _("The password could not be kept in {path}: {problem}. Make room or rights there.")
            raise UserError(told.format(path=self.path, problem=problem.strerror)) from problem

    @property
    def question(self) -> MasterQuestion | None:
        """What the user will be asked before something can be kept; None while the store is open."""
        return None if self._key else MasterQuestion(self.path, is_new=not self.path.exists())

    def _unlock(self, head: dict[str, Any], nonce: bytes, sealed: bytes) -> Entries:
        salt = _bytes(head["salt"])
        for number in range(TRIES):
            key = derived(self._asked(is_new=False, was_wrong=number > 0), salt)
            opened = _opened(key, head, nonce, sealed)
            if opened is not None:
                self._salt, self._key = salt, key
                return opened
        told = _(
            "The master password is wrong; the stored passwords stay closed. Try again; if it is forgotten,"
            " move {path} away and type the passwords anew."
        )
        raise UserError(told.format(path=self.path))

    def _asked(self, *, is_new: bool, was_wrong: bool = False) -> str:
        if self._ask is None:
            told = _(
                "This computer has no keyring, and nobody can be asked for the master password of {path}."
            )
            raise UserError(told.format(path=self.path))
        given = self._ask(MasterQuestion(self.path, is_new, was_wrong))
        if not given:
            raise UserError(_("Without the master password the stored passwords stay closed."))
        return given

    def _parts(self) -> tuple[dict[str, Any], bytes, bytes]:
        """What the file says openly, and its sealed part."""
        try:
            whole = json.loads(self.path.read_text(encoding="utf-8"))
            head = {key: whole[key] for key in ("format", "kdf", "salt")}
            if (head["format"], head["kdf"]) != (FORMAT, "argon2id"):
                raise ValueError(head["format"])
            _salt, nonce, sealed = (_bytes(whole[key]) for key in ("salt", "nonce", "sealed"))
        except (OSError, ValueError, KeyError, TypeError) as problem:
            told = _("The stored passwords in {path} cannot be read; move the file away and type them again.")
            raise UserError(told.format(path=self.path)) from problem
        return head, nonce, sealed


def derived(master: str, salt: bytes) -> bytes:
    """The key of a master password; slow and large on purpose."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    method = Argon2id(salt=salt, length=KEY_BYTES, iterations=ITERATIONS, lanes=LANES, memory_cost=MEMORY_KIB)
    return method.derive(master.encode())


def _opened(key: bytes, head: dict[str, Any], nonce: bytes, sealed: bytes) -> Entries | None:
    """What was sealed, or None: another key, or bytes that somebody changed."""
    from cryptography.exceptions import InvalidTag

    try:
        plain = _cipher(key).decrypt(nonce, sealed, _bound(head))
    except (InvalidTag, ValueError):
        return None
    found: Entries = json.loads(plain)
    return found


def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _bound(head: dict[str, Any]) -> bytes:
    """What stands open in the file and may not be changed unseen."""
    return json.dumps(head, sort_keys=True).encode()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
