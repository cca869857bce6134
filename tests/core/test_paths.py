"""Where things lie: with the user, or beside a program that is carried about."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app import main
from app.core.paths import documents_folder, portable_folder, settings_folder, state_folder
from app.core.settings import Settings, State


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a packaged program."""
    monkeypatch.delenv("CARTOTECA_HOME")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "stick"
    folder.mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "cartoteca"))
    return folder


def test_a_program_that_is_carried_about_keeps_everything_beside_itself(stick: Path, tmp_path: Path) -> None:
    (stick / "portable.txt").touch()
    assert settings_folder() == stick / "data" / "settings"
    assert state_folder() == stick / "data" / "state"
    assert documents_folder() == stick / "data"
    assert settings_folder().is_dir()
    assert [each.name for each in tmp_path.iterdir()] == ["stick"]


def test_a_program_that_is_installed_keeps_nothing_beside_itself(stick: Path) -> None:
    assert portable_folder() is None
    assert stick not in settings_folder().parents
    assert stick not in state_folder().parents
    assert stick != documents_folder().parent
    assert list(stick.iterdir()) == []


def test_the_mark_means_nothing_to_a_program_that_is_not_packaged(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (stick / "portable.txt").touch()
    monkeypatch.delattr(sys, "frozen")
    assert portable_folder() is None


def test_a_named_home_goes_before_the_folder_beside(
    stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (stick / "portable.txt").touch()
    monkeypatch.setenv("CARTOTECA_HOME", str(tmp_path / "named"))
    assert settings_folder() == tmp_path / "named" / "settings"


def test_the_last_file_is_found_where_the_drive_has_another_letter(stick: Path, tmp_path: Path) -> None:
    (stick / "portable.txt").touch()
    before, now = tmp_path / "E" / "data" / "clients.cartoteca", documents_folder() / "clients.cartoteca"
    State().set("last_file", str(before))
    assert main.last_file(State(), Settings()) is None
    now.touch()
    assert main.last_file(State(), Settings()) == now
    before.parent.mkdir(parents=True)
    before.touch()
    assert main.last_file(State(), Settings()) == before
