"""Pages on paper: which printer, and painting on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from app.core.errors import UserError
from app.core.progress import Progress
from app.core.texts import _
from app.ui.printing.layouts import Laid
from app.ui.printing.pages import PT
from app.ui.printing.painter import paint

AskPrinter = Callable[[QWidget, Laid], QPrinter | None]
"""Lets the user choose a printer; None when the user does not want to."""


def ask_printer(parent: QWidget, laid: Laid) -> QPrinter | None:
    """The system's own dialog."""
    printer = printer_for(laid)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, max(len(laid.pages), 1))
    return printer if dialog.exec() else None


def printer_for(laid: Laid) -> QPrinter:
    """A printer with the paper of the pages; margins are in the pages."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    size = QPageSize(QSizeF(laid.on.width / PT, laid.on.height / PT), QPageSize.Unit.Point)
    printer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    printer.setFullPage(True)
    printer.setDocName(laid.title)
    return printer


def print_pages(printer: QPrinter, laid: Laid, progress: Progress) -> int:
    """Paint the asked pages; how many. UserError if the printer does not begin."""
    total = len(laid.pages)
    chosen = _asked(printer, total)
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError(
            _("The printer “{name}” does not answer; look whether it is on, or choose another.").format(
                name=printer.printerName()
            )
        )
    try:
        scale = printer.resolution() / (72 * PT)
        painter.scale(scale, scale)
        for done, number in enumerate(chosen):
            progress.step(done, len(chosen))
            if done:
                printer.newPage()
            paint(painter, laid.pages[number - 1], number, total)
    finally:
        painter.end()
    return len(chosen)


def _asked(printer: QPrinter, total: int) -> Sequence[int]:
    first = printer.fromPage() or 1
    last = printer.toPage() or total
    return range(max(first, 1), min(last, total) + 1)
