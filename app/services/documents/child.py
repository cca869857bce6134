"""The helper process that reads and fills templates: a job comes in, what it found goes out, frame by frame.

Templates may come from strangers: what they can use up or break is this process with its limits,
not the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from app.services.child import Job, bound, serve
from app.services.documents.problems import LONGEST_DETAIL, DocumentError

if TYPE_CHECKING:
    from app.services.documents.cleaning import Removed

MOST_NAMES = 200

Finding = dict[str, Any]


def main() -> int:
    """Serve one job."""
    return serve(_work)


def _work(job: Job) -> Iterator[Finding]:
    # Libraries first: the memory limit is for the template alone to hit.
    from app.services.documents import batch, looking, outline
    from app.services.mail import filling

    tasks = {
        "look": looking.look, "outline": outline.outline, "mark": outline.mark, "batch": batch.fill_all,
        "look_letter": filling.look, "letters": filling.fill_all,
    }  # fmt: skip
    bound(job)
    yield from _guarded(tasks[job["task"]](job))


def _guarded(frames: Iterator[Finding]) -> Iterator[Finding]:
    try:
        yield from frames
    except DocumentError as problem:
        yield {"problem": problem.to_plain()}
    except SyntaxError as error:  # lxml's XMLSyntaxError is one: a part that is no XML
        yield {"problem": DocumentError("damaged", str(error)).to_plain()}
    except (MemoryError, RecursionError):
        yield {"problem": DocumentError("memory").to_plain()}


def told(removed: Removed) -> list[list[str]]:
    """What was left out, each once, of bounded length."""
    return [[kind, what[:LONGEST_DETAIL]] for kind, what in dict.fromkeys(removed)][:MOST_NAMES]
