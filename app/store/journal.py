"""The journal: operations written, read, taken back and done again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, exists, func, insert, or_, select, update

from app.core.ids import UidMaker
from app.models.tables import METADATA
from app.store.change import CREATE, DELETE, EDIT, FILLED
from app.store.file_errors import DamagedError, stored_json
from app.store.ids import chunks

UNDO, REDO, IMPORT = "undo", "redo", "import"

FEW = 50
"""Uids up to which the engine looks for them; more are looked for in all that was deleted."""

_TEXTS = re.compile(r'"([^"\\]+)"')
"""The texts of a JSON value, uids among them."""

_op = METADATA.tables["operation"]
_change = METADATA.tables["change"]


@dataclass(frozen=True)
class StoredOperation:
    """An operation as journalled."""

    id: int
    uid: str
    kind: str
    section: str | None
    title: str
    count: int
    details: str | None
    at: str
    by: str
    target_id: int | None
    is_undone: bool


@dataclass(frozen=True)
class StoredChange:
    """A change as journalled."""

    operation_id: int
    position: int
    action: str
    entity: str
    uid: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def start(
    connection: Connection, make_uid: UidMaker, kind: str, section: str | None, title: str, at: str, by: str
) -> tuple[int, str]:
    """Open an operation; its id and uid."""
    uid = make_uid()
    row = {
        "uid": uid,
        "kind": kind,
        "section": section,
        "title": title,
        "at": at,
        "by": by,
        "count": 0,
        "is_undone": False,
    }
    result = connection.execute(insert(_op).values(**row).returning(_op.c.id))
    return int(result.scalar_one()), uid


def finish(connection: Connection, operation_id: int, **values: Any) -> None:
    """Note what became of an operation."""
    connection.execute(update(_op).where(_op.c.id == operation_id).values(**values))


def discard(connection: Connection, operation_id: int) -> None:
    """Forget an operation that changed nothing."""
    connection.execute(delete(_op).where(_op.c.id == operation_id))


def _operation(row: Any) -> StoredOperation:
    return StoredOperation(**{name: row[name] for name in StoredOperation.__dataclass_fields__})


def _operations(connection: Connection, *conditions: Any, limit: int | None = None) -> list[StoredOperation]:
    query = select(_op).where(*conditions).order_by(_op.c.id.desc()).limit(limit)
    return [_operation(row) for row in connection.execute(query).mappings()]


@dataclass(frozen=True)
class Narrowed:
    """Of which operations only: by somebody, of a section, between two stamps."""

    by: str | None = None
    section: str = ""
    since: str = ""
    until: str = ""

    def conditions(self) -> list[Any]:
        """As conditions on operations; one without a section counts when it changed something of it."""
        found: list[Any] = [] if self.by is None else [_op.c.by == self.by]
        if self.section:
            inside = exists().where(_change.c.operation_id == _op.c.id, _change.c.entity == self.section)
            found.append(or_(_op.c.section == self.section, and_(_op.c.section.is_(None), inside)))
        found += [_op.c.at >= self.since] if self.since else []
        return [*found, _op.c.at < self.until] if self.until else found


ALL = Narrowed()


def operations(
    connection: Connection, limit: int, before: int | None = None, only: Narrowed = ALL
) -> list[StoredOperation]:
    """The newest operations, newest first; ``before`` goes on from an earlier page."""
    conditions = [] if before is None else [_op.c.id < before]
    return _operations(connection, *conditions, *only.conditions(), limit=limit)


def count_after(connection: Connection, uid: str | None) -> int | None:
    """How many operations came after one, or there are (None); None if it is not known here."""
    query = select(func.count()).select_from(_op)
    if uid is None:
        return connection.scalar(query)
    known = select(_op.c.id).where(_op.c.uid == uid)
    place = connection.scalar(known)
    return None if place is None else connection.scalar(query.where(_op.c.id > place))


def newest(connection: Connection) -> int:
    """Id of the newest operation; 0 if there is none."""
    return connection.scalar(select(func.coalesce(func.max(_op.c.id), 0))) or 0


def since(connection: Connection, operation_id: int) -> list[StoredOperation]:
    """The operations that came after one, newest first."""
    return _operations(connection, _op.c.id > operation_id)


def touched(connection: Connection, ids: Collection[int]) -> Iterator[tuple[str, str]]:
    """(entity, uid) of everything that these operations changed."""
    for chunk in chunks(list(ids)):
        query = select(_change.c.entity, _change.c.uid).where(_change.c.operation_id.in_(chunk)).distinct()
        yield from ((row[0], row[1]) for row in connection.execute(query))


def people(connection: Connection) -> list[str]:
    """Everybody who did something."""
    return sorted(connection.scalars(select(_op.c.by).distinct()))


def operation(connection: Connection, uid: str) -> StoredOperation | None:
    """The operation with that uid."""
    found = _operations(connection, _op.c.uid == uid)
    return found[0] if found else None


def imports(connection: Connection, section: str, limit: int) -> list[StoredOperation]:
    """The newest imports into a section that are in force, newest first."""
    conditions = (_op.c.kind == IMPORT, _op.c.section == section, _op.c.is_undone.is_(False))
    return _operations(connection, *conditions, limit=limit)


def in_force(connection: Connection, kinds: Collection[str]) -> list[StoredOperation]:
    """Operations of these kinds that are in force, newest first."""
    return _operations(connection, _op.c.kind.in_(kinds), _op.c.is_undone.is_(False))


def touched_by(operation_id: int, entity: str, *, is_created: bool) -> Select[tuple[str]]:
    """Uids of the things of a kind that an operation created, or that it changed as well."""
    query = select(_change.c.uid).where(_change.c.operation_id == operation_id, _change.c.entity == entity)
    return query.where(_change.c.action == CREATE) if is_created else query


def undoable(connection: Connection) -> StoredOperation | None:
    """The newest operation in force."""
    found = _operations(connection, _op.c.kind.not_in((UNDO, REDO)), _op.c.is_undone.is_(False), limit=1)
    return found[0] if found else None


def redoable(connection: Connection) -> StoredOperation | None:
    """The newest undo since the last operation that is itself in force."""
    last = (
        select(func.coalesce(func.max(_op.c.id), 0)).where(_op.c.kind.not_in((UNDO, REDO))).scalar_subquery()
    )
    found = _operations(connection, _op.c.kind == UNDO, _op.c.is_undone.is_(False), _op.c.id > last, limit=1)
    return found[0] if found else None


def by_id(connection: Connection, operation_id: int) -> StoredOperation:
    """The operation with that internal id."""
    return _operations(connection, _op.c.id == operation_id)[0]


def changes_of(connection: Connection, uid: str, limit: int | None = None) -> list[StoredChange]:
    """Every journalled change of one stored thing, or the newest, newest first."""
    query = select(_change).where(_change.c.uid == uid).limit(limit)
    rows = connection.execute(
        query.order_by(_change.c.operation_id.desc(), _change.c.position.desc())
    ).mappings()
    return [_to_change(row) for row in rows]


def changes_with_kinds(connection: Connection, uid: str) -> list[tuple[StoredChange, str]]:
    """Every change of one thing, last first, with the kind of its operation; an undo is of its target's."""
    target = _op.alias()
    kind = func.coalesce(target.c.kind, _op.c.kind).label("kind")
    joined = _change.join(_op, _op.c.id == _change.c.operation_id)
    query = select(_change, kind).select_from(joined.outerjoin(target, target.c.id == _op.c.target_id))
    query = query.where(_change.c.uid == uid)
    query = query.order_by(_change.c.operation_id.desc(), _change.c.position.desc())
    return [(_to_change(row), row["kind"]) for row in connection.execute(query).mappings()]


