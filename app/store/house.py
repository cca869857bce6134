"""Value lists, settings of the file, saved filters, drafts and blobs in their tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from app.models.base import RecordId
from app.models.tables import METADATA
from app.store.ids import next_id

_choice = METADATA.tables["choice"]
_setting = METADATA.tables["file_setting"]
_filter = METADATA.tables["saved_filter"]
_draft = METADATA.tables["card_draft"]
_blob = METADATA.tables["blob"]


def choices(connection: Connection) -> list[dict[str, Any]]:
    """Every value of every list, in order."""
    query = select(_choice).order_by(_choice.c.list, _choice.c.position, _choice.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def add_choices(connection: Connection, number: int, values: Iterable[dict[str, Any]]) -> None:
    """Write values without a journal: those a new file starts with."""
    record_id = next_id(connection, number)
    rows = [{"id": record_id + place, "version": 1, **value} for place, value in enumerate(values)]
    registered = [{"id": row["id"], "uid": row["uid"], "section": number} for row in rows]
    connection.execute(insert(RecordId), registered)
    connection.execute(insert(_choice), rows)


def settings(connection: Connection) -> dict[str, tuple[str, str]]:
    """Settings of the file: uid and value by key."""
    rows = connection.execute(select(_setting.c.key, _setting.c.uid, _setting.c.value))
    return {row[0]: (row[1], row[2]) for row in rows}


def saved_filters(connection: Connection, section: str | None = None) -> list[dict[str, Any]]:
    """Saved filters of a section, or of all, in order."""
    query = select(_filter).order_by(_filter.c.section, _filter.c.position, _filter.c.id)
    if section is not None:
        query = query.where(_filter.c.section == section)
    return [dict(row) for row in connection.execute(query).mappings()]


def put_draft(connection: Connection, draft: dict[str, Any]) -> None:
    """Keep the draft of a card in place of an older one."""
    connection.execute(delete(_draft).where(_draft.c.uid == draft["uid"]))
    connection.execute(insert(_draft).values(**draft))


def drafts(connection: Connection) -> list[dict[str, Any]]:
    """Every draft, newest first."""
    query = select(_draft).order_by(_draft.c.saved_at.desc(), _draft.c.id.desc())
    return [dict(row) for row in connection.execute(query).mappings()]


def has_draft(connection: Connection, uid: str) -> bool:
    """Is there a draft of that card?"""
    return connection.scalar(select(_draft.c.id).where(_draft.c.uid == uid)) is not None


def drop_draft(connection: Connection, uid: str) -> None:
    """Forget a draft."""
    connection.execute(delete(_draft).where(_draft.c.uid == uid))


def put_blob(connection: Connection, digest: str, data: bytes) -> None:
    """Keep bytes under their digest."""
    if connection.scalar(select(_blob.c.digest).where(_blob.c.digest == digest)) is None:
        connection.execute(insert(_blob).values(digest=digest, data=data))


def blob(connection: Connection, digest: str) -> bytes | None:
    """The bytes of a digest."""
    return connection.scalar(select(_blob.c.data).where(_blob.c.digest == digest))
