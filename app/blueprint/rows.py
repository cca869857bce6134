"""Kinds of values that are lists: phones, addresses, jobs, accounts, references, tags, files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.blueprint.context import Context
from app.blueprint.dates import PartialDate
from app.blueprint.kinds import (
    OF_CHOICES,
    PRESENCE,
    Choice,
    Code,
    Email,
    Kind,
    Phone,
    Storage,
    Text,
    Url,
)
from app.core.folding import SORT_LENGTH, storable
from app.core.texts import N_

ANY_SECTION = "*"
"""A reference that may point to a record of any section."""


_BESIDE = frozenset(("type", "label"))
"""Parts that say something of a row, but nothing by themselves."""


@dataclass(frozen=True)
class Part:
    """One value of a row: key (also its column), label and kind."""

    key: str
    label: str
    kind: Kind


class Reference(Kind):
    """A record of a section, kept by its uid; ``is_made`` where lists may mention new ones."""

    name = "reference"
    operators = ("is_record", "is_not_record", *PRESENCE)
    storage: Storage = "integer"

    def __init__(self, section: str, is_made: bool = False, is_tree: bool = False) -> None:
        """``is_tree``: along these references no record may stand above itself."""
        self.section, self.is_made, self.is_tree = section, is_made, is_tree

    def show(self, value: Any, context: Context) -> str:
        return context.title_of(value) if value else ""


class References(Kind):
    """Several records of a section (or of any), kept by their uids in the ``record_reference`` table."""

    name = "references"
    operators: tuple[str, ...] = Reference.operators
    is_rows = True
    table = "record_reference"

    def __init__(self, section: str) -> None:
        self.section = section

    def normal(self, value: Any) -> Any:
        return list(dict.fromkeys(value)) or None if value else None

    def show(self, value: Any, context: Context) -> str:
        return ", ".join(context.title_of(uid) for uid in value or ())

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return [context.title_of(uid) for uid in value or ()]


class Groups(References):
    """The groups a record is in."""

    name = "groups"
    operators = ("in_group", "in_group_only", "not_in_group", *PRESENCE)
    table = "member"

    def __init__(self) -> None:
        super().__init__("group")

    def normal(self, value: Any) -> Any:
        """Memberships have no order of their own."""
        return sorted(set(value)) or None if value else None

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return ()


TAG_LENGTH = 200
"""Characters of a tag; an index takes no longer ones."""


class Tags(Kind):
    """Free words; shown as small labels."""

    name = "tags"
    operators = OF_CHOICES
    is_rows = True
    table = "record_tag"

    def normal(self, value: Any) -> Any:
        names = [" ".join(storable(str(name)).split())[:TAG_LENGTH] for name in value or ()]
        return list(dict.fromkeys(name for name in names if name)) or None

    def parse(self, text: str, context: Context) -> Any:
        return self.normal(text.replace(";", ",").split(","))

    def show(self, value: Any, context: Context) -> str:
        return ", ".join(value or ())

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return value or ()


class Files(Kind):
    """Files kept inside the database: name, media type, size in bytes, digest."""

    name = "files"
    operators = PRESENCE
    is_rows = True
    table = "attachment"

    def normal(self, value: Any) -> Any:
        return list(value) or None if value else None

    def show(self, value: Any, context: Context) -> str:
        return ", ".join(each["name"] for each in value or ())

    def search(self, value: Any, context: Context) -> Iterable[str]:
        return [each["name"] for each in value or ()]


class Rows(Kind):
    """A list of small records, each with the same parts; ``main`` is the part that matters."""

    name = "rows"
    is_rows = True
    table = ""
    parts: tuple[Part, ...] = ()
    main = "value"
    add_label = N_("Add")

    def normal(self, value: Any) -> Any:
        rows = [self.normal_row(row) for row in value or ()]
        return [row for row in rows if self.has_content(row)] or None

    def normal_row(self, row: dict[str, Any]) -> dict[str, Any]:
        """Only known parts, only those that are not empty."""
        found: dict[str, Any] = {}
        for key, normal in self._normals:
            value = row.get(key)
            if value is not None and (value := normal(value)) is not None:
                found[key] = value
        return found

    @cached_property
    def _normals(self) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
        """The parts, and what brings each into its normal form."""
        return tuple((part.key, part.kind.normal) for part in self.parts)

    @cached_property
    def is_verified(self) -> bool:  # type: ignore[override]
        """Does any part refuse anything?"""
        return any(part.kind.is_verified for part in self.parts)

    def verify(self, value: Any) -> None:
        for row in value or ():
            for part in self.parts:
                if part.key in row:
                    part.kind.verify(row[part.key])

    def has_content(self, row: dict[str, Any]) -> bool:
        """A row with nothing but its type is empty."""
        return not _BESIDE.issuperset(row)

    def parse(self, text: str, context: Context) -> Any:
        part = self.part(self.main)
        pieces = [piece for piece in text.replace(";", "\n").split("\n") if piece.strip()]
        return self.normal([{self.main: part.kind.parse(piece, context)} for piece in pieces])

    def part(self, key: str) -> Part:
        """The part with that key."""
        return next(part for part in self.parts if part.key == key)

    @property
    def types(self) -> Choice | None:
        """The list that says of which type a row is; None if rows have no types."""
        found = next((part.kind for part in self.parts if part.key == "type"), None)
        return found if isinstance(found, Choice) else None

    def show_row(self, row: dict[str, Any], context: Context) -> str:
        """One row in words, without its type."""
        shown = (p.kind.show(row.get(p.key), context) for p in self.parts if p.key not in _BESIDE)
        return ", ".join(text for text in shown if text)

    def row_label(self, row: dict[str, Any], context: Context) -> str:
        """What stands beside a row: its own label, else its type."""
        if row.get("label"):
            return str(row["label"])
        return self.types.show(row.get("type"), context) if self.types is not None else ""

    def show(self, value: Any, context: Context) -> str:
        return "; ".join(self.show_row(row, context) for row in value or ())

    def search(self, value: Any, context: Context) -> Iterable[str]:
        found: list[str] = []
        for row in value or ():
            for key, search in self._searches:
                part = row.get(key)
                if part is not None:
                    found += search(part, context)
        return found

    @cached_property
    def _searches(self) -> tuple[tuple[str, Callable[[Any, Context], Iterable[str]]], ...]:
        """The parts by which a row is found."""
        return tuple((part.key, part.kind.search) for part in self.parts if part.key != "type")

    def warning(self, value: Any, context: Context) -> str | None:
        found = (part.kind.warning(row.get(part.key), context) for row in value or () for part in self.parts)
        return next((sentence for sentence in found if sentence), None)

    def key_of(self, row: dict[str, Any], context: Context) -> str:
        """What equal rows have in common, whatever their spelling."""
        value = str(row.get(self.main) or "")
        return self.part(self.main).kind.sort_text(value, context) or value


class ContactPoints(Rows):
    """Ways to reach somebody: type, free label, value."""

    table = "contact_point"

    def __init__(self, name: str, list_key: str, value: Kind, label: str, add: str) -> None:
        self.name, self.add_label, self.operators, self.value = name, add, value.operators, value
        self.parts = (
            Part("type", N_("Kind"), Choice(list_key)),
            Part("value", label, value),
            Part("label", N_("Label"), Text()),
        )
        self.has_signs, self.is_reach = value.has_signs, value.is_reach

    def signs(self, value: Any, context: Context) -> Iterable[str]:
        keys = [self.key_of(row, context) for row in value or ()]
        return dict.fromkeys([key for key in keys if key and self.is_sign(key)])

    def is_sign(self, key: str) -> bool:
        return self.value.is_sign(key)

    def show_row(self, row: dict[str, Any], context: Context) -> str:
        return str(row.get("value") or "")

    def key_of(self, row: dict[str, Any], context: Context) -> str:
        value = str(row.get("value") or "")
        if self._is_phone:
            return next(iter(self.value.signs(value, context)), "")
        return value.casefold()[:SORT_LENGTH]

    @cached_property
    def _is_phone(self) -> bool:
        return isinstance(self.value, Phone)


def is_phone(kind: Kind) -> bool:
    """Is the value a phone number, or a list of them?"""
    return isinstance(kind.part("value").kind if isinstance(kind, ContactPoints) else kind, Phone)


def phones() -> ContactPoints:
    """Phone numbers."""
    return ContactPoints("phones", "phone_type", Phone(), N_("Number"), N_("Add phone"))


def emails() -> ContactPoints:
    """E-mail addresses."""
    return ContactPoints("emails", "email_type", Email(), N_("Address"), N_("Add e-mail"))


def accounts() -> ContactPoints:
    """Messengers and social networks."""
    return ContactPoints("accounts", "account_type", Text(), N_("Name or address"), N_("Add account"))


def sites() -> ContactPoints:
    """Web sites."""
    return ContactPoints("sites", "site_type", Url(), N_("Address"), N_("Add web site"))


class Addresses(Rows):
    """Postal addresses: free text, or parts, or both."""

    name = "addresses"
    table = "address"
    main = "text"
    add_label = N_("Add address")
    parts = (
        Part("type", N_("Kind"), Choice("address_type")),
        Part("text", N_("Address"), Text()),
        Part("street", N_("Street"), Text()),
        Part("city", N_("City"), Text()),
        Part("region", N_("Region"), Text()),
        Part("postcode", N_("Postcode"), Text()),
        Part("country", N_("Country"), Text()),
    )

    def show_row(self, row: dict[str, Any], context: Context) -> str:
        """The free text, else the parts in the order of an envelope."""
        if row.get("text"):
            return str(row["text"])
        city = " ".join(row[key] for key in ("postcode", "city") if row.get(key))
        return ", ".join(
            each for each in (row.get("street"), city, row.get("region"), row.get("country")) if each
        )


class Jobs(Rows):
    """Jobs of a person: organization, title, department, from, to."""

    name = "jobs"
    table = "employment"
    main = "organization"
    add_label = N_("Add organization")
    parts = (
        Part("organization", N_("Organization"), Reference("organizations")),
        Part("job_title", N_("Job title"), Text()),
        Part("department", N_("Department"), Text()),
        Part("since", N_("From"), PartialDate()),
        Part("until", N_("To"), PartialDate()),
    )


class BankAccounts(Rows):
    """Bank accounts: IBAN or national number, bank, BIC or BIK, currency."""

    name = "bank_accounts"
    table = "bank_account"
    main = "account"
    add_label = N_("Add bank account")
    parts = (
        Part("account", N_("IBAN or account"), Code("iban")),
        Part("bank", N_("Bank"), Text()),
        Part("bic", N_("BIC / BIK"), Text()),
        Part("currency", N_("Currency"), Text()),
    )
