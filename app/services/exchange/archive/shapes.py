"""Does a value from a foreign file have the shape that its field keeps? Of trust there is none."""

from __future__ import annotations

import json
import re
from typing import Any

from app.blueprint.house import FIELD
from app.blueprint.kinds import Choices, Kind
from app.blueprint.own import KINDS
from app.blueprint.registry import Registry
from app.blueprint.rows import Files, References, Rows, Tags
from app.blueprint.section import Entity

LARGEST = 2**53
_COLUMN = re.compile(r"x_[1-9]\d{0,4}", re.ASCII)
_KEY = re.compile(r"[a-z]\w{0,31}")
_AS_JSON = {"field": ("options", "default"), "saved_filter": ("conditions",), "file_setting": ("value",)}
"""Fields of texts that are JSON themselves."""

_FILE = {"uid": str, "name": str, "media_type": str, "size": int, "digest": str}


def is_value(kind: Kind, value: Any) -> bool:
    """Text, number, yes or no, list or rows, as the kind of the field has it."""
    if isinstance(kind, (Choices, References, Tags)):
        return _is_list(value, lambda each: isinstance(each, str))
    if isinstance(kind, Files):
        return _is_list(value, _is_file)
    if isinstance(kind, Rows):
        keys = {part.key for part in kind.parts}
        return _is_list(
            value, lambda each: isinstance(each, dict) and each.keys() <= keys and _is_plain(each)
        )
    return _is_scalar(kind, value)


def _is_scalar(kind: Kind, value: Any) -> bool:
    if isinstance(value, bool):
        return kind.storage == "boolean"
    if isinstance(value, int):
        return kind.storage in ("integer", "real") and abs(value) < LARGEST
    if isinstance(value, float):
        return kind.storage == "real" and abs(value) < LARGEST
    # References are kept by uid, though their column holds a number.
    return isinstance(value, str) and (kind.storage == "text" or kind.name == "reference")


def _is_list(value: Any, is_right: Any) -> bool:
    return isinstance(value, list) and all(is_right(each) for each in value)


def _is_plain(row: dict[str, Any]) -> bool:
    return all(
        isinstance(each, (str, bool)) or (isinstance(each, (int, float)) and abs(each) < LARGEST)
        for each in row.values()
    )


def _is_file(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == _FILE.keys()
        and all(type(value[key]) is kind for key, kind in _FILE.items())
    )


def is_sound(entity: Entity, values: dict[str, Any], registry: Registry) -> bool:
    """Could the program have written this? Definitions of fields make columns; they get a closer look."""
    for key in _AS_JSON.get(entity.key, ()):
        try:
            json.loads(values.get(key, "null"))
        except (ValueError, RecursionError):
            return False
    return entity is not FIELD or _is_definition(values, registry)


def _is_definition(values: dict[str, Any], registry: Registry) -> bool:
    known = {each.key: each for each in registry.sections}
    section, key = known.get(values.get("section", "")), values.get("key", "")
    if section is None or not _KEY.fullmatch(key):
        return False
    if not isinstance(json.loads(values.get("options", "{}")), dict):
        return False
    declared = {each.key for each in registry.declared(section.key).all_fields}
    if not values.get("is_own"):
        return key in declared
    kind, column = values.get("kind"), values.get("column", "")
    return kind in KINDS and _COLUMN.fullmatch(column) is not None and key not in declared
