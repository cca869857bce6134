"""Folding: what search and order compare."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.folding import (
    SORT_LENGTH,
    digits,
    fold,
    looks_like_phone,
    plain_text,
    sort_key,
    storable,
    words,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ȘTEFAN", "ştefan"),
        ("Ştefan", "stefan"),
        ("Ștefan", "S\u0326tefan"),
        ("Țurcanu", "Ţurcanu"),
        ("Ёлкин", "Елкин"),
        ("ПРИВЕТ", "привет"),
        ("Înălțimea", "inaltimea"),
        ("Strauß", "STRAUSS"),
        ("Łódź", "lodz"),
        ("O’Brien", "O'Brien"),
        ("ana\u00a0maria", "Ana Maria"),
        ("a\u202fb", "a b"),
        ("\u202d0721\u202c", "0721"),
        ("co\u00adoperare", "cooperare"),
        ("zero\u200bwidth", "zerowidth"),
        ("  Ana \t\n Pop ", "ana pop"),
        ("a\x00na", "ana"),
        ("ﬁrma", "firma"),
    ],
)
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("й", "и"), ("Йод", "иод"), ("ана", "ana"), ("ь", "ъ")])
def test_different_letters_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_letter_in_two_parts_is_the_letter() -> None:
    assert fold("и\u0306од") == fold("Йод")


@given(ANY_TEXT)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_folded_text_can_be_stored_and_searched(text: str) -> None:
    folded = fold(text)
    assert "\x00" not in folded
    assert "\n" not in folded
    folded.encode()
    sort_key(text).encode()
    assert words(text) == words(fold(text)) or looks_like_phone(fold(text))


@given(ANY_TEXT)
def test_what_can_be_stored_is_kept_as_it_is(text: str) -> None:
    kept = storable(text)
    kept.encode()
    assert storable(kept) == kept
    if "\x00" not in text and not any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        assert kept == text


ROMANIAN = ["andrei", "Anghel", "Azur", "Ăna", "Bacău", "Ion", "Izvor", "Înălțimea", "Sava", "Szabo",
            "Ștefan", "Tudor",
            "Tzara", "Țurcanu", "Zamfir"]  # fmt: skip
RUSSIAN = ["Абрамов", "елена", "Елизаров", "Ёлкин", "Емельянов", "Жуков", "Иванов", "Йодов", "Котов", "Яшин"]


@pytest.mark.parametrize("names", [ROMANIAN, RUSSIAN])
def test_names_come_in_the_order_a_reader_expects(names: list[str]) -> None:
    mixed = random.Random(1).sample(names, len(names))
    assert sorted(mixed, key=sort_key) == names


def test_latin_comes_before_cyrillic_and_figures_before_letters() -> None:
    assert sorted(["Яна", "Țară", "Zoe", "3M"], key=sort_key) == ["3M", "Țară", "Zoe", "Яна"]


def test_cedilla_and_comma_stand_at_the_same_place() -> None:
    assert sort_key("Şerban") == sort_key("Șerban") > sort_key("Szabo")


def test_quotation_marks_do_not_count_for_the_order() -> None:
    assert sort_key("«Ромашка»") == sort_key("Ромашка") == sort_key('"Ромашка"')


def test_a_very_long_text_has_a_key_that_an_index_takes() -> None:
    assert len(sort_key("ș" * 10_000)) == len(sort_key("s" * 10_000)) == SORT_LENGTH


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("0721 234 567", ["0721234567"]),
        ("+40 (0)721-234.567", ["40721234567"]),
        ("0040 721", ["40721"]),
        ("Ana Șer", ["ana", "ser"]),
        ("021", ["021"]),
        ("12", ["12"]),
        ("100%", ["100%"]),
        ("", []),
        (" \u200b ", []),
    ],
)
def test_a_query_is_words_or_one_number(query: str, found: list[str]) -> None:
    assert words(query) == found


def test_digits_of_any_script_are_digits() -> None:
    assert digits("٠٧٢١ ²") == "0721"


@given(ANY_TEXT)
def test_the_words_of_any_rich_text_can_be_read(text: str) -> None:
    for html in (text, f"<p>{text}", f"<!{text}", f"<![{text}", f"&{text}", f"<a {text}>x"):
        plain_text(html)


def test_rich_text_is_read_without_its_marks() -> None:
    html = "<style>p{}</style><p>Unu &amp; doi</p><ul><li>trei<li>patru</ul><script>x()</script>"
    assert plain_text(html) == "Unu & doi\ntrei\npatru"
