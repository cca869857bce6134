"""Makes dist/: ``python -m package``. One folder with the program, tried by its own self-test, and packed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.services import licences
from package import linux, windows

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
FOLDER = DIST / "cartoteca"
MB = 1_000_000


def main() -> int:
    """Build, try, pack; the exit status."""
    build()
    n = gather_licences(FOLDER / licences.FOLDER)
    print(f"licences of {n} parts are in the folder")
    if try_out() != 0:
        print("the packaged program fails its self-test; nothing was packed")
        return 1
    print(f"{FOLDER.relative_to(ROOT)}: {size_of(FOLDER) / MB:.0f} MB")
    made: list[Path] = []
    if sys.platform == "linux":
        made = linux.pack(FOLDER, DIST)
    elif sys.platform == "win32":
        made = windows.pack(FOLDER, DIST)
    for packed in made:
        print(f"{packed.relative_to(ROOT)}: {packed.stat().st_size / MB:.0f} MB")
    return 0


def build() -> None:
    """Run PyInstaller over the recipe, with what Windows shows of a program beside it."""
    if sys.platform == "win32":
        windows.prepare(ROOT / "build")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR"]
    command += ["--distpath", str(DIST), "--workpath", str(ROOT / "build")]
    subprocess.run([*command, str(ROOT / "package" / "cartoteca.spec")], cwd=ROOT, check=True)
    if sys.platform == "linux":
        linux.strip(FOLDER)


def gather_licences(target: Path) -> int:
    """The licences of all that is in the package, where “About” finds them; how many parts those are."""
    return licences.gather(target, (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8"))


def try_out() -> int:
    """The self-test of the packaged program, without a screen; its exit status."""
    program = FOLDER / ("cartoteca.exe" if sys.platform == "win32" else "cartoteca")
    report = DIST / "selftest.txt"
    environment = os.environ | ({"QT_QPA_PLATFORM": "offscreen"} if sys.platform == "linux" else {})
    code = subprocess.run([program, "--selftest", report], env=environment, check=False).returncode
    if sys.platform == "win32" and report.exists():  # a windowed program has nothing to write to there
        print(report.read_text(encoding="utf-8"))
    return code


def size_of(folder: Path) -> int:
    """Bytes of all files below."""
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file() and not each.is_symlink())


if __name__ == "__main__":
    sys.exit(main())
