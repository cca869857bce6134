"""The guide that ships with the program: its pages in each language, and what is found in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from app.core.folding import fold
from app.core.paths import resource

PAGES = ("start", "import", "reminders", "fields", "letters", "backup")
"""The pages by key, in the order in which they are read."""
START = PAGES[0]
FALLBACK = "en"
ENDING = ".md"

_HEADING = re.compile(r"^(#{1,3})\s+(.+?)\s*$")
_PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"\*\*|`|^\s*(?:[-*]|\d+\.)\s+", re.MULTILINE)
_AROUND = 45
"""Letters shown on each side of what was found."""


class Page(NamedTuple):
    """A page: key, folder in which it and its pictures lie, and its text in Markdown."""

    key: str
    folder: Path
    text: str

    @property
    def title(self) -> str:
        """Its first heading."""
        return next(
            (found[2] for line in self.text.splitlines() if (found := _HEADING.match(line))), self.key
        )


class Hit(NamedTuple):
    """A place in the guide where something was found."""

    page: str
    title: str
    heading: str
    """Of the part that it stands in; empty above the first one."""
    excerpt: str


def folder_of(language: str) -> Path:
    """Where the pages of a language lie; those in English where there are none."""
    found = resource("guide", language)
    return found if found.is_dir() else resource("guide", FALLBACK)


@lru_cache(maxsize=len(PAGES) * 4)
def page(key: str, language: str) -> Page:
    """A page in a language, else in English; an unknown key means the first page."""
    name = f"{key if key in PAGES else START}{ENDING}"
    for folder in (folder_of(language), resource("guide", FALLBACK)):
        path = folder / name
        if path.is_file():
            return Page(path.stem, folder, path.read_text(encoding="utf-8"))
    return Page(START, resource("guide", FALLBACK), "")


def pages(language: str) -> list[Page]:
    """All pages in their order."""
    return [page(key, language) for key in PAGES]


def anchor(heading: str) -> str:
    """What a link names a heading by: small letters, figures and hyphens."""
    words = re.sub(r"[^\w\s-]", "", plain(heading).lower())
    return "-".join(words.split())


def plain(text: str) -> str:
    """Markdown without its marks."""
    return _MARKS.sub("", _LINK.sub(r"\1", _PICTURE.sub("", text))).strip()


def search(text: str, language: str) -> list[Hit]:
    """Where all words of the text stand in one part of a page: parts whose heading has them come first."""
    words = fold(text).split()
    if not words:
        return []
    named: list[Hit] = []
    others: list[Hit] = []
    for each in pages(language):
        for heading, body in _parts(each.text):
            told = fold(f"{each.title} {heading} {body}")
            if all(word in told for word in words):
                hit = Hit(each.key, each.title, heading, _excerpt(body, words))
                (named if all(word in fold(heading or each.title) for word in words) else others).append(hit)
    return named + others


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Heading and plain text of each part; the first is that under the title."""
    heading, lines = "", list[str]()
    for line in text.splitlines():
        found = _HEADING.match(line)
        if found is None:
            lines.append(plain(line))
        elif len(found[1]) > 1:
            yield heading, " ".join(filter(None, lines))
            heading, lines = found[2], []
    yield heading, " ".join(filter(None, lines))


def _excerpt(body: str, words: list[str]) -> str:
    """Some words around the first place where one of the words stands, else the beginning."""
    tokens = body.split()
    at = next((place for place, token in enumerate(tokens) if any(word in fold(token) for word in words)), 0)
    first = last = at
    while first > 0 and sum(map(len, tokens[first - 1 : at])) < _AROUND:
        first -= 1
    while last < len(tokens) - 1 and sum(map(len, tokens[at : last + 2])) < 2 * _AROUND:
        last += 1
    shown = " ".join(tokens[first : last + 1])
    return ("… " if first else "") + shown + (" …" if last < len(tokens) - 1 else "")
