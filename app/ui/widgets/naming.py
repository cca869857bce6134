"""Names that tests, the stylesheet and screen readers know a widget by, and the ground it stands on."""

from __future__ import annotations

from typing import Literal, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

W = TypeVar("W", bound=QWidget)

GUIDE = "guide"
"""Property of a widget: the page of the guide that F1 opens in it."""


def named(widget: W, object_name: str, accessible_name: str = "") -> W:
    """The widget, with the name of its object and, where the user can act on it, its spoken name."""
    widget.setObjectName(object_name)
    if accessible_name:
        widget.setAccessibleName(accessible_name)
    return widget


def guided(widget: W, page: str) -> W:
    """The widget, with the page of the guide that F1 opens while it or something in it has the focus."""
    widget.setProperty(GUIDE, page)
    return widget


def on_surface(widget: W, surface: Literal["window", "surface", "side"]) -> W:
    """The widget with the ground of that surface, also where it is a plain QWidget."""
    widget.setProperty("surface", surface)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return widget


def own_viewport(area: QAbstractScrollArea) -> QWidget:
    """Give the area a viewport made here, before anything else is set on it.

    Qt's own one is a widget that Python has not seen: asking for it makes the classes of all widgets with all
    their names known first, which takes as long as building the rest of the table.
    """
    ground = QWidget()
    ground.setAutoFillBackground(True)
    ground.setBackgroundRole(QPalette.ColorRole.Base)
    area.setViewport(ground)
    return ground


def styled(widget: W, key: str, value: str) -> W:
    """The widget, dressed again after one property of the stylesheet has changed."""
    if widget.property(key) != value:
        widget.setProperty(key, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
    return widget
