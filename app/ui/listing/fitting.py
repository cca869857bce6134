"""How wide columns become: what each needs is measured once, then the room is shared - arithmetic only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QFontMetricsF

from app.blueprint.field import Field
from app.blueprint.kinds import Choice
from app.blueprint.section import Section
from app.core.texts import _, language
from app.ui import theme
from app.ui.listing.columns import NARROWEST, TITLE, ColumnChoice
from app.ui.listing.header import ARROW, heading_font
from app.ui.listing.row_painter import AVATAR, PAD

LabelsOf = Callable[[str], Iterable[str]]
"""The labels of a list of values, by its key."""

LEAST_NAME = 150
"""Room for the text of a name at least; an avatar comes on top."""
LEAST_TEXT = 92
"""Narrower than this a text says nothing any more: the list is scrolled sideways instead."""
EASY = 116
"""Every column becomes so narrow before any becomes narrower: wide names are no use beside cut firms."""
WIDEST_LABEL = 150
"""More is not given to the labels of a list of values."""
WEAK_KINDS = ("email",)
"""Known by their beginning, and often long: they give way first, down to their heading."""
SPOKEN_KIND = "next_step"
"""A date after a word."""
FIRM_KINDS = ("phone", "number", "decimal", "money")
"""Kinds of which a cut value says nothing: their columns do not shrink with the window."""

_NEAR = {
    "en": ("Wed 28 Sept",),
    "ro": ("dum. 28 sept.",),
    "ru": ("чт 28 сент.", "пт 28 нояб."),
}
_FAR = {"en": ("28 Sept 2000",), "ro": ("28 sept. 2000",), "ru": ("28 сент. 2000", "28 февр. 2000")}
_WHOLE = {"en": ("28 September 2000",), "ro": ("28 septembrie 2000",), "ru": ("28 сентября 2000",)}
"""The longest dates of each language. The library that writes dates is slow to load and not asked here;
a test compares these with every day of two years."""
_TIMED_KINDS = ("date_or_time", "appointment", "stamp", SPOKEN_KIND)
_WHOLE_KINDS = ("date", "partial_date", "birthday", "day_month")


class Need(NamedTuple):
    """What a column needs to be readable, and what it likes to have."""

    least: int
    wish: int


def fitted_widths(
    section: Section,
    choice: ColumnChoice,
    room: int,
    labels_of: LabelsOf | None = None,
    timeless: Collection[str] = (),
) -> list[int]:
    """Widths in pixels for the chosen columns.

    Those the user sized stay; the others fill ``room``. Where it is too small, e-mails give way first, then
    texts, then the title, and once more when all have become as narrow as is easy to read; dates, phones
    and lists of values not at all. No column becomes unreadable: then the list is wider than the room and
    scrolled sideways. Of the dates only those may leave the hour out that are ``timeless``, columns of days
    in which no hour was seen.
    """
    needs = {
        key: _need(section, key, labels_of, is_sorted=key == (choice.sort or section.sort))
        for key in choice.keys
        if key not in choice.widths
    }
    found = {key: need.wish for key, need in needs.items()}
    left = room - sum(choice.widths[key] for key in choice.keys if key in choice.widths)
    missing = sum(found.values()) - left
    days = [key for key in needs if key in timeless]
    needs.update({key: Need(min(_day_need(section, key), needs[key].wish), needs[key].wish) for key in days})
    groups = _giving_way(section, list(needs), days)
    for keys, easy in [*((keys, EASY) for keys in groups), *((keys, 0) for keys in groups)]:
        rooms = {key: max(found[key] - max(needs[key].least, easy), 0) for key in keys}
        give = min(max(missing, 0), sum(rooms.values()))
        missing -= give
        for key, part in _parts(rooms, give).items():
            found[key] -= part
    if missing < 0:
        loose = [key for key in found if needs[key].least < needs[key].wish and key not in days]
        _share(found, loose or list(found), -missing)
    return [choice.widths.get(key) or max(found[key], NARROWEST) for key in choice.keys]


def longest_date(kind: str) -> int:
    """Width of the longest date of a kind in the language of the interface; 0 if it shows no dates."""
    if kind in _WHOLE_KINDS:
        return max(text_width(text) for text in _WHOLE[language()])
    if kind not in _TIMED_KINDS:
        return 0
    days = (*_NEAR[language()], _("yesterday"), _("tomorrow"))
    if kind != SPOKEN_KIND:  # what comes next is rarely half a year away
        days += _FAR[language()]
    return max(text_width(f"{day} 00:00") for day in days)


def text_width(text: str, *, is_heading: bool = False) -> int:
    """Width of a text in the font of the rows, or in that of the headings."""
    return _measured(text, is_heading, theme.metrics().font)


@lru_cache(maxsize=2048)
def _measured(text: str, is_heading: bool, size: int) -> int:
    font = heading_font() if is_heading else theme.ui_font(size)
    return int(QFontMetricsF(font).horizontalAdvance(text)) + 2


def _need(section: Section, key: str, labels_of: LabelsOf | None, *, is_sorted: bool) -> Need:
    field = section.list_fields[key]
    heading = text_width(_(field.label), is_heading=True) + 2 * PAD + (ARROW + 2 if is_sorted else 0)
    kind = field.kind.name
    if key == TITLE:
        least = max(heading, LEAST_NAME + (PAD + AVATAR if section.has_avatar else 0))
        return Need(least, max(least, field.width))
    if date := longest_date(kind):
        word = _longest_label("event_type", labels_of, _("Event")) if kind == SPOKEN_KIND else 0
        whole = max(heading, date + word + 2 * PAD)
        return Need(whole, whole)
    if kind == "choice":
        whole = max(heading, _of_list(field, labels_of))
        return Need(whole, whole)
    if kind in FIRM_KINDS:
        whole = max(heading, theme.metrics().scaled(field.width))
        return Need(whole, whole)
    least = heading if kind in WEAK_KINDS else max(heading, LEAST_TEXT)
    return Need(least, max(least, field.width))


def _day_need(section: Section, key: str) -> int:
    """Room for the longest day without an hour, and for the heading with the arrow."""
    days = (*_NEAR[language()], *_FAR[language()], _("yesterday"), _("tomorrow"))
    heading = text_width(_(section.list_fields[key].label), is_heading=True) + ARROW + 2
    return max(heading, *(text_width(day) for day in days)) + 2 * PAD


def _of_list(field: Field, labels_of: LabelsOf | None) -> int:
    """As wide as the longest value that can stand there."""
    if labels_of is None or not isinstance(field.kind, Choice):
        return field.width
    found = max((text_width(label) for label in labels_of(field.kind.list)), default=0)
    return min(found, WIDEST_LABEL) + 2 * PAD if found else field.width


def _longest_label(list_key: str, labels_of: LabelsOf | None, default: str) -> int:
    """The word before a date, with what parts them."""
    labels = list(labels_of(list_key)) if labels_of is not None else []
    return min(max(text_width(f"{label}, ") for label in labels or [default]), WIDEST_LABEL // 2)


def _giving_way(section: Section, keys: list[str], days: list[str]) -> list[list[str]]:
    """Which columns become narrower, one group after the other."""
    keys = [key for key in keys if key not in days]
    weak = [key for key in keys if section.list_fields[key].kind.name in WEAK_KINDS]
    texts = [key for key in keys if key != TITLE and key not in weak]
    return [days, weak, texts, [key for key in keys if key == TITLE]]


def _parts(rooms: dict[str, int], whole: int) -> dict[str, int]:
    """The whole in parts, in proportion to the room that each has."""
    left = sum(rooms.values())
    parts = {}
    for key, room in rooms.items():
        parts[key] = whole * room // left if left else 0
        whole -= parts[key]
        left -= room
    return parts


def _share(found: dict[str, int], keys: list[str], extra: int) -> None:
    """Give columns more width in proportion to what they have."""
    whole = sum(found[key] for key in keys)
    for key in keys:
        part = extra * found[key] // whole
        whole -= found[key]
        extra -= part
        found[key] += part
