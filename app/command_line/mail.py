"""Commands about letters by mail: accounts, letters, the look before sending, the outbox."""

from __future__ import annotations

import argparse
import getpass
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.command_line.answers import OK, PARTLY, Answer, open_library, wanted
from app.command_line.mail_words import ACCOUNT_WORDS, LETTER_WORDS, mailing_in_words, preflight_in_words
from app.command_line.sync import ask_master
from app.core.errors import UsageError, UserError
from app.core.settings import Settings
from app.core.texts import _, ngettext

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.mail.outbox import Mailing

__all__ = ["ACCOUNT_WORDS", "ACTS", "LETTER_WORDS", "mail"]


def mail(options: argparse.Namespace, settings: Settings) -> Answer:
    """Do one thing with mail."""
    from app.services.secrets import Secrets

    library: Library = open_library(options, settings)
    try:
        library.mail.secrets = Secrets(ask_master)
        return ACTS[options.act](library, options)
    finally:
        library.close()


def _name(options: argparse.Namespace, what: str) -> str:
    if not options.name:
        raise UsageError(_("Say which: {what}.").format(what=what))
    return str(options.name)


# -- a letter to many ----------------------------------------------------------------------------------------


def _letter(library: Library, options: argparse.Namespace) -> Answer:
    """The look before sending; with --send or --queue the letters go into the outbox."""
    if options.send and options.dry_run:
        raise UsageError(_("Say --send or --dry-run, not both."))
    letter = library.mail.letters.named(_name(options, _("a letter")))
    looked = library.mail.recipients.look(letter, wanted(library, options), anyway=options.anyway)
    data, text = preflight_in_words(looked)
    if not (options.send or options.queue):
        return data, text, OK if looked.going else PARTLY
    account = library.mail.accounts.named(options.account)
    uid = library.mail.outbox.put(looked, account, is_running=options.send)
    if options.send:
        _send(library, options)
    mailing = library.mail.outbox.find(uid)
    told, words = mailing_in_words(library, mailing)
    return data | {"mailing": told}, f"{text}\n\n{words}", _status(mailing)


def _test(library: Library, options: argparse.Namespace) -> Answer:
    letter = library.mail.letters.named(_name(options, _("a letter")))
    account = library.mail.accounts.named(options.account)
    uid = wanted(library, options)[0]
    looked = library.mail.recipients.look(letter, [uid])
    library.mail.send_test(looked, account, uid)
    told = _("The letter for {name} was sent to {address}.")
    text = told.format(name=looked.recipients[0].title, address=account.address)
    return {"to": account.address, "record": uid}, text, OK


def _send(library: Library, options: argparse.Namespace) -> None:
    """Send until nothing is left; Ctrl+C ends after the letter that is going out."""
    sender = library.mail.sender()
    before = signal.signal(signal.SIGINT, lambda _number, _frame: sender.stop())
    try:
        sender.run(waits=not options.no_wait)
    finally:
        signal.signal(signal.SIGINT, before)


def _status(mailing: Mailing) -> int:
    return OK if mailing.counts["sent"] == mailing.total else PARTLY


# -- letters and accounts ------------------------------------------------------------------------------------


def _letters(library: Library, options: argparse.Namespace) -> Answer:
    found = library.mail.letters.all(options.section)
    rows = [
        {"uid": each.uid, "name": each.name, "folder": each.folder, "subject": each.subject,
         "section": each.section, "files": [file["name"] for file in each.files]}
        for each in found
    ]  # fmt: skip
    lines = [f"{each.folder + '/' if each.folder else ''}{each.name}  –  {each.subject}" for each in found]
    return {"letters": rows}, "\n".join(lines) or _("There is no letter yet."), OK


def _add(library: Library, options: argparse.Namespace) -> Answer:
    """Take a letter in from a file of HTML or text; one of the same name is changed with --replace."""
    letters = library.mail.letters
    made = letters.from_file(Path(_name(options, _("a file"))))
    made = replace(made, name=options.title or made.name, subject=options.subject or made.subject)
    same = [each for each in letters.all() if each.name == made.name and each.folder == options.folder]
    if same and not options.replace:
        raise UserError(_("There is a letter “{name}” already; say --replace.").format(name=made.name))
    document = library.documents.templates.named(options.document) if options.document else None
    if document is not None and not document.uid:
        raise UserError(_("Take the Word template into the file first: cartoteca template add."))
    files = tuple(library.files.keep(Path(each)) for each in options.attach)
    uid = letters.save(
        replace(
            made, uid=same[0].uid if same else "", folder=options.folder, section=options.section,
            files=files, document=document.uid if document else "", is_pdf=options.pdf,
        )
    )  # fmt: skip
    return {"uid": uid}, _("The letter “{name}” was taken in.").format(name=made.name), OK


def _accounts(library: Library, _options: argparse.Namespace) -> Answer:
    found = library.mail.accounts.all()
    lines = [f"{each.name}  <{each.address}>  {each.host}:{each.port} {each.security}" for each in found]
    data = {"accounts": [asdict(each) for each in found]}
    return data, "\n".join(lines) or _("There is no mail account yet."), OK


