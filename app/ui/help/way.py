"""The way to the guide from every place: F1 opens the page that the place names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.core.texts import _
from app.services.guide import START
from app.ui.commands import Command
from app.ui.dialog_owner import GUIDE_KEY, open_dialog
from app.ui.widgets.naming import GUIDE

if TYPE_CHECKING:
    from app.ui.help.window import GuideWindow


def guide_command() -> Command:
    """In the menu Help, under F1."""
    return Command("help.guide", _("Guide"), GUIDE_KEY, "life-buoy", show_guide, None, "Help")


def page_at(widget: QWidget | None) -> str:
    """The page that the widget, or the nearest thing it lies in, names; else the first one."""
    while widget is not None:
        page = widget.property(GUIDE)
        if page:
            return str(page)
        above = widget.parent()
        widget = above if isinstance(above, QWidget) else None
    return START


def show_guide() -> GuideWindow:
    """Open the guide where the user is, or turn the pages of the one that is open."""
    from app.ui.help.window import GuideWindow

    page = page_at(QApplication.focusWidget() or QApplication.activeWindow())
    shown = (each for each in QApplication.topLevelWidgets() if isinstance(each, GuideWindow))
    window = next((each for each in shown if each.isVisible()), None)
    if window is None:
        window = GuideWindow()
        _come_beside(window)
        open_dialog(window, is_modal=False)
    else:
        _come_beside(window)
        window.show()
    window.open_page(page)
    window.raise_()
    window.activateWindow()
    return window


def _come_beside(window: GuideWindow) -> None:
    """What blocks the whole program blocks all but its own windows: the guide becomes one of them."""
    modal = QApplication.activeModalWidget()
    if (
        isinstance(modal, QDialog)
        and modal.windowModality() == Qt.WindowModality.ApplicationModal
        and window.parent() is not modal
    ):
        window.setParent(modal, Qt.WindowType.Window)
        modal.finished.connect(lambda _result: _go_on_alone(window))


def _go_on_alone(window: GuideWindow) -> None:
    """The dialog goes, the guide stays."""
    is_shown, place = window.isVisible(), window.geometry()
    window.setParent(None, Qt.WindowType.Window)
    window.setGeometry(place)
    window.setVisible(is_shown)
