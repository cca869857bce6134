"""What the program is made of, and under which licences: from the package's own folder, else the environment.

The packaged program carries a folder with a folder for each part; ``gather`` makes it when it is packed.
"""

from __future__ import annotations

import re
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from app import __version__
from app.core.paths import APP_NAME, resource

FOLDER = "licenses"
_ABOUT = "about.txt"
_TEXT_NAMES = ("licen", "copying", "notice", "authors")

_WITHIN = (
    ("Lucide", "", "ISC", "https://lucide.dev", ("icons", "LICENSE")),
    ("SQLCipher", "", "BSD-3-Clause", "https://www.zetetic.net/sqlcipher/", (FOLDER, "SQLCipher.txt")),
    ("OpenSSL", "", "Apache-2.0", "https://www.openssl.org", (FOLDER, "Apache-2.0.txt")),
)
"""Parts that lie inside others and that no list of packages names."""


@dataclass(frozen=True)
class Part:
    """A part of the program; ``texts`` are names of files and what they say."""

    name: str
    version: str
    licence: str
    home: str = ""
    texts: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """Everything there is to read of its licence."""
        head = "\n".join(filter(None, (f"{self.name} {self.version}".strip(), self.licence, self.home)))
        return "\n\n".join([head, *(text.strip("\n") for _name, text in self.texts)])


def parts() -> list[Part]:
    """Every part, the program itself first, then by name. Reads files: not in the window's thread."""
    if getattr(sys, "frozen", False):
        kept = Path(sys.executable).parent / FOLDER
        found = [_read(each) for each in kept.iterdir() if each.is_dir()] if kept.is_dir() else []
    else:
        lock = resource().parent / "requirements" / "run.txt"
        found = installed(lock.read_text(encoding="utf-8") if lock.exists() else "")
    others = {each.name: each for each in found}
    return [_program(), *sorted(others.values(), key=lambda each: each.name.casefold())]


def installed(lock: str) -> list[Part]:
    """The libraries that a lock file names, as they are installed here, Python, and what lies inside them."""
    names = {_plain(line.partition("==")[0]) for line in lock.splitlines() if "==" in line}
    libraries = [_library(each) for each in distributions() if _plain(each.name) in names]
    return [*libraries, _python(), *_within()]


def gather(target: Path, lock: str) -> int:
    """Write the licences of all parts into a folder, for a packed program; how many parts those are."""
    found = installed(lock)
    for each in found:
        folder = target / f"{each.name}-{each.version}".rstrip("-")
        folder.mkdir(parents=True, exist_ok=True)
        about = "\n".join((f"{each.name} {each.version}".strip(), each.licence, each.home))
        (folder / _ABOUT).write_text(f"{about}\n", encoding="utf-8")
        for name, text in each.texts:
            (folder / name).write_text(text, encoding="utf-8")
    return len(found)


def _program() -> Part:
    licence = resource().parent / "LICENSE"
    return Part(APP_NAME, __version__, "MIT", "", _texts([licence]))


def _python() -> Part:
    places = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))
    found = [each / "LICENSE.txt" for each in places if (each / "LICENSE.txt").is_file()]
    return Part(
        "Python", sys.version.split()[0], "PSF-2.0", "https://docs.python.org/3/license.html",
        _texts(found[:1]),
    )  # fmt: skip


def _within() -> Iterator[Part]:
    for name, version, licence, home, place in _WITHIN:
        yield Part(name, version, licence, home, _texts([resource(*place)]))


def _library(found: Distribution) -> Part:
    told = found.metadata
    licence = next((told[name] for name in ("License-Expression", "License") if name in told), "")
    if not licence or "\n" in licence:
        classes = [each for each in told.get_all("Classifier") or () if each.startswith("License ::")]
        licence = classes[0].rpartition("::")[2].strip() if classes else ""
    home = next(iter(told.get_all("Home-page") or told.get_all("Project-URL") or []), "")
    files = [Path(str(each.locate())) for each in found.files or () if _is_licence(each.name)]
    texts = _texts(files) or _texts(_kept_texts(licence))
    return Part(found.name, found.version, licence, home.rpartition(", ")[2], texts)


def _is_licence(name: str) -> bool:
    return name.lower().startswith(_TEXT_NAMES) and not name.lower().endswith((".py", ".pyc", ".html"))


def _kept_texts(licence: str) -> list[Path]:
    """Licences that some libraries only name; the LGPL adds to the GPL, which therefore stands beside it."""
    named = re.findall(r"[\w.+-]+", licence)
    return [path for each in named if (path := resource(FOLDER, f"{each}.txt")).is_file()]


def _texts(files: list[Path]) -> tuple[tuple[str, str], ...]:
    """Names of files with what they say; what several of the same name say differently is kept as well."""
    found: dict[str, str] = {}
    for path in filter(Path.is_file, files):
        text = path.read_text(encoding="utf-8", errors="replace")
        if text not in found.values():
            name, number = path.name, 2
            while name in found:
                name, number = f"{path.stem}-{number}{path.suffix}", number + 1
            found[name] = text
    return tuple(found.items())


def _read(folder: Path) -> Part:
    about = folder / _ABOUT
    lines = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    title, licence, home, *_rest = [*lines, "", "", ""]
    name, _blank, version = (title or folder.name).partition(" ")
    others = sorted(each for each in folder.iterdir() if each.name != _ABOUT)
    return Part(name, version, licence, home, _texts(others))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.partition("[")[0].strip().lower())
