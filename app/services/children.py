"""Helper processes: what strangers' files can use up or break is such a process, not the program.

A job goes in as plain data, frames of plain data come out one after another while the helper works. It has
limits on processor time, memory and patience, and ends when nobody wants its frames any more.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import IO, Any

from app.core import windows

LENGTH_BYTES = 4
_TICK_S = 0.1
_FRAMES_AHEAD = 8
_LONGEST_COMPLAINT = 4096
_OUT_OF_MEMORY = (b"MemoryError", b"Cannot allocate memory", b"memory allocation of")
_OUT_OF_TIME = -24
"""What a process that has used up its processor time ends with (SIGXCPU)."""

Maker = Callable[[Any], Any]

_MAKERS: dict[str, Maker] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
}
"""What stands in a frame besides numbers, texts, lists and dicts: ``{"@date": "2026-11-25"}``."""


@dataclass(frozen=True)
class Limits:
    """What a helper may use: processor time and patience in seconds, memory and what it writes in MB.

    Patience is for all its work, or for each frame anew (``is_per_frame``).
    """

    seconds: float
    memory_mb: int
    patience: float
    file_mb: int = 256
    is_per_frame: bool = False


class ChildError(Exception):
    """A helper did not come to its end: ``kind`` is "time", "memory" or "crashed"."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind, self.detail = kind, detail


def command(name: str) -> list[str]:
    """How this program starts itself as a helper; the frozen program has no ``-m``."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--child", name]
    return [sys.executable, "-m", "app", "--child", name]


def raw_frames(
    name: str, job: dict[str, Any], limits: Limits, on_wait: Callable[[], None] = lambda: None
) -> Iterator[bytes]:
    """Frames of a helper as bytes, see ``loaded``; ChildError when it does not come to its end.

    ``on_wait`` is asked ten times a second while nothing comes; whatever it raises ends the helper.
    """
    with tempfile.TemporaryFile() as complaint:
        child = _start(name, complaint)
        stop = Event()
        queue: Queue[bytes | None] = Queue(_FRAMES_AHEAD)
        pump = Thread(target=_pump, args=(child.stdout, queue, stop), name=f"frames of {name}", daemon=True)
        with _bounded(child, limits.memory_mb):
            try:
                _hand_in(child, {**job, "limits": asdict(limits)})
                pump.start()
                yield from _taken(queue, limits, on_wait)
                status = child.wait(limits.patience)
            finally:
                stop.set()
                child.kill()
                child.wait()
                if pump.ident is not None:
                    pump.join()
                _close(child)
        if status:
            complaint.seek(0)
            raise _failure(status, complaint.read())


def dumped(content: Any) -> bytes:
    """A frame of plain data, dates and times, as JSON."""
    return json.dumps(content, default=_marked, separators=(",", ":")).encode("ascii")


def _marked(value: Any) -> dict[str, Any]:
    kind = type(value).__name__
    if isinstance(value, timedelta):
        return {f"@{kind}": value.total_seconds()}
    if isinstance(value, (date, time)):  # a datetime is a date too
        return {f"@{kind}": value.isoformat()}
    raise TypeError(f"{kind} is no plain data")


def loaded(frame: bytes, makers: Mapping[str, Maker] | None = None) -> Any:
    """The content of a frame; ``makers`` are for marks besides those of dates."""
    known = {**_MAKERS, **(makers or {})}

    def made(found: dict[str, Any]) -> Any:
        if len(found) == 1:
            ((mark, value),) = found.items()
            if mark[:1] == "@" and mark[1:] in known:
                return known[mark[1:]](value)
        return found

    return json.loads(frame, object_hook=made)


def _start(name: str, complaint: IO[bytes]) -> subprocess.Popen[bytes]:
    project = None if getattr(sys, "frozen", False) else Path(__file__).resolve().parents[2]
    return subprocess.Popen(
        command(name),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaint,
        cwd=project,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _bounded(child: subprocess.Popen[bytes], memory_mb: int) -> AbstractContextManager[None]:
    """On Windows its memory is bounded from outside; elsewhere a helper bounds itself."""
    here = windows.system()
    return here.memory_bound(child.pid, memory_mb) if here is not None else nullcontext()


def _hand_in(child: subprocess.Popen[bytes], job: dict[str, Any]) -> None:
    assert child.stdin is not None
    with suppress(OSError):  # one that has ended already says why by its status
        child.stdin.write(json.dumps(job).encode("ascii"))
        child.stdin.close()


def _pump(stream: IO[bytes], queue: Queue[bytes | None], stop: Event) -> None:
    """Reads frames into the queue until the helper has ended or nobody takes them any more."""
    frame: bytes | None = b""
    while frame is not None:
        size = stream.read(LENGTH_BYTES)
        frame = stream.read(int.from_bytes(size, "big")) if len(size) == LENGTH_BYTES else None
        while not stop.is_set():
            with suppress(Full):
                queue.put(frame, timeout=_TICK_S)
                break
        else:
            return


def _taken(queue: Queue[bytes | None], limits: Limits, on_wait: Callable[[], None]) -> Iterator[bytes]:
    waited = 0.0
    while True:
        try:
            frame = queue.get(timeout=_TICK_S)
        except Empty:
            waited += _TICK_S
            if waited > limits.patience:
                raise ChildError("time", f"{limits.patience:g}") from None
            on_wait()
            continue
        if frame is None:
            return
        if limits.is_per_frame:
            waited = 0.0
        yield frame


def _close(child: subprocess.Popen[bytes]) -> None:
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()


def _failure(status: int, complaint: bytes) -> ChildError:
    if any(each in complaint for each in _OUT_OF_MEMORY):
        return ChildError("memory")
    if status == _OUT_OF_TIME:
        return ChildError("time")
    last = complaint[-_LONGEST_COMPLAINT:].decode("utf-8", "replace").strip().splitlines()[-1:]
    return ChildError("crashed", " ".join([str(status), *last]))
