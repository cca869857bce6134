"""Letters that are written once and sent to many, kept in the file with their files and pictures."""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.blueprint.house import LETTER_TEMPLATE
from app.core.errors import UserError
from app.core.folding import fold, storable
from app.core.texts import _
from app.services.documents.asking import read
from app.services.files import IMAGE_SIGNS
from app.services.mail.markup import pictures_in
from app.services.operations import Operation
from app.store import mail
from app.store.change import Change
from app.store.engine import Database
from app.store.records import load

if TYPE_CHECKING:
    from app.services.library import Library

ENTITY = "letter_template"
MOST_MB = 20
"""Of all files and pictures of a letter: few servers take more."""

File = dict[str, Any]


@dataclass(frozen=True)
class LetterTemplate:
    """A letter with placeholders. ``document`` is the uid of a Word template made anew for each recipient;
    ``pictures`` are shown by the HTML, which names them by their uid (``cid:…``)."""

    name: str
    uid: str = ""
    folder: str = ""
    section: str = ""
    language: str = ""
    subject: str = ""
    html: str = ""
    plain: str = ""
    document: str = ""
    is_pdf: bool = False
    files: tuple[File, ...] = ()
    pictures: tuple[File, ...] = ()

    @property
    def digest(self) -> str:
        """The same for the same letter: who has had it does not get it twice by mistake."""
        files = [[each["name"], each["digest"]] for each in (*self.files, *self.pictures)]
        content = [self.subject, self.html, self.plain, self.document, self.is_pdf, files]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


class Letters:
    """The letters of a library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def all(self, section: str = "") -> list[LetterTemplate]:
        """Every letter, by folder and name; for a section those of it and those for any."""
        with self._database.read() as connection:
            stored = load(connection, LETTER_TEMPLATE, mail.template_ids(connection))
        found = [_letter(each.uid, each.values) for each in stored.values()]
        found = [each for each in found if not section or each.section in ("", section)]
        return sorted(found, key=lambda each: (fold(each.folder), fold(each.name)))

    def find(self, uid: str) -> LetterTemplate:
        """The letter with that uid; UserError if it is gone."""
        found = next((each for each in self.all() if each.uid == uid), None)
        if found is None:
            raise UserError(_("This letter is no longer there."))
        return found

    def named(self, name: str) -> LetterTemplate:
        """A letter by its name, with its folder if several are called so."""
        known = self.all()
        wanted = fold(name)
        same = [each for each in known if wanted in (fold(each.name), fold(f"{each.folder}/{each.name}"))]
        if len(same) == 1:
            return same[0]
        if same:
            raise UserError(_("Several letters are called “{name}”; write folder/name.").format(name=name))
        names = ", ".join(each.name for each in known) or "–"
        raise UserError(_("There is no letter “{name}”; there are: {names}.").format(name=name, names=names))

    def save(self, letter: LetterTemplate) -> str:
        """Keep a new letter, or change the one with that uid; its uid."""
        checked = self._checked(letter)
        uid = letter.uid or self._library.new_uid()
        values: dict[str, Any] = {
            "name": checked.name, "folder": checked.folder or None, "section": checked.section or None,
            "language": checked.language or None, "subject": checked.subject or None,
            "html": checked.html or None, "plain": checked.plain or None, "is_pdf": checked.is_pdf,
            "document": checked.document or None, "files": list(checked.files) or None,
            "pictures": list(checked.pictures) or None,
        }  # fmt: skip
        self._library.write("mail", [Change(ENTITY, uid, values)], title=checked.name)
        return uid

    def remove(self, uid: str) -> Operation:
        """Delete a letter; what was sent and what waits in the outbox stays."""
        found = self.find(uid)
        return self._library.write("mail", [Change(ENTITY, uid, None)], title=found.name)

    def keep_picture(self, path: Path) -> File:
        """Take a picture in that the text of a letter shows; UserError if it is none."""
        data = read(path)
        if not data.startswith(IMAGE_SIGNS):
            raise UserError(_("{name} is no picture (PNG, JPEG, GIF, BMP, WebP).").format(name=path.name))
        return self._library.files.keep_bytes(path.name, data)

    def from_file(self, path: Path) -> LetterTemplate:
        """A letter of an .html or .txt file, with the pictures that lie beside it; nothing is kept yet."""
        text = _decoded(path)
        name = storable(path.stem).strip() or _("Letter")
        if path.suffix.lower() not in (".html", ".htm"):
            return LetterTemplate(name, subject=name, plain=text)
        pictures = []
        for source, place in _local_pictures(text, path.parent):
            picture = self.keep_picture(place)
            pictures.append(picture)
            text = text.replace(source, f'src="cid:{picture["uid"]}"')
        return LetterTemplate(name, subject=_title_in(text) or name, html=text, pictures=tuple(pictures))

    def _checked(self, letter: LetterTemplate) -> LetterTemplate:
        name = " ".join(storable(letter.name).split())
        if not name:
            raise UserError(_("The letter has no subject; write one."))
        used = set(pictures_in(letter.html))
        pictures = tuple(each for each in letter.pictures if each["uid"] in used)
        check_size((*letter.files, *pictures))
        folder = "/".join(
            part for each in letter.folder.replace("\\", "/").split("/") if (part := " ".join(each.split()))
        )
        return replace(
            letter, name=name, folder=folder, pictures=pictures, html=storable(letter.html),
            plain=storable(letter.plain), subject=" ".join(storable(letter.subject).split()),
        )  # fmt: skip


def check_size(files: Sequence[Mapping[str, Any]]) -> None:
    """UserError if files are too much for one letter."""
    size = sum(int(each["size"]) for each in files)
    if size > MOST_MB << 20:
        told = _("The files of the letter are {size} MB; mail servers take at most about {most} MB.")
        raise UserError(told.format(size=size >> 20, most=MOST_MB))


def _letter(uid: str, values: Mapping[str, Any]) -> LetterTemplate:
    texts = {
        key: values.get(key) or ""
        for key in ("name", "folder", "section", "language", "subject", "html", "plain", "document")
    }
    return LetterTemplate(
        **texts, uid=uid, is_pdf=bool(values.get("is_pdf")), files=tuple(values.get("files") or ()),
        pictures=tuple(values.get("pictures") or ()),
    )  # fmt: skip


def _decoded(path: Path) -> str:
    data = read(path)
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"):
        try:
            return storable(data.decode(encoding).replace("\r\n", "\n"))
        except UnicodeDecodeError:
            continue
    raise UserError(_("{name} is no text in UTF-8; save it so and try again.").format(name=path.name))


def _local_pictures(text: str, folder: Path) -> list[tuple[str, Path]]:
    """Pictures beside a file that its HTML shows: what the HTML says, and the place; never another folder."""
    import re

    found = {}
    for match in re.finditer(r"""src=["']([^"':]+)["']""", text):
        place = folder / match[1]
        is_picture = (mimetypes.guess_type(place.name)[0] or "").startswith("image/")
        if is_picture and place.is_file() and place.resolve().is_relative_to(folder.resolve()):
            found[match[0]] = place
    return list(found.items())


def _title_in(html: str) -> str:
    import re
    from html import unescape

    found = re.search(r"<title[^>]*>(.*?)</title>", html, re.DOTALL | re.IGNORECASE)
    return " ".join(unescape(found[1]).split()) if found else ""
