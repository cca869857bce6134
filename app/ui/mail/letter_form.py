"""The form of a letter: its name, subject, text, files, and the document that everybody gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.blueprint.rows import Files
from app.core.override import override
from app.core.texts import LANGUAGES, _, language
from app.services.mail.lines import html_of_lines
from app.services.mail.plain_text import text_of
from app.services.wording.tongue import language_of_text
from app.ui import theme
from app.ui.editors.files import FilesEditor
from app.ui.editors.rich_toolbar import RichToolbar
from app.ui.file_choice import FILES, FileChoice
from app.ui.mail.letter_edit import LetterEdit, is_simple
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.labels import form_label, plain_tooltip
from app.ui.widgets.naming import named
from app.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from app.services.documents.templates import Template
    from app.services.mail.letters import File, LetterTemplate
    from app.ui.desk import Desk

WRITTEN, SOURCE = "text", "html"
LABEL_WIDTH = 100
FILES_HEIGHT = 34


class LetterForm(QWidget):
    """Everything of a letter that its writer decides."""

    changed = Signal()

    def __init__(self, desk: Desk, files: FileChoice = FILES, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._choice = desk, files
        self._letter: LetterTemplate | None = None
        self._pictures: list[File] = []
        self._shown_text, self._shown_source = ("", ""), ("", "")
        self._is_in_subject = False
        self._has_language = False
        self.name = named(QLineEdit(), "letter_name", _("Name of the letter"))
        self.name.setPlaceholderText(_("only you see it"))
        told = _("Only to find the letter again; recipients do not see it. Left empty, it is the subject.")
        self.name.setToolTip(plain_tooltip(told))
        self.subject = named(QLineEdit(), "letter_subject", _("Subject"))
        self.mode = Segments("letter_mode", _("How the text is written"))
        self.text = LetterEdit("letter_text", _("Text of the letter"))
        self.source = named(QPlainTextEdit(), "letter_source", _("HTML of the letter"))
        self.source.setTabChangesFocus(True)
        self.toolbar = RichToolbar(self.text, "letter_toolbar")
        self.picture = IconButton(
            "image", _("Put a picture into the text"), "letter_picture", kind="flat", is_small=True
        )
        self.files = FilesEditor(Files(), _("Files"), desk, "letter_files")
        self.files.choice = files
        self.document = named(QComboBox(), "letter_document", _("Document for each"))
        self.is_pdf = named(QCheckBox(_("As PDF")), "letter_pdf", _("As PDF"))
        self.language = named(QComboBox(), "letter_language", _("Language"))
        self._pages = QStackedWidget()
        self._fill_choices([])
        self._lay_out()
        self._connect()

    def _fill_choices(self, templates: Sequence[Template]) -> None:
        chosen = self.document.currentData() if self.document.count() else ""
        self.document.clear()
        self.document.addItem(_("none"), "")
        for each in templates:
            self.document.addItem(f"{each.folder} / {each.name}" if each.folder else each.name, each.uid)
        self._languages = {each.uid: each.language for each in templates}
        self.document.setCurrentIndex(max(0, self.document.findData(chosen)))
        if not self.language.count():
            self.language.addItem(_("as the program"), "")
            for code, title in LANGUAGES.items():
                self.language.addItem(title, code)

    def _lay_out(self) -> None:
        marks = QHBoxLayout()
        marks.setSpacing(2)
        marks.addWidget(self.toolbar)
        marks.addWidget(self.picture)
        marks.addStretch(1)
        marks.addWidget(self.mode)
        self.mode.offer([(WRITTEN, _("Text")), (SOURCE, _("HTML"))], WRITTEN)
        self._pages.addWidget(self.text)
        self._pages.addWidget(self.source)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(_line(_("Name"), self.name, form_label(_("Language")), self.language))
        column.addLayout(_line(_("Subject"), self.subject))
        column.addLayout(marks)
        column.addWidget(self._pages, 1)
        column.addLayout(_line(_("Files"), self.files))
        column.addLayout(_line(_("Document for each"), self.document, self.is_pdf))
        self.language.setMaximumWidth(170)

    def _connect(self) -> None:
        for each in (self.subject, self.text, self.source):
            each.installEventFilter(self)
        self.picture.clicked.connect(self.choose_picture)
        self.mode.chosen.connect(self.set_mode)
        for line in (self.name, self.subject):
            line.textEdited.connect(lambda _text: self.changed.emit())
        self.text.textChanged.connect(self._guess_language)
        self.text.textChanged.connect(self.changed)
        self.source.textChanged.connect(self.changed)
        self.files.changed.connect(self.changed)
        self.document.activated.connect(lambda _n: self._on_document())
        self.language.activated.connect(self._on_language)
        self.is_pdf.toggled.connect(lambda _is_on: self.changed.emit())

    # -- the letter ----------------------------------------------------------------------------------------

    def offer_templates(self, templates: Sequence[Template]) -> None:
        """Word templates of the file, of which a document can be made for each."""
        self._fill_choices(templates)
        self._on_document(is_told=False)

    def show_letter(self, letter: LetterTemplate, pictures: Mapping[str, bytes]) -> None:
        """Show a letter with the bytes of its pictures; tells no change."""
        self.blockSignals(True)
        self._letter, self._pictures = letter, list(letter.pictures)
        self.name.setText(letter.name)
        self.subject.setText(letter.subject)
        self.subject.setCursorPosition(0)
        html = letter.html or html_of_lines(letter.plain)
        self._show_source(html)
        is_shown = is_simple(html)
        self.text.show_letter(html if is_shown else "", pictures)
        self._shown_text = (html, self.text.html)
        self.files.set_value(list(letter.files))
        self.document.setCurrentIndex(max(0, self.document.findData(letter.document)))
        self.language.setCurrentIndex(max(0, self.language.findData(letter.language)))
        self._has_language = bool(letter.language)
        self.is_pdf.setChecked(letter.is_pdf)
        self._turn_to(WRITTEN if is_shown else SOURCE)
        self._on_document(is_told=False)
        self.blockSignals(False)

    def letter(self) -> LetterTemplate:
        """The letter as it stands here."""
        from app.services.mail.letters import LetterTemplate

        base = self._letter or LetterTemplate("")
        html = self.html
        return replace(
            base, name=self.name.text().strip() or self.subject.text().strip(),
            subject=self.subject.text().strip(), html=html,
            plain=base.plain if base.html and base.html == html else "",
            files=tuple(self.files.value() or ()), pictures=tuple(self._pictures),
            document=self.document.currentData() or "",
            is_pdf=self.is_pdf.isChecked(), language=self.language.currentData() or "",
        )  # fmt: skip

    @property
    def html(self) -> str:
        """The text in HTML; as it was stored or typed as HTML while nobody writes in it."""
        if self.mode.current == SOURCE:
            html, shown = self._shown_source
            now = self.source.toPlainText()
            return html if now == shown else now.strip()
        html, shown = self._shown_text
        now = self.text.html
        return html if now == shown else now

    def _show_source(self, html: str) -> None:
        """The HTML to be written in; a space that does not break would come back as any other."""
        self.source.setPlainText(html.replace("\u00a0", "&nbsp;"))
        self._shown_source = (html, self.source.toPlainText())

    @property
    def is_busy(self) -> bool:
        """Is a file still being taken in?"""
        return self.files.is_pending

    # -- text ----------------------------------------------------------------------------------------------

    def set_mode(self, mode: str) -> None:
        """Go on writing in the other way; what the simple way cannot show is lost only after a question."""
        if mode == SOURCE:
            self._show_source(self.html)
        elif not self._may_simplify():
            self.mode.offer([(WRITTEN, _("Text")), (SOURCE, _("HTML"))], SOURCE)
            return
        else:
            html = _simple(self.html)
            self.text.show_html(html)
            self._shown_text = (html, self.text.html)
        self._turn_to(mode)

    def _may_simplify(self) -> bool:
        if is_simple(self.source.toPlainText()):
            return True
        text = _("This HTML has tables, colours or styles, which would be lost. Write on as simple text?")
        return self._desk.messages.ask(_("Simple text"), text, _("Write on"), _("Keep HTML"))

    def _turn_to(self, mode: str) -> None:
        self.mode.offer([(WRITTEN, _("Text")), (SOURCE, _("HTML"))], mode)
        self._pages.setCurrentWidget(self.text if mode == WRITTEN else self.source)
        self.toolbar.setEnabled(mode == WRITTEN)

    def insert(self, text: str) -> None:
        """Put a placeholder where the cursor is: into the subject, if that was written in last."""
        if self._is_in_subject:
            self.subject.insert(text)
            self.subject.setFocus()
            self.changed.emit()
        elif self.mode.current == WRITTEN:
            self.text.insert_text(text)
        else:
            self.source.insertPlainText(text)
            self.source.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Where was written last, there a field is put."""
        if event.type() == QEvent.Type.FocusIn:
            self._is_in_subject = watched is self.subject
        return super().eventFilter(watched, event)

    def choose_picture(self) -> None:
        """Ask for a picture and put it into the text."""
        kinds = _("Pictures") + " (*.png *.jpg *.jpeg *.gif *.webp *.bmp)"
        path = self._choice.existing(self, _("Put a picture into the text"), kinds)
        library = self._desk.library
        if path is None or library is None:
            return

        def job(_progress: object) -> tuple[File, bytes]:
            picture = library.mail.letters.keep_picture(path)
            return picture, library.files.read(picture["digest"])

        self._desk.work.do(
            _("Adding {name}").format(name=path.name), job, partial(self._on_picture), owner=self
        )

    def _on_picture(self, found: tuple[File, bytes]) -> None:
        picture, data = found
        self._pictures.append(picture)
        if self.mode.current == WRITTEN:
            self.text.insert_picture(picture["uid"], data, picture["name"])
        else:
            self.source.insertPlainText(f'<img src="cid:{picture["uid"]}" alt="">')
        self.changed.emit()

    def _on_language(self, _place: int) -> None:
        self._has_language = True
        self.changed.emit()

    def _guess_language(self) -> None:
        """Dates and salutations speak the language of the text until the user says which; where the text does
        not tell, that of the document that goes with it."""
        if not self._has_language and self.language.count():
            found = language_of_text(self.text.toPlainText()) or self._languages.get(
                self.document.currentData(), ""
            )
            found = "" if found == language() else found
            self.language.setCurrentIndex(max(0, self.language.findData(found)))

    def _on_document(self, *, is_told: bool = True) -> None:
        has_document = bool(self.document.currentData())
        if is_told and has_document and not self.is_pdf.isEnabled():
            from app.services.documents.office import find_office

            self.is_pdf.setChecked(find_office() is not None)  # few want a letter changed by who gets it
        self.is_pdf.setEnabled(has_document)
        self.is_pdf.setToolTip("" if has_document else _("Choose a document for each first"))
        self._guess_language()
        if is_told:
            self.changed.emit()


def _line(text: str, *widgets: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    name = form_label(text)
    name.setFixedWidth(theme.metrics().scaled(LABEL_WIDTH))
    name.setWordWrap(True)
    name.setBuddy(widgets[0])
    line.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(widgets[0], 1)
    for each in widgets[1:]:
        line.addWidget(each)
    return line


def _simple(html: str) -> str:
    return html if is_simple(html) else html_of_lines(text_of(html))
