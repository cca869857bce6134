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
    """A group and its members that no card was found for so far."""

    card: Card
    name: str
    waiting: set[str]


def is_group(card: Card) -> bool:
    """Does the card name members? A distribution list that has but an address of its own is a contact."""
    is_said = any(each.key in _KINDS and each.text.strip().lower() == "group" for each in card.properties)
    return is_said and any(each.key in _MEMBERS for each in card.properties)


def grouped(read: Callable[[], Iterator[Card]]) -> Iterator[Card]:
    """The cards of people with the groups they are in; a group without anybody here says so itself.

    ``read`` gives the cards, anew each time.
    """
    cards = [card for card in read() if is_group(card)]
    own = {name for card in cards for name in _names(card)}
    groups = [_group(card, own) for card in cards]
    by_member: dict[str, list[_Group]] = {}
    for group in groups:
        for member in group.waiting:
            by_member.setdefault(member, []).append(group)
    for card in read():
        if not is_group(card):
            yield _with_groups(card, by_member)
    for group in groups:
        if group.waiting:
            yield replace(group.card, properties=[], refused=_told(group))


def _group(card: Card, others: set[str]) -> _Group:
    """``others`` are groups, which may be within a group: of them nobody is missed."""
    by_key = {each.key: each for each in reversed(card.properties)}
    name = next((by_key[key].parts()[0].strip() for key in ("FN", "N", "ORG") if key in by_key), "")
    return _Group(card, name, {_named(each) for each in card.properties if each.key in _MEMBERS} - others)


def _named(member: Property) -> str:
    """Whom a line means: a uid, or ``mailto:`` and an address."""
    return member.text.strip().lower().removeprefix("urn:uuid:")


def _names(card: Card) -> set[str]:
    """By what groups may mean a card."""
    mail = {f"mailto:{each.text.strip().lower()}" for each in card.properties if each.key == "EMAIL"}
    return mail | {_named(each) for each in card.properties if each.key == "UID"}


def _with_groups(card: Card, by_member: dict[str, list[_Group]]) -> Card:
    said = []
    for name in sorted(_names(card) & by_member.keys()):
        for group in by_member[name]:
            group.waiting.discard(name)
            if group.name:
                said.append(Property("CATEGORIES", escape(group.name), line=group.card.line))
    return replace(card, properties=[*card.properties, *said]) if said else card


def _told(group: _Group) -> str:
    told = ngettext(
        "the group “{group}” names {n} person who has no card in the file",
        "the group “{group}” names {n} people who have no card in the file",
        len(group.waiting),
    )
    return told.format(group=group.name, n=len(group.waiting))
