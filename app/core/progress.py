"""Progress of long work: told step by step, and the way to cancel it."""

from __future__ import annotations

from collections.abc import Callable


class Cancelled(Exception):
    """The user cancelled; what was under way is rolled back."""


class Progress:
    """Told by the work how far it is; asks whether to go on.

    ``on_step(done, total, text)`` may be called from any thread.
    """

    def __init__(self, on_step: Callable[[int, int | None, str], None] | None = None) -> None:
        self._on_step = on_step
        self._is_cancelled = False

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._is_cancelled = True

    def check(self) -> None:
        """Raises Cancelled when the work shall stop; tells nothing."""
        if self._is_cancelled:
            raise Cancelled

    def step(self, done: int, total: int | None = None, text: str = "") -> None:
        """Tell how far the work is; raises Cancelled when it shall stop."""
        if self._is_cancelled:
            raise Cancelled
        if self._on_step is not None:
            self._on_step(done, total, text)


def counting(progress: Progress | None, total: int | None) -> Callable[[int], None] | None:
    """What a work calls that only counts what it has done."""
    return None if progress is None else lambda done: progress.step(done, total)
