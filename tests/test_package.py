"""What is given to users: licences of all that is in it, and a program that works without Python."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

import package.__main__ as packing
from app.core.paths import SUFFIX


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
    with tarfile.open(packing.pack()) as packed:
        names = {Path(each).name for each in packed.getnames()}
    assert {"cartoteca", "cartoteca.desktop", "cartoteca-mime.xml", "cartoteca.svg"} <= names
    assert packing.size_of(tmp_path / "cartoteca") < 260 * packing.MB
