"""The firm's own Word templates, kept in the file: in folders, per section, with every version they had."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core import clock as time
from app.core.errors import UserError
from app.core.folding import fold, storable
from app.core.paths import resource
from app.core.texts import LANGUAGES, _, language
from app.services.documents.asking import read
from app.services.documents.checks import Looked, look_at
from app.services.documents.office import office_or_refuse
from app.services.documents.ready_made import SHIPPED, is_of_another_language, name_of, shown_name
from app.services.exchange.writing import write_atomically
from app.services.files import safe_name
from app.services.operations import Operation
from app.store import papers
from app.store.change import Change
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library

ENTITY, VERSION = "template", "template_version"
ENDINGS = (".docx", ".dotx", ".docm", ".dotm", ".doc", ".dot")
OLD_ENDINGS = (".doc", ".dot")


@dataclass(frozen=True)
class Template:
    """A template: kept in the file (``uid``), or a file that ships with the program or lies on the disk."""

    name: str
    uid: str = ""
    path: Path | None = None
    section: str = ""
    folder: str = ""
    language: str = ""
    counter: str = ""
    pattern: str = ""
    versions: int = 0
    is_shipped: bool = False


@dataclass(frozen=True)
class Version:
    """One state of a template; the highest number is the one in use."""

    uid: str
    number: int
    file_name: str
    size: int
    digest: str
    added_at: str
    added_by: str
    note: str


@dataclass(frozen=True)
class Taken:
    """What came of taking a template in: its uid, what a check found, and the name that it has."""

    uid: str
    looked: Looked
    name: str


class Templates:
    """The templates of a library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    # -- reading ---------------------------------------------------------------------------------------------

    def all(self, section: str = "") -> list[Template]:
        """Templates of the file, by folder and name; for a section those of it and those for any.

        Copies of ready-made ones in another language than that of the program come after the others.
        """
        with self._database.read() as connection:
            rows = papers.templates(connection)
            counts: dict[int, int] = {}
            for each in papers.versions(connection):
                counts[each["template_id"]] = counts.get(each["template_id"], 0) + 1
        found = [_template(row, counts.get(row["id"], 0)) for row in rows]
        found = [each for each in found if not section or each.section in ("", section)]
        return sorted(found, key=_order)

    def shipped(self) -> list[Template]:
        """Templates that come with the program, those in the interface language first."""
        return shipped()

    def find(self, uid: str) -> Template:
        """The template with that uid; UserError if it is gone."""
        found = next((each for each in self.all() if each.uid == uid), None)
        if found is None:
            raise UserError(_("This template is no longer there."))
        return found

    def named(self, name: str) -> Template:
        """A template by its name, with its folder if several are called so; a file on the disk counts too."""
        path = Path(name)
        if path.suffix.lower() in ENDINGS and path.is_file():
            return of_file(path)
        known = [*self.all(), *shipped()]
        folder, stroke, last = name.rpartition("/")
        wanted, stem = fold(f"{folder}{stroke}{shown_name(last)}"), fold(name)
        same = [each for each in known if wanted in (fold(each.name), fold(f"{each.folder}/{each.name}"))]
        same = same or [each for each in known if each.path is not None and fold(each.path.stem) == stem]
        if len(same) > 1:
            same = [each for each in same if each.uid] or same[:1]
        if len(same) == 1:
            return same[0]
        if same:
            told = _("Several templates are called “{name}”; write folder/name.")
            raise UserError(told.format(name=name))
        if path.suffix.lower() in ENDINGS or path.parent != Path():
            return of_file(path)
        names = ", ".join(dict.fromkeys(each.name for each in known)) or "–"
        told = _("There is no template “{name}”; there are: {names}.")
        raise UserError(told.format(name=name, names=names))

    def versions(self, uid: str) -> list[Version]:
        """Every version of a template, the newest first."""
        with self._database.read() as connection:
            ids = [row["id"] for row in papers.templates(connection) if row["uid"] == uid]
            rows = papers.versions(connection, ids[0]) if ids else []
        return [
            Version(
                row["uid"], row["number"], row["name"], row["size"], row["digest"], row["added_at"] or "",
                row["added_by"] or "", row["note"] or "",
            )
            for row in rows
        ]  # fmt: skip

    def content(self, uid: str, number: int | None = None) -> tuple[str, bytes]:
        """Name and bytes of a version, the newest if none is named."""
        versions = self.versions(uid)
        found = next((each for each in versions if number in (None, each.number)), None)
        if found is None:
            raise UserError(_("This version of the template is no longer there."))
        return found.file_name, self._library.files.read(found.digest)

    @contextmanager
    def file(self, template: Template, number: int | None = None) -> Iterator[Path]:
        """The template as a file on the disk, as long as it is needed; old Word files are turned into new."""
        with tempfile.TemporaryDirectory(prefix="cartoteca-") as home:
            if template.uid:
                name, data = self.content(template.uid, number)
                path = Path(home) / safe_name(name)
                path.write_bytes(data)
                yield path
            else:
                assert template.path is not None
                yield modern(template.path, Path(home))

    # -- changing --------------------------------------------------------------------------------------------

    def add(
        self, path: Path, *, name: str = "", section: str = "", folder: str = "", language: str = "",
        counter: str = "", pattern: str = "",
    ) -> Taken:  # fmt: skip
        """Take a Word file into the library as a template; UserError if it is none."""
        looked, file = self._taken(path, section)
        uid = self._library.new_uid()
        shown = self._free(_checked(name or _shown_stem(path)))
        values = {
            "name": shown, "section": section or None, "folder": _folder(folder),
            "language": language or language_of(path) or None, "counter": storable(counter) or None,
            "pattern": storable(pattern) or None,
        }  # fmt: skip
        changes = [Change(ENTITY, uid, values), self._version(uid, 1, file, "")]
        self._library.write("template", changes, title=shown)
        return Taken(uid, looked, shown)

    def _free(self, name: str) -> str:
        """The name, with a number behind it if another template has it: two could not be told apart."""
        taken = {fold(each.name) for each in self.all()}
        numbered = (f"{name} ({n})" for n in count(2))
        return next(each for each in chain([name], numbered) if fold(each) not in taken)

    def add_version(self, uid: str, path: Path, note: str = "") -> Taken:
        """Put a newer state of a template in place of the one in use; the older ones are kept."""
        found = self.find(uid)
        looked, file = self._taken(path, found.section)
        number = max((each.number for each in self.versions(uid)), default=0) + 1
        self._library.write("template", [self._version(uid, number, file, note)], title=found.name)
        return Taken(uid, looked, found.name)

    def restore_version(self, uid: str, number: int) -> Operation:
        """Use an older version again: it becomes the newest one."""
        found, versions = self.find(uid), self.versions(uid)
        name, data = self.content(uid, number)
        file = self._library.files.keep_bytes(name, data)
        note = _("version {n} again").format(n=number)
        change = self._version(uid, versions[0].number + 1, file, note)
        return self._library.write("template", [change], title=found.name)

    def change(self, uid: str, **values: str) -> Operation:
        """Another name, section, folder, language, counter or pattern of names."""
        found = self.find(uid)
        new: dict[str, Any] = {key: storable(value).strip() or None for key, value in values.items()}
        if "name" in new:
            new["name"] = _checked(values["name"])
        if "folder" in new:
            new["folder"] = _folder(values["folder"])
        return self._library.write(
            "template", [Change(ENTITY, uid, new)], title=new.get("name") or found.name
        )

    def remove(self, uid: str) -> Operation:
        """Delete a template with all its versions; documents made from it stay."""
        found = self.find(uid)
        changes = [Change(VERSION, each.uid, None) for each in self.versions(uid)]
        return self._library.write("template", [*changes, Change(ENTITY, uid, None)], title=found.name)

    def export(self, template: Template, to: Path, number: int | None = None) -> Path:
        """Write a template to a file, or into a folder under its own name."""
        name, data = self._bytes(template, number)
        target = to / safe_name(name) if to.is_dir() else to
        self._library.care.spare(target)
        write_atomically(target, lambda place: _put(place, data))
        return target

    def copy_to_show(self, template: Template, number: int | None = None) -> Path:
        """A read-only copy for a look at it in Word."""
        return self._library.files.copy_of(*self._bytes(template, number))

    def _bytes(self, template: Template, number: int | None) -> tuple[str, bytes]:
        """Name and content of the file."""
        if template.uid:
            return self.content(template.uid, number)
        assert template.path is not None
        return template.path.name, read(template.path)

    def _taken(self, path: Path, section: str) -> tuple[Looked, dict[str, Any]]:
        """The file cleaned of what is unsafe and kept in the library, and what was seen in it."""
        with tempfile.TemporaryDirectory(prefix="cartoteca-") as home:
            modern_path = modern(path, Path(home))
            target = Path(home) / "clean.part"
            looked = look_at(self._library, modern_path, section, target, shown_name=path.name)
            return looked, self._library.files.keep_bytes(f"{path.stem}.docx", read(target))

    def _version(self, uid: str, number: int, file: dict[str, Any], note: str) -> Change:
        values = {
            "template": uid, "number": number, "files": [file], "note": storable(note) or None,
            "added_at": time.stamp(self._library.clock()), "added_by": self._library.identity.user or None,
        }  # fmt: skip
        return Change(VERSION, self._library.new_uid(), values)


