"""A context with the labels of the program."""

from __future__ import annotations

from datetime import date

import pytest

from app.blueprint.context import Context
from app.blueprint.lists import LISTS, default_label


@pytest.fixture
def context() -> Context:
    return Context(
        region="RO",
        language="en",
        zone="Europe/Bucharest",
        today=date(2026, 11, 23),
        label_of=default_label,
        options_of=lambda key: [(each.key, default_label(key, each.key)) for each in LISTS[key].options],
        title_of=lambda uid: {"u1": "Ana Pop", "u2": "Firma SRL"}.get(uid, ""),
    )
