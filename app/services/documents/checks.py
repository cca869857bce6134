"""A template before it is used: what it asks for, and what is wrong with it, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.texts import N_, _
from app.services.documents.asking import first_frame, told_of
from app.services.documents.problems import DocumentError, place_words, removed_sentence
from app.services.documents.vocabulary import vocabulary

if TYPE_CHECKING:
    from app.services.library import Library

ERROR, WARNING, NOTE = "error", "warning", "note"

KINDS: dict[str, tuple[str, str]] = {
    "unclosed": (ERROR, N_("A placeholder is opened and not closed.")),
    "torn": (ERROR, N_("A placeholder begins in one paragraph and ends in another; write it in one.")),
    "unopened": (ERROR, N_("A placeholder is closed that was not opened.")),
    "block_open": (ERROR, N_("{detail} is never ended.")),
    "block_end": (ERROR, N_("{detail} ends nothing that was begun.")),
    "block_crossed": (ERROR, N_("{detail} comes before {suggestion} has ended.")),
    "tag": (ERROR, N_("{detail} is not known.")),
    "no_row": (ERROR, N_("{detail} takes its table row with it, but stands in no table.")),
    "syntax": (ERROR, N_("The placeholder cannot be understood: {detail}")),
    "forbidden": (ERROR, N_("Templates may not do this: {detail}")),
    "evaluation": (ERROR, N_("The placeholder cannot be understood: {detail}")),
    "unknown": (WARNING, N_("There is no field “{detail}”.")),
    "braces": (WARNING, N_("{detail} has single braces and is left as it is.")),
    "swallows": (WARNING, N_("{detail} takes the text beside it away; give it a place of its own.")),
    "no_fields": (
        WARNING, N_("No field stands in it: everybody gets the same. “From a document…” puts fields in."),
    ),
    "unread": (WARNING, N_("The placeholders in {detail} are not filled.")),
    "split_look": (NOTE, N_("{detail} is formatted in several ways; it will look as it begins.")),
    "split": (NOTE, N_("{detail} lies in several pieces; it is filled all the same.")),
}
"""How much a finding matters, and what it says."""


@dataclass(frozen=True)
class TemplateFinding:
    """One finding: how much it matters, its kind, where it is, what it says, what may have been meant."""

    level: str
    kind: str
    place: str
    near: str
    text: str
    suggestion: str = ""
    name: str = ""

    def in_words(self) -> str:
        """One line: where, what, and what may have been meant."""
        words = f"{self.place}: {self.text}"
        if self.near and self.near not in self.text:
            words += " " + _("Near “{text}”.").format(text=self.near)
        if self.suggestion:
            words += " " + _("Did you mean “{name}”?").format(name=self.suggestion)
        return words


@dataclass(frozen=True)
class Looked:
    """What was seen in a template: what it asks for (paths of steps), findings, what is not carried over."""

    wanted: tuple[tuple[str, ...], ...]
    findings: tuple[TemplateFinding, ...]
    removed: tuple[str, ...]

    @property
    def is_for_many(self) -> bool:
        """Is it filled once for all chosen records (labels, a list), not once for each?"""
        return any(path[0] == "records" for path in self.wanted)

    @property
    def is_numbered(self) -> bool:
        """Does the document have a number?"""
        return any(path[0] == "number" for path in self.wanted)

    @property
    def errors(self) -> tuple[TemplateFinding, ...]:
        """Findings with which no document can be made."""
        return tuple(each for each in self.findings if each.level == ERROR)


def look_at(
    library: Library | None, path: Path, section: str = "", target: Path | None = None, *,
    shown_name: str = "", pattern: str = "",
) -> Looked:  # fmt: skip
    """Look at a template, and write it without what is unsafe into ``target``; UserError if it is none."""
    words = vocabulary(_registry(library), section)
    job: dict[str, Any] = {
        "task": "look", "template": str(path.absolute()), "vocabulary": words,
        "target": str(target) if target else "", "pattern": pattern,
    }  # fmt: skip
    with told_of(shown_name or path.name):
        found = first_frame(job)
    return Looked(
        tuple(tuple(each) for each in found["wanted"]),
        tuple(_finding(each) for each in found["findings"]),
        tuple(removed_sentence(kind, what) for kind, what in found["removed"]),
    )


def _registry(library: Library | None) -> Any:
    if library is not None:
        return library.registry
    from app.blueprint.registry import discover

    return discover()


def _finding(plain: dict[str, str]) -> TemplateFinding:
    level, text = KINDS[plain["kind"]]
    place = place_words(DocumentError(plain["kind"], part=plain["place"]))
    inside = _inside(plain["inside"])
    suggestion = plain["suggestion"]
    return TemplateFinding(
        level,
        plain["kind"],
        f"{place}, {inside}" if inside else place,
        plain["near"],
        _(text).format(detail=plain["detail"], suggestion=suggestion),
        "" if plain["kind"] == "block_crossed" else suggestion,
        plain["detail"],
    )


def _inside(where: str) -> str:
    """In which cell or box it is, in words."""
    if where == "box":
        return _("in a text box")
    row, _comma, column = where.partition(",")
    return _("row {row}, column {column} of a table").format(row=row, column=column) if column else ""


def label_of(words: dict[str, Any], path: str) -> str:
    """A name like ``contact.given_name`` as the user knows it: the label of the field."""
    steps = [each for each in path.split(".") if not each.isdigit() and each != "[]"]
    kind = words["roots"].get(steps[0], "")
    label = steps[0]
    for step in steps[1:]:
        known = words["types"].get(kind.strip("[]"))
        if known is None:
            break
        labels = dict(reversed(known["names"].values()))
        label, kind = labels.get(step, step), known["fields"].get(step, "")
    return label
