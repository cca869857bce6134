"""Walls that the import rules cannot see: words that must not stand in the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import app
from app.blueprint.registry import discover

ROOT = Path(app.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
UI = [path for path in FILES if path.is_relative_to(ROOT / "ui")]


def strings(path: Path) -> list[str]:
    """Every text constant but documentation."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    constants = (
        node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in documentation
    )
    return [node.value for node in constants if isinstance(node.value, str)]


def test_the_window_names_no_section() -> None:
    keys = {each.key for each in discover().sections} - {"links"}  # also the key of a field that all have
    named = {str(path.relative_to(ROOT)): keys & set(strings(path)) for path in UI}
    assert {path: found for path, found in named.items() if found} == {}


def imported(path: Path) -> set[str]:
    """Names of the modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_qt_is_in_the_window_only() -> None:
    outside = [path for path in FILES if path not in UI and path.name not in ("main.py", "tour.py")]
    assert [path for path in outside if any(name.split(".")[0] == "PySide6" for name in imported(path))] == []


def test_there_is_one_sqlite_in_the_program() -> None:
    assert [path for path in FILES if {"sqlite3", "pysqlite2", "apsw"} & imported(path)] == []


@pytest.mark.parametrize(
    "forbidden",
    [r"synchronous\s*=\s*OFF", r"journal_mode\s*=\s*(MEMORY|OFF)", r"writable_schema\s*=",
     r"shutil\.(copy|move)\w*\(",
     r"\bos\.fork\b", r"shell=True", r"\bpickle\b", r"except Exception:\s*\n\s*pass",
     r"\bTODO\b|\bFIXME\b|\bXXX\b",
     r"\bexec\(\s*f?[\"']", r"type:\s*ignore(?!\[)", r"AutoText|RichText\)\s*#"],
)  # fmt: skip
def test_what_loses_data_or_trust_is_not_in_the_code(forbidden: str) -> None:
    found = [path for path in FILES if re.search(forbidden, path.read_text(encoding="utf-8"))]
    assert [str(path.relative_to(ROOT)) for path in found] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path in FILES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def test_no_module_has_a_name_that_means_nothing() -> None:
    names = {"utils", "common", "helpers", "misc", "manager", "util", "helper"}
    assert [path for path in FILES if path.stem in names] == []
