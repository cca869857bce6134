"""A desk over a new file, and cards on it, for tests of the card."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.ui.card import CardOpener, open_card
from app.ui.desk import Desk
from tests.ui.card_fakes import close_desk, make_desk


@pytest.fixture
def desk(qapp: Any, tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path / "desk", card_opener=open_card)
    yield made
    for card in CardOpener.of(made).cards:
        card.leave()
    close_desk(made)


@pytest.fixture
def opened(desk: Desk, qtbot: Any) -> Callable[..., Any]:
    """Open a card and wait until the record stands in it."""

    def build(section: str, uid: str | None = None, prefill: Any = None) -> Any:
        card = CardOpener.of(desk).open(section, uid, prefill)
        desk.work.wait()
        return card

    return build
