"""Long work beside a window: how it leaves the window's thread its time."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

SWITCH_S = 0.0005
"""How long the work may keep the interpreter before another thread that waits gets it."""

SELDOM = (100_000, 20, 100)
"""Thresholds of the collector: rows hold no circles, and looking for them takes a fifth of the time."""
_lock = Lock()
_works: list[object] = []
_before: list[tuple[tuple[int, int, int], float]] = []


def is_calm() -> bool:
    """Is such work going on?"""
    return bool(_works)


@contextmanager
def calm() -> Iterator[None]:
    """While it lasts, garbage is collected seldom, and threads change places more often.

    A full collection looks at all that the work has made so far, a quarter of a second in an import of 50,000
    rows, stops every thread for it, and finds hardly anything.
    """
    work = object()
    with _lock:
        if not _works:
            _before.append((gc.get_threshold(), sys.getswitchinterval()))
            gc.set_threshold(*SELDOM)
            sys.setswitchinterval(SWITCH_S)
        _works.append(work)
    try:
        yield
    finally:
        with _lock:
            _works.remove(work)
            if not _works:
                thresholds, interval = _before.pop()
                gc.set_threshold(*thresholds)
                sys.setswitchinterval(interval)
                _age()


def _age() -> None:
    """Let what the work leaves be old at once. Young, all of it would be looked at as soon as the work ends:
    0.3 s in the window's thread after an import of 100,000 rows."""
    gc.freeze()
    gc.unfreeze()


def let_go(owner: object) -> None:
    """Empty what somebody remembers bit by bit. A large store that is taken apart whole keeps the interpreter
    all the while: 0.2 s after an import of 20,000 rows."""
    for store in list(vars(owner).values()):
        if isinstance(store, (dict, set)):
            _empty(store)


def _empty(store: dict[Any, Any] | set[Any]) -> None:
    while store:
        if isinstance(store, set):
            store.pop()
        else:
            value = store.popitem()[1]
            if isinstance(value, dict):
                _empty(value)
