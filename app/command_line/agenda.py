"""Commands that say what is due."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.blueprint.dates import DateOrTime
from app.blueprint.reminders import LeadTime
from app.command_line.answers import OK, Answer, open_library
from app.core.errors import UsageError
from app.core.settings import Settings
from app.core.texts import _

if TYPE_CHECKING:
    from app.services.library import Library


def due(options: argparse.Namespace, settings: Settings) -> Answer:
    """Reminders that wait or fall due until a time; nothing is raised or dismissed by asking."""
    library = open_library(options, settings)
    try:
        until = _moment(library, options.until)
        found = library.reminders.until(until)
        context = library.context()
        lines = [
            f"{each.due:%Y-%m-%d %H:%M}  {each.uid}  {each.section:14}{each.title}"
            f"  ({', '.join(filter(None, (each.label, LeadTime().show(each.lead, context))))})"
            for each in found
        ]
    finally:
        library.close()
    rows = [
        {**asdict(each), "due": each.due.isoformat(), "when": each.when.isoformat() if each.when else None,
         "until": each.until.isoformat() if each.until else None}
        for each in found
    ]  # fmt: skip
    data = {"until": until.isoformat(timespec="minutes"), "reminders": rows}
    return data, "\n".join(lines) or _("Nothing is due."), OK


def _moment(library: Library, text: str) -> datetime:
    """The end of the wait: now, a time, or the end of a day."""
    now = library.clock()
    if not text:
        return now
    try:
        value = DateOrTime().parse(text, library.context())
        at = datetime.fromisoformat(value)
    except ValueError as problem:
        raise UsageError(str(problem)) from None
    if "T" not in value:
        at += timedelta(days=1, seconds=-1)
    return at.replace(tzinfo=now.tzinfo)
