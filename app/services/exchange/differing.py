"""What a row of a list says otherwise than the record that it is, in words: who is asked has to know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Context, Values
from app.blueprint.kinds import Kind
from app.core.folding import fold
from app.core.texts import _
from app.services.exchange.merging import differences
from app.services.exchange.preview import naming

if TYPE_CHECKING:
    from app.services.exchange.importing import ImportPlan

LONGEST = 120


def differing(plan: ImportPlan, values: Values, uid: str) -> list[str]:
    """What an update would change, a sentence for each field: what comes to a list, or what stands there and
    what the row says instead."""
    record, section = plan.library.get(uid), plan.section
    if record is None:
        return []
    context, old = _with_groups(plan, naming(plan.library.context())), record.values
    changed = differences(section, old, values, context)
    return [
        f"{_(section.by_key[key].label)}: {said}"
        for key, new in changed.items()
        if not section.by_key[key].is_hidden
        for said in _said(section.by_key[key].kind, old.get(key), new, context)
    ]


def _with_groups(plan: ImportPlan, context: Context) -> Context:
    """Groups are called by their paths, as lists name them."""
    paths, title_of = plan.library.groups.paths(plan.section.key), context.title_of
    return replace(context, title_of=lambda uid: paths.get(uid) or title_of(uid))


def _said(kind: Kind, old: Any, new: Any, context: Context) -> Iterator[str]:
    """Names of records that are not looked up yet are compared by what they are called."""
    if isinstance(new, list):
        known = {fold(_shown(kind, [each], context)) for each in old or ()}
        added = [text for each in new if fold(text := _shown(kind, [each], context)) not in known]
        if any(added):
            yield "+ " + ", ".join(filter(None, added))
        return
    before, after = _shown(kind, old, context), _shown(kind, new, context)
    if before != after:
        yield f"{before} → {after}" if before else after


def _shown(kind: Kind, value: Any, context: Context) -> str:
    if value in (None, "", []):
        return ""
    text = " ".join(kind.show(value, context).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
