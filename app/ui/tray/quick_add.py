"""A task in one line and one date, without the card: for what comes to mind while something else is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from app.blueprint.context import Values
from app.blueprint.section import Section
from app.core.texts import _
from app.ui.editors import Editor, editor_for
from app.ui.listing import acts
from app.ui.messages import Action
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.dialog_foot import dialog_foot
from app.ui.widgets.labels import form_label, label
from app.ui.widgets.naming import guided, named

if TYPE_CHECKING:
    from app.services.library import Saved
    from app.ui.desk import Desk


class QuickAddDialog(QDialog):
    """What, and until when; it reminds as everything of its section does."""

    def __init__(self, desk: Desk, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._section = desk, section
        title = _(section.new)
        guided(named(self, "quick_add", title), section.guide)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(title, "title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self.editors: dict[str, Editor] = {}
        required = next(each for each in section.stored if each.is_required)
        for row, field in enumerate((required, section.by_key[section.when])):
            self.editors[field.key] = editor = editor_for(field, desk, "quick")
            grid.addWidget(form_label(_(field.label)), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(editor, row, 1)
        column.addLayout(grid)
        self.ok = PrimaryButton(_("Save"), "quick_save")
        self.ok.clicked.connect(self.save)
        column.addSpacing(4)
        column.addLayout(dialog_foot(self, "quick", self.ok))
        self._what = self.editors[required.key]
        self._what.setFocus()

    def save(self) -> None:
        """Keep it, if it says what."""
        for editor in self.editors.values():
            editor.commit()
            problem = editor.problem()
            if editor is self._what and not editor.value():
                problem = _("Write what has to be done.")
            if problem:
                editor.warn(problem)
                editor.setFocus()
                return
        library, desk, section = self._desk.library, self._desk, self._section
        if library is None:
            return
        defaults: Values = {each.key: each.default for each in section.stored if each.default is not None}
        given = {key: editor.value() for key, editor in self.editors.items() if editor.value() is not None}

        def done(saved: Saved) -> None:
            operation = saved.operation
            if operation is not None:
                undo = Action(_("Undo"), lambda: acts.undo(desk, operation.uid))
                desk.messages.info(_("Saved: {title}").format(title=operation.title), undo)

        desk.work.do(
            _("Saving"), lambda _progress: library.save(section.key, {**defaults, **given}), done, owner=desk
        )
        self.accept()
