"""The way in: commands without a window, anything else opens the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.core.paths import HIDDEN, QUIT, SUFFIX


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not _means_window(words):
        if words[0] == "--child" and len(words) == 2:
            return _helper(words[1])
        if words == [QUIT]:
            from app.main import quit_running

            return quit_running()
        from app.command_line import is_command, run

        if is_command(words):
            return run(words)
        if words[:1] == ["tour"]:
            from app.tour import run as tour

            return tour(words[1:])
        if words[0] == "--selftest" and len(words) <= 2:
            from app.selftest import run as selftest

            return selftest(words[1:])
        is_file = _is_file(words[0])
        if len(words) > 1 or not is_file:
            from app.command_line import refuse

            return refuse(words, is_file=is_file)
    from app.main import run as window

    return window(words)


def _helper(name: str) -> int:
    """Be a helper process of the program (``app.services.children``)."""
    if name == "tables":
        from app.services.exchange.child import main as look

        return look()
    from app.services.documents.child import main as render

    return render()


def _means_window(words: Sequence[str]) -> bool:
    """Is it plain that the window is wanted? The commands are not even imported then: it opens sooner."""
    return not words or (len(words) == 1 and (words[0].endswith(SUFFIX) or words[0] == HIDDEN))


def _is_file(word: str) -> bool:
    """Does the word name a file that is there, or can it only be meant as a path?"""
    has_separator = any(each in word for each in (os.sep, os.altsep) if each)
    return has_separator or word.lower().endswith(SUFFIX) or Path(word).is_file()


if __name__ == "__main__":
    sys.exit(main())
