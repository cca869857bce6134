"""Documents for one record, for several or all of a filter: made, numbered, put in place, noted as events.

Everything is made in a folder of its own first. Then one operation keeps the numbers, the events and the
attached files; only then the documents come to their places. Whatever fails before leaves nothing behind.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import UsageError, UserError
from app.core.progress import Progress
from app.core.texts import _
from app.services.documents.asking import MEMORY_JOINED_MB, MEMORY_MB, frames, told_of
from app.services.documents.checks import Looked, label_of, look_at
from app.services.documents.content import Content, tree_of
from app.services.documents.counters import CounterState
from app.services.documents.noting import note
from app.services.documents.office import office_or_refuse
from app.services.documents.patterns import default_pattern
from app.services.documents.placing import free, put_in_place, stem, sync_folder, workplace
from app.services.documents.problems import DocumentError, removed_sentence, sentence
from app.services.documents.templates import Template
from app.services.documents.values import plain_data
from app.services.documents.vocabulary import vocabulary
from app.services.operations import Operation

if TYPE_CHECKING:
    from app.services.library import Library, Record

AT_ONCE = 200
"""Documents of one helper process."""
MOST_RETRIES = 5


@dataclass(frozen=True)
class Order:
    """What is to be made: of which template, for whom (uids in their order), and where it goes.

    ``folder`` None: it is only attached. ``target`` names the one file that is made.
    """

    template: Template
    uids: tuple[str, ...]
    folder: Path | None = None
    target: Path | None = None
    pattern: str = ""
    is_joined: bool = False
    as_pdf: bool = False
    is_attached: bool = False
    is_noted: bool = True
    is_trial: bool = False
    """Is it only to be looked at? Then nothing of it is kept in the library, not even its number."""


@dataclass
class MadeDocument:
    """One document: for whom it is, its place, its number, and what the user should know of it."""

    uids: tuple[str, ...]
    title: str
    path: Path | None = None
    number: str = ""
    empty: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    name: str = ""
    gaps: tuple[tuple[str, str], ...] = ()
    """What is empty: its label, and as the template names it (``contact.given_name``)."""


@dataclass
class Made:
    """What came of an order: documents, problems (whom they are of, and a sentence), the operation."""

    documents: list[MadeDocument] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    problem_of: dict[str, str] = field(default_factory=dict)
    """The sentence by the uid of the record of which no document can be made."""
    looked: Looked | None = None
    operation: Operation | None = None


@dataclass
class _Piece:
    """One document on its way: the records it is for, what it is told, the file it is in."""

    records: tuple[Record, ...]
    number: str = ""
    file: Path | None = None
    name: str = ""
    problem: DocumentError | None = None
    found: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Of whom it is."""
        return self.records[0].title if len(self.records) == 1 else ""


class CounterMovedError(Exception):
    """Another program gave a number meanwhile."""


def make(library: Library, order: Order, progress: Progress | None = None) -> Made:
    """Carry out an order, wholly or not at all; records of which no document can be made are named.

    UserError if the template is none, has mistakes, or a place refuses; Cancelled when the user cancels.
    """
    return _Maker(library, order, progress or Progress()).run()


def preview(library: Library, template: Template, uid: str, out: Path) -> MadeDocument:
    """One document as it would be, written to ``out``; nothing of it is kept in the library."""
    made = make(library, Order(template, (uid,), target=out, is_trial=True))
    if made.problems:
        raise UserError(made.problems[0][1])
    return made.documents[0]


