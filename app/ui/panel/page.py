"""What the panel says of a record, as plain data; read in the reader thread, drawn by the widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Context, Values
from app.blueprint.field import Field
from app.blueprint.rows import Reference, Rows
from app.blueprint.section import STAMPS, CardGroup, Section
from app.core.texts import N_, _
from app.ui.panel.lines import Line, computed_texts, lines_of
from app.ui.panel.moments import local_moment

if TYPE_CHECKING:
    from app.services.around import Related, TimelineEntry
    from app.services.history import HistoryEntry
    from app.services.library import Library, Record

HIDDEN_GROUPS = ("marks", "links", "files", "stamps")
"""Groups of the card that the panel shows in places of their own: head, related records, attachments."""

REACH = "reach"
"""The group that the panel shows before all others: it is read to call and to write."""

TIMELINE_LENGTH = 50
CHANGES_LENGTH, LONGEST_CHANGE = 50, 160
"""As much of the history as the panel reads at once; the view of the history has the rest."""
DETAILS = CardGroup("details", N_("Details"))
"""Where the panel tells what stands beside the names in a card."""


@dataclass(frozen=True)
class CardPage:
    """One group of fields: key and title of the group, its filled fields, and what the user's empty ones
    are called: who has made a field looks for it here."""

    key: str
    title: str
    lines: tuple[Line, ...]
    empty: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changed:
    """What one operation changed in the record: when (a UTC stamp), who, and a line for each field."""

    at: str
    by: str
    texts: tuple[str, ...]
    is_creation: bool = False


@dataclass(frozen=True)
class RecordPage:
    """Everything that is shown of one record."""

    section: Section
    uid: str
    title: str
    version: int
    values: Values
    subtitle: tuple[Line, ...] = ()
    groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    flag: str = ""
    flag_label: str = ""
    picture: bytes = b""
    cards: tuple[CardPage, ...] = ()
    attachments: tuple[dict[str, Any], ...] = ()
    related: tuple[Related, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    history: tuple[TimelineEntry | Changed, ...] = ()
    created: str = ""
    changed: str = ""
    context: Context = field(default_factory=Context)


class GroupNames:
    """The paths of groups (“Sales / Ionescu”); kept, as counting the members of every group takes time."""

    def __init__(self) -> None:
        self._paths: dict[str, dict[str, str]] = {}

    def of(self, library: Library, section: str, uids: Sequence[str]) -> tuple[str, ...]:
        """The paths of these groups of a section."""
        if not uids:
            return ()
        if section not in self._paths or any(uid not in self._paths[section] for uid in uids):
            self._paths[section] = library.groups.paths(section)
        return tuple(self._paths[section][uid] for uid in uids if uid in self._paths[section])

    def forget(self) -> None:
        """Something about groups was written."""
        self._paths = {}


def read_page(library: Library, uid: str, group_names: GroupNames | None = None) -> RecordPage | None:
    """The page of a record, or None if it is gone."""
    record = library.get(uid)
    if record is None:
        return None
    context = library.context()
    section = library.registry.section(record.section)
    values = record.values
    flag = str(values.get("flag") or "")
    groups = (group_names or GroupNames()).of(library, section.key, values.get("groups") or ())
    around = library.around.of(uid)
    timeline = around.story[:TIMELINE_LENGTH]
    told = {entry.uid for entry in timeline}
    return RecordPage(
        section=section,
        uid=uid,
        title=record.title,
        version=record.version,
        values=values,
        subtitle=_subtitle(section, values, context),
        groups=groups,
        tags=tuple(values.get("tags") or ()),
        flag=flag,
        flag_label=context.label_of("flag", flag) if flag else "",
        picture=_picture(library, section, values),
        cards=tuple(_with_marks(library, cards_of(section, record, context))),
        attachments=tuple(values.get("attachments") or ()),
        related=tuple(each for each in around.related if each.uid not in told),
        timeline=timeline,
        history=in_one_order(timeline, _changes(library, uid, values)),
        **_stamps(values, context),
        context=context,
    )


def _with_marks(library: Library, cards: list[CardPage]) -> list[CardPage]:
    """Beside an e-mail address stands that it wants no letters, or that its server refuses it."""
    mails = [line.mail for card in cards for line in card.lines if line.mail]
    if not mails:
        return cards
    from app.services.mail.addresses import address_key
    from app.services.mail.marks import WORDS

    marks = library.mail.marks.of(mails)
    if not marks:
        return cards
    words = {key: _(WORDS[mark.state]) for key, mark in marks.items()}
    return [
        replace(
            card,
            lines=tuple(
                replace(line, detail=words[address_key(line.mail)])
                if line.mail and address_key(line.mail) in words else line
                for line in card.lines
            ),
        )
        for card in cards
    ]  # fmt: skip


def _changes(library: Library, uid: str, values: Values) -> list[Changed]:
    found = groupby(library.history.of(uid, CHANGES_LENGTH), key=lambda entry: entry.operation.uid)
    operations = [list(entries) for _uid, entries in found]
    changes = [_changed(entries) for entries in operations]
    if operations and operations[-1][0].action == "create":
        changes[-1] = _creation(changes[-1], values)
    return changes


def _creation(change: Changed, values: Values) -> Changed:
    """The record's own date: what came with an import is older than the day it came into the file."""
    at, by = values.get("created_at") or change.at, values.get("created_by") or change.by
    return replace(change, at=str(at), by=str(by), is_creation=True)


