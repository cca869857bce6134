"""Fill a new library from an open archive: as one operation, checked line by line, compared afterwards."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.blueprint.house import CHOICE, FIELD, FILE_SETTING
from app.blueprint.section import Entity, Section
from app.core.errors import UserError
from app.core.progress import Progress
from app.core.texts import _
from app.services.exchange.archive import FILES, FORMAT, MANIFEST, RECORDS, VERSION
from app.services.exchange.archive.package import Package, damaged, opened
from app.services.exchange.archive.shapes import is_sound, is_value
from app.services.exchange.archive.writing import kept_files
from app.services.files import MAX_BYTES
from app.store.change import Change

if TYPE_CHECKING:
    from app.services.library import Library
    from app.store.unit import Unit

LONGEST_LINE = 64 * 1024 * 1024
MOST_MANIFEST = 1024 * 1024
_UID = re.compile(r"[0-9a-f]{32}", re.ASCII)
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
STAMPS = ("created_at", "created_by", "updated_at", "updated_by")


@dataclass
class Restored:
    """What came of it: how many things, and in words what differs from the archive or is not there."""

    count: int = 0
    problems: list[str] = field(default_factory=list)


def restore(library: Library, source: Path | str, progress: Progress | None = None) -> Restored:
    """Bring everything of an archive into a library that was just made.

    UserError if the archive is none of ours, damaged, from a newer program, or the library is not empty.
    """
    source = Path(source)
    if any(library.lists.counts().values()):
        raise UserError(_("An archive is brought into a new file; this one has records already."))
    with opened(source) as package:
        return _Restorer(library, source, package, progress or Progress()).run()


class _Restorer:
    def __init__(self, library: Library, source: Path, package: Package, progress: Progress) -> None:
        self._library, self._source, self._package, self._progress = library, source, package, progress
        self._names = package.names()
        self._digests: dict[str, str] = {}
        self._done = Restored()
        self._total = self._read_manifest()

    def run(self) -> Restored:
        """Files first, so that no record ever points to one that is not there yet."""
        self._check_entities()
        files = self._keep_files()
        self._library.operate("import", "", self._source.name, self._write)
        self._done.problems += [
            _("{name}: the content is missing in the archive.").format(name=name or digest)
            for digest, name in self._digests.items()
            if digest not in files
        ]
        self._compare()
        return self._done

    def _read_manifest(self) -> int:
        with self._package.open(MANIFEST) as stream:
            text = stream.read(MOST_MANIFEST)
        try:
            told = json.loads(text)
            version, counts = int(told["version"]), [int(each) for each in told["records"].values()]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise damaged(self._source, MANIFEST) from error
        if told.get("format") != FORMAT or version < 1:
            raise damaged(self._source, MANIFEST)
        if version > VERSION:
            raise UserError(
                _("“{file}” was made by a newer Cartoteca; use that one.").format(file=self._source.name)
            )
        return sum(counts)

    def _check_entities(self) -> None:
        known = {f"{RECORDS}/{key}.jsonl" for key in self._library.registry.entities}
        for name in self._names:
            if name.startswith(f"{RECORDS}/") and name not in known:
                raise damaged(self._source, name)

    # -- files -----------------------------------------------------------------------------------------------

    def _keep_files(self) -> set[str]:
        found = set()
        for name in self._names:
            if name.startswith(f"{FILES}/"):
                with self._package.open(name) as stream:
                    data = stream.read(MAX_BYTES + 1)
                digest = Path(name).name.partition(".")[0]
                if len(data) > MAX_BYTES or hashlib.sha256(data).hexdigest() != digest:
                    raise damaged(self._source, name)
                self._library.files.put(data)
                found.add(digest)
                self._progress.step(0, self._total, name)
        return found

    # -- records ---------------------------------------------------------------------------------------------

    def _write(self, unit: Unit) -> None:
        unit.is_exact = True
        unit.apply(self._changes(unit, FIELD))
        for entity in (CHOICE, FILE_SETTING):
            unit.apply(self._instead(unit, entity))
        house = [each for each in unit.registry.entities.values() if not isinstance(each, Section)]
        for each in house:
            if each.key not in (FIELD.key, CHOICE.key, FILE_SETTING.key):
                unit.apply(self._changes(unit, each))
        for section in sorted(unit.registry.sections, key=_pointing):
            unit.apply(self._changes(unit, section))

    def _instead(self, unit: Unit, entity: Entity) -> Iterator[Change]:
        """What a new file begins with gives way to what is in the archive."""
        there = {json.loads(line)["uid"] for line in self._library.care.dump([entity.key])}
        for change in self._changes(unit, entity):
            there.discard(change.uid)
            empty: dict[str, Any] = dict.fromkeys(each.key for each in entity.stored)
            yield Change(entity.key, change.uid, empty | (change.values or {}))
        for uid in sorted(there):
            yield Change(entity.key, uid, None)

    def _changes(self, unit: Unit, entity: Entity) -> Iterator[Change]:
        entity = unit.registry.entities[entity.key]
        fields = {each.key: each for each in entity.stored}
        for number, line in self._lines(entity):
            place = f"{entity.key}.jsonl, {number}"
            uid, values, stamps = self._checked(line, entity, place)
            for key, value in values.items():
                if key not in fields or not is_value(fields[key].kind, value):
                    raise damaged(self._source, f"{place}, {key[:40]}")
            if not is_sound(entity, values, unit.registry):
                raise damaged(self._source, place)
            self._digests.update(kept_files(entity, values))
            self._done.count += 1
            if self._done.count % 1_000 == 0:
                self._progress.step(min(self._done.count, self._total), self._total)
            yield Change(entity.key, uid, values, stamps=stamps)

    def _checked(
        self, line: Any, entity: Entity, place: str
    ) -> tuple[str, dict[str, Any], dict[str, str] | None]:
        uid, values = (line.get("uid"), line.get("values")) if isinstance(line, dict) else (None, None)
        if not isinstance(uid, str) or not _UID.fullmatch(uid) or not isinstance(values, dict):
            raise damaged(self._source, place)
        if line.get("section") != entity.key:
            raise damaged(self._source, place)
        if not isinstance(entity, Section):
            return uid, values, None
        stamps = {key: line.get(key) for key in STAMPS}
        for key, value in stamps.items():
            is_moment = key.endswith("_at")
            if not isinstance(value, str) or (is_moment and not _STAMP.fullmatch(value)) or "\0" in value:
                raise damaged(self._source, f"{place}, {key}")
        return uid, values, {key: str(value) for key, value in stamps.items()}

    def _lines(self, entity: Entity) -> Iterator[tuple[int, Any]]:
        name = f"{RECORDS}/{entity.key}.jsonl"
        if name not in self._names:
            return
        with self._package.open(name) as stream:
            number = 0
            while line := stream.readline(LONGEST_LINE):
                number += 1
                try:
                    yield number, json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise damaged(self._source, f"{entity.key}.jsonl, {number}") from error

    # -- afterwards ------------------------------------------------------------------------------------------

    def _compare(self) -> None:
        """Is everything there as the archive has it? Both are in the order of uids."""
        for entity in self._library.registry.entities.values():
            there = {}
            for line in self._library.care.dump([entity.key]):
                there[json.loads(line)["uid"]] = hashlib.blake2b(line.encode(), digest_size=8).digest()
            for number, line in self._lines(entity):
                text = self._library.care.line(line)
                if there.pop(line["uid"], None) != hashlib.blake2b(text.encode(), digest_size=8).digest():
                    self._done.problems.append(
                        _("{place}: is not quite as in the archive.").format(
                            place=f"{entity.key}.jsonl, {number}"
                        )
                    )


def _pointing(section: Section) -> int:
    """How much its records point to others: those that point less come first, so that few have to wait."""
    weights = {"reference": 1, "references": 2, "jobs": 2}
    return sum(weights.get(each.kind.name, 0) for each in section.stored if each.key != "links")
