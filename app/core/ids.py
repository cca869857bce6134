"""Stable ids: time-ordered, unique over all files, never a row number."""

from __future__ import annotations

import hashlib
import os
import random
import time
from collections.abc import Callable

UidMaker = Callable[[], str]


def new_uid() -> str:
    """A UUID version 7 (RFC 9562, section 5.7) as 32 hexadecimal digits."""
    return _uuid7(int(time.time() * 1000), _chance())


_CHANCE_BYTES, _AT_ONCE = 10, 500
_chances: list[int] = []


def _chance() -> int:
    """74 bits of the system's chance, of which many are asked for at once: each question lets another thread
    go first."""
    try:
        return _chances.pop()
    except IndexError:
        found = os.urandom(_CHANCE_BYTES * _AT_ONCE)
        parts = (found[start : start + _CHANCE_BYTES] for start in range(0, len(found), _CHANCE_BYTES))
        first, *rest = (int.from_bytes(part, "big") >> 6 for part in parts)
        _chances.extend(rest)
        return first


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_chances.clear)  # two processes never draw from one stock


def built_in_uid(list_key: str, key: str) -> str:
    """The same uid in every file, so that equal files have equal dumps."""
    return hashlib.sha256(f"choice:{list_key}:{key}".encode()).hexdigest()[:32]


def seeded_uids(seed: int) -> UidMaker:
    """A maker that gives the same ids for the same seed (demo files, tests)."""
    source = random.Random(seed)
    counter = 0

    def make() -> str:
        nonlocal counter
        counter += 1
        return _uuid7(1_700_000_000_000 + counter, source.getrandbits(74))

    return make


def _uuid7(milliseconds: int, chance: int) -> str:
    high = (milliseconds & (1 << 48) - 1) << 80
    middle = 0x7 << 76 | (chance >> 62) << 64
    low = 0b10 << 62 | chance & ((1 << 62) - 1)
    return f"{high | middle | low:032x}"
