"""Icons: all there, in the theme's colours, sharp, and drawn late."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication

import app as package
from app.core.paths import resource
from app.ui import icons, theme
from app.ui.tokens import DARK, LIGHT, Theme

_NAME = r"""["']([a-z0-9-]+)["']"""
_USES = re.compile(
    rf"""(?:\bicon|\bpixmap)\({_NAME}|\bicon(?:_name)?\s*(?::\s*str\s*)?=\s*{_NAME}"""
    rf"""|(?:IconButton|EmptyState)\(\s*{_NAME}|paint_icon\([^"']*{_NAME},"""
)


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "light")
    yield
    theme.apply(qapp, "light")


def _used() -> set[str]:
    sources = Path(str(package.__file__)).parent.rglob("*.py")
    found = (_USES.finditer(source.read_text(encoding="utf-8")) for source in sources)
    return {next(filter(None, match.groups())) for matches in found for match in matches}


def _ink(picture: QPixmap) -> set[str]:
    image = picture.toImage()
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    colours = [image.pixelColor(x, y) for x, y in points]
    return {colour.name() for colour in colours if colour.alpha() == 255}


def test_every_icon_named_in_the_program_is_there() -> None:
    used = _used()
    assert "search" in used
    assert sorted(name for name in used if not resource("icons", f"{name}.svg").exists()) == []


@pytest.mark.parametrize("path", sorted(resource("icons").glob("*.svg")), ids=lambda path: path.stem)
def test_every_drawing_renders(path: Path) -> None:
    image = icons.pixmap(path.stem, size=24).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24))


@pytest.mark.parametrize("worn", [LIGHT, DARK], ids=lambda worn: worn.name)
def test_marks_of_the_stylesheet_have_colours_of_the_theme(worn: Theme) -> None:
    allowed = set(worn.colours().values())
    for path in resource("icons", worn.name).glob("*.svg"):
        assert set(re.findall(r"#[0-9A-Fa-f]{6}", path.read_text(encoding="utf-8"))) <= allowed


def test_every_mark_of_the_stylesheet_is_there_in_both_themes(qapp: QApplication) -> None:
    for choice in ("light", "dark"):
        theme.apply(qapp, theme.as_choice(choice))
        marks = set(re.findall(r'url\("([^"]+)"\)', qapp.styleSheet()))
        assert marks
        assert [mark for mark in marks if not Path(mark).exists()] == []


def test_an_icon_follows_the_theme_without_being_set_again(qapp: QApplication) -> None:
    made = icons.icon("square", "accent")
    before = _ink(made.pixmap(64, 64))
    theme.apply(qapp, "dark")
    assert QColor(LIGHT.accent_text).name() in before
    assert QColor(DARK.accent_text).name() in _ink(made.pixmap(64, 64))


def test_a_disabled_icon_is_faded() -> None:
    faded = icons.icon("square").pixmap(QSize(64, 64), QIcon.Mode.Disabled)
    assert QColor(LIGHT.disabled).name() in _ink(faded)


def test_an_icon_is_sharp_on_a_dense_screen() -> None:
    picture = icons.icon("users").pixmap(QSize(16, 16), 2.0)
    assert (picture.width(), picture.devicePixelRatio()) == (32, 2.0)


def test_an_icon_is_not_drawn_before_it_is_painted() -> None:
    before = icons._rendered.cache_info().misses
    icons.icon("factory", size=37)
    assert icons._rendered.cache_info().misses == before


def test_a_copy_of_an_icon_outlives_the_first() -> None:
    first = icons.icon("users")
    copy = QIcon(first)
    copy.addPixmap(QPixmap(8, 8))
    del first
    assert not copy.pixmap(16, 16).isNull()


@pytest.mark.parametrize("size", [16, 32, 256])
def test_the_application_icon_renders(size: int) -> None:
    assert icons.application_icon().pixmap(size, size).width() == size
