"""The document that goes with each letter: tried before sending, in a test letter, and made when it goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.progress import Progress
from app.core.texts import _
from app.services.documents.making import Made, Order, make
from app.services.mail.letters import LetterTemplate

if TYPE_CHECKING:
    from app.services.library import Library


def enclose(
    library: Library, letter: LetterTemplate, uids: Sequence[str], folder: Path | None = None,
    progress: Progress | None = None, *, is_trial: bool = False,
) -> Made:  # fmt: skip
    """The documents of these records, in the folder; without one they are tried, and no file is left.

    A trial takes no number. UserError if the template is gone, has mistakes, or makes one document of all.
    """
    template = library.documents.templates.find(letter.document)
    order = Order(
        template, tuple(uids), folder=folder, as_pdf=letter.is_pdf and folder is not None, is_noted=False,
        is_trial=is_trial,
    )  # fmt: skip
    made = make(library, order, progress)
    if made.looked is not None and made.looked.is_for_many:
        told = _("“{name}” makes one document of all records; choose a template that makes one for each.")
        raise UserError(told.format(name=template.name))
    return made
