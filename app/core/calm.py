"""Long work beside a window: how it leaves the window's thread its time."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

SWITCH_S = 0.0005
"""How long the work may keep the interpreter before another thread that waits gets it."""

_NEVER = 1_000_000
_lock = Lock()
_works: list[object] = []
_before: list[tuple[tuple[int, int, int], float]] = []


@contextmanager
def calm() -> Iterator[None]:
    """While it lasts, no full garbage collection stops every thread, and threads change places more often.

    A full collection looks at all that the work has made so far, a quarter of a second in an import of 50,000
    rows, and finds hardly anything: young garbage is collected as ever.
    """
    work = object()
    with _lock:
        if not _works:
            thresholds = gc.get_threshold()
            _before.append((thresholds, sys.getswitchinterval()))
            gc.set_threshold(*thresholds[:2], _NEVER)
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
