"""The outer shell of a Word file: is it one, can it be read, and its parts by name."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.services.documents.problems import DocumentError

Parts = dict[str, bytes]
"""Content of the package by part name."""

CONTENT_TYPES = "[Content_Types].xml"
MAX_UNZIPPED_MB = 200
MAX_PARTS = 5000

# What zipfile is known to raise on damaged, encrypted or strangely compressed archives.
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_MAINS = (
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
_DOCTYPE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<!DOCTYPE", re.S | re.I)


def read_package(path: Path) -> Parts:
    """All parts of a Word file of any of its four kinds, as of an ordinary .docx; else a DocumentError."""
    parts = _unzip(_read(path))
    content_types = parts.get(CONTENT_TYPES, b"")
    for other in _OTHER_MAINS:
        content_types = content_types.replace(other, _MAIN)
    if _MAIN not in content_types:
        raise DocumentError("not_word")
    if b"http://purl.oclc.org/ooxml/" in parts.get("_rels/.rels", b""):
        raise DocumentError("strict")
    _refuse_doctypes(parts)
    parts[CONTENT_TYPES] = content_types
    return parts


@contextmanager
def new_file(target: Path) -> Iterator[IO[bytes]]:
    """A file that was not there, to be written; a DocumentError if its place refuses."""
    try:
        with target.open("xb") as stream:
            yield stream
    except OSError as error:
        raise DocumentError("unwritable", error.strerror or str(error)) from error


def pack(parts: Parts) -> io.BytesIO:
    """The parts as a Word file in memory; not compressed, because it is read back at once."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    stream.seek(0)
    return stream


def _read(path: Path) -> bytes:
    limit = MAX_UNZIPPED_MB * 1024 * 1024
    if path.is_fifo() or path.is_socket() or path.is_char_device():  # would be waited for, or have no end
        raise DocumentError("not_word")
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError as error:
        raise DocumentError("missing") from error
    except OSError as error:
        raise DocumentError("unreadable", error.strerror or str(error)) from error
    if len(data) > limit:
        raise DocumentError("too_big", str(MAX_UNZIPPED_MB))
    _refuse_other_formats(data)
    return data


def _refuse_other_formats(data: bytes) -> None:
    if not data:
        raise DocumentError("empty")
    if data.startswith(_OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DocumentError("protected")
        if "WordDocument".encode("utf-16-le") in data:
            raise DocumentError("old_doc")
        raise DocumentError("not_word")
    if not data.startswith(b"PK"):
        raise DocumentError("not_word")


def _unzip(data: bytes) -> Parts:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _refuse_bombs(entries)
            return {entry.filename: archive.read(entry) for entry in entries}
    except _ZIP_ERRORS as error:
        raise DocumentError("damaged", str(error)) from error


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    # zipfile never gives out more than the declared size, so this bound holds for archives that lie too.
    total = sum(entry.file_size for entry in entries)
    if total > MAX_UNZIPPED_MB * 1024 * 1024 or len(entries) > MAX_PARTS:
        raise DocumentError("too_big", str(MAX_UNZIPPED_MB))


def _refuse_doctypes(parts: Parts) -> None:
    """Word writes no document type declarations; they exist here only to pull in or blow up entities."""
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")) and _DOCTYPE.match(content):
            raise DocumentError("damaged", f"document type declaration in {name}")
