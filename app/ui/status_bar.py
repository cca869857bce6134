"""The status bar: what is selected, what can be undone, and quiet hints at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from app.core.texts import _, grouped
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named


class StatusBar(QStatusBar):
    """Speaks of the last thing done, so that it can be taken back."""

    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "status_bar")
        self.setSizeGripEnabled(False)
        self.setContentsMargins(6, 0, 6, 0)  # in line with the name of the file above
        self.selection = label("")
        named(self.selection, "status_selection")
        self.undo = LinkButton("", "status_undo")
        self.undo.setProperty("quiet", "true")
        self.undo.setAccessibleName(_("Undo"))
        # Ctrl+Z is its key. In the tab order it would get the focus when the list empties after a save,
        # and the space bar would take that save back.
        self.undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.undo.clicked.connect(self.undo_wanted)
        self.undo.hide()
        self._hints: dict[str, QLabel] = {}
        self.addWidget(self.selection)
        self.addWidget(self.undo)

    def show_selection(self, selected: int, shown: str) -> None:
        """``1 of 2,305 selected``; empty when nothing is."""
        text = _("{selected} of {count} selected").format(selected=grouped(selected), count=shown)
        self.selection.setText(text if selected else "")
        self.selection.setVisible(bool(selected))  # else its empty room would stand before the next text

    def show_undo(self, what: str) -> None:
        """``Undo: import of 1,204 contacts (Ctrl+Z)``; nothing to undo shows nothing."""
        text = _("Undo: {what}").format(what=what) + " (" + _("Ctrl+Z") + ")" if what else ""
        shown = text if len(text) <= 90 else text[:80].rstrip() + "… (" + _("Ctrl+Z") + ")"
        self.undo.setText(shown.replace("&", "&&"))
        self.undo.setAccessibleName(text or _("Undo"))
        self.undo.setVisible(bool(what))

    def show_hint(self, key: str, text: str) -> None:
        """A hint at the right, such as the last backup; an empty text takes it away."""
        found = self._hints.get(key)
        if found is None:
            if not text:
                return
            found = self._hints[key] = named(label(""), f"status_{key}")
            self.addPermanentWidget(found)
        found.setText(text)
        found.setVisible(bool(text))
