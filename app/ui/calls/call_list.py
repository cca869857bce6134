"""People called one after another: who, what was last, a digit for the result, Enter, and the next one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.override import override
from app.core.texts import NC_, _, grouped, ngettext
from app.services.results import finish
from app.ui.calls.commands import events_of
from app.ui.calls.log_form import LogForm, save_by_keys
from app.ui.file_choice import FILES
from app.ui.listing import acts
from app.ui.messages import Action
from app.ui.opening import OpenUrl, open_in_system
from app.ui.panel.commands import RecordCommands
from app.ui.widgets.avatar import AvatarWidget
from app.ui.widgets.buttons import FlatButton, PrimaryButton, QuietButton
from app.ui.widgets.labels import ElidedLabel, label
from app.ui.widgets.naming import guided, named

if TYPE_CHECKING:
    from app.services.calls import CallCard
    from app.services.library import Operation
    from app.ui.desk import Desk


class CallListDialog(QDialog):
    """Each call is saved as one step of its own, so that closing in the middle loses nothing."""

    def __init__(
        self,
        desk: Desk,
        uids: Sequence[str],
        count: int,
        parent: QWidget | None = None,
        open_url: OpenUrl = open_in_system,
    ) -> None:
        super().__init__(parent)
        self._desk, self._uids, self._place = desk, list(uids), 0
        self._beyond = count - len(self._uids)
        self.card: CallCard | None = None
        self.form: LogForm | None = None
        self.results: Counter[str] = Counter()
        self._records = RecordCommands(desk, self, open_url, FILES)
        title = _("Calls one after another")
        guided(named(self, "call_list", title), "reminders")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(680)
        self._progress = label("", "secondary")
        self._lay_out()
        desk.library_changed.connect(self._leave)
        save_by_keys(self, self.save)
        self._read()

    def _lay_out(self) -> None:
        self._face = AvatarWidget(40)
        self._title, self._where = ElidedLabel("", "title"), ElidedLabel("", "muted")
        self._story = ElidedLabel("", "secondary")
        self.call = QuietButton(_(NC_("action", "Call")), "call_list_call", "phone")
        self.call.setToolTip("F2")
        self.call.clicked.connect(self._call)
        self.card_button = FlatButton(_("Open card"), "call_list_open")
        self.card_button.clicked.connect(self._open)
        words = QVBoxLayout()
        words.setSpacing(1)
        for each in (self._title, self._where):
            words.addWidget(each)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._face, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self.card_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.call, 0, Qt.AlignmentFlag.AlignTop)
        self._room = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._progress)
        column.addLayout(head)
        column.addWidget(self._story)
        column.addLayout(self._room, 1)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        self.back = QuietButton(_("Back"), "call_list_back")
        self.back.clicked.connect(lambda: self.step(-1))
        self.skip = QuietButton(_("Skip"), "call_list_skip")
        self.skip.clicked.connect(lambda: self.step(1))
        self.ok = PrimaryButton(_("Save and next"), "call_list_save")
        self.ok.setDefault(True)
        self.ok.clicked.connect(self.save)
        close = QuietButton(_("Close"), "call_list_close")
        close.clicked.connect(self.reject)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(close)
        line.addStretch(1)
        for button in (self.back, self.skip, self.ok):
            line.addWidget(button)
        return line

    # -- who ----------------------------------------------------------------------------------------------

    def _read(self) -> None:
        library, uid, events = self._desk.library, self._uids[self._place], events_of(self._desk)
        if library is None:
            return

        def job() -> CallCard | None:
            from app.services.calls import call_card

            return call_card(library, uid, events)

        self._desk.work.ask("calls.card", job, self._show, owner=self)

    def _show(self, card: CallCard | None) -> None:
        if card is None:  # deleted meanwhile
            self._go(1)
            return
        self.card = card
        total = len(self._uids)
        told = _("{n} of {total}").format(n=grouped(self._place + 1), total=grouped(total))
        self._progress.setText(" · ".join(filter(None, [told, self._summary()])))
        self._face.show_record(card.title, card.uid)
        self._title.setText(card.title)
        self._where.setText(" · ".join(filter(None, [card.place, card.phone])))
        last = _("last: {what}").format(what=card.last) if card.last else _("no contact yet")
        following = _("next: {what}").format(what=card.next) if card.next else ""
        self._story.setText(" · ".join(filter(None, [last, following])))
        self.call.setEnabled(bool(card.phone))
        self.back.setEnabled(self._place > 0)
        if self.form is not None:
            self._room.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = LogForm(self._desk, card.line, "call_list")
        self.form.filled.connect(self._fit)
        self._room.addWidget(self.form)
        self.form.show()
        self.form.focus_first()

    def _fit(self) -> None:
        """As high as what is in it at this width."""
        column = self.layout()
        if column is not None:
            self.resize(self.width(), max(self.height(), column.totalHeightForWidth(self.width())))

    def step(self, step: int) -> None:
        """To the next, or back, unless what was written is kept."""
        if self.form is None or self.form.may_leave():
            self._go(step)

    def _go(self, step: int) -> None:
        """After the last the window says what came of it and closes."""
        place = self._place + step
        if place >= len(self._uids):
            self._end()
        elif place >= 0:
            self._place = place
            self._read()

    def _end(self) -> None:
        beyond = ngettext("{n} more is on the list.", "{n} more are on the list.", self._beyond)
        words = [_("That was the last one."), self._summary()]
        words += [beyond.format(n=grouped(self._beyond))] if self._beyond else []
        self._desk.messages.info(" ".join(filter(None, words)))
        self.accept()

    def _summary(self) -> str:
        """``reached 5, no answer 3``"""
        return ", ".join(f"{text} {grouped(n)}" for text, n in self.results.items())

    # -- what is done -------------------------------------------------------------------------------------

    def _call(self) -> None:
        if self.card is not None:
            self._records.start_with("call", self.card.uid)

    def _open(self) -> None:
        if self.card is not None:
            self._desk.open_card(self.card.section, self.card.uid)

    def save(self) -> None:
        """Note what came of it, plan the next step, and go on."""
        library, card, form = self._desk.library, self.card, self.form
        found = form.take() if form is not None else None
        if library is None or card is None or form is None or found is None:
            return
        result, following = found
        self.results[form.told or _("noted")] += 1
        desk = self._desk

        def done(operation: Operation) -> None:
            undo = Action(_("Undo"), lambda: acts.undo(desk, operation.uid))
            desk.messages.info(_("Done: {title}").format(title=card.title), undo)

        desk.work.do(
            _("Marking as done"),
            lambda _progress: finish(library, card.line.section, card.line.uid, result, following),
            done,
            owner=desk,
        )
        self._go(1)

    def _leave(self) -> None:
        """The file is closed: there is nothing left that this could be written into."""
        super().reject()

    @override
    def reject(self) -> None:
        if self.form is None or self.form.may_leave():
            super().reject()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and self.call.isEnabled():
            self.call.click()
        elif event.key() == Qt.Key.Key_PageDown:
            self.step(1)
        elif event.key() == Qt.Key.Key_PageUp:
            self.step(-1)
        else:
            super().keyPressEvent(event)
