"""Names of people: their Russian cases, their sex where it can be told, and how a letter greets them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CASES = ("nominative", "genitive", "dative", "accusative", "instrumental", "prepositional")
_OTHER_NAMES = {
    "именительный": 0, "родительный": 1, "дательный": 2, "винительный": 3, "творительный": 4,
    "предложный": 5, "nominativ": 0, "genitiv": 1, "dativ": 2, "acuzativ": 3, "instrumental": 4,
    "prepozițional": 5, "prepozitional": 5, "кто": 0, "кого": 1, "кому": 2, "кем": 4, "о ком": 5,
}  # fmt: skip
_CYRILLIC = re.compile("[А-Яа-яЁё]")
FEMALE, MALE = "female", "male"


@dataclass(frozen=True)
class Person:
    """What is known of a person's name; each part may be empty."""

    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    sex: str = ""

    @property
    def full(self) -> str:
        """Surname, name and patronymic, as papers have them."""
        return " ".join(filter(None, [self.surname, self.given_name, self.patronymic]))

    @property
    def short(self) -> str:
        """The surname with initials: Иванов И. И., Popescu I."""
        initials = [f"{each[0]}." for each in (self.given_name, self.patronymic) if each]
        return " ".join(filter(None, [self.surname, *initials])) if self.surname else self.full


def case_name(text: str) -> str:
    """The case that is meant by its name in any language, or by its beginning; ValueError if none is."""
    wanted = text.strip().casefold().rstrip(".")
    if wanted:
        for name in CASES:
            if name.startswith(wanted):
                return name
        for name, place in _OTHER_NAMES.items():
            if name.startswith(wanted):
                return CASES[place]
    raise ValueError(f"“{text}”: nominative, genitive, dative, accusative, instrumental, prepositional")


def sex_of(person: Person) -> str:
    """The sex that is noted, else the one a Russian patronymic or name tells; empty where nothing does."""
    if person.sex:
        return person.sex
    if not _CYRILLIC.search(person.full) or not (person.patronymic or person.given_name):
        return ""
    from pytrovich.enums import Gender

    found = _detector().detect(
        firstname=person.given_name or None,
        lastname=person.surname or None,
        middlename=person.patronymic or None,
    )
    return {Gender.FEMALE: FEMALE, Gender.MALE: MALE}.get(found, "")


def declined(text: str, person: Person | None, case: str, stored: Mapping[str, Mapping[str, str]]) -> str:
    """A Russian name or post in a case: as it is stored, else by rule; others stay as they are.

    ``stored`` has by text what its cases are: names follow no rule that has no exceptions.
    """
    case = case_name(case)
    own = stored.get(" ".join(text.split()), {}).get(case)
    if own:
        return own
    if case == CASES[0] or not _CYRILLIC.search(text):
        return text
    return _declined_words(text, person, case) if person is not None else post(text, case)


def _declined_words(text: str, person: Person, case: str) -> str:
    """Each word of the text by what it is of the name, in the order the text has them."""
    sex = sex_of(person)
    parts = {"LASTNAME": person.surname, "FIRSTNAME": person.given_name, "MIDDLENAME": person.patronymic}
    kinds = {word: kind for kind, name in parts.items() for word in name.split()}
    return " ".join(
        _declined_word(word, kinds[word], sex, case) if word in kinds and _CYRILLIC.search(word) else word
        for word in text.split()
    )


def _declined_word(word: str, kind: str, sex: str, case: str) -> str:
    if len(word.rstrip(".")) < 2 or word.endswith("."):  # an initial
        return word
    from pytrovich.enums import Case, Gender, NamePart

    gender = {FEMALE: Gender.FEMALE, MALE: Gender.MALE}.get(sex, Gender.ANDROGYNOUS)
    made: str = _maker().make(NamePart[kind], gender, Case[case.upper()], word)
    return made


@functools.cache
def _maker() -> Any:
    from pytrovich.maker import PetrovichDeclinationMaker

    return PetrovichDeclinationMaker()


@functools.cache
def _detector() -> Any:
    from pytrovich.detector import PetrovichGenderDetector

    return PetrovichGenderDetector()


