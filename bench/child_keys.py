"""Child: keystroke to rows in the services, and the same statements with the same rows by the bare driver.

Words: the file and the number of rounds. Tells for every query the milliseconds of each round, both ways.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from app.services.library import Library
from app.services.rows import ListQuery
from app.store.engine_file import CACHE_READ_KIB
from app.store.raw_file import connect_file
from bench.children import tell
from bench.typed import keystrokes

FIRST, PAGE = 128, 64
"""As many ids and rows as the list of the window asks for at once."""

Statement = tuple[str, Any]


class Keys:
    """One query after the other, both ways."""

    def __init__(self, path: Path) -> None:
        self._library = Library.open(path)
        self._raw = connect_file(path, "ro", CACHE_READ_KIB)
        section = self._library.registry.section("contacts")
        self._columns = tuple(key for key in section.columns if key in section.list_fields)
        self._heard: list[Statement] = []
        event.listen(self._library._database.reader, "before_cursor_execute", self._hear)  # type: ignore[attr-defined]

    def statements(self, text: str) -> list[Statement]:
        """What the services ask the file for this text."""
        self._heard = []
        self.ask(text)
        return self._heard

    def ask(self, text: str) -> None:
        """As the window does: ids, the first page of rows, the count."""
        lists, query = self._library.lists, ListQuery("contacts", text)
        ids = lists.first_ids(query, FIRST)
        lists.rows("contacts", ids[:PAGE], self._columns)
        lists.count(query)

    def replay(self, statements: list[Statement]) -> None:
        """The same by the bare driver."""
        for sql, parameters in statements:
            self._raw.execute(sql, parameters).fetchall()

    def _hear(self, _connection: Any, _cursor: Any, sql: str, parameters: Any, *_others: Any) -> None:
        self._heard.append((sql, tuple(parameters)))

    def stop_hearing(self) -> None:
        """Hearing costs time; it ends before anything is measured."""
        event.remove(self._library._database.reader, "before_cursor_execute", self._hear)


def milliseconds(act: Callable[[Any], None], given: Any) -> float:
    began = time.perf_counter()
    act(given)
    return (time.perf_counter() - began) * 1000


def main(path: Path, rounds: int) -> None:
    keys = Keys(path)
    asked = {text: keys.statements(text) for text in keystrokes()}
    keys.stop_hearing()
    ours: dict[str, list[float]] = {text: [] for text in asked}
    bare: dict[str, list[float]] = {text: [] for text in asked}
    for _round in range(rounds):
        for text, statements in asked.items():
            bare[text].append(milliseconds(keys.replay, statements))
            ours[text].append(milliseconds(keys.ask, text))
    tell(ours=ours, bare=bare, counts={text: len(found) for text, found in asked.items()})


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
