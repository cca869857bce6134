"""The collector is left as it was found."""

from __future__ import annotations

import gc

import pytest

from app.core.garbage import rarely_collected


def _break_off(usual: int) -> None:
    with rarely_collected():
        assert gc.get_threshold()[0] > usual
        raise KeyError


def test_the_collector_runs_seldom_within_and_as_before_afterwards() -> None:
    before = gc.get_threshold()
    with pytest.raises(KeyError):
        _break_off(before[0])
    assert gc.get_threshold() == before
