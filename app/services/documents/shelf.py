"""Documents of a library: its templates, counters, declined words, the user's own firm; and making them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.progress import Progress
from app.services.documents.cases import Cases
from app.services.documents.counters import Counters
from app.services.documents.firm import Firm
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.documents.checks import Looked
    from app.services.documents.making import Made, MadeDocument, Order
    from app.services.documents.templates import Template, Templates
    from app.services.documents.vocabulary import Words
    from app.services.library import Library


class Documents:
    """Everything about documents that a window or a command asks of a library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database
        self.counters = Counters(library, database)
        self.cases = Cases(library, database)
        self.firm = Firm(library, database)
        self._templates: Templates | None = None

    @property
    def templates(self) -> Templates:
        """The templates of the file."""
        from app.services.documents.templates import Templates

        if self._templates is None:
            self._templates = Templates(self._library, self._database)
        return self._templates

    def look_at(self, template: Template, section: str = "") -> Looked:
        """What a template asks for and what is wrong with it; UserError if it is none."""
        from app.services.documents.checks import look_at

        with self.templates.file(template) as path:
            return look_at(self._library, path, section, shown_name=template.name)

    def make(self, order: Order, progress: Progress | None = None) -> Made:
        """Carry out an order."""
        from app.services.documents.making import make

        return make(self._library, order, progress)

    def preview(self, template: Template, uid: str, out: Path) -> MadeDocument:
        """One document as it would be, with the number it would get and the labels of what is empty in it.

        Nothing is kept in the library.
        """
        from app.services.documents.making import preview

        return preview(self._library, template, uid, out)

    def words_for(self, section: str) -> Sequence[Words]:
        """What a template for records of a section may say, as a picker offers it."""
        from app.services.documents.vocabulary import words_for

        return words_for(self._library, section)
