"""The values of a record as lines of a card, in the form of vCard 3.0."""

from __future__ import annotations

import binascii
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from app.blueprint.context import Context, Values
from app.blueprint.field import Field
from app.blueprint.kept import ExternalIds, KeptLines
from app.blueprint.kinds import Choice, Choices, Image, Kind, YesNo, cell_text
from app.blueprint.rows import Addresses, ContactPoints, Files, Groups, Jobs, Reference, References, Tags
from app.blueprint.section import Section
from app.services.exchange.rows_read import Picture
from app.services.exchange.vcards import words
from app.services.exchange.vcards.content import (
    Bundle,
    Parameters,
    Property,
    canonical,
    escape,
    formatted,
    parsed,
    structured,
)
from app.services.exchange.vcards.taking import DATES_OF_JOBS, MORE, OWN, SEXES, Taker, own_name
from app.services.exchange.vcards.versions import in_version

ITEM = "item"
"""The group of a line that has a label, before its number."""

_NEEDED = frozenset(("N", "FN"))
_PARTS = ("surname", "given_name", "patronymic", "prefix", "suffix")
_KINDS_OF_PICTURES = {b"\x89PN": "PNG", b"GIF": "GIF", b"BM": "BMP", b"RIF": "WEBP"}

Way = Callable[[Field, Any], Iterable[Bundle]]
"""The bundles of a value of a field."""

Bytes = Callable[[str], bytes]
"""The bytes behind the digest of a picture."""