def _changed(entries: list[HistoryEntry]) -> Changed:
    return Changed(entries[0].at, entries[0].by, tuple(_cut(change_text(each)) for each in entries))


def _cut(text: str) -> str:
    """Whole notes that were changed stand in the view of the history."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_CHANGE else f"{line[:LONGEST_CHANGE]}…"


def change_text(entry: HistoryEntry) -> str:
    """A change of one field in words."""
    if entry.action == "delete":
        return _("Deleted")
    if entry.action == "create" and not entry.field_label:
        return _("Created")
    values = _("{old} → {new}").format(old=entry.before or "—", new=entry.after or "—")
    if not entry.before:
        values = entry.after
    return _("{field}: {values}").format(field=entry.field_label, values=values)


def in_one_order(
    timeline: Sequence[TimelineEntry], changes: Sequence[Changed]
) -> tuple[TimelineEntry | Changed, ...]:
    """What is planned, then all that happened and was changed, newest first."""
    planned = [each for each in timeline if each.is_planned]
    past: list[TimelineEntry | Changed] = [each for each in timeline if not each.is_planned]
    return (*planned, *sorted([*past, *changes], key=_moment, reverse=True))


def _moment(entry: TimelineEntry | Changed) -> datetime:
    try:
        return local_moment(entry.at)
    except ValueError:  # without a time, or of another program
        return datetime.min  # noqa: DTZ901 - wall time, as all of them


def cards_of(section: Section, record: Record, context: Context) -> list[CardPage]:
    """The groups of the card that have something in them, without what the head says already."""
    cards = []
    computed = computed_texts(section.fields, record.values, context)
    for group in sorted(
        section.card_groups, key=lambda each: (each is not section.card[0], each.key != REACH)
    ):
        if group.key in HIDDEN_GROUPS:
            continue
        fields = [each for each in section.fields if each.group == group.key and each.key != section.image]
        lines = [line for each in fields for line in lines_of(each, record.values, context, computed)]
        if group is section.card[0]:
            lines = [line for line in lines if not _is_in_head(line, record, section)]
        empty = tuple(_(each.label) for each in fields if _is_waiting(each, record.values))
        if lines or empty:
            cards.append(CardPage(group.key, group.title, tuple(lines), empty))
    return _without_lone_names(section, cards)


def _is_waiting(field: Field, values: Values) -> bool:
    return field.is_own and not field.is_hidden and values.get(field.key) in (None, "", [])


def _without_lone_names(section: Section, cards: list[CardPage]) -> list[CardPage]:
    """Where the first group is called like the title, what is left of it is no name: it is a detail."""
    first = section.card[0]
    if not cards or cards[0].key != first.key or first.title != section.title_label:
        return cards
    left = cards[0]
    details = next((each for each in cards if each.key == DETAILS.key), None)
    if details is None:
        return [*cards[1:], replace(left, title=DETAILS.title)]
    joined = replace(
        details, title=DETAILS.title, lines=(*left.lines, *details.lines), empty=(*left.empty, *details.empty)
    )
    return [joined if each is details else each for each in cards[1:]]


def _is_in_head(line: Line, record: Record, section: Section) -> bool:
    """Is it a part of the title, or stands in the subtitle and cannot be acted on?"""
    if line.is_rich or line.is_long:
        return False
    words = set(record.title.split())
    is_subtitle = line.field in section.subtitle and not line.has_act
    return is_subtitle or (line.is_name and set(line.text.split()) <= words)


def _subtitle(section: Section, values: Values, context: Context) -> tuple[Line, ...]:
    found = []
    known = {**section.by_key, **section.list_fields}
    for key in section.subtitle:
        each = known.get(key)
        if each is None or values.get(key) in (None, "", []):
            continue
        text = each.kind.show(values[key], context)
        found.append(Line(each.key, _(each.label), text, target=_target(section, values, key)))
    return tuple(found)


def _target(section: Section, values: Values, key: str) -> tuple[str, str] | None:
    """The record that a derived text of the subtitle names (the organization of a contact)."""
    for each in section.fields:
        kind = each.kind
        if not isinstance(kind, Rows) or key != kind.main:
            continue
        main = kind.part(kind.main).kind
        if isinstance(main, Reference):
            rows = values.get(each.key) or ()
            current = next((row for row in rows if not row.get("until")), rows[0] if rows else {})
            uid = current.get(kind.main)
            return (main.section, str(uid)) if uid else None
    return None


def _picture(library: Library, section: Section, values: Values) -> bytes:
    digest = values.get(section.image) if section.image else None
    return library.files.read(str(digest)) if digest else b""


def _stamps(values: Values, context: Context) -> dict[str, str]:
    shown = {each.key: each.kind.show(values.get(each.key), context) for each in STAMPS}
    stamps = {}
    if shown["created_at"]:
        stamps["created"] = _signed(_("Created {when}"), _("Created {when} by {who}"), shown, "created")
    if shown["updated_at"] and values.get("updated_at") != values.get("created_at"):
        stamps["changed"] = _signed(_("Changed {when}"), _("Changed {when} by {who}"), shown, "updated")
    return stamps


def _signed(plain: str, signed: str, shown: dict[str, str], what: str) -> str:
    who = shown[f"{what}_by"]
    return (signed if who else plain).format(when=shown[f"{what}_at"], who=who)
