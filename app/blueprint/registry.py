"""The registry: finds the sections and gives every entity by its key or number."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from app.blueprint.house import HOUSE
from app.blueprint.section import Entity, Section

if TYPE_CHECKING:
    from app.blueprint.own import Definition

_PACKAGE = "app.sections"


class Registry:
    """The sections of the program in their order, and the other entities."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self.sections = tuple(sorted(sections, key=lambda section: section.order))
        self._declared = self.sections
        self._definitions: tuple[Definition, ...] = ()
        self.entities: dict[str, Entity] = {each.key: each for each in (*self.sections, *HOUSE)}
        self.by_number = {each.number: each for each in self.entities.values()}
        if len(self.by_number) != len(self.sections) + len(HOUSE):
            raise ValueError("two entities share a key or a number")

    def section(self, key: str) -> Section:
        """The section with that key; KeyError if there is none."""
        found = self.entities[key]
        if not isinstance(found, Section):
            raise KeyError(key)
        return found

    def declared(self, key: str) -> Section:
        """The section as the program declares it, without what the user made of its fields."""
        return next(each for each in self._declared if each.key == key)

    def with_section(self, section: Section) -> Registry:
        """The same registry and one section more."""
        return Registry((*self.sections, section))

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """What the user made and changed of the fields."""
        return self._definitions

    def with_own(self, definitions: Sequence[Definition]) -> Registry:
        """The declared sections with what the user made of their fields."""
        wanted = tuple(definitions)
        if wanted == self._definitions:
            return self
        if not wanted:
            return Registry(self._declared)
        from app.blueprint.own import with_own

        made = Registry(with_own(each, wanted) for each in self._declared)
        made._declared, made._definitions = self._declared, wanted
        return made


def discover() -> Registry:
    """Every ``SECTION`` value of the modules in ``app.sections``."""
    package = import_module(_PACKAGE)
    modules = (import_module(f"{_PACKAGE}.{found.name}") for found in pkgutil.iter_modules(package.__path__))
    return Registry(module.SECTION for module in modules if hasattr(module, "SECTION"))
