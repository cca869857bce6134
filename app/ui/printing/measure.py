"""How much room a text takes on paper, whatever the screen is."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

from app.ui.printing.pages import PT, Style

LINE = 1.3
"""Distance of lines, as a multiple of the size."""


def font_of(style: Style) -> QFont:
    """The font of a style; its pixels are the units of a page."""
    font = QFont()
    font.setPixelSize(round(style.size * PT))
    font.setBold(style.is_bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


class FontMeasure:
    """Measures with the fonts of the program; remembers them."""

    def __init__(self) -> None:
        self._metrics = lru_cache(maxsize=None)(lambda style: QFontMetricsF(font_of(style)))

    def width(self, text: str, style: Style) -> float:
        """Of one line."""
        return float(self._metrics(style).horizontalAdvance(text))

    def height(self, style: Style) -> float:
        """From one line to the next."""
        return style.size * PT * LINE

    def lines(self, text: str, style: Style, width: float) -> list[str]:
        """Broken between words; a word that is longer than the line is broken where it must be."""
        found: list[str] = []
        for line in text.splitlines() or [""]:
            if self.width(line, style) <= width:
                found.append(line)
            else:
                found += self._broken(line, style, width)
        return found

    def _broken(self, line: str, style: Style, width: float) -> list[str]:
        found, current = [], ""
        for word in line.split(" "):
            longer = f"{current} {word}" if current else word
            if self.width(longer, style) <= width:
                current = longer
                continue
            if current:
                found.append(current)
            while self.width(word, style) > width:
                n = self._fitting(word, style, width)
                found.append(word[:n])
                word = word[n:]
            current = word
        return [*found, current] if current else found

    def _fitting(self, word: str, style: Style, width: float) -> int:
        """How many signs of a word fit; one at least."""
        low, high = 1, len(word)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(word[:middle], style) <= width:
                low = middle
            else:
                high = middle - 1
        return low
