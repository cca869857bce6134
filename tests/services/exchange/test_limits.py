"""Workbooks that are larger, more broken or more secret than they look."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import UserError
from app.services.exchange import child, workbooks
from app.services.exchange.tables import open_table, read_table


def rewritten(path: Path, part: str, change: Any) -> Path:
    """The workbook with one of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(content) if name == part else content)
    return path


def test_what_the_first_reader_cannot_make_out_the_second_may(write_xlsx: Any) -> None:
    def spoil(content: bytes) -> bytes:
        return content.replace(b"<row ", b'<row nonsense="1" ').replace(b'r="A2"', b'r=""')

    path = rewritten(write_xlsx([["Nume", "Oraș"], ["Pop", "Iași"]]), "xl/worksheets/sheet1.xml", spoil)
    assert [cells for _number, cells in open_table(path).rows()] == [("Pop", "Iași")]


def test_a_sheet_of_too_many_cells_is_refused(write_xlsx: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_CELLS", 3)
    with pytest.raises(UserError, match="million cells"):
        read_table(write_xlsx([["a", "b"], ["1", "2"]]))


def test_a_text_repeated_in_every_row_counts_each_time(
    write_xlsx: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_xlsx([["Nume", "Note"], *([["Pop", "x" * 2000]] * 1000)])
    monkeypatch.setattr(child, "bound", lambda job: None)
    job = {"path": str(path), "sheet": None, "encoding": None, "delimiter": None, "language": "en"}
    assert sum(map(len, list(child._work(job))[1:])) == 1000
    monkeypatch.setattr(workbooks, "UNZIPPED_LIMIT", 1_000_000)
    assert "when unpacked" in list(child._work(job))[-1]["refused"]


def test_a_heading_without_end_is_cut(write_csv: Any) -> None:
    name = open_table(write_csv("Nume," + "x" * 5000 + "\nPop,1\n")).headers[1]
    assert len(name) == 250


def test_an_xls_locked_in_the_old_way_asks_for_its_password(shared: Path) -> None:
    with pytest.raises(UserError, match="password"):
        open_table(shared / "sheet-poi" / "spreadsheet" / "xor-encryption-abc.xls")
