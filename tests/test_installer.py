"""The installer for Windows, run by wine with a stand-in for the program."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.paths import APP_NAME, HIDDEN
from tests.wine import Wine, lacking, make_installer, wait_for, works_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(180),
    pytest.mark.skipif(bool(lacking()), reason=lacking() or "none"),
]

CLASSES = r"HKCU\Software\Classes"
RUN = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Cartoteca"
OLD = ("LICENSE", "_internal/lib.dll", "_internal/gone/old.dll")
NEW = ("LICENSE", "_internal/lib.dll", "_internal/nouă я.dll")


@pytest.fixture(scope="module")
def setups(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Installers of two versions."""
    folder = tmp_path_factory.mktemp("setups")
    return {
        version: make_installer(folder, version, files) for version, files in (("1.0", OLD), ("2.0", NEW))
    }


@pytest.fixture(scope="module")
def one_wine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wine]:
    made = Wine(tmp_path_factory.mktemp("wine"))
    yield made
    made.end()


class Computer:
    """The Windows with what the tests do to it."""

    def __init__(self, wine: Wine, setups: dict[str, Path]) -> None:
        self.wine, self._setups = wine, setups
        self.folder = wine.local / "Programs" / "Cartoteca"
        self.running: list[subprocess.Popen[bytes]] = []

    def install(self, version: str, *words: str) -> subprocess.CompletedProcess[str]:
        return self.wine.run(self._setups[version], "/S", *words)

    def uninstall(self, folder: Path | None = None) -> str:
        """Run the uninstaller, which goes on in a copy of itself; what it said."""
        program = (folder or self.folder) / "uninstall.exe"
        self.wine.run(program, "/S")
        wait_for(lambda: not program.exists() and "Your files stay" in self.wine.said())
        return self.wine.said()

    def start_program(self, *, is_deaf: bool = False) -> None:
        if is_deaf:
            (self.wine.temp / "deaf").touch()
        self.running.append(self.wine.start(self.folder / "cartoteca.exe", "--stay"))
        wait_for((self.wine.temp / "running").exists)

    def files(self) -> dict[str, bytes]:
        """The files in the folder of the program, with what is in them."""
        found = (each for each in self.folder.rglob("*") if each.is_file())
        return {str(each.relative_to(self.folder)): each.read_bytes() for each in found}

    def clean(self) -> None:
        """Be without the program again."""
        (self.wine.temp / "end").touch()
        for each in self.running:
            each.wait(20)
        for folder in (self.folder, self.wine.c / "Program Files" / "Cartoteca", self.wine.c / "mine"):
            for found in list(folder.rglob("uninstall.exe")):
                self.uninstall(found.parent)
            shutil.rmtree(folder, ignore_errors=True)
        for each in self.wine.temp.iterdir():
            if each.is_file():
                each.unlink(missing_ok=True)


@pytest.fixture
def computer(one_wine: Wine, setups: dict[str, Path]) -> Iterator[Computer]:
    made = Computer(one_wine, setups)
    yield made
    made.clean()


def test_the_program_is_put_where_windows_looks_for_it(computer: Computer) -> None:
    wine = computer.wine
    assert computer.install("1.0").returncode == 0
    where = wine.path(computer.folder)
    program = f"{where}\\cartoteca.exe"
    ours = {"cartoteca.exe", "uninstall.exe", "uninstall.lst", "icons/document.ico", *OLD}
    assert set(computer.files()) == ours
    assert {each.name for each in computer.folder.iterdir() if each.is_dir()} == {"_internal", "icons"}
    assert works_in(wine.menu, where)
    assert works_in(wine.desktop, where)
    told = wine.registry(f"HKCU\\{UNINSTALL}")
    assert (told["DisplayName"], told["DisplayVersion"]) == ("Cartoteca", "1.0")
    assert told["UninstallString"] == f'"{where}\\uninstall.exe"'
    assert told["QuietUninstallString"] == f'"{where}\\uninstall.exe" /S'
    assert told["DisplayIcon"] == f"{program},0"
    assert told["Publisher"]
    assert int(told["EstimatedSize"], 16) > 100
    assert wine.registry(f"{CLASSES}\\.cartoteca")["(Default)"] == "Cartoteca.File"
    assert "Cartoteca.File" in wine.registry(f"{CLASSES}\\.cartoteca\\OpenWithProgids")
    opens = wine.registry(f"{CLASSES}\\Cartoteca.File\\shell\\open\\command")["(Default)"]
    assert opens == f'"{program}" "%1"'
    icon = wine.registry(f"{CLASSES}\\Cartoteca.File\\DefaultIcon")["(Default)"]
    assert icon == f"{where}\\icons\\document.ico"
    assert APP_NAME not in wine.registry(RUN)
    assert wine.starts() == []


def test_the_start_with_windows_is_that_of_the_program_s_own_setting(computer: Computer) -> None:
    wine = computer.wine
    computer.install("1.0", "/AUTOSTART=1", "/DESKTOP=0")
    words = f'"{wine.path(computer.folder)}\\cartoteca.exe" {HIDDEN}'
    assert wine.registry(RUN)[APP_NAME] == words
    assert not wine.desktop.exists()
    computer.install("2.0")  # an upgrade keeps what was chosen
    assert wine.registry(RUN)[APP_NAME] == words
    assert not wine.desktop.exists()
    computer.install("2.0", "/AUTOSTART=0")
    assert APP_NAME not in wine.registry(RUN)
    computer.install("2.0", "/AUTOSTART=1")
    computer.uninstall()
    assert APP_NAME not in wine.registry(RUN)


