"""Templates, counters and declined words in their tables."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from app.models.tables import METADATA

_template = METADATA.tables["template"]
_version = METADATA.tables["template_version"]
_counter = METADATA.tables["counter"]
_declension = METADATA.tables["declension"]
_attachment = METADATA.tables["attachment"]


def templates(connection: Connection) -> list[dict[str, Any]]:
    """Every template, by folder and name."""
    query = select(_template).order_by(_template.c.folder, _template.c.name, _template.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def versions(connection: Connection, template_id: int | None = None) -> list[dict[str, Any]]:
    """Versions of a template, or of all, the newest first, each with its file."""
    columns = (_attachment.c.name, _attachment.c.media_type, _attachment.c.size, _attachment.c.digest)
    query = (
        select(_version, *columns, _attachment.c.uid.label("file_uid"))
        .join(_attachment, _attachment.c.record_id == _version.c.id)
        .order_by(_version.c.template_id, _version.c.number.desc(), _version.c.id.desc())
    )
    if template_id is not None:
        query = query.where(_version.c.template_id == template_id)
    return [dict(row) for row in connection.execute(query).mappings()]


def counters(connection: Connection) -> list[dict[str, Any]]:
    """Every counter by name."""
    query = select(_counter).order_by(_counter.c.name, _counter.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def declensions(connection: Connection) -> list[dict[str, Any]]:
    """Every declined word."""
    query = select(_declension).order_by(_declension.c.word, _declension.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]
