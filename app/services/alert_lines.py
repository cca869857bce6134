"""Reminders in words: what each is about, when that is, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.blueprint.context import Context
from app.blueprint.dates import show_when
from app.blueprint.kinds import Choice
from app.blueprint.section import Section
from app.core.texts import _, ngettext
from app.services.around import subtitle_of
from app.services.day_page import DayLine, people_of, pointed
from app.services.results import done_field

if TYPE_CHECKING:
    from app.services.library import Library, Record
    from app.services.reminders import Alert

NEAR_MINUTES = 60 * 12
"""What is nearer than this is told in minutes and hours, other days by their date."""


@dataclass(frozen=True)
class AlertLine:
    """An alert as it is shown.

    ``place`` says which date comes, with whom and where, ``text`` what about; ``line`` is what can be done
    with it, ``face`` the title and uid of whoever it is about (empty where that is nobody). ``can_finish``
    tells whether its record can be marked as done.
    """

    alert: Alert
    line: DayLine
    title: str
    place: str = ""
    text: str = ""
    face: tuple[str, str] = ("", "")
    can_finish: bool = False

    def acts(self, *, can_write: bool) -> list[str]:
        """What is offered beside snoozing: call or write, done or seen, open."""
        found = ["call"] if self.line.can_call else ["write"] if self.line.can_write else []
        return [*found, "done" if self.can_finish and can_write else "seen", "open"]


def alert_lines(library: Library, alerts: Iterable[Alert]) -> list[AlertLine]:
    """Alerts in words, in their order; those whose record has gone meanwhile are left out."""
    found = list(alerts)
    records = library.get_many([each.uid for each in found])
    by_section: dict[str, list[Record]] = {}
    for record in records.values():
        by_section.setdefault(record.section, []).append(record)
    people: dict[str, Record] = {}
    for key, group in by_section.items():
        people |= people_of(library, library.registry.section(key), group)
    context = library.context()
    return [_line(library, each, records[each.uid], people, context) for each in found if each.uid in records]


def _line(
    library: Library, alert: Alert, record: Record, people: Mapping[str, Record], context: Context
) -> AlertLine:
    section = library.registry.section(record.section)
    person = next((uid for uid in pointed(section, record) if uid in people), "")
    known = people.get(person)
    if known is None and "call" in section.actions:  # a birthday, or “write again in three weeks”
        known, person = record, record.uid
    values = known.values if known is not None else {}
    kind = str(record.values.get(section.type_field) or "") if section.type_field else ""
    title, text = _title(section, record, known, kind, context), _text(section, record, known)
    place = _place(library, section, record, known, context)
    line = DayLine(
        section.key, record.uid, "", title, text, alert.icon,
        "birthday" if alert.about else "due",
        person=person,
        can_call=bool(values.get("phones")) and kind in ("", "call"),
        can_write=bool(values.get("emails") or (alert.about and values.get("accounts"))),
        when=str(record.values.get(section.when) or ""),
    )  # fmt: skip
    return AlertLine(
        alert, line, title, " · ".join(filter(None, [alert.label, place])), text,
        (known.title, known.uid) if known is not None else ("", ""),
        can_finish=section.open_when is not None and done_field(section) is not None and not alert.about,
    )  # fmt: skip


def _title(section: Section, record: Record, known: Record | None, kind: str, context: Context) -> str:
    """``Call Ana Dumitrescu``; what has no type is called by its title."""
    field = section.by_key.get(section.type_field)
    if field is None or not isinstance(field.kind, Choice) or not kind:
        return record.title
    whom = known.title if known is not None and known is not record else record.title
    return _("{kind} {whom}").format(kind=field.kind.show(kind, context), whom=whom).strip()


def _place(library: Library, section: Section, record: Record, known: Record | None, context: Context) -> str:
    """Whom it is for where the title does not say it, and the organization."""
    words: list[str] = []
    if known is not None and known is not record and not section.type_field:
        words.append(known.title)
    firms = [context.title_of(uid) for uid in pointed(section, record) if known is None or uid != known.uid]
    own = subtitle_of(library.registry.section(known.section), known, context) if known is not None else ""
    words += firms[:1] or [own]
    return " · ".join(dict.fromkeys(word for word in words if word and word != record.title))


def _text(section: Section, record: Record, known: Record | None) -> str:
    """What about: the subject of an event whose title is said otherwise."""
    is_told = not section.type_field or known is None or record.title == known.title
    return "" if is_told else record.title


def told_when(alert: Alert, now: datetime, context: Context) -> str:
    """``in 15 minutes · 10:00``, ``2 hours ago · 10:00``, ``tomorrow``, ``Mon 30 Nov 10:00``."""
    here = now.replace(tzinfo=None)
    has_time = alert.has_time or alert.when is None
    at = alert.when or alert.due
    minutes = round((at - here).total_seconds() / 60)
    if not has_time or abs(minutes) >= NEAR_MINUTES:
        text = at.isoformat(timespec="minutes") if has_time else at.date().isoformat()
        return show_when(text, context)
    clock = f"{at:%H:%M}" if at.date() == here.date() else show_when(at.isoformat("T", "minutes"), context)
    return f"{_distance(minutes)} · {clock}"


def _distance(minutes: int) -> str:
    n = abs(minutes)
    if not n:
        return _("now")
    if n < 60:
        if minutes > 0:
            return ngettext("in {n} minute", "in {n} minutes", n).format(n=n)
        return ngettext("{n} minute ago", "{n} minutes ago", n).format(n=n)
    n = round(n / 60)
    if minutes > 0:
        return ngettext("in {n} hour", "in {n} hours", n).format(n=n)
    return ngettext("{n} hour ago", "{n} hours ago", n).format(n=n)
