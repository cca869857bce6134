"""Writing a letter to many: the letter at the left, for whom and the fields at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.override import override
from app.core.texts import _
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.file_choice import FILES, FileChoice
from app.ui.mail.letter_form import LetterForm
from app.ui.messages import Answer
from app.ui.records_choice import RecordsChoice
from app.ui.templates.picker import FieldPicker
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import IconButton, PrimaryButton, QuietButton
from app.ui.widgets.labels import label
from app.ui.widgets.naming import guided, named
from app.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.documents.templates import Template
    from app.services.documents.vocabulary import Words
    from app.services.mail.letters import LetterTemplate
    from app.services.mail.recipients import Preflight
    from app.services.rows import ListQuery
    from app.ui.desk import Desk

SIDE_WIDTH = 330
FIELD_WIDTH = 190
LAST = "mail.letter"
"""In the state of this computer: the letter that was open last."""


def write_letter(
    desk: Desk, section: str, uids: Sequence[str] = (), view: ListQuery | None = None,
    files: FileChoice = FILES, *, document: str = "",
) -> LetterDialog:  # fmt: skip
    """Open the window for some records, else for what the list shows; with a new letter for a document."""
    dialog = LetterDialog(desk, section, uids, view, dialog_owner(), files=files, document=document)
    open_dialog(dialog, is_modal=False)
    return dialog


class LetterDialog(QDialog):
    """Letters are chosen, written and kept; a look at every recipient comes before anything is sent."""

    def __init__(
        self, desk: Desk, section: str, uids: Sequence[str] = (), view: ListQuery | None = None,
        parent: QWidget | None = None, *, files: FileChoice = FILES, document: str = "",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        title = _("Letter by mail: {section}").format(section=desk.title_of(section))
        guided(named(self, "letter_dialog", title), "letters")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1120, 680)
        self._desk, self._section, self._files = desk, section, files
        self._uids, self._document = tuple(uids), document
        self._progress: Progress | None = None
        self._kept: LetterTemplate | None = None
        self.letters = named(QComboBox(), "letter_choice", _("Letter"))
        self.form = LetterForm(desk, files)
        self.toast_place = self.form
        self.what = RecordsChoice(desk, section, uids, view, "letter")
        self.picker = FieldPicker(desk, QuietButton(_("Insert"), "letter_insert", "plus"))
        self.banner = Banner("letter_banner")
        self.strip = ProgressStrip("letter_progress")
        self.save_button = QuietButton(_("Save"), "letter_save", "save")
        self.check_button = PrimaryButton(_("Check and send…"), "letter_check", "send")
        self.picker.arrange(_date_first)
        self.picker.fields.header().resizeSection(0, FIELD_WIDTH)
        self._lay_out()
        self._connect()
        self._read("" if document else str(desk.state.get(LAST) or ""))
        self._show_fields()
        self.form.language.currentIndexChanged.connect(lambda _n: self._show_fields())
        self.form.subject.setFocus()

    # -- putting it together -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._take_in = IconButton("file-down", _("Letter from a file (HTML or text)"), "letter_from_file")
        self._remove = IconButton("trash-2", _("Delete this letter"), "letter_delete")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.letters, 1)
        head.addWidget(self._take_in)
        head.addWidget(self._remove)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addLayout(head)
        left.addWidget(self.banner)
        left.addWidget(self.form, 1)
        side = QWidget()
        side.setFixedWidth(SIDE_WIDTH)
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addWidget(label(_("For"), "heading"))
        right.addWidget(self.what)
        right.addSpacing(6)
        right.addWidget(label(_("Fields"), "heading"))
        right.addWidget(self.picker, 1)
        body = QHBoxLayout()
        body.setSpacing(20)
        body.addLayout(left, 1)
        body.addWidget(side)
        close = QuietButton(_("Close"), "letter_close")
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        for each in (close, self.save_button, self.check_button):
            foot.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addLayout(body, 1)
        column.addWidget(self.strip)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.letters.activated.connect(self._on_chosen)
        self._take_in.clicked.connect(self.take_in)
        self._remove.clicked.connect(self.remove)
        self.picker.chosen.connect(self.form.insert)
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self.check_button.clicked.connect(self.check)
        self.strip.cancelled.connect(self._cancel)
        self._desk.library_changed.connect(self._leave)

    def _show_fields(self) -> None:
        """The fields with the values of the first one, as the letter will say them."""
        first = self._uids[0] if self._uids else ""
        self.picker.show_for(self._section, first, self.form.language.currentData() or "")

    # -- letters -------------------------------------------------------------------------------------------

    def _read(self, uid: str) -> None:
        """Read the letters and the Word templates anew, and show the one with that uid."""
        library = self._desk.library
        if library is None:
            return

        def job() -> tuple[list[LetterTemplate], list[Template]]:
            return library.mail.letters.all(), library.documents.templates.all(self._section)

        self._desk.work.ask(
            f"letters.{id(self)}", job, lambda found: self._show_all(*found, uid), lane="beside", owner=self
        )

    def _show_all(self, letters: list[LetterTemplate], templates: list[Template], uid: str) -> None:
        self.letters.clear()
        self.letters.addItem(_("New letter"), None)
        for each in letters:
            self.letters.addItem(f"{each.folder} / {each.name}" if each.folder else each.name, each)
        self.form.offer_templates(templates)
        place = next((n for n, each in enumerate(letters, 1) if each.uid == uid), 0)
        self.letters.setCurrentIndex(place)
        self._show(letters[place - 1] if place else None)

    def _on_chosen(self, place: int) -> None:
        if not self._may_leave():
            self._stay()
            return
        self._show(self.letters.itemData(place))

    def _stay(self) -> None:
        uid = self._kept.uid if self._kept is not None else ""
        found = (n for n in range(1, self.letters.count()) if self.letters.itemData(n).uid == uid)
        self.letters.setCurrentIndex(next(found, 0))

    def _show(self, letter: LetterTemplate | None) -> None:
        shown = letter or _new(self._document)
        library = self._desk.library
        self._remove.setEnabled(bool(shown.uid))
        self._desk.state.set(LAST, shown.uid)
        if library is None:
            return
        read = library.files.read

        def job() -> dict[str, bytes]:
            return {str(each["uid"]): read(each["digest"]) for each in shown.pictures}

        def take(pictures: dict[str, bytes]) -> None:
            self.form.show_letter(shown, pictures)
            self._kept = self.form.letter()
            self.banner.dismiss()

        self._desk.work.ask(f"letter.{id(self)}", job, take, owner=self)

    @property
    def is_changed(self) -> bool:
        """Is there anything that is not kept yet?"""
        if self._kept is None:
            return False
        return self.form.letter() != self._kept

    def save(self, then: Callable[[LetterTemplate], None] | None = None) -> None:
        """Keep the letter in the file, then go on."""
        library = self._desk.library
        if library is None or self.form.is_busy:
            return
        letter = self.form.letter()
        if not self.is_changed and letter.uid:
            if then is not None:
                then(letter)
            return

        def job(_progress: object) -> LetterTemplate:
            return library.mail.letters.find(library.mail.letters.save(letter))

        def saved(kept: LetterTemplate) -> None:
            self._on_saved(kept)
            if then is not None:
                then(kept)

        self._desk.work.do(_("Saving the letter"), job, saved, on_error=self._refuse, owner=self)

    def _on_saved(self, kept: LetterTemplate) -> None:
        self._read(kept.uid)
        self.banner.say(_("“{name}” was kept.").format(name=kept.name), timeout_ms=4000)

    def _refuse(self, problem: Exception) -> None:
        self.banner.say(str(problem), "danger")

    def remove(self) -> None:
        """Delete the letter; Ctrl+Z in the main window brings it back."""
        library, kept = self._desk.library, self._kept
        if library is not None and kept is not None and kept.uid:
            self._desk.work.do(
                _("Deleting the letter"), lambda _progress: library.mail.letters.remove(kept.uid),
                lambda _done: self._read(""), on_error=self._refuse, owner=self,
            )  # fmt: skip

    def take_in(self) -> None:
        """A letter from a file, with the pictures that lie beside it."""
        library = self._desk.library
        kinds = _("Letters") + " (*.html *.htm *.txt)"
        path = self._files.existing(self, _("Letter from a file (HTML or text)"), kinds)
        if library is None or path is None or not self._may_leave():
            return

        def job(_progress: object) -> LetterTemplate:
            letters = library.mail.letters
            return letters.find(letters.save(letters.from_file(path)))

        self._desk.work.do(
            _("Adding {name}").format(name=path.name), job, self._on_saved, on_error=self._refuse, owner=self
        )

    # -- going on ------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Keep the letter, then look at every recipient."""
        self.save(self._look)

    def _look(self, letter: LetterTemplate) -> None:
        library = self._desk.library
        if library is None:
            return
        query, given = self.what.query(), self.what.uids()

        def job(progress: Progress) -> Preflight:
            uids = given()
            if uids is None:
                uids = library.lists.uids_of(library.lists.ids(query))
            return library.mail.recipients.look(letter, list(uids), progress)

        self.check_button.setEnabled(False)
        self.strip.start(_("Looking at every recipient"))
        self._progress = self._desk.work.study(
            job, self._on_looked, self.strip.advance, self._on_end,
            owner=self,
        )  # fmt: skip

    def _on_looked(self, looked: Preflight) -> None:
        from app.ui.mail.preflight_dialog import PreflightDialog

        dialog = PreflightDialog(self._desk, looked, self)
        dialog.accepted.connect(self.close)
        open_dialog(dialog)

    def _on_end(self) -> None:
        self._progress = None
        self.strip.finish()
        self.check_button.setEnabled(True)

    def _cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    # -- leaving -------------------------------------------------------------------------------------------

    def _may_leave(self) -> bool:
        """May what is not kept go? Asked when another letter is chosen, or the window closed."""
        if not self.is_changed:
            return True
        answers = (
            Answer("save", _("Save"), is_main=True), Answer("drop", _("Do not save")),
            Answer("stay", _("Go on writing")),
        )  # fmt: skip
        text = _("The letter was changed and is not saved yet.")
        answer = self._desk.messages.choose(_("Letter"), text, answers)
        if answer == "save":
            self.save()
        elif answer == "drop":
            self._kept = None
        return answer in ("save", "drop")

    def _leave(self) -> None:
        """Another file: nothing of this one can be kept any more."""
        self._kept = None
        self.close()

    @override
    def reject(self) -> None:
        """Esc and the cross come here, too."""
        if self._may_leave():
            self._cancel()
            super().reject()


def _new(document: str) -> LetterTemplate:
    """An empty letter; a document goes with it as PDF where one can be made."""
    from app.services.documents.office import find_office
    from app.services.mail.letters import LetterTemplate

    return LetterTemplate("", document=document, is_pdf=bool(document) and find_office() is not None)


def _date_first(found: Sequence[Words]) -> list[Words]:
    """Date and greeting stand in nearly every letter; a number only documents have."""
    made = []
    for each in sorted(found, key=lambda words: not words.is_general):
        if each.is_general:
            words = tuple(word for word in each.words if word.path != ("number",))
            each = replace(each, title=_("Date and greeting"), words=words)
        made.append(each)
    return made
