"""When something was, in as few words as a narrow panel allows."""

from __future__ import annotations

from datetime import datetime

from app.blueprint.context import Context
from app.blueprint.dates import date_format, wall_time
from app.core.clock import from_stamp
from app.core.texts import _


def local_moment(at: str) -> datetime:
    """A stored stamp (UTC), appointment or date as wall time."""
    return from_stamp(at).replace(tzinfo=None) if at.endswith("Z") else wall_time(at)


def short_when(at: str, context: Context, *, with_time: bool = False) -> str:
    """Yesterday, today, tomorrow; else day and month, with the year when it is another one."""
    if not at:
        return ""
    moment = local_moment(at)
    distance = (moment.date() - context.today).days
    if -1 <= distance <= 1:
        day = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}[distance]
    else:
        pattern = "d MMM" if moment.year == context.today.year else "d MMM y"
        day = date_format(moment, pattern, context.language)
    return f"{day} {moment:%H:%M}" if with_time and "T" in at else day
