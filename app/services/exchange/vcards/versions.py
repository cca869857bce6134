"""What vCard 4.0 says otherwise than 3.0."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from app.services.exchange.vcards.content import Bundle, Property

_MEDIA = {"PHOTO": "image", "LOGO": "image", "SOUND": "audio", "KEY": "application"}
_NOT_IN_4 = frozenset(
    ("internet", "isdn", "bbs", "car", "modem", "msg", "pcs", "dom", "intl", "postal", "parcel")
)


def in_version(bundle: Bundle, version: str) -> Iterator[Property]:
    """The lines of a bundle in the words of a version; only 4.0 has other words than 3.0."""
    if version != "4.0":
        yield from bundle
        return
    label = next((each for each in bundle if each.key == "LABEL"), None)
    sort = next((each for each in bundle if each.key == "SORT-STRING"), None)
    has_address = any(each.key == "ADR" for each in bundle)
    for each in bundle:
        if each is sort and any(other.key == "N" for other in bundle):
            continue
        if each is label and has_address:
            continue
        made = _modern(each)
        if each.key == "LABEL":
            made = replace(made, name="ADR", value=";;;;;;", params=(*made.params, ("LABEL", (each.text,))))
        elif each.key == "ADR" and label is not None:
            made = replace(made, params=(*made.params, ("LABEL", (label.text,))))
        elif each.key == "N" and sort is not None:
            made = replace(made, params=(*made.params, ("SORT-AS", (sort.text,))))
        yield made


def _modern(each: Property) -> Property:
    """A line in the words of 4.0: bytes in a data address, PREF with a number, plain dates."""
    if "b" in each.param("ENCODING"):
        kind = "".join(each.param("TYPE")[:1]).lower() or "octet-stream"
        media = kind if "/" in kind else f"{_MEDIA.get(each.key, 'application')}/{kind}"
        rest = tuple(item for item in each.params if item[0] not in ("ENCODING", "TYPE"))
        return replace(each, value=f"data:{media};base64,{each.value}", params=rest)
    params = list[tuple[str, tuple[str, ...]]]()
    for key, values in each.params:
        if key == "TYPE":
            kept = tuple(value for value in values if value.lower() not in (*_NOT_IN_4, "pref"))
            params += [("TYPE", tuple(value.lower() for value in kept))] if kept else []
            params += [("PREF", ("1",))] if len(kept) < len(values) and "pref" in each.types else []
        elif key != "X-APPLE-OMIT-YEAR":
            params.append((key, values))
    value = each.value
    if each.key == "BDAY":
        if each.param("X-APPLE-OMIT-YEAR"):
            value = f"--{value[5:]}"
        value = value.replace("-", "") if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else value
        value = f"--{value[2:].replace('-', '')}" if value.startswith("--") else value
    return replace(each, value=value, params=tuple(params))
