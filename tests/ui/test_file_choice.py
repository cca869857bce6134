"""The system's dialogs begin where the user was the last time, not where the program lies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from app.core.paths import documents_folder
from app.ui.file_choice import SystemFileChoice


def test_a_file_is_looked_for_where_the_last_one_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Path] = []

    def ask(_parent: Any, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        begun.append(Path(start))
        return str(tmp_path / "poze" / "ana.png"), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
    choice = SystemFileChoice()
    for start in (None, None, tmp_path):
        choice.existing(None, "Choose", "All (*)", start)
    assert begun == [documents_folder(), tmp_path / "poze", tmp_path]
