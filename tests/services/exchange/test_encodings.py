"""Encodings of text files: read as their writer meant them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.services.exchange.code_pages import best_code_page
from app.services.exchange.encodings import detect_encoding

ROMANIAN = (
    "Nume;Localitate\r\nŞtefan Ţăranu;Târgovişte\r\nMădălina Bălan;Râmnicu Vâlcea\r\nIon Dănilă;Piteşti\r\n"
)
RUSSIAN = (
    "Фамилия;Имя;Город\r\nИванов;Сергей;Москва\r\nЩербакова;Ольга;Казань\r\nЁлкин;Пётр;Санкт-Петербург\r\n"
)
RUSSIAN_CAPITALS = "ФАМИЛИЯ;ИМЯ;ГОРОД\r\nИВАНОВА;ЖАННА;ЧЕРНОВЦЫ\r\nЮДИН;ПЁТР;КИШИНЕВ\r\n"
WESTERN = "name;city\r\nFrédérique Citeaux père;Luleå\r\nMartín Sommer Bólido;México\r\nJosé São;Århus\r\n"
POLISH = "Nazwisko;Miasto\r\nWójcik Święcicka;Łódź\r\nGrażyna Dąbrowska;Kraków\r\nŻak Paweł;Poznań\r\n"
UKRAINIAN = "Прізвище;Місто\r\nЇжакевич Ганна;Київ\r\nПетренко Олексій;Чернівці\r\nЄрмак Соломія;Львів\r\n"
FRENCH = "Nom;Ville\r\nHélène Lefèvre;Orléans\r\nJérôme Français;Besançon\r\nZoé Bénard;Évry\r\n"
TURKISH = "Soyadı;Şehir\r\nYıldırım Ayşe;İzmir\r\nÇağlar Gökhan;Eskişehir\r\nŞahin Uğur;Muğla\r\n"
GREEK = "Επώνυμο;Πόλη\r\nΠαπαδόπουλος Γιώργος;Αθήνα\r\nΆννα Οικονόμου;Θεσσαλονίκη\r\n"
LATVIAN = "Uzvārds;Pilsēta\r\nBērziņš Jānis;Rēzekne\r\nKalniņa Līga;Jūrmala\r\nŠķēle Ģirts;Cēsis\r\n"
HEBREW = "שם;עיר\r\nכהן דוד;ירושלים\r\nלוי רחל;חיפה\r\n"
JAPANESE = "氏名;住所\r\n山田太郎;東京都千代田区\r\n佐藤さくら;大阪市北区\r\n鈴木一郎;名古屋市中区\r\n"
CZECH = "Jméno;Město\r\nJiří Dvořák;Plzeň\r\nTomáš Černý;Ústí nad Labem\r\nLucie Šťastná;Třebíč\r\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ROMANIAN, "cp1250"),
        (ROMANIAN, "iso8859-2"),
        (POLISH, "cp1250"),
        (CZECH, "cp1250"),
        (WESTERN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN_CAPITALS, "cp1251"),
        (RUSSIAN_CAPITALS, "koi8-r"),
        (RUSSIAN_CAPITALS, "cp866"),
        (RUSSIAN.lower(), "cp1251"),
        (RUSSIAN.lower(), "koi8-r"),
        (ROMANIAN, "cp852"),
        (RUSSIAN, "iso8859-5"),
        (RUSSIAN, "mac-cyrillic"),
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN, "koi8-u"),
        (UKRAINIAN, "cp1125"),
        (FRENCH, "cp850"),
        (TURKISH, "cp1254"),
        (GREEK, "cp1253"),
        (GREEK, "iso8859-7"),
        (LATVIAN, "cp1257"),
        (HEBREW, "cp1255"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
    ],
)
def test_a_code_page_is_told_by_the_letters_it_yields(text: str, encoding: str) -> None:
    found = best_code_page(text.encode(encoding))
    assert text.encode(encoding).decode(found) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_told_by_its_mark_or_its_form(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(RUSSIAN.encode(encoding))
    assert path.read_bytes().decode(detect_encoding(path)).lstrip("\ufeff") == RUSSIAN


def test_comma_letters_are_read_from_the_code_page_that_has_them() -> None:
    text = ROMANIAN.translate(str.maketrans("ŞşŢţ", "ȘșȚț"))
    found = best_code_page(text.encode("iso8859-16"))
    assert text.encode("iso8859-16").decode(found).translate(str.maketrans("ŞşŢţ", "ȘșȚț")) == text


def test_one_damaged_line_does_not_spoil_a_unicode_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(("Țăranu\n" * 200).encode() + b"\xe3\xfe\n")
    assert detect_encoding(path) == "utf-8"


def test_northwind_in_cp1252_keeps_its_letters(shared: Path) -> None:
    path = shared / "crm-northwind/derived/customers-semicolon-cp1252.csv"
    text = path.read_bytes().decode(detect_encoding(path))
    assert all(word in text for word in ("México", "Luleå", "Bólido", "Blondesddsl père"))


def test_romanian_names_in_cp1250_keep_the_letters_that_it_has(shared: Path) -> None:
    path = shared / "names-faker/ro_cp1250_semicolon.csv"
    assert "Tomescu Ioni?ă PFA" in path.read_bytes().decode(detect_encoding(path))
