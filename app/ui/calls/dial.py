"""Calling a number the way the user set: by an address of the system, or by a program for calling."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import PurePath
from shutil import which

from PySide6.QtCore import QProcess

from app.blueprint.phones import dial_uri
from app.core.errors import UserError
from app.core.settings import Settings
from app.core.texts import _
from app.ui.opening import OpenUrl, open_address

NUMBER = "{number}"
PROGRAMS = frozenset({
    "baresip", "blink", "ekiga", "gnome-calls", "jami", "kdeconnect-cli", "linphone", "linphonec",
    "linphonecsh", "microsip", "phonerlite", "skype", "skypeforlinux", "twinkle", "viber", "yate-client",
    "zoiper", "zoiper5",
})  # fmt: skip
"""Programs that call; a command of another name is not started, whoever wrote it into the settings."""

ADDRESSES = {
    "tel": "tel:{plus}",
    "sip": "sip:{plus}",
    "callto": "callto:{plus}",
    "skype": "skype:{plus}?call",
    "viber": "viber://chat?number=%2B{digits}",
    "whatsapp": "whatsapp://send?phone={digits}",
}
Start = Callable[[str, Sequence[str]], bool]
"""Starts a program with its words; false if it could not be started."""


def start_program(program: str, words: Sequence[str]) -> bool:
    """Start it beside this program, without a shell."""
    return bool(QProcess.startDetached(program, list(words))[0])


def dial(
    number: str, settings: Settings, region: str, open_url: OpenUrl, start: Start = start_program
) -> None:
    """Call a number as it is typed; UserError with a sentence where that cannot be."""
    plain = dial_uri(number, region).removeprefix("tel:")
    if not plain.removeprefix("+"):
        raise UserError(_("“{text}” has no digits.").format(text=number))
    way = settings.get("call_with")
    if way != "command":
        open_address(ADDRESSES[way].format(plus=plain, digits=plain.removeprefix("+")), open_url)
        return
    program, words = command_of(settings.get("call_command"), plain)
    if not start(program, words):
        raise UserError(_("“{program}” could not be started.").format(program=program))


def command_of(text: str, number: str) -> tuple[str, list[str]]:
    """The program and its words with the number in its place; only a program for calling is taken."""
    try:
        words = shlex.split(text, posix=sys.platform != "win32")
    except ValueError:  # a quotation mark alone
        words = []
    words = [word.strip('"') for word in words]
    if not words:
        raise UserError(_("Write the command into the settings first: Settings, page Calls."))
    name = PurePath(words[0].replace("\\", "/")).name.lower().removesuffix(".exe")
    if name not in PROGRAMS:
        known = ", ".join(sorted(PROGRAMS))
        raise UserError(
            _("“{program}” is not started: only programs for calling are ({known}).").format(
                program=words[0], known=known
            )
        )
    found = which(words[0])
    if found is None:
        raise UserError(_("There is no program “{program}” here.").format(program=words[0]))
    given = words[1:] if any(NUMBER in word for word in words[1:]) else [*words[1:], NUMBER]
    return found, [word.replace(NUMBER, number) for word in given]
