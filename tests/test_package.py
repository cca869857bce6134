"""What is given to users: licences of all that is in it, and a program that works without Python."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtSvg import QSvgRenderer

import package.__main__ as packing
from app import __version__
from app.core.paths import PORTABLE_MARK, SUFFIX
from package import linux, windows
from package.windows import icons


def test_the_licences_of_what_is_shipped_are_gathered(tmp_path: Path) -> None:
    assert packing.gather_licences(tmp_path) > 50
    (qt,) = tmp_path.glob("PySide6_Essentials-*")
    assert "LGPL" in (qt / "about.txt").read_text(encoding="utf-8")
    (sqlalchemy,) = tmp_path.glob("SQLAlchemy-*")
    assert "Permission is hereby granted" in (sqlalchemy / "LICENSE").read_text(encoding="utf-8")


def test_the_desktop_is_told_of_the_program_and_its_files() -> None:
    linux = packing.ROOT / "package" / "linux"
    (kind,) = ElementTree.parse(linux / "cartoteca-mime.xml").getroot()
    entry = (linux / "cartoteca.desktop").read_text(encoding="utf-8").splitlines()
    assert f"MimeType={kind.get('type')};" in entry
    assert kind.find("{*}glob").get("pattern") == f"*{SUFFIX}"


def test_windows_gets_icons_of_every_size_that_look_like_the_drawings(tmp_path: Path) -> None:
    windows.write_icons(tmp_path)
    for name, drawing in icons.DRAWINGS.items():
        reader, sizes = QImageReader(str(tmp_path / f"{name}.ico")), []
        for place in range(reader.imageCount()):
            assert reader.jumpToImage(place)
            found = reader.read()
            sizes.append(found.width())
            drawn = QImage(found.size(), QImage.Format.Format_ARGB32)
            drawn.fill(0)
            painter = QPainter(drawn)
            QSvgRenderer(str(drawing)).render(painter)
            painter.end()
            middle = found.width() // 2
            assert found.pixel(middle, middle) == drawn.pixel(middle, middle)
            assert found.pixelColor(0, 0).alpha() < 10
        assert tuple(sizes) == icons.SIZES


def test_windows_is_told_the_version_and_of_sharp_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pefile", ModuleType("pefile"))  # PyInstaller has it on Windows only
    monkeypatch.setattr("PyInstaller.compat.win32api", None, raising=False)
    versioninfo = pytest.importorskip("PyInstaller.utils.win32.versioninfo")
    winmanifest = pytest.importorskip("PyInstaller.utils.win32.winmanifest")
    text = tmp_path / "version.txt"
    text.write_text(windows.version_resource("1.2.3rc1"), encoding="utf-8")
    raw = versioninfo.load_version_info_from_text_file(str(text)).toRaw()
    for told in ("FileVersion", "1.2.3rc1", "ProductName", "Cartoteca"):
        assert told.encode("utf-16le") in raw
    assert windows.numbers("1.2.3rc1") == (1, 2, 3, 0)
    assert windows.numbers("0.10") == (0, 10, 0, 0)
    manifest = winmanifest.create_application_manifest((windows.HERE / "cartoteca.manifest").read_bytes())
    root = ElementTree.fromstring(manifest)
    assert [each.text for each in root.iter() if each.tag.endswith("}dpiAwareness")] == ["PerMonitorV2"]
    assert [each.get("level") for each in root.iter() if each.tag.endswith("Level")] == ["asInvoker"]


def test_the_portable_zip_has_the_mark_beside_the_program(tmp_path: Path) -> None:
    folder = tmp_path / "cartoteca"
    (folder / "_internal").mkdir(parents=True)
    (folder / "cartoteca.exe").write_bytes(b"program")
    (folder / "_internal" / "a.dll").touch()
    with zipfile.ZipFile(windows.portable(folder, tmp_path / "portable.zip")) as packed:
        packed.extractall(tmp_path / "out")
    (out,) = (tmp_path / "out").iterdir()
    assert {str(each.relative_to(out)) for each in out.rglob("*") if each.is_file()} == {
        "cartoteca.exe", str(Path("_internal", "a.dll")), PORTABLE_MARK
    }  # fmt: skip
    assert (out / "cartoteca.exe").read_bytes() == b"program"


def test_the_installer_speaks_all_three_languages() -> None:
    script = "".join(each.read_text(encoding="utf-8") for each in sorted(windows.HERE.glob("*.ns[hi]")))
    texts = re.findall(r'^!insertmacro Text (\w+)((?:[ \\\n]+"[^"\n]*"){3})$', script, re.MULTILINE)
    known = {name: re.findall(r'"([^"]*)"', said) for name, said in texts}
    used = set(re.findall(r"\$\(([A-Z_]+)\)", script))
    assert used == set(known)
    for _english, romanian, russian in known.values():
        assert not set("şţŞŢ") & set(romanian)
        assert re.search("[а-яё]", russian)


def look_portable(folder: Path, known: dict[str, str]) -> None:
    """With the mark beside it the program keeps what it keeps there, and is asked to end like any other."""
    (folder / PORTABLE_MARK).touch()
    program = folder / "cartoteca"
    running = subprocess.Popen([program], env=known, cwd=folder.parent)
    try:
        end = time.monotonic() + 60
        while not (folder / "data" / "state" / "instance.lock").exists():
            assert time.monotonic() < end
            time.sleep(0.1)
        assert subprocess.run([program, "--quit"], env=known, check=False, timeout=60).returncode == 0
        assert running.wait(10) == 0
    finally:
        running.kill()
        running.wait()
    assert (folder / "data" / "settings").is_dir()
    assert not (folder.parent / ".config").exists()
    assert not (folder.parent / ".local").exists()


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="packages of Debian are made by dpkg-deb")
def test_the_package_of_debian_puts_the_program_on_the_path_and_into_the_menu(tmp_path: Path) -> None:
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "cartoteca").write_text("#!/bin/sh\necho started by \"$0\"\n")
    (folder / "cartoteca").chmod(0o755)
    made = linux.debian(folder, tmp_path)
    subprocess.run(["dpkg-deb", "-x", made, tmp_path / "root"], check=True)
    usr = tmp_path / "root" / "usr"
    done = subprocess.run([usr / "bin" / "cartoteca"], check=True, capture_output=True, text=True)
    assert done.stdout.startswith("started by")
    assert (usr / "share" / "applications" / "cartoteca.desktop").is_file()
    assert (usr / "share" / "mime" / "packages" / "cartoteca.xml").is_file()
    told = subprocess.run(["dpkg-deb", "-f", made], check=True, capture_output=True, text=True).stdout
    fields = dict(line.split(": ", 1) for line in told.splitlines() if not line.startswith(" "))
    assert fields["Package"] == "cartoteca"
    assert fields["Version"] == __version__
    assert "libegl1" in fields["Depends"]


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform != "linux", reason="the packed file is made on Linux only")
def test_the_packaged_program_passes_its_self_test_without_this_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "DIST", tmp_path)
    monkeypatch.setattr(packing, "FOLDER", tmp_path / "cartoteca")
    packing.build()
    alone = {"PATH": os.defpath, "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}
    done = subprocess.run(
        [tmp_path / "cartoteca" / "cartoteca", "--selftest"], env=alone, cwd=tmp_path, capture_output=True,
        text=True, check=False, timeout=200,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    look_portable(tmp_path / "cartoteca", alone)
    with tarfile.open(linux.archive(tmp_path / "cartoteca", tmp_path / "packed.tar.gz")) as packed:
        names = {Path(each).name for each in packed.getnames()}
    assert {"cartoteca", "cartoteca.desktop", "cartoteca-mime.xml", "cartoteca.svg"} <= names
    assert packing.size_of(tmp_path / "cartoteca") < 260 * packing.MB
