"""Editor of when a record comes again: in the words that it is told in everywhere."""

from __future__ import annotations

from typing import Any

from app.core.override import override
from app.ui.editors.editor import LineEditor


class RepeatsEditor(LineEditor):
    """Words that are read as they are shown; a rule that has no such words stays as it is written."""

    @override
    def write(self, value: Any) -> str:
        rule = super().write(value)
        if not rule:
            return ""
        words = self.kind.show(value, self.desk.context())
        if "\n" in rule:  # what it has beside its rule is kept as long as nothing else is typed
            return words
        try:
            return words if self.read(words) == value else rule
        except ValueError:
            return rule
