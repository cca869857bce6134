"""The system's dialogs begin where the user was the last time, not where the program lies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from app.core.paths import documents_folder
from app.ui.file_choice import SystemFileChoice, with_suffix


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


@pytest.mark.parametrize(
    ("typed", "written"),
    [("Raport", "Raport.zip"), ("Raport.ZIP", "Raport.ZIP"), ("Raport 2.5", "Raport 2.5.zip")],
)
def test_a_name_gets_the_ending_of_its_kind_once(typed: str, written: str, tmp_path: Path) -> None:
    assert with_suffix(tmp_path / typed, ".zip") == tmp_path / written
