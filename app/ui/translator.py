"""Qt's own texts (OK, Cancel, Copy …) in the language of the program: from gettext, else from Qt's files."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from app.core.override import override
from app.core.texts import _, language, pgettext

_COMMON = frozenset([
    "OK", "&OK", "Cancel", "&Cancel", "Close", "&Close", "Yes", "&Yes", "No", "&No", "Open", "&Open", "Save",
    "&Save", "&Undo", "&Redo", "Cu&t", "&Copy", "&Paste", "Delete", "Select All", "Copy &Link Location",
    "Back", "&Back", "< &Back", "&Next >", "&Next", "&Finish", "Help", "&Help", "Apply", "Reset", "Discard",
])  # fmt: skip
"""Texts of Qt that are translated here where Qt has no catalogue of the language."""


class GettextTranslator(QTranslator):
    """Asks gettext for Qt's texts: first with Qt's context, then without mnemonic marks; then Qt's own file.

    What nobody knows stays as it is: an empty answer would be taken for a translation.
    """

    def __init__(self, from_qt: QTranslator | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._from_qt = from_qt

    @override
    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str:
        text = str(sourceText)
        found = pgettext(str(context), text)
        if found == text and self._from_qt is not None:
            found = self._from_qt.translate(context, sourceText, disambiguation, n) or text
        if found == text and text in _COMMON:
            found = _(text.replace("&", "").replace("<", "").replace(">", "").strip())
        return found

    @override
    def isEmpty(self) -> bool:
        return False


def install(app: QApplication) -> QTranslator | None:
    """Put the translator for the language in use into the application; none for English."""
    if language() == "en":
        return None
    from_qt = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    is_there = from_qt.load(f"qtbase_{language()}", folder)
    made = GettextTranslator(from_qt if is_there else None, app)
    app.installTranslator(made)
    return made