def _account(library: Library, options: argparse.Namespace) -> Answer:
    """Keep an account, or change the one with that address, ask for its password, and try it."""
    from app.services.mail.account import Account, provider_of

    address = _name(options, _("an address"))
    same = [each for each in library.mail.accounts.all() if address in (each.address, each.name)]
    known = provider_of(address)
    base = same[0] if same else Account(address, address)
    if known is not None and not same:
        base = replace(
            base, host=known.host, port=known.port, security=known.security, login=known.login,
            pace=known.pace,
        )  # fmt: skip
    given = {
        field.name: getattr(options, field.name)
        for field in fields(Account)
        if getattr(options, field.name, None) is not None and field.name not in ("name", "uid", "address")
    }
    account = replace(base, **given, **({"name": options.title} if options.title else {}))
    uid = library.mail.accounts.save(account)
    account = library.mail.accounts.find(uid)
    if options.password:
        library.mail.accounts.set_password(uid, _ask(_("Password of {name}:").format(name=account.name)))
    if account.login == "microsoft" and options.password:
        library.mail.microsoft(account).log_in()
    if options.check:
        library.mail.try_out(account)
    told = _("The account “{name}” works.") if options.check else _("The account “{name}” was kept.")
    return asdict(account), told.format(name=account.name), OK


def _ask(question: str) -> str:
    """Something secret: typed unseen, or the first line of what is handed in."""
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass.getpass(f"{question} ")
    return sys.stdin.readline().rstrip("\r\n") if sys.stdin is not None else ""


# -- the outbox ----------------------------------------------------------------------------------------------


def _find(library: Library, name: str) -> list[Mailing]:
    """The mailing with that uid or name, or all of them."""
    known = library.mail.outbox.all()
    if not name:
        return known
    found = [each for each in known if name in (each.uid, each.name)]
    if not found:
        raise UserError(_("There is no letter “{name}” in the outbox.").format(name=name))
    return found


def _outbox(library: Library, options: argparse.Namespace) -> Answer:
    found = [mailing_in_words(library, each) for each in _find(library, options.name)]
    text = "\n\n".join(words for _told, words in found) or _("The outbox is empty.")
    return {"mailings": [told for told, _words in found]}, text, OK


def _pause(library: Library, options: argparse.Namespace) -> Answer:
    for each in _find(library, options.name):
        if each.state == "running":
            library.mail.outbox.pause(each.uid)
    return _outbox(library, options)


def _resume(library: Library, options: argparse.Namespace) -> Answer:
    """Go on where it stopped, and wait until all is sent."""
    for each in _find(library, options.name):
        if each.state == "paused":
            library.mail.outbox.resume(each.uid)
    _send(library, options)
    return _outbox(library, options)


def _stop(library: Library, options: argparse.Namespace) -> Answer:
    found = _find(library, _name(options, _("a mailing")))
    n = sum(library.mail.outbox.stop(each.uid) for each in found)
    told = ngettext("{n} letter will not be sent.", "{n} letters will not be sent.", n)
    return {"stopped": n}, told.format(n=n), OK


def _again(library: Library, options: argparse.Namespace) -> Answer:
    outbox, n = library.mail.outbox, 0
    for each in _find(library, _name(options, _("a mailing"))):
        n += outbox.send_again(each.uid, [one.id for one in outbox.letters(each.uid, options.state)])
    told = ngettext("{n} letter waits again.", "{n} letters wait again.", n)
    return {"again": n}, told.format(n=n), OK


def _arrived(library: Library, options: argparse.Namespace) -> Answer:
    outbox, n = library.mail.outbox, 0
    for each in _find(library, _name(options, _("a mailing"))):
        n += outbox.decide([one.id for one in outbox.letters(each.uid, "unknown")], arrived=True)
    told = ngettext("{n} letter counts as sent.", "{n} letters count as sent.", n)
    return {"arrived": n}, told.format(n=n), OK


# -- addresses -----------------------------------------------------------------------------------------------


def _opt_out(library: Library, options: argparse.Namespace) -> Answer:
    operation = library.mail.marks.opt_out(_name(options, _("an address")))
    return {"operation": operation.uid}, _("{address} gets no letters.").format(address=options.name), OK


def _opt_in(library: Library, options: argparse.Namespace) -> Answer:
    operation = library.mail.marks.clear([_name(options, _("an address"))])
    told = _("{address} may get letters again.")
    return {"operation": operation.uid}, told.format(address=options.name), OK


def _marked(library: Library, _options: argparse.Namespace) -> Answer:
    found = library.mail.marks.all()
    words = {"opted_out": _("wants no letters"), "refused": _("address was refused earlier")}
    lines = [f"{each.address}  {words.get(each.state, each.state)}  {each.reason}".rstrip() for each in found]
    data = {"addresses": [asdict(each) for each in found]}
    return data, "\n".join(lines) or _("No address is marked."), OK


Act = Callable[["Library", argparse.Namespace], Answer]

ACTS: dict[str, Act] = {
    "letter": _letter, "test": _test, "letters": _letters, "add": _add, "accounts": _accounts,
    "account": _account, "outbox": _outbox, "pause": _pause, "resume": _resume, "stop": _stop,
    "again": _again, "arrived": _arrived, "marked": _marked, "opt-out": _opt_out, "opt-in": _opt_in,
}  # fmt: skip
"""What `cartoteca mail` does, by its first word."""
