"""Pages as a PDF file; also the way in for an export, from the window and from the command line."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter

from app import __version__
from app.core.errors import UserError
from app.core.texts import _
from app.services.exchange.formats.sheet import Sheet
from app.ui.printing.blocks import BlockPages, blocks_of
from app.ui.printing.measure import FontMeasure
from app.ui.printing.pages import PT, Page, Paper, paper
from app.ui.printing.painter import paint
from app.ui.printing.tables import TablePages, fits

_APPLICATION: list[QGuiApplication] = []
"""Made for a command that draws; it has to live as long as the program."""


def write_pdf(path: Path, sheet: Sheet, _options: Mapping[str, Any]) -> None:
    """A table across the page; of lists with very many columns a block for each record."""
    ensure_application()
    on, measure = paper(is_landscape=True), FontMeasure()
    if fits(sheet.columns, on):
        pages = TablePages(sheet, on, measure).pages()
    else:
        on = paper()
        pages = BlockPages(sheet.title, on, measure, columns=2).pages(blocks_of(sheet))
    write_pages(path, pages, on, sheet.title)


def write_pages(path: Path, pages: Iterable[Page], on: Paper, title: str, total: int = 0) -> None:
    """Paint the pages as they come; UserError if the file cannot be written."""
    writer = QPdfWriter(str(path))
    writer.setResolution(72 * PT)
    writer.setTitle(title)
    writer.setCreator(f"Cartoteca {__version__}")
    size = QPageSize(QSizeF(on.width / PT, on.height / PT), QPageSize.Unit.Point)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter()
    if not painter.begin(writer):
        raise UserError(_("The answer cannot be written: {error}.").format(error=path))
    try:
        for number, page in enumerate(pages, 1):
            if number > 1:
                writer.newPage()
            paint(painter, page, number, total)
    finally:
        painter.end()
    _check_end(path)


def _check_end(path: Path) -> None:
    """OSError if the end is missing: Qt says nothing when a disk is full."""
    with path.open("rb") as stream:
        stream.seek(-min(path.stat().st_size, 32), os.SEEK_END)
        if b"%%EOF" not in stream.read():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def ensure_application() -> None:
    """Fonts need an application of Qt; a command makes one that needs no screen."""
    if QGuiApplication.instance() is None:
        has_screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
        if sys.platform.startswith("linux") and not has_screen:
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _APPLICATION.append(QGuiApplication([sys.argv[0] or "cartoteca"]))
