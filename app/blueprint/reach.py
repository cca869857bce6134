"""How somebody is reached: the fields that people and firms have in common, and what lists show of them."""

from __future__ import annotations

from typing import Any

from app.blueprint import readings, rows
from app.blueprint.context import Values
from app.blueprint.field import Field, Nearest
from app.blueprint.kinds import Email, Phone, Text
from app.core.texts import N_

PHONES = Field("phones", N_("Phones"), rows.phones(), group="reach", carried_as="TEL")
EMAILS = Field("emails", N_("E-mails"), rows.emails(), group="reach", carried_as="EMAIL")
ACCOUNTS = Field("accounts", N_("Messengers and networks"), rows.accounts(), group="reach", carried_as="IMPP")
SITES = Field("sites", N_("Web sites"), rows.sites(), group="reach", carried_as="URL")
ADDRESSES = Field("addresses", N_("Addresses"), rows.Addresses(), group="address", carried_as="ADR")


def first_of(values: Values, field: str, part: str) -> Any:
    """The first value of a part in a list field; what a list shows of it."""
    found = values.get(field) or ()
    return next((row[part] for row in found if row.get(part)), None)


LISTED = (
    Field(
        "phone", N_("Phone"), Phone(), width=140, is_searched=False,
        derived=lambda values, _context: first_of(values, "phones", "value"),
    ),
    Field(
        "email", N_("E-mail"), Email(), width=170, is_searched=False,
        derived=lambda values, _context: first_of(values, "emails", "value"),
    ),
    Field(
        "city", N_("City"), Text(),
        derived=lambda values, _context: first_of(values, "addresses", "city"),
    ),
)  # fmt: skip
"""The first phone, e-mail and city, as columns of a list."""


def last_step(via: str) -> Field:
    """The last event that took place and points here with its field ``via``."""
    return Field(
        "last_step", N_("Last contact"), readings.NextStep(), width=150, is_searched=False,
        shown_from=("last_at", "last_type"),
        nearest=Nearest("events", (via,), "starts_at", ("state", "done"), ("type",), is_last=True),
    )  # fmt: skip


def next_step(via: str) -> Field:
    """The nearest planned event that points here with its field ``via``."""
    return Field(
        "next_step", N_("Next step"), readings.NextStep(), width=150, is_searched=False,
        shown_from=("next_at",
            "next_type"),
        nearest=Nearest("events", (via,), "starts_at", ("state", "planned"), ("type",)),
    )  # fmt: skip
