"""The language of a text, as far as its letters and its commonest words tell."""

from __future__ import annotations

import pytest

from app.services.wording.tongue import language_of_text


@pytest.mark.parametrize(
    ("text", "told"),
    [("Vă invităm la întâlnirea noastră", "ro"), ("Va invitam la birou", "ro"),
     ("Stimate domnule Rusu, va trimitem oferta pentru luna decembrie. Cu respect, Ana", "ro"),
     ("Buna ziua {{ Contact.Given_name }}", "ro"), ("Dragă {{ contact.given_name }}", "ro"),
     ("Stimata {{ contact.full_name }}", "ro"),
     ("Приглашаем вас в Office", "ru"), ("Предлагаем вам Cartoteca Professional для Windows", "ru"),
     ("We invite Mr Țuca to our meeting", "en"), ("We invite Mr Țuca and Ms Șerban to our meeting", "en"),
     ("Dear {{ contact.full_name }}", "en"), ("Please find our offer attached", "en")],
)  # fmt: skip
def test_letters_and_common_words_tell_the_language(text: str, told: str) -> None:
    assert language_of_text(text) == told


@pytest.mark.parametrize(
    "text",
    ["", "Rusu SRL, 12.03.2026", "Mr Țuca", "{{ the.offer_for_you }} {% if this and that %}",
     "Nous parlons de la plage", "Wir treffen uns morgen in Berlin"],
)  # fmt: skip
def test_a_text_that_does_not_tell_its_language_is_left_undecided(text: str) -> None:
    assert language_of_text(text) == ""
