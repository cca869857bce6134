"""Phones: kept as typed, equal in every spelling, found by any digits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.blueprint.context import Context
from app.blueprint.kinds import Phone
from app.blueprint.phones import compare_key, dial_uri, restore, search_forms, warning
from app.core.folding import digits, fold, words

SAME = {
    ("RO", "40721234567"): [
        "0721 234 567", "721234567", "40721234567", "0040721234567", "+40 (0)721 234 567", "+40721234567",
        "+4\u202d0721234567", "0721.234.567", "0721-234-567", "0721 234 567 int. 3",
        "0721\u202f234\u202f567", "0721\u2009234\u3000567", "\u200e+40\u00a0721\u2007234\u2060567\u200f",
        "0721\u2011234\u2013567", "\u2066 +40721234567 \u2069", "0721\t234 567",
        "0721\u202f234\u202f567", "0721\u2009234\u2007567", "\ufeff0721\u2060234\u200b567",
        "\u20680721234567\u2069",
    ],
    ("RU", "79261234567"): ["8 926 123-45-67", "9261234567", "+7 926 123 45 67", "7 926 123-45-67"],
    ("RU", "78002000200"): ["8-800-2000-200", "+7 800 200 02 00"],
    ("RO", "40213123456"): ["021/312.34.56 int. 12", "021/312.34.56 доб. 12", "(021) 312 34 56"],
    ("MD", "37322123456"): ["022 123456", "+373 22 123 456", "37322123456"],
}  # fmt: skip
SPELLINGS = [(region, key, text) for (region, key), texts in SAME.items() for text in texts]


@pytest.mark.parametrize(("region", "key", "text"), SPELLINGS)
def test_every_spelling_of_a_number_has_one_key(region: str, key: str, text: str) -> None:
    assert compare_key(text, region) == key
    assert warning(text, region) is None
    assert dial_uri(text, region) == f"tel:+{key}"


@pytest.mark.parametrize(("region", "key", "text"), SPELLINGS)
def test_a_number_is_found_in_every_form(region: str, key: str, text: str) -> None:
    stored = "\n".join(fold(form) for form in search_forms(text, region))
    for (other_region, other_key), spellings in SAME.items():
        for query in spellings if (other_region, other_key) == (region, key) else ():
            if "int" not in query and "доб" not in query:
                assert any(word in stored for word in words(query)), (text, query)


@pytest.mark.parametrize(
    "text",
    [
        "0721-234-567 (fax)",
        "0721 234 567 Ana",
        "fax: 0721 234 567",
        "0721234567 факс",
        "0721234567mobil",
        "fax: 0721-234-567",
        "0721 234 567 секретарь",
    ],
)
def test_a_remark_beside_a_number_is_not_dialled(text: str) -> None:
    assert dial_uri(text, "RO") == "tel:+40721234567"
    assert compare_key(text, "RO") == "40721234567"
    assert warning(text, "RO") is None
    assert "40721234567" in search_forms(text, "RO")


def test_letters_that_stand_for_digits_are_dialled() -> None:
    assert dial_uri("1-800-555-HELP", "US") == "tel:+18005554357"


@pytest.mark.parametrize("text", ["021/312.34.56 ext 12", "021/312.34.56 x12", "021 312 34 56x12"])
def test_an_extension_is_not_part_of_the_number(text: str) -> None:
    assert compare_key(text, "RO") == "40213123456"


def test_equal_digits_of_two_countries_are_two_numbers() -> None:
    assert compare_key("+1 202 555 0143", "RO") != compare_key("+32 202 555 0143", "RO")


@pytest.mark.parametrize("text", ["*2222", "112", "0800"])
def test_short_codes_stay_as_they_are(text: str) -> None:
    assert compare_key(text, "RO") == digits(text)
    assert warning(text, "RO") is None
    assert dial_uri(text, "RO") == f"tel:{digits(text)}"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("0721234567.0", "0721234567"),
        (721234567.0, "0721234567"),
        (721234567, "0721234567"),
        ("721234567.0", "0721234567"),
        ("7.21234567E8", "0721234567"),
        ("7,21234567E8", "0721234567"),
        (40721234567, "+40721234567"),
        (69072980, "69072980"),
        ("0721 234 567", "0721 234 567"),
        ("  ", None),
        (None, None),
    ],
)
def test_a_number_that_a_spreadsheet_made_a_figure_is_restored(
    cell: object, value: str | None, context: Context
) -> None:
    assert Phone().from_cell(cell, context) == value


@pytest.mark.parametrize("cell", [4.070281040000002e19, -5.0, 0.5])
def test_lost_digits_are_refused_not_guessed(cell: float, context: Context) -> None:
    with pytest.raises(ValueError, match="lost digits"):
        Phone().from_cell(cell, context)


def test_a_letter_among_the_digits_warns(context: Context) -> None:
    assert "letter O" in str(warning("O721234567", "RO"))
    assert "letter O" in str(warning("072123456О", "RO"))
    assert warning("0721 234 567 / 0722 345 678", "RO")
    assert warning("abc", "RO")
    assert Phone().warning(None, context) is None


def test_the_region_of_the_file_decides(context: Context) -> None:
    forms = list(Phone().search("022 123 456", replace(context, region="MD")))
    assert "37322123456" in forms


def test_a_figure_without_a_likely_number_keeps_its_digits() -> None:
    assert restore("12345678901234", "RO") == "12345678901234"


@given(st.text(max_size=40), st.sampled_from(["RO", "RU", "MD", "US", "XX"]))
def test_no_text_breaks_a_phone(text: str, region: str) -> None:
    compare_key(text, region)
    warning(text, region)
    list(search_forms(text, region))
    dial_uri(text, region)
