"""Fields as lines of label and text, each with what a click on it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from app.blueprint.context import Context, Values
from app.blueprint.dates import PartialDate
from app.blueprint.field import Field
from app.blueprint.kinds import Email, Image, LongText, Phone, RichText, Text, Url
from app.blueprint.rows import ANY_SECTION, ContactPoints, Files, Reference, References, Rows
from app.core.texts import _

_NETWORKS = {
    "telegram": "https://t.me/{name}",
    "linkedin": "https://www.linkedin.com/in/{name}",
    "facebook": "https://www.facebook.com/{name}",
    "skype": "skype:{name}?chat",
}


TEL = "tel:"
"""Before the number of a phone, as typed."""


@dataclass(frozen=True)
class Line:
    """One value of a record in words. ``address`` opens outside, ``target`` leads to a record."""

    field: str
    label: str
    text: str
    detail: str = ""
    address: str = ""
    target: tuple[str, str] | None = None
    is_rich: bool = False
    is_long: bool = False
    is_name: bool = False

    @property
    def has_act(self) -> bool:
        """Does a click on it do something?"""
        return bool(self.address or self.target)


def lines_of(field: Field, values: Values, context: Context, computed: dict[str, str]) -> Iterator[Line]:
    """The lines of one field; none when it is empty or only repeats others.

    ``computed`` is told behind the field it comes from: 14 March 1985 · 41 years.
    """
    value = values.get(field.key)
    if field.is_hidden:
        return
    if value in (None, "", []) or field.derived or field.nearest or isinstance(field.kind, (Image, Files)):
        return
    if field.computed:
        if not (len(field.shown_from) == 1 and field.shown_from[0] in computed):
            yield Line(field.key, _(field.label), field.kind.show(value, context))
    elif isinstance(field.kind, Rows):
        yield from _rows(field, field.kind, value, context)
    elif isinstance(field.kind, References):
        yield from _references(field, field.kind, value, context)
    elif not field.is_stored:
        return
    else:
        yield _single(field, values[field.key], context, computed.get(field.key, ""))


def _single(field: Field, value: Any, context: Context, computed: str) -> Line:
    kind, label = field.kind, _(field.label)
    if isinstance(kind, RichText):
        return Line(field.key, label, str(value), is_rich=True)
    text = " · ".join(filter(None, (kind.show(value, context), computed)))
    if isinstance(kind, Reference):
        return Line(field.key, label, text, target=(kind.section, str(value)))
    address = address_of(kind, str(value), context) if isinstance(value, str) else ""
    return Line(
        field.key,
        label,
        text,
        address=address,
        is_long=isinstance(kind, LongText),
        is_name=type(kind) is Text,
    )


def computed_texts(fields: tuple[Field, ...], values: Values, context: Context) -> dict[str, str]:
    """What is computed from one other field alone, by the key of that field."""
    return {
        each.shown_from[0]: each.kind.show(values[each.key], context)
        for each in fields
        if each.computed and len(each.shown_from) == 1 and values.get(each.key) is not None
    }


def _rows(field: Field, kind: Rows, rows: list[dict[str, Any]], context: Context) -> Iterator[Line]:
    for number, row in enumerate(rows):
        label = row_label(kind, row, context, len(rows)) or (_(field.label) if number == 0 else "")
        main = kind.part(kind.main).kind
        target = None
        if isinstance(main, Reference) and row.get(kind.main):
            target = (main.section, str(row[kind.main]))
        text, detail = kind.show_row(row, context), ""
        if target is not None:
            text, detail = context.title_of(target[1]), details_text(kind, row, context)
        yield Line(field.key, label, text, detail, row_address(kind, row, context), target)


def row_label(kind: Rows, row: dict[str, Any], context: Context, count: int) -> str:
    """What stands beside a row; mails and sites say what they are, as “Work” alone reads like a phone."""
    own = kind.row_label(row, context)
    if row.get("label") or not isinstance(kind, ContactPoints):
        return own
    value = kind.part("value").kind
    if isinstance(value, Phone) and count == 1:
        return own or _("Phone")
    name = _("E-mail") if isinstance(value, Email) else _("Web site") if isinstance(value, Url) else ""
    if not name:
        return own
    return f"{name} ({own.lower()})" if own and count > 1 else name


def details_text(kind: Rows, row: dict[str, Any], context: Context) -> str:
    """What a row says beside its main part; dates say which they are."""
    words = []
    for part in kind.parts:
        shown = "" if part.key in ("type", "label", kind.main) else part.kind.show(row.get(part.key), context)
        if shown:
            words.append(f"{_(part.label).lower()} {shown}" if isinstance(part.kind, PartialDate) else shown)
    return ", ".join(words)


def row_address(kind: Rows, row: dict[str, Any], context: Context) -> str:
    """What a click on a way to reach somebody opens."""
    value = str(row.get("value") or "").strip()
    if not isinstance(kind, ContactPoints) or not value:
        return ""
    if kind.name == "accounts":
        return account_address(str(row.get("type") or ""), value, context)
    return address_of(kind.part("value").kind, value, context)


def address_of(kind: object, value: str, context: Context) -> str:
    """The address behind a single value: mail, phone or web; empty for other kinds."""
    if isinstance(kind, Email):
        return f"mailto:{quote(value, safe='@+.-_')}"
    if isinstance(kind, Phone):
        return f"{TEL}{value}"
    return value if isinstance(kind, Url) else ""


def account_address(network: str, value: str, context: Context) -> str:
    """Where a messenger or network account is reached; empty when nobody can know."""
    if "://" in value or value.lower().startswith("www."):
        return value
    if network in ("whatsapp", "viber"):
        from app.blueprint.phones import compare_key

        number = compare_key(value, context.region)
        pattern = "https://wa.me/{0}" if network == "whatsapp" else "viber://chat?number=%2B{0}"
        return pattern.format(number) if number else ""
    pattern = _NETWORKS.get(network, "")
    name = value.removeprefix("@").strip("/").removeprefix("in/")
    return pattern.format(name=quote(name, safe="")) if pattern else ""


def _references(field: Field, kind: References, uids: list[str], context: Context) -> Iterator[Line]:
    for number, uid in enumerate(uids):
        target = None if kind.section in (ANY_SECTION, "group") else (kind.section, uid)
        yield Line(field.key, _(field.label) if number == 0 else "", context.title_of(uid), target=target)
