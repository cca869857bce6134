"""An ordinary document becomes a template: values of a record are found in every part and marked in place."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from app.core.errors import UserError
from app.services.documents import preparing
from app.services.documents.making import Order
from app.services.documents.preparing import Mark
from app.services.library import Library
from tests.services.documents.word_files import Make, texts

ANA = {
    "surname": "Țuca",
    "given_name": "Ana",
    "phones": [{"value": "+37369123456"}],
    "birthday": "1980-05-03",
}


@pytest.fixture
def ana(library: Library) -> str:
    return library.save("contacts", ANA).uid


def marked(library: Library, path: Path, uid: str, target: Path) -> Path:
    paragraphs = preparing.read_document(path)
    preparing.write(path, paragraphs, preparing.suggested(library, paragraphs, "contacts", uid).marks, target)
    return target


def test_values_in_pieces_in_tables_and_in_headers_are_marked(
    library: Library, ana: str, tmp_path: Path
) -> None:
    document = Document()
    paragraph = document.add_paragraph("For ")
    for piece in ("An", "a Ț", "uca"):
        paragraph.add_run(piece).bold = piece == "An"
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "tel. +373 69 123-456, born 3 May 1980"
    cell.add_table(1, 1).cell(0, 0).text = "ANA ȚUCA"
    document.sections[0].header.paragraphs[0].text = "Țuca"
    path = tmp_path / "letter.docx"
    document.save(str(path))
    done = Document(str(marked(library, path, ana, tmp_path / "t.docx")))
    assert done.paragraphs[0].text == "For {{ Contact.Full_name }}"
    assert done.paragraphs[0].runs[1].bold
    outer = done.tables[0].cell(0, 0)
    assert outer.paragraphs[0].text == "tel. {{ Contact.Phone }}, born {{ Contact.Birthday }}"
    assert outer.tables[0].cell(0, 0).text == "{{ Contact.Full_name | upper }}"
    assert done.sections[0].header.paragraphs[0].text == "{{ Contact.Surname }}"


def test_the_template_says_the_same_again_for_the_same_record(
    library: Library, ana: str, make: Make, tmp_path: Path
) -> None:
    lines = ("Ana Țuca & friends <b>", "ANA ȚUCA, +373 69 123 456", "Anatol stays, so does Tucana")
    path = make(*lines)
    paragraphs = preparing.read_document(path)
    marks = preparing.suggested(library, paragraphs, "contacts", ana).marks
    assert len(marks) == 3
    taken = preparing.take(library, path, paragraphs, marks, name="Again")
    target = tmp_path / "again.docx"
    library.documents.make(Order(library.documents.templates.find(taken.uid), (ana,), target=target))
    assert [each.replace(" ", "") for each in texts(target)] == [each.replace(" ", "") for each in lines]


def test_placeholders_that_are_there_already_are_left_alone(library: Library, ana: str, make: Make) -> None:
    paragraphs = preparing.read_document(make("{{ contact.full_name or 'Ana Țuca' }} Ana Țuca"))
    (mark,) = preparing.suggested(library, paragraphs, "contacts", ana).marks
    assert paragraphs[mark.paragraph].text[mark.start : mark.end] == "Ana Țuca"
    assert mark.start > 30


def test_a_placeholder_is_put_into_an_empty_paragraph_and_behind_a_tab(make: Make, tmp_path: Path) -> None:
    path = make("", "a\tb")
    paragraphs = preparing.read_document(path)
    last = next(place for place, each in enumerate(paragraphs) if each.text == "a\tb")
    wanted = [
        Mark(last - 1, 0, 0, "{{ today }}"), Mark(last, 2, 2, "{{ number }}"),
        Mark(last, 0, 1, "{{ salutation }}"),
    ]  # fmt: skip
    preparing.write(path, paragraphs, wanted, tmp_path / "t.docx")
    assert texts(tmp_path / "t.docx") == ["{{ today }}", "{{ salutation }}\t{{ number }}b"]


def test_a_text_box_is_marked_once_and_its_own_paragraph_only(
    library: Library, ana: str, tmp_path: Path
) -> None:
    document = Document()
    run = document.add_paragraph("outside Țuca").add_run()
    box = OxmlElement("w:txbxContent")
    inner, text = OxmlElement("w:p"), OxmlElement("w:t")
    text.text = "inside Țuca"
    piece = OxmlElement("w:r")
    piece.append(text)
    inner.append(piece)
    box.append(inner)
    picture = OxmlElement("w:pict")
    picture.append(box)
    run._r.append(picture)
    path = tmp_path / "box.docx"
    document.save(str(path))
    done = Document(str(marked(library, path, ana, tmp_path / "t.docx")))
    boxes = done.element.iter(qn("w:txbxContent"))
    found = ["".join(each.text for each in one.iter(qn("w:t"))) for one in boxes]
    assert found == ["inside {{ Contact.Surname }}"]
    assert done.paragraphs[0].runs[0].text == "outside {{ Contact.Surname }}"


@pytest.mark.parametrize("broken", [b"", b"<w:document", b"<not-word/>"])
def test_a_document_with_a_broken_part_is_refused_by_one_sentence(
    broken: bytes, make: Make, tmp_path: Path
) -> None:
    path = tmp_path / "broken.docx"
    with zipfile.ZipFile(make("x")) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, broken if name == "word/document.xml" else source.read(name))
    with pytest.raises(UserError, match=r"broken\.docx"):
        preparing.read_document(path)


def test_whom_a_letter_was_written_for_stands_in_it(library: Library, ana: str, tmp_path: Path) -> None:
    ion = library.save("contacts", {"given_name": "Ion", "surname": "Rusu"}).uid

    def addressee(text: str, *selected: str) -> str:
        document = Document()
        document.add_paragraph(text)
        document.save(str(tmp_path / "letter.docx"))
        paragraphs = preparing.read_document(tmp_path / "letter.docx")
        return preparing.addressee(library, paragraphs, "contacts", selected)

    assert addressee("Dear Ana Țuca, we thank you.", ion) == ana
    assert addressee("Către: Țuca Ana", ion, ana) == ana
    assert addressee("Dear Sir, call +373 69 123-456.", ana) == ana
    assert addressee("Dear Sir, we thank you.", ion) == ""


def test_a_letter_in_another_language_than_the_window_keeps_its_language(
    library: Library, make: Make, tmp_path: Path
) -> None:
    save = library.save
    ana = save("contacts", ANA | {"sex": "female"}).uid
    ion = save("contacts", {"surname": "Rusu", "given_name": "Ion", "sex": "male"}).uid
    path = make("Stimată doamnă Țuca,")
    paragraphs = preparing.read_document(path)
    found = preparing.suggested(library, paragraphs, "contacts", ana)
    assert found.language == "ro"
    taken = preparing.take(library, path, paragraphs, found.marks, language=found.language)
    target = tmp_path / "other.docx"
    library.documents.make(Order(library.documents.templates.find(taken.uid), (ion,), target=target))
    assert texts(target) == ["Stimate domnule Rusu,"]


def test_a_letter_that_says_no_more_in_another_language_is_in_that_of_the_window(
    library: Library, ana: str, make: Make
) -> None:
    paragraphs = preparing.read_document(make("Ana Țuca"))
    assert preparing.suggested(library, paragraphs, "contacts", ana).language == ""


def test_a_letter_without_salutation_keeps_the_language_of_its_words_though_typed_without_diacritics(
    library: Library, ana: str, make: Make
) -> None:
    paragraphs = preparing.read_document(make("Va trimitem oferta pentru Ana Țuca"))
    assert preparing.suggested(library, paragraphs, "contacts", ana).language == "ro"


@pytest.mark.parametrize(
    ("sex", "others", "written"),
    [("male", "Domnului Ion Rusu", "Domnul Rusu"), ("female", "Doamnei Ion Rusu", "Doamna Rusu"),
     ("", " Ion Rusu", " Rusu")],
)  # fmt: skip
def test_whom_a_letter_is_for_is_addressed_by_sex(
    library: Library, make: Make, tmp_path: Path, sex: str, others: str, written: str
) -> None:
    ana = library.save("contacts", ANA | {"sex": "female"}).uid
    ion = library.save("contacts", {"surname": "Rusu", "given_name": "Ion", "sex": sex or None}).uid
    path = make("Doamnei Ana Țuca", "Doamna Țuca și doamna directoare")
    paragraphs = preparing.read_document(path)
    found = preparing.suggested(library, paragraphs, "contacts", ana)
    taken = preparing.take(library, path, paragraphs, found.marks, language=found.language)
    target = tmp_path / "other.docx"
    library.documents.make(Order(library.documents.templates.find(taken.uid), (ion,), target=target))
    assert texts(target) == [others, f"{written} și doamna directoare"]


@pytest.mark.parametrize(
    "greeting",
    ["Stimată doamnă Țuca,", "Stimata doamna Tuca,", "stimata doamna Ţuca !", "Stimata doamna Țuca"],
)
def test_a_greeting_is_marked_whole_also_without_the_marks_of_its_letters(
    library: Library, make: Make, greeting: str
) -> None:
    ana = library.save("contacts", ANA | {"sex": "female"}).uid
    paragraphs = preparing.read_document(make(greeting, "Va asteptam pe dumneavoastra. Tucana ramane."))
    found = preparing.suggested(library, paragraphs, "contacts", ana)
    assert [each for each in preparing.texts_with(paragraphs, found.marks) if each] == [
        "{{ Salutation }}", "Va asteptam pe dumneavoastra. Tucana ramane.",
    ]  # fmt: skip
    assert preparing.greetings_left(paragraphs, found.marks) == []


@pytest.mark.parametrize("date", ["12 noiembrie 2026", "12.11.2026", "la 12 noiembrie 2026"])
def test_where_a_letter_was_written_stays_whoever_gets_it(library: Library, make: Make, date: str) -> None:
    ana = library.save("contacts", ANA | {"addresses": [{"city": "Chișinău"}]}).uid
    paragraphs = preparing.read_document(make(f"Chisinau, {date}", "Chișinău, str. Bucuriei 12", "Chișinău"))
    found = preparing.suggested(library, paragraphs, "contacts", ana)
    said = [each for each in preparing.texts_with(paragraphs, found.marks) if each]
    assert said == [f"Chisinau, {date}", "{{ Contact.City }}, str. Bucuriei 12", "{{ Contact.City }}"]


def test_a_greeting_by_sex_that_would_stay_for_everybody_is_told(library: Library, make: Make) -> None:
    ana = library.save("contacts", ANA | {"sex": "female"}).uid
    paragraphs = preparing.read_document(make("Stimata si draga doamna Ana Țuca,", "Уважаемая коллега!"))
    found = preparing.suggested(library, paragraphs, "contacts", ana)
    assert preparing.greetings_left(paragraphs, found.marks) == ["Stimata", "Уважаемая"]


@pytest.mark.parametrize("kept", ["069123456", "+373 69 123456", "0 (69) 12-34-56"])
def test_a_phone_is_found_however_the_letter_begins_it(library: Library, make: Make, kept: str) -> None:
    uid = library.save("contacts", {"surname": "Țuca", "phones": [{"value": kept}]}).uid
    paragraphs = preparing.read_document(make("tel. +373 69 123 456; 069123456. IDNO 1003691234567"))
    marks = preparing.suggested(library, paragraphs, "contacts", uid).marks
    said = [paragraphs[each.paragraph].text[each.start : each.end] for each in marks]
    assert said == ["+373 69 123 456", "069123456"]
