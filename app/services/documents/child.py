"""The child process that fills one template: a job as JSON comes in, the finding as JSON goes out.

Templates may come from strangers: what they can use up or break is this process with its limits,
not the program.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.services.documents.problems import LONGEST_DETAIL, DocumentError

MOST_NAMES = 200
LARGEST_DOCUMENT_MB = 256
CPU_SECONDS_SPARE = 5

Job = dict[str, Any]
Finding = dict[str, Any]


def main() -> int:
    """Do the job on standard input; the answer is the last line of standard output."""
    job: Job = json.loads(sys.stdin.buffer.read())
    finding = do(job)
    sys.stdout.buffer.write(b"\n" + json.dumps(finding).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()
    return 0


def do(job: Job) -> Finding:
    """Fill ``template`` with ``context`` into the new file ``target``; problems are part of the answer."""
    # Libraries first: the memory limit is for the template alone to hit.
    from app.services.documents import filling  # noqa: F401

    limit_resources(float(job["seconds"]), int(job["memory_mb"]))
    try:
        return _fill(job)
    except DocumentError as problem:
        return {"problem": problem.to_plain()}
    except (MemoryError, RecursionError):
        return {"problem": DocumentError("memory").to_plain()}


def _fill(job: Job) -> Finding:
    from app.services.documents.cleaning import clean_package
    from app.services.documents.filling import Filling
    from app.services.documents.package import pack, read_package

    parts = read_package(Path(job["template"]))
    removed = clean_package(parts)
    filling = Filling(pack(parts), job["context"])
    _write(Path(job["target"]), filling.fill())
    return {
        "problem": None,
        "unknown": _bounded(sorted(filling.survey.unknown)),
        "empty": _bounded(sorted(filling.survey.empty)),
        "removed": [[kind, what[:LONGEST_DETAIL]] for kind, what in (removed + filling.removed)[:MOST_NAMES]],
    }


def _bounded(names: Iterable[str]) -> list[str]:
    return [name[:LONGEST_DETAIL] for name in names][:MOST_NAMES]


def _write(target: Path, content: bytes) -> None:
    try:
        with target.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise DocumentError("unwritable", error.strerror or str(error)) from error


if sys.platform == "win32":

    def limit_resources(seconds: float, memory_mb: int) -> None:
        """Windows has no such limits for a running process; the parent watches the time."""

else:

    def limit_resources(seconds: float, memory_mb: int) -> None:
        """Bound memory, processor time and file size; no core dump with the user's data in it."""
        import resource

        bounds = {
            resource.RLIMIT_AS: memory_mb * 1024 * 1024,
            resource.RLIMIT_CPU: int(seconds) + CPU_SECONDS_SPARE,
            resource.RLIMIT_FSIZE: LARGEST_DOCUMENT_MB * 1024 * 1024,
            resource.RLIMIT_CORE: 0,
        }
        for kind, bound in bounds.items():
            # Not every system knows every limit (macOS refuses RLIMIT_AS).
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (bound, bound))


if __name__ == "__main__":
    sys.exit(main())
