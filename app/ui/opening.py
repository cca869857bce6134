"""The one door to programs outside: an allow-list of addresses, everything else is refused.

The check looks at the text only. It never asks the disk or the network whether something exists: on
Windows even that question sends the user's password hash to the host in a ``\\\\host\\share`` path.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.core.errors import UserError
from app.core.texts import _

OpenUrl = Callable[[QUrl], bool]
"""Hands an address to the system; false when the system has no program for it."""

WEB = ("http", "https")
SCHEMES = frozenset((*WEB, "mailto", "tel", "sip", "callto", "skype", "viber", "whatsapp", "tg"))
"""What may be opened; in particular no file:, javascript:, data:, smb: and no scheme of one system's own."""

_RUNNABLE = """
    app appimage appref-ms bat chm cmd com command cpl desktop dll exe gadget hta inf ins iso jar js jse lnk
    mht msc msi msp mst pif ps1 py pyw reg scf scr sct settingcontent-ms sh url vb vbe vbs website
    workflow ws wsf wsh xll xlam
"""
RUNNABLE = frozenset(_RUNNABLE.split())
"""Endings of files that run when they are opened: never by a click in here."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(.*)", re.DOTALL)
_PORT = re.compile(r"\d{1,5}(?:[/?#].*)?", re.DOTALL)
_HOST = r"(?:[\w\-]+(?:\.[\w\-]+)*\.?|\[[0-9A-Fa-f:.]+\])"
_WEB_REST = re.compile(rf"//(?:[^/?#@\s]*@)?{_HOST}(?::\d{{1,5}})?(?:[/?#].*)?")
_PLAIN_REST = re.compile(r"[^\s<>\"{}|^`]+")
_MAIL_FILE = re.compile(r"[?&](?:attach|attachment)=", re.IGNORECASE)


def open_in_system(url: QUrl) -> bool:
    """Let the system open it with the program it has for it."""
    return QDesktopServices.openUrl(url)


def checked_address(text: str) -> str:
    """The address as it may be handed to the system; UserError for everything not on the list."""
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for letter in text):
        raise _refusal(text)
    address = text.strip()
    if not address:
        raise UserError(_("There is no address to open."))
    scheme, rest = _parts(address)
    if scheme not in SCHEMES or not _is_sound(scheme, rest):
        raise _refusal(address)
    return f"{scheme}:{rest}"


def open_address(text: str, open_url: OpenUrl = open_in_system) -> str:
    """Open a web address, a mail address or a phone number; returns what was opened."""
    address = checked_address(text)
    url = QUrl(address, QUrl.ParsingMode.TolerantMode)
    if not url.isValid() or url.scheme().lower() not in SCHEMES or url.isLocalFile():
        raise _refusal(text)
    if not open_url(url):
        raise UserError(
            _("The system has no program that opens “{scheme}” addresses.").format(scheme=url.scheme())
        )
    return address


def open_own_file(path: Path, open_url: OpenUrl = open_in_system) -> None:
    """Open a file that this program has just written; those that would run are refused."""
    if is_runnable(path.name):
        raise UserError(refusal_to_run(path.name))
    if not open_url(QUrl.fromLocalFile(str(path))):
        raise UserError(_("The system has no program that opens “{name}”.").format(name=path.name))


def show_in_folder(path: Path, open_url: OpenUrl = open_in_system) -> None:
    """Open the folder that a file lies in."""
    open_url(QUrl.fromLocalFile(str(path.parent)))


def refusal_to_run(name: str) -> str:
    """Why a file of this name is not opened."""
    text = _(
        "“{name}” is a program or may start one, so it is not opened from here. Save it and check it first."
    )
    return text.format(name=name)


def is_runnable(name: str) -> bool:
    """Would opening a file of this name start it? Blanks and dots that Windows drops do not hide it."""
    ending = name.rstrip(" .").rpartition(".")[2].casefold()
    return ending.strip() in RUNNABLE


def _parts(address: str) -> tuple[str, str]:
    """Scheme in small letters and the rest; an address without scheme is one on the web."""
    found = _SCHEME.fullmatch(address)
    if found and not ("." in found[1] and _PORT.fullmatch(found[2])):
        return found[1].lower(), found[2]
    if address[0] in "/\\%.~?#":
        return "", address
    return "https", f"//{address}"


def _is_sound(scheme: str, rest: str) -> bool:
    before_query = re.split(r"[?#]", rest, maxsplit=1)[0]
    if "\\" in rest or "%5c" in before_query.lower() or "%00" in rest:
        return False
    if scheme in WEB:
        return bool(_WEB_REST.fullmatch(rest))
    if scheme == "mailto" and (rest.startswith("/") or _MAIL_FILE.search(rest)):
        return False
    return bool(_PLAIN_REST.fullmatch(rest))


def _refusal(text: str) -> UserError:
    shown = "".join(letter if letter.isprintable() else "�" for letter in text.strip())[:200]
    return UserError(
        _("“{address}” is not opened: only web pages, e-mail, phone and messenger addresses are.").format(
            address=shown
        )
    )
