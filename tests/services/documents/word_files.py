"""Looks into Word files, and changes their parts as no honest program would."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document

from app.core.errors import UserError
from app.services.documents.render import render_template

TESTDATA = Path(__file__).parents[4] / "shared" / "testdata"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

Make = Callable[..., Path]


def texts(path: Path) -> list[str]:
    """Paragraphs of the body, tables last."""
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def repacked(source: Path, target: Path, change: Callable[[dict[str, bytes]], Any]) -> Path:
    """The package with its parts changed by a function."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target


def replaced(parts: dict[str, bytes], name: str, old: str, new: str) -> None:
    assert old.encode() in parts[name]
    parts[name] = parts[name].replace(old.encode(), new.encode(), 1)


def all_xml(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def refusal(template: Path, out: Path, context: dict[str, Any] | None = None) -> str | None:
    """The words with which the template is refused; None when a document was made that opens."""
    try:
        render_template(template, context or {}, out)
    except UserError as error:
        return str(error)
    Document(str(out))
    return None