class Maker:
    """Makes the bundles of records of one section. ``values`` name organizations and groups in words."""

    def __init__(self, section: Section, context: Context, picture: Bytes) -> None:
        self.section, self._context, self._picture = section, context, picture
        self._ways: dict[str, tuple[Field, Way]] = {}
        names = {each.key for each in section.stored if each.carried_as.startswith(("N.", "FN", "SORT"))}
        for each in section.stored:
            way = self._way(each)
            if way is not None and each.key not in names:
                self._ways[each.key] = (each, way)
        spoken = {key for key, (_field, way) in self._ways.items() if way is not _nothing}
        self.carried = frozenset(names | spoken)
        """Keys of the fields that a card can say something of."""
        self._firm = next((each.key for each in section.stored if each.carried_as == "FN"), "")
        self._has_parts = "surname" in section.by_key
        self._sort = next((each.key for each in section.stored if each.carried_as == "SORT-STRING"), "")

    def _way(self, field: Field) -> Way | None:
        kind, word = field.kind, field.carried_as
        ways: tuple[tuple[type[Kind], Way], ...] = (
            (KeptLines, _nothing), (Files, _nothing), (ExternalIds, _ids), (Groups, self._groups),
            (References, _nothing), (Reference, _nothing), (Addresses, self._addresses), (Jobs, self._jobs),
            (Tags, self._tags), (Image, self._image if word else _nothing),
        )  # fmt: skip
        for known, way in ways:
            if isinstance(kind, known):
                return way
        if isinstance(kind, ContactPoints):
            points: Way = self._accounts if word == "IMPP" else self._points
            return points
        by_word: dict[str, Way] = {"BDAY": _birthday, "GENDER": _sex, "LANG": _languages}
        if not word:
            return None if kind.is_rows else self._own
        said: Way = by_word.get(word, _plain)
        return said

    def make(self, values: Values, title: str) -> list[Bundle]:
        """Every bundle that the values come to."""
        found = [self._name(values, title)]
        for key, value in values.items():
            if key in self._ways and value not in (None, "", []):
                field, way = self._ways[key]
                found += way(field, value)
        return [each for each in found if each]

    def _name(self, values: Values, title: str) -> Bundle:
        if not self._has_parts:
            name = values.get(self._firm) or ""
            return (Property("FN", escape(name)), Property("ORG", escape(name))) if name else ()
        parts = [values.get(key) for key in _PARTS]
        found = [Property("N", structured(parts))] if any(parts) else []
        if title:
            found.append(Property("FN", escape(title)))
        if self._sort and values.get(self._sort):
            found.append(Property("SORT-STRING", escape(values[self._sort])))
        return tuple(found)

    def _points(self, field: Field, rows: list[Values]) -> Iterator[Bundle]:
        assert isinstance(field.kind, ContactPoints)
        assert field.kind.types is not None
        for row in rows:
            types, label = words.types_of(field.kind.types.list, row.get("type"), self._context)
            value = escape(str(row.get("value") or ""))
            yield _labelled(field.carried_as, value, types, row.get("label") or label)

    def _accounts(self, _field: Field, rows: list[Values]) -> Iterator[Bundle]:
        for row in rows:
            yield self._account(row.get("type") or "", str(row.get("value") or ""), row.get("label") or "")

    def _account(self, kind: str, value: str, label: str) -> Bundle:
        service = "" if kind in ("", "other") else kind
        if not service and words.SCHEME.fullmatch(label):
            service, label = label, ""
        if value.startswith(("https://", "http://")):
            return _labelled("X-SOCIALPROFILE", escape(value), (service,) if service else (), label)
        address = escape(quote(value, safe="@:+/.-_~"))
        if service and words.SCHEME.fullmatch(service):
            return _labelled("IMPP", f"{service}:{address}", (), label)
        if service:
            label = label or self._context.label_of("account_type", service)
        if not label:
            return (Property("IMPP", f"x-apple:{address}"),)
        return (Property("IMPP", f"x-apple:{address}", (("X-SERVICE-TYPE", (label,)),)),)

    def _addresses(self, field: Field, rows: list[Values]) -> Iterator[Bundle]:
        for row in rows:
            types, label = words.types_of("address_type", row.get("type"), self._context)
            parts = [row.get(key) for key in ("street", "city", "region", "postcode", "country")]
            found = list[Property]()
            if any(parts):
                found.append(Property("ADR", structured(["", "", *parts]), _typed(types)))
            if row.get("text"):
                found.append(Property("LABEL", escape(row["text"]), _typed(types)))
            yield _with_label(found, label)

    def _jobs(self, _field: Field, rows: list[Values]) -> Iterator[Bundle]:
        for row in rows:
            firm, department = row.get("organization") or "", row.get("department") or ""
            dates: Parameters = tuple((name, (row[key],)) for key, name in DATES_OF_JOBS if row.get(key))
            if row.get("until"):
                value = structured([firm, department, row.get("job_title")])
                yield (Property(f"{OWN}JOB", value, dates),)
                continue
            found = list[Property]()
            if firm or department or dates:
                found.append(Property("ORG", structured([firm, department] if department else [firm]), dates))
            if row.get("job_title"):
                found.append(Property("TITLE", escape(row["job_title"])))
            yield tuple(found)

    def _groups(self, _field: Field, names: list[str]) -> Iterator[Bundle]:
        yield (Property("CATEGORIES", ",".join(map(escape, sorted(filter(None, names))))),)

    def _tags(self, field: Field, names: list[str]) -> Iterator[Bundle]:
        yield (Property(own_name(field), ",".join(map(escape, names))),)

    def _image(self, field: Field, digest: str) -> Iterator[Bundle]:
        data = self._picture(digest)
        kind = next((name for sign, name in _KINDS_OF_PICTURES.items() if data.startswith(sign)), "JPEG")
        value = binascii.b2a_base64(data, newline=False).decode()
        yield (Property(field.carried_as, value, (("TYPE", (kind,)), ("ENCODING", ("b",)))),)

    def _own(self, field: Field, value: Any) -> Iterator[Bundle]:
        kind = field.kind
        if isinstance(kind, Choices):
            text = ",".join(escape(self._context.label_of(kind.list, key)) for key in value)
        elif isinstance(kind, Choice):
            text = escape(self._context.label_of(kind.list, value))
        elif isinstance(kind, YesNo):
            text = "1" if value else "0"
        elif kind.is_numeric:
            text = cell_text(kind.cell(value, self._context))
        else:
            text = escape(str(value))
        yield (Property(own_name(field), text),)


def _nothing(_field: Field, _value: Any) -> Iterable[Bundle]:
    return ()


def _ids(field: Field, rows: list[Values]) -> Iterator[Bundle]:
    """A card has one; which program gave it is not told."""
    yield (Property(field.carried_as, escape(rows[0]["key"])),)


def _plain(field: Field, value: Any) -> Iterator[Bundle]:
    yield (Property(field.carried_as, escape(str(value))),)


