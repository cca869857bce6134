"""Texts: which language is spoken (the catalogues have tests of their own)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.blueprint.context import Context
from app.core import texts


def test_an_unknown_language_is_english() -> None:
    texts.use_language("tlh")
    assert texts.language() == "en"
    assert texts._("Contacts") == "Contacts"
    assert texts._("") == ""


@pytest.mark.parametrize(
    ("name", "code"),
    [("ro_RO.UTF-8", "ro"), ("ru-RU", "ru"), ("C", "en"), ("de_DE.UTF-8", "en"), ("en_GB", "en")],
)
def test_the_language_of_the_system_is_used_if_the_program_speaks_it(
    monkeypatch: pytest.MonkeyPatch, name: str, code: str
) -> None:
    for variable in ("LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(texts, "_locale", lambda: None)
    monkeypatch.setenv("LC_ALL", name)
    assert texts.system_language() == code


def test_words_agree_with_what_they_are_said_of() -> None:
    from app.blueprint.lists import default_label, find_choice

    said = {}
    for code in ("ro", "ru", "en"):
        texts.use_language(code)
        said[code] = [
            default_label("task_state", "done"),
            default_label("event_state", "planned"),
            default_label("phone_type", "work"),
            default_label("phone_type", "home"),
            default_label("language", "ro"),
            texts.pgettext("field", "Shown"),
        ]
    texts.use_language("en")
    assert said["ro"] == ["efectuată", "planificat", "Serviciu", "Acasă", "română", "Afișat"]
    assert said["ru"] == ["сделано", "в плане", "Рабочий", "Домашний", "румынский", "Показывать"]
    assert said["en"] == ["done", "planned", "Work", "Home", "Romanian", "Shown"]
    for text, list_key, key in (
        ("efectuat", "task_state", "done"),
        ("done", "task_state", "done"),
        ("план", "event_state", "planned"),
        ("Работа", "phone_type", "work"),
        ("Дом", "email_type", "home"),
    ):
        assert find_choice(list_key, text, Context()) == key  # as older exports call it


def test_a_catalogue_is_read_once_and_again_when_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.core.compile_texts import compile_catalogue

    def write(translated: str, at: int) -> None:
        source = folder / "ro.po"
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        source.write_text(f'{head}msgid "Contacts"\nmsgstr "{translated}"\n', encoding="utf-8")
        compile_catalogue(source, folder / "ro.mo")
        for each in (source, folder / "ro.mo"):
            os.utime(each, (at, at))

    folder = tmp_path / "translations"
    folder.mkdir()
    monkeypatch.setattr(texts, "resource", lambda name: tmp_path / name)
    write("Persoane", 1_000)
    opened = []
    real = Path.open
    monkeypatch.setattr(Path, "open", lambda path, *how: opened.append(path.name) or real(path, *how))
    for _turn in range(3):
        with texts.speaking("ro"):
            assert texts._("Contacts") == "Persoane"
    assert opened == ["ro.mo"]
    monkeypatch.setattr(Path, "open", real)
    write("Oameni", 2_000)
    with texts.speaking("ro"):
        assert texts._("Contacts") == "Oameni"
