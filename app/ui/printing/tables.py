"""A list as a table on pages: headings on each, rows that stay together, long texts over several lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

from app.services.exchange.formats.sheet import Cell, Heading, Row, Sheet, cell_text
from app.ui.printing.pages import BODY, GROUP, PT, STRONG, TITLE, Box, Measure, Page, Paper, Words

PAD = 3 * PT
NARROWEST = 42 * PT
"""Of a column, in which a word or a date can still be read."""

CHARACTER = 4.9 * PT
"""Of the body, as wide as it is on the average."""

LOOKED_AT = 200
"""Rows whose words say how wide a column has to be."""

GroupOf = Callable[[Row], str]
"""The heading under which a row stands."""


def fits(columns: Sequence[Heading], sheet_of: Paper) -> bool:
    """Is there room for a table with that many columns?"""
    return len(columns) * NARROWEST <= sheet_of.inner


def widths(columns: Sequence[Heading], inner: float, words: Sequence[float] = ()) -> list[float]:
    """What each column gets: what it wants if there is room, else the widest give way first.

    ``words`` are the longest words of each: a column is as wide, up to its share of the page.
    """
    most = inner / max(len(columns), 1)
    wanted = [
        max(each.width * CHARACTER + 2 * PAD, NARROWEST, min(word + 2 * PAD, most))
        for each, word in zip(columns, words or [0.0] * len(columns), strict=True)
    ]
    if (total := sum(wanted)) <= inner:
        grown = min(inner / total, 1.6) if total else 1
        return [each * grown for each in wanted]
    left, open_, found = inner, sorted(range(len(wanted)), key=wanted.__getitem__), wanted[:]
    while open_:  # the narrow ones keep what they want, the others share what is left
        i = open_.pop(0)
        found[i] = min(wanted[i], left / (len(open_) + 1))
        left -= found[i]
    return found


class TablePages:
    """Lays one table out, page by page as its rows come."""

    def __init__(self, sheet: Sheet, on: Paper, measure: Measure, group_of: GroupOf | None = None) -> None:
        self._sheet, self._paper, self._measure, self._group_of = sheet, on, measure, group_of
        self._widths: list[float] = []
        self._page = Page()
        self._y = 0.0
        self._is_empty = True
        """Does nothing but headings stand on the page yet?"""

    def pages(self) -> Iterator[Page]:
        """All of them; one at least."""
        rows = iter(self._sheet.rows())
        first = list(islice(rows, LOOKED_AT))
        self._widths = widths(self._sheet.columns, self._paper.inner, self._words(first))
        self._begin(is_first=True)
        group = ""
        for row in chain(first, rows):
            if self._group_of is not None and (name := self._group_of(row)) != group:
                group = name
                if self._y + 3 * self._measure.height(GROUP) > self._bottom:
                    yield self._turn()
                self._group(name)
            yield from self._row(row[1])
        yield self._page

    def _words(self, rows: Sequence[Row]) -> list[float]:
        """How wide the longest word of each column is in these rows."""
        found = [0.0] * len(self._sheet.columns)
        for _name, cells in rows:
            for i, (column, cell) in enumerate(zip(self._sheet.columns, cells, strict=True)):
                for word in shown(column, cell).split():
                    if len(word) * CHARACTER * 2 > found[i]:  # else it cannot be wider
                        found[i] = max(found[i], self._measure.width(word, BODY))
        return found

    @property
    def _bottom(self) -> float:
        return self._paper.height - self._paper.bottom - 12 * PT

    def _begin(self, is_first: bool = False) -> None:
        paper, self._page, self._is_empty = self._paper, Page(), True
        self._page.foot = (paper.left, paper.height - paper.bottom - 9 * PT, paper.inner)
        self._y = paper.top
        if is_first:
            self._page.items.append(Words(paper.left, self._y, self._sheet.title, TITLE))
            self._y += self._measure.height(TITLE) + 4 * PT
        self._headings()

    def _turn(self) -> Page:
        done = self._page
        self._begin()
        return done

    def _headings(self) -> None:
        broken = [
            self._measure.lines(each.text, STRONG, width - 2 * PAD)
            for each, width in zip(self._sheet.columns, self._widths, strict=True)
        ]
        count = max((len(each) for each in broken), default=0)
        height = count * self._measure.height(STRONG) + 2 * PAD
        width = sum(self._widths)
        self._page.items.append(Box(self._paper.left, self._y, width, height, "tint"))
        is_right = [each.is_number for each in self._sheet.columns]
        self._put(broken, 0, count, STRONG, self._y + PAD, is_right)
        self._y += height

    def _group(self, name: str) -> None:
        self._y += 6 * PT
        self._page.items.append(Words(self._paper.left + PAD, self._y, name, GROUP))
        self._y += self._measure.height(GROUP) + 2 * PT

    def _row(self, cells: Sequence[Cell]) -> Iterator[Page]:
        """Place a row; what is higher than a page goes on on the next."""
        is_right = [each.is_number for each in self._sheet.columns]
        broken = [
            self._measure.lines(shown(column, cell), BODY, width - 2 * PAD)
            for column, cell, width in zip(self._sheet.columns, cells, self._widths, strict=True)
        ]
        line = self._measure.height(BODY)
        count, done = max((len(each) for each in broken), default=1), 0
        while done < count:
            room = int((self._bottom - self._y - 2 * PAD) / line)
            if count - done > room and not self._is_empty:
                yield self._turn()
                continue
            n = min(count - done, max(room, 1))
            self._put(broken, done, n, BODY, self._y + PAD, is_right)
            done += n
            self._y += n * line + 2 * PAD
            self._page.items.append(Box(self._paper.left, self._y, sum(self._widths), 0))
            self._is_empty = False
            if done < count:
                yield self._turn()

    def _put(
        self, broken: Sequence[Sequence[str]], start: int, n: int, style: object, y: float,
        is_right: Sequence[bool],
    ) -> None:  # fmt: skip
        chosen = STRONG if style is STRONG else BODY
        line, x = self._measure.height(chosen), self._paper.left
        for lines, width, right in zip(broken, self._widths, is_right, strict=True):
            for number, text in enumerate(lines[start : start + n]):
                if text:
                    align = "right" if right else "left"
                    self._page.items.append(
                        Words(x + PAD, y + number * line, text, chosen, width - 2 * PAD, align)
                    )
            x += width


def shown(column: Heading, cell: Cell) -> str:
    """A cell as a reader sees it."""
    if isinstance(cell, float) and column.places:
        return f"{cell:,.{column.places}f}".replace(",", "\u202f")
    return cell_text(cell)
