"""The foot of a card: when it was written, and the ways out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.blueprint.context import Context, Values
from app.blueprint.dates import Stamp
from app.core.texts import _
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.labels import ElidedLabel
from app.ui.widgets.naming import on_surface


class CardFooter(QWidget):
    """Save, Save and new, Cancel."""

    saved = Signal()
    saved_and_new = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        on_surface(self, "surface")
        self.stamps = ElidedLabel("", "secondary")
        self.stamps.setObjectName("card.stamps")
        self.save = PrimaryButton(_("Save"), "card.save")
        self.save_and_new = QuietButton(_("Save and new"), "card.save_and_new")
        self.cancel = QuietButton(_("Cancel"), "card.cancel")
        self.save.setToolTip(_("Save and close ({keys})").format(keys="Ctrl+S"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        row.addWidget(self.stamps, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.save_and_new)
        row.addWidget(self.save)
        self.save.clicked.connect(self.saved)
        self.save_and_new.clicked.connect(self.saved_and_new)
        self.cancel.clicked.connect(self.cancelled)
        for keys, signal in (
            ("Ctrl+S", self.saved), ("Ctrl+Return", self.saved), ("Ctrl+Enter", self.saved),
            ("Ctrl+Shift+S", self.saved_and_new),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(signal)

    def set_new(self, is_new: bool) -> None:
        """A new record can be followed by another."""
        self.save_and_new.setVisible(is_new)
        if is_new:
            self.stamps.setText("")

    def set_dirty(self, is_dirty: bool) -> None:
        """What closing without saving means now."""
        self.cancel.setText(_("Cancel"))
        self.cancel.setToolTip(_("Asks what to do with the changes (Esc)") if is_dirty else _("Close (Esc)"))

    def set_busy(self, is_busy: bool) -> None:
        """While it is being saved nothing can be pressed twice."""
        for button in (self.save, self.save_and_new):
            button.setEnabled(not is_busy)

    def show_stamps(self, text: str) -> None:
        """Who wrote the record, and when."""
        self.stamps.setText(text)


def stamps(values: Values, context: Context) -> str:
    """When a record was created and changed, and by whom, in words."""
    kind = Stamp()
    told = []
    for at, by, text in (
        ("created_at", "created_by", _("Created {when}")),
        ("updated_at", "updated_by", _("Changed {when}")),
    ):
        if values.get(at) and (at == "created_at" or values[at] != values.get("created_at")):
            who = f" · {values[by]}" if values.get(by) else ""
            told.append(text.format(when=kind.show(values[at], context)) + who)
    return "  ·  ".join(told)
