"""Settings and state: wrong lines do no harm, writing is whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core import atomic
from app.core.paths import settings_folder, state_folder
from app.core.settings import SETTINGS, Settings, State


@pytest.mark.parametrize("each", SETTINGS, ids=lambda each: each.key)
def test_every_default_is_a_value_its_setting_accepts(each: object) -> None:
    assert each.accepts(each.default)


@pytest.mark.parametrize(
    "text", ["", "language = 5\ntheme = 'pink'", "not toml at all [", "region = ['RO']", "\x00\xff"]
)
def test_wrong_lines_leave_the_defaults(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="latin-1")
    settings = Settings(path)
    assert [settings.get(each.key) for each in SETTINGS] == [each.default for each in SETTINGS]


def test_a_value_of_the_wrong_kind_is_not_taken(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.toml")
    for key, value in (("theme", "pink"), ("backup_count", "14"), ("reopen_last", 1), ("backup_count", True)):
        with pytest.raises(ValueError):
            settings.set(key, value)
    assert not settings.path.exists()


def test_a_setting_is_kept_and_told(tmp_path: Path) -> None:
    settings, told = Settings(tmp_path / "s.toml"), []
    settings.listen(told.append)
    settings.set("theme", "dark")
    assert told == ["theme"]
    assert Settings(tmp_path / "s.toml").get("theme") == "dark"


def test_lines_of_a_later_version_stay_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text('future = "ș"\n[window]\nwidth = 5\n', encoding="utf-8")
    Settings(path).set("region", "MD")
    text = path.read_text(encoding="utf-8")
    assert 'future = "ș"' in text
    assert "width = 5" in text


def test_the_old_settings_stay_when_writing_breaks_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(tmp_path / "s.toml")
    settings.set("theme", "dark")
    before = settings.path.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        settings.set("theme", "light")
    assert settings.path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".tmp"] == []


@pytest.mark.parametrize("failures", [1, 5])
def test_a_file_held_by_a_scanner_is_replaced_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    real, left = Path.replace, [failures]

    def held(self: Path, target: Path) -> Path:
        if left[0]:
            left[0] -= 1
            raise PermissionError(13, "held")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(atomic.time, "sleep", lambda _seconds: None)
    atomic.write_atomically(tmp_path / "a.txt", "ș")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "ș"


def test_a_file_held_for_good_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "held")

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(atomic.time, "sleep", lambda _seconds: None)
    with pytest.raises(PermissionError):
        atomic.write_atomically(tmp_path / "a.txt", "x")
    assert list(tmp_path.glob("*.tmp")) == []


def test_the_user_name_falls_back_to_the_log_in_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "ana")
    assert Settings(tmp_path / "s.toml").user_name == "ana"


@pytest.mark.parametrize("text", ["", "[]", "{", "\x00"])
def test_a_broken_state_is_an_empty_state(tmp_path: Path, text: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(text, encoding="utf-8")
    state = State(path)
    assert state.get("recent", ()) == ()
    state.set("recent", ["ș"])
    assert State(path).get("recent") == ["ș"]


def test_a_state_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    state = State(tmp_path / "no" / "folder" / "state.json")
    state.set("a", 1)
    assert state.get("a") == 1


def test_a_home_that_cannot_be_made_leaves_the_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("CARTOTECA_HOME", str(tmp_path / "file"))
    assert settings_folder().name == "settings"
    assert state_folder().name == "state"
    assert Settings().get("theme") == "system"
