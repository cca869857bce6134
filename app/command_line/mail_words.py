"""The words of `cartoteca mail`, and its answers in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.texts import N_, _, ngettext
from app.services.mail.account import LOGINS, SECURITIES

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.mail.outbox import Mailing
    from app.services.mail.recipients import Preflight

MOST_LINES = 50

LETTER_WORDS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("--title",), {"default": "", "metavar": "NAME", "help": N_("what a letter or an account is called")}),
    (("--subject",), {"default": "", "metavar": "TEXT"}),
    (("--folder",), {"default": "", "metavar": "NAME"}),
    (("--attach",), {"action": "append", "default": [], "metavar": "FILE", "type": Path,
        "help": N_("a file that everybody gets")}),
    (("--document",), {"default": "", "metavar": "NAME",
        "help": N_("a Word template of the file; everybody gets a document of it")}),
    (("--pdf",), {"action": "store_true", "help": N_("as PDF, by LibreOffice or Word")}),
    (("--replace",), {"action": "store_true", "help": N_("change the letter of the same name")}),
)  # fmt: skip
ACCOUNT_WORDS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("--server",), {"dest": "host", "metavar": "NAME"}),
    (("--port",), {"type": int, "metavar": "N"}),
    (("--security",), {"choices": tuple(SECURITIES)}),
    (("--login",), {"choices": tuple(LOGINS)}),
    (("--user",), {"dest": "user_name", "metavar": "NAME"}),
    (("--sender",), {"metavar": "NAME", "help": N_("the name that recipients see")}),
    (("--reply-to",), {"metavar": "ADDRESS"}),
    (("--pace",), {"type": int, "metavar": "N", "help": N_("letters a minute, 0 for no limit")}),
    (("--unsubscribe",), {"metavar": "ADDRESS", "help": N_("an e-mail address or a page (https)")}),
    (("--client-id",), {"metavar": "ID"}),
    (("--tenant",), {"metavar": "ID"}),
    (("--password",), {"action": "store_true", "help": N_("ask for the password and keep it safely")}),
    (("--check",), {"action": "store_true", "help": N_("try to log in")}),
)


def preflight_in_words(looked: Preflight) -> tuple[dict[str, Any], str]:
    """What the look before sending found: as data, and in words."""
    from app.services.mail.recipients import GOES, STATES

    rows = [
        {
            "uid": each.uid, "title": each.title, "address": each.address, "state": each.state,
            "text": each.text, "others": list(each.others), "empty": list(each.empty),
            "document_empty": list(each.document_empty),
            "subject": each.letter.subject if each.letter else "",
        }
        for each in looked.recipients
    ]  # fmt: skip
    findings = [{"place": each.place, "text": each.text, "near": each.near} for each in looked.findings]
    n = len(looked.going)
    lines = [ngettext("{n} letter would go.", "{n} letters would go.", n).format(n=n)]
    lines += [each.in_words() for each in looked.findings]
    for state, words in STATES.items():
        found = looked.in_state(state) if state != GOES else []
        if found:
            lines.append(f"{_(words)} ({len(found)}):")
            lines += _some([f"  {each.title} {each.address} {each.text}".rstrip() for each in found])
    if looked.with_empty:
        lines.append(_("Fields are empty ({n}):").format(n=len(looked.with_empty)))
        lines += _some([f"  {each.title}: {each.empty_in_words()}" for each in looked.with_empty])
    if looked.with_several:
        lines.append(_("With several addresses ({n}):").format(n=len(looked.with_several)))
        lines += _some(
            [f"  {each.title}: {each.address} ({', '.join(each.others)})" for each in looked.with_several]
        )
    return {"going": n, "recipients": rows, "findings": findings}, "\n".join(lines)


def _some(lines: list[str]) -> list[str]:
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[:MOST_LINES], "  " + _("… and {n} more").format(n=len(lines) - MOST_LINES)]


def mailing_in_words(library: Library, mailing: Mailing) -> tuple[dict[str, Any], str]:
    """How far a mailing is, with the letters that did not arrive."""
    from app.services.mail.outbox import MAILING_STATES, STATES

    problems = [
        each for state in ("unknown", "failed") for each in library.mail.outbox.letters(mailing.uid, state)
    ]
    data = {
        "uid": mailing.uid, "name": mailing.name, "state": mailing.state, "problem": mailing.problem,
        "counts": dict(mailing.counts),
        "letters": [
            {"title": each.title, "address": each.address, "state": each.state, "problem": each.problem}
            for each in problems
        ],
    }  # fmt: skip
    counted = ", ".join(f"{_(STATES[state])}: {n}" for state, n in mailing.counts.items() if n)
    lines = [f"{mailing.name}  {mailing.uid}  {_(MAILING_STATES[mailing.state])}", counted]
    lines += [mailing.problem] if mailing.problem else []
    lines += _some(
        [f"  {each.address}  {_(STATES[each.state])}  {each.problem}".rstrip() for each in problems]
    )
    return data, "\n".join(lines)
