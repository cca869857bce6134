"""An own field of another kind: what fits, what does not, and the carrying over of the values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from app.blueprint.kinds import Choice, Choices, Image, Kind, YesNo
from app.blueprint.own import Definition, fields_of
from app.blueprint.rows import Reference
from app.core.folding import fold
from app.core.progress import Progress, counting
from app.core.texts import _
from app.services.choices import free_key
from app.store import definitions
from app.store.change import Change
from app.store.unit import Unit

if TYPE_CHECKING:
    from app.services.library import Library

SHOWN_MISFITS = 200
"""Values that do not fit are listed up to here; all of them are counted."""


@dataclass(frozen=True)
class Misfit:
    """A value that another kind cannot take: whose it is, the value, why not."""

    title: str
    value: str
    reason: str


@dataclass(frozen=True)
class KindPreview:
    """What another kind of a field would come to."""

    count: int
    misfits: tuple[Misfit, ...]
    misfit_count: int


class Conversion:
    """Carries the values of one field over to another kind, as a spreadsheet between them would."""

    def __init__(self, library: Library, known: Definition, kind: str, options: Mapping[str, Any]) -> None:
        self._library = library
        self._section = known.section
        self._old, self._new = known, replace(known, kind=kind, options=dict(options), default=None)
        self._from, self._to = fields_of(self._old)[0], fields_of(self._new)[0]
        self._context = library.context()
        self._by_title: dict[str, list[str]] | None = None

    def preview(self, connection: Connection) -> KindPreview:
        """How many values there are, and those that do not fit."""
        section = self._library.registry.section(self._section)
        misfits: list[Misfit] = []
        count = missed = 0
        for _id, title, value in definitions.values_of(connection, section, self._from):
            count += 1
            reason = self._converted(value)[1]
            missed += bool(reason)
            if reason and len(misfits) < SHOWN_MISFITS:
                misfits.append(Misfit(title, self._from.kind.show(value, self._context), reason))
        return KindPreview(count, tuple(misfits), missed)

    def run(self, unit: Unit, progress: Progress | None) -> None:
        """Write the values that fit into a column of their own, then let the field be of the new kind."""
        from app.services.fields import definition_change

        section = unit.registry.section(self._section)
        found = list(definitions.values_of(unit.connection, section, self._from))
        if isinstance(self._to.kind, Choice):
            unit.apply(self._new_choices(self._to.kind, [value for _id, _title, value in found]))
        column = definitions.free_column(unit.connection, section)
        wanted = replace(self._new, column=column)
        converted = [(each, self._converted(value)[0]) for each, _title, value in found]
        fits = [(each, value) for each, value in converted if value is not None]
        target = fields_of(wanted)
        kept = tuple(each for each in section.fields if each.key != wanted.key)
        definitions.fill(
            unit.connection,
            replace(section, fields=(*kept, *target)),
            target[0],
            fits,
            counting(progress, len(fits)),
        )
        unit.apply([definition_change(wanted)])

    def _converted(self, value: Any) -> tuple[Any, str]:
        """The value in the new kind, or None and why it does not fit."""
        kind = self._to.kind
        if isinstance(self._from.kind, Image) or isinstance(kind, Image):
            return None, _("A picture is no text.")
        cell = _cell(self._from.kind, value, self._context)
        if isinstance(kind, Reference):
            return self._record_named(str(cell or ""))
        try:
            new = kind.normal(kind.from_cell(cell, self._context))
        except ValueError as problem:
            return None, str(problem)
        warning = kind.warning(new, self._context)
        return (None, warning) if warning else (new, "")

    def _record_named(self, title: str) -> tuple[Any, str]:
        kind = self._to.kind
        assert isinstance(kind, Reference)
        if self._by_title is None:
            self._by_title = self._library.lists.titles(kind.section)
        found = self._by_title.get(fold(title), [])
        if len(found) == 1:
            return found[0], ""
        return None, (
            _("There are several records called “{title}”.") if found
            else _("There is no record called “{title}”.")
        ).format(title=title)  # fmt: skip

    def _new_choices(self, kind: Choice, values: Iterable[Any]) -> list[Change]:
        """Changes that add the texts the list does not have yet; from now on they are found in it."""
        pairs = dict(self._library.choices.pairs(kind.list))
        known = {fold(text) for pair in pairs.items() for text in pair}
        taken = self._library.choices.taken(kind.list)
        changes = []
        for value in values:
            new = kind.normal(kind.from_cell(_cell(self._from.kind, value, self._context), self._context))
            for text in new or () if isinstance(kind, Choices) else [new]:
                if text and fold(text) not in known:
                    known.add(fold(text))
                    key = free_key(text, taken)
                    changes.append(self._library.choices.new_value(kind.list, key, len(pairs), text))
                    pairs[key] = text
                    taken.add(key)
        own = tuple(pairs.items())
        options_of = self._context.options_of
        self._context = replace(
            self._context, options_of=lambda wanted: own if wanted == kind.list else options_of(wanted)
        )
        return changes


def _cell(kind: Kind, value: Any, context: Any) -> Any:
    """The value as a spreadsheet would hold it; what has only words there, in words."""
    if isinstance(kind, (YesNo, Choice, Reference)):
        return kind.show(value, context)
    return kind.cell(value, context)
