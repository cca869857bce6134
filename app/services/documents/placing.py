"""Where documents come to lie: names that every disk takes, a place to work in, the last step."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core import atomic
from app.core.errors import UserError
from app.core.texts import _
from app.services.documents.problems import DocumentError
from app.services.files import safe_name

LONGEST_NAME = 120


def stem(name: str) -> str:
    """A name that every disk takes: strokes between numbers become lines."""
    if not name.strip(" ."):
        return _("Document")
    cleaned = safe_name(re.sub(r"\s*[/\\:]\s*", "-", name).replace(".", "․") + ".x")
    stem = cleaned.rpartition(".")[0].replace("․", ".").strip(". ")
    return " ".join(stem.split())[:LONGEST_NAME].rstrip(". ") or _("Document")


def free(folder: Path, name: str, ending: str, taken: set[str]) -> Path:
    """A place in the folder that is not ``taken`` (names without case); it is from now on."""
    found, number = f"{name}{ending}", 1
    while found.casefold() in taken:
        number += 1
        found = f"{name} ({number}){ending}"
    taken.add(found.casefold())
    return folder / found


@contextmanager
def workplace(target: Path | None, folder: Path | None) -> Iterator[Path]:
    """A folder beside the places of the documents, so that they come there in one step; it goes away with
    all that is left in it. UserError where none can be made."""
    beside = target.parent if target is not None else folder
    if beside is not None and not beside.is_dir():
        try:
            beside.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            told = _("The folder {path} cannot be made: {error}.")
            raise UserError(told.format(path=beside, error=error.strerror or error)) from error
    try:
        home = Path(tempfile.mkdtemp(prefix=".cartoteca-", dir=beside))
    except OSError as error:
        told = _("The folder {path} cannot be written: {error}.")
        raise UserError(told.format(path=beside, error=error.strerror or error)) from error
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def put_in_place(source: Path, target: Path) -> None:
    """A finished document, in one step; a DocumentError where the place refuses."""
    try:
        atomic.flush(source)
        atomic.replace(source, target)
    except PermissionError as error:
        raise DocumentError("in_use", error.strerror or "") from error
    except OSError as error:
        raise DocumentError("unwritable", error.strerror or str(error)) from error


def sync_folder(folder: Path) -> None:
    """Make new names last through a power cut; only POSIX lets a folder be synced."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
