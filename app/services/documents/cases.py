"""How names and posts are declined in this file, where the rules would be wrong."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.folding import storable
from app.core.texts import _
from app.services.operations import Operation
from app.services.wording.names import CASES, case_name
from app.store import papers
from app.store.change import Change
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library

ENTITY = "declension"


class Cases:
    """The declined words of a library, by the word as it is in the nominative."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def all(self) -> dict[str, dict[str, str]]:
        """Forms by case, by word."""
        with self._database.read() as connection:
            rows = papers.declensions(connection)
        found: dict[str, dict[str, str]] = {}
        for row in rows:
            found.setdefault(row["word"], {})[row["grammatical_case"]] = row["form"]
        return found

    def set(self, word: str, forms: dict[str, str]) -> Operation:
        """Keep forms of a word by case; an empty form leaves that case to the rules again."""
        word = " ".join(storable(word).split())
        if not word:
            raise UserError(_("Say which name is declined."))
        changes = []
        for case, form in forms.items():
            try:
                key = case_name(case)
            except ValueError:
                told = _("There is no case “{case}”; there are: {cases}.")
                raise UserError(told.format(case=case, cases=", ".join(CASES[1:]))) from None
            form = " ".join(storable(form).split())
            uid = hashlib.sha256(f"declension:{word}:{key}".encode()).hexdigest()[:32]
            values = {"word": word, "case": key, "form": form} if form else None
            changes.append(Change(ENTITY, uid, values))
        return self._library.write("settings", changes, title=word)
