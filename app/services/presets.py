"""Presets: what a file of sales, of services or of a household begins with; all of it can be changed later.

They are data. A preset names sections, hides some, adds values to lists and a few fields; applying one is one
operation, and nothing the user made goes with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from app.blueprint.lists import find_choice
from app.core.errors import UsageError
from app.core.folding import fold
from app.core.texts import N_, NC_, _

if TYPE_CHECKING:  # the first page offers them, and does not wait for what works on files
    from app.services.library import Library
    from app.services.operations import Operation
    from app.store.change import Change


@dataclass(frozen=True)
class PresetField:
    """A field that a preset makes, unless the section has one of that name."""

    section: str
    label: str
    kind: str
    values: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Preset:
    """What a kind of work wants: ``titles`` and ``icons`` by section, ``lists`` of values to add by list."""

    key: str
    title: str
    hint: str
    titles: Mapping[str, str] = field(default_factory=dict)
    icons: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fields: tuple[PresetField, ...] = ()


_PERCENT = {"suffix": "\u00a0%"}

PLAIN = "plain"

PRESETS = {
    each.key: each
    for each in (
        Preset(PLAIN, N_("Anything"), N_("All six sections, unchanged.")),
        Preset(
            "sales",
            N_("Sales"),
            N_("Clients with stage, expected amount and discount."),
            titles={"contacts": N_("Clients"), "organizations": N_("Companies"),
                    "events": N_("Calls and meetings")},
            hidden=("links",),
            lists={
                "source": (N_("partner"), N_("social networks")),
                "event_type": (N_("Offer"), N_("Presentation")),
            },
            fields=(
                PresetField("contacts", N_("Stage"), "choice",
                            (N_("New"), N_("Interested"), N_("Offer sent"), N_("Won"), N_("Lost"))),
                PresetField("contacts", N_("Expected amount"), "money"),
                PresetField("contacts", N_("Discount"), "number", options=_PERCENT),
                PresetField("organizations", N_("Discount"), "number", options=_PERCENT),
            ),
        ),
        Preset(
            "services",
            N_("Services and delivery"),
            N_("Clients and their orders with address and price."),
            titles={"contacts": N_("Clients"), "tasks": N_("Orders"), "events": N_("Calls and visits")},
            icons={"tasks": "truck"},
            hidden=("links",),
            lists={"event_type": (N_("Visit"), N_("Delivery"))},
            fields=(
                PresetField("contacts", N_("Directions"), "long_text"),
                PresetField("tasks", N_("Delivery address"), "text"),
                PresetField("tasks", N_("Price"), "money"),
                PresetField("tasks", N_("Paid"), "yes_no"),
            ),
        ),
        Preset(
            "home",
            NC_("preset", "Home"),
            N_("People, things to do and notes; firms are hidden."),
            titles={"contacts": N_("People"), "tasks": N_("To do"), "events": N_("Calendar")},
            icons={"contacts": "heart", "events": "calendar"},
            hidden=("organizations",),
            lists={"event_type": (N_("Visit"), N_("Celebration"))},
            fields=(
                PresetField("contacts", N_("Gift ideas"), "long_text"),
                PresetField("contacts", N_("Clothes and shoe sizes"), "text"),
            ),
        ),
    )
}  # fmt: skip
"""By key, in the order in which they are offered."""


def preset(key: str) -> Preset:
    """The preset of that name; UsageError if there is none."""
    if key not in PRESETS:
        raise UsageError(
            _("There is no preset “{key}”; the presets are: {keys}.").format(key=key, keys=", ".join(PRESETS))
        )
    return PRESETS[key]


def apply(library: Library, key: str) -> Operation:
    """Name and hide the sections as the preset says, add its values and fields; one operation.

    Names and icons that another preset gave go, those of the user's own stay where this one gives none.
    """
    chosen = preset(key)
    names = library.sections.changes(lambda kept: _arranged(kept, chosen))
    following = chain(_new_fields(library, chosen), _new_values(library, chosen))
    return library.write("settings", names, title=_(chosen.title), following=following)


def _arranged(kept: dict[str, Any], chosen: Preset) -> dict[str, Any]:
    titles = {each: _(name) for each, name in chosen.titles.items()}
    return {
        **kept,
        "titles": _own(kept.get("titles", {}), "titles") | titles,
        "icons": _own(kept.get("icons", {}), "icons") | dict(chosen.icons),
        "hidden": sorted(chosen.hidden),
    }


def _own(kept: Mapping[str, str], part: str) -> dict[str, str]:
    """Those that no preset gives."""
    given = {
        (section, text)
        for each in PRESETS.values()
        for section, name in getattr(each, part).items()
        for text in (name, _(name))
    }
    return {section: name for section, name in kept.items() if (section, name) not in given}


def _new_fields(library: Library, chosen: Preset) -> Iterator[Change]:
    taken: dict[str, list[str]] = {}
    values: list[Change] = []
    for each in chosen.fields:
        section = library.registry.section(each.section)
        if any(fold(_(known.label)) == fold(_(each.label)) for known in section.fields if known.is_stored):
            continue
        beside = taken.setdefault(each.section, [])
        definition = library.fields.planned(
            each.section, _(each.label), each.kind, taken=beside, options=each.options
        )
        beside.append(definition.key)
        made = library.fields.making(definition, [_(value) for value in each.values])
        yield made[0]
        values += made[1:]
    yield from values


def _new_values(library: Library, chosen: Preset) -> Iterator[Change]:
    from app.services.choices import free_key

    context = library.context()
    for list_key, labels in chosen.lists.items():
        options = library.choices.options(list_key)
        keys, taken = {each.key for each in options}, library.choices.taken(list_key)
        for label in map(_, labels):
            if find_choice(list_key, label, context) not in keys:
                key = free_key(label, taken)
                yield library.choices.new_value(list_key, key, len(keys), label)
                keys.add(key)
                taken.add(key)
