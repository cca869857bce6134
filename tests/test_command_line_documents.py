"""Documents and templates by the command line, as the window can: made, checked, kept, changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docx import Document

from tests.test_command_line import Shell, shell

__all__ = ["shell"]


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A letter of the firm's own."""
    document = Document()
    document.add_paragraph("Dear {{ contact.full_name }}")
    document.sections[0].footer.paragraphs[0].text = "{{ number }}"
    path = tmp_path / "our letter.docx"
    document.save(str(path))
    return path


def wrong(tmp_path: Path, text: str = "{{ contact.surname") -> str:
    document = Document()
    document.add_paragraph("fine")
    document.add_paragraph(text)
    path = tmp_path / "wrong.docx"
    document.save(str(path))
    return str(path)


def test_a_letter_for_everybody_that_is_found_lies_in_the_folder(
    shell: Shell, letter: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    told = shell.json("document", str(letter), "--search", "", "--to", str(folder))
    assert len(told["documents"]) == 5
    assert told["problems"] == []
    assert sorted(each["path"] for each in told["documents"]) == sorted(map(str, folder.iterdir()))
    assert [each["number"] for each in told["documents"]] == [f"{n}/{told['documents'][0]['number'][2:]}"
                                                             for n in range(1, 6)]  # fmt: skip
    assert shell.on("undo", told["operation"]) == 0
    again = shell.json("document", str(letter), "--search", "", "--to", str(folder), "--joined")
    assert {each["path"] for each in again["documents"]} == {str(folder / "our letter.docx")}


def test_documents_are_turned_into_pdf_in_one_call(shell: Shell, letter: Path, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not here")
    folder = tmp_path / "out"
    told = shell.json("document", str(letter), "--search", "", "--to", str(folder), "--pdf")
    assert len(told["documents"]) == 5
    assert {path.read_bytes()[:5] for path in folder.iterdir()} == {b"%PDF-"}


def test_a_check_needs_no_file_and_its_status_tells_of_mistakes(
    shell: Shell, letter: Path, tmp_path: Path
) -> None:
    assert shell("template", "check", str(letter)) == 0
    assert shell.out.strip() == "No problems found."
    assert shell("template", "check", wrong(tmp_path)) == 1
    assert "in the document body" in shell.out
    assert "A placeholder is opened and not closed." in shell.out
    assert shell("template", "check", wrong(tmp_path, "{{ contact.surnam }}")) == 0
    assert "Did you mean “contact.surname”?" in shell.out
    (tmp_path / "list.docx").write_text("no word file")
    assert shell("template", "check", str(tmp_path / "list.docx")) == 1
    assert shell.err.startswith("cartoteca: list.docx is not a Word document.")


def test_a_template_is_kept_changed_replaced_restored_and_removed(
    shell: Shell, letter: Path, tmp_path: Path
) -> None:
    words = ("--section", "contacts", "--folder", "Sales/2026", "--counter", "offers", "--language", "ro")
    taken = shell.json("template", "add", str(letter), "--name", "Offer", *words)
    (own,) = [each for each in shell.json("template", "list")["templates"] if not each["is_shipped"]]
    assert (own["uid"], own["name"], own["section"], own["folder"], own["counter"], own["language"]) == (
        taken["uid"], "Offer", "contacts", "Sales/2026", "offers", "ro",
    )  # fmt: skip
    changed = shell.json("template", "change", "Offer", "--name", "Big offer", "--folder", "")["template"]
    assert (changed["name"], changed["folder"], changed["section"]) == ("Big offer", "", "contacts")
    assert shell.on("template", "add", wrong(tmp_path, "new text"), "--replaces", "Big offer") == 0
    assert shell.on("template", "restore", "Big offer", "--number", "1") == 0
    assert shell.out.strip() == "Version 1 is in use again."
    versions = shell.json("template", "versions", "Big offer")["versions"]
    assert [each["number"] for each in versions] == [3, 2, 1]
    for number, text in ((2, "new text"), (3, "Dear {{ contact.full_name }}")):
        target = tmp_path / f"version {number}.docx"
        shell.json("template", "export", "Big offer", "--number", str(number), "--to", str(target))
        assert text in [each.text for each in Document(str(target)).paragraphs]
    removed = shell.json("template", "remove", "Big offer")
    assert shell.on("template", "versions", "Big offer") == 1
    assert shell.on("undo", removed["operation"]) == 0
    assert len(shell.json("template", "versions", "Big offer")["versions"]) == 3


def test_wrong_words_about_templates_are_told(shell: Shell, letter: Path) -> None:
    for words, said in (
        (("add", str(letter), "--section", "nowhere"), "There is no section “nowhere”"),
        (("change", "Nobody", "--name", "x"), "There is no template “Nobody”"),
        (("change", "letter-en", "--name", "x"), "There is no template “letter-en” in the file."),
        (("change", "letter-en"), "Say what is to be changed"),
        (("restore", "letter-en"), "Say which version"),
        (("remove",), "Say which template."),
    ):
        assert shell.on("template", *words) in (1, 2)
        assert said in shell.err
