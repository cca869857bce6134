"""Child: the limit of scrolling - a plain QTableView over a model that is C++ through and through.

Words: number of rows, and a file of JSON with the texts of one page, widths, row height, size and font.
A QStandardItemModel has so many rows; the rows that will be looked at are filled, the others stay empty,
because a million full ones would take gigabytes. An empty row is never seen.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QFont, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMainWindow, QTableView

from bench.frames import FRAMES, WAYS, Frames, jump
from bench.serving import serve


def fill(model: QStandardItemModel, texts: list[list[str]], first: int, count: int) -> None:
    """Put texts into the rows from ``first`` on."""
    for row in range(max(first, 0), min(first + count, model.rowCount())):
        for column, text in enumerate(texts[row % len(texts)]):
            model.setData(model.index(row, column, QModelIndex()), text)


def main(rows: int, look: dict[str, object]) -> None:
    application = QApplication(sys.argv)
    application.setStyle("Fusion")
    texts: list[list[str]] = look["texts"]  # type: ignore[assignment]
    widths: list[int] = look["widths"]  # type: ignore[assignment]
    height, size = int(look["row"]), look["size"]  # type: ignore[call-overload]
    font = QFont(look["families"])  # type: ignore[call-overload]
    font.setPixelSize(int(look["font"]))  # type: ignore[call-overload]
    application.setFont(font)
    window, table = QMainWindow(), QTableView()
    model = QStandardItemModel(rows, len(widths), table)
    table.setModel(model)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(table.verticalHeader().ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(height)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    for column, width in enumerate(widths):
        table.setColumnWidth(column, width)
    window.setCentralWidget(table)
    window.show()
    window.resize(
        window.width() + size[0] - table.viewport().width(),
        window.height() + size[1] - table.viewport().height(),
    )  # type: ignore[index]
    frames = Frames(table, lambda: True)
    frames.rest(200)
    most, seen = table.verticalScrollBar().maximum(), size[1] // height + 2  # type: ignore[index]
    fill(model, texts, most // 3 // height, seen * (FRAMES["page"] + 2))
    for number in range(FRAMES["jump"]):
        fill(model, texts, jump(number, most) // height, seen)
    serve({way: lambda way=way: frames.times(way) for way in WAYS} | {"repaint": frames.full_repaint})


if __name__ == "__main__":
    main(int(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
