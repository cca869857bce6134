"""What takes long to make and is always the same, made once for each process; above all an empty library.

It is copied for each test, in a file and on a server. A new library has more than a hundred tables and
indexes; making them takes longer than a usual test. They say nothing of who made them nor when, so a copy is
as good as a new one: a test in ``tests/store/test_file.py`` holds both against each other.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from app.blueprint.registry import Registry
from app.core.clock import Clock, system_clock
from app.core.ids import UidMaker, new_uid
from app.models.tables import METADATA
from app.services.choices import seed_choices
from app.services.library import Identity, Library
from app.store.engine_file import FileDatabase

IN_MEMORY = Path("/dev") / "shm"
"""Files there are kept in memory, where the system has such a folder."""


@cache
def program_texts() -> dict[tuple[str | None, str | tuple[str, ...]], list[str]]:
    """Context and text of all that is marked for translation; the whole program is read for it."""
    from app.core.extract_texts import extracted

    return extracted()


@cache
def _empty_file(_tables: frozenset[str]) -> bytes:
    """The file with these tables: the contracts know one more than the program."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.cartoteca"
        FileDatabase.create(path, seed_choices).close()
        return path.read_bytes()


def new_library(
    path: Path,
    *,
    identity: Identity | None = None,
    registry: Registry | None = None,
    clock: Clock = system_clock,
    uids: UidMaker = new_uid,
) -> Library:
    """What ``Library.create`` makes, sooner."""
    with path.open("xb") as stream:
        stream.write(_empty_file(frozenset(METADATA.tables)))
    return Library.open(path, identity=identity, registry=registry, clock=clock, uids=uids)


def make_database(server: str, name: str, template: str = "template1") -> str:
    """A new database on the server, a copy of another one; its address."""
    import psycopg

    admin = server.format(name="postgres").replace("postgresql+psycopg", "postgresql")
    # Its files are copied as they are: quicker in memory, slower on a disk, which has to write all before.
    strategy = "STRATEGY FILE_COPY" if str(IN_MEMORY) in server else ""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {strategy}')
    return server.format(name=name)


def prepare_server(server: str) -> str:
    """Name of the database on the server that holds an empty library."""
    return _empty_database(server, frozenset(METADATA.tables))


@cache
def _empty_database(server: str, tables: frozenset[str]) -> str:
    from app.store.engine_server import ServerDatabase

    name = f"empty{len(tables)}"
    ServerDatabase.create(make_database(server, name), seed_choices).close()
    return name
