"""One template filled with one record's data, and what is to be told of it."""

from __future__ import annotations

import io

from app.services.documents.cleaning import Removed
from app.services.documents.compiled import Compiled
from app.services.documents.survey import Survey
from app.services.documents.values import revived

Data = dict[str, object]


class Filling:
    """A template and the data for one document."""

    def __init__(self, package: io.BytesIO, data: Data) -> None:
        self._data: Data = revived(data)
        self._compiled = Compiled(package)
        self.survey = Survey(self._data)
        self.removed: Removed = []

    def fill(self) -> bytes:
        """The finished document."""
        for tree in self._compiled.trees():
            self.survey.visit(tree)
        filled = self._compiled.fill(self._data)
        self.removed += filled.removed
        stream = io.BytesIO()
        self._compiled.write(filled, stream)
        return stream.getvalue()
