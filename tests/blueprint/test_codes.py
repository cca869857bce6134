"""Codes with check digits: a wrong one warns, none is ever refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.blueprint.codes import split_fiscal_code, warning
from app.blueprint.context import Context
from app.blueprint.kinds import Code


@pytest.mark.parametrize(
    ("scheme", "text", "region"),
    [
        ("fiscal", "14399840", "RO"),
        ("fiscal", "RO14399840", "RO"),
        ("fiscal", "RO 14399840", "RO"),
        ("fiscal", "RO 0014399840", "RO"),
        ("fiscal", "1630615123457", "RO"),
        ("personal", "1630615123457", "RO"),
        ("fiscal", "7707083893", "RU"),
        ("fiscal", "7707083893", "RO"),
        ("iban", "RO49AAAA1B31007593840000", "RO"),
        ("iban", "ro49 aaaa 1b31 0075 9384 0000", "RO"),
        ("iban", "RO49\u00a0AAAA\u00a01B31\u00a00075\u00a09384\u00a00000", "RO"),
        ("iban", "40702810400000000225", "RU"),
        ("fiscal", "whatever", "DE"),
        ("fiscal", "0002816464", "RO"),
        ("fiscal", "DE136695976", "RO"),
        ("fiscal", "CHE-123.456.788", "RO"),
        ("fiscal", "32855961", "UA"),
        ("personal", "1759013776", "UA"),
    ],
)
def test_a_right_code_is_silent(scheme: str, text: str, region: str) -> None:
    assert warning(scheme, text, region) is None


@pytest.mark.parametrize(
    ("scheme", "text", "region"),
    [
        ("fiscal", "14399841", "RO"),
        ("fiscal", "7707083894", "RU"),
        ("personal", "1630615123458", "RO"),
        ("iban", "RO48AAAA1B31007593840000", "RO"),
        ("fiscal", "DE136695977", "RO"),
        ("fiscal", "32855968", "UA"),
        ("personal", "1759013777", "UA"),
    ],
)
def test_a_wrong_check_digit_warns(scheme: str, text: str, region: str, context: Context) -> None:
    assert text in str(warning(scheme, text, region))
    assert Code(scheme).parse(text, context) == text


@pytest.mark.parametrize("scheme", ["iban", "fiscal", "personal"])
def test_digits_lost_in_a_spreadsheet_warn(scheme: str) -> None:
    assert "lost digits" in str(warning(scheme, "4.070281040000002e+19", "RU"))


def test_a_letter_for_a_figure_is_hinted_at() -> None:
    assert "O a 0" in str(warning("iban", "RO49AAAA1B31OO7593840000", "RO"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RO14399840", ("14399840", True)),
        ("ro 0014399840", ("14399840", True)),
        ("14399840", ("14399840", False)),
        ("RO", ("RO", False)),
        ("ROMA", ("ROMA", False)),
    ],
)
def test_the_prefix_means_a_payer_of_vat(text: str, found: tuple[str, bool]) -> None:
    assert split_fiscal_code(text) == found


def test_a_code_is_found_with_and_without_its_blanks(context: Context) -> None:
    found = list(Code("iban").search("RO49 AAAA 1B31 0075 9384 0000", context))
    assert found == ["RO49 AAAA 1B31 0075 9384 0000", "RO49AAAA1B31007593840000"]


@given(
    st.sampled_from(["fiscal", "personal", "iban"]),
    st.text(max_size=30),
    st.sampled_from(["RO", "RU", "MD", "DE"]),
)
def test_no_text_breaks_a_check(scheme: str, text: str, region: str) -> None:
    warning(scheme, text, region)
