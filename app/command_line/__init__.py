"""The commands without a window; they use the services of the window and have no logic of their own."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Sequence

from app.command_line.answers import FAILED, WRONG_USAGE
from app.command_line.words import COMMANDS, parser
from app.core.errors import UsageError, UserError
from app.core.settings import Settings
from app.core.texts import _, use_language

__all__ = ["COMMANDS", "is_command", "refuse", "run"]


def is_command(words: Sequence[str]) -> bool:
    """Is it a command, or a file to open in the window?"""
    return bool(words) and (words[0] in COMMANDS or words[0] in ("-h", "--help", "--version"))


def refuse(words: Sequence[str], *, is_file: bool) -> int:
    """Answer what is neither a command nor one file; the exit status."""
    from difflib import get_close_matches

    use_language(Settings().language)
    if is_file:
        extra = " ".join(words[1:])
        return _complain(UsageError(_("After a file nothing more is expected: {words}.").format(words=extra)))
    told = [_("“{word}” is neither a command nor a file.").format(word=words[0])]
    if near := get_close_matches(words[0], COMMANDS, 1):
        told.append(_("Did you mean “{name}”?").format(name=near[0]))
    told.append(_("The commands are: {names}.").format(names=", ".join(COMMANDS)))
    return _complain(UsageError(" ".join(told)))


def run(words: Sequence[str]) -> int:
    """Run one command; the exit status."""
    settings = Settings()
    use_language(settings.language)
    options = parser().parse_args(words)
    try:
        data, text, status = COMMANDS[options.command][0](options, settings)
        _say(json.dumps(data, ensure_ascii=False, indent=2) if options.json else text)
    except UserError as error:
        return _complain(error)
    except OSError as error:  # a name too long, a folder that may not be entered
        return _complain(UserError(f"{error.filename or ''}: {error.strerror or error}".lstrip(": ")))
    return status


def _say(text: str) -> None:
    """Write the answer; into a pipe or a file always as UTF-8. UserError where it cannot be written."""
    if sys.stdout is None:
        raise UserError(_("There is nowhere to write the answer to."))
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        else:
            # Names of files that this system's language cannot read keep their bytes.
            sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        print(text, flush=True)
    except BrokenPipeError:
        _let_go_of_output()
    except OSError as error:
        _let_go_of_output()
        problem = error.strerror or error
        raise UserError(_("The answer cannot be written: {error}.").format(error=problem)) from error


def _let_go_of_output() -> None:
    """Nothing is written at the end of the program, where the system would refuse it once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(error: UserError) -> int:
    print(f"cartoteca: {error}", file=sys.stderr)
    return WRONG_USAGE if isinstance(error, UsageError) else FAILED
