"""What is made for Windows: icons, version, the portable zip and the installer."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from app import __version__
from app.core.paths import PORTABLE_MARK
from package.windows.icons import write_art, write_icons
from package.windows.version import numbers, version_resource

HERE = Path(__file__).resolve().parent
NSIS_HOMES = ("PROGRAMFILES(X86)", "PROGRAMFILES")
"""Where NSIS puts itself, if it is not on the path."""


def prepare(folder: Path) -> None:
    """Write what the recipe of the program asks for."""
    folder.mkdir(exist_ok=True)
    write_icons(folder)
    (folder / "version.txt").write_text(version_resource(__version__), encoding="utf-8")


def pack(folder: Path, target: Path) -> list[Path]:
    """The folder of the program as a portable zip and, where NSIS is found, as an installer."""
    made = [portable(folder, target / f"cartoteca-{__version__}-windows-portable.zip")]
    write_icons(folder / "icons")
    if makensis := find_makensis():
        made.append(installer(makensis, folder, target / f"cartoteca-{__version__}-windows-setup.exe"))
    else:
        print("makensis is not found, so there is no installer; NSIS has it")
    return made


def portable(folder: Path, target: Path) -> Path:
    """A zip whose program keeps its settings beside itself."""
    inside = f"cartoteca-{__version__}"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for each in sorted(folder.rglob("*")):
            if each.is_file():
                packed.write(each, f"{inside}/{each.relative_to(folder).as_posix()}")
        packed.write(HERE / PORTABLE_MARK, f"{inside}/{PORTABLE_MARK}")
    return target


def find_makensis() -> Path | None:
    """The compiler of installers."""
    places = [Path(os.environ[name]) / "NSIS" for name in NSIS_HOMES if name in os.environ]
    found = shutil.which("makensis") or shutil.which("makensis", path=os.pathsep.join(map(str, places)))
    return Path(found) if found else None


def installer(makensis: Path, folder: Path, target: Path, options: Sequence[str] = (), **words: str) -> Path:
    """Compile the installer of the folder with options of makensis; ``words`` are handed to the script."""
    with tempfile.TemporaryDirectory() as art:
        write_art(Path(art))
        told = {"TREE": str(folder), "VERSION": __version__, "OUT": str(target), "ART": art} | words
        told.setdefault("VERSION4", ".".join(map(str, numbers(told["VERSION"]))))
        command = [str(makensis), "-V2", *options, "-INPUTCHARSET", "UTF8"]
        command += [f"-D{name}={value}" for name, value in told.items()]
        subprocess.run([*command, str(HERE / "cartoteca.nsi")], check=True)
    return target
