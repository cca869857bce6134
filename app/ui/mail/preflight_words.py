"""What the look before sending says of all recipients together, and which of them a choice shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.texts import _, ngettext

if TYPE_CHECKING:
    from app.services.mail.recipients import Preflight, Recipient

ALL, GOING, NOT_GOING, EMPTY, SEVERAL = "all", "going", "not_going", "empty", "several"


def sum_of(looked: Preflight) -> str:
    """How many letters will go, how many not, and what is worth a second look before they do."""
    going = len(looked.going)
    out, with_empty = len(looked.recipients) - going, len(looked.with_empty)
    lately = len(looked.written_lately)
    text = ngettext("{n} letter will go", "{n} letters will go", going).format(n=going)
    if out:
        text += ", " + ngettext("{n} will not", "{n} will not", out).format(n=out)
    if with_empty:
        told = ngettext("in {n} of them a field is empty", "in {n} of them a field is empty", with_empty)
        text += "; " + told.format(n=with_empty)
    if lately:
        told = ngettext(
            "{n} of them had a letter from you today", "{n} of them had a letter from you today", lately
        )
        text += "; " + told.format(n=lately)
    return text[:1].upper() + text[1:]


def choices_of(looked: Preflight) -> list[tuple[str, str]]:
    """Which recipients may be shown, with how many they are; what there is none of is not offered."""
    words = {ALL: _("All"), GOING: _("Going"), NOT_GOING: _("Not going"), EMPTY: _("Empty fields"),
             SEVERAL: _("Several addresses")}  # fmt: skip
    counts = {key: len(shown_of(looked, key)) for key in words}
    return [(key, f"{words[key]} {n}") for key, n in counts.items() if n or key == ALL]


def shown_of(looked: Preflight, choice: str) -> list[Recipient]:
    """The recipients of a choice."""
    if choice == NOT_GOING:
        return [each for each in looked.recipients if not each.goes]
    found = {GOING: looked.going, EMPTY: looked.with_empty, SEVERAL: looked.with_several}
    return list(found.get(choice, looked.recipients))