def _birthday(field: Field, value: str) -> Iterator[Bundle]:
    """Without its year as one maker writes it in 3.0, which has no such dates; others have learnt it."""
    if value.startswith("--"):
        yield (Property(field.carried_as, f"1604-{value[2:]}", (("X-APPLE-OMIT-YEAR", ("1604",)),)),)
    else:
        yield (Property(field.carried_as, value),)


def _sex(field: Field, value: str) -> Iterator[Bundle]:
    letter = next((letter for letter, key in SEXES.items() if key == value), "")
    if letter:
        yield (Property(field.carried_as, letter),)


def _languages(field: Field, keys: list[str]) -> Iterator[Bundle]:
    yield from ((Property(field.carried_as, escape(key)),) for key in keys)


def _typed(types: tuple[str, ...]) -> Parameters:
    return (("TYPE", types),) if types else ()


def _labelled(name: str, value: str, types: tuple[str, ...], label: str) -> Bundle:
    return _with_label([Property(name, value, _typed(types))], label)


def _with_label(lines: list[Property], label: str) -> Bundle:
    if not label:
        return tuple(lines)
    lines = [*lines, Property("X-ABLabel", escape(label))]
    return tuple(replace(each, group=ITEM) for each in lines)


# -- what is kept -----------------------------------------------------------------------------------------


def worth_keeping(
    bundle: Bundle, said: Values, taker: Taker, maker: Maker, context: Context, version: str = ""
) -> bool:
    """Does a bundle say more than what would be written, in its version, for the values that it gave?"""
    if any(isinstance(value, Picture) for value in said.values()):
        return False
    if any(words.OLD_MESSENGER.fullmatch(each.name) for each in bundle):
        return False  # nobody reads these any more
    said = _normal(taker, said)
    is_name = any(each.key in _NEEDED for each in bundle)
    title = taker.section.title_of(said, context) if is_name else ""
    lines = canonical(bundle)
    made = maker.make(said, title)
    if version.startswith("4"):
        made += [tuple(in_version(each, "4.0")) for each in made]
    return not any(lines <= canonical(each) for each in made)


def kept_text(bundle: Bundle, is_more: bool = False) -> str:
    """A bundle as it is kept."""
    mark: Parameters = ((MORE, ("1",)),) if is_more else ()
    return "\n".join(formatted(replace(each, params=(*each.params, *mark))) for each in bundle)


def kept_bundle(text: str) -> Bundle:
    """What was kept as a bundle."""
    return tuple(each for line in text.split("\n") if (each := parsed(line)) is not None)


def with_kept(made: list[Bundle], values: Values, kept: Iterable[str], taker: Taker) -> list[Bundle]:
    """Kept lines in the place of made ones, as long as the record still says what they say."""
    kinds = taker.section.by_key
    known = {key: kinds[key].kind.normal(value) for key, value in values.items() if key in kinds}
    found, said_of_made = list(made), [_normal(taker, taker.take(each)) for each in made]
    for bundle in map(kept_bundle, kept):
        said = _normal(taker, taker.take(bundle))
        if not said:
            found.append(_unmarked(bundle))
        elif all(_stands(value, known.get(key)) for key, value in said.items()):
            place = next((i for i, each in enumerate(said_of_made) if each == said), None)
            if place is None:
                found.append(bundle)
            else:
                found[place] = _whole(bundle, found[place])
    return found


def _whole(bundle: Bundle, made: Bundle) -> Bundle:
    """A name as it was kept, with what a card must have."""
    keys = {each.key for each in bundle}
    if not keys & _NEEDED:
        return bundle
    return (*(each for each in made if each.key in _NEEDED - keys), *bundle)


def _unmarked(bundle: Bundle) -> Bundle:
    return tuple(
        replace(each, params=tuple(item for item in each.params if item[0] != MORE)) for each in bundle
    )


def _normal(taker: Taker, said: Values) -> Values:
    return {key: taker.section.by_key[key].kind.normal(value) for key, value in said.items()}


def _stands(said: Any, known: Any) -> bool:
    if isinstance(said, list):
        return isinstance(known, list) and all(row in known for row in said)
    return bool(said == known)
