"""Data check: what looks wrong in the values of all records. It warns; what is certain it mends when told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Context, Values
from app.blueprint.field import Field
from app.blueprint.kinds import Email, Kind, LongText, Text, Url
from app.blueprint.rows import Rows
from app.blueprint.section import Section
from app.core.progress import Progress
from app.core.texts import N_, _
from app.services.checking import by_uid
from app.services.operations import Operation
from app.services.text_faults import FAULTS, Fault
from app.store.change import Change
from app.store.engine import Database
from app.store.records import Stored

if TYPE_CHECKING:
    from app.services.library import Library

MOST_SHOWN = 500
"""Findings of one sort that are kept to be shown; all of them are counted."""

WARNINGS = {
    "code": N_("Codes"), "phone": N_("Phones"), "email": N_("E-mails"), "url": N_("Web addresses"),
    "other": N_("Other values"),
}  # fmt: skip
"""Sorts of findings that the kinds of values themselves warn of."""


@dataclass(frozen=True)
class Finding:
    """A value that looks wrong: ``fixed`` is what it would become, ``sentence`` what is wrong otherwise."""

    sort: str
    section: str
    uid: str
    title: str
    field: str
    text: str
    sentence: str = ""
    fixed: str | None = None


@dataclass
class Report:
    """What was found, by sort: how many, how many of them can be mended, and the first ones."""

    counts: Counter[str] = field(default_factory=Counter)
    fixable: Counter[str] = field(default_factory=Counter)
    shown: dict[str, list[Finding]] = field(default_factory=dict)

    def add(self, finding: Finding) -> None:
        """One more."""
        self.counts[finding.sort] += 1
        self.fixable[finding.sort] += finding.fixed is not None
        kept = self.shown.setdefault(finding.sort, [])
        if len(kept) < MOST_SHOWN:
            kept.append(finding)


def label_of(sort: str) -> str:
    """What a sort of findings is called."""
    labels = {each.key: each.label for each in FAULTS} | WARNINGS
    return _(labels[sort])


def sorts() -> list[str]:
    """Every sort, in the order in which they are shown."""
    return [*WARNINGS, *(each.key for each in FAULTS)]


class DataCheck:
    """Goes through all values; reads only, until it is told to mend."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def look(self, progress: Progress | None = None) -> Report:
        """Everything that looks wrong, in every section."""
        report, context = Report(), self._library.context()
        for section, batch in self._batches(progress):
            for record in batch:
                for finding in _findings(section, record, context):
                    report.add(finding)
        return report

    def fix(self, wanted: Collection[str], progress: Progress | None = None) -> Operation:
        """Mend what is certain of these sorts, wholly or not at all, as one operation."""
        faults = [each for each in FAULTS if each.key in wanted]
        return self._library.write("data_fix", self._changes(faults, progress))

    def _changes(self, faults: list[Fault], progress: Progress | None) -> Iterator[Change]:
        for section, batch in self._batches(progress):
            for record in batch:
                values = dict(_mended(section, record.values, faults))
                if values:
                    yield Change(section.key, record.uid, values)

    def _batches(self, progress: Progress | None) -> Iterator[tuple[Section, list[Stored]]]:
        counts, done = self._library.lists.counts(), 0
        total = sum(counts.values())
        for section in self._library.registry.sections:
            for batch in by_uid(self._database, section):
                yield section, batch
                done += len(batch)
                if progress is not None:
                    progress.step(min(done, total), total)


# -- the values of a record ------------------------------------------------------------------------------


def _leaves(each: Field, value: Any) -> Iterator[tuple[Kind, Any]]:
    """Every single value in a field, with its kind."""
    kind = each.kind
    if isinstance(kind, Rows):
        for row in value:
            for part in kind.parts:
                if row.get(part.key) is not None:
                    yield part.kind, row[part.key]
    else:
        yield kind, value


def _findings(section: Section, record: Stored, context: Context) -> Iterator[Finding]:
    for each in section.stored:
        value = record.values.get(each.key)
        for kind, leaf in _leaves(each, value) if value is not None else ():
            for sort, sentence, fixed in _judged(kind, leaf, context, is_name=each.is_name):
                text = leaf if isinstance(leaf, str) else kind.show(leaf, context)
                place = (section.key, record.uid, record.title, each.key)
                yield Finding(sort, *place, text, sentence, fixed)


def _judged(
    kind: Kind, leaf: Any, context: Context, *, is_name: bool
) -> Iterator[tuple[str, str, str | None]]:
    is_told = False
    for fault in _faults_of(kind, is_name=is_name, every=FAULTS):
        if isinstance(leaf, str) and fault.find(leaf):
            fixed = fault.fix(leaf)
            is_told = True
            yield fault.key, "", None if fixed == leaf else fixed
            if fault.key == "garbled":
                break  # the rest is judged when it can be read
    warning = None if is_told else kind.warning(leaf, context)
    if warning:
        yield (kind.name if kind.name in WARNINGS else "other"), warning, None


def _faults_of(kind: Kind, *, is_name: bool, every: Iterable[Fault]) -> Iterator[Fault]:
    """Texts may have any fault; addresses only letters that look like others."""
    if type(kind) in (Text, LongText):
        for fault in every:
            if (is_name or not fault.is_of_names) and (type(kind) is Text or not fault.is_of_lines):
                yield fault
    elif isinstance(kind, (Email, Url)):
        yield from (fault for fault in every if fault.key == "mixed")


def _mended(section: Section, values: Values, faults: list[Fault]) -> Iterator[tuple[str, Any]]:
    for each in section.stored:
        value = values.get(each.key)
        if value is None:
            continue
        kind = each.kind
        if isinstance(kind, Rows):
            parts = {part.key: part.kind for part in kind.parts}
            new: Any = [{key: _fixed(parts[key], leaf, faults) for key, leaf in row.items()} for row in value]
        else:
            new = _fixed(kind, value, faults, is_name=each.is_name)
        if new != value:
            yield each.key, new


def _fixed(kind: Kind, leaf: Any, faults: list[Fault], *, is_name: bool = False) -> Any:
    if not isinstance(leaf, str):
        return leaf
    for fault in _faults_of(kind, is_name=is_name, every=faults):
        if fault.find(leaf):
            leaf = fault.fix(leaf) or leaf
    return leaf
