"""What the lines of a card say, as values of a record. What no field holds is left to be kept as it is."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from app.blueprint.context import Context, Values
from app.blueprint.field import Field
from app.blueprint.kept import ID_LENGTH
from app.blueprint.kinds import Choice, Choices, Kind
from app.blueprint.lists import find_choice
from app.blueprint.rows import Jobs, Rows, Tags
from app.blueprint.section import Section
from app.core.folding import fold, storable
from app.services.exchange.firms import looks_like_firm
from app.services.exchange.names import split_full_name
from app.services.exchange.putting import Name
from app.services.exchange.rows_read import Picture
from app.services.exchange.shapes import row_type
from app.services.exchange.targets import is_importable
from app.services.exchange.vcards import words
from app.services.exchange.vcards.content import STRUCTURED, Bundle, Property, escape, split, unescape

OWN = "X-CARTOTECA-"
"""Before the names of our own properties: fields that vCards have no word for."""

MORE = "X-KEPT"
"""Marks kept lines for whose value a record has no second place; they are never read, only written back."""

DATES_OF_JOBS = (("since", "X-SINCE"), ("until", "X-UNTIL"))
"""Parts of a job and the parameters that carry them."""

SEXES = {"M": "male", "F": "female", "MALE": "male", "FEMALE": "female"}
_LABEL = "X-ABLABEL"
_ITEM = re.compile(r"item\d+", re.IGNORECASE)
_NOTHING = frozenset(("PRODID", "REV", "VERSION", "BEGIN", "END"))
_FULL_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?")
_NO_YEAR = re.compile(r"--(\d\d)-?(\d\d)(?:[T ].*)?")

ReadValue = Callable[[Kind, Any], Any]
"""What a text means to a kind; ValueError if nothing."""


class Taker:
    """Reads bundles for one section."""

    def __init__(self, section: Section, context: Context, read: ReadValue) -> None:
        self.section, self._context, self._read = section, context, read
        fields = [each for each in section.stored if each.carried_as or is_importable(each)]
        self._by_word = {each.carried_as: each for each in fields if each.carried_as}
        self._own = {own_name(each): each for each in fields if not each.carried_as}
        self.jobs = next((each for each in fields if isinstance(each.kind, Jobs)), None)
        self._names = {key: each.key for key, each in self._by_word.items() if key[:2] == "N."}
        picture = self._by_word.get("PHOTO") or self._by_word.get("LOGO")
        self._ways: dict[str, Callable[[Property, str], Values]] = {
            "NOTE": self._note, "BDAY": self._birthday, "UID": self._uid, "CATEGORIES": self._groups,
            "GENDER": self._sex, "X-GENDER": self._sex, "LANG": self._language, "ADR": self._address,
            "LABEL": self._envelope, "IMPP": self._messenger, f"{OWN}JOB": self._past_job,
        }  # fmt: skip
        self._ways |= {word: self._points for word in ("TEL", "EMAIL", "URL") if word in self._by_word}
        if picture is not None:
            self._picture_key = picture.key
            self._ways |= dict.fromkeys({"PHOTO", picture.carried_as}, self._picture)
        if "HOBBY" in self._by_word:
            self._ways["HOBBY"] = self._plain

    # -- which lines belong together -----------------------------------------------------------------------

    def bundles(self, properties: Iterable[Property]) -> list[Bundle]:
        """The lines of a card in bundles; what says nothing is left out."""
        lines = [each for each in properties if each.key not in _NOTHING and _says_something(each)]
        named = _labelled_groups(lines)
        found: dict[Any, list[Property]] = {}
        labels: dict[frozenset[str], list[int]] = {}
        counts: dict[str, int] = {}
        for number, each in enumerate(lines):
            if each.key == "LABEL" and each.group.lower() not in named:
                labels.setdefault(frozenset(each.types), []).append(number)
        taken: dict[int, Any] = {}
        for number, each in enumerate(lines):
            group = each.group.lower() if each.group.lower() in named else ""
            place: Any = taken.get(number, group or number)
            if each.key in self._name_keys and each.key not in counts:
                place = "*name"
            elif each.key in ("ORG", "TITLE") and not group and self.jobs is not None:
                place = ("*job", counts.get(each.key, 0))
            elif each.key == "ADR" and not group and labels.get(frozenset(each.types)):
                other = labels[frozenset(each.types)].pop(0)
                taken[other] = number
                place = number
            counts[each.key] = counts.get(each.key, 0) + 1
            found.setdefault(place, []).append(each)
        return self._settled(found, lines, taken)

    def _settled(
        self, found: dict[Any, list[Property]], lines: Sequence[Property], taken: dict[int, Any]
    ) -> list[Bundle]:
        """A LABEL that stands before its ADR comes to it."""
        for other, number in taken.items():
            if other < number and other in found and number in found:
                found[number].append(lines[other])
                del found[other]
        return [tuple(each) for each in found.values()]

    @property
    def _name_keys(self) -> tuple[str, ...]:
        return ("N", "FN", "SORT-STRING") if self._names else ("N", "FN", "ORG")

    # -- values --------------------------------------------------------------------------------------------

    def take(self, bundle: Bundle) -> Values:
        """What a bundle says; empty if no field holds it, or not what it says."""
        keys = {each.key for each in bundle}
        if any(each.param(MORE) for each in bundle):
            return {}
        try:
            found = self._found(bundle, keys)
            for key, value in found.items():
                kind = self.section.by_key[key].kind
                if kind.is_verified:
                    kind.verify(kind.normal(value))
        except ValueError:
            return {}
        return found

    def _found(self, bundle: Bundle, keys: set[str]) -> Values:
        found: Values = {}
        if keys & {"N", "FN"} or (not self._names and "ORG" in keys):
            found |= self._name(bundle)
        if keys & {"ORG", "TITLE"}:
            found |= self._job(bundle)
        label = next((each.text for each in bundle if each.key == _LABEL), "")
        for each in bundle:
            for key, value in self._taken(each, label, keys).items():
                if isinstance(value, list) and isinstance(found.get(key), list):
                    found[key] = [*found[key], *value]
                else:
                    found[key] = value
        return found

    def _taken(self, each: Property, label: str, keys: set[str]) -> Values:
        if each.key == "LABEL" and "ADR" in keys:
            return {}
        way = self._ways.get(each.key)
        if way is not None:
            return way(each, label)
        if each.key in words.SERVICES:
            return self._account(words.SERVICES[each.key], each.text, label)
        if each.key in words.PROFILES:
            service = next((kind for kind in each.types if kind != "pref"), "")
            return self._account(service or "".join(each.param("SERVICE-TYPE")), each.text, label)
        if old := words.OLD_MESSENGER.fullmatch(each.name):
            rows = [self._account(old[1], text, "") for text in each.text.split(words.OLD_GAP)]
            return {"accounts": [row for found in rows for row in found.get("accounts", ())]}
        field = self._own.get(each.key)
        return self._own_value(field, each) if field is not None else {}

    # -- names and jobs ------------------------------------------------------------------------------------

    def _name(self, bundle: Bundle) -> Values:
        by_key = {each.key: each for each in reversed(bundle)}
        shown = storable(by_key["FN"].text).strip() if "FN" in by_key else ""
        if not self._names:
            firm = by_key["ORG"].parts()[0].strip() if "ORG" in by_key else ""
            name = shown or firm or " ".join(" ".join(by_key["N"].parts()).split() if "N" in by_key else ())
            return {self._by_word["FN"].key: name} if name else {}
        parts = _listed_parts(by_key["N"]) if "N" in by_key else []
        found = {
            self._names[f"N.{place}"]: text
            for place, text in enumerate(parts, 1)
            if text and f"N.{place}" in self._names
        }
        if not found and shown:
            return self._whole_name(shown)
        if shown and not _says_same(shown, found):
            found["show_as"] = shown
        if (sort := _sort_text(by_key)) and "SORT-STRING" in self._by_word:
            found[self._by_word["SORT-STRING"].key] = sort
        return found

    def _whole_name(self, shown: str) -> Values:
        """A name without its parts; a firm in place of a person is its organization."""
        if looks_like_firm(shown) and self.jobs is not None:
            return {self.jobs.key: [{"organization": Name(shown)}]}
        return dict(split_full_name(shown))

    def _job(self, bundle: Bundle) -> Values:
        if self.jobs is None:
            return {}
        row: Values = {}
        for each in bundle:
            if each.key == "ORG":
                row |= _organization(each)
            elif each.key == "TITLE":
                row["job_title"] = each.text.strip()
        return {self.jobs.key: [row]} if row else {}

    def _past_job(self, each: Property, _label: str) -> Values:
        value, title = "", ""
        raw = split(each.value, ";")
        if len(raw) > 2:
            value, title = ";".join(raw[:2]), unescape(raw[2])
        row = _organization(replace(each, value=value)) | ({"job_title": title} if title else {})
        return {self.jobs.key: [row]} if self.jobs is not None and row else {}

    # -- ways to reach somebody ----------------------------------------------------------------------------

    def _points(self, each: Property, label: str) -> Values:
        field = self._by_word[each.key]
        text = each.text.strip()
        if each.key == "TEL" and text.lower().startswith("tel:"):
            number, _sign, rest = text[4:].partition(";")
            extension = re.search(r"ext=(\d+)", rest)
            text = unquote(number) + (f" ext. {extension[1]}" if extension else "")
        elif each.key == "EMAIL":
            text = text.removeprefix("mailto:")
        return self._row(field, each.types, label, {"value": text})

    def _row(self, field: Field, types: tuple[str, ...], label: str, row: Values) -> Values:
        assert isinstance(field.kind, Rows)
        assert field.kind.types is not None
        kind, said = words.kind_and_label(field.kind.types.list, types, label, self._context)
        has_label = any(part.key == "label" for part in field.kind.parts)
        said = said if has_label else None
        full = {"type": kind, **row, "label": said}
        return {field.key: [{key: value for key, value in full.items() if value}]}

    def _address(self, each: Property, label: str) -> Values:
        parts = [_one_line(part) for part in each.parts()] + [""] * 7
        street = ", ".join(part for part in (parts[2], parts[1], parts[0]) if part)
        names = ("street", "city", "region", "postcode", "country")
        row = dict(zip(names, (street, *parts[3:7]), strict=True))
        found = {key: value for key, value in row.items() if value}
        if not found and each.param("LABEL"):  # the envelope alone, as 4.0 writes it
            return self._envelope(replace(each, value=escape("".join(each.param("LABEL")))), label)
        return self._row(self._by_word["ADR"], each.types, label, found) if found else {}

    def _envelope(self, each: Property, label: str) -> Values:
        text = _one_line(each.text)
        return self._row(self._by_word["ADR"], each.types, label, {"text": text}) if text else {}

    def _messenger(self, each: Property, label: str) -> Values:
        scheme, colon, address = each.text.strip().partition(":")
        if not colon:
            scheme, address = "", scheme
        service = "".join(each.param("X-SERVICE-TYPE")[:1]) or ("" if scheme == "x-apple" else scheme)
        return self._account(service, unquote(address), label)

    def _account(self, service: str, address: str, label: str) -> Values:
        field = self._by_word.get("IMPP")
        if field is None or not address.strip():
            return {}
        kind = row_type("account_type", service, self._context) if service else None
        said = words.plain_label(label)
        if service and kind is None and said != label.strip():
            said = ""  # Apple's own words say no more than "other" or "work"; the messenger has to be told
        row = {"type": kind, "value": address.strip(), "label": said or (None if kind else service or None)}
        return {field.key: [{key: value for key, value in row.items() if value}]}

    # -- the rest ------------------------------------------------------------------------------------------

    def _note(self, each: Property, _label: str) -> Values:
        return {self._by_word["NOTE"].key: each.text} if "NOTE" in self._by_word else {}

    def _plain(self, each: Property, _label: str) -> Values:
        return {self._by_word[each.key].key: each.text.strip()}

    def _birthday(self, each: Property, _label: str) -> Values:
        field, text = self._by_word.get("BDAY"), each.text.strip()
        if field is None:
            return {}
        if found := _FULL_DATE.fullmatch(text):
            is_without = found[1] == "1604" or "".join(each.param("X-APPLE-OMIT-YEAR")) == found[1]
            text = f"--{found[2]}-{found[3]}" if is_without else f"{found[1]}-{found[2]}-{found[3]}"
        elif found := _NO_YEAR.fullmatch(text):
            text = f"--{found[1]}-{found[2]}"
        return {field.key: self._read(field.kind, text)}

    def _uid(self, each: Property, _label: str) -> Values:
        text, field = each.text.strip(), self._by_word.get("UID")
        return {field.key: [{"key": text}]} if field is not None and len(text) <= ID_LENGTH else {}

    def _groups(self, each: Property, _label: str) -> Values:
        names = (" ".join(name.split()) for name in each.parts(","))
        wanted = [Name(name) for name in names if name and fold(name) not in ("mycontacts", "my contacts")]
        return {self._by_word["CATEGORIES"].key: list(dict.fromkeys(wanted))} if wanted else {}

    def _sex(self, each: Property, _label: str) -> Values:
        sex = SEXES.get(each.parts()[0].strip().upper())
        return {self._by_word["GENDER"].key: sex} if sex and "GENDER" in self._by_word else {}

    def _language(self, each: Property, _label: str) -> Values:
        field = self._by_word.get("LANG")
        if field is None or not isinstance(field.kind, Choice):
            return {}
        key = find_choice(field.kind.list, each.text.partition("-")[0], self._context)
        return {field.key: [key]} if key else {}

    def _picture(self, each: Property, _label: str) -> Values:
        from app.services.files import IMAGE_SIGNS

        if "b" not in each.param("ENCODING"):
            return {}
        data = binascii.a2b_base64(each.value)
        return {self._picture_key: Picture.of(data)} if data.startswith(IMAGE_SIGNS) else {}

    def _own_value(self, field: Field, each: Property) -> Values:
        kind = field.kind
        if isinstance(kind, (Choices, Tags)):
            texts = [text.strip() for text in each.parts(",") if text.strip()]
            if isinstance(kind, Tags):
                return {field.key: texts}
            return {field.key: [key for text in texts for key in self._read(kind, text) or ()]}
        if kind.is_rows:
            return {}
        text = each.text
        return {field.key: self._read(kind, float(text) if kind.is_numeric else text)}


def _labelled_groups(lines: Iterable[Property]) -> set[str]:
    """Groups that belong together: those with a label, and the numbered ones. Others only sort the lines."""
    found = (each.group.lower() for each in lines if each.key == _LABEL or _ITEM.fullmatch(each.group))
    return set(found) - {""}


def own_name(field: Field) -> str:
    """The property of a field that vCards have no word for."""
    return f"{OWN}{field.key.upper().replace('_', '-')}"


def _organization(each: Property) -> Values:
    parts = [part.strip() for part in each.parts()]
    row: Values = {"organization": Name(parts[0])} if parts[0] else {}
    if any(parts[1:]):
        row["department"] = ", ".join(part for part in parts[1:] if part)
    for key, param in DATES_OF_JOBS:
        if value := "".join(each.param(param)[:1]):
            row[key] = value
    return row


def _says_something(each: Property) -> bool:
    has_value = bool(each.value.strip(" ;" if each.key in STRUCTURED else None))
    return has_value or bool(each.param("LABEL"))


def _one_line(text: str) -> str:
    """Lines of an envelope after each other."""
    return ", ".join(filter(None, map(str.strip, text.split("\n"))))


def _sort_text(by_key: dict[str, Property]) -> str:
    """Under what the name is sorted: a line of its own until 4.0, then a parameter of N."""
    if "SORT-STRING" in by_key:
        return " ".join(by_key["SORT-STRING"].text.splitlines())
    return ", ".join(by_key["N"].param("SORT-AS")) if "N" in by_key else ""


def _listed_parts(each: Property) -> list[str]:
    """Parts of a value, of which each may be several words with commas between them."""
    parts = (map(unescape, split(part, ",")) for part in split(each.value, ";"))
    return [" ".join(word for word in words if word).strip() for words in parts]


def _says_same(shown: str, names: Values) -> bool:
    """Are the words of the shown name those of its parts, in whatever order and how many of them?"""
    said, known = _words(shown), _words(" ".join(names.values()))
    needed = _words(" ".join(names[key] for key in ("surname", "given_name") if key in names))
    return said <= known and needed <= said


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text)))
