"""Making documents through the window: tried, filled in, made, printed, cancelled, undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from app.core.progress import Progress
from app.services.documents import making as documents_making
from app.services.documents import office
from app.services.documents.making import Order
from app.services.documents.templates import of_file
from app.services.library import Library
from app.services.rows import ListQuery
from app.ui.desk import Desk
from app.ui.settings_dialog import DOCUMENTS_PAGE, SettingsDialog, show_settings
from app.ui.settings_documents import DocumentsPage
from app.ui.templates.check_dialog import CheckDialog
from app.ui.templates.make_dialog import MakeDialog
from tests.ui.conftest import Heard, shown, type_text
from tests.ui.panel_fakes import Opened
from tests.ui.templates.conftest import Write

WAIT_MS = 30_000
LETTER = "{{ number }} {{ contact.full_name }} {{ contact.given_name }}"


class Making:
    """The window over two people, and what a test does with it again and again."""

    def __init__(self, qtbot: QtBot, desk: Desk, dialog: MakeDialog, folder: Path) -> None:
        self.qtbot, self.desk, self.dialog, self.folder = qtbot, desk, dialog, folder

    def settle(self) -> MakeDialog:
        self.desk.work.wait(WAIT_MS)
        self.qtbot.waitUntil(lambda: not self.dialog._soon.isActive(), timeout=WAIT_MS)
        self.desk.work.wait(WAIT_MS)
        return self.dialog

    def click(self, name: str) -> None:
        button = self.dialog.findChild(QAbstractButton, name)
        assert button is not None
        button.click()
        self.settle()

    @property
    def names(self) -> list[str]:
        return [self.dialog.names.item(row).text() for row in range(self.dialog.names.count())]

    @property
    def files(self) -> list[str]:
        return sorted(each.name for each in self.folder.iterdir()) if self.folder.is_dir() else []


@pytest.fixture
def template(library: Library, write: Write) -> str:
    path = write(LETTER, name="Offer.docx")
    return library.documents.templates.add(path, section="contacts", counter="offers").uid


@pytest.fixture
def making(
    qtbot: QtBot, desk: Desk, library: Library, people: tuple[str, ...], template: str, opened: Opened,
    tmp_path: Path,
) -> Iterator[Making]:  # fmt: skip
    desk.select("contacts", people)
    found = library.documents.templates.find(template)
    dialog = MakeDialog(
        desk, "contacts", people, template=found, open_url=opened, ask=lambda _parent: "Office printer"
    )
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.options.folder.setText(str(tmp_path / "made"))
    dialog.show()
    made = Making(qtbot, desk, dialog, tmp_path / "made")
    made.settle()
    yield made
    dialog.close()
    desk.work.wait(WAIT_MS)


def test_names_numbers_and_empty_places_are_told_before_anything_is_made(
    making: Making, library: Library
) -> None:
    assert making.names == ["Offer 1-2026 Ana Țuca", "Offer 2-2026 Rusu"]
    assert making.dialog.banner.accessibleName() == "The documents get the numbers 1/2026 to 2/2026."
    assert making.dialog.ok.text() == "Make 2 documents"
    ((gap, _editor),) = making.dialog.gaps.editors
    assert (gap.title, gap.label) == ("Rusu", "Given name")
    assert making.files == []
    assert library.documents.counters.named("offers").last == 0


def test_what_is_filled_in_on_the_spot_is_saved_and_stands_in_the_document(
    making: Making, library: Library, people: tuple[str, ...]
) -> None:
    ((_gap, editor),) = making.dialog.gaps.editors
    type_text(editor.focusProxy() or editor, "Ion")
    making.click("make_gaps_save")
    record = library.get(people[1])
    assert record is not None
    assert record.title == "Ion Rusu"
    assert making.dialog.gaps.editors == []
    assert making.names[1] == "Offer 2-2026 Ion Rusu"
    library.undo()
    making.settle()
    assert making.names[1] == "Offer 2-2026 Rusu"


def test_documents_are_made_opened_and_stand_in_the_history(
    making: Making, library: Library, opened: Opened, heard: Heard
) -> None:
    making.click("make_start")
    assert making.files == ["Offer 1-2026 Ana Țuca.docx", "Offer 2-2026 Rusu.docx"]
    assert making.dialog.made.banner.accessibleName() == "2 documents were made."
    making.click("made_open")
    assert opened.urls[-1].endswith("Offer 1-2026 Ana Țuca.docx")
    making.click("made_folder")
    assert opened.urls[-1].endswith("/made")
    undoable = library.undoable()
    assert undoable is not None
    assert undoable.kind == "document"
    making.dialog.made.banner._on_action()
    making.settle()
    assert library.documents.counters.named("offers").last == 0


def test_all_go_into_one_file_under_a_name_of_ones_own(making: Making) -> None:
    making.dialog.options.joined.setChecked(True)
    making.click("make_start")
    (name,) = making.files
    assert name == "Offer.docx"
    text = "\n".join(each.text for each in Document(str(making.folder / name)).paragraphs)
    assert "1/2026 Ana Țuca Ana" in text
    assert "2/2026 Rusu" in text


def test_another_pattern_of_names_is_seen_before_and_a_wrong_one_is_told(making: Making) -> None:
    pattern = making.dialog.options.pattern
    pattern.setText("{{ contact.surname }}")
    pattern.editingFinished.emit()
    making.settle()
    assert making.names == ["Țuca", "Rusu"]
    pattern.setText("{{ contact.surname")
    pattern.editingFinished.emit()
    making.settle()
    assert not making.dialog.ok.isEnabled()
    assert "in the pattern of names" in making.dialog.banner.accessibleName()


def test_what_names_consist_of_is_said_in_words_and_the_example_works(making: Making) -> None:
    options = making.dialog.options
    assert "{" not in options.pattern.placeholderText()
    assert "‹Full name›" in options.pattern.placeholderText()
    told = " ".join(each.text() for each in options.findChildren(QLabel))
    (example,) = re.findall(r"such as (\{\{.*?\}\})", told)
    options.pattern.setText(f"For {example}")
    options.pattern.editingFinished.emit()
    making.settle()
    assert making.names == ["For Ana Țuca", "For Rusu"]


def test_documents_are_attached_without_a_folder(
    making: Making, library: Library, people: tuple[str, ...]
) -> None:
    options = making.dialog.options
    options.saved.setChecked(False)
    making.click("make_start")
    assert making.files == []
    options.attached.setChecked(True)
    making.click("make_start")
    record = library.get(people[0])
    assert record is not None
    assert [each["name"] for each in record.values["attachments"]] == ["Offer 1-2026 Ana Țuca.docx"]


def test_documents_are_printed_on_the_chosen_printer(making: Making, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[tuple[list[str], str]] = []

    class Recorder:
        name = "Recorder"

        def print(self, files: list[Path], printer: str, _progress: Progress | None = None) -> None:
            assert all(each.read_bytes()[:2] == b"PK" for each in files)
            printed.append(([each.name for each in files], printer))

    monkeypatch.setattr(office, "find_office", Recorder)
    making.dialog.options.saved.setChecked(False)
    making.dialog.options.printed.setChecked(True)
    making.click("make_start")
    assert printed == [(["Offer 1-2026 Ana Țuca.docx", "Offer 2-2026 Rusu.docx"], "Office printer")]
    assert making.files == []


def test_the_first_document_is_looked_at_and_nothing_is_kept(
    making: Making, library: Library, opened: Opened
) -> None:
    making.click("make_preview")
    assert opened.urls[-1].endswith("Offer 1-2026 Ana Țuca.docx")
    assert library.documents.counters.named("offers").last == 0


def choose(making: Making, name: str) -> None:
    box = making.dialog.options.template
    box.setCurrentIndex(box.findText(name))
    box.activated.emit(box.currentIndex())


def test_while_another_template_is_tried_nothing_of_the_former_one_is_shown_and_the_button_says_so(
    making: Making, library: Library, write: Write
) -> None:
    library.documents.templates.add(write("{{ contact.surname }}", name="Short.docx"), section="contacts")
    making.settle()
    dialog = making.dialog
    assert dialog.gaps.editors
    choose(making, "Short")
    assert making.names == []
    assert dialog.gaps.editors == []
    assert dialog.banner.isHidden()
    assert (dialog.ok.text(), dialog.ok.isEnabled()) == ("Trying the template…", False)
    assert "Trying the template…" in [each.text() for each in dialog.gaps.findChildren(QLabel)]
    making.settle()
    assert making.names == ["Short Ana Țuca", "Short Rusu"]
    assert (dialog.ok.text(), dialog.ok.isEnabled()) == ("Make 2 documents", True)


def test_what_the_trial_of_a_former_template_finds_late_is_not_shown(
    making: Making, library: Library, write: Write
) -> None:
    library.documents.templates.add(write("{{ contact.surname }}", name="Short.docx"), section="contacts")
    making.settle()
    making.dialog._soon.setInterval(WAIT_MS)
    making.dialog.rehearse()
    assert making.desk.work._long.settles(WAIT_MS)  # its answer is on its way to the window
    choose(making, "Short")
    making.desk.work.wait(WAIT_MS)
    assert making.names == []
    assert not making.dialog.ok.isEnabled()
    making.dialog._soon.start(0)
    making.settle()
    assert making.names == ["Short Ana Țuca", "Short Rusu"]


def test_a_trial_that_is_cancelled_says_so_and_is_tried_again_from_there(making: Making) -> None:
    dialog = making.dialog
    dialog.rehearse()
    dialog.strip.cancelled.emit()
    making.desk.work.wait(WAIT_MS)
    assert dialog.banner.accessibleName() == "The template was not tried to the end."
    assert (dialog.ok.text(), dialog.ok.isEnabled()) == ("Make documents", False)
    dialog.banner._on_action()
    making.settle()
    assert (dialog.ok.text(), dialog.ok.isEnabled()) == ("Make 2 documents", True)


def test_the_first_document_is_looked_at_as_a_pdf_when_pdf_is_made(
    making: Making, library: Library, opened: Opened, pdf_maker: list[str]
) -> None:
    making.dialog.options.kind.button("pdf").click()
    making.click("make_preview")
    assert opened.urls[-1].endswith("Offer 1-2026 Ana Țuca.pdf")
    assert Path(QUrl(opened.urls[-1]).toLocalFile()).read_bytes().startswith(b"%PDF")
    assert pdf_maker == ["0.docx"]
    assert library.documents.counters.named("offers").last == 0


def test_without_a_program_that_makes_pdf_the_word_file_is_shown_and_that_is_said(
    making: Making, opened: Opened, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    making.dialog.options.kind.button("pdf").click()
    making.click("make_preview")
    assert opened.urls[-1].endswith("Offer 1-2026 Ana Țuca.docx")
    assert heard.last.startswith("This is the Word file.")


def test_a_template_with_mistakes_is_not_used_and_its_check_is_one_click_away(
    making: Making, library: Library, template: str, write: Write
) -> None:
    library.documents.templates.add_version(template, write("{{ contact.surname"))
    making.settle()
    assert not making.dialog.ok.isEnabled()
    assert "cannot be used" in making.dialog.banner.accessibleName()
    making.click("make_check")
    (check,) = shown(CheckDialog)
    assert check.table.model().index(0, 1).data() == "A placeholder is opened and not closed."
    check.close()


def test_a_cancel_leaves_no_document_and_no_number(
    making: Making, library: Library, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = documents_making.frames

    def cancelled_at_the_first(*asked: object) -> Iterator[dict[str, object]]:
        for frame in filled(*asked):  # type: ignore[arg-type]
            making.desk.work.cancel()
            yield frame

    monkeypatch.setattr(documents_making, "frames", cancelled_at_the_first)
    making.click("make_start")
    assert heard.last == "Cancelled. Nothing was changed."
    assert making.files == []
    assert library.documents.counters.named("offers").last == 0
    assert making.dialog.ok.isEnabled()


def test_documents_are_made_for_what_a_search_leaves(
    qtbot: QtBot, desk: Desk, people: tuple[str, ...], template: str, tmp_path: Path
) -> None:
    dialog = MakeDialog(desk, "contacts", (), ListQuery("contacts", "rusu"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.options.folder.setText(str(tmp_path / "made"))
    dialog.show()
    made = Making(qtbot, desk, dialog, tmp_path / "made")
    made.settle()
    assert made.names == ["Offer 1-2026 Rusu"]
    made.click("make_start")
    assert made.files == ["Offer 1-2026 Rusu.docx"]
    dialog.close()


def test_a_template_for_all_at_once_makes_one_document_under_its_own_name(
    making: Making, library: Library, write: Write
) -> None:
    path = write("{% for each in records %}{{ each.surname }};{% endfor %}", name="List.docx")
    library.documents.templates.add(path)
    making.settle()
    box = making.dialog.options.template
    box.setCurrentIndex(box.findText("List"))
    box.activated.emit(box.currentIndex())
    making.settle()
    assert making.names == ["List"]
    assert not making.dialog.options.joined.isEnabled()
    making.click("make_start")
    assert [each.text for each in Document(str(making.folder / "List.docx")).paragraphs] == ["Țuca;Rusu;"]


def test_the_users_own_firm_is_chosen_in_the_settings_and_stands_in_documents(
    qtbot: QtBot, desk: Desk, library: Library, people: tuple[str, ...]
) -> None:
    firm = library.save("organizations", {"name": "Our firm"}).uid
    show_settings(desk, DOCUMENTS_PAGE)
    (dialog,) = shown(SettingsDialog)
    page = dialog.findChild(DocumentsPage)
    assert page is not None
    desk.work.wait(WAIT_MS)
    page.firm.finder.picked.emit(firm, "Our firm")
    desk.work.wait(WAIT_MS)
    assert library.documents.firm.uid == firm
    page.add()
    desk.work.wait(WAIT_MS)
    pattern = dialog.findChild(QAbstractButton, "counter_remove_1")
    assert pattern is not None
    pattern.click()
    desk.work.wait(WAIT_MS)
    assert library.documents.counters.all() == []
    dialog.close()


def test_a_name_is_declined_as_the_settings_say_and_else_by_rule(
    qtbot: QtBot, desk: Desk, library: Library, write: Write, tmp_path: Path
) -> None:
    show_settings(desk, DOCUMENTS_PAGE)
    (dialog,) = shown(SettingsDialog)
    page = dialog.findChild(DocumentsPage)
    assert page is not None
    desk.work.wait(WAIT_MS)
    page.cases.word.setEditText("Щукина Анна Ильинична")
    assert page.cases.forms["genitive"].placeholderText() == "Щукиной Анны Ильиничны"
    page.cases.forms["genitive"].setText("Щукины Анны")
    page.cases.forms["genitive"].editingFinished.emit()
    desk.work.wait(WAIT_MS)
    dialog.close()
    values = {"surname": "Щукина", "given_name": "Анна", "patronymic": "Ильинична"}
    person = library.save("contacts", values).uid
    text = "{{ contact.full_name|case('genitive') }}, {{ contact.full_name|case('dative') }}"
    target = tmp_path / "letter.docx"
    path = write(text, name="letter-ru.docx")
    library.documents.make(Order(of_file(path), (person,), target=target))
    assert Document(str(target)).paragraphs[0].text == "Щукины Анны, Щукиной Анне Ильиничне"


def test_a_pattern_without_its_number_is_refused_in_the_settings(
    desk: Desk, library: Library, heard: Heard
) -> None:
    library.documents.counters.change("offers", "{n}/{yyyy}")
    show_settings(desk, DOCUMENTS_PAGE)
    (dialog,) = shown(SettingsDialog)
    page = dialog.findChild(DocumentsPage)
    assert page is not None
    desk.work.wait(WAIT_MS)
    (counter,) = library.documents.counters.all()
    page._change(counter, pattern="Nr. {yyyy}")
    desk.work.wait(WAIT_MS)
    assert heard.last == "The pattern of a number needs {n} in it, like Nr. {n}/{yyyy}."
    dialog.close()
