"""The registry: finds the sections and gives every entity by its key or number."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from importlib import import_module

from app.blueprint.house import HOUSE
from app.blueprint.section import Entity, Section

_PACKAGE = "app.sections"


class Registry:
    """The sections of the program in their order, and the other entities."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self.sections = tuple(sorted(sections, key=lambda section: section.order))
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

    def with_section(self, section: Section) -> Registry:
        """The same registry and one section more."""
        return Registry((*self.sections, section))


def discover() -> Registry:
    """Every ``SECTION`` value of the modules in ``app.sections``."""
    package = import_module(_PACKAGE)
    modules = (import_module(f"{_PACKAGE}.{found.name}") for found in pkgutil.iter_modules(package.__path__))
    return Registry(module.SECTION for module in modules if hasattr(module, "SECTION"))
