"""Guards over the checkout itself: the pinned Qt, the lock files, and nothing of one machine in the files."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import PySide6
import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements/run.txt", "requirements/test.txt")
SKIPPED_FOLDERS = {".git", ".venv", ".hypothesis", "tour", "build", "dist", "__pycache__"}

# Put together here, so that this file passes its own test.
HOSTS = [
    f"{name}.{top}"
    for name, top in [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("debian", "org")]
]
FOLDERS = ["work", "tmp", "opt", "root"]
ADDRESS_OF_A_REGISTRY = re.compile(r"://[\w.-]*(?:" + "|".join(map(re.escape, HOSTS)) + ")")
PATH_OF_A_MACHINE = re.compile(r"(?<![\w./:*~<>}-])/(?:" + "|".join(FOLDERS) + r")/\w")


def tracked_files() -> list[Path]:
    """What git holds; in a copy without git all files but those that are made by programs."""
    listing = (
        subprocess.run(
            ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True,
            check=False,
            text=True,
        )
        if shutil.which("git") and (ROOT / ".git").exists()
        else None
    )
    if listing and listing.returncode == 0 and listing.stdout:
        return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and not SKIPPED_FOLDERS & set(path.relative_to(ROOT).parts)
        and not any(part.endswith(("_cache", ".egg-info")) for part in path.parts)
    ]


def text_of(path: Path) -> str:
    """The text of a file; nothing for a picture, a document or another binary file."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def locked(name: str) -> dict[str, str]:
    """Package and version of a lock file's lines."""
    lines = re.findall(r"^([a-z0-9][\w.-]*)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    return dict(lines)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.partition("[")[0]).lower()


def test_qt_is_the_version_that_is_safe_on_every_python():
    # 6.12.0 aborts on Python 3.11 after some thousand calls: lift this only with the test below in mind.
    assert PySide6.__version__ == "6.11.3"
    assert locked("requirements/run.txt")["pyside6-essentials"] == "6.11.3"


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_calls_of_qt_without_a_result_do_not_use_up_none(qtbot):
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(10_000):
        label.setText("Ana")
    assert sys.getrefcount(None) > before - 1_000


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_has_no_addresses_and_no_options(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert " @ " not in text
    assert not [line for line in text.splitlines() if line.startswith("-")]


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_version_and_hashes(name):
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert len(lines) > 30
    assert [
        line for line in lines if not re.match(r"[a-z0-9][\w.-]*==\S+ .*--hash=sha256:[0-9a-f]{64}", line)
    ] == []


def test_the_tests_run_with_the_packages_that_the_program_runs_with():
    program, tests = (locked(name) for name in LOCKS)
    assert {name: tests.get(name) for name in program} == program


def test_the_licence_of_every_package_is_told():
    text = (ROOT / "docs/third-party.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\S+) \| (\S+) \|", text, re.MULTILINE)
    told = {normal(name): version for name, version in rows}
    wanted = {normal(name): version for lock in LOCKS for name, version in locked(lock).items()}
    assert {name: told.get(name) for name in wanted} == wanted


def test_nothing_that_is_shipped_is_under_the_gpl_alone():
    text = (ROOT / "docs/third-party.md").read_text(encoding="utf-8")
    shipped = text.partition("## With the program")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (\S+) \| \S+ \| (.*) \|$", shipped, re.MULTILINE)
    assert len(rows) > 40
    assert [name for name, licence in rows if "GPL" in licence and "LGPL" not in licence] == []
    left_out = (ROOT / "requirements/excluded.txt").read_text(encoding="utf-8").splitlines()
    left_out = [line for line in left_out if not line.startswith("#")]
    assert not set(left_out) & {*locked(LOCKS[0]), *locked(LOCKS[1])}


@pytest.mark.parametrize(("lock", "groups"), [(LOCKS[0], ["setup"]), (LOCKS[1], ["setup", "dev"])])
def test_the_lock_files_follow_the_project_file(lock, groups):
    described = project()
    pins = described["project"]["dependencies"] + [
        pin for group in groups for pin in described["dependency-groups"][group]
    ]
    wanted = {normal(name): version for name, version in (pin.split("==") for pin in pins)}
    assert {name: locked(lock).get(name) for name in wanted} == wanted


def test_no_file_names_a_registry_or_a_folder_of_one_machine():
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked_files()
        for pattern in (ADDRESS_OF_A_REGISTRY, PATH_OF_A_MACHINE)
        if (match := pattern.search(text_of(path)))
    ]
    assert found == []


def test_the_guard_sees_what_it_guards_against():
    separator = "/"
    assert PATH_OF_A_MACHINE.search(f'open("{separator}work{separator}main")')
    assert not PATH_OF_A_MACHINE.search("phones: mobile/home/work/fax")
    assert ADDRESS_OF_A_REGISTRY.search(f"https:{separator * 2}files.{HOSTS[1]}{separator}packages")
