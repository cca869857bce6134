"""What the command palette offers for a typed text: records, commands, sections, settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from app.core.folding import fold, words
from app.core.settings import SETTINGS
from app.core.texts import N_, _

if TYPE_CHECKING:
    from app.services.lists import Found
    from app.ui.commands import Command
    from app.ui.desk import Desk

RECENT, RECORDS = N_("Recent"), N_("Records")
COMMANDS, SECTIONS, SETTINGS_GROUP = N_("Commands"), N_("Sections"), N_("Settings")
FIELDS = N_("Fields")
MOST = 8
"""Results of one group at most."""
FIRST = ("record.new", "file.import", "tools.settings")
"""Commands that are offered before anything is typed."""
FEW = 5
"""Values by which a setting is found (dark, română); of a list of countries only the first ones."""


@dataclass(frozen=True)
class Result:
    """One line of the palette: what it says and what Enter does."""

    group: str
    title: str
    icon: str
    run: Callable[[], object]
    subtitle: str = ""
    hint: str = ""
    is_enabled: bool = True


def matches(text: str, wanted: Sequence[str]) -> bool:
    """Does every word stand in the text, short ones at the beginning of a word?"""
    folded = fold(text)
    begins = f" {folded}"
    return all(f" {word}" in begins if len(word) < 3 else word in folded for word in wanted)


def record_results(desk: Desk, found: Iterable[Found], group: str) -> list[Result]:
    """Records of all sections; Enter goes there."""
    results = []
    for each in found:
        go = partial(desk.navigate.emit, each.section, each.uid)
        title = desk.title_of(each.section)
        results.append(Result(group, each.title, desk.icon_of(each.section), go, each.subtitle, title))
    return results[:MOST]


def other_results(desk: Desk, text: str) -> list[Result]:
    """Commands, sections, settings and own fields that fit; without a text the first ones."""
    wanted = words(text) if not text.strip().isdigit() else [text.strip()]
    if not wanted:
        offered = filter(None, map(desk.commands.get, FIRST))
        return [*(_result(desk, each) for each in offered if each.can_run), *_sections(desk, ())]
    return [
        *_commands(desk, wanted),
        *_sections(desk, wanted),
        *_fields(desk, wanted),
        *_settings(desk, wanted),
    ]


def _commands(desk: Desk, wanted: Sequence[str]) -> list[Result]:
    found = []
    for command in desk.commands.offered():
        if (
            command.id != "palette"
            and command.can_run
            and matches(f"{command.label} {command.menu_label}", wanted)
        ):
            found.append(_result(desk, command))
    return found[:MOST]


def _result(desk: Desk, command: Command) -> Result:
    run = partial(desk.commands.run, command.id) if desk.commands.get(command.id) else command.run
    label = command.label.replace("&", "")
    return Result(COMMANDS, label, command.icon or "command", run, "", command.shortcut)


def _sections(desk: Desk, wanted: Sequence[str]) -> Iterator[Result]:
    if desk.library is None:
        return
    for view in desk.library.sections.views():
        if not view.is_hidden and matches(view.title, wanted):
            yield Result(SECTIONS, view.title, view.icon, partial(desk.navigate.emit, view.key, ""))


def _fields(desk: Desk, wanted: Sequence[str]) -> list[Result]:
    """The user's own fields: Enter opens what is said of the field in the settings."""
    from app.ui.settings_dialog import show_field

    found = []
    for section in desk.registry.sections:
        title = desk.title_of(section.key)
        for field in section.stored:
            if field.is_own and matches(f"{field.label} {title}", wanted):
                run = partial(show_field, desk, section.key, field.key)
                found.append(Result(FIELDS, _(field.label), "text", run, title))
    return found[:MOST]


def _settings(desk: Desk, wanted: Sequence[str]) -> Iterator[Result]:
    from app.ui.settings_dialog import PAGE_ICONS, page_names, show_settings

    for setting in SETTINGS:
        values = " ".join(_(name) for _key, name in setting.choices[:FEW])
        if matches(f"{_(setting.label)} {_(setting.page)} {values}", wanted):
            run = partial(show_settings, desk, setting.key)
            yield Result(SETTINGS_GROUP, _(setting.label), "settings", run, _(setting.page))
    for page in page_names(desk):
        if matches(_(page), wanted):
            run = partial(show_settings, desk, page)
            yield Result(SETTINGS_GROUP, _(page), PAGE_ICONS.get(page, "settings"), run, _("Settings"))
