"""One letter as a message: one recipient, no header that a value could break, files and pictures in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
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
    made = EmailMessage(policy=SMTPUTF8 if needs_smtputf8(sheet) else SMTP)
    try:
        made["From"] = _address(account.sender, account.address)
        made["To"] = _address(sheet.title, sheet.address)
        if account.reply_to:
            made["Reply-To"] = _address("", account.reply_to)
        made["Subject"] = sheet.subject
        made["Date"] = format_datetime(localtime())
        made["Message-ID"] = sheet.message_id
        for name, value in unsubscribe_headers(account, sheet.address).items():
            made[name] = value
    except (ValueError, IndexError) as problem:
        told = _("No letter can be made for {address}: {problem}.")
        raise UserError(told.format(address=sheet.address, problem=problem)) from problem
    _fill(made, sheet)
    return made


def _fill(made: EmailMessage, sheet: Sheet) -> None:
    made.set_content(sheet.plain or "\n", subtype="plain", charset="utf-8", cte=_encoding(sheet.plain))
    pictures = [each for each in sheet.parts if each.cid]
    if sheet.html:
        html = whole(sheet.html)
        for each in pictures:
            html = html.replace(f"cid:{each.cid}", f"cid:{_content_id(each, sheet)}")
        made.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
        body = made.get_payload()[1]  # type: ignore[index]
        for each in pictures:
            main, _slash, sub = each.media_type.partition("/")
            body.add_related(  # type: ignore[union-attr]
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
    return " ".join(BREAKS.sub(" ", name).split()) or "file"


def _address(name: str, address: str) -> Address:
    local, _at, domain = as_sent(address).rpartition("@")
    return Address(" ".join(name.split()), local, domain)


def unsubscribe_headers(account: Account, address: str) -> dict[str, str]:
    """How a mail program lets its reader opt out: by a mail, or by a page where the account names one."""
    link = account.unsubscribe
    if link.startswith("https://"):
        link = link.replace("{address}", quote(address, safe="@"))
        return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    to = link.removeprefix("mailto:") or as_sent(account.reply_to or account.address)
    safe = re.sub(r"[^\w.+@-]", "", as_sent(to), flags=re.ASCII)
    return {"List-Unsubscribe": f"<mailto:{safe}?subject=unsubscribe>"}
