"""What is known of one template: name, use, how its documents are called and numbered, versions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.blueprint.context import Context
from app.core.texts import LANGUAGES, _
from app.ui.panel.moments import short_when
from app.ui.panel.small import ByWidth, WrappedLabel
from app.ui.templates.shelf import Detail, Shelf, language_name
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.labels import form_label, label
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.documents.templates import Version
    from app.ui.desk import Desk

MOST_VERSIONS = 30


class TemplateForm(ByWidth):
    """Everything of one template; what is changed is told at once, and written by the window."""

    changed = Signal(str, str)
    """Another value: of name, section, folder, language, counter or pattern."""
    version_wanted = Signal(int)
    """Show this version."""
    restore_wanted = Signal(int)
    """Use this version again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._detail: Detail | None = None
        self._is_filling = False
        self.name = self._line("name", _("Name"))
        self.section = self._box("section", _("For"))
        self.folder = self._box("folder", _("Folder"), is_open=True)
        self.language = self._box("language", _("Language"))
        self.counter = self._box("counter", _("Numbers"), is_open=True)
        self.pattern = self._line("pattern", _("Names of files"))
        self._number = WrappedLabel("", "muted")
        self._versions = QVBoxLayout()
        self._versions.setSpacing(4)
        self._heading = label(_("Versions"), "heading")
        self._lay_out()

    def _line(self, key: str, name: str) -> QLineEdit:
        made = named(QLineEdit(), f"template_{key}", name)
        made.editingFinished.connect(lambda: self._tell(key, made.text()))
        return made

    def _box(self, key: str, name: str, *, is_open: bool = False) -> QComboBox:
        made = named(QComboBox(), f"template_{key}", name)
        made.setEditable(is_open)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        line = made.lineEdit()
        if is_open and line is not None:
            named(line, f"template_{key}_text", name)
            made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            line.editingFinished.connect(lambda: self._tell(key, made.currentText()))
        made.activated.connect(
            lambda _n: self._tell(key, made.currentText() if is_open else str(made.currentData()))
        )
        return made

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        lines = (self.name, self.section, self.folder, self.language, self.counter, self.pattern)
        for row, editor in enumerate(lines):
            grid.addWidget(form_label(editor.accessibleName()), row, 0)
            grid.addWidget(editor, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addWidget(self._number)
        column.addSpacing(4)
        column.addWidget(self._heading)
        column.addLayout(self._versions)
        column.addStretch(1)

    def show_detail(self, detail: Detail, shelf: Shelf) -> None:
        """Show another template, or the same one as it is now."""
        self._detail, self._is_filling = detail, True
        template, library = detail.template, self._desk.library
        is_own = bool(template.uid) and library is not None and not library.is_read_only
        self._fill_boxes(shelf)
        for line, text in ((self.name, template.name), (self.pattern, template.pattern)):
            if not line.hasFocus() or line.text() != text:
                line.setText(text)
                line.setCursorPosition(0)
        self.section.setCurrentIndex(max(0, self.section.findData(template.section)))
        self.language.setCurrentIndex(max(0, self.language.findData(template.language)))
        self.folder.setEditText(template.folder)
        self.counter.setEditText(template.counter)
        for each in (self.name, self.section, self.folder, self.language, self.counter, self.pattern):
            each.setEnabled(is_own)
        self._number.setText(
            _("The next number would be {number}. It is given where the template says {word}.").format(
                number=detail.next_number, word=_number_word()
            )
            if detail.next_number
            else _("It comes with the program. Take it into the file to change it.")
        )
        self._show_versions(detail, is_own)
        self._is_filling = False

    def _fill_boxes(self, shelf: Shelf) -> None:
        from app.services.documents.patterns import DEFAULT_PATTERN, in_words

        self.section.clear()
        self.section.addItem(_("any section"), "")
        for section in self._desk.registry.sections:
            self.section.addItem(self._desk.title_of(section.key), section.key)
        self.language.clear()
        for code in ("", *LANGUAGES):
            self.language.addItem(language_name(code), code)
        for box, texts, hint in (
            (self.folder, shelf.folders(), _("none")),
            (self.counter, shelf.counters, _("one for all documents")),
        ):  # fmt: skip
            box.clear()
            box.addItems(list(texts))
            line = box.lineEdit()
            if line is not None:
                line.setPlaceholderText(hint)
        self.pattern.setPlaceholderText(in_words(DEFAULT_PATTERN))

    def _tell(self, key: str, text: str) -> None:
        if self._detail is None or self._is_filling:
            return
        text = text.strip()
        if text != getattr(self._detail.template, key):
            self.changed.emit(key, text)

    # -- versions ------------------------------------------------------------------------------------------

    def _show_versions(self, detail: Detail, is_own: bool) -> None:
        while (item := self._versions.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._heading.setVisible(bool(detail.versions))
        context = self._desk.context()
        newest = detail.versions[0].number if detail.versions else 0
        for version in detail.versions[:MOST_VERSIONS]:
            self._versions.addWidget(self._version(version, context, version.number == newest, is_own))

    def _version(self, version: Version, context: Context, is_newest: bool, is_own: bool) -> QWidget:
        row = named(QWidget(), f"template_version_{version.number}")
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        when = short_when(version.added_at, context, with_time=True)
        told = [f"{version.number}", when, version.added_by, version.note]
        if is_newest:
            told.append(_("in use"))
        text = WrappedLabel(" · ".join(filter(None, told)), "text" if is_newest else "secondary")
        line.addWidget(text, 1)
        show = IconButton(
            "eye", _("Show version {n}").format(n=version.number), f"template_show_{version.number}",
            kind="flat", is_small=True,
        )  # fmt: skip
        show.clicked.connect(partial(self._emit, self.version_wanted, version.number))
        line.addWidget(show, 0, Qt.AlignmentFlag.AlignTop)
        again = IconButton(
            "rotate-ccw", _("Use version {n} again").format(n=version.number),
            f"template_restore_{version.number}", kind="flat", is_small=True,
        )  # fmt: skip
        again.setEnabled(is_own and not is_newest)
        again.clicked.connect(partial(self._emit, self.restore_wanted, version.number))
        line.addWidget(again, 0, Qt.AlignmentFlag.AlignTop)
        return row

    @staticmethod
    def _emit(signal: SignalInstance, number: int, _is_on: bool = False) -> None:
        signal.emit(number)


def _number_word() -> str:
    from app.services.documents.vocabulary import ROOT_LABELS, spoken

    return f"{{{{ {spoken(_(ROOT_LABELS['number']))} }}}}"
