"""The helper's side of ``children``: a job as JSON comes in, frames of plain data go out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import IO, Any

from app.services.children import LENGTH_BYTES, dumped

CPU_SECONDS_SPARE = 1

Job = dict[str, Any]


def serve(work: Callable[[Job], Iterable[Any]]) -> int:
    """Do the job on standard input; what ``work`` yields are the frames. The exit status."""
    out = _take_output()
    job: Job = json.loads(sys.stdin.buffer.read())
    for frame in work(job):
        content = dumped(frame)
        out.write(len(content).to_bytes(LENGTH_BYTES, "big"))
        out.write(content)
        out.flush()
    return 0


def _take_output() -> IO[bytes]:
    """Standard output for frames alone: what a library prints goes where complaints go."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return out


def bound(job: Job) -> None:
    """Keep to the limits of the job from here on; the libraries should be loaded before."""
    limits = job["limits"]
    limit_resources(float(limits["seconds"]), int(limits["memory_mb"]), int(limits["file_mb"]))


if sys.platform == "win32":

    def limit_resources(seconds: float, memory_mb: int, file_mb: int) -> None:
        """Windows bounds memory from outside (``job_object``); the parent watches the time."""

else:

    def limit_resources(seconds: float, memory_mb: int, file_mb: int) -> None:
        """Bound memory, processor time and file size; no core dump with the user's data in it."""
        import resource

        memory, file_size = (each * 1024 * 1024 for each in (memory_mb, file_mb))
        processor = int(seconds) + CPU_SECONDS_SPARE
        bounds = {
            resource.RLIMIT_AS: (memory, memory),
            # A second between: at the first limit the signal that tells the parent, at the other a kill.
            resource.RLIMIT_CPU: (processor, processor + 1),
            resource.RLIMIT_FSIZE: (file_size, file_size),
            resource.RLIMIT_CORE: (0, 0),
        }
        for kind, most in bounds.items():
            # Not every system knows every limit (macOS refuses RLIMIT_AS).
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, most)
