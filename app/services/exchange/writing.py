"""Write files whole: a file is there to its end or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.core.atomic import flush, replace
from app.core.errors import UserError
from app.core.texts import _


def write_atomically(to: Path, write: Callable[[Path], None]) -> None:
    """Let ``write`` fill a file beside ``to``, then put it in its place; UserError when the place refuses."""
    temporary = to.with_name(f".{to.name}.{os.getpid()}.tmp")
    try:
        temporary.touch()  # a place that refuses is known before a writer of workbooks is half-way
        write(temporary)
        flush(temporary)
        replace(temporary, to)
    except OSError as problem:
        raise UserError(
            _(
                "“{file}” cannot be written: {reason}. Close it in other programs or choose another place."
            ).format(file=to, reason=problem.strerror or str(problem))
        ) from problem
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
