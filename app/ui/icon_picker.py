"""A small popup with the icons that a section may be given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QGridLayout, QMenu, QWidget, QWidgetAction

from app.core.texts import _
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.naming import named

COLUMNS = 9


def icon_menu(
    parent: QWidget, names: Sequence[str], current: str, on_chosen: Callable[[str], object]
) -> QMenu:
    """The icons in a grid, the one in use in the accent; a click chooses and closes."""
    menu = named(QMenu(parent), "icon_menu", _("Icons"))
    grid_widget = QWidget(menu)
    grid = QGridLayout(grid_widget)
    grid.setContentsMargins(6, 6, 6, 6)
    grid.setSpacing(2)

    def choose(name: str) -> None:
        menu.close()
        on_chosen(name)

    for number, name in enumerate(names):
        button = IconButton(
            name,
            _("Icon {n}").format(n=number + 1),
            f"icon_{name}",
            role="accent" if name == current else "text",
            kind="flat",
        )
        button.clicked.connect(lambda _on=False, name=name: choose(name))
        grid.addWidget(button, number // COLUMNS, number % COLUMNS)
        if name == current:
            button.setFocus()
    action = QWidgetAction(menu)
    action.setDefaultWidget(grid_widget)
    menu.addAction(action)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu
