"""The foot of a dialog that asks before it does: Cancel and the one act at the right, others at the left."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from app.core.texts import _
from app.ui.widgets.buttons import PrimaryButton, QuietButton


def dialog_foot(dialog: QDialog, prefix: str, ok: PrimaryButton, *left: QWidget) -> QHBoxLayout:
    """Esc and Cancel reject the dialog, Enter presses ``ok``; what it does is connected by its owner."""
    line = QHBoxLayout()
    line.setSpacing(8)
    for widget in left:
        line.addWidget(widget)
    line.addStretch(1)
    cancel = QuietButton(_("Cancel"), f"{prefix}_cancel")
    cancel.clicked.connect(dialog.reject)
    ok.setDefault(True)
    line.addWidget(cancel)
    line.addWidget(ok)
    return line
