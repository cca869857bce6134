"""Names that tests, the stylesheet and screen readers know a widget by."""

from __future__ import annotations

from typing import Literal, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def named(widget: W, object_name: str, accessible_name: str = "") -> W:
    """The widget, with the name of its object and, where the user can act on it, its spoken name."""
    widget.setObjectName(object_name)
    if accessible_name:
        widget.setAccessibleName(accessible_name)
    return widget


def on_surface(widget: W, surface: Literal["window", "surface", "side"]) -> W:
    """The widget with the ground of that surface, also where it is a plain QWidget."""
    widget.setProperty("surface", surface)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return widget


def styled(widget: W, key: str, value: str) -> W:
    """The widget, dressed again after one property of the stylesheet has changed."""
    if widget.property(key) != value:
        widget.setProperty(key, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
    return widget
