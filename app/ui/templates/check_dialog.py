"""The check of a template: what was found, where it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from app.core.override import override
from app.core.texts import N_, _, ngettext
from app.ui.icons import Role, icon
from app.ui.opening import OpenUrl, open_in_system, open_own_file
from app.ui.panel.small import WrappedLabel
from app.ui.study_dialog import FOUND, NOTHING, StudyDialog, cells
from app.ui.widgets.banner import Banner, Kind
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.naming import guided

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.documents.checks import Looked, TemplateFinding
    from app.services.documents.templates import Template
    from app.services.library import Library
    from app.ui.desk import Desk

LEVELS: dict[str, tuple[str, str, Role]] = {
    "error": (N_("Mistake"), "circle-alert", "danger"),
    "warning": (N_("Look at it"), "triangle-alert", "warning"),
    "note": (N_("Note"), "info", "muted"),
}
WHAT_TO_DO = {
    "unclosed": N_("Write the missing }} or %} in the same paragraph."),
    "torn": N_("Write the whole placeholder in one paragraph, without Enter in it."),
    "unopened": N_("Write the braces that are missing before it, or delete those behind it."),
    "block_open": N_("Write the tag that ends it, {% endif %} or {% endfor %}."),
    "block_end": N_("Delete it, or write the tag that begins the block."),
    "block_crossed": N_("End first what was begun last."),
    "tag": N_("Look at the spelling; known are if, for, set and their ends."),
    "no_row": N_("Move it into a row of a table, or leave out “tr”."),
    "syntax": N_("Look at the spelling, the quotes and the brackets."),
    "forbidden": N_("Take it out; a template may only show data."),
    "evaluation": N_("Look at the spelling, the quotes and the brackets."),
    "unknown": N_("Choose the field in the picker of fields; as it is, nothing is written there."),
    "braces": N_("Write two braces: {{ … }}."),
    "swallows": N_("Give it a paragraph or a row of its own, else the text beside it goes with it."),
    "unread": N_("Move it into the text of the document."),
    "split_look": N_("Nothing has to be done; to give it one look, type it anew in one go."),
    "split": N_("Nothing has to be done."),
}
"""What a user can do about a finding of a kind."""


class CheckDialog(StudyDialog):
    """Looks through one template. ``on_go`` adds the button that goes on all the same."""

    def __init__(
        self, desk: Desk, template: Template, parent: QWidget | None = None, *, section: str = "",
        looked: Looked | None = None, on_go: Callable[[], None] | None = None,
        open_url: OpenUrl = open_in_system,
    ) -> None:  # fmt: skip
        title = _("Check: {name}").format(name=template.name)
        super().__init__(desk, "template_check", title, parent)
        guided(self, "letters")
        self.resize(920, 520)
        self._template, self._section, self._on_go = template, section or template.section, on_go
        self._open_url = open_url
        self._findings: list[TemplateFinding | None] = []
        self._banner = Banner("template_check_banner")
        self.table, self._model = self.make_table(_("What was found"))
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self._detail = WrappedLabel("")
        self._detail.setObjectName("template_check_detail")
        self._show_file = QuietButton(_("Open a copy"), "template_check_show", "eye")
        self._show_file.clicked.connect(self.show_file)
        self._copy = QuietButton(_("Copy the suggestion"), "template_check_copy", "copy")
        self._copy.clicked.connect(self.copy)
        self._go = PrimaryButton(_("Use it all the same"), "template_check_go", "check")
        self._go.setVisible(on_go is not None)
        self._go.clicked.connect(self._on_go_clicked)
        self._put_together()
        if looked is not None:
            self.on_found(looked)
        else:
            self.look()

    def _put_together(self) -> None:
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._banner)
        column.addWidget(self.table, 1)
        column.addWidget(self._detail)
        well = _("Every placeholder is known and closed, in the text, headers, footers, notes and tables.")
        empty = EmptyState(
            "circle-check", _("Nothing to put right"), well, object_name="template_check_empty"
        )
        self.lay_out(None, found, empty, (self._copy, self._show_file, self._go))

    # -- looking -------------------------------------------------------------------------------------------

    @override
    def job(self, library: Library) -> Callable[[Progress], Looked]:
        return lambda _progress: library.documents.look_at(self._template, self._section)

    @override
    def doing(self) -> str:
        return _("Looking through the template")

    @override
    def forget(self) -> None:
        self._findings = []
        self._model.clear()
        self._go.setEnabled(False)

    @override
    def on_found(self, found: Looked) -> None:
        self._note.setText("")
        order = list(LEVELS)
        self._findings = [*sorted(found.findings, key=lambda each: order.index(each.level))]
        self._findings += [None] * len(found.removed)
        self._model.clear()
        self._model.setHorizontalHeaderLabels([_("Where"), _("What"), _("Near")])
        for each in self._findings[: len(found.findings)]:
            assert each is not None
            row = cells(each.place[:1].upper() + each.place[1:], each.text, each.near)
            _name, mark, role = LEVELS[each.level]
            row[0].setIcon(icon(mark, role))
            row[0].setAccessibleText(f"{_(_name)}: {each.place}")
            self._model.appendRow(row)
        for text in found.removed:
            row = cells(_("Not carried over"), text, "")
            row[0].setIcon(icon("ban", "warning"))
            self._model.appendRow(row)
        self._dress()
        self._sum_up(found)

    def _dress(self) -> None:
        head = self.table.horizontalHeader()
        for column, width in ((0, 230), (2, 240)):
            self.table.setColumnWidth(column, width)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        head.setStretchLastSection(False)
        self._stack.setCurrentIndex(FOUND if self._model.rowCount() else NOTHING)
        self._copy.setVisible(False)
        if self._model.rowCount():
            self.table.selectRow(0)
            self.table.setFocus()

    def _sum_up(self, found: Looked) -> None:
        kind: Kind = "danger"
        n = len(found.errors)
        if n:
            text = ngettext(
                "{n} mistake: no document can be made. Mend it in Word and take the template in again.",
                "{n} mistakes: no document can be made. Mend them in Word and take the template in again.",
                n,
            )
        else:
            n, kind = sum(each.level == "warning" for each in found.findings) + len(found.removed), "warning"
            text = ngettext(
                "Documents can be made, but look at {n} place.",
                "Documents can be made, but look at {n} places.",
                n,
            )
        if not n:
            n, kind = len(found.findings), "info"
            text = _("Documents can be made. What is noted here needs nothing to be done.")
        self._say(text.format(n=n), kind)
        self._go.setEnabled(not found.errors)

    def _say(self, text: str, kind: Kind) -> None:
        self._banner.say(text, kind)

    # -- one of the findings -------------------------------------------------------------------------------

    def _on_selected(self, _now: QItemSelection, _before: QItemSelection) -> None:
        finding = self._finding
        self._copy.setVisible(finding is not None and bool(finding.suggestion))
        if finding is None:
            told = _("It is left out of every document, so that opening one loads and starts nothing.")
        else:
            told = finding.in_words()
            todo = WHAT_TO_DO.get(finding.kind)
            told = f"{told[:1].upper()}{told[1:]} {_(todo) if todo else ''}"
        self._detail.setText(told)
        self._detail.setAccessibleName(told)

    @property
    def _finding(self) -> TemplateFinding | None:
        rows = self.table.selectionModel().selectedRows()
        return self._findings[rows[0].row()] if rows else None

    @override
    def act_on(self, index: QModelIndex) -> None:
        self.show_file()

    def copy(self) -> None:
        """Put what was meant onto the clipboard, to be pasted in Word."""
        if self._finding is not None and self._finding.suggestion:
            QGuiApplication.clipboard().setText(self._finding.suggestion)
            self._note.setText(_("Copied: {text}").format(text=self._finding.suggestion))

    def show_file(self) -> None:
        """Open a read-only copy of the template in Word."""
        library, template = self._desk.library, self._template
        if library is not None:
            templates = library.documents.templates
            self._desk.work.ask(
                "templates.show", lambda: templates.copy_to_show(template),
                lambda path: open_own_file(path, self._open_url), patience_ms=0, lane="beside", owner=self,
            )  # fmt: skip

    def _on_go_clicked(self) -> None:
        self.accept()
        if self._on_go is not None:
            self._on_go()

    @override
    def acts_by_key(self) -> dict[Qt.Key, Callable[[], object]]:
        return {}
