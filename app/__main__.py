"""The way in: commands without a window, anything else opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not _means_window(words):
        if words[:2] == ["--child", "documents"]:
            from app.services.documents.child import main as render

            return render()
        from app.command_line import is_command, run

        if is_command(words):
            return run(words)
        if words[:1] == ["tour"]:
            from app.tour import run as tour

            return tour(words[1:])
    from app.main import run as window

    return window(words)


def _means_window(words: Sequence[str]) -> bool:
    """Is it plain that the window is wanted? The commands are not even imported then: it opens sooner."""
    return not words or words[0].endswith(".cartoteca")


if __name__ == "__main__":
    sys.exit(main())
