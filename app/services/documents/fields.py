"""Takes the instruction out of Word fields that load or start something (DDE, INCLUDETEXT, LINK …)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

_LOADING = re.compile(
    r"\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|RD|MACROBUTTON)\b",
    re.IGNORECASE,
)
_INERT = ' QUOTE "" '


@dataclass
class _OpenField:
    codes: list[Any] = field(default_factory=list)
    in_code: bool = True
    is_computed: bool = False

    @property
    def code(self) -> str:
        return "".join(element.text or "" for element in self.codes)


def may_have_fields(xml: str) -> bool:
    """Quick look whether `clean_fields` has anything to do."""
    return "instrText" in xml or "fldSimple" in xml


def clean_tree(root: Any) -> list[str]:
    """Make the loading fields of a part inert; their names. The shown results stay."""
    return _clean_simple(root) + _clean_complex(root)


def _clean_simple(root: Any) -> list[str]:
    found = []
    for element in root.iter(qn("w:fldSimple")):
        name = _loading_name(element.get(qn("w:instr"), ""))
        if name:
            element.set(qn("w:instr"), _INERT)
            found.append(name)
    return found


def _clean_complex(root: Any) -> list[str]:
    found: list[str] = []
    stack: list[_OpenField] = []
    for element in root.iter(qn("w:fldChar"), qn("w:instrText")):
        if element.tag == qn("w:instrText"):
            if stack and stack[-1].in_code:
                stack[-1].codes.append(element)
            continue
        kind = element.get(qn("w:fldCharType"))
        if kind == "begin":
            # A field whose very name is put together by another field hides what it does.
            if stack and stack[-1].in_code and not stack[-1].code.strip():
                stack[-1].is_computed = True
            stack.append(_OpenField())
        elif stack:
            found += _close_code(stack[-1])
            if kind == "end":
                stack.pop()
    for unclosed in stack:
        found += _close_code(unclosed)
    return found


def _close_code(open_field: _OpenField) -> list[str]:
    if not open_field.in_code:
        return []
    open_field.in_code = False
    name = "computed" if open_field.is_computed else _loading_name(open_field.code)
    if not name:
        return []
    for index, element in enumerate(open_field.codes):
        element.text = "" if index else _INERT
    return [name]


def _loading_name(code: str) -> str:
    match = _LOADING.match(code)
    return match.group(1).upper() if match else ""
