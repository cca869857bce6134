"""Puts the parts together: settings, sections, window, library."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.core import windows
from app.core.paths import HIDDEN, portable_folder
from app.core.settings import Settings, State
from app.core.texts import _, use_language

QUIT_S = 20
"""Seconds that a running program may take to end."""

WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What Qt needs to open windows on X11 and a bare system lacks, with the packages; without it Qt aborts."""


def run(words: Sequence[str]) -> int:
    """Open the window, with a file if one is named; the exit status."""
    settings = Settings()
    use_language(settings.language)
    if not has_display():
        sentence = _(
            "There is no display to open a window on. The commands work without one: cartoteca --help"
        )
        print(f"cartoteca: {sentence}", file=sys.stderr)
        return 1
    if lacking := lacking_package():
        sentence = _(
            "No window can be opened, as the system lacks {package}. Install it "
            "(on Debian and Ubuntu: sudo apt install {package}) and start again."
        ).format(package=lacking)
        print(f"cartoteca: {sentence}", file=sys.stderr)
        return 1
    is_hidden = HIDDEN in words
    named = [word for word in words if word != HIDDEN]
    path = Path(named[0]).absolute() if named else None
    _leave_folder()
    here = windows.system()
    if here is not None:
        windows.begin(here)
    from app.ui.single_instance import take_place  # the rest is not loaded where another program runs

    instance = take_place(path, is_hidden)
    if instance is None:
        return 0
    gc.disable()  # until the window is painted: of all that a start makes hardly anything is garbage
    from app.blueprint.registry import discover
    from app.ui import app as ui

    application = ui.make_application(sys.argv[:1], settings)
    desk = ui.make_desk(discover(), settings, State())
    window = ui.make_window(application, desk)
    found = path or last_file(desk.state, settings)
    if found is not None:
        window.show_first_page(found)

    def start() -> None:
        if found is not None:
            desk.open_file(found)

    return ui.run(
        application,
        desk,
        window,
        instance,
        on_start=start,
        on_asked=lambda asked: desk.open_file(Path(asked)),
        is_hidden=is_hidden,
    )


def _leave_folder() -> None:
    """Be elsewhere than with the file that is opened, where Windows starts a program: libraries that somebody
    put there would be found, and the drive could not be taken out."""
    if getattr(sys, "frozen", False):
        os.chdir(Path(sys.executable).parent)


def quit_running() -> int:
    """Ask the running program to end and wait for it; the exit status, 0 also where none runs."""
    from app.ui.single_instance import SingleInstance

    if SingleInstance().ask_to_quit(QUIT_S):
        return 0
    use_language(Settings().language)
    sentence = _("Cartoteca did not end within {n} seconds. Close it yourself and try again.")
    print(f"cartoteca: {sentence.format(n=QUIT_S)}", file=sys.stderr)
    return 1


def last_file(state: State, settings: Settings) -> Path | None:
    """The file that was open last, if it is to be opened again and still there."""
    last = state.get("last_file")
    if not settings.get("reopen_last") or not isinstance(last, str):
        return None
    found, beside = Path(last), portable_folder()
    if beside is not None and not found.exists():
        found = beside / found.name  # the drive has another letter on this computer
    return found if found.exists() else None


def has_display() -> bool:
    """Can a window be shown here?"""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def lacking_package() -> str:
    """The packages that X11 windows need and the system lacks; empty where nothing is known to be lacking."""
    known = os.environ
    is_x11 = known.get("DISPLAY") and not known.get("WAYLAND_DISPLAY") and not known.get("QT_QPA_PLATFORM")
    if not sys.platform.startswith("linux") or not is_x11:
        return ""
    return " ".join(package for name, package in WINDOW_LIBRARIES.items() if not _is_there(name))


def _is_there(library: str) -> bool:
    import ctypes  # for X11 alone

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
