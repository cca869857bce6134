"""Work away from the window's thread: questions to the file (readers) and operations (one writer)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, Signal

from app.core.errors import UserError
from app.core.progress import Cancelled, Progress
from app.core.texts import _
from app.ui.lane import Job, Lane
from app.ui.messages import Messages

T = TypeVar("T")
LaneName = Literal["quick", "beside", "slow"]

STEP_EVERY_S = 0.05
"""Progress is told to the window at most this often."""


class Work(QObject):
    """Runs jobs in five threads: quick questions, what is shown beside, slow and long questions, operations.

    Answers come in the window's thread. They are dropped when a newer question with the same key was asked,
    and when the object that waits for them (``owner``, or the object of a bound method) is gone.
    """

    started = Signal(str, bool)
    """An operation began: what it is, and whether it can be cancelled."""
    stepped = Signal(int, int, str)
    """done, total (0: unknown), text"""
    finished = Signal()
    _came = Signal(object)
    _began = Signal(str, bool)
    _studied = Signal(object, int, int)

    def __init__(self, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self._lanes = {name: Lane(f"read-{name}", self._send) for name in ("quick", "beside", "slow")}
        self._writer = Lane("write", self._send)
        self._long = Lane("read-long", self._send)
        self._studies: dict[Job, tuple[Progress, Callable[[int, int], None]]] = {}
        self._open: set[Job] = set()
        self._owners: dict[Job, QObject | None] = {}
        self._progress: Progress | None = None
        self._count = 0
        self.interrupt: Callable[[], None] | None = None
        """Breaks off what the slow lane asks the file; set by who opens the file."""
        self._came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)
        self._began.connect(self.started, Qt.ConnectionType.QueuedConnection)
        self._studied.connect(self._on_studied, Qt.ConnectionType.QueuedConnection)

    def ask(
        self,
        key: str,
        job: Callable[[], T],
        on_done: Callable[[T], None],
        *,
        patience_ms: int = 30,
        after_ms: int = 0,
        lane: LaneName = "quick",
        owner: QObject | None = None,
    ) -> None:
        """Run a reading job. A quick answer comes before this returns, a slower one later.

        ``lane="beside"`` is for what is shown around the list (counts, groups, the panel): the rows never
        wait for it. ``lane="slow"`` is for what may take longer than a blink (all ids, exact counts): it
        never holds up quick questions and is broken off when it is asked anew. With ``after_ms`` it is
        begun later: what is asked anew until then costs nothing.
        """
        made = Job(key, job, lambda answered: on_done(answered.answer), after_ms=after_ms)
        self._outdate(key)
        self._remember(made, owner or _owner_of(on_done))
        dropped, is_running = self._lanes[lane].put(made)
        self._forget(dropped)
        if is_running and lane == "slow":
            self._break_off()
        if patience_ms > 0 and made.done.wait(patience_ms / 1000):
            self._on_came(made)

    def drop(self, key: str) -> None:
        """Nobody waits any more for the answer of that key."""
        self._outdate(key)
        for name, lane in self._lanes.items():
            dropped, is_running = lane.drop(key)
            self._forget(dropped)
            if is_running and name == "slow":
                self._break_off()

    def do(
        self,
        title: str,
        job: Callable[[Progress], T],
        on_done: Callable[[T], None] | None = None,
        *,
        can_cancel: bool = False,
        on_error: Callable[[UserError], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Run an operation in the writer thread, one after the other.

        What the world does wrong goes to ``on_error``, else to the messages; a bug goes to the report window.
        """
        progress = Progress(self._throttled())
        self._count += 1

        def call() -> T:
            self._progress = progress
            self._began.emit(title, can_cancel)
            return job(progress)

        def answer(answered: Job) -> None:
            if answered.error is not None:
                self._fail(answered.error, on_error)
            elif on_done is not None:
                on_done(answered.answer)

        made = Job(f"do-{self._count}", call, answer, is_operation=True)
        self._remember(made, owner or (_owner_of(on_done) if on_done else None))
        self._forget(self._writer.put(made)[0])

    def study(
        self,
        job: Callable[[Progress], T],
        on_done: Callable[[T], None],
        on_step: Callable[[int, int], None],
        on_end: Callable[[], None],
        *,
        owner: QObject,
    ) -> Progress:
        """Read for long, in a thread of its own: nothing that is asked or written waits for it.

        ``on_step`` is told how much of how much is read; ``on_end`` comes in any case, also when the work was
        cancelled through the progress that is returned.
        """

        def step(done: int, total: int | None, _text: str) -> None:
            self._studied.emit(made, done, total or 0)

        def call() -> tuple[T | None, UserError | None, bool]:
            try:
                return job(progress), None, True
            except Cancelled:
                return None, None, False
            except UserError as error:
                return None, error, False

        def answer(answered: Job) -> None:
            on_end()
            found, error, is_whole = answered.answer
            if error is not None:
                self._messages.error(str(error))
            elif is_whole:
                on_done(found)

        progress = Progress(_seldom(step))
        self._count += 1
        made = Job(f"study-{self._count}", call, answer)
        self._studies[made] = progress, on_step
        self._remember(made, owner)
        owner.destroyed.connect(progress.cancel)
        self._forget(self._long.put(made)[0])
        return progress

    def _on_studied(self, job: Job, done: int, total: int) -> None:
        owner = self._owners.get(job)
        if job in self._studies and owner is not None and shiboken6.isValid(owner):
            self._studies[job][1](done, total)

    def cancel(self) -> None:
        """Ask the running operation to stop at its next step."""
        if self._progress is not None:
            self._progress.cancel()

    @property
    def is_writing(self) -> bool:
        """Is an operation running or waiting?"""
        return self._writer.is_busy

    def settles(self, timeout_ms: int) -> bool:
        """Wait a moment for what is being written; False if it takes longer."""
        return self._writer.settles(timeout_ms)

    def wait(self, timeout_ms: int = 5000) -> None:
        """Until nothing is under way and every answer was delivered; TimeoutError (for tests)."""
        end = time.monotonic() + timeout_ms / 1000
        quiet_rounds = 0
        while quiet_rounds < 2:  # what an answer sets going is waited for too
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            quiet_rounds = 0 if self._open else quiet_rounds + 1
            if self._open and time.monotonic() > end:
                raise TimeoutError(", ".join(sorted(job.key for job in self._open)))
            time.sleep(0.001)

    def shutdown(self) -> None:
        """Finish everything that is to be written, drop everything else, end the threads."""
        if self._lanes["slow"].is_busy:
            self._break_off()
        for progress, _on_step in self._studies.values():
            progress.cancel()
        for lane in (*self._lanes.values(), self._long):
            lane.close()
        self._writer.close(finishes_all=True)  # what waits there was saved as far as the user knows
        self._forget(list(self._open))

    def _break_off(self) -> None:
        """Break off what is being read, unless an operation is under way: it reads too."""
        interrupt = self.interrupt
        if interrupt is None:
            return

        def act() -> None:
            for lane in self._lanes.values():
                lane.expect_interrupt()
            interrupt()

        self._writer.if_idle(act)

    def _send(self, job: Job) -> None:
        """Called in a lane's thread."""
        self._came.emit(job)

    def _on_came(self, job: Job) -> None:
        if job.is_delivered or job not in self._open:
            return
        job.is_delivered = True
        owner = self._owners.get(job)
        self._forget([job])
        if job.is_operation:
            self.finished.emit()
        if owner is not None and not shiboken6.isValid(owner):
            return
        if job.is_operation or (job.error is None and not job.is_stale):
            job.on_answer(job)
        elif job.error is not None and not job.is_stale:
            self._fail(job.error, None)

    def _fail(self, error: BaseException, on_error: Callable[[UserError], None] | None) -> None:
        if isinstance(error, Cancelled):
            self._messages.info(_("Cancelled. Nothing was changed."))
        elif isinstance(error, UserError):
            (on_error or (lambda problem: self._messages.error(str(problem))))(error)
        else:
            self._messages.bug(error)

    def _remember(self, job: Job, owner: QObject | None) -> None:
        self._open.add(job)
        if owner is not None:
            self._owners[job] = owner

    def _outdate(self, key: str) -> None:
        """Answers of that key that are on their way to the window come too late."""
        for job in self._open:
            if job.key == key:
                job.is_stale = True

    def _forget(self, jobs: list[Job]) -> None:
        for job in jobs:
            self._open.discard(job)
            self._owners.pop(job, None)
            self._studies.pop(job, None)

    def _throttled(self) -> Callable[[int, int | None, str], None]:
        return _seldom(lambda done, total, text: self.stepped.emit(done, total or 0, text))


def _seldom(tell: Callable[[int, int | None, str], None]) -> Callable[[int, int | None, str], None]:
    """The same step, told not more often than a window can show."""
    last = 0.0

    def step(done: int, total: int | None, text: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= STEP_EVERY_S or done == total:
            last = now
            tell(done, total, text)

    return step


def _owner_of(callback: Callable[..., object]) -> QObject | None:
    owner = getattr(callback, "__self__", None)
    return owner if isinstance(owner, QObject) else None
