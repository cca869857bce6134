"""A result noted and the next step planned, in one motion: one operation, which can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.blueprint.context import Values
from app.blueprint.field import Field
from app.blueprint.kinds import Choice
from app.blueprint.lists import LISTS
from app.blueprint.section import Section
from app.services.operations import Operation
from app.store.change import Change

if TYPE_CHECKING:
    from app.services.library import Library

DONE = "done"


def done_field(section: Section) -> Field | None:
    """The choice that can say that a record is done."""
    for field in section.stored:
        found = LISTS.get(field.kind.list) if isinstance(field.kind, Choice) else None
        if found is not None and any(option.key == DONE for option in found.options):
            return field
    return None


def result_fields(section: Section) -> list[Field]:
    """What is to be said when a record is done: its story, beyond that it is done."""
    done = done_field(section)
    return [section.by_key[key] for key in section.story if done is not None and key != done.key]


def finish(
    library: Library, section: str, uid: str, result: Values, following: tuple[str, Values] | None = None
) -> Operation:
    """Mark a record as done with its result; ``following``: section and values of what comes next.

    Without a uid what took place is only now noted, with all its values.
    """
    field = done_field(library.registry.section(section))
    values = {**result, **({field.key: DONE} if field is not None else {})}
    changes = [Change(section, uid or library.new_uid(), values)]
    if following is not None:
        changes.append(Change(following[0], library.new_uid(), following[1]))
    return library.write("edit" if uid else "create", changes, section=section)
