"""Write the open archive of a library: every record, group, list, field and filter, and every file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import __version__
from app.core import clock as time
from app.core.errors import UserError
from app.core.progress import Progress
from app.core.texts import _
from app.services.exchange.archive import FILES, FORMAT, MANIFEST, README, RECORDS, VERSION, package
from app.services.exchange.archive.package import Add
from app.services.files import safe_name

if TYPE_CHECKING:
    from app.blueprint.section import Entity
    from app.services.library import Library

STEP = 1_000
"""Records after which progress is told."""

EXTRAS: dict[str, Callable[[Library], Iterable[bytes]]] = {}
"""What archives hold besides for other programs, by file name (contacts.vcf); it is not read back."""


@dataclass(frozen=True)
class Written:
    """What went into an archive: how many of each thing, and the names of files whose content is gone."""

    records: dict[str, int]
    files: int
    missing: tuple[str, ...]


def write_archive(library: Library, to: Path | str, progress: Progress | None = None) -> Written:
    """Write everything into a folder, or into a zip file if the name says so."""
    to = Path(to)
    library.care.spare(to)
    writer = _Writer(library, progress or Progress())
    package.write(to, writer.fill)
    return Written(writer.counts, len(writer.files), tuple(writer.missing))


def kept_files(entity: Entity, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Digest and name of every file and picture of a record."""
    for each in entity.kept:
        value = values.get(each.key)
        if value and each.kind.name == "image":
            yield value, ""
        elif value and each.kind.name == "files":
            yield from ((one["digest"], one["name"]) for one in value)


@dataclass
class _Writer:
    library: Library
    progress: Progress
    counts: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.total = sum(self.library.lists.counts().values())
        self.done = 0

    def fill(self, add: Add) -> None:
        """Put everything in."""
        for entity in sorted(self.library.registry.entities.values(), key=lambda each: each.number):
            add(f"{RECORDS}/{entity.key}.jsonl", self._lines(entity))
        for digest, name in list(self.files.items()):
            self._add_file(add, digest, name)
        for name, write in EXTRAS.items():
            add(name, write(self.library))
        add(README, [_readme().encode()])
        told = {
            "format": FORMAT, "version": VERSION, "program": __version__,
            "made_at": time.stamp(self.library.clock()), "records": self.counts, "files": len(self.files),
        }  # fmt: skip
        add(MANIFEST, [json.dumps(told, indent=2).encode()])

    def _lines(self, entity: Entity) -> Iterator[bytes]:
        self.counts[entity.key] = 0
        for line in self.library.care.dump([entity.key]):
            for digest, name in kept_files(entity, json.loads(line)["values"]):
                self.files.setdefault(digest, name)
            self.counts[entity.key] += 1
            self.done += 1
            if self.done % STEP == 0:
                self.progress.step(min(self.done, self.total), self.total)
            yield f"{line}\n".encode()

    def _add_file(self, add: Add, digest: str, name: str) -> None:
        try:
            data = self.library.files.read(digest)
        except UserError:
            self.missing.append(name or digest)
            del self.files[digest]
            return
        self.progress.step(self.total, self.total, name)
        suffix = Path(safe_name(name)).suffix if name else ""
        ending = suffix if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= 21 else ""
        add(f"{FILES}/{digest}{ending}", [data])


def _readme() -> str:
    told = _(
        "This is everything of a Cartoteca file, open to any program: a line of JSON for each record, and the"
        " files under their SHA-256. To make a file of it again: cartoteca new FILE --from ARCHIVE"
    )
    return f"{told}\n"
