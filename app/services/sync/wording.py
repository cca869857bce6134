"""What a synchronisation will do and has done, in words; for the window and for the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from app.blueprint.context import Context
from app.blueprint.kinds import Image
from app.blueprint.rows import Groups
from app.blueprint.section import Section
from app.core.texts import NC_, _, grouped, ngettext
from app.services.sync.pairs import ADD, CHANGE, DELETE, Pair, Plan, Step
from app.services.sync.service import SyncReport

ACTS = {ADD: NC_("contact", "new"), CHANGE: NC_("contact", "changed"), DELETE: NC_("contact", "deleted")}
"""What becomes of a contact on one side."""

LONGEST = 60
"""Letters of a value in a sentence."""


def act(key: str) -> str:
    """What becomes of a contact; empty for nothing."""
    return _(ACTS[key]) if key else ""


def fields(section: Section, keys: Iterable[str]) -> str:
    """Labels of fields, in the order of the card."""
    wanted = set(keys)
    found = [each for each in section.stored if each.key in wanted]
    shown = [each for each in found if not each.is_hidden] or found
    return ", ".join(_(each.label) for each in shown)


def value(section: Section, key: str, found: Any, context: Context) -> str:
    """A value as a reader sees it, on one line."""
    from app.services.exchange.matching import with_names  # loaded beside the window by then

    if found is None:
        return _("(nothing)")
    kind = section.by_key[key].kind
    if isinstance(kind, Image):
        return _("(a picture)")
    text = ", ".join(found) if isinstance(kind, Groups) else kind.show(found, with_names(context))
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def conflict(step: Step, section: Section, context: Context) -> str:
    """What the two sides disagree about."""
    if not step.differences:
        is_here = step.pair.local is not None and step.pair.local.is_in_scope
        if is_here:
            return _("changed here, deleted on the server")
        return _("deleted here, changed on the server")
    told = _("{field}: here “{ours}”, on the server “{theirs}”")
    return "; ".join(
        told.format(
            field=_(section.by_key[each.field].label),
            ours=value(section, each.field, each.ours, context),
            theirs=value(section, each.field, each.theirs, context),
        )
        for each in step.differences
    )


def what(step: Step, section: Section, context: Context) -> str:
    """What a step is about: fields that change, what is to be decided, or why it cannot be done."""
    if step.problem:
        return step.problem
    if step.is_conflict:
        return conflict(step, section, context)
    changed = [
        keys
        for act_key, keys in ((step.here, step.fields_here), (step.there, step.fields_there))
        if act_key == CHANGE
    ]
    return fields(section, [key for keys in changed for key in keys])


def line(step: Step, section: Section, context: Context) -> str:
    """A step in one line: who, and what becomes of it where."""
    if step.problem:
        return f"{step.title}: {step.problem}"
    if step.is_conflict:
        told = _("{title}: to be decided: {what}")
        return told.format(title=step.title, what=conflict(step, section, context))
    found = list[str]()
    if step.here:
        found.append(_("here {what}").format(what=_detailed(step.here, step.fields_here, section)))
    if step.there:
        found.append(_("on the server {what}").format(what=_detailed(step.there, step.fields_there, section)))
    return f"{step.title}: {'; '.join(found)}"


def _detailed(key: str, keys: Iterable[str], section: Section) -> str:
    names = fields(section, keys) if key == CHANGE else ""
    return f"{act(key)} ({names})" if names else act(key)


def counts(found: Mapping[str, int]) -> str:
    """How many were added, changed and deleted: "3 new, 1 deleted"."""
    told = [
        _("{n} new").format(n=grouped(found[ADD])) if found.get(ADD) else "",
        _("{n} changed").format(n=grouped(found[CHANGE])) if found.get(CHANGE) else "",
        _("{n} deleted").format(n=grouped(found[DELETE])) if found.get(DELETE) else "",
    ]
    return ", ".join(filter(None, told)) or _("nothing")


def summary(here: Mapping[str, int], there: Mapping[str, int]) -> str:
    """What happens on both sides."""
    if not any(here.values()) and not any(there.values()):
        return _("Both sides are the same; there is nothing to do.")
    return _("Here: {here}. On the server: {there}.").format(here=counts(here), there=counts(there))


def of_plan(plan: Plan) -> str:
    """What would be done, in one line."""
    here, there = ({each: plan.count(side, each) for each in ACTS} for side in ("here", "there"))
    if plan.is_empty and (plan.conflicts or plan.problems):
        return ""
    return summary(here, there)


def left_over(conflicts: int, problems: int) -> list[str]:
    """What is not the same afterwards, in sentences."""
    found = list[str]()
    if conflicts:
        found.append(ngettext(
            "{n} contact was changed on both sides and waits for a decision.",
            "{n} contacts were changed on both sides and wait for a decision.", conflicts,
        ).format(n=grouped(conflicts)))  # fmt: skip
    if problems:
        found.append(ngettext(
            "{n} contact cannot be synchronised.", "{n} contacts cannot be synchronised.", problems,
        ).format(n=grouped(problems)))  # fmt: skip
    return found


def of_report(report: SyncReport) -> str:
    """What was done, in sentences."""
    is_quiet = not any((*report.here.values(), *report.there.values())) and not report.is_whole
    told = ["" if is_quiet else summary(report.here, report.there)]
    told += [*left_over(report.conflicts, len(report.problems)), report.broken_off]
    return " ".join(filter(None, told))


def left_of(plan: Plan, report: SyncReport) -> Plan:
    """What is left of a plan after it was run: what was not decided, and what was refused."""
    known = {(each.title, each.problem) for each in plan.problems}
    new = (each for each in report.problems if each not in known)
    refused = (Step(Pair(), title, problem=reason) for title, reason in new)
    return replace(plan, steps=(*plan.conflicts, *plan.problems, *refused), decisions={})
