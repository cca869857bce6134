"""The tour, as it runs where there is no display: its pictures show what they are named after."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path

from docx import Document
from PySide6.QtGui import QImage

from app.blueprint.registry import discover
from app.tour import SIZE

SECTIONS = [section.key for section in discover().sections]
PANEL_WIDTH = 300


def test_every_picture_shows_a_section_and_the_record_that_is_selected_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "tour"
    done = subprocess.run(
        [sys.executable, "-m", "app", "tour", str(folder)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, check=False, timeout=110,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert b"plugin" not in done.stderr
    for theme in ("light", "dark"):
        pictures = [QImage(str(folder / f"{section}-{theme}.png")) for section in SECTIONS]
        panels = [picture.copy(SIZE[0] - PANEL_WIDTH, 0, PANEL_WIDTH, SIZE[1]) for picture in pictures]
        assert [picture.size().toTuple() for picture in pictures] == [SIZE] * len(SECTIONS)
        assert [1 for one, other in combinations(panels, 2) if one == other] == []
    letter = "\n".join(paragraph.text for paragraph in Document(str(folder / "letter.docx")).paragraphs)
    assert "Șerban" in letter
    assert "{" not in letter
