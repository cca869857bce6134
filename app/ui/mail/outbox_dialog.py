"""The outbox: letters on their way, how far they are, and what is to be decided of some."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.clock import from_stamp
from app.core.texts import _, grouped, ngettext
from app.ui import theme
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.mail.runner import runner_of
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import label, plain_tooltip
from app.ui.widgets.lined_table import LinedTable
from app.ui.widgets.naming import guided, named
from app.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.mail.outbox import Mailing, Sent
    from app.ui.desk import Desk

REFRESH_MS = 250
MOST_ROWS = 1_000
SIDE_WIDTH = 260
NAME, STATE, ADDRESS, PROBLEM = range(4)
ALL = "all"
ROLES = {"sent": "muted", "failed": "danger", "unknown": "warning", "queued": "text", "sending": "accent"}


def show_outbox(desk: Desk, uid: str = "") -> OutboxDialog:
    """Open the outbox, at a mailing."""
    dialog = OutboxDialog(desk, uid, dialog_owner())
    open_dialog(dialog, is_modal=False)
    return dialog


class OutboxDialog(QDialog):
    """Left the mailings, right the letters of the one that is chosen."""

    def __init__(self, desk: Desk, uid: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        guided(named(self, "outbox_dialog", _("Outbox")), "letters")
        self.setWindowTitle(_("Outbox"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1040, 620)
        self._desk, self._wanted = desk, uid
        self._mailings: list[Mailing] = []
        self._letters: list[Sent] = []
        self.runner = runner_of(desk)
        self.list = named(QListWidget(), "outbox_mailings", _("Letters"))
        self.list.setProperty("boxed", "true")
        self.title = label("", "heading")
        self.state = named(WrappedLabel("", "muted"), "outbox_state")
        self.bar = named(QProgressBar(), "outbox_bar", _("Progress"))
        self.bar.setTextVisible(False)
        self.banner = Banner("outbox_banner")
        self.filter = Segments("outbox_filter", _("Which letters are shown"))
        self.table = LinedTable("outbox_table", _("Letters"))
        self.toast_place = self.table
        self._model = QStandardItemModel(self.table)
        self.go = PrimaryButton(_("Go on"), "outbox_go", "play")
        self.pause = PrimaryButton(_("Pause"), "outbox_pause", "timer")
        self.again = QuietButton(_("Send again"), "outbox_again", "refresh-cw")
        self.arrived = QuietButton(_("It arrived"), "outbox_arrived", "check")
        self.stop = QuietButton(_("Never send the rest"), "outbox_stop", "ban")
        self.forget = QuietButton(_("Take from the list"), "outbox_forget", "x")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REFRESH_MS)
        self._lay_out()
        self._connect()
        self.refresh()

    # -- putting it together -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.table.setModel(self._model)
        self.table.setEditTriggers(LinedTable.EditTrigger.NoEditTriggers)
        self.list.setFixedWidth(SIDE_WIDTH)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for each in (self.again, self.arrived):
            acts.addWidget(each)
        acts.addStretch(1)
        for each in (self.stop, self.forget):
            acts.addWidget(each)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.title)
        right.addWidget(self.state)
        right.addWidget(self.bar)
        right.addWidget(self.banner)
        right.addWidget(self.filter)
        right.addWidget(self.table, 1)
        right.addLayout(acts)
        body = QHBoxLayout()
        body.setSpacing(20)
        body.addWidget(self.list)
        body.addLayout(right, 1)
        whole = QWidget()
        whole.setLayout(body)
        body.setContentsMargins(0, 0, 0, 0)
        told = _(
            "Letters that you send to many wait here until each has gone. Choose contacts, then Tools →"
            " Letters by mail."
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(
            EmptyState("send", _("Nothing is on its way"), told, object_name="outbox_empty")
        )
        close = QuietButton(_("Close"), "outbox_close")
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self._where = label("", "secondary")
        foot.addWidget(self._where, 1)
        for button in (close, self.pause, self.go):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(lambda _row: self._on_mailing())
        self.filter.chosen.connect(lambda _key: self._read_letters())
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._enable())
        self.runner.changed.connect(self._soon.start)
        self._soon.timeout.connect(self.refresh)
        self.go.clicked.connect(self.resume)
        self.pause.clicked.connect(self.hold)
        self.again.clicked.connect(self.send_again)
        self.arrived.clicked.connect(self.mark_arrived)
        self.stop.clicked.connect(self.never)
        self.forget.clicked.connect(self.drop)
        self._desk.library_changed.connect(self.close)

    # -- reading -------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read how far everything is."""
        library = self._desk.library
        if library is not None:
            self._desk.work.ask(
                f"outbox.{id(self)}", library.mail.outbox.all, self._show, lane="beside", owner=self
            )

    def _show(self, found: list[Mailing]) -> None:
        current = self._current
        wanted = current.uid if current is not None else self._wanted
        self._mailings = found
        self.list.blockSignals(True)
        self.list.clear()
        for each in found:
            item = QListWidgetItem(f"{each.name}\n{self._in_short(each)}")
            item.setToolTip(plain_tooltip(each.name))
            self.list.addItem(item)
        place = next((n for n, each in enumerate(found) if each.uid == wanted), 0)
        self.list.setCurrentRow(place if found else -1)
        self.list.blockSignals(False)
        self._stack.setCurrentIndex(0 if found else 1)
        self._on_mailing()

    def _in_short(self, mailing: Mailing) -> str:
        from app.services.mail.outbox import MAILING_STATES

        day = f"{from_stamp(mailing.created_at):%d.%m %H:%M}"
        return f"{day} · {_(self._state_of(mailing, MAILING_STATES))} · {mailing.done}/{mailing.total}"

    def _state_of(self, mailing: Mailing, words: dict[str, str]) -> str:
        if mailing.state == "running" and not self.runner.is_running:
            from app.core.texts import N_

            return N_("waits")
        return words[mailing.state]

    @property
    def _current(self) -> Mailing | None:
        row = self.list.currentRow()
        return self._mailings[row] if 0 <= row < len(self._mailings) else None

    def _on_mailing(self) -> None:
        from app.services.mail.outbox import MAILING_STATES, STATES

        mailing = self._current
        if mailing is None:
            self._enable()
            return
        self.title.setText(mailing.name)
        counts = mailing.counts
        n = counts["sent"]
        said = [_(self._state_of(mailing, MAILING_STATES)).capitalize(),
                ngettext("{n} letter sent", "{n} letters sent", n).format(n=grouped(n))]  # fmt: skip
        said += [
            f"{_(STATES[key])}: {grouped(counts[key])}"
            for key in ("queued", "failed", "unknown")
            if counts[key]
        ]
        self.state.setText(" · ".join(said))
        self.bar.setRange(0, max(1, mailing.total))
        self.bar.setValue(mailing.done)
        self.bar.setVisible(mailing.state != "done")
        self._say(mailing)
        entries = [(ALL, _("All"), mailing.total)]
        entries += [(key, _(words), counts[key]) for key, words in STATES.items() if counts[key]]
        shown = [(key, f"{words[:1].upper()}{words[1:]} {n}") for key, words, n in entries if n or key == ALL]
        now = self.filter.current
        self.filter.offer(shown, now if now in dict(shown) else ALL)
        self._read_letters()

    def _say(self, mailing: Mailing) -> None:
        unknown = mailing.counts["unknown"]
        if mailing.problem:
            self.banner.say(mailing.problem, "warning")
        elif unknown:
            told = ngettext(
                "Of {n} letter nobody knows whether it arrived: connection or program ended meanwhile."
                " It is not sent again by itself. Ask its recipient, then say what to do.",
                "Of {n} letters nobody knows whether they arrived: connection or program ended meanwhile."
                " They are not sent again by themselves. Ask their recipients, then say what to do.",
                unknown,
            )  # fmt: skip
            self.banner.say(told.format(n=unknown), "warning")
        else:
            self.banner.dismiss()

    def _read_letters(self) -> None:
        library, mailing = self._desk.library, self._current
        if library is None or mailing is None:
            return
        state = None if self.filter.current in ("", ALL) else self.filter.current
        self._desk.work.ask(
            f"outbox.letters.{id(self)}",
            lambda: library.mail.outbox.letters(mailing.uid, state, limit=MOST_ROWS),
            self._show_letters, lane="beside", owner=self,
        )  # fmt: skip

    def _show_letters(self, found: list[Sent]) -> None:
        """Letters that are shown already are only told what is new: where the user stands stays as it is."""
        before, self._letters = self._letters, found
        if [each.id for each in before] == [each.id for each in found] and self._model.rowCount():
            for row, (old, new) in enumerate(zip(before, found, strict=True)):
                if old != new:
                    self._set_row(row, new)
        else:
            self._fill(found)
        self._enable()

    def _fill(self, found: list[Sent]) -> None:
        self._model.clear()
        self._model.setHorizontalHeaderLabels(
            [_("Recipient"), _("State"), _("Address"), _("What the server said")]
        )
        self._model.setRowCount(len(found))
        for row, each in enumerate(found):
            self._set_row(row, each)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        for column, width in ((NAME, 150), (STATE, 110), (ADDRESS, 250)):
            self.table.setColumnWidth(column, width)

    def _set_row(self, row: int, each: Sent) -> None:
        from app.services.mail.outbox import STATES

        for column, text in enumerate((each.title, _(STATES[each.state]), each.address, each.problem)):
            item = QStandardItem(text)
            item.setToolTip(plain_tooltip(text))
            if column == STATE:
                item.setForeground(theme.colour(ROLES[each.state]))
            self._model.setItem(row, column, item)

    @property
    def _selected(self) -> list[Sent]:
        rows: list[QModelIndex] = self.table.selectionModel().selectedRows()
        return [self._letters[each.row()] for each in rows if each.row() < len(self._letters)]

    def _meant(self, *states: str) -> list[Sent]:
        """Selected letters in these states; all that are shown, where none is selected."""
        return [each for each in self._selected or self._letters if each.state in states]

    def _enable(self) -> None:
        mailing = self._current
        can_write = self._desk.library is not None and not self._desk.library.is_read_only
        is_sending = self.runner.is_running and mailing is not None and mailing.state == "running"
        has_rest = mailing is not None and mailing.state != "done"
        self.pause.setVisible(is_sending)
        self.go.setVisible(has_rest and not is_sending)
        self.go.setEnabled(can_write)
        self.again.setEnabled(can_write and bool(self._meant("failed", "unknown")))
        self.arrived.setEnabled(can_write and bool(self._meant("unknown")))
        self.arrived.setVisible(mailing is not None and mailing.counts["unknown"] > 0)
        self.again.setVisible(
            mailing is not None and mailing.counts["unknown"] + mailing.counts["failed"] > 0
        )
        self.stop.setVisible(has_rest)
        self.stop.setEnabled(can_write)
        self.forget.setVisible(mailing is not None and not has_rest)
        self.forget.setEnabled(can_write)

    # -- deciding ------------------------------------------------------------------------------------------

    def _do(self, title: str, job: Callable[[], object], then: Callable[[], None] = lambda: None) -> None:
        def done(_result: object) -> None:
            then()
            self.refresh()

        self._desk.work.do(title, lambda _progress: job(), done, on_error=self._refuse, owner=self)

    def _refuse(self, problem: Exception) -> None:
        self.banner.say(str(problem), "danger")

    def resume(self) -> None:
        """Go on exactly where it stopped."""
        library, mailing = self._desk.library, self._current
        if library is not None and mailing is not None:
            outbox = library.mail.outbox
            self._do(_("Sending letters"), partial(outbox.resume, mailing.uid), self.runner.start)

    def hold(self) -> None:
        """Send no further letter of this mailing."""
        library, mailing = self._desk.library, self._current
        if library is not None and mailing is not None:
            self._do(_("Pausing"), partial(library.mail.outbox.pause, mailing.uid))

    def send_again(self) -> None:
        """Put failed and unknown letters back into the queue; asked first, because somebody may get two."""
        library, mailing, meant = self._desk.library, self._current, self._meant("failed", "unknown")
        if library is None or mailing is None or not meant:
            return
        unknown = sum(each.state == "unknown" for each in meant)
        if unknown:
            text = ngettext(
                "{n} letter may have arrived already; whoever has it would get it twice.",
                "{n} letters may have arrived already; whoever has one would get it twice.", unknown,
            ).format(n=unknown)  # fmt: skip
            if not self._desk.messages.ask(
                _("Send again"), text, _("Send again"), _("Cancel"), is_danger=True
            ):
                return
        outbox, ids = library.mail.outbox, [each.id for each in meant]

        def job() -> None:
            outbox.send_again(mailing.uid, ids)
            outbox.resume(mailing.uid)

        self._do(_("Sending letters"), job, self.runner.start)

    def mark_arrived(self) -> None:
        """The user found out that unknown letters arrived."""
        library, meant = self._desk.library, self._meant("unknown")
        if library is not None and meant:
            outbox, ids = library.mail.outbox, [each.id for each in meant]

            def job() -> None:
                outbox.decide(ids, arrived=True)
                library.mail.note_sent()

            self._do(_("Marking letters"), job)

    def never(self) -> None:
        """The letters that wait will never go."""
        library, mailing = self._desk.library, self._current
        if library is None or mailing is None:
            return
        n = mailing.counts["queued"]
        text = ngettext("{n} letter still waits.", "{n} letters still wait.", n).format(n=n)
        if self._desk.messages.ask(
            _("Never send the rest"), text, _("Never send"), _("Cancel"), is_danger=True
        ):
            self._do(_("Stopping"), partial(library.mail.outbox.stop, mailing.uid))

    def drop(self) -> None:
        """Take a mailing that is done from the list; the events stay in the cards."""
        library, mailing = self._desk.library, self._current
        if library is not None and mailing is not None:
            self._do(_("Taking from the list"), partial(library.mail.outbox.forget, mailing.uid))
