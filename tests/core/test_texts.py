"""Texts: which language is spoken (the catalogues have tests of their own)."""

from __future__ import annotations

import pytest

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
