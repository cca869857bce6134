"""A template from an ordinary document: its text, the placeholders in it, the fields to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.override import override
from app.core.texts import LANGUAGES, _, ngettext
from app.ui.editors.finder import RecordFinder
from app.ui.messages import Answer
from app.ui.panel.small import WrappedLabel
from app.ui.templates.document_text import DocumentText
from app.ui.templates.picker import FieldPicker
from app.ui.templates.reading_row import ReadingRow
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.dialog_foot import dialog_foot
from app.ui.widgets.labels import form_label, label, plain_tooltip
from app.ui.widgets.naming import guided, named
from app.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from app.services.documents.preparing import Paragraph, Suggested
    from app.services.documents.templates import Taken
    from app.services.library import Record
    from app.ui.desk import Desk

PICKER_WIDTH = 380


class PrepareDialog(QDialog):
    """The document is not changed: what comes of it is kept in the file as a new template."""

    taken = Signal(str)
    """uid of the template that was made."""

    def __init__(
        self, desk: Desk, path: Path, parent: QWidget | None = None, *, section: str = "", folder: str = ""
    ) -> None:
        super().__init__(parent)
        title = _("A template from “{name}”").format(name=path.name)
        guided(named(self, "prepare_dialog", title), "letters")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1120, 640)
        self._desk, self._path, self._folder = desk, path, folder
        self._uid = self._language = ""
        self.toast_place = QWidget()
        self.section = named(QComboBox(), "prepare_section", _("For"))
        for each in desk.registry.sections:
            self.section.addItem(desk.title_of(each.key), each.key)
        wanted = section or desk.section
        self.section.setCurrentIndex(max(0, self.section.findData(wanted)))
        self.section.activated.connect(lambda _n: self._on_section())
        self.record = RecordFinder(desk, (), "prepare_record", _("Written for"), can_create=False)
        self.record.setPlaceholderText(_("Whose letter is it? Type a name"))
        self.record.picked.connect(self._on_record)
        self.name = named(QLineEdit(path.stem), "prepare_name", _("Name of the template"))
        self.text = DocumentText()
        self.text.marks_changed.connect(self._tell)
        self.text.cursorPositionChanged.connect(self._on_cursor)
        self.text.selectionChanged.connect(self._on_cursor)
        self.reading = ReadingRow(desk)
        self.reading.read.connect(self.text.read_as)
        self.picker = FieldPicker(desk, QuietButton(_("Insert"), "picker_choose", "corner-down-left"))
        self.picker.chosen.connect(self.text.insert)
        self._strip = ProgressStrip("prepare_progress")
        self._note = WrappedLabel("", "muted")
        self._note.setObjectName("prepare_note")
        self._lay_out(title)
        desk.library_changed.connect(super().reject)  # of another file nothing can be kept here
        self.record.setFocus()
        self._read()

    def _lay_out(self, title: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        for text, widget, stretch in (
            (_("For"), self.section, 0), (_("Written for"), self.record, 1),
            (_("Name of the template"), self.name, 1),
        ):  # fmt: skip
            head.addWidget(form_label(text))
            head.addWidget(widget, stretch)
            head.addSpacing(8)
        left = QVBoxLayout(self.toast_place)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addWidget(self.text, 1)
        left.addWidget(self.reading)
        self.picker.setFixedWidth(PICKER_WIDTH)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.toast_place, 1)
        body.addWidget(self.picker)
        self._find = QuietButton(_("Mark what is found"), "prepare_find", "sparkles")
        self._find.clicked.connect(self.find_values)
        self._remove = QuietButton(_("Take the mark away"), "prepare_remove", "x")
        self._remove.clicked.connect(self.text.remove_mark)
        gone = _("Click into what is in colour: the words of the document come back in its place (Delete).")
        self._remove.setToolTip(plain_tooltip(gone))
        self.by_sex = QuietButton(_("By sex…"), "prepare_by_sex", "users")
        self.by_sex.setToolTip(plain_tooltip(_("Select words that men and women are told otherwise.")))
        self.by_sex.clicked.connect(self.ask_by_sex)
        self.ok = PrimaryButton(_("Keep as a template"), "prepare_keep", "check")
        self.ok.clicked.connect(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(label(title, "title"))
        column.addLayout(head)
        column.addLayout(body, 1)
        column.addWidget(self._strip)
        column.addWidget(self._note)
        column.addLayout(dialog_foot(self, "prepare", self.ok, self._find, self.by_sex, self._remove))
        self.ok.setDefault(False)  # Enter in the picker inserts

    # -- reading -------------------------------------------------------------------------------------------

    def _read(self) -> None:
        from app.services.documents.preparing import read_document

        path = self._path
        self.ok.setEnabled(False)
        self._strip.start(_("Reading {name}").format(name=path.name), False)
        self._desk.work.study(
            lambda _progress: read_document(path), self._on_read, self._strip.advance, self._strip.finish,
            owner=self,
        )  # fmt: skip

    def _on_read(self, paragraphs: Sequence[Paragraph]) -> None:
        self.text.show_document(paragraphs)
        self.ok.setEnabled(True)
        self._on_section()

    def _on_section(self) -> None:
        section = str(self.section.currentData())
        self.record.look_in((section,))
        self._uid = ""
        self.record.show_chosen("")
        self.picker.show_for(section, "")
        self.reading.show_for(section, "", "")
        self._find_addressee(section)
        self._tell()

    def _find_addressee(self, section: str) -> None:
        """Whose letter it is mostly stands in it."""
        from app.services.documents.preparing import addressee

        desk, library, paragraphs = self._desk, self._desk.library, self.text.paragraphs
        if library is None or not paragraphs:
            return
        selected = tuple(desk.selected) if desk.section == section else ()

        def job() -> Record | None:
            uid = addressee(library, paragraphs, section, selected)
            return library.get(uid) if uid else None

        desk.work.ask("prepare.record", job, self._on_addressee, lane="beside", owner=self)

    def _on_addressee(self, record: Record | None) -> None:
        if record is not None and not self._uid:
            self._on_record(record.uid, record.title)

    def _on_record(self, uid: str, title: str) -> None:
        self._uid = uid
        self.record.show_chosen(title)
        self.picker.show_for(str(self.section.currentData()), uid)
        self.find_values()

    def find_values(self) -> None:
        """Mark everything that the document says of the record."""
        from app.services.documents.as_read import values_for
        from app.services.documents.preparing import suggested

        library, section, uid = self._desk.library, str(self.section.currentData()), self._uid
        if library is None or not uid or not self.text.paragraphs:
            return
        paragraphs = self.text.paragraphs
        looking = _("Looking for what the document says of {name}").format(name=self.record.text())
        self._strip.start(looking, False)

        def job() -> tuple[Suggested, Mapping[str, str]]:
            found = suggested(library, paragraphs, section, uid)
            return found, values_for(library, section, uid, found.language)

        self._desk.work.ask("prepare.find", job, self._on_found, lane="beside", owner=self)

    def _on_found(self, both: tuple[Suggested, Mapping[str, str]]) -> None:
        found, values = both
        section, self._language = str(self.section.currentData()), found.language
        self._strip.finish()
        self.text.explain(values)
        self.text.suggest(found.marks)
        self.picker.show_for(section, self._uid, found.language)
        self.reading.show_for(section, self._uid, found.language)

    def _on_cursor(self) -> None:
        from app.services.documents.as_read import has_sex

        library = self._desk.library
        self._remove.setEnabled(self.text.can_remove)
        is_asked = library is not None and has_sex(library, str(self.section.currentData()))
        self.by_sex.setEnabled(is_asked and bool(self.text.chosen_words))

    def ask_by_sex(self) -> None:
        """Put one of two forms in the place of what is selected."""
        from app.services.documents.as_read import by_sex
        from app.ui.templates.by_sex_dialog import ask_by_sex

        library, section = self._desk.library, str(self.section.currentData())
        if library is not None:
            ask_by_sex(
                self.text.chosen_words,
                lambda man, woman: self.text.insert(by_sex(library, section, man, woman)), self,
            )  # fmt: skip

    def _tell(self) -> None:
        from app.services.documents.preparing import contacts_left, forms_left, greetings_left

        n = self.text.count
        if n:
            told = ngettext("{n} placeholder.", "{n} placeholders.", n).format(n=n)
            told += " " + _("What is not marked stays the same in every letter, other names too.")
            if left := contacts_left(self.text.paragraphs, self.text.marks):
                told += " " + _("So does: {texts}.").format(texts=", ".join(left))
            if by_sex := greetings_left(self.text.paragraphs, self.text.marks):
                said = _("Men and women alike get “{texts}”: select the whole greeting and choose “{field}”.")
                told += " " + said.format(texts=", ".join(by_sex), field=_("Salutation"))
            if forms := forms_left(self.text.paragraphs, self.text.marks):
                said = _("Men, too, would read “{texts}”: select the word and press “{button}”.")
                told += " " + said.format(texts=", ".join(forms), button=_("By sex…"))
            if self._language:
                spoken = _("Dates and salutations will be written in this language: {language}.")
                told += " " + spoken.format(language=LANGUAGES[self._language])
        elif not self._uid:
            told = _("Say for whom this document was written: what it says of him is then marked by itself.")
        else:
            told = _("Nothing of this record was found in the document.")
        more = _("Select some words and choose a field to put it in their place.")
        self._note.setText(f"{told} {more}")
        self._find.setEnabled(bool(self._uid))
        self._on_cursor()

    # -- leaving -------------------------------------------------------------------------------------------

    @override
    def reject(self) -> None:
        """Marks are asked for before they are lost; Esc and the cross come here, too."""
        if self.text.marks and self.ok.isEnabled():
            answers = (Answer("drop", _("Do not keep")), Answer("stay", _("Go on"), is_main=True))
            text = _("The placeholders that you put into this document are not kept yet.")
            if self._desk.messages.choose(self.windowTitle(), text, answers) != "drop":
                return
        super().reject()

    # -- keeping -------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Write the document with its placeholders into the file as a template."""
        from app.services.documents.preparing import take

        library, marks, paragraphs = self._desk.library, tuple(self.text.marks), self.text.paragraphs
        if library is None:
            return
        path, name, section = self._path, self.name.text().strip(), str(self.section.currentData())
        values = {
            "name": name, "section": section, "folder": self._folder, "language": self._language,
        }  # fmt: skip
        self.ok.setEnabled(False)

        def refused(problem: Exception) -> None:
            self.ok.setEnabled(True)
            self._desk.messages.error(str(problem))

        self._desk.work.do(
            _("Making the template"),
            lambda _progress: take(library, path, paragraphs, marks, **values),
            self._on_kept,
            on_error=refused,
            owner=self,
        )

    def _on_kept(self, taken: Taken) -> None:
        self.taken.emit(taken.uid)
        self.accept()
        self._desk.messages.info(_("The template “{name}” was made.").format(name=taken.name))
