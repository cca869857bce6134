"""Mail addresses: read from what people type, compared, and written as mail servers take them."""

from __future__ import annotations

import re
from email.utils import getaddresses, parseaddr

from app.blueprint.context import Context
from app.blueprint.kinds import Email
from app.blueprint.rows import Rows
from app.blueprint.section import Section
from app.core.errors import UserError
from app.core.texts import _

LONGEST = 254
_LOCAL = re.compile(r"[^\s@<>(),;:\\\"\[\]]+")
_BETWEEN = re.compile(r"[;,\n]|\s+(?=\S+@)")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
BREAKS = re.compile("[\x00-\x08\n\x0b\x0c\r\x0e-\x1f\x7f\x85\u2028\u2029]")
"""What would end a line of a mail's head, or is none of a text's letters."""


def addresses_in(text: str) -> list[str]:
    """The addresses in one cell: several with marks between them, “Name <address>”, mailto: links."""
    text = _INVISIBLE.sub("", text).strip()
    if "<" in text:
        found = [address for _name, address in getaddresses([text.replace(";", ",")]) if address]
        if found:
            return list(dict.fromkeys(each.strip() for each in found))
    pieces = [each.strip().strip("<>\"'").removeprefix("mailto:") for each in _BETWEEN.split(text)]
    return list(dict.fromkeys(each for each in pieces if each))


def address_key(address: str) -> str:
    """What makes two addresses the same: letter case does not, nor how the domain is spelt."""
    local, at, domain = address.strip().rpartition("@")
    if not at:
        return address.strip().casefold()
    return f"{local}@{_in_ascii(domain) or domain}".casefold()


def problem_of(address: str, context: Context) -> str | None:
    """A sentence about what is wrong with an address; None if a letter can be sent there."""
    if BREAKS.search(address):
        return _("“{text}” has a line break in it.").format(text=" ".join(address.split()))
    if len(address) > LONGEST or len(address.rpartition("@")[0].encode()) > 64:
        return _("“{text}…” is too long for an e-mail address.").format(text=address[:40])
    told = Email().warning(address, context)
    if told:
        return told
    if _in_ascii(address.rpartition("@")[2]) is None:
        return _("“{text}” does not look like an e-mail address.").format(text=address)
    return None


def as_sent(address: str) -> str:
    """The address as a server takes it: its domain in ASCII; the part before @ stays as it is."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{_in_ascii(domain) or domain}"


def needs_utf8(address: str) -> bool:
    """Does it have letters that only servers with SMTPUTF8 take?"""
    return not as_sent(address).isascii()


def one_address(text: str, what: str) -> str:
    """The one address a user typed; UserError names what it is for."""
    _name, address = parseaddr(text.strip())
    address = address or text.strip()
    local, _at, domain = address.rpartition("@")
    if BREAKS.search(text) or not _LOCAL.fullmatch(local) or _in_ascii(domain) is None:
        told = _("{what}: “{text}” is no e-mail address.")
        raise UserError(told.format(what=what, text=" ".join(text.split())))
    return address


def email_fields(section: Section) -> list[tuple[str, Rows]]:
    """The fields of a section in which e-mail addresses stand."""
    return [
        (each.key, each.kind)
        for each in section.stored
        if isinstance(each.kind, Rows) and isinstance(each.kind.part(each.kind.main).kind, Email)
    ]


def _in_ascii(domain: str) -> str | None:
    """A domain as the network knows it; None if it cannot be one."""
    if domain.isascii():
        return domain if re.fullmatch(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*", domain) else None
    import idna

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return None
