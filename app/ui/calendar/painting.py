"""How an occasion looks and what is said of it: quiet when over, red when late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont

from app.blueprint.context import Context
from app.blueprint.dates import show_when
from app.blueprint.repeating import Recurrence
from app.core.texts import _
from app.ui import theme
from app.ui.icons import Role

if TYPE_CHECKING:
    from app.services.days import Occasion

BAR = 20
"""Height of a bar at the 13 px font."""


def bar_height() -> int:
    """Height of a bar in the font that is on."""
    return BAR + max(0, theme.metrics().font - 13)


def small_font(*, is_bold: bool = False) -> QFont:
    """The font of what stands on days."""
    return theme.ui_font(theme.metrics().secondary, QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)


def inks(occasion: Occasion) -> tuple[QColor, QColor, QColor, Role]:
    """Ground, edge, text and the role of the icon."""
    if occasion.layer == "birthday":
        return theme.colour("warning_tint"), theme.colour("warning"), theme.colour("text"), "warning"
    if occasion.standing == "late":
        return theme.colour("danger_tint"), theme.colour("danger"), theme.colour("danger"), "danger"
    if occasion.standing == "over":
        return theme.colour("chip"), theme.colour("line_strong"), theme.colour("muted"), "muted"
    return theme.colour("accent_tint"), theme.colour("accent"), theme.colour("text"), "accent"


def clock_of(occasion: Occasion) -> str:
    """``09:30``, with the place where another clock is meant; empty for the whole day."""
    if occasion.is_all_day:
        return ""
    at = occasion.starts.strftime("%H:%M")
    return f"{at} {occasion.zone}" if occasion.zone else at


def spoken(occasion: Occasion, context: Context) -> str:
    """An occasion in words, for a screen reader and for the tooltip."""
    at = occasion.starts.strftime("%Y-%m-%d" if occasion.is_all_day else "%Y-%m-%dT%H:%M")
    when = show_when(at, context)
    if occasion.ends > occasion.starts:
        is_same_day = occasion.ends.date() == occasion.starts.date()
        end = occasion.ends.strftime("%Y-%m-%dT%H:%M")
        when += " – " + (occasion.ends.strftime("%H:%M") if is_same_day else show_when(end, context))
    if occasion.zone:
        when += f" ({occasion.zone})"
    if occasion.standing == "late":
        when = _("{when}, overdue").format(when=when)
    again = Recurrence().show(occasion.repeats, context) if occasion.repeats else ""
    return "\n".join(filter(None, [occasion.title, when, again, occasion.note]))
