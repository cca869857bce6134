"""Records as blocks of lines, flowing through columns: cards, binder pages, lists of very many fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.services.exchange.formats.sheet import Sheet
from app.ui.printing.pages import (
    BODY,
    GROUP,
    PT,
    QUIET,
    STRONG,
    TITLE,
    Box,
    Measure,
    Page,
    Paper,
    Style,
    Words,
)
from app.ui.printing.tables import shown

PAD = 7 * PT
GAP = 8 * PT
LABEL = 0.34
"""Part of the width that labels may take."""


@dataclass(frozen=True)
class Block:
    """A title and pairs of label and text; ``group`` is the heading it stands under (a letter)."""

    title: str
    pairs: Sequence[tuple[str, str]] = ()
    group: str = ""


def blocks_of(sheet: Sheet) -> Iterator[Block]:
    """Each record with what it has."""
    for title, cells in sheet.rows():
        pairs = [
            (column.text, shown(column, cell))
            for column, cell in zip(sheet.columns, cells, strict=True)
            if cell not in (None, "", title)
        ]
        yield Block(title, pairs)


@dataclass(frozen=True)
class _Line:
    text: str
    style: Style
    label: str = ""


class BlockPages:
    """Lays blocks out in columns; boxed ones have an edge and are not parted where that can be helped."""

    def __init__(
        self, title: str, on: Paper, measure: Measure, *, columns: int = 1, is_boxed: bool = False,
        is_tabbed: bool = False,
    ) -> None:  # fmt: skip
        self._title, self._paper, self._measure = title, on, measure
        self._count, self._is_boxed, self._is_tabbed = columns, is_boxed, is_tabbed
        self._width = (on.inner - GAP * (columns - 1)) / columns
        self._page = Page()
        self._column, self._y, self._top = 0, 0.0, 0.0
        self._tab = ""
        """The letter at the edge of each page, in its place in the alphabet."""

    def pages(self, blocks: Iterable[Block]) -> Iterator[Page]:
        """All of them; one at least."""
        self._begin(self._title)
        group = ""
        for each in blocks:
            if each.group != group:
                group = each.group
                if self._is_tabbed:
                    yield from self._new_tab(group)
                yield from self._head(group)
            yield from self._place(self._lines(each))
        yield self._page

    @property
    def _bottom(self) -> float:
        return self._paper.height - self._paper.bottom - 12 * PT

    @property
    def _x(self) -> float:
        return self._paper.left + self._column * (self._width + GAP)

    def _begin(self, title: str = "") -> None:
        paper, self._page, self._column = self._paper, Page(), 0
        self._page.foot = (paper.left, paper.height - paper.bottom - 9 * PT, paper.inner)
        self._y = paper.top
        if title:
            self._page.items.append(Words(paper.left, self._y, title, TITLE))
            self._y += self._measure.height(TITLE) + 6 * PT
        self._top = self._y
        self._put_tab()

    def _new_tab(self, group: str) -> Iterator[Page]:
        """A letter begins on a page of its own."""
        self._tab = group
        if self._column or self._y > self._top:
            done = self._page
            self._begin()
            yield done
        else:
            self._put_tab()

    def _put_tab(self) -> None:
        if self._tab:
            room = self._bottom - self._paper.top - 20 * PT
            y = self._paper.top + place_in_alphabet(self._tab) * room
            self._page.items.append(
                Words(self._paper.width - 22 * PT, y, self._tab, GROUP, 14 * PT, "center")
            )

    def _head(self, group: str) -> Iterator[Page]:
        if self._y + 4 * self._measure.height(GROUP) > self._bottom:
            yield from self._turn()
        self._page.items.append(Words(self._x, self._y, group, GROUP))
        self._y += self._measure.height(GROUP) + 3 * PT

    def _turn(self) -> Iterator[Page]:
        """To the next column; a page is done when all are full."""
        if self._column + 1 < self._count:
            self._column += 1
            self._y = self._top
            return
        done = self._page
        self._begin()
        yield done

    def _lines(self, block: Block) -> list[_Line]:
        measure, inner = self._measure, self._width - 2 * (PAD if self._is_boxed else 0)
        found = [_Line(text, STRONG) for text in measure.lines(block.title, STRONG, inner)]
        for label, text in block.pairs:
            name = measure.lines(label, QUIET, inner * LABEL - 4 * PT)
            value = measure.lines(text, BODY, inner * (1 - LABEL))
            for i in range(max(len(name), len(value))):
                shown_name = name[i] if i < len(name) else ""
                found.append(_Line(value[i] if i < len(value) else "", BODY, shown_name))
        return found

    def _place(self, lines: Sequence[_Line]) -> Iterator[Page]:
        pad, done = PAD if self._is_boxed else 0, 0
        while done < len(lines):
            room = self._room(lines[done:], self._bottom - self._y - 2 * pad)
            rest = len(lines) - done
            if (room < rest and self._y > self._top and not done) or (room == 0 and self._y > self._top):
                yield from self._turn()
                continue
            n = max(min(room, rest), 1)
            self._put(lines[done : done + n], pad)
            done += n
            if done < len(lines):
                yield from self._turn()
        self._y += GAP

    def _room(self, lines: Sequence[_Line], height: float) -> int:
        """How many of the lines fit."""
        for n, line in enumerate(lines):
            height -= self._measure.height(line.style)
            if height < 0:
                return n
        return len(lines)

    def _put(self, lines: Sequence[_Line], pad: float) -> None:
        top, inner = self._y, self._width - 2 * pad
        self._y += pad
        for line in lines:
            indent = inner * LABEL if line.style is BODY else 0
            if line.label:
                self._page.items.append(Words(self._x + pad, self._y, line.label, QUIET))
            if line.text:
                self._page.items.append(Words(self._x + pad + indent, self._y, line.text, line.style))
            self._y += self._measure.height(line.style)
        self._y += pad
        if self._is_boxed:
            box = Box(self._x, top, self._width, self._y - top, is_filled=False, radius=4 * PT)
            self._page.items.append(box)


def place_in_alphabet(letter: str) -> float:
    """From 0 for A to 1 for Z or Я; what is no letter comes first."""
    for first, last in (("A", "Z"), ("А", "Я")):
        if first <= letter <= last:
            return (ord(letter) - ord(first)) / (ord(last) - ord(first))
    return 0
