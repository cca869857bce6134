"""The look before sending: the document of each as it goes, and addresses that can be read."""

from __future__ import annotations

import pytest

from app.services.mail.letters import LetterTemplate
from app.ui.mail.preflight_dialog import PreflightDialog
from tests.ui.conftest import shown
from tests.ui.mail.conftest import press


@pytest.fixture(autouse=True)
def _nothing_stays_open(desk):
    yield
    desk.work.wait(30_000)
    for each in shown(PreflightDialog):
        each.close()


def test_the_document_of_each_is_looked_into_and_can_be_seen(qtbot, desk, people, account, tmp_path):
    from docx import Document

    document = Document()
    document.add_paragraph("For {{ contact.given_name }} of {{ contact.city }}")
    document.save(str(tmp_path / "Offer.docx"))
    library, opened = desk.library, []

    def open_url(url) -> bool:
        opened.append(url)
        return True

    template = library.documents.templates.add(tmp_path / "Offer.docx").uid
    letter = LetterTemplate("Offer", subject="Hi", plain="See it", document=template)
    dialog = PreflightDialog(desk, library.mail.recipients.look(letter, people[:2]), open_url=open_url)
    dialog.show()
    assert dialog.table.people.item(0, 1).text().startswith("empty in the document: City")
    dialog.table.selectRow(1)
    press(dialog, "preflight_document")
    qtbot.waitUntil(lambda: bool(opened), timeout=30_000)
    (paragraph,) = Document(opened[0].toLocalFile()).paragraphs
    assert paragraph.text == "For Ana of "


@pytest.fixture
def offer(desk, tmp_path) -> str:
    """A template of which a document is made for each."""
    from docx import Document

    document = Document()
    document.add_paragraph("For {{ contact.given_name }}")
    document.save(str(tmp_path / "Offer.docx"))
    return desk.library.documents.templates.add(tmp_path / "Offer.docx").uid


def test_a_letter_that_goes_with_a_pdf_shows_the_pdf(qtbot, desk, people, account, offer, opened, pdf_maker):
    letter = LetterTemplate("Offer", subject="Hi", plain="See it", document=offer, is_pdf=True)
    looked = desk.library.mail.recipients.look(letter, people[:2])
    dialog = PreflightDialog(desk, looked, open_url=opened)
    dialog.show()
    press(dialog, "preflight_document")
    assert not opened.urls  # made beside the window, which tells how far it is
    assert dialog._progress is not None
    qtbot.waitUntil(lambda: bool(opened.urls), timeout=30_000)
    assert opened.urls[0].endswith("Offer Ion.pdf")
    assert pdf_maker == ["0.docx"]
    assert dialog.send.isEnabled()


def test_an_address_is_read_whole_in_the_look_before_sending(qtbot, desk, people):
    address = "ecaterina.constantinescu@client.example"
    values = {"given_name": "Ecaterina", "emails": [{"value": address}]}
    uids = [desk.library.save("contacts", values).uid, people[2]]
    letter = LetterTemplate("News", subject="S", plain="Dear {{ contact.city }} {{ contact.surname }}")
    dialog = PreflightDialog(desk, desk.library.mail.recipients.look(letter, uids))
    dialog.show()
    dialog.filter.button("all").click()
    table = dialog.table
    assert table.columnWidth(2) >= table.sizeHintForColumn(2)
    assert table.columnWidth(2) > table.fontMetrics().horizontalAdvance(address)
    assert sum(table.columnWidth(each) for each in range(3)) == table.viewport().width()
    dialog.resize(1400, 640)
    assert sum(table.columnWidth(each) for each in range(3)) == table.viewport().width()
