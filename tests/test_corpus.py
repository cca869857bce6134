"""The command that runs strangers' files through the import: what it finds wrong, and what it lets pass."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.catalog import difference, explained
from corpus.trial import REFUSED, TAKEN, Trial
from tests.conftest import SHARED
from tests.mutants import mutants

OTHERS = ("sheet-calamine/issues.xls", "sheet-calamine/issues.xlsb", "sheet-calamine/issues.ods")
"""Files of kinds that only other programs write."""

ROOT = Path(__file__).parents[1]


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "good.csv").write_text("Nume,Telefon\nPop,0721 234 567\nRus,0722 345 678\n", encoding="utf-8")
    (folder / "empty.csv").write_bytes(b"")
    cards = "BEGIN:VCARD\nFN:Ana\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD\n"
    (folder / "cards.vcf").write_text(cards, encoding="utf-8")
    (folder / "other.png").write_bytes(b"\x89PNG")
    return folder


def _tried(folder: Path, seconds: float = 100) -> tuple[int, str]:
    """Exit status and words of the command; in a process of its own, for it measures memory."""
    done = subprocess.run(
        [sys.executable, "-m", "corpus", str(folder)], cwd=ROOT, check=False, capture_output=True, text=True,
        encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"}, timeout=seconds,
    )  # fmt: skip
    return done.returncode, done.stdout


def test_every_list_of_a_folder_is_tried_and_told(lists: Path) -> None:
    status, told = _tried(lists)
    assert status == 0
    assert "3 files, 0 with something to correct" in told
    line = next(each for each in told.splitlines() if each.startswith("good.csv"))
    assert line.split()[1:5] == ["text", "taken", "2", "0"]
    assert "is empty" in told
    cards = next(each for each in told.splitlines() if each.startswith("cards.vcf"))
    assert cards.split()[1:5] == ["cards", "taken", "1", "1"]
    assert "line 4: the card is empty" in cards


def test_what_differs_from_the_catalogue_beside_the_files_is_an_error(lists: Path) -> None:
    catalogue = "file\tsource\tkind\tbytes\texpected\ttags\n"
    catalogue += "good.csv\tus\tcsv\t1\trefuse: password-protected\t\n"
    (lists / "CATALOG.tsv").write_text(catalogue, encoding="utf-8")
    (lists / "CATALOG.tsv").rename(lists.parent / "CATALOG.tsv")
    assert _tried(lists)[0] == 0  # the catalogue above names files by their place below it
    catalogue = catalogue.replace("good.csv", "lists/good.csv")
    (lists.parent / "CATALOG.tsv").write_text(catalogue, encoding="utf-8")
    status, told = _tried(lists)
    assert status == 1
    assert "DIFFERS: expected refuse" in told


@pytest.mark.parametrize(
    ("expected", "trial", "differs"),
    [
        ("rows/sheet [3, 0, 2]", Trial(TAKEN, rows=(2, 3)), False),
        ("rows/sheet [3, 0, 2]", Trial(TAKEN, rows=(3, 3)), True),
        ("rows/sheet [0]", Trial(REFUSED), False),
        ("rows/sheet [1]", Trial(REFUSED), True),
        ("refuse: password-protected", Trial(REFUSED, "protected by a password"), False),
        ("refuse: password-protected", Trial(REFUSED, "damaged"), True),
        ("contacts 2", Trial(TAKEN, added=2), False),
        ("contacts 2", Trial(TAKEN, added=1, refused=1), True),
        ("contacts 2 (truncated: report, keep what is whole)", Trial(TAKEN, added=1, refused=1), False),
        ("contacts 2", Trial(TAKEN, added=1), True),
        ("see manifest/expected file", Trial(TAKEN), False),
    ],
)
def test_outcomes_are_compared_in_the_catalogues_words(expected: str, trial: Trial, differs: bool) -> None:
    assert bool(difference(expected, trial)) is differs


def test_a_file_that_takes_too_long_or_too_much_memory_is_broken() -> None:
    assert Trial(TAKEN, seconds=5.5).is_broken
    assert Trial(REFUSED, megabytes=501).is_broken
    assert not Trial(REFUSED, "told", seconds=1, megabytes=100).is_broken


def test_every_explained_difference_has_its_reason() -> None:
    assert explained()
    assert all(reason for reason in explained().values())


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_lists_that_are_spoilt_on_purpose_break_nothing(tmp_path: Path) -> None:
    others = [SHARED / name for name in OTHERS if (SHARED / name).is_file()]
    made = list(mutants(others))
    assert len(made) > 80
    for name, content in made:
        (tmp_path / name).write_bytes(content)
    status, told = _tried(tmp_path, seconds=800)
    assert status == 0, [line for line in told.splitlines() if "BROKEN" in line]
    assert "bomb 400000000.xlsx” would take 381 MB when unpacked" in told


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_every_list_of_strangers_comes_out_as_its_catalogue_says(shared: Path) -> None:
    status, told = _tried(shared, seconds=1700)
    assert status == 0, [line for line in told.splitlines() if "BROKEN" in line or "DIFFERS" in line]
