"""One letter as a message: one recipient, no header that a value could break, files and pictures in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, localtime
from urllib.parse import quote

from app.core.errors import UserError
from app.core.texts import _
from app.services.mail.account import Account
from app.services.mail.addresses import BREAKS, as_sent, needs_utf8
from app.services.mail.markup import whole

LONGEST_SUBJECT = 900
LONGEST_FILE_NAME = 120
_FOLD = "\r\n "
_PLAIN = re.compile(r"(?!.*=\?)(?!\s)[ -~]{0,120}(?<!\s)")
"""What every mail program reads alike: no marks that it would take for something else."""
_ATOMS = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")
"""A name that needs no quotes."""


@dataclass(frozen=True)
class Part:
    """A file of a letter; a picture that the text shows has ``cid``."""

    name: str
    media_type: str
    data: bytes
    cid: str = ""


@dataclass(frozen=True)
class Sheet:
    """Everything that one message says."""

    account: Account
    title: str
    address: str
    message_id: str
    subject: str
    html: str
    plain: str
    parts: Sequence[Part] = ()


def head_problem(subject: str, title: str) -> str:
    """Why no head of a mail can be made of these; empty if it can. A line break would begin a new header."""
    for text, what in ((subject, _("the subject")), (title, _("the name"))):
        if BREAKS.search(text):
            shown = " ".join(BREAKS.sub(" ", text).split())
            told = _("A line break stands in {what} (“{text}”); take it out of the card.")
            return told.format(what=what, text=shown[:80])
    if not subject.strip():
        return _("The subject is empty for this record.")
    if len(subject) > LONGEST_SUBJECT:
        return _("The subject is longer than {n} letters.").format(n=LONGEST_SUBJECT)
    return ""


def message_id(uid: str, address: str) -> str:
    """The name of a letter, fixed before it goes: a server that gets it twice can tell."""
    domain = as_sent(address).rpartition("@")[2]
    return f"<{uid}@{domain if domain.isascii() else 'localhost'}>"


def needs_smtputf8(sheet: Sheet) -> bool:
    """Can only a server with SMTPUTF8 take it?"""
    return needs_utf8(sheet.address) or needs_utf8(sheet.account.address)


def message_of(sheet: Sheet) -> EmailMessage:
    """The message; UserError with a sentence where a value would break it."""
    wrong = head_problem(sheet.subject, sheet.title)
    if wrong:
        raise UserError(wrong)
    account = sheet.account
    policy = SMTPUTF8 if needs_smtputf8(sheet) else SMTP
    made = EmailMessage(policy=policy.clone(refold_source="none"))
    heads = {
        "From": _mailbox(account.sender, account.address), "To": _mailbox(sheet.title, sheet.address),
        "Reply-To": as_sent(account.reply_to), "Subject": _said("Subject", sheet.subject),
        "Date": format_datetime(localtime()), "Message-ID": sheet.message_id,
        **unsubscribe_headers(account, sheet.address),
    }  # fmt: skip
    for name, value in heads.items():
        if BREAKS.search(value.replace(_FOLD, "")):
            told = _("No letter can be made for {address}: {problem}.")
            raise UserError(told.format(address=sheet.address, problem=name))
        if value:
            # As it is: folding of long names by the library of Python 3.11 makes several addresses of one.
            made.set_raw(name, value)
    _fill(made, sheet)
    return made


def _said(header: str, text: str) -> str:
    """Text of a header: as it is where that is short and plain, else in encoded words of one line each."""
    if _PLAIN.fullmatch(text):
        return text
    return Header(text, "utf-8", maxlinelen=75, header_name=header).encode(splitchars="", linesep="\r\n")


def _mailbox(name: str, address: str) -> str:
    """A name and its one address; whatever stands in the name is part of the name."""
    sent, name = as_sent(address), " ".join(name.split())
    if not name:
        return sent
    if not _PLAIN.fullmatch(name):
        return f"{_said('Reply-To', name)}{_FOLD}<{sent}>"
    if not _ATOMS.fullmatch(name):
        name = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return f"{name}{_FOLD if len(name) + len(sent) > 65 else ' '}<{sent}>"


def _fill(made: EmailMessage, sheet: Sheet) -> None:
    made.set_content(sheet.plain or "\n", subtype="plain", charset="utf-8", cte=_encoding(sheet.plain))
    pictures = [each for each in sheet.parts if each.cid]
    if sheet.html:
        html = whole(sheet.html)
        for each in pictures:
            html = html.replace(f"cid:{each.cid}", f"cid:{_content_id(each, sheet)}")
        made.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
        _plain, body = made.iter_parts()
        for each in pictures:
            main, _slash, sub = each.media_type.partition("/")
            body.add_related(
                each.data, maintype=main, subtype=sub or "octet-stream", filename=_file_name(each.name),
                cid=f"<{_content_id(each, sheet)}>", disposition="inline",
            )  # fmt: skip
    for each in sheet.parts:
        if not each.cid:
            main, _slash, sub = each.media_type.partition("/")
            made.add_attachment(
                each.data, maintype=main, subtype=sub or "octet-stream", filename=_file_name(each.name)
            )


def _encoding(text: str) -> str:
    """Plain ASCII in short lines goes as it is."""
    is_plain = text.isascii() and all(len(line) < 990 for line in text.splitlines())
    return "7bit" if is_plain else "quoted-printable"


def _content_id(part: Part, sheet: Sheet) -> str:
    return f"{part.cid}@{sheet.message_id.strip('<>').rpartition('@')[2]}"


def _file_name(name: str) -> str:
    """The name without what no system takes, its ending kept where it is long."""
    shown = " ".join(BREAKS.sub(" ", name).split()) or "file"
    stem, dot, ending = shown.rpartition(".")
    if len(shown) <= LONGEST_FILE_NAME or not dot or len(ending) > 10:
        return shown[:LONGEST_FILE_NAME]
    return f"{stem[: LONGEST_FILE_NAME - len(ending) - 1]}.{ending}"


def unsubscribe_headers(account: Account, address: str) -> dict[str, str]:
    """How a mail program lets its reader opt out: by a mail, or by a page where the account names one."""
    link = account.unsubscribe
    if link.startswith("https://"):
        link = link.replace("{address}", quote(address, safe="@"))
        return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    to = link.removeprefix("mailto:") or as_sent(account.reply_to or account.address)
    safe = re.sub(r"[^\w.+@-]", "", as_sent(to), flags=re.ASCII)
    return {"List-Unsubscribe": f"<mailto:{safe}?subject=unsubscribe>"}
