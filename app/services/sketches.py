"""What is compared of a record, and how likely two of them are one, with the reasons in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.blueprint.rows import is_phone
from app.blueprint.section import Section
from app.core.texts import N_, _
from app.services.name_likeness import Likeness, compare_firms, compare_people

SAME = {
    "phones": N_("same phone"),
    "emails": N_("same e-mail"),
    "fiscal_code": N_("same fiscal code"),
    "personal_code": N_("same personal code"),
    "address": N_("same web address"),
    "city": N_("same city"),
    "birthday": N_("same birthday"),
}
"""Why two records may be one, by the field in which they agree; other fields are named."""

NAMES = {
    Likeness.SAME: N_("same name"),
    Likeness.SIMILAR: N_("similar name"),
    Likeness.PART: N_("part of the name"),
    Likeness.FAMILY: N_("same family, another name"),
    Likeness.DIFFERENT: N_("different names"),
}

PHONE, OTHER_SIGN = 0.6, 0.7
"""How much an equal sign says by itself, of one: people share phones; a code says more than anything else."""
CODE = 0.95
WITH_CODE = 0.9
"""At least so likely are two records with one code, whatever they are called."""

BY_NAME = {Likeness.SAME: 0.5, Likeness.SIMILAR: 0.4, Likeness.PART: 0.25}
BESIDE = {"city": 0.3, "birthday": 0.5}
AGAINST = {Likeness.DIFFERENT: 0.5, Likeness.FAMILY: 0.35}
"""What another name leaves of the signs: colleagues and families share phones and mailboxes."""
OTHER_BIRTHDAY, OTHER_CODE = "other_birthday", "other_code"
OTHERS = {OTHER_BIRTHDAY: 0.5, OTHER_CODE: 0.3}

LIKELY = 60
"""From this score two records are probably one. A name alone comes to 50."""
LISTED = 15
"""Pairs that say less are not kept."""


@dataclass(frozen=True)
class Sketch:
    """What is compared of one record: its name as it is sorted, exact signs and other texts by field."""

    uid: str
    title: str
    name: str
    signs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """How likely two records are one, of a hundred, and why: codes of reasons (see ``Judge.words``)."""

    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Judge:
    """Compares records of one section."""

    section: Section

    @cached_property
    def signs(self) -> tuple[str, ...]:
        """Keys of the exact signs, in the order in which they are told."""
        return tuple(each.key for each in self.section.exact_signs)

    @cached_property
    def phones(self) -> frozenset[str]:
        """Exact signs that are phones, whoever made the field."""
        return frozenset(each.key for each in self.section.exact_signs if is_phone(each.kind))

    @cached_property
    def codes(self) -> frozenset[str]:
        """Exact signs that only one person or firm has."""
        return frozenset(each.key for each in self.section.exact_signs if each.kind.name == "code")

    def names(self, one: Sketch, other: Sketch) -> Likeness:
        """How alike the names are."""
        compare = compare_firms if self.section.has_firms else compare_people
        return compare(one.name, other.name)

    def verdict(self, one: Sketch, other: Sketch) -> Verdict:
        """Everything that speaks for and against."""
        names = self.names(one, other)
        signs = [key for key in self.signs if one.signs.get(key, _NOTHING) & other.signs.get(key, _NOTHING)]
        beside = [key for key, text in one.texts.items() if text and other.texts.get(key) == text]
        against = list(self._against(one, other))
        score = self._score(signs, names, beside)
        for reason in against:
            score *= OTHERS[reason]
        if not self.codes.isdisjoint(signs):
            score = max(score, WITH_CODE)
        named = [names.name] if names is not Likeness.UNKNOWN else []
        return Verdict(min(99, round(score * 100)), (*signs, *named, *beside, *against))

    def best(self, sign: str) -> int:
        """The most that a pair may come to of which only this sign and the compared texts are known."""
        beside = [each.key for each in self.section.compared if each.key != "title"]
        return round(self._score([sign] if sign else [], Likeness.SAME, beside) * 100)

    def _score(self, signs: Sequence[str], names: Likeness, beside: Sequence[str]) -> float:
        """Independent signs: what each leaves in doubt is multiplied."""
        doubt = 1 - BY_NAME.get(names, 0)
        for key in signs:
            doubt *= 1 - self._weight(key)
        for key in beside:
            doubt *= 1 - BESIDE.get(key, BESIDE["city"])
        return (1 - doubt) * AGAINST.get(names, 1)

    def _weight(self, sign: str) -> float:
        if sign in self.codes:
            return CODE
        return PHONE if sign in self.phones else OTHER_SIGN

    def _against(self, one: Sketch, other: Sketch) -> Iterator[str]:
        mine, theirs = one.texts.get("birthday", ""), other.texts.get("birthday", "")
        if _is_whole(mine) and _is_whole(theirs) and mine != theirs:
            yield OTHER_BIRTHDAY
        for key in self.codes:
            values, others = one.signs.get(key), other.signs.get(key)
            if values and others and not values & others:
                yield OTHER_CODE

    def words(self, reason: str) -> str:
        """A reason for the user."""
        if reason in _WORDS:
            return _(_WORDS[reason])
        return _("same: {field}").format(field=_(self.section.by_key[reason].label))


_NOTHING: frozenset[str] = frozenset()
_WORDS = {**SAME, **{each.name: words for each, words in NAMES.items()},
          OTHER_BIRTHDAY: N_("different birthdays"), OTHER_CODE: N_("different codes")}  # fmt: skip


def _is_whole(birthday: str) -> bool:
    """A date with day, month and year."""
    return len(birthday) == len("1985-03-14")
