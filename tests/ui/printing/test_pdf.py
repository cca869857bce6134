"""A PDF is there to its end or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.services.exchange.formats.sheet import Heading, Sheet
from app.ui.printing.pdf import write_pdf


def _sheet(columns: int, rows: int) -> Sheet:
    headings = [Heading(f"H{n}") for n in range(columns)]
    return Sheet("List", headings, rows, lambda: [(f"R{n}", ["Țăranu Ёлкин"] * columns) for n in range(rows)])


@pytest.mark.parametrize("columns", [3, 60])
def test_a_table_or_blocks_where_there_are_too_many_columns(
    columns: int, qtbot: QtBot, tmp_path: Path
) -> None:
    write_pdf(tmp_path / "out.pdf", _sheet(columns, 70), {})
    content = (tmp_path / "out.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") >= 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of a file")
def test_a_disk_that_is_full_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    import resource

    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, former[1]))
    try:
        with pytest.raises(OSError, match="No space left"):
            write_pdf(tmp_path / "out.pdf", _sheet(3, 200), {})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
