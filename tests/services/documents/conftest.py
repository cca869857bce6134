"""A Word template as the tests need it, and a place for the document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docx import Document


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Path]:
    """Write a template of these paragraphs; header, footer and title on request."""

    def write(*paragraphs: str, header: str = "", footer: str = "", title: str = "") -> Path:
        document = Document()
        for text in paragraphs:
            document.add_paragraph(text)
        document.sections[0].header.paragraphs[0].text = header
        document.sections[0].footer.paragraphs[0].text = footer
        document.core_properties.title = title
        path = tmp_path / "template.docx"
        document.save(str(path))
        return path

    return write


@pytest.fixture
def out(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "result" / "letter.docx"
    leftovers = [path.name for path in (tmp_path / "result").iterdir() if path.name != "letter.docx"]
    assert leftovers == []


@pytest.fixture(autouse=True)
def _result_folder(tmp_path: Path) -> None:
    (tmp_path / "result").mkdir()
