"""The database behind a library: what both engines offer, whatever stands behind them."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, Table
from sqlalchemy.exc import DBAPIError

from app.core.errors import UserError
from app.models.parts import SearchText
from app.models.tables import METADATA

Seed = Callable[[Connection], None]
"""Writes what new data begin with, inside the transaction that makes the tables."""


class Database(ABC):
    """Engines for reading and writing, and what differs between them: the search index."""

    reader: Engine
    writer: Engine
    is_read_only = False
    errors: tuple[type[Exception], ...] = (DBAPIError,)

    def __init__(self) -> None:
        self._write_lock = threading.RLock()
        self._active: set[Any] = set()
        self._active_lock = threading.Lock()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction; committed when the block ends well, rolled back otherwise."""
        with self._write_lock, self._sentences(), self.writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self, can_be_broken_off: bool = False) -> Iterator[Connection]:
        """A connection for reading; another thread may break off what it reads if that was allowed."""
        with self._sentences(), self.reader.connect() as connection:
            raw = connection.connection.driver_connection
            if can_be_broken_off:
                with self._active_lock:
                    self._active.add(raw)
            try:
                yield connection
            finally:
                with self._active_lock:
                    self._active.discard(raw)

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """What disks, files and servers do is told in a sentence; everything else stays a bug."""
        try:
            yield
        except self.errors as error:
            known = self.known(getattr(error, "orig", None) or error)
            if known is None:
                raise
            raise known from error

    def known(self, error: BaseException) -> UserError | None:
        """The sentence for an error of the driver, if it is the world's fault."""
        return None

    def interrupt(self) -> None:
        """Break off what other threads are reading now, where that is allowed."""
        with self._active_lock:
            for raw in self._active:
                self._interrupt(raw)

    def widen(self, connection: Connection) -> None:  # noqa: B027
        """Give a write that turned out to be very large more memory, until ``relax``."""

    def relax(self) -> None:  # noqa: B027
        """Give back the memory that a large write took."""

    @abstractmethod
    def _interrupt(self, raw: Any) -> None: ...

    @abstractmethod
    def create_search(self, connection: Connection) -> None:
        """Make the index over ``search_text``."""

    @abstractmethod
    def put_texts(self, connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
        """Write the folded texts of records that may have had another one."""

    @abstractmethod
    def drop_texts(self, connection: Connection, ids: Sequence[int]) -> None:
        """Forget the folded texts of records."""

    @abstractmethod
    def hits(self, words: Sequence[str], low: int, high: int) -> Select[tuple[int]]:
        """Ids between low and high whose text contains every word; one word has three letters or more."""

    @abstractmethod
    def contains(self, table: Table, words: Sequence[str]) -> Any:
        """Condition: the text column of ``search_text`` contains every word (no index)."""

    @abstractmethod
    def within(self, column: Any, text: str) -> Any:
        """Condition: the column contains the text, sign by sign."""

    @abstractmethod
    def among(self, column: Any, ids: Sequence[int]) -> Any:
        """Condition: the column is one of the ids, however many they are."""

    @abstractmethod
    def lower(self, column: Any) -> Any:
        """The column with small letters for the capital ones of ASCII."""

    @abstractmethod
    def check(self) -> list[str]:
        """Problems the engine itself finds in the stored data."""

    @abstractmethod
    def backup(self, target: Path) -> None:
        """Write a whole copy that was true at one moment."""

    def create_tables(self, connection: Connection) -> None:
        """Make every table and the search index."""
        METADATA.create_all(connection)
        self.create_search(connection)

    def discard(self) -> None:
        """Let go of data just made and remove them."""
        self.close()

    def close(self) -> None:
        """Let go of the data."""
        self.reader.dispose()
        self.writer.dispose()


SEARCH_TABLE: Table = METADATA.tables[SearchText.__tablename__]
