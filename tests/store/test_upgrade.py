"""A file of an older version: backed up, brought up to date wholly or not at all, refused where read-only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlcipher3
from sqlalchemy import Column, Integer, Table, Text, text

from app.core.errors import FileTooNewError, UserError
from app.models.tables import METADATA
from app.services.demo import fill
from app.services.library import Library
from app.store import raw_file
from app.store.engine_server import ServerDatabase
from app.store.upgrade import STEPS

NOW, STEPS_NOW = raw_file.SCHEMA_VERSION, dict(STEPS)
COPY = f"test version {NOW}.cartoteca"


@pytest.fixture
def old(library: Library) -> Path:
    """A closed file of today's version with a few records."""
    fill(library, 10, 5)
    library.close()
    return library.path


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A program two versions on, with a new table and a step to each version."""
    table = Table("ferry", METADATA, Column("id", Integer, primary_key=True), Column("name", Text))
    monkeypatch.setattr(raw_file, "SCHEMA_VERSION", NOW + 2)
    monkeypatch.setitem(STEPS, NOW + 1, add_shelf)
    monkeypatch.setitem(STEPS, NOW + 2, rename_shelf)
    yield
    METADATA.remove(table)


def add_shelf(op: Any) -> None:
    op.add_column("link", Column("shelf", Text))
    op.execute("UPDATE link SET shelf = 'top'")


def rename_shelf(op: Any) -> None:
    with op.batch_alter_table("link", recreate="always") as batch:
        batch.alter_column("shelf", new_column_name="board")
    with op.batch_alter_table("record_id", recreate="always") as batch:  # everything points to it
        batch.add_column(Column("color", Text))


def ask(path: Path, question: str) -> list[Any]:
    with closing(sqlcipher3.connect(str(path))) as raw:
        return raw.execute(question).fetchall()


def dump(path: Path) -> list[str]:
    library = Library.open(path)
    try:
        assert library.care.check() == []
        return list(library.care.dump())
    finally:
        library.close()


def names(path: Path) -> set[str]:
    return {each.name for each in path.parent.iterdir() if each.is_file()}


def test_an_old_file_is_backed_up_and_brought_up_to_date(old: Path, newer: None, monkeypatch) -> None:
    with monkeypatch.context() as before:
        before.setattr(raw_file, "SCHEMA_VERSION", NOW)
        content = dump(old)
    assert dump(old) == content
    assert old.read_bytes()[60:64] == (NOW + 2).to_bytes(4, "big")
    assert ask(old, "SELECT count(*) FROM ferry") == [(0,)]
    assert {row[0] for row in ask(old, "SELECT board FROM link")} == {"top"}
    assert names(old) == {"test.cartoteca", COPY}
    assert dump(old) == content
    assert names(old) == {"test.cartoteca", COPY}
    library = Library.open(old)
    library.save("links", {"name": "new"})
    library.close()
    monkeypatch.setattr(raw_file, "SCHEMA_VERSION", NOW)
    assert dump(old.with_name(COPY)) == content
    with pytest.raises(FileTooNewError):
        Library.open(old)


def test_a_new_table_alone_needs_no_step(old: Path, newer: None) -> None:
    del STEPS[NOW + 1], STEPS[NOW + 2]
    content = dump(old)
    assert ask(old, "SELECT count(*) FROM ferry") == [(0,)]
    assert dump(old) == content


def test_a_step_that_fails_leaves_the_old_file(old: Path, newer: None, monkeypatch) -> None:
    def broken(op: Any) -> None:
        op.execute("DELETE FROM note")
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(STEPS, NOW + 2, broken)
    with pytest.raises(OSError, match="No space"):
        Library.open(old)
    assert names(old) == {"test.cartoteca"}
    monkeypatch.setattr(raw_file, "SCHEMA_VERSION", NOW)
    assert len(dump(old)) > 10
    assert "shelf" not in {row[1] for row in ask(old, "PRAGMA table_info(link)")}


def test_a_step_that_breaks_references_is_not_kept(old: Path, newer: None, monkeypatch) -> None:
    monkeypatch.setitem(STEPS, NOW + 2, lambda op: op.execute("DELETE FROM record_id WHERE section = 1"))
    with pytest.raises(RuntimeError, match="leads nowhere"):
        Library.open(old)
    monkeypatch.setattr(raw_file, "SCHEMA_VERSION", NOW)
    assert len(dump(old)) > 10


CHILD = """
import os, signal, sys
from pathlib import Path
from app.services.library import Library
from app.store import raw_file
from app.store.upgrade import STEPS

