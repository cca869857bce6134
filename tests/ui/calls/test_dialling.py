"""A number is called the way that the settings say, and nothing but programs for calling is ever started."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl

from app.core.errors import UserError
from app.core.settings import Settings
from app.ui.calls.dial import command_of, dial

NUMBER = "0721 000 111"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "s.toml")


@pytest.mark.parametrize(
    ("way", "address"),
    [
        ("tel", "tel:+40721000111"), ("sip", "sip:+40721000111"), ("callto", "callto:+40721000111"),
        ("skype", "skype:+40721000111?call"), ("viber", "viber://chat?number=%2B40721000111"),
        ("whatsapp", "whatsapp://send?phone=40721000111"),
    ],
)  # fmt: skip
def test_by_an_address_of_the_system(settings: Settings, way: str, address: str) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        return True

    settings.set("call_with", way)
    dial(NUMBER, settings, "RO", open_url)
    assert opened == [address]


def test_by_a_program_for_calling(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "linphone"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    started: list[tuple[str, list[str]]] = []

    def start(path: str, words: Sequence[str]) -> bool:
        started.append((path, list(words)))
        return True

    settings.set("call_with", "command")
    for text in ("linphone --call {number}", "linphone", "linphone -c 'sip:{number}@office'"):
        settings.set("call_command", text)
        dial(NUMBER + "; rm -rf /", settings, "RO", lambda _url: False, start)
    path = str(program)
    assert started == [
        (path, ["--call", "+40721000111"]), (path, ["+40721000111"]),
        (path, ["-c", "sip:+40721000111@office"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "sh -c 'rm {number}'",
        "python3 {number}",
        "/bin/rm {number}",
        "cmd /c start {number}",
        "'",
        "",
        "linphone.sh",
    ],
)
def test_no_other_program_is_started(text: str) -> None:
    with pytest.raises(UserError):
        command_of(text, "+40721000111")


def test_a_program_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="There is no program “zoiper” here"):
        command_of("zoiper {number}", "+40721000111")


def test_what_has_no_digits_is_not_called(settings: Settings) -> None:
    with pytest.raises(UserError, match="has no digits"):
        dial("ask Ana", settings, "RO", lambda _url: True)
