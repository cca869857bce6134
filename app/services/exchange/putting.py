"""Values of several cells put together: second columns of one field, parts of rows, labels beside values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Values
from app.blueprint.kinds import Kind, Text, cell_text
from app.blueprint.rows import References

if TYPE_CHECKING:
    from app.services.exchange.mapping import ColumnMatch


class Name(str):
    """The name of another record, to be looked up."""

    __slots__ = ()


def label_beside(match: ColumnMatch, cells: Sequence[Any]) -> str:
    """What stands beside the values of a column."""
    if match.label_column >= 0 and cells[match.label_column] is not None:
        return cell_text(cells[match.label_column]).removeprefix("*").strip()
    return match.label


def label_of_place(said: Values, place: int) -> Values:
    """Google puts the labels of several values into one cell, as it does with the values."""
    if ":::" not in said.get("label", ""):
        return said
    labels = [each.strip() for each in said["label"].split(":::")]
    return {"label": labels[place]} if place < len(labels) and labels[place] else {}


_WORD = re.compile(r"\w+")


def drop_needless_texts(values: Values) -> None:
    """An address as one text is left out where its parts say every word of it."""
    for each in values.get("addresses") or ():
        if "text" in each and "city" in each:
            said = {word for key, part in each.items() if key != "text" for word in _WORD.findall(str(part))}
            if said.issuperset(_WORD.findall(each["text"])):
                del each["text"]


def put_more(values: Values, key: str, kind: Kind, value: Any, label: str) -> None:
    """A second column for one value: lines of a long text stand below each other, words of a short one side
    by side; of all else the first counts."""
    if label and value is not None:
        value = f"{label}: {value}"
    if values.get(key) is None:
        values[key] = value
    elif kind.is_multiline:
        values[key] = f"{values[key]}\n{value}"
    elif type(kind) is Text and value is not None and value != values[key]:
        values[key] = f"{values[key]} {value}"


def put_part(part: Values, key: str, value: Any) -> None:
    """A second column for the same part continues it."""
    if value is not None:
        part[key] = f"{part[key]}, {value}" if key in part and not isinstance(value, Name) else value


_OF_GOOGLE = re.compile(r"\s*\*\s*(?:my ?contacts\s*$)?", re.IGNORECASE)
"""Google marks its own groups with an asterisk; "* myContacts" are simply all."""


def put_names(values: Values, key: str, kind: Kind, text: str) -> None:
    """The records that a cell names: all of them, or the first where the field holds one."""
    found = [Name(each) for each in split_names(text)]
    if isinstance(kind, References):
        values[key] = [*values.get(key, ()), *found]
    elif found:
        values[key] = found[0]


def split_names(text: str) -> list[str]:
    """Names in one cell, one a line or parted by semicolons."""
    pieces = [_OF_GOOGLE.sub("", piece).strip() for piece in re.split(r"[;\n]|:::", text) if piece.strip()]
    return [piece for piece in pieces if piece]
