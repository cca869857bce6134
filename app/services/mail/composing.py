"""Letters as they go out: a letter filled for each recipient in the helper process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.core.progress import Progress
from app.core.texts import _
from app.services.documents.asking import first_frame, frames, told_of
from app.services.documents.checks import KINDS, TemplateFinding, label_of
from app.services.documents.content import Content, tree_of
from app.services.documents.problems import DocumentError, place_words, sentence
from app.services.documents.values import plain_data
from app.services.documents.vocabulary import vocabulary
from app.services.mail.letters import LetterTemplate
from app.services.mail.plain_text import text_of
from app.services.wording.tongue import language_of_text

if TYPE_CHECKING:
    from app.services.library import Library, Record

AT_ONCE = 1_000
"""Letters of one helper process."""


@dataclass(frozen=True)
class Composed:
    """One letter: subject, HTML and plain text, labels of the fields that were empty, or what went wrong."""

    uid: str
    subject: str = ""
    html: str = ""
    plain: str = ""
    empty: tuple[str, ...] = ()
    problem: str = ""


def words_of(library: Library, section: str) -> dict[str, Any]:
    """What a letter for records of a section may name; fields of the record also without it."""
    return {**vocabulary(library.registry, section), "is_bare": True}


@dataclass(frozen=True)
class LetterLook:
    """What was seen in a letter: what it asks for (paths of steps), and what is wrong with it."""

    wanted: tuple[tuple[str, ...], ...]
    findings: tuple[TemplateFinding, ...]
    problem: DocumentError | None = None
    """A mistake with which no letter can be made."""


def language_of(library: Library, letter: LetterTemplate) -> str:
    """In which language a letter greets: the one said, else that of its text, else that of its document.

    Empty where nothing tells: then it is that of the program.
    """
    told = letter.language or language_of_text(f"{letter.subject} {letter.plain or text_of(letter.html)}")
    if told or not letter.document:
        return told
    return library.documents.templates.find(letter.document).language


def look_at(library: Library, letter: LetterTemplate, section: str = "") -> LetterLook:
    """Look at a letter for records of a section before it is filled."""
    job = _job("look_letter", library, letter, section or letter.section)
    try:
        found = first_frame(job)
    except DocumentError as problem:
        level, text = KINDS.get(problem.kind, KINDS["evaluation"])
        told = _(text).format(detail=problem.detail, suggestion="")
        finding = TemplateFinding(level, problem.kind, place_words(problem), problem.near, told)
        return LetterLook((), (finding,), problem)
    level, text = KINDS["unknown"]
    findings = (
        TemplateFinding(
            level, "unknown", place_words(DocumentError("unknown", part=each["place"])), each["near"],
            _(text).format(detail=each["name"]), each["suggestion"], each["name"],
        )
        for each in found["unknown"]
    )  # fmt: skip
    return LetterLook(tuple(map(tuple, found["wanted"])), tuple(findings))


def compose(
    library: Library, letter: LetterTemplate, look: LetterLook, records: Sequence[Record],
    progress: Progress | None = None,
) -> Iterator[Composed]:  # fmt: skip
    """The letter for each of the records, in their order; UserError if the letter itself is wrong."""
    progress = progress or Progress()
    with told_of(letter.name):
        if look.problem is not None:
            raise look.problem
    section = only_section(records)
    letter = replace(letter, language=language_of(library, letter))
    content = Content(library, letter.language, tree_of(look.wanted), letter.name)
    words = words_of(library, section)
    for start in range(0, len(records), AT_ONCE):
        part = records[start : start + AT_ONCE]
        yield from _part(library, letter, part, content, words, section, progress, start, len(records))


def only_section(records: Sequence[Record]) -> str:
    """The section that all of them are of; empty if they are of several."""
    sections = {each.section for each in records}
    return sections.pop() if len(sections) == 1 else ""


def _part(
    library: Library, letter: LetterTemplate, records: Sequence[Record], content: Content,
    words: dict[str, Any], section: str, progress: Progress, start: int, total: int,
) -> Iterator[Composed]:  # fmt: skip
    content.prepare(records)
    contexts = [plain_data(content.of(each)) for each in records]
    job = _job("letters", library, letter, section) | {"contexts": contexts}
    with told_of(letter.name):
        for place, frame in enumerate(frames(job, len(records), progress)):
            problem = frame["problem"]
            if problem and (place >= len(records) or problem["kind"] in ("memory", "time")):
                raise DocumentError.from_plain(problem)
            record = records[place]
            progress.step(start + place + 1, total, record.title)
            if problem:
                told = sentence(DocumentError.from_plain(problem), letter.name, record.title)
                yield Composed(record.uid, problem=told)
                continue
            plain = frame["plain"] if letter.plain.strip() else text_of(frame["html"])
            empty = tuple(dict.fromkeys(_label(words, each) for each in frame["empty"]))
            yield Composed(record.uid, frame["subject"].strip(), frame["html"], plain, empty)


def _label(words: dict[str, Any], name: str) -> str:
    """The label of a field; one that was named without its record is a field of it."""
    first = name.partition(".")[0]
    return label_of(words, name if first in words["roots"] else f"record.{name}")


def _job(task: str, library: Library, letter: LetterTemplate, section: str) -> dict[str, Any]:
    context = library.context()
    return {
        "task": task, "subject": letter.subject, "html": letter.html, "plain": letter.plain,
        "vocabulary": words_of(library, section),
        "surroundings": {
            "language": letter.language or context.language, "region": library.identity.region,
            "cases": library.documents.cases.all(),
        },
    }  # fmt: skip