def let_go(connection: Connection, uids: Sequence[str]) -> set[tuple[str, str]]:
    """(uid, entity) of what pointed to these things when something was deleted; perhaps of a few others."""
    query = select(_change.c.uid, _change.c.entity, _change.c.before)
    query = query.join(_op, _op.c.id == _change.c.operation_id)
    query = query.where(_op.c.kind == "delete", _change.c.before.is_not(None))
    if len(uids) <= FEW:
        query = query.where(or_(*(_change.c.before.contains(uid, autoescape=True) for uid in uids)))
    wanted = set(uids)
    return {
        (row[0], row[1]) for row in connection.execute(query) if not wanted.isdisjoint(_TEXTS.findall(row[2]))
    }


def deleted(
    connection: Connection, limit: int, skip: int = 0, only: Narrowed = ALL
) -> list[tuple[StoredChange, StoredOperation]]:
    """The newest deletions of things that are still gone, newest first; of a section those of its things."""
    from app.models.base import RecordId

    alive = exists(select(RecordId.id).where(RecordId.uid == _change.c.uid))
    query = select(_change).where(_change.c.action == DELETE, ~alive)
    if only.section:
        query = query.where(_change.c.entity == only.section)
    rest = replace(only, section="").conditions()
    if rest:
        query = query.join(_op, _op.c.id == _change.c.operation_id).where(*rest)
    query = query.order_by(_change.c.operation_id.desc(), _change.c.position).limit(limit).offset(skip)
    found = [_to_change(row) for row in connection.execute(query).mappings()]
    by = {each.id: each for each in _by_ids(connection, {change.operation_id for change in found})}
    newest: dict[str, tuple[StoredChange, StoredOperation]] = {}
    for change in found:
        newest.setdefault(change.uid, (change, by[change.operation_id]))
    return list(newest.values())


