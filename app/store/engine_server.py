"""A library on a PostgreSQL server, through psycopg: the same tables, pg_trgm for the search."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    Select,
    Table,
    and_,
    bindparam,
    cast,
    collate,
    create_engine,
    delete,
    event,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert

from app.core.errors import UserError
from app.core.texts import _
from app.store import raw_file
from app.store.engine import SEARCH_TABLE, Database, Seed
from app.store.upgrade import upgrade_server

WRITE_LOCK = 0x43415254
"""Number of the lock that makes writers wait for each other, as in a file."""


_VERSION = Table("schema_version", MetaData(), Column("version", Integer, nullable=False))
"""One row: the version of the tables, which a file has in its header."""


def _wait_for_others(connection: Connection) -> None:
    connection.execute(select(func.pg_advisory_xact_lock(WRITE_LOCK)))


class ServerDatabase(Database):
    """One database of a PostgreSQL server, named by its address (``postgresql+psycopg://…``)."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.writer = create_engine(address)
        event.listen(self.writer, "begin", _wait_for_others)
        self.reader = create_engine(address).execution_options(isolation_level="AUTOCOMMIT")

    @classmethod
    def create(cls, address: str, seed: Seed) -> ServerDatabase:
        """Make the tables in an empty database, and what ``seed`` writes first."""
        database = cls(address)
        with database.write() as connection:
            database.create_tables(connection)
            seed(connection)
            database.stamp(connection)
        return database

    @classmethod
    def open(cls, address: str) -> ServerDatabase:
        """A database with our tables, brought up to date; UserError if it has none of them."""
        database = cls(address)
        try:
            upgrade_server(database)
        except BaseException:
            database.close()
            raise
        return database

    @property
    def name(self) -> str:
        """The address without its password."""
        return self.writer.url.render_as_string(hide_password=True)

    def version(self, connection: Connection) -> int:
        """Version of the tables; one that was never stamped is told by its tables. UserError without them."""
        tables = inspect(connection)
        if tables.has_table(_VERSION.name):
            return int(connection.execute(select(_VERSION.c.version)).scalar_one())
        if not tables.has_table("record_id"):
            told = _("{path} is not a Cartoteca file; it was left as it is.")
            raise UserError(told.format(path=self.name))
        return 3 if tables.has_table("pending") else 2

    def stamp(self, connection: Connection) -> None:
        """Note that the tables are of this program's version."""
        _VERSION.create(connection, checkfirst=True)
        connection.execute(delete(_VERSION))
        connection.execute(insert(_VERSION).values(version=raw_file.SCHEMA_VERSION))

    def known(self, error: BaseException) -> UserError | None:
        import psycopg

        if isinstance(error, psycopg.OperationalError) and not isinstance(
            error, psycopg.errors.QueryCanceled
        ):
            return UserError(
                _("The server does not answer ({error}); nothing was changed.").format(error=error)
            )
        return None

    def _interrupt(self, raw: Any) -> None:
        raw.cancel()

    def create_search(self, connection: Connection) -> None:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
        connection.execute(
            text("CREATE INDEX ix_search_text_trgm ON search_text USING gin (txt gin_trgm_ops)")
        )

    def put_texts(self, connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
        if not texts:
            return
        statement = insert(SEARCH_TABLE).values(record_id=bindparam("i"), owner_id=1, txt=bindparam("t"))
        statement = statement.on_conflict_do_update(
            index_elements=["record_id"], set_={"txt": statement.excluded.txt}
        )
        connection.execute(
            statement, [{"i": record_id, "t": txt.replace("\x00", "")} for record_id, txt in texts]
        )

    def drop_texts(self, connection: Connection, ids: Sequence[int]) -> None:
        connection.execute(delete(SEARCH_TABLE).where(SEARCH_TABLE.c.record_id.in_(ids)))

    def hits(self, words: Sequence[str], low: int, high: int) -> Select[tuple[int]]:
        column = SEARCH_TABLE.c.record_id
        return select(column).where(column.between(low, high), self.contains(SEARCH_TABLE, words))

    def contains(self, table: Table, words: Sequence[str]) -> Any:
        return and_(*(table.c.txt.contains(word, autoescape=True) for word in words))

    def within(self, column: Any, text: str) -> Any:
        return func.strpos(column, text) > 0

    def among(self, column: Any, ids: Sequence[int]) -> Any:
        return column.in_(select(func.unnest(cast(list(ids), ARRAY(BigInteger)))))

    def lower(self, column: Any) -> Any:
        return func.lower(collate(column, "C"))

    def check(self) -> list[str]:
        with self.read() as connection:
            lost = connection.scalar(
                select(func.count()).select_from(SEARCH_TABLE).where(SEARCH_TABLE.c.txt.is_(None))
            )
        return [] if not lost else [str(lost)]

    def backup(self, target: Path) -> None:
        raise UserError(_("A server is backed up with its own tools (pg_dump)."))
