"""The tokens of the look: every colour by name, light and dark, and every measure of the 4 px grid."""

from __future__ import annotations

from typing import NamedTuple

from app.core.texts import N_


class Theme(NamedTuple):
    """All colours of one theme as ``#RRGGBB``. Names ending in ``_text`` are readable on every background."""

    name: str
    window: str
    surface: str
    side: str
    line: str
    line_strong: str
    text: str
    muted: str
    disabled: str
    hover: str
    pressed: str
    chip: str
    accent: str
    accent_hover: str
    accent_pressed: str
    accent_text: str
    accent_tint: str
    on_accent: str
    selection: str
    text_selection: str
    warning: str
    warning_text: str
    warning_tint: str
    danger: str
    danger_hover: str
    danger_pressed: str
    danger_tint: str
    on_danger: str
    found: str
    tooltip: str
    tooltip_text: str
    shadow: str

    @property
    def is_dark(self) -> bool:
        """Whether text is lighter than what it stands on."""
        return self.name == "dark"

    def colours(self) -> dict[str, str]:
        """Every token by its name, for the stylesheet."""
        return {key: str(value) for key, value in self._asdict().items()}


# muted and the warning text are a shade darker than the drawings: there they miss 4.5:1 on side and tint.
LIGHT = Theme(
    name="light",
    window="#F5F6F8",
    surface="#FFFFFF",
    side="#EEF0F3",
    line="#E1E4E9",
    line_strong="#C6CBD3",
    text="#1A1E26",
    muted="#5D6776",
    disabled="#9BA3B0",
    hover="#F2F4F6",
    pressed="#E7E9ED",
    chip="#ECEEF2",
    accent="#0B7A75",
    accent_hover="#096B66",
    accent_pressed="#075A56",
    accent_text="#0A706B",
    accent_tint="#E0F1F0",
    on_accent="#FFFFFF",
    selection="#DDEFEE",
    text_selection="#B9E0DD",
    warning="#B4690E",
    warning_text="#935507",
    warning_tint="#FDF1DF",
    danger="#C4302B",
    danger_hover="#AD2824",
    danger_pressed="#94211D",
    danger_tint="#FBE9E8",
    on_danger="#FFFFFF",
    found="#FFE7A3",
    tooltip="#262B34",
    tooltip_text="#F3F5F8",
    shadow="#1A1E26",
)

DARK = Theme(
    name="dark",
    window="#15181D",
    surface="#1B1F26",
    side="#12151A",
    line="#2B313A",
    line_strong="#414955",
    text="#E5E8ED",
    muted="#98A1B0",
    disabled="#5C6573",
    hover="#232932",
    pressed="#2B313A",
    chip="#272D36",
    accent="#4DB6AF",
    accent_hover="#62C4BD",
    accent_pressed="#3A9C95",
    accent_text="#4DB6AF",
    accent_tint="#16302F",
    on_accent="#0A1F1E",
    selection="#1C3635",
    text_selection="#24534F",
    warning="#E0A458",
    warning_text="#E0A458",
    warning_tint="#33281A",
    danger="#F0837E",
    danger_hover="#F49A96",
    danger_pressed="#E07570",
    danger_tint="#3A2322",
    on_danger="#2A0E0D",
    found="#5B4A17",
    tooltip="#323943",
    tooltip_text="#F3F5F8",
    shadow="#000000",
)


class Metrics(NamedTuple):
    """Measures in logical pixels; what holds text grows with the font."""

    font: int = 13
    unit: int = 4
    radius: int = 6
    card_radius: int = 8
    icon: int = 16

    @property
    def secondary(self) -> int:
        """Font of secondary text."""
        return self.font - 1

    @property
    def title(self) -> int:
        """Font of titles."""
        return self.font + 5

    @property
    def row(self) -> int:
        """Height of a table row and of a navigation row."""
        return self._holding(34)

    @property
    def tree_row(self) -> int:
        """Height of a tree row."""
        return self._holding(28)

    @property
    def control(self) -> int:
        """Height of an input or a button."""
        return self._holding(32)

    def scaled(self, width: int) -> int:
        """A width drawn for texts of 13 px, for those of now."""
        return width * self.font // 13

    def _holding(self, height: int) -> int:
        grown = (self.font - 13) * 3 // 2
        return height + max(0, -(-grown // self.unit) * self.unit)


METRICS = Metrics()
"""The measures as drawn, at the 13 px font."""

FLAGS = {
    "red": N_("Red"),
    "orange": N_("Orange"),
    "yellow": N_("Yellow"),
    "green": N_("Green"),
    "blue": N_("Blue"),
    "purple": N_("Purple"),
}
"""Flags by the word that is stored, with their first names; what they mean is the user's."""

FLAG_COLOURS = {
    "light": ("#C4302B", "#C4601A", "#967500", "#2E7D32", "#3B6FD4", "#7E57C2"),
    "dark": ("#E5554F", "#E58A4B", "#E0B33A", "#55A85A", "#6C97EA", "#A283DC"),
}
"""Colours of the flags in the order of ``FLAGS``; each stands out 3:1 from the backgrounds of its theme."""

AVATARS = ("#4A6DA7", "#4B7A58", "#946031", "#7563A8", "#9A567C", "#A65252", "#2C7A7E", "#5C6B84")
"""Calm grounds of avatars; white letters read on each of them in both themes."""


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two ``#RRGGBB`` colours, by WCAG 2.2."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
