"""What the window that makes documents does away from its thread: a look at one, the making, the printing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from app.core.errors import UserError
from app.core.texts import _

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.documents.making import Made, Order
    from app.services.documents.templates import Template
    from app.services.library import Library
    from app.ui.templates.make_options import Wanted

PDF = ".pdf"
AskPrinter = Callable[[QWidget], str]
"""Lets the user choose a printer; its name, empty when the user does not want to."""


def ask_printer(parent: QWidget) -> str:
    """The system's own dialog."""
    printer = QPrinter()
    return printer.printerName() if QPrintDialog(printer, parent).exec() else ""


def preview(
    library: Library, template: Template, uids: tuple[str, ...], *, name: str = "", as_pdf: bool = False,
    progress: Progress | None = None,
) -> Path:  # fmt: skip
    """The document as a read-only copy in the private folder of the program, under the name it would have.

    As a PDF, if that is what goes; as a Word file all the same where nothing is installed that makes a PDF.
    """
    from app.services.documents.making import Order
    from app.services.documents.office import find_office

    has_pdf = as_pdf and find_office() is not None
    with tempfile.TemporaryDirectory(prefix="cartoteca-") as home:
        target = Path(home) / f"preview{PDF if has_pdf else '.docx'}"
        order = Order(template, uids, target=target, is_trial=True, as_pdf=has_pdf)
        made = library.documents.make(order, progress)
        if made.problems:
            raise UserError(made.problems[0][1])
        return library.files.copy_of(f"{name or made.documents[0].name}{target.suffix}", target.read_bytes())


def make(
    library: Library, order: Order, wanted: Wanted, printer: str, progress: Progress
) -> tuple[Made, list[Path]]:
    """Make the documents and print them; those that are only printed go away with the program."""
    from app.services.documents.office import office_or_refuse

    office = office_or_refuse(_("Printing documents")) if printer else None
    if office is not None and order.folder is None:
        order = replace(order, folder=library.files.private_folder())
    made = library.documents.make(order, progress)
    files = list(dict.fromkeys(each.path for each in made.documents if each.path is not None))
    if office is not None:
        office.print(files, printer, progress)
    return made, files