def step(op):
    op.execute("UPDATE contact SET surname = 'x' || hex(randomblob(60000))")
    os.kill(os.getpid(), signal.SIGKILL)

raw_file.SCHEMA_VERSION += 1
STEPS[raw_file.SCHEMA_VERSION] = step
Library.open(Path(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_program_killed_in_between_leaves_the_old_file(old: Path, monkeypatch) -> None:
    content = dump(old)
    done = subprocess.run([sys.executable, "-c", CHILD, str(old)], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert dump(old) == content
    assert dump(old.with_name(COPY)) == content
    monkeypatch.setattr(raw_file, "SCHEMA_VERSION", NOW + 1)
    assert dump(old) == content
    assert f"test version {NOW} (2).cartoteca" in names(old)


def test_an_old_file_that_is_read_only_is_refused(old: Path, newer: None, monkeypatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_words: False)
    before = old.read_bytes()
    with pytest.raises(UserError, match="older version of Cartoteca and is read-only"):
        Library.open(old)
    assert old.read_bytes() == before


def test_a_table_that_is_missing_is_told_as_it_is(old: Path) -> None:
    with closing(sqlcipher3.connect(str(old), isolation_level=None)) as raw:
        raw.execute("DROP TABLE note")
    library = Library.open(old)
    with pytest.raises(UserError, match="lacks a table or column that this version of Cartoteca needs"):
        library.lists.counts()
    library.close()


def test_alembic_is_imported_only_when_an_upgrade_is_due(old: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from app.services.library import Library\n"
        "Library.open(Path(sys.argv[1])).close(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(old)], check=False, timeout=60).returncode == 0


OLDER = (
    "DROP TABLE reminder", "DROP TABLE reminder_next", "DROP TABLE alert", "DROP TABLE pending",
    "DROP INDEX ix_contact_of_year",
    *(f"DROP INDEX ix_{table}_{name}"
      for table in ("task", "event") for name in ("open", "repeating", "series")),
    *(f"DROP INDEX ix_{table}_{name}"
      for table in ("contact", "organization") for name in ("last_at", "cadence")),
    *(f"ALTER TABLE {table} DROP COLUMN {name}"
      for table in ("task", "event") for name in ("repeats", "series", "instance")),
    *(f"ALTER TABLE {table} DROP COLUMN {name}"
      for table in ("contact", "organization") for name in ("last_at", "last_type")),
)  # fmt: skip
"""Takes from a file of version 3 what it has beyond version 2."""


def test_a_file_without_reminders_gets_them_and_what_took_place_last(library: Library) -> None:
    firm = library.save("organizations", {"name": "Vector"}).uid
    ana = library.save("contacts", {"surname": "Pop"}).uid
    for day, state in (("01", "done"), ("15", "done"), ("30", "planned")):
        library.save("events", {"type": "call", "subject": "x", "state": state, "contacts": [ana],
                                "organization": firm,
                                "starts_at": f"2026-11-{day}T10:00[Europe/Bucharest]"})  # fmt: skip
    due, content = library.reminders.next_due(), None
    assert due is not None
    content = list(library.care.dump())
    library.close()
    with closing(sqlcipher3.connect(str(library.path), isolation_level=None)) as raw:
        for statement in OLDER:
            raw.execute(statement)
        raw.execute("PRAGMA user_version = 2")
    upgraded = Library.open(library.path, clock=library.clock)
    assert upgraded.reminders.next_due() == due
    assert list(upgraded.care.dump()) == content
    assert upgraded.care.check() == []
    assert ask(library.path, "SELECT last_at, last_type FROM contact") == [
        ("2026-11-15T10:00[Europe/Bucharest]", "call")
    ]
    assert ask(library.path, "SELECT last_at FROM organization") == [("2026-11-15T10:00[Europe/Bucharest]",)]
    assert ask(library.path, "SELECT count(*) FROM pending") == [(0,)]
    upgraded.close()


@pytest.fixture
def old_server(server_library: Library, prepared_address: str) -> tuple[str, list[str]]:
    """A server as version 2 left it: its address, and the dump that it gave."""
    library = server_library
    ana = library.save("contacts", {"surname": "Pop", "external_ids": [{"key": "7"}]}).uid
    library.save("events", {"type": "call", "subject": "x", "state": "done", "contacts": [ana],
                            "starts_at": "2026-11-15T10:00[Europe/Bucharest]"})  # fmt: skip
    library.save("events", {"type": "call", "subject": "y",
                            "starts_at": "2026-11-30T10:00[Europe/Bucharest]"})  # fmt: skip
    content = list(library.care.dump())
    with library._database.write() as connection:
        for statement in (*OLDER, "DROP TABLE kept_line", "DROP TABLE schema_version"):
            connection.execute(text(statement))
    library.close()
    return prepared_address, content


def on_server(address: str, question: str) -> list[Any]:
    with psycopg.connect(address.replace("+psycopg", "")) as connection:
        return connection.execute(question).fetchall()  # type: ignore[call-overload,no-any-return]


@pytest.mark.postgres
def test_an_old_server_is_brought_up_to_date(old_server: tuple[str, list[str]], clock: Any) -> None:
    address, content = old_server
    library = Library.over(ServerDatabase.open(address), Path("x"), clock=clock)
    assert list(library.care.dump()) == content
    assert library.reminders.next_due() is not None
    assert library.care.check() == []
    card = library.save("contacts", {"surname": "Rus", "kept_lines": [{"line": "X-FOO:1"}]}).uid
    record = library.get(card)
    assert record is not None
    assert record.values["kept_lines"] == [{"line": "X-FOO:1"}]
    library.close()
    assert on_server(address, "SELECT last_at, last_type FROM contact ORDER BY id LIMIT 1") == [
        ("2026-11-15T10:00[Europe/Bucharest]", "call")
    ]
    assert on_server(address, "SELECT version FROM schema_version") == [(NOW,)]
    ServerDatabase.open(address).close()


@pytest.mark.postgres
def test_a_step_that_fails_leaves_the_old_server(old_server: tuple[str, list[str]], monkeypatch: Any) -> None:
    def broken(op: Any) -> None:
        STEPS_NOW[3](op)
        raise OSError(28, "No space left on device")

    address, _content = old_server
    monkeypatch.setitem(STEPS, 3, broken)
    with pytest.raises(OSError, match="No space"):
        ServerDatabase.open(address)
    names = {row[0] for row in on_server(address, "SELECT tablename FROM pg_tables")}
    assert not names & {"pending", "reminder", "schema_version"}
    monkeypatch.undo()
    ServerDatabase.open(address).close()
    assert on_server(address, "SELECT version FROM schema_version") == [(NOW,)]


@pytest.mark.postgres
def test_programs_that_open_an_old_server_at_once_upgrade_it_once(old_server: tuple[str, list[str]]) -> None:
    address, content = old_server
    with ThreadPoolExecutor(3) as threads:
        for each in list(threads.map(ServerDatabase.open, [address] * 3)):
            each.close()
    library = Library.over(ServerDatabase.open(address), Path("x"))
    assert list(library.care.dump()) == content
    library.close()


@pytest.mark.postgres
def test_a_newer_server_and_a_foreign_one_are_refused(server_library: Library, prepared_address: str) -> None:
    with server_library._database.write() as connection:
        connection.execute(text("UPDATE schema_version SET version = 99"))
    with pytest.raises(FileTooNewError, match="newer version of Cartoteca"):
        ServerDatabase.open(prepared_address)
    with server_library._database.write() as connection:
        connection.execute(text("DROP TABLE schema_version"))
        connection.execute(text("DROP TABLE record_id CASCADE"))
    with pytest.raises(UserError, match="is not a Cartoteca file"):
        ServerDatabase.open(prepared_address)
