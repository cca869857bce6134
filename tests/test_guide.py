"""The guide as it is shipped: the same in three languages, with links, names and pictures that are right."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.core.paths import resource
from app.core.texts import bare
from app.guide_pictures import FOLDER, WORDS
from app.services import guide
from tests.prepared import program_texts

LANGUAGES = ("en", "ro", "ru")
ROOT = Path(__file__).resolve().parent.parent


def text_of(language: str, key: str) -> str:
    return (resource("guide", language) / f"{key}.md").read_text(encoding="utf-8")


def pieces(pattern: str, language: str) -> list[tuple[str, str]]:
    """Page and what the pattern finds in it."""
    return [
        (key, found)
        for key in guide.PAGES
        for found in re.findall(pattern, text_of(language, key), re.MULTILINE)
    ]


@pytest.fixture(scope="module")
def texts() -> dict[str, list[str]]:
    """Everything the program can say, by language."""
    english = [
        each
        for _context, message in program_texts()
        for each in ([message] if isinstance(message, str) else message)
    ]
    found = {"en": english}
    for code in ("ro", "ru"):
        with (resource("translations") / f"{code}.po").open("rb") as stream:
            catalogue = read_po(stream, locale=code)
        found[code] = [
            each
            for message in catalogue
            for each in ([message.string] if isinstance(message.string, str) else message.string)
        ]
    return found


def shape(language: str, key: str) -> list[str]:
    """What each line of a page is: a heading of its level, a step, a point, a picture, text."""
    return [kind_of(line) for line in text_of(language, key).splitlines() if line]


def kind_of(line: str) -> str:
    level = len(line) - len(line.lstrip("#"))
    if level:
        return f"heading {level}"
    if re.match(r"\d+\. ", line):
        return "step"
    return {"-": "point", "!": "picture"}.get(line[0], "text")


@pytest.mark.parametrize("key", guide.PAGES)
@pytest.mark.parametrize("language", ["ro", "ru"])
def test_a_page_has_the_same_headings_steps_and_pictures_in_each_language(language, key):
    assert shape(language, key) == shape("en", key)
    pictures = [re.findall(r"!\[[^]]+\]\(([^)]+)\)", text_of(each, key)) for each in ("en", language)]
    assert pictures[0] == pictures[1]
    keys = [re.findall(r"`((?:Ctrl|Alt|Shift)\+[^`]+|F\d+|Esc|Enter|Tab)`", text_of(each, key))
            for each in ("en", language)]  # fmt: skip
    assert keys[0] == keys[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_other_pages_lie_in_the_folder(language):
    assert {path.stem for path in resource("guide", language).glob("*.md")} == set(guide.PAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_are_counted_from_one(language):
    for key in guide.PAGES:
        numbers = [int(found) for found in re.findall(r"^(\d+)\. ", text_of(language, key), re.MULTILINE)]
        assert [b for a, b in zip([0, *numbers], numbers, strict=False) if b not in (1, a + 1)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_to_a_page_and_a_heading_of_it(language):
    links = pieces(r"(?<!!)\[[^]]+\]\(([^)]+)\)", language)
    assert len(links) > 15
    for key, link in links:
        name, _mark, place = link.partition("#")
        page = name.removesuffix(guide.ENDING) if name else key
        assert page in guide.PAGES, f"{language}/{key}: {link}"
        headings = re.findall(r"^#+ (.+)$", text_of(language, page), re.MULTILINE)
        assert not place or place in map(guide.anchor, headings), f"{language}/{key}: {link}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_is_named_as_the_page_it_leads_to(language):
    titles = {key: guide.page(key, language).title for key in guide.PAGES}
    for key in guide.PAGES:
        for words, link in re.findall(r"(?<!!)\[([^]]+)\]\(([^)]+)\)", text_of(language, key)):
            wanted = titles[link.removesuffix(guide.ENDING)]
            assert words.casefold().split()[-1] == wanted.casefold().split()[-1], f"{language}/{key}: {words}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_there_and_every_one_is_shown(language):
    folder = resource("guide", language)
    shown = {found for _key, found in pieces(r"!\[[^]]+\]\(([^)]+)\)", language)}
    there = {f"{FOLDER}/{path.name}" for path in (folder / FOLDER).glob("*.webp")}
    assert shown == there
    assert sum(path.stat().st_size for path in (folder / FOLDER).iterdir()) < 1_000_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_in_bold_is_one_of_the_program(language, texts):
    patterns = [
        re.compile(r"\d+".join(map(re.escape, re.split(r"\{\w+\}", bare(each).replace("&", "").rstrip("…")))))
        for each in set(texts[language])
        if each
    ]
    names = pieces(r"\*\*([^*]+)\*\*", language)
    assert len(names) > 100
    wrong = [
        f"{language}/{key}: {name}"
        for key, name in names
        if not any(each.fullmatch(name.replace("&", "").rstrip("…")) for each in patterns)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("typed", "language", "page"),
    [("discount", "en", "fields"), ("parola", "ro", "letters"), ("sabloane", "ro", "letters"),
     ("резервн копии", "ru", "backup"), ("Ctrl+R", "ru", "reminders"), ("phone zero", "en", "import")],
)  # fmt: skip
def test_the_search_finds_parts_of_pages_whatever_the_marks_on_letters(typed, language, page):
    found = guide.search(typed, language)
    assert page in [hit.page for hit in found]
    assert all("**" not in hit.excerpt and "](" not in hit.excerpt for hit in found)


def test_a_language_without_pages_reads_those_in_english():
    assert guide.page("import", "fr") == guide.page("import", "en")
    assert guide.page("no such page", "ro").key == guide.START


@pytest.mark.skipif(sys.platform != "linux", reason="other systems break lines of labels elsewhere")
def test_the_pictures_show_what_the_program_says_now(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "app", "tour", "--guide", str(tmp_path), "ro"],
        cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, check=False,
        timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    kept, now = (
        json.loads((root / "ro" / FOLDER / WORDS).read_text(encoding="utf-8"))
        for root in (resource("guide"), tmp_path)
    )
    old = sorted(name for name in {*kept, *now} if kept.get(name) != now.get(name))
    assert old == [], "take the pictures again: python3 run.py tour --guide"
