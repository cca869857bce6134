"""A library in one SQLite file, through sqlcipher3 (the only SQLite in the program)."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    create_engine,
    event,
    func,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from app.core.atomic import replace
from app.core.drives import is_remote
from app.core.errors import UserError
from app.core.texts import _
from app.store import raw_file
from app.store.engine import Database, Seed
from app.store.file_errors import DamagedError, known_error
from app.store.raw_file import (
    APPLICATION_ID,
    FEW_KIB,
    check_version,
    connect_file,
    file_uri,
    first_operation,
    is_library,
    read_stamp,
)
from app.store.upgrade import upgrade

CACHE_KIB = 65_536
"""Of the writing connection: taken only as it is needed, given back after large writes."""
CACHE_WIDE_KIB = 524_288
"""Of one that writes very much: a small one makes it crawl, because every page that was put aside must be
found again in a long WAL."""
CACHE_READ_KIB = 1_024

WRITERS, READERS = 1, 4
"""Connections that are kept."""

_fts = Table("search_fts", MetaData(), Column("rowid", Integer), Column("txt", Text))


class FileDatabase(Database):
    """One file, opened for reading by many connections and for writing by one."""

    def __init__(self, path: Path, is_read_only: bool = False) -> None:
        super().__init__()
        self.path = path
        self.is_read_only = is_read_only
        self._mode = "rw"
        self._is_closed_in = is_read_only and not os.access(path.parent, os.W_OK)
        self.writer = self._engine(CACHE_KIB, WRITERS)
        self.reader = self._engine(CACHE_READ_KIB, READERS).execution_options(isolation_level="AUTOCOMMIT")
        event.listen(self.writer, "begin", _begin_immediate)

    @classmethod
    def create(cls, path: Path, seed: Seed) -> FileDatabase:
        """A new file with what ``seed`` writes; UserError if the place is taken or cannot be written."""
        if _asked(path.exists, path):
            raise UserError(_("{path} exists already; choose another name.").format(path=path))
        if not _asked(path.parent.is_dir, path):
            raise UserError(_("The folder {path} does not exist.").format(path=path.parent))
        database = cls(path)
        database._mode = "rwc"
        try:
            with database.write() as connection:
                database.create_tables(connection)
                seed(connection)
                connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
                connection.execute(text(f"PRAGMA user_version = {raw_file.SCHEMA_VERSION}"))
            database.close()
            # Only now: in a WAL the stamp would not stand in the file itself until a checkpoint.
            with closing(database._raw()) as raw:
                raw.execute(f"PRAGMA journal_mode = {'DELETE' if is_remote(path) else 'WAL'}")
            database._mode = "rw"  # a file that is moved away is missed, not made anew
        except Exception as error:
            with suppress(OSError):  # a place that takes no file lets none be taken away either
                database.discard()
            raise known_error(error, path) from error
        return database

    @classmethod
    def open(cls, path: Path) -> FileDatabase:
        """An existing file; its version is read before anything is touched."""
        if _asked(path.is_dir, path):
            raise UserError(_("{path} is a folder; name a file in it.").format(path=path))
        if not _asked(path.is_file, path):
            raise UserError(_("There is no file {path}.").format(path=path))
        is_read_only = not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK)
        version = read_stamp(path)
        database = cls(path, is_read_only)
        if path.with_name(f"{path.name}-wal").exists():
            version = database._check_waiting()
        if version < raw_file.SCHEMA_VERSION:
            upgrade(database, version)
        return database

    def discard(self) -> None:
        self.close()
        for ending in ("", "-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    @property
    def _is_immutable(self) -> bool:
        """In a closed folder the file is read as it is; what waits in a log there is never passed over."""
        wal = self.path.with_name(f"{self.path.name}-wal")
        return self._is_closed_in and not (wal.exists() and wal.stat().st_size)

    def _check_waiting(self) -> int:
        """What another program left beside the file may hold a newer stamp than the file itself."""
        try:
            with closing(connect_file(self.path, "ro", CACHE_READ_KIB, self._is_immutable)) as raw:
                version = raw.execute("PRAGMA user_version").fetchone()[0]
        except self.errors as error:
            raise known_error(error, self.path) from error
        check_version(self.path, version)
        return int(version)

    @contextmanager
    def rebuild(self) -> Iterator[Connection]:
        """One transaction in which tables may be made anew; what points to them is checked at its end."""
        with self._write_lock, self._sentences(), self.writer.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA foreign_keys = OFF")  # has no effect inside a transaction
            try:
                with connection.begin():
                    yield connection
                    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                    if lost is not None:
                        raise RuntimeError(f"a reference of {lost[0]} to {lost[2]} leads nowhere")
            finally:
                raw.execute("PRAGMA foreign_keys = ON")

    def _raw(self) -> Any:
        return self._connect(CACHE_READ_KIB)

    def _engine(self, cache_kib: int, size: int) -> Engine:
        def connect() -> Any:
            raw = self._connect(cache_kib)
            problem = self._strangers(raw) if size == WRITERS else ""
            if problem:
                raw.close()
                raise UserError(problem)
            return raw

        return create_engine(
            "sqlite://",
            module=sqlcipher3,
            creator=connect,
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=8,
        )

    def _strangers(self, raw: Any) -> str:
        """A sentence if somebody's triggers would write along with the program."""
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        if not names:
            return ""
        return _(
            "{path} holds triggers of another program ({names}); nothing is written to it with them there."
        ).format(path=self.path, names=", ".join(names))

    def _connect(self, cache_kib: int) -> Any:
        mode = "ro" if self.is_read_only else self._mode
        return connect_file(self.path, mode, cache_kib, is_immutable=self._is_immutable)

    # The driver cannot even read what SQLite says of some damaged files.
    errors = (DBAPIError, sqlcipher3.Error, UnicodeDecodeError, DamagedError)

    def known(self, error: BaseException) -> UserError | None:
        found = known_error(error, self.path)
        return found if isinstance(found, UserError) else None

    def _interrupt(self, raw: Any) -> None:
        raw.interrupt()

    def widen(self, connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_WIDE_KIB}")

    def relax(self) -> None:
        with self.writer.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KIB}")
            connection.exec_driver_sql("PRAGMA shrink_memory")

    def create_search(self, connection: Connection) -> None:
        connection.execute(
            text(
                "CREATE VIRTUAL TABLE search_fts USING fts5(txt, content='search_text',"
                " content_rowid='record_id', tokenize='trigram', detail=none)"
            )
        )

    def put_texts(self, connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
        raw = connection.connection.driver_connection
        assert raw is not None
        known = _old_texts(raw, [record_id for record_id, _txt in texts])
        changed = [(record_id, txt) for record_id, txt in texts if known.get(record_id) != txt]
        old = [(record_id, known[record_id]) for record_id, _txt in changed if record_id in known]
        raw.executemany("INSERT INTO search_fts(search_fts, rowid, txt) VALUES('delete', ?, ?)", old)
        raw.executemany(
            "INSERT INTO search_text(record_id, owner_id, txt) VALUES(?, 1, ?)"
            " ON CONFLICT(record_id) DO UPDATE SET txt = excluded.txt",
            changed,
        )
        raw.executemany("INSERT INTO search_fts(rowid, txt) VALUES(?, ?)", changed)

    def drop_texts(self, connection: Connection, ids: Sequence[int]) -> None:
        raw = connection.connection.driver_connection
        assert raw is not None
        old = list(_old_texts(raw, ids).items())
        raw.executemany("INSERT INTO search_fts(search_fts, rowid, txt) VALUES('delete', ?, ?)", old)
        raw.executemany("DELETE FROM search_text WHERE record_id = ?", [(each,) for each in ids])

    def hits(self, words: Sequence[str], low: int, high: int) -> Select[tuple[int]]:
        column = _fts.c.txt
        found = select(_fts.c.rowid).where(_fts.c.rowid.between(low, high))
        for word in words:
            # No ESCAPE: with it the index is not used. So the index gets the parts between % and _ and instr
            # the word; as wildcards they would be tried in every combination.
            for part in re.split("[%_]", word):
                if len(part) >= 3:
                    found = found.where(column.like(f"%{part}%"))
            if len(word) < 3 or "%" in word or "_" in word:
                found = found.where(func.instr(column, word) > 0)
        return found

    def contains(self, table: Table, words: Sequence[str]) -> Any:
        conditions = [func.instr(table.c.txt, word) > 0 for word in words]
        return conditions[0] if len(conditions) == 1 else conditions[0].self_group() & _all(conditions[1:])

    def within(self, column: Any, text: str) -> Any:
        return func.instr(column, text) > 0

    def among(self, column: Any, ids: Sequence[int]) -> Any:
        found = func.json_each(json.dumps(list(ids))).table_valued("value")
        return column.in_(select(found.c.value))

    def lower(self, column: Any) -> Any:
        return func.lower(column)

    def check(self) -> list[str]:
        # A fresh connection: the index remembers its structure per connection and would cry wolf.
        with self._sentences(), closing(self._raw()) as raw:
            stranger = self._strangers(raw)
            answers = [str(row[0]) for row in raw.execute("PRAGMA integrity_check")]
            broken = raw.execute("PRAGMA foreign_key_check").fetchall() if answers == ["ok"] else []
        problems = [answer for answer in answers if answer != "ok"]
        problems += [f"{row[0]} {row[1]} -> {row[2]}" for row in broken]
        if stranger:
            return [*problems, stranger]
        if not problems and not self.is_read_only:
            with self.write() as connection:
                try:
                    connection.execute(
                        text("INSERT INTO search_fts(search_fts, rank) VALUES('integrity-check', 1)")
                    )
                except DBAPIError as error:
                    problems.append(
                        _("The search index does not fit the data ({error}).").format(error=error.orig)
                    )
        return problems

    def backup(self, target: Path) -> None:
        """Through the engine into a temporary file, checked, then renamed."""
        if target.exists() and target.resolve() == self.path.resolve():
            raise UserError(_("A backup cannot replace the file it is made from."))
        if is_library(target) and first_operation(target) not in (None, first_operation(self.path)):
            raise UserError(_("{path} is another Cartoteca file; choose another name.").format(path=target))
        _write_copy(self._raw, target)


def copy_file(source: Path, target: Path) -> None:
    """A whole, verified copy of a file that nobody has open, of whatever version; ``target`` must be new."""
    if target.exists():
        raise UserError(_("{path} is there already; choose another name.").format(path=target))
    _write_copy(lambda: connect_file(source, "ro", FEW_KIB), target)


def _write_copy(connect: Callable[[], Any], target: Path) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        temporary.unlink(missing_ok=True)
        with closing(connect()) as raw:
            raw.execute("VACUUM INTO ?", (file_uri(temporary),))
        _verify_copy(temporary)
        replace(temporary, target)
    except Exception as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise known_error(error, target) from error


def _asked(question: Callable[[], bool], path: Path) -> bool:
    """What the system says of a place; a folder that may not be entered or a name too long is a sentence."""
    try:
        return question()
    except OSError as error:
        problem = error.strerror or error
        raise UserError(_("{path} cannot be opened: {error}.").format(path=path, error=problem)) from error


def _all(conditions: Sequence[Any]) -> Any:
    from sqlalchemy import and_

    return and_(*conditions)


def _begin_immediate(connection: Connection) -> None:
    """Real transactions: the driver's own idea of BEGIN comes too late."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _old_texts(raw: Any, ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(ids), 900):
        chunk = list(ids[start : start + 900])
        marks = ",".join("?" * len(chunk))
        query = f"SELECT record_id, txt FROM search_text WHERE record_id IN ({marks})"  # noqa: S608 - only marks
        found.update(raw.execute(query, chunk))
    return found


def _verify_copy(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
    with closing(connect_file(path, "ro", CACHE_READ_KIB)) as raw:
        answer = raw.execute("PRAGMA quick_check").fetchone()[0]
    if answer != "ok":
        raise UserError(
            _("The copy could not be verified ({answer}); it was not kept.").format(answer=answer)
        )
