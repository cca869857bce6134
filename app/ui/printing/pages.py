"""Pages as what stands on them: texts, boxes and lines at their places. Who paints them need not know why.

All lengths are twentieths of a point (1440 to the inch), so that they are whole numbers on every device.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

PT = 20
MM = 1440 / 25.4


@dataclass(frozen=True)
class Style:
    """How a text looks: size in points, and its ink (text, muted, accent)."""

    size: float = 9
    is_bold: bool = False
    ink: str = "text"


BODY = Style()
STRONG = Style(is_bold=True)
QUIET = Style(size=8, ink="muted")
SMALL = Style(size=7.5, ink="muted")
TITLE = Style(size=15, is_bold=True)
GROUP = Style(size=11, is_bold=True, ink="accent")


@dataclass(frozen=True)
class Words:
    """One line of text; ``y`` is its upper edge. ``align`` is left, right or center within ``width``."""

    x: float
    y: float
    text: str
    style: Style = BODY
    width: float = 0
    align: str = "left"


@dataclass(frozen=True)
class Box:
    """A rectangle: filled with an ink, or only its edge; as flat as a line if it has no height."""

    x: float
    y: float
    width: float
    height: float
    ink: str = "line"
    is_filled: bool = True
    radius: float = 0


@dataclass
class Page:
    """What stands on one page. ``foot`` is where its number comes to stand (x, y, width), if anywhere."""

    items: list[Words | Box] = field(default_factory=list)
    foot: tuple[float, float, float] | None = None

    def texts(self) -> list[str]:
        """Every line of text, for tests and for searching."""
        return [each.text for each in self.items if isinstance(each, Words)]


@dataclass(frozen=True)
class Paper:
    """A sheet of paper and its margins."""

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right


SIZES = {"A4": (210, 297), "A5": (148, 210), "A6": (105, 148), "Letter": (216, 279)}
"""Width and height in millimetres."""


def paper(size: str = "A4", *, is_landscape: bool = False, margin: float = 15) -> Paper:
    """Paper of a size, the same margin (in millimetres) on each side."""
    width, height = (each * MM for each in SIZES[size])
    if is_landscape:
        width, height = height, width
    edge = margin * MM
    return Paper(width, height, edge, edge, edge, edge)


class Measure(Protocol):
    """Knows how much room a text takes."""

    def width(self, text: str, style: Style) -> float:
        """Of one line."""
        ...

    def height(self, style: Style) -> float:
        """From one line to the next."""
        ...

    def lines(self, text: str, style: Style, width: float) -> Sequence[str]:
        """The text broken into lines that fit."""
        ...
