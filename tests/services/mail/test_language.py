"""In which language a letter greets: of its own text, of the document with it, of the program."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docx import Document

from app.services.mail.letters import LetterTemplate

GREETING = "<p>{{{{ salutation }}}}</p><p>{}</p>"


@pytest.fixture
def greeted(library):
    """How a letter greets a woman of the list."""
    uid = library.save(
        "contacts",
        {"given_name": "Ana", "surname": "Pop", "sex": "female", "emails": [{"value": "ana@client.example"}]},
    ).uid

    def look(letter: LetterTemplate) -> str:
        (person,) = library.mail.recipients.look(letter, [uid]).recipients
        return person.letter.plain.splitlines()[0]

    return look


def test_a_romanian_letter_typed_without_diacritics_greets_in_romanian(greeted):
    letter = LetterTemplate("Oferta", subject="Oferta", html=GREETING.format("Va trimitem oferta noastra."))
    assert greeted(letter) == "Stimată doamnă Pop,"


def test_a_letter_whose_text_does_not_tell_speaks_the_language_of_its_document(library, greeted, tmp_path):
    letter = LetterTemplate("Oferta", subject="Nr. 12/2026", html=GREETING.format("12.03.2026"))
    assert greeted(letter) == "Dear Ms Pop,"
    document = Document()
    document.add_paragraph("{{ contact.given_name }}")
    document.save(str(tmp_path / "Oferta-ru.docx"))
    template = library.documents.templates.add(tmp_path / "Oferta-ru.docx").uid
    assert greeted(replace(letter, document=template)) == "Уважаемая Ana!"
    assert greeted(replace(letter, document=template, language="ro")) == "Stimată doamnă Pop,"
