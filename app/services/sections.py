"""Sections as this file shows them: renamed, hidden, ordered and given icons by the user."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.blueprint.section import Section
from app.core.errors import UserError
from app.core.ids import built_in_uid
from app.core.texts import _
from app.services.operations import Operation
from app.store import house
from app.store.change import Change
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library

SETTING = "sections"

ICONS = (
    "user-round", "users", "building-2", "briefcase", "store", "factory", "landmark", "house", "heart",
    "star", "square-check", "list-checks", "clipboard-list", "target", "calendar-clock", "calendar",
    "phone", "mail", "message-circle", "sticky-note", "notebook-pen", "file-text", "folder", "book-user",
    "id-card", "link", "globe", "map-pin", "truck", "package", "shopping-cart", "receipt", "wallet",
    "banknote", "coins", "credit-card", "percent", "graduation-cap", "gift", "cake", "key-round",
    "sparkles", "zap", "tag", "flag", "image", "chart-column",
)  # fmt: skip
"""Drawings that a section may be given: those that stand for a thing, not for an act."""


@dataclass(frozen=True)
class SectionView:
    """A section as shown: its key, the title in use, its icon, whether it is hidden."""

    key: str
    title: str
    icon: str
    is_hidden: bool = False


class Sections:
    """Names, icons, order and visibility of the sections; kept in the file."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database
        self._known: dict[str, Any] | None = None

    def forget(self) -> None:
        """The settings of the file were written; they are read again when they are needed."""
        self._known = None

    def views(self) -> list[SectionView]:
        """Every section in the user's order, hidden ones too."""
        kept = self._kept()
        order = kept.get("order", [])
        sections = sorted(
            self._library.registry.sections,
            key=lambda each: order.index(each.key) if each.key in order else 100 + each.order,
        )
        names, hidden, icons = kept.get("titles", {}), kept.get("hidden", []), kept.get("icons", {})
        return [
            SectionView(
                each.key,
                names.get(each.key) or _(each.title),
                icon if (icon := icons.get(each.key)) in ICONS else each.icon,
                each.key in hidden,
            )
            for each in sections
        ]

    def title_of(self, key: str) -> str:
        """The title in use."""
        return next(each.title for each in self.views() if each.key == key)

    def icon_of(self, key: str) -> str:
        """The icon in use."""
        return next(each.icon for each in self.views() if each.key == key)

    def icons_by_type(self, section: Section) -> dict[str, str]:
        """Icons by the type of a record; under an empty key that of the section, for those without."""
        found = {"": self.icon_of(section.key)}
        field = section.by_key.get(section.type_field)
        for option in self._library.choices.options(getattr(field.kind, "list", "")) if field else ():
            found[option.key] = option.icon or ""
        return found

    def rename(self, key: str, title: str) -> Operation:
        """Another title; an empty one brings the built-in title back."""

        def renamed(kept: dict[str, Any]) -> dict[str, Any]:
            titles = {**kept.get("titles", {}), key: title.strip()}
            return {**kept, "titles": {each: name for each, name in titles.items() if name}}

        return self._write(renamed, title.strip())

    def set_icon(self, key: str, icon: str) -> Operation:
        """Another icon; an empty name brings the built-in one back."""
        if icon and icon not in ICONS:
            raise UserError(_("There is no icon “{name}”.").format(name=icon))

        def changed(kept: dict[str, Any]) -> dict[str, Any]:
            icons = {**kept.get("icons", {}), key: icon}
            return {**kept, "icons": {each: name for each, name in icons.items() if name}}

        return self._write(changed, self.title_of(key))

    def set_hidden(self, key: str, is_hidden: bool) -> Operation:
        """Hide a section or show it again; one must stay."""

        def changed(kept: dict[str, Any]) -> dict[str, Any]:
            hidden = [each for each in kept.get("hidden", []) if each != key] + ([key] if is_hidden else [])
            if len(hidden) >= len(self._library.registry.sections):
                raise UserError(_("One section has to stay visible."))
            return {**kept, "hidden": sorted(hidden)}

        return self._write(changed, self.title_of(key))

    def move(self, key: str, position: int) -> Operation:
        """Put a section at another place."""

        def moved(kept: dict[str, Any]) -> dict[str, Any]:
            order = [each.key for each in self.views() if each.key != key]
            order.insert(position, key)
            return {**kept, "order": order}

        return self._write(moved, self.title_of(key))

    def _kept(self) -> dict[str, Any]:
        known = self._known
        if known is None:
            with self._database.read() as connection:
                found = house.settings(connection).get(SETTING)
            known = self._known = _readable(found[1]) if found else {}
        return known

    def _write(self, change: Callable[[dict[str, Any]], dict[str, Any]], title: str) -> Operation:
        return self._library.write("settings", self.changes(change), title=title)

    def changes(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Iterator[Change]:
        """What is written when ``change`` is made to what is kept of the sections."""
        # Read inside the transaction: what another program has changed meanwhile stays changed.
        self.forget()
        with self._database.read() as connection:
            found = house.settings(connection).get(SETTING)
        text = json.dumps(change(self._kept()), ensure_ascii=False, sort_keys=True)
        uid = found[0] if found else built_in_uid(SETTING, "")
        yield Change("file_setting", uid, {"key": SETTING, "value": text})


def _readable(text: str) -> dict[str, Any]:
    """The parts of a stored setting that are what they should be; damage costs a name, not the file."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    shapes = {"titles": dict, "icons": dict, "order": list, "hidden": list}
    parts = found.items() if isinstance(found, dict) else ()
    return {key: value for key, value in parts if isinstance(value, shapes.get(key, object))}
