"""A desk over a new file for tests of editors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.ui.desk import Desk
from app.ui.editors import Editor, make_editor
from tests.ui.card_fakes import close_desk, make_desk


@pytest.fixture
def desk(qapp: Any, tmp_path: Path) -> Iterator[Desk]:
    opened: list[Any] = []

    def remember(_desk: Desk, section: str, uid: str | None, prefill: Any, _group: str) -> None:
        opened.append((section, uid, prefill))

    made = make_desk(tmp_path / "desk", card_opener=remember)
    made.opened = opened  # what a click asked to open
    yield made
    close_desk(made)


@pytest.fixture
def make(desk: Desk, qtbot: Any) -> Callable[..., Any]:
    """Make and show the editor of a kind."""

    def build(kind: Any, name: str = "card.field", label: str = "Field") -> Editor:
        editor = make_editor(kind, label, desk, name)
        qtbot.addWidget(editor)
        editor.resize(420, 60)
        editor.show()
        qtbot.waitExposed(editor)
        editor.activateWindow()
        return editor

    return build
