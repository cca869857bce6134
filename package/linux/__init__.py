"""What is made for Linux: libraries without their symbols, the folder as tar.gz, and a package of Debian."""

from __future__ import annotations

import platform
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from app import __version__

HERE = Path(__file__).resolve().parent
ICON = HERE.parents[1] / "resources" / "icons" / "cartoteca.svg"
NEEDED = (
    "libc6", "libdbus-1-3", "libegl1", "libfontconfig1", "libgl1", "libx11-6", "libx11-xcb1", "libxcb1",
    "libxkbcommon0", "zlib1g", "fontconfig", "fonts-dejavu-core | fonts-noto-core | fonts-liberation",
)  # fmt: skip
"""Packages of Debian that the program takes from the system: the C library, the screen, a font."""


def strip(folder: Path) -> None:
    """Take the names for debuggers out of the libraries: a quarter of the whole; nothing without binutils."""
    tool = shutil.which("strip")
    if tool is None:
        print("strip is not found (binutils has it), so the libraries stay larger than they need to be")
        return
    for each in sorted(folder.rglob("*.so*")):
        if each.is_file() and not each.is_symlink():
            each.chmod(each.stat().st_mode | 0o200)
            subprocess.run([tool, "--strip-unneeded", each], check=True, stderr=subprocess.DEVNULL)


def pack(folder: Path, target: Path) -> list[Path]:
    """The folder as a tar.gz and, where dpkg is found, as a package of Debian."""
    made = [archive(folder, target / f"cartoteca-{__version__}-linux-{platform.machine()}.tar.gz")]
    if shutil.which("dpkg-deb"):
        made.append(debian(folder, target))
    else:
        print("dpkg-deb is not found, so there is no package of Debian")
    return made


def archive(folder: Path, target: Path) -> Path:
    """The folder as one file; ``share`` in it is what a desktop needs to know of the program."""
    share = folder / "share"
    share.mkdir(exist_ok=True)
    for each in (HERE / "cartoteca.desktop", HERE / "cartoteca-mime.xml", ICON):
        shutil.copyfile(each, share / each.name)
    with tarfile.open(target, "w:gz") as packed:
        packed.add(folder, f"cartoteca-{__version__}")
    return target


def debian(folder: Path, target: Path) -> Path:
    """A package of Debian: the folder in /usr/lib, and what makes the program known to shell and desktop."""
    told = subprocess.run(["dpkg", "--print-architecture"], check=True, capture_output=True, text=True)
    kind = told.stdout.strip()
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        root.chmod(0o755)
        usr = root / "usr"
        shutil.copytree(folder, usr / "lib" / "cartoteca", symlinks=True)
        for source, goal in (
            (HERE / "cartoteca.desktop", "applications/cartoteca.desktop"),
            (HERE / "cartoteca-mime.xml", "mime/packages/cartoteca.xml"),
            (ICON, "icons/hicolor/scalable/apps/cartoteca.svg"),
            (ICON, "icons/hicolor/scalable/mimetypes/application-x-cartoteca.svg"),
            (HERE.parents[1] / "LICENSE", "doc/cartoteca/copyright"),
        ):
            (usr / "share" / goal).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, usr / "share" / goal)
        (usr / "bin").mkdir()
        (usr / "bin" / "cartoteca").symlink_to("../lib/cartoteca/cartoteca")
        size = sum(each.stat().st_size for each in root.rglob("*") if each.is_file()) // 1024
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN" / "control").write_text(_control(kind, size), encoding="utf-8")
        made = target / f"cartoteca_{__version__}_{kind}.deb"
        command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(made)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return made


def _control(kind: str, size_kib: int) -> str:
    fields = {
        "Package": "cartoteca", "Version": __version__.replace("rc", "~rc"), "Architecture": kind,
        "Maintainer": "Cartoteca contributors", "Installed-Size": str(size_kib), "Section": "office",
        "Priority": "optional", "Depends": ", ".join(NEEDED),
        "Recommends": "gnome-keyring | kwalletmanager", "Suggests": "libreoffice-writer",
        "Description": "client book and organizer\n"
        " Contacts, organizations, tasks, notes, links and events in one window over one\n"
        " file: own fields, instant search, reminders, import and export, letters to many.",
    }  # fmt: skip
    return "".join(f"{name}: {value}\n" for name, value in fields.items())
