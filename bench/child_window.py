"""Child: the real window over a file; scrolled, switched, typed into. Words: the file."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from app.blueprint.registry import discover
from app.core.settings import Settings, State
from app.ui import app as ui
from app.ui import theme
from app.ui.listing.row_cache import PAGE
from bench.children import peak_mib, settled_mib
from bench.frames import WAYS, Frames
from bench.heart import Heart
from bench.serving import serve
from bench.typed import TEXTS

RESTED_MS = 900
"""After the last letter of a word: what waits for the end of the typing is measured with that letter."""


class Bench:
    """The window and what is done with it."""

    def __init__(self, path: Path) -> None:
        settings = Settings()
        self.app = ui.make_application(sys.argv[:1], settings)
        self.desk = ui.make_desk(discover(), settings, State())
        self.window = ui.make_window(self.app, self.desk)
        self.window.resize(1280, 720)
        self.page = self.window.page
        self.frames = Frames(self.page.table, self.has_rows)
        self.window.show()
        self.desk.open_file(path)
        self.until(lambda: self.desk.library is not None and self.has_rows())
        self.until(self.has_all_ids)
        self.frames.rest(500)
        self.peak, self.settled = peak_mib(), settled_mib()
        library = self.desk.library
        assert library is not None
        self.groups = [node.uid for node in library.groups.tree("contacts") if node.count][:3]

    def until(self, is_so: Callable[[], bool]) -> None:
        while not is_so():
            self.app.processEvents()
            time.sleep(0.001)

    def has_rows(self) -> bool:
        """Are the rows at the top of what is seen here, or is the list known to be empty?"""
        model, table = self.page.model, self.page.table
        if model.is_loading or model.filter != self.page.filter:
            return False
        first = table.verticalOffset() // table.row_painter.height
        last = min(first + table.viewport().height() // table.row_painter.height, len(model.ids) - 1)
        return all(model.row_at(row) is not None for row in (first, last)) if model.ids else True

    def has_all_ids(self) -> bool:
        """Has the order of the whole list come, and not only its first rows?"""
        library = self.desk.library
        wanted = library.lists.counts()["contacts"] if library is not None else -1
        return len(self.page.model.ids) == wanted

    def look(self) -> dict[str, Any]:
        """What the table over the C++ model has to look like."""
        table, model = self.page.table, self.page.model
        widths = [table.columnWidth(column) for column in range(model.columnCount())]
        texts = [["", *row.cells] for row in map(model.row_at, range(PAGE)) if row is not None]
        size = [table.viewport().width(), table.viewport().height()]
        font = theme.ui_font(theme.metrics().font)
        return {
            "widths": widths, "texts": texts, "size": size, "row": table.row_painter.height,
            "font": font.pixelSize(), "families": font.families(), "rows": len(model.ids),
        }  # fmt: skip

    def sections(self) -> list[float]:
        """Milliseconds from the click on another section until its rows are painted."""
        keys = ("organizations", "contacts", "tasks", "contacts", "events", "contacts")
        return [self._switch(lambda key=key: self.window.show_section(key)) for key in keys]

    def group_switches(self) -> list[float]:
        """The same for groups."""
        self.window.show_section("contacts")
        self.frames.rest(200)
        wanted = [uid for group in self.groups for uid in (group, None)]
        return [self._switch(lambda uid=uid: self.page.narrowing.show_group(uid, "group")) for uid in wanted]

    def new_groups(self) -> list[float]:
        """The same for groups that were not shown since something was written."""
        self.window.show_section("contacts")
        self.frames.rest(200)
        found = []
        for uid in self.groups:
            self.page.model.forget()
            found.append(self._switch(lambda uid=uid: self.page.narrowing.show_group(uid, "group")))
            self.page.narrowing.show_group(None)
        return found

    def _switch(self, act: Callable[[], None]) -> float:
        self.frames.rest(150)
        return self.frames.until_painted(act)

    def typing(self) -> dict[str, Any]:
        """Type letter by letter; to the painted rows of each, and the longest time the window was held."""
        self.window.show_section("contacts")
        self.frames.rest(500)
        heart, box = Heart(), self.page.head.search
        times, held = {}, {}
        for text in TEXTS:
            for end in range(1, len(text) + 1):
                heart.restart()
                began = time.perf_counter()
                QApplication.sendEvent(
                    box, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, text[end - 1])
                )
                self._until_found(box.text())
                times[text[:end]] = (time.perf_counter() - began) * 1000
                self.frames.rest(120 if end < len(text) else RESTED_MS)
                held[text[:end]] = heart.longest
            box.clear()
            self._until_found("")
            self.frames.rest(200)
        return {"times": times, "held": held}

    def _until_found(self, text: str) -> None:
        while self.page.filter.text != text or not self.has_rows():
            QApplication.processEvents()

    def memory(self) -> dict[str, float]:
        return {"peak": self.peak, "settled": self.settled}


def main(path: Path) -> None:
    bench = Bench(path)
    serve(
        {way: lambda way=way: bench.frames.times(way) for way in WAYS}
        | {
            "look": bench.look, "repaint": bench.frames.full_repaint, "sections": bench.sections,
            "groups": bench.group_switches, "new_groups": bench.new_groups,
            "typing": bench.typing, "memory": bench.memory,
        }
    )  # fmt: skip
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
