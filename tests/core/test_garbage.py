"""The collector is left as it was found."""

from __future__ import annotations

import gc

from app.core.garbage import rarely_collected


def test_the_collector_runs_seldom_within_and_as_before_afterwards() -> None:
    before = gc.get_threshold()
    try:
        with rarely_collected():
            assert gc.get_threshold()[0] > before[0]
            raise KeyError
    except KeyError:
        assert gc.get_threshold() == before
