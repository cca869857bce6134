"""A lane: one thread that runs jobs in order; a newer job with the same key replaces an older one.

A job may ask to be run later; until then the others pass it by.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any


class Job:
    """Something to be run in a lane, and its answer."""

    def __init__(
        self,
        key: str,
        call: Callable[[], Any],
        on_answer: Callable[[Job], None],
        *,
        is_operation: bool = False,
        after_ms: int = 0,
    ) -> None:
        self.key, self.call, self.on_answer, self.is_operation = key, call, on_answer, is_operation
        self.due = time.monotonic() + after_ms / 1000
        self.answer: Any = None
        self.error: BaseException | None = None
        self.is_stale = False
        self.is_delivered = False
        self.was_interrupted = False
        self.done = threading.Event()

    def run(self) -> None:
        """Run the call; whatever it raises is kept for the window's thread, which decides about it.

        A job that is still wanted but was broken off together with another one is run again.
        """
        while True:
            self.was_interrupted, self.error = False, None
            try:
                self.answer = self.call()
            except BaseException as error:  # noqa: BLE001 - handed over, never swallowed
                self.error = error
            if self.error is None or not self.was_interrupted or self.is_stale:
                break
        self.done.set()


class Lane:
    """One thread, started when it is first needed. ``on_done`` is called in it after each job."""

    def __init__(self, name: str, on_done: Callable[[Job], None]) -> None:
        self._name, self._on_done = name, on_done
        self._condition = threading.Condition()
        self._waiting: list[Job] = []
        self._running: Job | None = None
        self._thread: threading.Thread | None = None
        self._is_closed = False

    def put(self, job: Job) -> tuple[list[Job], bool]:
        """Queue a job; older ones with its key become stale.

        Returns those that were waiting and will never run, and whether one of them is running.
        """
        with self._condition:
            dropped, is_running = self._make_stale(job.key)
            if self._is_closed:
                return [*dropped, job], is_running
            self._waiting.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._loop, name=self._name, daemon=True)
                self._thread.start()
            self._condition.notify_all()
        return dropped, is_running

    def drop(self, key: str) -> tuple[list[Job], bool]:
        """Nobody waits any more for the answers of that key; returns the same as ``put``."""
        with self._condition:
            return self._make_stale(key)

    def expect_interrupt(self) -> None:
        """The running job is going to be broken off, wanted or not."""
        with self._condition:
            if self._running is not None:
                self._running.was_interrupted = True

    def if_idle(self, act: Callable[[], None]) -> bool:
        """Act while nothing runs and nothing can start; False if something is under way."""
        with self._condition:
            if self._running is not None or self._waiting:
                return False
            act()
            return True

    def settles(self, timeout_ms: int) -> bool:
        """Wait until nothing runs and nothing waits; False if that takes longer."""
        with self._condition:
            return self._condition.wait_for(
                lambda: self._running is None and not self._waiting, timeout_ms / 1000
            )

    @property
    def is_busy(self) -> bool:
        """Is a job running or waiting?"""
        with self._condition:
            return self._running is not None or bool(self._waiting)

    def close(self, *, finishes_all: bool = False) -> list[Job]:
        """Finish the running job, drop the others (``finishes_all``: run them too) and end the thread."""
        with self._condition:
            self._is_closed = True
            dropped: list[Job] = []
            if not finishes_all:
                dropped, self._waiting = self._waiting, []
            self._condition.notify_all()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()
        return dropped

    def _make_stale(self, key: str) -> tuple[list[Job], bool]:
        dropped = [job for job in self._waiting if job.key == key]
        self._waiting = [job for job in self._waiting if job.key != key]
        is_running = self._running is not None and self._running.key == key
        for job in (*dropped, *((self._running,) if is_running and self._running else ())):
            job.is_stale = True
        return dropped, is_running

    def _loop(self) -> None:
        while (job := self._next()) is not None:
            job.run()
            with self._condition:
                self._running = None
                self._condition.notify_all()
            self._on_done(job)

    def _next(self) -> Job | None:
        with self._condition:
            while (job := self._due_job()) is None and not self._is_closed:
                self._condition.wait(self._time_to_wait())
            self._running = job
            return job

    def _due_job(self) -> Job | None:
        now = time.monotonic()
        for place, job in enumerate(self._waiting):
            if job.due <= now:
                return self._waiting.pop(place)
        return None

    def _time_to_wait(self) -> float | None:
        if not self._waiting:
            return None
        return max(min(job.due for job in self._waiting) - time.monotonic(), 0)
