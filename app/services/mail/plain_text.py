"""A letter in plain text, for programs that show no other: the same lines and empty lines as its HTML has."""

from __future__ import annotations

import re

from app.core.html_text import TextOf

_LINE, _GAP = 1, 2
_BLOCKS = {
    **dict.fromkeys(
        ("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "dl", "pre", "hr"), _GAP
    ),
    **dict.fromkeys(("div", "center", "figure", "figcaption", "caption", "li", "dt", "dd"), _LINE),
    **dict.fromkeys(("tr", "td", "th"), _LINE),
}
"""What stands on lines of its own, and whether mail programs leave a gap around it."""
_NO_GAP = re.compile(r"\bmargin(?P<side>-top|-bottom)?\s*:\s*0", re.IGNORECASE)


def text_of(html: str) -> str:
    """The letter in plain text: paragraphs, list marks, where links lead."""
    parser = _Reader()
    parser.feed(html)
    parser.close()
    return parser.text


class _Reader(TextOf):
    """Collects lines; gaps are as wide as they are shown, and none is at the end."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._line, self._gap = "", 0
        self._below: dict[str, list[int]] = {}
        self._link, self._said = "", ""

    @property
    def text(self) -> str:
        """All lines."""
        lines = "\n".join((*self._lines, self._line.rstrip()))
        return lines.replace("\u00a0", " ").rstrip() + "\n"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "br":
            self._begin()
            self._lines.append(self._line.rstrip())
            self._line = ""
        elif tag in _BLOCKS:
            above, below = self._gaps(tag, known.get("style") or "")
            self._end(above)
            if tag != "hr":
                self._below.setdefault(tag, []).append(below)
            if tag == "li":
                self._put("- ")
        elif tag == "a":
            self._link, self._said = known.get("href") or "", ""
        elif tag == "img" and known.get("alt"):
            self._put(f"[{known['alt']}]")
        else:
            super().handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        if tag in _BLOCKS:
            below = self._below.get(tag)
            self._end(below.pop() if below else _LINE)
        elif tag == "a" and self._link:
            place = self._link.removeprefix("mailto:").removeprefix("tel:")
            if place not in self._said:
                self._put(f" ({place})" if self._line else f"({place})")
            self._link = ""

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._below.get("pre"):
            first, *more = data.split("\n")
            self._put(first)
            for line in more:
                self.handle_starttag("br", [])
                self._put(line)
            return
        text = re.sub(r"[ \t\r\n\f]+", " ", data)
        self._put(text.lstrip(" ") if not self._line or self._line.endswith(" ") else text)

    def _gaps(self, tag: str, style: str) -> tuple[int, int]:
        """The gaps above and below a block."""
        gap = _BLOCKS[tag]
        if tag in ("ul", "ol") and (self._below.get("ul") or self._below.get("ol")):
            gap = _LINE  # a list in a list
        sides = {found["side"] or "" for found in _NO_GAP.finditer(style)}
        return (
            _LINE if sides & {"", "-top"} else gap,
            _LINE if sides & {"", "-bottom"} else gap,
        )

    def _begin(self) -> None:
        """Something comes on a new line: the gap above it is due."""
        if not self._line:
            if self._lines:
                self._lines.extend([""] * (self._gap - 1))
            self._gap = 0

    def _end(self, gap: int) -> None:
        """The line ends, if anything stands on it; gaps that meet are one."""
        if self._line:
            self._lines.append(self._line.rstrip())
            self._line = ""
        self._gap = max(self._gap, gap)

    def _put(self, text: str) -> None:
        if text:
            self._begin()
            self._line += text
            self._said += text
