"""Before documents are saved: what they would be called, what stays empty, and filling it in on the spot."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.services.documents.gaps import Gap, fill
from app.services.documents.making import Order
from app.services.documents.rehearsal import rehearse
from app.services.documents.templates import of_file
from app.services.library import Library
from tests.services.documents.word_files import Make, texts


@pytest.fixture
def two(library: Library) -> tuple[str, ...]:
    full = {"surname": "Pop", "given_name": "Ana", "phones": [{"value": "+37369123456"}]}
    return library.save("contacts", full).uid, library.save("contacts", {"surname": "Rusu"}).uid


def test_a_rehearsal_names_files_numbers_and_gaps_and_keeps_nothing(
    library: Library, two: tuple[str, ...], make: Make, tmp_path: Path
) -> None:
    template = of_file(make("{{ number }} {{ contact.given_name }} {{ contact.phone }} {{ firm.name }}"))
    before = list(library.care.dump())
    found = rehearse(library, Order(template, two, folder=tmp_path, is_attached=True, as_pdf=True))
    assert found.names == ("template 1-2026 Ana Pop", "template 2-2026 Rusu")
    assert found.numbers == ("1/2026", "2/2026")
    rusu = ("Rusu", "contacts")
    assert [(each.label, each.title, each.section, each.field, each.root) for each in found.gaps] == [
        ("Name", "", "", "", "firm"),
        ("Given name", *rusu, "given_name", "contact"),
        ("Phone", *rusu, "phones", "contact"),
    ]
    assert list(library.care.dump()) == before
    assert [each.name for each in tmp_path.iterdir() if each.suffix in (".docx", ".pdf")] == ["template.docx"]


def test_what_is_filled_in_stands_in_the_documents_and_is_undone_as_one_edit(
    library: Library, two: tuple[str, ...], make: Make, tmp_path: Path
) -> None:
    template = of_file(make("{{ contact.given_name }} {{ contact.city }}"))
    gaps = rehearse(library, Order(template, two)).gaps
    values = {"given_name": "Ion", "addresses": [{"city": "Bălți"}]}
    wanted: dict[tuple[str, str], dict[str, object]] = {}
    for gap in gaps:
        wanted.setdefault((gap.section, gap.uid), {})[gap.field] = values[gap.field]
    operation = fill(library, wanted)
    target = tmp_path / "letter.docx"
    library.documents.make(Order(template, two[1:], target=target))
    assert texts(target) == ["Ion Bălți"]
    assert rehearse(library, Order(template, two)).gaps == ()
    library.undo(operation.uid)
    assert len(rehearse(library, Order(template, two)).gaps) == len(gaps) == 3


def test_a_field_of_another_record_is_not_filled_in_here(library: Library, make: Make) -> None:
    firm = library.save("organizations", {"name": "Vector"}).uid
    person = library.save("contacts", {"surname": "A", "organizations": [{"organization": firm}]}).uid
    (gap,) = rehearse(library, Order(of_file(make("{{ organization.fiscal_code }}")), (person,))).gaps
    assert gap == Gap("Fiscal code", person, "A", "contacts", "", "organization")


def test_a_template_with_a_mistake_is_told_with_what_is_wrong(library: Library, make: Make) -> None:
    person = library.save("contacts", {"surname": "A"}).uid
    found = rehearse(library, Order(of_file(make("{{ contact.surname")), (person,)))
    assert "template.docx cannot be used" in found.problem
    assert found.looked is not None
    assert [each.kind for each in found.looked.errors] == ["unclosed"]
