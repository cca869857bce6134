"""What is Windows's own, with a system in memory; on Windows itself the same is asked of the real one."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.core import drives, windows
from app.core.errors import UserError
from app.services import zone
from app.services.documents import office
from app.ui import autostart

FOLDER = Path(windows.__file__).parent
OWN_KEY = r"HKEY_CURRENT_USER\Software\Cartoteca test"


class FakeWindows:
    """Windows in memory: a registry, drives, and what was said to the system."""

    def __init__(self) -> None:
        self.registry: dict[tuple[str, str], str] = {}
        self.drives: dict[str, int] = {}
        self.app_id, self.is_folder_forgotten, self.is_locked = "", False, False
        self.bounds: list[tuple[int, int]] = []

    def has_key(self, key: str) -> bool:
        return any(known == key or known.startswith(key + "\\") for known, _name in self.registry)

    def value(self, key: str, name: str) -> str:
        return self.registry.get((key, name), "")

    def set_value(self, key: str, name: str, text: str) -> None:
        if self.is_locked:
            raise PermissionError(13, "Access is denied")
        self.registry[key, name] = text

    def remove_value(self, key: str, name: str) -> None:
        if self.is_locked:
            raise PermissionError(13, "Access is denied")
        self.registry.pop((key, name), None)

    def drive_kind(self, root: str) -> int:
        return self.drives.get(root, 3)

    def set_app_id(self, text: str) -> None:
        self.app_id = text

    def forget_working_folder(self) -> None:
        self.is_folder_forgotten = True

    @contextmanager
    def memory_bound(self, process: int, memory_mb: int) -> Iterator[None]:
        self.bounds.append((process, memory_mb))
        yield


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> FakeWindows:
    made = FakeWindows()
    monkeypatch.setattr(windows, "system", lambda: made)
    return made


def test_the_program_starts_with_the_session_by_the_value_that_the_installer_writes(
    here: FakeWindows, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = r"C:\Users\Ana Țuca\AppData\Local\Programs\Cartoteca\Cartoteca.exe"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", place)
    autostart.set_autostart(True)
    assert here.registry == {(windows.RUN_KEY, "Cartoteca"): f'"{place}" --hidden'}
    assert autostart.is_autostart()
    autostart.set_autostart(False)
    assert here.registry == {}
    assert not autostart.is_autostart()


def test_a_registry_that_may_not_be_written_is_told_in_a_sentence(here: FakeWindows) -> None:
    here.is_locked = True
    with pytest.raises(UserError, match="does not let the program be started"):
        autostart.set_autostart(True)


@pytest.mark.parametrize(
    ("path", "is_remote"),
    [("C:\\data\\a.cartoteca", False), ("Z:\\a.cartoteca", True), ("\\\\server\\share\\a.cartoteca", True)],
)
def test_a_network_drive_is_known(here: FakeWindows, path: str, is_remote: bool) -> None:
    here.drives = {"Z:\\": windows.REMOTE_DRIVE}
    assert windows.is_remote(here, path) is is_remote


def test_drives_are_asked_of_windows_where_it_is(here: FakeWindows, tmp_path: Path) -> None:
    here.drives = {"\\": windows.REMOTE_DRIVE}  # this system's paths have no letter
    if sys.platform != "win32":
        assert drives.is_remote(tmp_path)


@pytest.mark.parametrize(
    ("name", "told"),
    [("GTB Standard Time", "Europe/Bucharest"), ("E. Europe Standard Time", "Europe/Chisinau"),
     ("Russian Standard Time\0\0x", "Europe/Moscow"), ("Somewhere", ""), ("", "")],
)  # fmt: skip
def test_the_zone_has_its_name_of_the_whole_world(here: FakeWindows, name: str, told: str) -> None:
    here.registry[windows.ZONE_KEY, "TimeZoneKeyName"] = name
    assert windows.local_zone(here) == told


def test_the_zone_of_windows_is_taken_where_nothing_else_names_one(
    here: FakeWindows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr(zone, "_from_link", lambda _path: "")
    monkeypatch.setattr(zone, "_from_file", lambda _path: "")
    here.registry[windows.ZONE_KEY, "TimeZoneKeyName"] = "E. Europe Standard Time"
    assert zone.local_zone() == "Europe/Chisinau"


def test_word_is_found_by_its_class(here: FakeWindows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARTOTECA_SOFFICE", "")
    assert office.find_office() is None
    here.registry[windows.WORD_KEY + r"\CLSID", ""] = "{000209FF}"
    found = office.find_office()
    assert found is not None
    assert "Word" in found.name


def test_before_the_window_the_program_says_who_it_is_and_where_it_loads_nothing_from(
    here: FakeWindows,
) -> None:
    windows.begin(here)
    assert here.is_folder_forgotten
    script = Path(__file__).resolve().parents[2] / "package" / "windows" / "cartoteca.nsi"
    assert f'!define APP_ID "{here.app_id}"' in script.read_text(encoding="utf-8")


def test_the_calls_have_what_is_asked_of_them_and_no_more() -> None:
    """``calls`` cannot be imported elsewhere, so its text is compared with the protocol."""
    wanted = {
        name: list(inspect.signature(each).parameters)
        for name, each in vars(windows.Windows).items()
        if inspect.isfunction(each) and not name.startswith("_")
    }
    tree = ast.parse((FOLDER / "calls.py").read_text(encoding="utf-8"))
    (calls,) = (each for each in tree.body if isinstance(each, ast.ClassDef) and each.name == "Calls")
    made = {
        each.name: [one.arg for one in each.args.args]
        for each in calls.body
        if isinstance(each, ast.FunctionDef)
    }
    assert made == wanted
    for name, parameters in wanted.items():
        assert ["self", *inspect.signature(getattr(FakeWindows(), name)).parameters] == parameters


def test_windows_is_called_from_its_folder_alone_and_that_is_small() -> None:
    called = re.compile(r"\b(winreg|windll|WinDLL|wintypes|oledll|winrt)\b|HKEY_")
    app = FOLDER.parents[1]
    found = [
        path.relative_to(app).as_posix()
        for path in app.rglob("*.py")
        if FOLDER not in path.parents and called.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
    assert sum(len(each.read_text(encoding="utf-8").splitlines()) for each in FOLDER.glob("*.py")) < 300


@pytest.fixture(params=["in memory", "real"])
def either(request: pytest.FixtureRequest) -> windows.Windows:
    if request.param == "in memory":
        return FakeWindows()
    real = windows.system()
    if real is None:
        pytest.skip("this is not Windows: its own calls are tried there")
    return real


def test_the_registry_keeps_a_text_and_forgets_it(either: windows.Windows) -> None:
    either.remove_value(OWN_KEY, "none")
    either.set_value(OWN_KEY, "place", r'"C:\Ana Țuca\x.exe" --hidden')
    assert either.value(OWN_KEY, "place") == r'"C:\Ana Țuca\x.exe" --hidden'
    assert either.has_key(OWN_KEY)
    assert either.value(OWN_KEY, "other") == ""
    either.remove_value(OWN_KEY, "place")
    assert either.value(OWN_KEY, "place") == ""
    assert not either.has_key(OWN_KEY + r"\deeper")


def test_a_drive_that_is_there_is_not_remote(either: windows.Windows) -> None:
    assert not windows.is_remote(either, "C:\\Windows")
