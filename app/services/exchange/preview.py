"""The first records of an import as a list will show them, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Context, Values
from app.blueprint.field import Field
from app.blueprint.section import Section
from app.core.texts import _
from app.services.exchange.corrections import leave_untaken
from app.services.exchange.putting import Name
from app.services.exchange.rows_read import NewChoice

if TYPE_CHECKING:
    from app.services.exchange.importing import ImportPlan

FIRST, MOST_READ, MOST_COLUMNS, LONGEST = 20, 500, 8, 120


@dataclass(frozen=True)
class FirstRecords:
    """Headings, and a row of texts for each record."""

    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def first_records(plan: ImportPlan) -> FirstRecords:
    """The first rows that can be read: the columns of the list, then others that have something in them."""
    section, context = plan.section, naming(plan.library.context())
    reader = plan.reader(context)
    found: list[Values] = []
    for number, cells in islice(plan.list_rows(), MOST_READ):
        read = reader.read(number, cells)
        leave_untaken(read, plan.options.without)
        if not read.problems:
            found.append(read.values)
        if len(found) == FIRST:
            break
    shown = [(_(each.label), [_text(each, values, section, context) for values in found])
             for each in _fields(section, found)]  # fmt: skip
    filled = [(label, texts) for label, texts in shown if any(texts)][:MOST_COLUMNS]
    rows = zip(*(texts for _label, texts in filled), strict=True)
    return FirstRecords(tuple(label for label, _texts in filled), tuple(rows))


def naming(context: Context) -> Context:
    """Records and values of lists that are still to be made are called by what the list calls them."""
    return replace(
        context,
        title_of=lambda uid: str(uid) if isinstance(uid, Name) else context.title_of(uid),
        label_of=lambda of, key: str(key) if isinstance(key, NewChoice) else context.label_of(of, key),
    )


def _fields(section: Section, found: list[Values]) -> list[Field]:
    """The columns of the list, then single values that they do not show; the title tells the names."""
    first = [section.by_key[key] for key in section.columns if key in section.by_key]
    said = {key for values in found for key in values} - {"name", *section.columns}
    others = [each for each in section.stored if each.key in said and not (each.is_name or each.kind.is_rows)]
    return [*first, *others]


def _text(field: Field, values: Values, section: Section, context: Context) -> str:
    if field.key == "title":
        return section.title_of(values, context)[:LONGEST]
    value: Any = None
    if field.derived is not None:
        value = field.derived(values, context)
    elif field.is_stored:
        value = values.get(field.key)
    if value is None or field.nearest is not None:
        return ""
    return " ".join(field.kind.show(value, context).split())[:LONGEST]
