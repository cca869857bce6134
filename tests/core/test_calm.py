"""Long work beside a window."""

from __future__ import annotations

import gc
import sys

import pytest

from app.core.calm import SWITCH_S, calm


def _ways() -> tuple[tuple[int, int, int], float]:
    return gc.get_threshold(), round(sys.getswitchinterval(), 6)


def test_everything_is_as_before_afterwards_also_after_an_error() -> None:
    before = _ways()
    with pytest.raises(ValueError, match="broken"), calm():
        raise ValueError("broken")
    assert _ways() == before


def test_work_within_work_and_work_that_outlasts_other_work() -> None:
    before = _ways()
    first, second = calm(), calm()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert round(sys.getswitchinterval(), 6) == SWITCH_S
    second.__exit__(None, None, None)
    assert _ways() == before


def test_the_collector_looks_seldom_while_it_lasts() -> None:
    usual = gc.get_threshold()[0]
    with calm():
        assert gc.get_threshold()[0] > usual


def test_no_full_collection_while_it_lasts() -> None:
    full = gc.get_stats()[2]["collections"]
    with calm():
        kept = [[number] for number in range(300_000)]
    assert len(kept) == 300_000
    assert gc.get_stats()[2]["collections"] == full


def test_what_it_leaves_is_not_looked_at_as_if_it_were_new() -> None:
    with calm():
        kept = [[number] for number in range(50_000)]
    young = {id(each) for each in gc.get_objects(generation=0)}
    assert not young & {id(each) for each in kept}
