"""The language of a text, as far as its letters tell."""

from __future__ import annotations

import pytest

from app.services.wording.tongue import language_of_text


@pytest.mark.parametrize(
    ("text", "told"),
    [("Vă invităm la întâlnirea noastră", "ro"), ("Va invitam la birou", ""),
     ("Приглашаем вас в Office", "ru"),
     ("We invite Mr Țuca to our meeting", ""), ("", ""), ("Dear {{ contact.full_name }}", "")],
)  # fmt: skip
def test_letters_tell_the_language(text: str, told: str) -> None:
    assert language_of_text(text) == told