class _Maker:
    def __init__(self, library: Library, order: Order, progress: Progress) -> None:
        self._library, self._order, self._progress = library, order, progress
        self._made = Made()
        self._template_name = order.template.name
        path = order.template.path
        self._file_name = path.name if path is not None else order.template.name
        self._counter: CounterState | None = None
        self._last_state: CounterState | None = None
        self._static: tuple[str, ...] = ()
        self._words: dict[str, Any] = {}

    def run(self) -> Made:
        if self._order.is_joined and self._order.is_attached:
            raise UserError(_("All documents in one file cannot be attached; make a file for each."))
        if self._order.as_pdf:
            office_or_refuse(_("Turning documents into PDF"))  # before anything is made for nothing
        if self._order.target is not None:
            self._check_target(self._order.target)
        with self._library.documents.templates.file(self._order.template) as path:
            return self._from_file(path)

    def _check_target(self, target: Path) -> None:
        ending = ".pdf" if self._order.as_pdf else ".docx"
        source = self._order.template.path
        self._library.care.spare(target, *([source] if source is not None else []))
        if target.suffix.lower() != ending:
            told = _("“{file}”: name the document {ending}.")
            raise UsageError(told.format(file=target.name, ending=ending))

    def _from_file(self, path: Path) -> Made:
        records = self._records()
        section = records[0].section if len({each.section for each in records}) == 1 else ""
        looked = look_at(self._library, path, section, shown_name=self._file_name, pattern=self._pattern)
        self._made.looked = looked
        if looked.errors:
            told = _("The template {file} cannot be used. {finding}")
            raise UserError(told.format(file=self._file_name, finding=looked.errors[0].in_words()))
        with workplace(self._order.target, self._order.folder) as home:
            for _try in range(MOST_RETRIES):
                pieces = self._pieces(records, looked)
                done, whole = self._fill(path, pieces, section, looked, home)
                if looked.is_numbered and len(done) < len(pieces):
                    # No number may be lost with a document that was not made.
                    records = [each for piece in done for each in piece.records]
                    if not records:
                        break
                    continue
                try:
                    return self._keep(done, whole, home)
                except CounterMovedError:
                    continue
        if self._made.problems:
            return self._made
        raise UserError(_("Other programs take numbers all the time; try again."))

    def _records(self) -> list[Record]:
        found = self._library.get_many(list(self._order.uids))
        records = [found[uid] for uid in self._order.uids if uid in found]
        if not records:
            raise UserError(_("There is no record to make a document for."))
        return records

    def _pieces(self, records: Sequence[Record], looked: Looked) -> list[_Piece]:
        """One document for each record, or one for all; each with its number."""
        groups = [tuple(records)] if looked.is_for_many else [(each,) for each in records]
        pieces = [_Piece(each) for each in groups]
        if looked.is_numbered:
            today = self._library.context().today
            state = self._library.documents.counters.named(self._order.template.counter)
            self._counter = state
            for piece in pieces:
                state = state.following(today)
                piece.number = state.shown(today)
            self._last_state = state
        return pieces

    # -- filling ---------------------------------------------------------------------------------------------

    def _fill(
        self, path: Path, pieces: list[_Piece], section: str, looked: Looked, home: Path
    ) -> tuple[list[_Piece], Path | None]:
        """Make every document; those that came to be, and the one that holds them all if they are joined."""
        for old in home.iterdir():
            old.unlink() if old.is_file() else shutil.rmtree(old)
        content = Content(
            self._library, self._order.template.language, tree_of(looked.wanted), self._template_name
        )
        joined = home / "joined.docx" if self._order.is_joined and not looked.is_for_many else None
        size = len(pieces) if joined else AT_ONCE
        words = vocabulary(self._library.registry, section)
        for start in range(0, len(pieces), size):
            part = pieces[start : start + size]
            self._fill_part(path, part, words, content, looked, home, joined, start, len(pieces))
        for piece in pieces:
            if piece.problem is not None:
                told = sentence(piece.problem, self._file_name, piece.title)
                self._made.problems.append((piece.title, told))
                self._made.problem_of |= {each.uid: told for each in piece.records}
        done = [each for each in pieces if each.problem is None]
        self._words = words
        return done, joined if done else None

    def _fill_part(
        self, path: Path, part: list[_Piece], words: dict[str, Any], content: Content, looked: Looked,
        home: Path, joined: Path | None, start: int, total: int,
    ) -> None:  # fmt: skip
        contexts = []
        for place, piece in enumerate(part):
            if place % AT_ONCE == 0:
                content.prepare([each for one in part[place : place + AT_ONCE] for each in one.records])
            told = (
                content.of_all(piece.records, piece.number) if looked.is_for_many
                else content.of(piece.records[0], piece.number)
            )  # fmt: skip
            contexts.append(plain_data(told))
            piece.file = None if joined else home / f"{start + place}.docx"
            self._progress.step(start + place // 2, total, _("Reading"))
        job = {
            "task": "batch", "template": str(path.absolute()), "vocabulary": words, "contexts": contexts,
            "surroundings": self._surroundings(content), "pictures": self._pictures(content, home),
            "pattern": self._pattern, "joined": str(joined) if joined else "",
            "targets": [str(piece.file) for piece in part],
        }  # fmt: skip
        with told_of(self._file_name):
            self._take_frames(job, part, joined is not None, start, total)

    def _take_frames(
        self, job: dict[str, Any], part: list[_Piece], is_joined: bool, start: int, total: int
    ) -> None:
        memory = MEMORY_JOINED_MB if is_joined else MEMORY_MB
        for place, frame in enumerate(frames(job, len(part) + 1, self._progress, memory)):
            if place >= len(part) or (frame["problem"] and frame["problem"]["kind"] in ("memory", "time")):
                if frame["problem"]:
                    raise DocumentError.from_plain(frame["problem"])
                self._static = tuple(removed_sentence(*each) for each in frame["removed"])
                continue
            piece = part[place]
            if frame["problem"]:
                piece.problem = DocumentError.from_plain(frame["problem"])
            else:
                piece.name, piece.found = frame["name"], frame
            self._progress.step(start + place + 1, total, piece.title)

    @property
    def _pattern(self) -> str:
        return self._order.pattern or self._order.template.pattern or default_pattern(self._made.looked)

    def _surroundings(self, content: Content) -> dict[str, Any]:
        return {
            "language": content.spoken, "region": self._library.identity.region,
            "cases": self._library.documents.cases.all(),
        }  # fmt: skip

    def _pictures(self, content: Content, home: Path) -> dict[str, str]:
        """The pictures the documents may show, as files."""
        folder = home / "pictures"
        found = {}
        for digest in content.pictures:
            folder.mkdir(exist_ok=True)
            path = folder / digest
            if not path.exists():
                with suppress(UserError):
                    path.write_bytes(self._library.files.read(digest))
            found[digest] = str(path)
        return found

    # -- keeping ---------------------------------------------------------------------------------------------

    def _keep(self, done: list[_Piece], whole: Path | None, home: Path) -> Made:
        """One operation for numbers, events and attachments; then the files come to their places."""
        if not done:
            return self._made
        files = self._files(done, whole, home)
        places = self._places(done, [*files.values()] if whole is None else [whole])
        made = [self._document(piece) for piece in done]
        targets: list[tuple[Path, Path]] = []
        for piece, document in zip(done, made, strict=True):
            source = whole_file if (whole_file := files.get(-1)) else files[id(piece)]
            if places is not None:
                document.path = places[0] if whole is not None else places[len(targets)]
                if whole is None or not targets:
                    targets.append((source, document.path))
        self._progress.check()
        attached = {id(piece): files[id(piece)] for piece in done} if self._order.is_attached else {}
        self._made.documents = made
        if not self._order.is_trial:
            self._made.operation = note(
                self._library, self._order, made, self._counter, self._last_state,
                [self._attachment(piece, attached) for piece in done],
            )  # fmt: skip
        self._put_in_place(targets)
        return self._made

    def _files(self, done: list[_Piece], whole: Path | None, home: Path) -> dict[int, Path]:
        """The finished file of each document by its piece, or of all (-1); as PDF if that is wished."""
        sources = [whole] if whole is not None else [each.file for each in done if each.file is not None]
        if self._order.as_pdf:
            folder = home / "pdf"
            folder.mkdir()
            office = office_or_refuse(_("Turning documents into PDF"))
            sources = list(office.convert(sources, "pdf", folder, self._progress))
        if whole is not None:
            return {-1: sources[0]}
        return {id(piece): source for piece, source in zip(done, sources, strict=True)}

    def _attachment(self, piece: _Piece, attached: dict[int, Path]) -> dict[str, Any] | None:
        if id(piece) not in attached:
            return None
        source = attached[id(piece)]
        name = f"{stem(piece.name)}{source.suffix}"
        return self._library.files.keep_bytes(name, source.read_bytes())

    def _document(self, piece: _Piece) -> MadeDocument:
        gaps = tuple((label_of(self._words, each), each) for each in piece.found["empty"])
        removed = [removed_sentence(*each) for each in piece.found["removed"]]
        return MadeDocument(
            tuple(each.uid for each in piece.records), piece.title, None, piece.number,
            tuple(dict.fromkeys(label for label, _name in gaps)),
            tuple(dict.fromkeys([*self._static, *removed])), stem(piece.name), gaps,
        )  # fmt: skip

    def _places(self, done: list[_Piece], sources: list[Path]) -> list[Path] | None:
        """Where each file comes to lie; never in the place of another one, unless that was named."""
        ending = ".pdf" if self._order.as_pdf else ".docx"
        if self._order.target is not None:
            return [self._order.target]
        folder = self._order.folder
        if folder is None:
            return None
        stems = [stem(each.name) for each in done]
        if self._order.is_joined and len(done) > 1:
            stems = [stem(self._template_name)]
        taken = {each.name.casefold() for each in folder.iterdir()}
        return [free(folder, name, ending, taken) for name in stems]

    def _put_in_place(self, targets: list[tuple[Path, Path]]) -> None:
        placed: list[Path] = []
        target = Path()
        try:
            for source, target in targets:
                put_in_place(source, target)
                placed.append(target)
            for folder in {each.parent for each in placed}:
                sync_folder(folder)
        except DocumentError as problem:
            for each in placed:
                with suppress(OSError):
                    each.unlink()
            if self._made.operation is not None:
                self._library.undo(self._made.operation.uid)
            raise UserError(sentence(problem, self._file_name, str(target))) from problem
