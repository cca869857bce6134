"""What belongs to a record: those that point to it, those it links to, and the story they tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.blueprint.context import Context, Values
from app.blueprint.field import Field
from app.blueprint.readings import Mirror
from app.blueprint.section import Entity, Section
from app.core.texts import _
from app.store.engine import Database
from app.store.ids import ids_of, number_of, uids_of
from app.store.relations import Pointer, pointers, referrers

if TYPE_CHECKING:
    from app.services.library import Library, Record


@dataclass(frozen=True)
class Related:
    """A record that belongs to another; ``field`` is its field that points there (or ``links``)."""

    section: str
    field: str
    field_label: str
    uid: str
    title: str
    subtitle: str


@dataclass(frozen=True)
class TimelineEntry:
    """One line in the story of a record: an event, a task, a note that belongs to it."""

    kind: str
    at: str
    icon: str
    title: str
    text: str
    uid: str
    section: str
    is_planned: bool = False


@dataclass(frozen=True)
class Surroundings:
    """What belongs to a record, and its story: planned first, then what was, newest first."""

    related: tuple[Related, ...] = ()
    story: tuple[TimelineEntry, ...] = ()


class Around:
    """Looks around a record of a library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def of(self, uid: str) -> Surroundings:
        """Everything that belongs to a record; empty if it is gone."""
        record = self._library.get(uid)
        if record is None:
            return Surroundings()
        found = self._pointing(uid)
        for link in record.values.get("links") or ():
            found.setdefault(link, ("links", _("Linked records")))
        records = self._library.get_many(list(found)).values()
        context = self._library.context()
        related = tuple(self._related(each, *found[each.uid], context) for each in records)
        return Surroundings(related, tuple(_in_order(self._lines(records, context))))

    def fields_of(self, record: Record) -> Values:
        """Values of the fields that lie with other records: mirrors as uids, the next step in words."""
        section = self._library.registry.section(record.section)
        related = self.of(record.uid).related
        found: Values = {}
        for field in section.fields:
            kind = field.kind
            if isinstance(kind, Mirror):
                uids = [
                    each.uid for each in related if (each.section, each.field) == (kind.section, kind.field)
                ]
                found[field.key] = uids or None
            elif field.nearest:
                record_id = self._library.lists.id_of(record.uid)
                rows = self._library.lists.rows(section.key, [record_id] if record_id else [], [field.key])
                found[field.key] = rows[0].cells[0] or None if rows else None
        return found

    def mirrored(self, uids: Sequence[str], field: Field) -> dict[str, list[str]]:
        """By uid the records that point to it with the field that ``field`` mirrors."""
        kind = field.kind
        if not isinstance(kind, Mirror):
            return {}
        with self._database.read() as connection:
            targets = ids_of(connection, uids)
            wanted = [
                each
                for each in pointers(self._library.registry)
                if each.entity.key == kind.section and each.field.key == kind.field
            ]
            pairs = referrers(connection, self._library.registry, targets.values(), wanted)
            names = uids_of(connection, [source for _pointer, source, _target in pairs])
        by_id = {record_id: uid for uid, record_id in targets.items()}
        found: dict[str, list[str]] = {}
        for _pointer, source, target in pairs:
            if source in names and names[source] not in found.setdefault(by_id[target], []):
                found[by_id[target]].append(names[source])
        return found

    def _pointing(self, uid: str) -> dict[str, tuple[str, str]]:
        """Key and label of the pointing field by the uid of the pointing record."""
        with self._database.read() as connection:
            own = ids_of(connection, [uid])
            here = self._library.registry.by_number[number_of(own[uid])]
            wanted = [
                each
                for each in pointers(self._library.registry, here.key)
                if isinstance(each.entity, Section)
            ]
            pairs = referrers(connection, self._library.registry, own.values(), wanted)
            names = uids_of(connection, [source for _pointer, source, _target in pairs])
        found: dict[str, tuple[str, str]] = {}
        for pointer, source, _target in pairs:
            if source in names:
                found.setdefault(names[source], (pointer.field.key, _label_from(here, pointer)))
        return found

    def _related(self, record: Record, field: str, label: str, context: Context) -> Related:
        section = self._library.registry.section(record.section)
        return Related(
            record.section,
            field,
            label,
            record.uid,
            record.title,
            _shown(section, section.subtitle, record, context),
        )

    def _lines(self, records: Iterable[Record], context: Context) -> list[TimelineEntry]:
        icon_of = self._library.sections.icon_of
        return [
            _line(section, record, context, self._type_of(section, record.values), icon_of(section.key))
            for record in records
            if (section := self._library.registry.section(record.section)).story
        ]

    def _type_of(self, section: Section, values: Values) -> tuple[str, str]:
        """Icon and label of a record's type, empty where it has none."""
        field = section.by_key.get(section.type_field)
        if field is None or not values.get(field.key):
            return "", ""
        options = self._library.choices.options(getattr(field.kind, "list", ""))
        option = next((each for each in options if each.key == values[field.key]), None)
        return (option.icon or "", option.label) if option else ("", "")


def subtitle_of(section: Section, record: Record, context: Context) -> str:
    """What stands under the title of a record: of a person job and firm."""
    return _shown(section, section.subtitle, record, context)


def _label_from(here: Entity, pointer: Pointer) -> str:
    """The name of the field here that mirrors the pointing one (People), else of that one."""
    for field in here.all_fields:
        kind = field.kind
        if isinstance(kind, Mirror) and (kind.section, kind.field) == (pointer.entity.key, pointer.field.key):
            return _(field.label)
    return _(pointer.field.label)


def _shown(section: Section, keys: Iterable[str], record: Record, context: Context) -> str:
    """The values of these fields in words, those that are there."""
    fields = [each for key in keys if (each := section.by_key.get(key) or section.list_fields.get(key))]
    texts = [
        each.kind.show(record.values[each.key], context)
        for each in fields
        if record.values.get(each.key) is not None
    ]
    return " · ".join(text for text in texts if text)


def _line(
    section: Section, record: Record, context: Context, kind: tuple[str, str], section_icon: str
) -> TimelineEntry:
    icon, label = kind
    values = record.values
    at = str(values.get(section.when) or "") or str(values.get("updated_at") or "")
    key, states = section.open_when or ("", ())
    return TimelineEntry(
        kind=section.one,
        at=at,
        icon=icon or section_icon,
        title=f"{label}: {record.title}" if label and record.title else label or record.title,
        text=_shown(section, section.story, record, context),
        uid=record.uid,
        section=section.key,
        is_planned=values.get(key) in states,
    )


def _in_order(entries: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    found = list(entries)
    planned = sorted((each for each in found if each.is_planned), key=lambda each: each.at or "~")
    past = sorted((each for each in found if not each.is_planned), key=lambda each: each.at, reverse=True)
    return [*planned, *past]
