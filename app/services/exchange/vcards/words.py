"""What vCards call the kinds of phones, addresses and messengers that lists here have."""

from __future__ import annotations

import re

from app.blueprint.context import Context
from app.services.exchange.shapes import row_type

READ: dict[str, dict[str, str]] = {
    "phone_type": {"fax": "fax", "cell": "mobile", "iphone": "mobile", "mobile": "mobile", "work": "work",
                   "home": "home", "other": "other"},
    "email_type": {"work": "work", "home": "home", "other": "other"},
    "site_type": {"work": "work", "home": "home", "other": "other"},
    "address_type": {"work": "work_point", "home": "residence", "postal": "postal", "other": "other"},
}  # fmt: skip
"""Kinds by type of a card, the one that counts first: a fax at work is a fax."""

SAID: dict[str, dict[str, tuple[str, ...]]] = {
    "phone_type": {"": ("VOICE",), "mobile": ("CELL",), "work": ("WORK", "VOICE"), "home": ("HOME", "VOICE"),
                   "fax": ("FAX",), "other": ("OTHER",)},
    "email_type": {"": ("INTERNET",), "work": ("INTERNET", "WORK"), "home": ("INTERNET", "HOME"),
                   "other": ("INTERNET", "OTHER")},
    "site_type": {"work": ("WORK",), "home": ("HOME",), "other": ("OTHER",)},
    "address_type": {"work_point": ("WORK",), "residence": ("HOME",), "postal": ("POSTAL",),
                     "other": ("OTHER",)},
}  # fmt: skip
"""Types of a card by kind; kinds that are not here are written as labels."""

_SILENT = frozenset(
    ("voice", "internet", "pref", "msg", "text", "textphone", "dom", "intl", "parcel", "postal", "x400",
     "video", "pcs", "isdn", "modem", "bbs", "inet", "phone")
)  # fmt: skip
"""Types that say nothing of the kind."""

_APPLE = re.compile(r"_\$!<(.*)>!\$_")

_TWO_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")

SERVICES = {
    "X-SKYPE": "skype", "X-SKYPE-USERNAME": "skype", "X-TELEGRAM": "telegram", "X-WHATSAPP": "whatsapp",
    "X-VIBER": "viber", "X-LINKEDIN": "linkedin", "X-FACEBOOK": "facebook", "X-ICQ": "ICQ",
    "X-JABBER": "Jabber", "X-MSN": "MSN", "X-YAHOO": "Yahoo", "X-AIM": "AIM",
    "X-GOOGLE-TALK": "Google Talk", "X-QQ": "QQ", "X-GADUGADU": "Gadu-Gadu", "X-GROUPWISE": "GroupWise",
    "X-TWITTER": "Twitter", "X-MATRIX": "Matrix", "X-SIGNAL": "Signal", "X-THREEMA": "Threema",
    "X-MS-IMADDRESS": "IM",
}  # fmt: skip
"""Messengers that have a property of their own."""

PROFILES = ("X-SOCIALPROFILE", "SOCIALPROFILE")
OLD_MESSENGER = re.compile(r"X-messaging/(.+)-All", re.IGNORECASE)
"""How KDE named messengers before it knew IMPP; several addresses between signs of its own."""

OLD_GAP = "\ue000"

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")


def kind_and_label(
    list_key: str, types: tuple[str, ...], label: str, context: Context
) -> tuple[str | None, str | None]:
    """Kind and own label of a row, from the types of a line and the label beside it."""
    known = READ[list_key]
    kind = next((key for word, key in known.items() if word in types), None)
    words = [each.removeprefix("x-") for each in types if each not in known and each not in _SILENT]
    if kind is None and words:
        kind = next((key for word in words if (key := row_type(list_key, word, context))), None)
        label = label or ("" if kind else " ".join(words).capitalize() if len(words) == 1 else words[0])
    label = plain_label(label)
    if label and kind is None:
        kind = row_type(list_key, label, context)
        label = "" if kind else label
    return kind, label or None


def plain_label(label: str) -> str:
    """A label as a person reads it: Apple puts signs around those that it translates."""
    return _APPLE.sub(lambda found: _TWO_WORDS.sub(" ", found[1]), label).strip()


def types_of(list_key: str, kind: str | None, context: Context) -> tuple[tuple[str, ...], str]:
    """Types of a line for a kind, and the label that says what no type says."""
    said = SAID[list_key]
    if kind is None or kind in said:
        return said.get(kind or "", ()), ""
    return said.get("", ()), context.label_of(list_key, kind)
