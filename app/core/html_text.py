"""Reads the words out of a rich text."""

from __future__ import annotations

from html.parser import HTMLParser


class TextOf(HTMLParser):
    """Collects the words in ``parts``; what stands in heads, styles and scripts is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script", "head", "title"):
            self._hidden += 1
        elif tag in ("p", "br", "li", "div", "tr", "td", "h1", "h2", "h3"):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script", "head", "title") and self._hidden:
            self._hidden -= 1

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """``<![`` is no declaration but a comment, as browsers read it; the parser would raise."""
        return self.parse_bogus_comment(i, bool(report))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)
