"""The dialog that changes many records at once: which fields, how, and to what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.blueprint.field import Field
from app.core.errors import UserError
from app.core.override import override
from app.core.texts import _, grouped, ngettext
from app.ui import theme
from app.ui.editors import Editor, editor_for
from app.ui.messages import Action
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import FlatButton, IconButton, PrimaryButton
from app.ui.widgets.dialog_foot import dialog_foot
from app.ui.widgets.labels import label
from app.ui.widgets.naming import guided, named, on_surface
from app.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.library import Operation
    from app.services.mass_edit import Common, How, Wish
    from app.ui.desk import Desk

FIELD_WIDTH, HOW_WIDTH = 190, 120


class MassEditDialog(QDialog):
    """A line for each field to be changed. Nothing happens before Apply; then all of it, as one step."""

    def __init__(
        self, desk: Desk, section: str, count: int, uids: Callable[[], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        n = grouped(count)
        title = ngettext("Change {n} record", "Change {n} records", count).format(n=n)
        guided(named(self, "mass_edit", title), "fields")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 420)
        self._desk, self._section, self._uids = desk, section, uids
        self.lines: list[WishLine] = []
        self._is_running = False
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(title, "title"))
        hint = _("All changes are one step that can be undone. What you do not name here stays as it is.")
        column.addWidget(WrappedLabel(hint, "muted"))
        self._place = QVBoxLayout()
        self._place.setSpacing(8)
        inside = on_surface(QWidget(), "window")
        room = QVBoxLayout(inside)
        room.setContentsMargins(0, 0, 0, 0)
        room.addLayout(self._place)
        another = FlatButton(_("Another field"), "mass_edit_another", "plus")
        another.clicked.connect(self._on_another)
        room.addWidget(another, 0, Qt.AlignmentFlag.AlignLeft)
        room.addStretch(1)
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        column.addWidget(scroll, 1)
        self._problem = WrappedLabel("", "danger")
        self._problem.setObjectName("mass_edit_problem")
        self._problem.hide()
        column.addWidget(self._problem)
        self.strip = ProgressStrip("mass_edit_progress")
        column.addWidget(self.strip)
        column.addLayout(self._foot())
        self.add_line().which.setFocus()

    def _foot(self) -> QHBoxLayout:
        self.ok = PrimaryButton(_("Apply"), "mass_edit_apply")
        self.ok.clicked.connect(self.apply)
        return dialog_foot(self, "mass_edit", self.ok)

    def add_line(self, field: str = "") -> WishLine:
        """One more field."""
        line = WishLine(self._desk, self._section, len(self.lines), field, self)
        line.removed.clicked.connect(lambda: self._remove(line))
        line.chosen = self._compare
        self.lines.append(line)
        self._place.addWidget(line)
        self._compare(line)
        return line

    def _on_another(self) -> None:
        self.add_line()

    def _remove(self, line: WishLine) -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()

    def _compare(self, line: WishLine) -> None:
        """Say what the records have in the field now."""
        library, uids, key = self._desk.library, self._uids, line.field.key
        section = self._section
        if library is None:
            return

        def came(found: dict[str, Common]) -> None:
            line.show_common(found[key])

        self._desk.work.ask(
            f"mass_edit.{id(line)}",
            lambda: library.mass_edit.common(section, uids(), [key]),
            came,
            patience_ms=0,
            lane="beside",
            owner=line,
        )

    def apply(self) -> None:
        """Do it; the dialog stays when something is not right."""
        library, section, uids = self._desk.library, self._section, self._uids
        if library is None:
            return
        for line in self.lines:
            line.editor.commit()
        problem = next((found for line in self.lines if (found := line.editor.problem())), None)
        if problem:
            self._refuse(problem)
            return
        wishes: list[Wish] = [line.wish() for line in self.lines]

        def job(progress: Progress) -> Operation:
            return library.mass_edit.edit(section, uids(), wishes, progress)

        def done(operation: Operation) -> None:
            n = operation.count
            text = ngettext("Changed {n} record.", "Changed {n} records.", n).format(n=grouped(n))
            work = self._desk.work
            back = partial(library.undo, operation.uid)
            undo = Action(_("Undo"), lambda: work.do(_("Undoing"), back))
            self._desk.messages.info(text, undo if n else None)
            self._watch(False)
            self.accept()

        self._watch(True)
        self._desk.work.do(
            self.windowTitle(), job, done, can_cancel=True,
            on_error=lambda error: self._refuse(str(error)), owner=self,
        )  # fmt: skip

    def _watch(self, is_running: bool) -> None:
        """While records are written, the dialog tells how far it is: the window behind cannot be reached."""
        work, strip = self._desk.work, self.strip
        for signal, act in (
            (work.started, strip.start), (work.stepped, strip.advance), (work.finished, self._on_finished),
            (strip.cancelled, work.cancel),
        ):  # fmt: skip
            (signal.connect if is_running else signal.disconnect)(act)
        self.ok.setEnabled(not is_running)
        self._is_running = is_running
        if not is_running:
            strip.finish()

    def _on_finished(self) -> None:
        """Also after a cancel, which has no answer: the wishes stay, nothing was changed."""
        QTimer.singleShot(0, self, self._leave_if_done)

    def _leave_if_done(self) -> None:
        if self._is_running and not self._desk.work.is_writing:
            self._watch(False)

    @override
    def reject(self) -> None:
        """Esc while the records are written cancels the writing first."""
        if self._is_running:
            self._desk.work.cancel()
        else:
            super().reject()

    def _refuse(self, problem: UserError | str) -> None:
        if self._is_running:
            self._watch(False)
        self._problem.setText(str(problem))
        self._problem.show()


class WishLine(QWidget):
    """A field, how it is to be changed, and the value."""

    def __init__(self, desk: Desk, section: str, number: int, field: str, parent: QWidget) -> None:
        super().__init__(parent)
        from app.services.mass_edit import editable

        self.setObjectName(f"mass_edit_line_{number}")
        self._desk = desk
        self._fields = {each.key: each for each in editable(desk.registry.section(section))}
        self.chosen: Callable[[WishLine], None] = lambda _line: None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.which = named(QComboBox(), f"mass_edit_field_{number}", _("Field"))
        self.which.setFixedWidth(FIELD_WIDTH)
        self.which.setMaxVisibleItems(20)
        for each in self._fields.values():
            self.which.addItem(_(each.label), each.key)
        self.which.setCurrentIndex(max(0, self.which.findData(field)))
        self.which.activated.connect(self._on_field)
        self.how = named(QComboBox(), f"mass_edit_how_{number}", _("How"))
        self.how.setFixedWidth(HOW_WIDTH)
        self.how.activated.connect(self._on_how)
        self.removed = IconButton(
            "x", _("Leave this field out"), f"mass_edit_remove_{number}", kind="flat", is_small=True
        )
        self.removed.setFixedHeight(theme.metrics().control)  # in the middle of the inputs beside it
        self._value = QVBoxLayout()
        self._value.setSpacing(2)
        self._told = label("", "secondary")
        self._told.hide()
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.which, 0, top)
        row.addWidget(self.how, 0, top)
        row.addLayout(self._value, 1)
        row.addWidget(self.removed, 0, top)
        self.editor: Editor
        self._fill()

    @property
    def field(self) -> Field:
        """The field that is chosen."""
        return self._fields[str(self.which.currentData())]

    def wish(self) -> Wish:
        """What stands here."""
        from app.services.mass_edit import Wish

        how: How = self.how.currentData()
        return Wish(self.field.key, how, None if how == "clear" else self.editor.value())

    def choose(self, key: str) -> None:
        """Another field."""
        self.which.setCurrentIndex(self.which.findData(key))
        self._on_field(0)

    def show_common(self, common: Common) -> None:
        """Their one value stands in the editor; that they differ is said."""
        if common.is_different:
            self._told.setText(_("different now"))
        elif self.how.currentData() == "set" and self.editor.value() is None:
            self.editor.set_value(common.value)
        self._told.setVisible(common.is_different)

    def _on_field(self, _index: int) -> None:
        self._fill()
        self.chosen(self)

    def _fill(self) -> None:
        from app.services.mass_edit import takes_several

        self.how.clear()
        ways = [("add", _("add")), ("remove", _("take away"))] if takes_several(self.field) else []
        for key, text in [*ways, ("set", _("set to")), ("clear", _("empty"))]:
            self.how.addItem(text, key)
        while (item := self._value.takeAt(0)) is not None:
            if (widget := item.widget()) is not None and widget is not self._told:
                widget.hide()
                widget.deleteLater()
        self.editor = editor_for(self.field, self._desk, "mass_edit")
        self._value.addWidget(self.editor)
        self._value.addWidget(self._told)
        self._told.hide()
        self._on_how(0)

    def _on_how(self, _index: int) -> None:
        self.editor.setVisible(self.how.currentData() != "clear")
