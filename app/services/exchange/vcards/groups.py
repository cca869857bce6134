"""Cards of groups (vCard 4.0, RFC 6350 6.1.4; Apple's of before): no people, but who belongs together.

What a group is called is put into the cards of its members as one of their categories, from where it goes the
way of all groups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from app.core.texts import ngettext
from app.services.exchange.vcards.content import Property, escape
from app.services.exchange.vcards.files import Card

_KINDS = frozenset(("KIND", "X-ADDRESSBOOKSERVER-KIND"))
_MEMBERS = frozenset(("MEMBER", "X-ADDRESSBOOKSERVER-MEMBER"))


@dataclass
class _Group:
    """A group: uids of its members, how many of them have no card, and whether that was told."""

    card: Card
    name: str
    members: set[str]
    missing: int = 0
    is_told: bool = False


def is_group(card: Card) -> bool:
    """Does the card name members? A distribution list that has but an address of its own is a contact."""
    is_said = any(each.key in _KINDS and each.text.strip().lower() == "group" for each in card.properties)
    return is_said and any(each.key in _MEMBERS for each in card.properties)


def grouped(read: Callable[[], Iterator[Card]]) -> Iterator[Card]:
    """The cards of people with the groups they are in.

    The first member in its file tells of those that have no card; a group without any does so itself.
    ``read`` gives the cards, anew each time.
    """
    there: set[str] = set()
    groups: list[_Group] = []
    for card in read():
        there |= _names(card)
        if is_group(card):
            groups.append(_group(card))
    own = {name for group in groups for name in _names(group.card)}
    by_member: dict[str, list[_Group]] = {}
    for group in groups:
        group.missing = len(group.members - there)
        for member in (group.members & there) - own:  # a group within a group is nobody
            by_member.setdefault(member, []).append(group)
    for card in read():
        if not is_group(card):
            yield _with_groups(card, by_member)
    for group in groups:
        if group.missing and not group.is_told:
            yield replace(group.card, properties=[], refused=_told(group))


def _group(card: Card) -> _Group:
    by_key = {each.key: each for each in reversed(card.properties)}
    name = next((by_key[key].parts()[0].strip() for key in ("FN", "N", "ORG") if key in by_key), "")
    return _Group(card, name, {_named(each) for each in card.properties if each.key in _MEMBERS})


def _named(member: Property) -> str:
    """Whom a line means: a uid, or ``mailto:`` and an address."""
    return member.text.strip().lower().removeprefix("urn:uuid:")


def _names(card: Card) -> set[str]:
    """By what groups may mean a card."""
    mail = {f"mailto:{each.text.strip().lower()}" for each in card.properties if each.key == "EMAIL"}
    return mail | {_named(each) for each in card.properties if each.key == "UID"}


def _with_groups(card: Card, by_member: dict[str, list[_Group]]) -> Card:
    found = {id(group): group for name in _names(card) for group in by_member.get(name, ())}.values()
    said = [
        Property("CATEGORIES", escape(group.name), line=group.card.line) for group in found if group.name
    ]
    here = (group for group in found if group.card.file == card.file)  # a line is one of its own file
    untold = [group for group in here if group.missing and not group.is_told]
    for group in untold:
        group.is_told = True
    left_out = [*card.left_out, *((group.card.line, _told(group)) for group in untold)]
    return replace(card, properties=[*card.properties, *said], left_out=left_out)


def _told(group: _Group) -> str:
    told = ngettext(
        "the group “{group}” names {n} person who has no card in the file",
        "the group “{group}” names {n} people who have no card in the file",
        group.missing,
    )
    return told.format(group=group.name, n=group.missing)