def modern(path: Path, home: Path) -> Path:
    """The file, or what LibreOffice or Word makes of it if it is in the old Word format."""
    if path.suffix.lower() not in OLD_ENDINGS or not _is_old(path):
        return path
    office = office_or_refuse(_("A file in the old Word format ({file})").format(file=path.name))
    return office.convert([path.absolute()], "docx", home)[0]


def _is_old(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(4) == b"\xd0\xcf\x11\xe0"
    except OSError:
        return False


def shipped() -> list[Template]:
    """Templates that come with the program, those in the interface language first."""
    found = []
    for path in sorted(resource("templates").glob("*.docx")):
        code = language_of(path)
        name = name_of(path.stem.removesuffix(f"-{code}"), code)
        found.append(Template(name, path=path, language=code, is_shipped=True))
    order = list(SHIPPED)
    return sorted(
        found, key=lambda each: (each.language != language(), each.language, _place(each.path, order))
    )


def _order(template: Template) -> tuple[str, bool, str]:
    return fold(template.folder), is_of_another_language(template.name), fold(template.name)


def _place(path: Path | None, order: Sequence[str]) -> int:
    stem = path.stem.rpartition("-")[0] if path is not None else ""
    return order.index(stem) if stem in order else len(order)


def of_file(path: Path) -> Template:
    """A file on the disk as a template."""
    return Template(_shown_stem(path), path=path, language=language_of(path))


def language_of(path: Path) -> str:
    """``letter-ru.docx`` is in Russian, whatever language the window speaks; else not known."""
    code = path.stem.rpartition("-")[2]
    return code if code in LANGUAGES else ""


def _shown_stem(path: Path) -> str:
    return storable(path.stem).strip() or "template"


def _checked(name: str) -> str:
    name = " ".join(storable(name).split())
    if not name:
        raise UserError(_("A template needs a name."))
    return name


def _folder(folder: str) -> str | None:
    """The folder as a path of names with single strokes between them."""
    names = [" ".join(storable(each).split()) for each in folder.replace("\\", "/").split("/")]
    return "/".join(each for each in names if each) or None


def _template(row: dict[str, Any], versions: int) -> Template:
    return Template(
        shown_name(row["name"]), row["uid"], None, row["section"] or "", row["folder"] or "",
        row["language"] or "", row["counter"] or "", row["pattern"] or "", versions,
    )  # fmt: skip


def _put(place: Path, data: bytes) -> None:
    place.write_bytes(data)
