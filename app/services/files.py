"""Files kept inside the library: taken in whole, given out as read-only copies."""

from __future__ import annotations

import atexit
import hashlib
import mimetypes
import shutil
import stat
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

from app.core.errors import UserError
from app.core.folding import storable
from app.core.ids import new_uid
from app.core.texts import _
from app.store import house
from app.store.engine import Database

MAX_BYTES = 200 * 1024 * 1024
"""A single file may not be larger."""

IMAGE_SIGNS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF")

_RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}


def safe_name(name: str) -> str:
    """A file name that is harmless on every system: no path, no device, no hidden direction of writing."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = (c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs") and c not in '<>:"|?*')
    name = "".join(kept).strip().rstrip(". ")
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, ending) if dot else (name, "")
    if not stem.strip(". "):
        stem = "file"
    if stem.lower().split(".")[0] in _RESERVED:
        stem = f"_{stem}"
    while len(stem.encode()) > 150:
        stem = stem[:-1]
    return f"{stem}.{ending[:20]}" if ending else stem


class Files:
    """The bytes behind attachments and pictures."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._folder: Path | None = None

    def keep(self, path: Path) -> dict[str, Any]:
        """Take a file in; the value for the ``attachments`` field."""
        try:
            size = path.stat().st_size
            if size > MAX_BYTES:
                raise UserError(
                    _("{name} is larger than {size} MB and was not taken in.").format(
                        name=path.name, size=MAX_BYTES >> 20
                    )
                )
            data = path.read_bytes()
        except OSError as error:
            raise UserError(
                _("{name} cannot be read: {error}.").format(name=path.name, error=error.strerror or error)
            ) from error
        return self.keep_bytes(path.name, data)

    def keep_bytes(self, name: str, data: bytes) -> dict[str, Any]:
        """Take bytes in under a name; the value for the ``attachments`` field."""
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return {
            "uid": new_uid(),
            "name": storable(name),
            "media_type": kind,
            "size": len(data),
            "digest": self.put(data),
        }

    def keep_picture(self, data: bytes) -> str:
        """Take a picture in; its digest. UserError if the bytes are none."""
        if not data.startswith(IMAGE_SIGNS):
            raise UserError(_("This file is not a picture that can be shown (PNG, JPEG, GIF, BMP, WebP)."))
        return self.put(data)

    def put(self, data: bytes) -> str:
        """Take bytes in; their digest."""
        digest = hashlib.sha256(data).hexdigest()
        with self._database.write() as connection:
            house.put_blob(connection, digest, data)
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes of a digest; UserError if they are gone."""
        with self._database.read() as connection:
            data = house.blob(connection, digest)
        if data is None:
            raise UserError(_("The content of this file is missing in the library; restore a backup."))
        return data

    def open_copy(self, attachment: dict[str, Any]) -> Path:
        """A read-only copy of an attached file."""
        return self.copy_of(attachment["name"], self.read(attachment["digest"]))

    def copy_of(self, name: str, data: bytes) -> Path:
        """A file to look at, read-only, in a private folder that goes away with the program."""
        path = self.private_folder() / safe_name(name)
        path.write_bytes(data)
        path.chmod(stat.S_IRUSR)
        return path

    def private_folder(self) -> Path:
        """A new folder that only this user sees and that goes away with the program."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="cartoteca-"))
            atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        return Path(tempfile.mkdtemp(dir=self._folder))
