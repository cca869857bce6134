"""Address labels: sheets as they are sold, from the first label that is still there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.ui.printing.pages import BODY, MM, PT, STRONG, Measure, Page, Paper, Style, Words

PAD = 4 * MM


@dataclass(frozen=True)
class LabelSheet:
    """A sheet of labels: millimetres of a label, how many across and down, gaps between them."""

    key: str
    width: float
    height: float
    across: int
    down: int
    gap_x: float = 0
    gap_y: float = 0
    size: tuple[float, float] = (210, 297)

    @property
    def name(self) -> str:
        """As people look for it: 3 × 8, 70 × 36 mm."""
        return f"{self.across} × {self.down}, {self.width:g} × {self.height:g} mm"

    @property
    def count(self) -> int:
        """Labels on a sheet."""
        return self.across * self.down


SHEETS = {
    each.key: each
    for each in (
        LabelSheet("24", 70, 36, 3, 8),
        LabelSheet("21", 63.5, 38.1, 3, 7, 2.5),
        LabelSheet("14", 99.1, 38.1, 2, 7, 2.5),
        LabelSheet("16", 105, 37, 2, 8),
        LabelSheet("8", 99.1, 67.7, 2, 4, 2.5),
        LabelSheet("65", 38.1, 21.2, 5, 13, 2.5),
    )
}
"""The usual sheets of A4."""


def label_paper(sheet: LabelSheet) -> Paper:
    """The paper of such a sheet; its labels lie in the middle."""
    width, height = sheet.size
    side = (width - sheet.across * sheet.width - (sheet.across - 1) * sheet.gap_x) / 2
    top = (height - sheet.down * sheet.height - (sheet.down - 1) * sheet.gap_y) / 2
    return Paper(width * MM, height * MM, side * MM, top * MM, side * MM, top * MM)


def label_pages(
    addresses: Sequence[Sequence[str]], sheet: LabelSheet, measure: Measure, skipped: int = 0
) -> Iterator[Page]:
    """An address a label; ``skipped`` labels of the first sheet are used already."""
    on, page, place = label_paper(sheet), Page(), skipped % sheet.count
    for lines in addresses:
        if place == sheet.count:
            yield page
            page, place = Page(), 0
        down, across = divmod(place, sheet.across)
        x = on.left + across * (sheet.width + sheet.gap_x) * MM
        y = on.top + down * (sheet.height + sheet.gap_y) * MM
        page.items += _label(lines, x, y, sheet, measure)
        place += 1
    yield page


def _label(lines: Sequence[str], x: float, y: float, sheet: LabelSheet, measure: Measure) -> list[Words]:
    """As large as it fits, in the middle of the height."""
    pad = min(PAD, sheet.height * MM * 0.12)
    width, height = sheet.width * MM - 2 * pad, sheet.height * MM - 2 * pad
    for size in (10, 9, 8, 7, 6):
        placed = _broken(lines, size, width, measure)
        total = sum(measure.height(style) for _text, style in placed)
        if total <= height:
            break
    else:
        placed = placed[: max(int(height / (6 * PT * 1.3)), 1)]
        total = height
    found, top = [], y + pad + max(height - total, 0) / 2
    for text, style in placed:
        found.append(Words(x + pad, top, text, style))
        top += measure.height(style)
    return found


def _broken(lines: Sequence[str], size: float, width: float, measure: Measure) -> list[tuple[str, Style]]:
    found = []
    for number, line in enumerate(lines):
        style = Style(size, is_bold=STRONG.is_bold and number == 0, ink=BODY.ink)
        found += [(text, style) for text in measure.lines(line, style, width)]
    return found
