"""The outside of an archive: a folder or a zip file, written whole, read without trust."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo, is_zipfile

from app.core.atomic import replace
from app.core.errors import UserError
from app.core.texts import _
from app.services.exchange.archive import FILES, MANIFEST, README, RECORDS
from app.services.exchange.writing import write_atomically

ZIP = ".zip"

MOST_MEMBERS = 2_000_000
MOST_BYTES = 64 * 1024**3
HARMLESS_BYTES = 64 * 1024**2
MOST_RATIO = 200
"""Limits of a zip file: members, bytes when unpacked, and how many times smaller it may be than those.
Archives of real records are packed to a tenth, never to a hundredth."""

_KNOWN = re.compile(
    rf"{re.escape(MANIFEST)}|{RECORDS}/[a-z_]{{1,40}}\.jsonl|{FILES}/[0-9a-f]{{64}}(\.\w{{1,20}})?", re.ASCII
)
_FOR_OTHERS = re.compile(rf"{re.escape(README)}|[\w -]{{1,60}}\.(vcf|ics)")
"""What lies in an archive for other programs; an import does not look at it."""

Add = Callable[[str, Iterable[bytes]], None]
"""Puts a member of that name into an archive."""


def write(to: Path, fill: Callable[[Add], None]) -> None:
    """Make an archive; it stands in its place when ``fill`` has put everything in, and not before."""
    if to.suffix.lower() == ZIP:
        write_atomically(to, lambda path: _write_zip(path, fill))
    else:
        _write_folder(to, fill)


def _write_zip(path: Path, fill: Callable[[Add], None]) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=3) as archive:

        def add(name: str, pieces: Iterable[bytes]) -> None:
            info = ZipInfo(name)
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
            with archive.open(info, "w", force_zip64=True) as stream:
                stream.writelines(pieces)

        fill(add)


def _write_folder(to: Path, fill: Callable[[Add], None]) -> None:
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise UserError(_("{path} exists already; choose another name.").format(path=to))
    temporary = to.with_name(f".{to.name}.{os.getpid()}.tmp")

    def add(name: str, pieces: Iterable[bytes]) -> None:
        path = temporary / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            stream.writelines(pieces)

    try:
        temporary.mkdir()
        fill(add)
        if to.exists():
            to.rmdir()
        replace(temporary, to)
    except OSError as error:
        raise UserError(f"{error.filename or to}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


class Package(Protocol):
    """An archive that is read; names were checked, contents were not."""

    def names(self) -> list[str]:
        """Its members that mean something."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """The bytes of one of them."""
        ...


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """An archive to read from; UserError if it is none, is damaged or wants to do harm."""
    if path.is_dir():
        yield _Folder(path)
        return
    try:
        is_zip = is_zipfile(path)
    except OSError as error:
        raise UserError(f"{path}: {error.strerror or error}") from error
    if not is_zip:
        raise no_archive(path)
    try:
        with ZipFile(path) as archive:
            yield _Zip(path, archive)
    except (BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise damaged(path) from error


class _Zip:
    def __init__(self, path: Path, archive: ZipFile) -> None:
        members = archive.infolist()
        self._path, self._archive = path, archive
        size = sum(each.file_size for each in members)
        is_bomb = size > HARMLESS_BYTES and size > MOST_RATIO * max(path.stat().st_size, 1)
        if is_bomb or size > MOST_BYTES or len(members) > MOST_MEMBERS:
            raise UserError(
                _("“{file}” would become {size} MB when unpacked; it is not read.").format(
                    file=path.name, size=size >> 20
                )
            )
        if any(each.flag_bits & 1 for each in members):
            raise UserError(
                _("“{file}” is protected by a password. Unpack it and name the folder.").format(
                    file=path.name
                )
            )
        self._names = _checked(path, (each.filename for each in members if not each.is_dir()))

    def names(self) -> list[str]:
        return self._names

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(name)


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path
        found = [each for each in path.rglob("*") if each.is_symlink() or not each.is_dir()]
        for each in found:
            if each.is_symlink() or not each.is_file():
                raise strange(path, each.relative_to(path).as_posix())
        self._names = _checked(path, (each.relative_to(path).as_posix() for each in found))

    def names(self) -> list[str]:
        return self._names

    def open(self, name: str) -> IO[bytes]:
        return (self._path / name).open("rb")


def _checked(path: Path, names: Iterable[str]) -> list[str]:
    """The members that are read. One that wants to lie somewhere else spoils the whole archive."""
    found: dict[str, None] = {}
    for name in names:
        if name in found or not (_KNOWN.fullmatch(name) or _FOR_OTHERS.fullmatch(name)):
            raise strange(path, name)
        found[name] = None
    if MANIFEST not in found:
        raise no_archive(path)
    return [name for name in found if _KNOWN.fullmatch(name)]


def no_archive(path: Path) -> UserError:
    """The sentence for what is something else."""
    return UserError(
        _("“{file}” is no archive of Cartoteca: it has no {name}.").format(file=path.name, name=MANIFEST)
    )


def strange(path: Path, name: str) -> UserError:
    """The sentence for a member that no archive of ours has."""
    return UserError(
        _("“{file}” holds “{name}”, which does not belong there; it is not read.").format(
            file=path.name, name=name[:80]
        )
    )


def damaged(path: Path, place: str = "") -> UserError:
    """The sentence for an archive that cannot be read to its end."""
    where = f"{path.name}: {place}" if place else path.name
    return UserError(
        _("“{file}” is damaged and cannot be read. Make the archive again, or use another copy.").format(
            file=where
        )
    )
