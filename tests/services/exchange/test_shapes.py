"""What values look like."""

from __future__ import annotations

import time

import pytest

from app.services.exchange.shapes import is_email


@pytest.mark.parametrize("cell", ["ion@example.ro", "Ion <ion@example.ro>", "a@b.co; c@d.co"])
def test_an_email_is_found_in_a_cell(cell: str) -> None:
    assert is_email(cell)


@pytest.mark.parametrize("cell", ["ion@example", "@example.ro", "ion@.", "ion example.ro", None])
def test_what_lacks_a_part_is_no_email(cell: str | None) -> None:
    assert not is_email(cell)


def test_a_very_long_cell_is_looked_at_in_one_pass() -> None:
    began = time.perf_counter()
    assert not is_email("y" * 1_000_000)
    assert time.perf_counter() - began < 5
