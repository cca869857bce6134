"""What comes to stand on paper: rows stay together, nothing is lost, nothing leaves the page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pytestqt.qtbot import QtBot

from app.services.exchange.formats.sheet import Heading, Row, Sheet
from app.ui.printing.blocks import Block, BlockPages, place_in_alphabet
from app.ui.printing.labels import SHEETS, label_pages, label_paper
from app.ui.printing.measure import FontMeasure
from app.ui.printing.pages import BODY, MM, Page, Paper, Words, paper
from app.ui.printing.tables import TablePages, fits, widths

LONG = "wort " * 4_000


@pytest.fixture
def measure(qtbot: QtBot) -> FontMeasure:
    return FontMeasure()


def _sheet(rows: Sequence[Row], columns: int = 3) -> Sheet:
    return Sheet("List", [Heading(f"H{n}", 20) for n in range(columns)], len(rows), lambda: rows)


def _words(pages: Sequence[Page]) -> str:
    return " ".join(text for page in pages for text in page.texts())


def _stays_inside(pages: Sequence[Page], on: Paper) -> bool:
    texts = [each for page in pages for each in page.items if isinstance(each, Words)]
    return all(0 <= each.x <= on.width and 0 <= each.y <= on.height - on.bottom for each in texts)


def test_a_long_list_has_its_headings_on_every_page_and_every_row_once(measure: FontMeasure) -> None:
    rows = [(f"R{n}", [f"a{n}", f"b{n}", n]) for n in range(500)]
    pages = list(TablePages(_sheet(rows), paper(), measure).pages())
    assert len(pages) > 5
    assert all("H0" in page.texts() for page in pages)
    found = [text for page in pages for text in page.texts() if text.startswith("a")]
    assert found == [f"a{n}" for n in range(500)]
    assert _stays_inside(pages, paper())


def test_a_text_longer_than_a_page_goes_on_on_the_next(measure: FontMeasure) -> None:
    pages = list(TablePages(_sheet([("R", ["x", LONG, 1]), ("S", ["y", "z", 2])]), paper(), measure).pages())
    assert len(pages) > 1
    assert _words(pages).split().count("wort") == 4_000
    assert "y" in pages[-1].texts()
    assert _stays_inside(pages, paper())


def test_an_empty_list_is_one_page_with_headings(measure: FontMeasure) -> None:
    pages = list(TablePages(_sheet([]), paper(), measure).pages())
    assert [page.texts() for page in pages] == [["List", "H0", "H1", "H2"]]


def test_groups_have_headings_that_are_never_last_on_a_page(measure: FontMeasure) -> None:
    rows = [(f"G{n // 7}", [f"a{n}", "", ""]) for n in range(300)]
    made = TablePages(_sheet(rows), paper(), measure, group_of=lambda row: row[0])
    pages = list(made.pages())
    assert [text for page in pages for text in page.texts() if text[0] == "G"] == [f"G{n}" for n in range(43)]
    assert all(page.texts()[-1][0] == "a" for page in pages)


def test_columns_share_the_width_and_the_narrow_ones_keep_theirs() -> None:
    on = paper()
    found = widths([Heading("a", 8), Heading("b", 50), Heading("c", 50), Heading("d", 50)], on.inner)
    assert sum(found) == pytest.approx(on.inner)
    assert found[0] < found[1] == pytest.approx(found[2])
    assert not fits([Heading("x")] * 40, on)


def test_no_word_is_broken_where_another_column_can_give_way(measure: FontMeasure) -> None:
    """A column of towns asks for less than its longest one is wide in Cyrillic."""
    columns = [Heading("Город", 7), Heading("Notes", 60), Heading("More", 60)]
    rows: list[Row] = [("R", ["Кишинёв", "one two three", "four"]), ("S", ["Днестровск", "", ""])]
    sheet = Sheet("List", columns, len(rows), lambda: rows)
    found = [text for page in TablePages(sheet, paper(), measure).pages() for text in page.texts()]
    assert {"Кишинёв", "Днестровск"} <= set(found)


def test_a_word_without_a_place_to_break_is_broken_anywhere(measure: FontMeasure) -> None:
    lines = measure.lines("x" * 400, BODY, 40 * MM)
    assert "".join(lines) == "x" * 400
    assert all(measure.width(line, BODY) <= 40 * MM for line in lines)


def test_cards_stay_whole_and_what_is_too_long_for_a_page_is_parted(measure: FontMeasure) -> None:
    blocks = [Block(f"B{n}", [("Phone", str(n))] * 9) for n in range(30)] + [Block("Long", [("Notes", LONG)])]
    pages = list(BlockPages("Cards", paper(), measure, columns=2, is_boxed=True).pages(blocks))
    texts = _words(pages).split()
    assert [each for each in texts if each[0] == "B"] == [f"B{n}" for n in range(30)]
    assert texts.count("wort") == 4_000
    assert _stays_inside(pages, paper())
    for page in pages[:3]:
        assert page.texts().count("Phone") % 9 == 0


def test_each_letter_of_a_binder_begins_a_page_and_stands_at_its_edge(measure: FontMeasure) -> None:
    blocks = [Block(f"{letter}{n}", [("x", "y")], letter) for letter in "ABЯ" for n in range(40)]
    on = paper("A5")
    pages = list(BlockPages("", on, measure, is_tabbed=True).pages(blocks))
    letters = []
    for page in pages:
        tabs = [each for each in page.items if isinstance(each, Words) and each.x > on.width - on.right]
        assert len(tabs) == 1
        letters.append(tabs[0].text)
        assert all(text[0] in (tabs[0].text, "x", "y") for text in page.texts())
    assert letters == sorted(letters)
    assert set(letters) == set("ABЯ")
    assert (place_in_alphabet("A"), place_in_alphabet("Я"), place_in_alphabet("#")) == (0, 1, 0)


@pytest.mark.parametrize("key", SHEETS)
def test_labels_lie_inside_their_cells_of_the_sheet(key: str, measure: FontMeasure) -> None:
    sheet = SHEETS[key]
    on = label_paper(sheet)
    assert on.left >= 0
    assert on.top >= 0
    lines = [
        "Dr. Maximiliana-Alexandrina Constantinescu-Hurmuzachi",
        "Bulevardul Ion Brătianu 1234567",
        "Iași",
    ]
    pages = list(label_pages([lines] * (sheet.count + 1), sheet, measure, skipped=2))
    assert len(pages) == 2
    first = [each for each in pages[0].items if isinstance(each, Words)]
    assert first[0].x > on.left + (2 % sheet.across) * sheet.width * MM
    for each in first:
        row = int((each.y - on.top) / ((sheet.height + sheet.gap_y) * MM))
        bottom = on.top + (row * (sheet.height + sheet.gap_y) + sheet.height) * MM
        assert each.y + measure.height(each.style) <= bottom + 1
        assert measure.width(each.text, each.style) <= sheet.width * MM