def test_for_all_users_and_a_file_is_opened_by_a_double_click(computer: Computer) -> None:
    wine = computer.wine
    everyone = wine.c / "Program Files" / "Cartoteca"
    assert computer.install("1.0", "/ALLUSERS").returncode == 0
    assert wine.registry(f"HKLM\\{UNINSTALL}")["InstallLocation"] == wine.path(everyone)
    assert wine.registry(f"HKCU\\{UNINSTALL}") == {}
    clients = wine.c / "my files" / "Clienți и друзья.cartoteca"
    clients.parent.mkdir()
    clients.touch()
    wine.run("start", wine.path(clients))
    wait_for(lambda: bool(wine.starts()))
    ((version, _folder, words),) = wine.starts()
    assert (version, words) == ("1.0", f'"{wine.path(clients)}"')
    computer.install("2.0")  # an upgrade is for whom it was installed
    assert wine.registry(f"HKLM\\{UNINSTALL}")["DisplayVersion"] == "2.0"
    assert not computer.folder.exists()
    computer.uninstall(everyone)
    assert not everyone.exists()
    assert wine.registry(f"HKLM\\{UNINSTALL}") == {}
    assert wine.registry(r"HKCR\.cartoteca") == {}


def test_an_upgrade_asks_the_running_program_to_end_and_leaves_nothing_old(computer: Computer) -> None:
    wine = computer.wine
    computer.install("1.0")
    (computer.folder / "own.txt").write_text("own")
    (computer.folder / "_internal" / "own.txt").write_text("own")
    computer.start_program()
    assert computer.install("2.0").returncode == 0
    assert computer.running[0].wait(10) == 0
    assert (wine.temp / "saved").exists()
    assert wine.starts()[-1][2] == "--quit"
    assert wine.starts()[-1][1] != wine.path(computer.folder)
    ours = {"cartoteca.exe", "uninstall.exe", "uninstall.lst", "icons/document.ico", *NEW}
    assert set(computer.files()) == {*ours, "own.txt", "_internal/own.txt"}
    assert computer.files()["_internal/lib.dll"] == b"_internal/lib.dll 2.0"
    assert not (computer.folder / "_internal" / "gone").exists()
    assert wine.registry(f"HKCU\\{UNINSTALL}")["DisplayVersion"] == "2.0"


def test_over_a_program_that_does_not_end_nothing_is_changed(computer: Computer) -> None:
    computer.install("1.0")
    before = computer.files()
    computer.start_program(is_deaf=True)
    refused = computer.install("2.0")
    assert refused.returncode == 4
    assert "still running" in refused.stdout
    assert computer.files() == before
    assert sorted(each.name for each in computer.folder.iterdir() if each.is_dir()) == ["_internal", "icons"]
    assert computer.wine.registry(f"HKCU\\{UNINSTALL}")["DisplayVersion"] == "1.0"
    assert computer.running[0].poll() is None
    computer.wine.run(computer.folder / "uninstall.exe", "/S")
    wait_for(lambda: "still running" in computer.wine.said())
    assert computer.files() == before


def test_what_the_user_has_stays_when_the_program_goes(computer: Computer) -> None:
    wine = computer.wine
    computer.install("1.0")
    settings = wine.local / "Cartoteca" / "settings.toml"
    settings.parent.mkdir()
    settings.touch()
    own = computer.folder / "clients.cartoteca"
    own.touch()
    told = computer.uninstall()
    assert wine.path(settings.parent) in told
    assert settings.exists()
    assert [each.name for each in computer.folder.rglob("*")] == [own.name]
    assert wine.registry(f"HKCU\\{UNINSTALL}") == {}
    assert wine.registry(f"{CLASSES}\\.cartoteca") == {}
    assert wine.registry(f"{CLASSES}\\Cartoteca.File\\shell\\open\\command") == {}
    assert not wine.menu.exists()
    assert not wine.desktop.exists()
    own.unlink()


def test_a_folder_with_files_of_the_user_gets_a_folder_of_ours(computer: Computer) -> None:
    mine = computer.wine.c / "mine"
    mine.mkdir()
    (mine / "LICENSE").write_text("mine")
    computer.install("1.0", "/D=C:\\mine")
    assert (mine / "LICENSE").read_text() == "mine"
    assert (mine / "Cartoteca" / "cartoteca.exe").exists()
    computer.install("2.0")  # an upgrade finds it there
    assert (mine / "Cartoteca" / "_internal" / "nouă я.dll").exists()
    assert not computer.folder.exists()
    computer.uninstall(mine / "Cartoteca")
    assert [each.name for each in mine.iterdir()] == ["LICENSE"]


def test_after_an_upgrade_that_broke_off_the_next_one_sets_everything_right(computer: Computer) -> None:
    computer.install("1.0")
    (computer.folder / "cartoteca-new~").mkdir()
    (computer.folder / "cartoteca-new~" / "rest.dll").touch()
    (computer.folder / "moved.dll").touch()
    (computer.folder / "uninstall.new").write_bytes("moved.dll\r\nLICENSE\r\n".encode("utf-16le"))
    assert computer.install("2.0").returncode == 0
    ours = {"cartoteca.exe", "uninstall.exe", "uninstall.lst", "icons/document.ico", *NEW}
    assert set(computer.files()) == ours


def test_an_old_windows_is_told_so(computer: Computer) -> None:
    computer.wine.be("win7")
    try:
        refused = computer.install("1.0")
    finally:
        computer.wine.be("win10")
    assert refused.returncode == 6
    assert "Windows 10" in refused.stdout
    assert not computer.folder.exists()
