"""A library of an older version brought up to date: a file is backed up beside itself, then what is there is
changed in one transaction. A server is backed up by its own tools."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from app.core.errors import UserError
from app.core.texts import _
from app.models.tables import METADATA
from app.store import raw_file, steps

if TYPE_CHECKING:
    from alembic.operations import Operations

    from app.store.engine_file import FileDatabase
    from app.store.engine_server import ServerDatabase

STEPS: dict[int, Callable[[Operations], None]] = {3: steps.recurrence_and_reminders}
"""By version what brings a file of the version before to it. New tables need no step: they are made by
themselves; a step changes tables that are there, and fills what it adds."""


def upgrade(database: FileDatabase, version: int) -> None:
    """Bring a file up to date, wholly or not at all; its backup is named by its version."""
    if database.is_read_only:
        message = _(
            "{path} was written by an older version of Cartoteca and is read-only; copy it to a folder"
            " that may be written and open the copy."
        )
        raise UserError(message.format(path=database.path))
    copy = _free_name(database.path, version)
    database.backup(copy)
    is_done = False
    try:
        is_done = _upgrade(database)
    finally:
        database.close()  # the last connection puts the new stamp into the file itself
        if not is_done:
            copy.unlink()  # the file is as it was


def _upgrade(database: FileDatabase) -> bool:
    """Was anything left to do, or was another program quicker?"""
    with database.rebuild() as connection:
        version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        if version >= raw_file.SCHEMA_VERSION:
            return False
        _walk(connection, version)
        connection.exec_driver_sql(f"PRAGMA user_version = {raw_file.SCHEMA_VERSION}")
    return True


def _walk(connection: Connection, version: int) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    operations = Operations(MigrationContext.configure(connection))
    for number in range(version + 1, raw_file.SCHEMA_VERSION + 1):
        if number in STEPS:
            STEPS[number](operations)
    METADATA.create_all(connection)


def upgrade_server(database: ServerDatabase) -> None:
    """Bring a server up to date, wholly or not at all; FileTooNewError if a newer program wrote there."""
    with database.read() as connection:
        if database.version(connection) == raw_file.SCHEMA_VERSION:
            return
    with database.write() as connection:  # others wait; the second of two finds nothing left to do
        version = database.version(connection)
        raw_file.check_version(database.name, version)
        if version < raw_file.SCHEMA_VERSION:
            _walk(connection, version)
            database.stamp(connection)


def _free_name(path: Path, version: int) -> Path:
    """Beside the file; a backup that is there already is never replaced."""
    number, copy = 1, path.with_name(f"{path.stem} version {version}{path.suffix}")
    while copy.exists():
        number += 1
        copy = path.with_name(f"{path.stem} version {version} ({number}){path.suffix}")
    return copy
