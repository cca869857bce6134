"""How the files of documents are called where nobody says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.texts import N_, _

if TYPE_CHECKING:
    from app.services.documents.checks import Looked

DEFAULT_PATTERN = "{{ template.name }} {{ record.title }}"
NUMBERED_PATTERN = "{{ template.name }} {{ number }} {{ record.title }}"
"""Of documents that have a number; the pattern alone is no reason to give one."""
PATTERN_FOR_MANY = "{{ template.name }}"
NUMBERED_PATTERN_FOR_MANY = "{{ template.name }} {{ number }}"


def default_pattern(looked: Looked | None) -> str:
    """How documents are called where no pattern says it: by template, number, and whom they are for."""
    if looked is None:
        return DEFAULT_PATTERN
    if looked.is_for_many:
        return NUMBERED_PATTERN_FOR_MANY if looked.is_numbered else PATTERN_FOR_MANY
    return NUMBERED_PATTERN if looked.is_numbered else DEFAULT_PATTERN


_PARTS = {
    "template.name": N_("Template"), "number": N_("Number of the document"), "record.title": N_("Full name"),
}  # fmt: skip


def in_words(pattern: str) -> str:
    """What the names of files consist of, for who does not know how fields are written."""
    for path, said in _PARTS.items():
        pattern = pattern.replace(f"{{{{ {path} }}}}", f"‹{_(said)}›")
    return pattern
