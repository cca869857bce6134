"""The window that a dialog belongs to, and opening dialogs so that they stay until they are closed."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from app.ui.window_place import within_screen

GUIDE_KEY = "F1"

_open: set[QDialog] = set()
"""Dialogs that are shown: without an owner nobody else would keep them."""


def dialog_owner() -> QWidget | None:
    """The outermost window behind the active one, or the main window; never a dialog that is closing."""
    window: QWidget | None = QApplication.activeWindow()
    while window is not None and isinstance(above := window.parentWidget(), QWidget):
        window = above.window()
    if window is not None and window.isVisible() and not isinstance(window, QDialog):
        return window
    shown = (each for each in QApplication.topLevelWidgets() if isinstance(each, QMainWindow))
    return next((each for each in shown if each.isVisible()), None)


def open_dialog(dialog: QDialog, *, is_modal: bool = True) -> None:
    """Show a dialog above its owner, without waiting for its end."""
    if (size := within_screen(dialog, dialog.size())) != dialog.size():
        dialog.resize(size)
    with_guide(dialog)
    _open.add(dialog)
    dialog.finished.connect(lambda _result: _open.discard(dialog))
    if is_modal:
        dialog.open()
    else:
        dialog.show()


def with_guide(window: QWidget) -> None:
    """F1 opens the guide in this window too: the key of the menu is heard by the main window alone."""
    QShortcut(QKeySequence(GUIDE_KEY), window, _show_guide)


def _show_guide() -> None:
    from app.ui.help.way import show_guide  # rarely needed

    show_guide()