def changed_last(connection: Connection, entities: Collection[str], limit: int) -> dict[str, str]:
    """Entities by the uids of what was changed last and is still there, newest first."""
    from app.models.base import RecordId

    query = select(_change.c.uid, _change.c.entity).join(RecordId, RecordId.uid == _change.c.uid)
    query = query.where(_change.c.entity.in_(entities))
    query = query.order_by(_change.c.operation_id.desc(), _change.c.position.desc())
    found: dict[str, str] = {}
    for uid, entity in connection.execute(query.limit(limit * _CHANGES_EACH)):
        if len(found) < limit:
            found.setdefault(uid, entity)
    return found


_CHANGES_EACH = 20
"""Changes that are read for each thing that is wanted: one that is edited often stands there often."""


def changes_after(connection: Connection, operation_id: int, position: int, limit: int) -> list[StoredChange]:
    """The changes of an operation above a position, first first."""
    query = select(_change).where(_change.c.operation_id == operation_id, _change.c.position > position)
    rows = connection.execute(query.order_by(_change.c.position).limit(limit)).mappings()
    return [_to_change(row) for row in rows]


def changes_before(
    connection: Connection, operation_id: int, position: int, actions: Sequence[str], limit: int
) -> list[StoredChange]:
    """The last changes of an operation below a position, of some actions, last first."""
    query = select(_change).where(
        _change.c.operation_id == operation_id, _change.c.position < position, _change.c.action.in_(actions)
    )
    rows = connection.execute(query.order_by(_change.c.position.desc()).limit(limit)).mappings()
    return [_to_change(row) for row in rows]


def count_unreadable(connection: Connection) -> int:
    """How many journalled changes damage has made unreadable."""
    query = select(_change.c.before, _change.c.after).where(_change.c.before.is_not(None))
    return sum(
        not (_is_readable(row[0]) and _is_readable(row[1]))
        for part in connection.execute(query).partitions(1_000)
        for row in part
    )


def _is_readable(text: str | None) -> bool:
    with suppress(DamagedError):
        return text is None or isinstance(stored_json(text, dict), dict)
    return False


def edited_later(connection: Connection, operation_id: int, uids: Sequence[str]) -> set[str]:
    """Which of these things later operations changed that are in force."""
    found: set[str] = set()
    for chunk in chunks(uids):
        query = (
            select(_change.c.uid)
            .join(_op, _op.c.id == _change.c.operation_id)
            .where(
                _change.c.uid.in_(chunk),
                _change.c.operation_id > operation_id,
                _op.c.kind.not_in((UNDO, REDO)),
                _op.c.is_undone.is_(False),
            )
        )
        found.update(connection.scalars(query))
    return found


def filled_in(connection: Connection, uid: str, keys: Sequence[str]) -> dict[str, Any]:
    """What stood in these fields before the program filled them in, where nobody changed them since."""
    query = (
        select(_change)
        .join(_op, _op.c.id == _change.c.operation_id)
        .where(_change.c.uid == uid, _op.c.kind.not_in((UNDO, REDO)), _op.c.is_undone.is_(False))
        .order_by(_change.c.operation_id.desc(), _change.c.position.desc())
    )
    found: dict[str, Any] = {}
    open_keys = set(keys)
    for change in map(_to_change, connection.execute(query).mappings()):
        before = change.before or {}
        filled = set(before.get(FILLED, ())) & open_keys
        found.update({key: before.get(key) for key in filled})
        open_keys -= filled | (before.keys() if change.action == EDIT else set())
        if not open_keys:
            break
    return found


def created_by(connection: Connection, operation_id: int, uids: Sequence[str]) -> set[str]:
    """Which of these things the operation created."""
    found: set[str] = set()
    for chunk in chunks(uids):
        query = select(_change.c.uid).where(
            _change.c.operation_id == operation_id, _change.c.action == CREATE, _change.c.uid.in_(chunk)
        )
        found.update(connection.scalars(query))
    return found


def _by_ids(connection: Connection, ids: set[int]) -> list[StoredOperation]:
    return [each for chunk in chunks(list(ids)) for each in _operations(connection, _op.c.id.in_(chunk))]


def operations_by_id(connection: Connection, ids: set[int]) -> dict[int, StoredOperation]:
    """Operations by their internal ids."""
    return {each.id: each for each in _by_ids(connection, ids)}


def _to_change(row: Any) -> StoredChange:
    before, after = row["before"], row["after"]
    return StoredChange(
        row["operation_id"],
        row["position"],
        row["action"],
        row["entity"],
        row["uid"],
        None if before is None else stored_json(before, dict),
        None if after is None else stored_json(after, dict),
    )