_ADJECTIVES = {
    "ый": ("ого", "ому", "ого", "ым", "ом"), "ий": ("его", "ему", "его", "им", "ем"),
    "ой": ("ого", "ому", "ого", "ым", "ом"), "ая": ("ой", "ой", "ую", "ой", "ой"),
}  # fmt: skip
_NOUNS = {
    "тель": ("теля", "телю", "теля", "телем", "теле"), "арь": ("аря", "арю", "аря", "арём", "аре"),
    "ец": ("ца", "цу", "ца", "цом", "це"), "ия": ("ии", "ии", "ию", "ией", "ии"),
    "ша": ("ши", "ше", "шу", "шей", "ше"), "ка": ("ки", "ке", "ку", "кой", "ке"),
    "ий": ("его", "ему", "его", "им", "ем"), "й": ("я", "ю", "я", "ем", "е"),
    "ь": ("я", "ю", "я", "ем", "е"), "а": ("ы", "е", "у", "ой", "е"), "я": ("и", "е", "ю", "ей", "е"),
    "ч": ("ча", "чу", "ча", "чом", "че"), "ж": ("жа", "жу", "жа", "жем", "же"), "о": ("о",) * 5,
}  # fmt: skip
_SOFT_ADJECTIVE = re.compile("[гкхжшчщ]ий$")
_HARD_BEFORE_IY = ("гий", "кий", "хий")
_PARTICIPLE_NOUNS = ("управляющий", "заведующий", "исполняющий", "действующий", "служащий", "командующий")


def post(text: str, case: str) -> str:
    """A post or title in a case: its adjectives and its first noun change, what follows stays."""
    words, place = text.split(), CASES.index(case) - 1
    for number, word in enumerate(words):
        lower = word.casefold()
        if lower in _PARTICIPLE_NOUNS:
            words[number] = word[:-2] + ("его", "ему", "его", "им", "ем")[place]
            break
        if lower.endswith("щая"):
            words[number] = _adjective(word, place)
            break
        adjective = _ADJECTIVES.get(lower[-2:])
        if adjective is not None and number < len(words) - 1 and _CYRILLIC.match(lower):
            words[number] = _adjective(word, place)
            continue
        words[number] = "-".join(_noun(piece, place) for piece in word.split("-"))
        break
    return " ".join(words)


def _adjective(word: str, place: int) -> str:
    ending = word[-2:].casefold()
    if ending == "ий" and word.casefold().endswith(_HARD_BEFORE_IY):
        return word[:-2] + ("ого", "ому", "ого", "им", "ом")[place]
    if ending == "ая" and word[-3].casefold() in "жшчщ":
        return word[:-2] + ("ей", "ей", "ую", "ей", "ей")[place]
    if ending == "ой" and _SOFT_ADJECTIVE.search(f"{word[:-2]}ий".casefold()):
        return word[:-2] + ("ого", "ому", "ого", "им", "ом")[place]
    return word[:-2] + _ADJECTIVES[ending][place]


def _noun(word: str, place: int) -> str:
    lower = word.casefold()
    if not _CYRILLIC.match(lower) or lower.endswith(("о", "е", "и", "у", "ю")) or word.isupper():
        return word
    for ending, forms in _NOUNS.items():
        if lower.endswith(ending):
            return word[: -len(ending)] + forms[place]
    return word + ("а", "у", "а", "ом", "е")[place]


_HONORIFICS = {
    "en": {"": ("Ms", "Mr"), "dative": ("Ms", "Mr")},
    "ro": {"": ("Doamna", "Domnul"), "dative": ("Doamnei", "Domnului")},
    "ru": {"": ("Госпожа", "Господин"), "dative": ("Госпоже", "Господину")},
}


def honorific(person: Person, language: str, case: str = "") -> str:
    """Mr or Ms before a name, in the nominative or, as an address of a letter begins, the dative.

    Empty where the sex is not known.
    """
    sex = sex_of(person)
    female, male = _HONORIFICS.get(language, _HONORIFICS["en"])[case]
    return {FEMALE: female, MALE: male}.get(sex, "")


def salutation(person: Person, language: str) -> str:
    """How a letter begins: by sex and name where both are known, else without either."""
    sex = sex_of(person)
    if language == "ru":
        return _russian(person, sex)
    if language == "ro":
        return _romanian(person, sex)
    title = {FEMALE: "Ms", MALE: "Mr"}.get(sex)
    if title and person.surname:
        return f"Dear {title} {person.surname},"
    name = (
        person.given_name if title or not person.surname else f"{person.given_name} {person.surname}".strip()
    )
    return f"Dear {name}," if name else "Dear Sir or Madam,"


def _romanian(person: Person, sex: str) -> str:
    name = person.surname or person.given_name
    if sex and name:
        return f"{'Stimată doamnă' if sex == FEMALE else 'Stimate domnule'} {name},"
    full = " ".join(filter(None, [person.given_name, person.surname]))
    return f"Bună ziua, {full}," if full else "Bună ziua,"


def _russian(person: Person, sex: str) -> str:
    name = " ".join(filter(None, [person.given_name, person.patronymic]))
    if sex and name:
        return f"{'Уважаемая' if sex == FEMALE else 'Уважаемый'} {name}!"
    if sex and person.surname:
        return f"{'Уважаемая госпожа' if sex == FEMALE else 'Уважаемый господин'} {person.surname}!"
    name = name or person.surname
    return f"Здравствуйте, {name}!" if name else "Здравствуйте!"
