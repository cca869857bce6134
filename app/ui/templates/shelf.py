"""What the library of templates shows, read in one go away from the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.folding import fold
from app.core.texts import LANGUAGES, _

if TYPE_CHECKING:
    from app.services.documents.templates import Template, Version
    from app.services.library import Library

OWN, SHIPPED = "own", "shipped"


@dataclass(frozen=True)
class Place:
    """A place in the tree: all, the file's own, a section, a folder of it; or what comes with the program."""

    kind: str = ""
    section: str | None = None
    folder: str | None = None
    language: str | None = None

    def holds(self, template: Template) -> bool:
        """Does the template stand there?"""
        if (self.kind == OWN and template.is_shipped) or (self.kind == SHIPPED and not template.is_shipped):
            return False
        if self.section is not None and template.section != self.section:
            return False
        if self.language is not None and template.language != self.language:
            return False
        inside = f"{template.folder}/".startswith(f"{self.folder}/")
        return self.folder is None or inside


@dataclass(frozen=True)
class Shelf:
    """Every template there is, and the counters that number documents."""

    templates: tuple[Template, ...] = ()
    counters: tuple[str, ...] = ()

    @property
    def own(self) -> list[Template]:
        """Those that are kept in the file."""
        return [each for each in self.templates if not each.is_shipped]

    def folders(self, section: str | None = None) -> list[str]:
        """Every folder and those above it, by name."""
        found = set()
        for each in self.own:
            if each.folder and section in (None, each.section):
                steps = each.folder.split("/")
                found |= {"/".join(steps[: n + 1]) for n in range(len(steps))}
        return sorted(found, key=fold)

    def sections(self) -> list[str]:
        """Keys of the sections that have templates of their own; empty for any section."""
        return sorted({each.section for each in self.own})

    def shown(self, place: Place, text: str) -> list[Template]:
        """What stands in a place and has the words in its name or folder."""
        words = fold(text).split()
        found = [each for each in self.templates if place.holds(each)]
        return [each for each in found if all(word in fold(f"{each.folder} {each.name}") for word in words)]


def read_shelf(library: Library) -> Shelf:
    """Everything, as it is now."""
    templates = library.documents.templates
    counters = tuple(each.name for each in library.documents.counters.all())
    return Shelf((*templates.all(), *templates.shipped()), counters)


@dataclass(frozen=True)
class Detail:
    """One template with its versions, the newest first, and how its next number would read."""

    template: Template
    versions: tuple[Version, ...] = ()
    next_number: str = ""


def read_detail(library: Library, template: Template) -> Detail:
    """Versions of a template and its next number; the template as it is now."""
    if not template.uid:
        return Detail(template)
    documents, today = library.documents, library.context().today
    found = documents.templates.find(template.uid)
    number = documents.counters.named(found.counter).following(today).shown(today)
    return Detail(found, tuple(documents.templates.versions(found.uid)), number)


def language_name(code: str) -> str:
    """A language under its own name; what is not known is that of the window."""
    return LANGUAGES.get(code, _("As the window"))
