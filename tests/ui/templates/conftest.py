"""Templates for the windows: Word files as a user has them, and people to write to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from app.services.library import Library
from tests.ui.panel_fakes import Opened

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A Word file of these paragraphs."""

    def made(*paragraphs: str, name: str = "offer.docx", footer: str = "") -> Path:
        document = Document()
        for text in paragraphs:
            document.add_paragraph(text)
        if footer:
            document.sections[0].footer.paragraphs[0].text = footer
        path = tmp_path / "word" / name
        path.parent.mkdir(exist_ok=True)
        document.save(str(path))
        return path

    return made


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def people(library: Library) -> tuple[str, ...]:
    firm = library.save("organizations", {"name": "Vector SRL"}).uid
    ana = {
        "surname": "Țuca", "given_name": "Ana", "phones": [{"value": "+37369123456"}],
        "organizations": [{"organization": firm, "job_title": "Director"}],
    }  # fmt: skip
    return library.save("contacts", ana).uid, library.save("contacts", {"surname": "Rusu"}).uid
