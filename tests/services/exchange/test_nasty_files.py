"""Lists made nasty on purpose: each gives what is whole in it, or one true sentence, and soon."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import UserError
from app.services.exchange import kept
from app.services.exchange.tables import open_table
from app.services.exchange.vcards.files import Card, CardFile

HEADINGS = ("Nume", "Telefon")


def written(tmp_path: Path, content: bytes, name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    return [cells for _number, cells in open_table(path).rows()]


def cards_of(tmp_path: Path, content: bytes) -> list[Card]:
    return list(CardFile(written(tmp_path, content, "cards.vcf")).cards())


def said_by(card: Card, name: str) -> list[str]:
    return [each.text for each in card.properties if each.key == name]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_rest(tmp_path: Path) -> None:
    content = b'Nume,Telefon\n"Pop,0721234567\n' + b"Rus,0722345678\n" * 500
    with pytest.raises(UserError, match="row 2: a cell without an end"):
        open_table(written(tmp_path, content))


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_a_quotation_mark_that_takes_nothing_with_it_is_let_pass(end: bytes, tmp_path: Path) -> None:
    path = written(tmp_path, b'Nume,Telefon\nPop,1\nRus,"abc' + end)
    assert rows_of(path) == [("Pop", "1"), ("Rus", "abc")]


def test_rows_of_more_cells_than_a_spreadsheet_has_are_refused_with_their_number(tmp_path: Path) -> None:
    content = b"Nume,Note\nPop,1\nRus," + b"a," * 20_000
    with pytest.raises(UserError, match="row 3 has more than 16,384 cells"):
        open_table(written(tmp_path, content))


def test_a_list_may_begin_far_below(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path, b"\n" * 20_000 + b"Nume,Telefon\nPop,1\n")) == [("Pop", "1")]


def test_thousands_of_equal_headings_are_told_apart_at_once(tmp_path: Path) -> None:
    content = b",".join([b"Nume"] * 8_000) + b"\n" + b",".join([b"x"] * 8_000)
    headers = open_table(written(tmp_path, content)).headers
    assert headers[:3] == ("Nume", "Nume (2)", "Nume (3)")
    assert len(set(headers)) == 8_000


def test_a_few_zeros_make_no_list_unreadable(tmp_path: Path) -> None:
    path = written(tmp_path, "Nume,Oraș\nPop\0ă,Iași\0\nRus,Bălți\n".encode())
    assert open_table(path).encoding == "utf-8"
    assert [cells[1].rstrip("\0") for cells in rows_of(path)] == ["Iași", "Bălți"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_list_of_cyrillic_alone_is_read_without_its_mark(encoding: str, tmp_path: Path) -> None:
    content = ("Имя;Город;Примечание\r\n" + "Иванов Иван;Кишинёв;постоянный клиент\r\n" * 30).encode(encoding)
    assert rows_of(written(tmp_path, content))[0] == ("Иванов Иван", "Кишинёв", "постоянный клиент")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsx", b"%PDF-1.7\n"), ("b.xls", b"MIME-Version: 1.0\r\n\r\n<table>"),
     ("c.csv", b'[{"Nume": "Pop"}]'), ("d.csv", b"MZ\x90\0\3\0\0\0")],
)  # fmt: skip
def test_what_is_no_list_is_told_so_whatever_its_name(name: str, content: bytes, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not a table"):
        open_table(written(tmp_path, content, name))


@pytest.mark.parametrize("content", [
    b"<meta http-equiv='Content-Type'>\n<table><tr><td>Nume</td></tr>", b"\xef\xbb\xbf \n<DIV><table>",
    "<html><table>\n<tr><td>Nume</td></tr>".encode("utf-16"), b"<?xml version='1.0'?><Workbook/>",
])  # fmt: skip
@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.csv"])
def test_a_web_page_that_is_called_a_workbook_is_named_with_the_way_out(
    name: str, content: bytes, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="a web page or XML"):
        open_table(written(tmp_path, content, name))


def test_a_list_whose_headings_begin_with_id_and_phone_is_a_list(tmp_path: Path) -> None:
    path = written(tmp_path, b"ID;Phone;Nume\n1;069123456;Pop\n2;069123457;Rusu\n")
    assert rows_of(path) == [("1", "069123456", "Pop"), ("2", "069123457", "Rusu")]


@pytest.mark.parametrize("content", [b"ID;PWXL;N;E\r\nC;Y1;X1;K1\r\nE\r\n", b'TABLE\r\n0,1\r\n"EXCEL"\r\n'])
def test_exchange_formats_of_old_programs_are_no_lists(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not a table"):
        open_table(written(tmp_path, content, "old.xls"))


@pytest.mark.parametrize("end", [b"\x1a", b"\r\n\x1a", b"\r\n\x1a" + bytes(125), b"\r\n" + bytes(9_000)])
def test_what_old_programs_put_behind_a_list_is_no_row(end: bytes, tmp_path: Path) -> None:
    path = written(tmp_path, b"Nume;Telefon\r\nPop;0721234567\r\nRus;0722345678" + end)
    assert rows_of(path) == [("Pop", "0721234567"), ("Rus", "0722345678")]


def test_texts_that_are_written_as_formulas_are_texts(tmp_path: Path) -> None:
    path = written(tmp_path, b'Nume,="Telefon"\n"=""Pop, Ion""",="0721"\n"=""a ""b""""","=1+2"\n')
    assert open_table(path).headers == HEADINGS
    assert rows_of(path) == [("Pop, Ion", "0721"), ('a "b"', "=1+2")]


def test_a_blank_before_the_quotation_mark_is_none_of_the_text(tmp_path: Path) -> None:
    path = written(tmp_path, b'Nume, Adresa, Telefon\nPop, "Strada Mare, 5", "0721"\nRus, Iasi, "0722"\n')
    assert rows_of(path) == [("Pop", "Strada Mare, 5", "0721"), ("Rus", "Iasi", "0722")]


def test_a_quotation_mark_behind_a_backslash_belongs_to_the_text(tmp_path: Path) -> None:
    content = rb'"Nume","Note"' + b"\n" + rb'"Pop","said \"yes, soon\" twice"' + b"\n" + rb'"Rus","D:\\"'
    path = written(tmp_path, content)
    assert rows_of(path) == [("Pop", 'said "yes, soon" twice'), ("Rus", "D:\\\\")]


def test_a_backslash_at_the_end_of_a_text_is_a_backslash(tmp_path: Path) -> None:
    path = written(tmp_path, b'Nume,Folder\n"Pop","C:\\"\n"Rus","D:\\"\n')
    assert rows_of(path) == [("Pop", "C:\\"), ("Rus", "D:\\")]


@pytest.mark.skipif(sys.platform == "win32", reason="processor time has a limit on POSIX only")
def test_a_list_that_takes_too_long_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, b"Nume;Note\n" + b'"a";"b ""c"" d"\n' * 1_200_000)
    monkeypatch.setattr(kept, "_limits", lambda _path: kept.Limits(0, 1_000, 60))
    with pytest.raises(UserError, match="took too long"):
        open_table(path)


def test_a_cell_without_measure_is_refused(write_xlsx: Callable[..., Path], tmp_path: Path) -> None:
    path = write_xlsx([["Nume"], ["Pop"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(b"Pop", b"P" * 5_000_000))
    with pytest.raises(UserError, match="when unpacked"):
        open_table(path)


def test_a_card_of_millions_of_folds_is_read_at_once(tmp_path: Path) -> None:
    content = b"BEGIN:VCARD\r\nFN:Pop\r\nNOTE:x\r\n" + b" y\r\n" * 1_000_000 + b"TEL:1\r\nEND:VCARD\r\n"
    (card,) = cards_of(tmp_path, content)
    assert len(said_by(card, "NOTE")[0]) == 1_000_001
    assert card.properties[-1].line == 1_000_004


def test_a_card_that_is_indented_as_a_whole_is_read(tmp_path: Path) -> None:
    (card,) = cards_of(tmp_path, b"  BEGIN:VCARD\n  VERSION:3.0\n  FN:Pop\n  TEL:0721\n  END:VCARD\n")
    assert (said_by(card, "FN"), said_by(card, "TEL")) == (["Pop"], ["0721"])


def test_a_fold_within_a_soft_break_keeps_its_blank(tmp_path: Path) -> None:
    head = b"BEGIN:VCARD\nVERSION:2.1\nFN:a\nNOTE;ENCODING=QUOTED-PRINTABLE:one=\n two=\n  three\n"
    (card,) = cards_of(tmp_path, head + b"END:VCARD\n")
    assert said_by(card, "NOTE") == ["one two  three"]


def test_cards_with_nothing_in_them_are_refused_one_by_one(tmp_path: Path) -> None:
    found = cards_of(tmp_path, b"BEGIN:VCARD\nEND:VCARD\n" * 2 + b"BEGIN:VCARD\nFN:Pop\nEND:VCARD\n")
    assert [each.refused for each in found] == ["the card is empty"] * 2 + [""]


def test_cards_in_utf32_are_read(tmp_path: Path) -> None:
    (card,) = cards_of(tmp_path, "BEGIN:VCARD\nFN:Țurcanu\nEND:VCARD\n".encode("utf-32"))
    assert said_by(card, "FN") == ["Țurcanu"]
