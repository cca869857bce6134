"""Synchronising an address book: what will change on both sides, what is to be decided, what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QStandardItem
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from app.core.folding import sort_key
from app.core.override import override
from app.core.texts import _, ngettext
from app.services.sync import wording
from app.services.sync.accounts import OURS, THEIRS, Account, login_of
from app.services.sync.service import told_of_deletions
from app.ui import theme
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.listing.acts import undo
from app.ui.messages import Action
from app.ui.study_dialog import FOUND, LOOKING, NOTHING, StudyDialog, cells
from app.ui.sync.account_dialog import AccountDialog
from app.ui.widgets.buttons import IconButton, PrimaryButton, QuietButton
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import label
from app.ui.widgets.lined_table import LinedTable
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.groups import GroupNode
    from app.services.library import Library
    from app.services.sync.pairs import Plan, Step
    from app.services.sync.service import SyncReport
    from app.ui.desk import Desk

LAST = "sync_account"
"""Which account was shown last."""
MOST_SHOWN = 2_000
"""Lines of the preview; of more of them the first are shown, those that need the user before the others."""
WIDTHS = 240, 110, 110


def show_sync(desk: Desk) -> SyncDialog:
    """Open it and look at the address book that was shown last."""
    dialog = SyncDialog(desk, dialog_owner())
    open_dialog(dialog, is_modal=False)
    return dialog


class SyncDialog(StudyDialog):
    """Reads both sides as soon as it is open; writes when the user says so."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "sync", _("Synchronise address book"), parent)
        self.resize(980, 620)
        self._accounts: list[Account] = []
        self._plan: Plan | None = None
        self._shown: list[Step] = []
        self._build_head()
        self.table, self._model = self.make_table(_("What will change"))
        self.table.setSelectionMode(LinedTable.SelectionMode.ExtendedSelection)
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._enable())
        self._build_acts()
        self._put_together()
        self.find_accounts(str(desk.state.get(LAST) or ""))

    def _build_head(self) -> None:
        self._which = named(QComboBox(), "sync_which_account", _("Address book"))
        self._which.setMinimumWidth(260)
        self._which.activated.connect(lambda _place: self._on_chosen())
        self._settings = IconButton("settings", _("Settings of the address book"), "sync_settings")
        self._settings.clicked.connect(lambda: self.edit(self.account))
        self._new = QuietButton(_("New address book…"), "sync_new", "plus")
        self._new.clicked.connect(lambda: self.edit(None))

    def _build_acts(self) -> None:
        self._ours = QuietButton(_("Keep what is here"), "sync_ours", "monitor")
        self._theirs = QuietButton(_("Take the server's"), "sync_theirs", "globe")
        self._ours.clicked.connect(partial(self.decide, OURS))
        self._theirs.clicked.connect(partial(self.decide, THEIRS))
        self._run = PrimaryButton(_("Synchronise"), "sync_run", "refresh-cw")
        self._run.clicked.connect(self.run)

    def _put_together(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._which)
        head.addWidget(self._settings)
        head.addStretch(1)
        head.addWidget(self._new)
        self._first = PrimaryButton(_("New address book…"), "sync_first", "plus")
        self._first.clicked.connect(lambda: self.edit(None))
        self._empty = EmptyState("smartphone", *_no_book(), self._first, object_name="sync_empty")
        self.lay_out(head, self._changes(), self._empty, (self._run,))

    def _changes(self) -> QWidget:
        """The table, and below it what is done about lines that are to be decided."""
        self._deciding = QWidget()
        line = QHBoxLayout(self._deciding)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        told = _("Select what is to be decided, then:")
        line.addWidget(label(told, "secondary"), 1)
        line.addWidget(self._ours)
        line.addWidget(self._theirs)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addWidget(self._deciding)
        return made

    # -- accounts ------------------------------------------------------------------------------------------

    @property
    def account(self) -> Account | None:
        """The address book that is shown."""
        place = self._which.currentIndex()
        return self._accounts[place] if 0 <= place < len(self._accounts) else None

    def find_accounts(self, wanted: str = "") -> None:
        """Ask which address books there are, then look at one of them."""
        library = self._desk.library
        if library is not None:
            self._desk.work.ask(
                f"sync.{id(self)}", library.sync.accounts.all, partial(self._on_accounts, wanted),
                lane="beside", owner=self,
            )  # fmt: skip

    def _on_accounts(self, wanted: str, found: list[Account]) -> None:
        self._accounts = found
        self._which.clear()
        for each in found:
            self._which.addItem(f"{each.name} ({each.place})", each.uid)
        self._which.setCurrentIndex(max(0, self._which.findData(wanted)))
        for widget in (self._which, self._settings, self._new, self._again, self._run):
            widget.setVisible(bool(found))
        self._first.setVisible(not found)
        if found:
            self._on_chosen()
        else:
            self.forget()
            self._say_empty("smartphone", *_no_book())
            self._first.setFocus()

    def _on_chosen(self) -> None:
        if self.account is not None:
            self._desk.state.set(LAST, self.account.uid)
            self.look()

    def edit(self, account: Account | None) -> None:
        """Change an address book, or set up another one."""
        library = self._desk.library
        if library is not None:
            section = library.sync.section.key
            self._desk.work.ask(
                f"sync.groups.{id(self)}", lambda: library.groups.tree(section), partial(self._open, account),
                lane="beside", owner=self,
            )  # fmt: skip

    def _open(self, account: Account | None, groups: list[GroupNode]) -> None:
        dialog = AccountDialog(self._desk, account, groups, self)
        dialog.saved.connect(self.find_accounts)
        open_dialog(dialog)

    # -- looking -------------------------------------------------------------------------------------------

    @override
    def job(self, library: Library) -> Callable[[Progress], Plan] | None:
        account, secrets = self.account, self._desk.secrets
        if account is None:
            return None
        return lambda progress: library.sync.plan(account, login_of(account, secrets), progress)

    @override
    def doing(self) -> str:
        return _("Reading both sides")

    @override
    def forget(self) -> None:
        self._plan, self._shown = None, []
        self._model.removeRows(0, self._model.rowCount())
        self._enable()

    @override
    def on_found(self, found: Plan) -> None:
        self._show(found)
        if found.conflicts:
            self.table.selectRow(0)  # they stand first
        self.table.setFocus()

    def _show(self, plan: Plan, note: str = "") -> None:
        """Fill the table; what needs the user stands first."""
        library = self._desk.library
        if library is None:
            return
        self._plan = plan
        everything = sorted(
            plan.shown, key=lambda each: (not each.is_conflict, not each.problem, sort_key(each.title))
        )
        self._shown = everything[:MOST_SHOWN]
        self._model.clear()
        self._model.setHorizontalHeaderLabels([_("Contact"), _("Here"), _("On the server"), _("What")])
        section, context = library.sync.section, library.context()
        for step in self._shown:
            self._model.appendRow(_row(step, wording.what(step, section, context)))
        head = self.table.horizontalHeader()
        for place, width in enumerate(WIDTHS):
            self.table.setColumnWidth(place, width)
        head.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        if everything:
            self._stack.setCurrentIndex(FOUND)
        else:
            told = _("Every contact that takes part is the same here and on the server.")
            self._say_empty("circle-check", _("Both sides are the same"), told)
        self._note.setText(note or self._summary(plan, len(everything)))
        self._enable()

    def _summary(self, plan: Plan, n: int) -> str:
        lines = [wording.of_plan(plan) if n else ""]
        lines += wording.left_over(len(plan.conflicts), len(plan.problems))
        if n > MOST_SHOWN:
            shown = ngettext("The first {n} is shown.", "The first {n} are shown.", MOST_SHOWN)
            lines.append(shown.format(n=MOST_SHOWN))
        return " ".join(filter(None, lines))

    def _say_empty(self, icon: str, title: str, text: str) -> None:
        self._empty.say(icon, title, text)
        self._stack.setCurrentIndex(NOTHING)

    def _enable(self) -> None:
        library, plan = self._desk.library, self._plan
        can_write = library is not None and not library.is_read_only
        chosen = self._chosen()
        self._deciding.setVisible(plan is not None and bool(plan.conflicts or plan.decisions))
        for button in (self._ours, self._theirs):
            button.setEnabled(bool(chosen))
        self._run.setEnabled(can_write and plan is not None and not plan.is_empty)
        self._new.setEnabled(can_write)
        self._first.setEnabled(can_write)
        self._settings.setEnabled(can_write)

    # -- deciding ------------------------------------------------------------------------------------------

    def _chosen(self) -> list[Step]:
        """The selected lines that were to be decided."""
        decisions = self._plan.decisions if self._plan is not None else {}
        rows = {index.row() for index in self.table.selectedIndexes()}
        steps = [self._shown[row] for row in sorted(rows) if row < len(self._shown)]
        return [each for each in steps if each.is_conflict or each.key in decisions]

    def decide(self, side: str) -> None:
        """The selected conflicts go to one side."""
        library, plan, chosen = self._desk.library, self._plan, self._chosen()
        if library is None or plan is None or not chosen:
            return
        keys = [each.key for each in chosen]
        self._desk.work.ask(
            f"sync.decide.{id(self)}", lambda: library.sync.decide(plan, dict.fromkeys(keys, side)),
            partial(self._on_decided, keys), lane="beside", owner=self,
        )  # fmt: skip

    def _on_decided(self, keys: list[str], plan: Plan) -> None:
        self._show(plan)
        rows = [row for row, step in enumerate(self._shown) if step.key in keys]
        if rows:
            self.table.setCurrentIndex(self._model.index(rows[0], 0))
        self._enable()

    @override
    def act_on(self, index: QModelIndex) -> None:
        """Open the card of the contact."""
        step = self._shown[index.row()] if 0 <= index.row() < len(self._shown) else None
        library = self._desk.library
        if step is not None and step.pair.local is not None and library is not None:
            self._desk.open_card(library.sync.section.key, step.pair.local.record.uid)

    # -- running -------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Write on both sides what is shown, in a thread of its own: the network may take its time."""
        library, plan, account, secrets = self._desk.library, self._plan, self.account, self._desk.secrets
        if library is None or plan is None or account is None or not self._run.isEnabled():
            return
        many = told_of_deletions(plan)[:-1]
        if many and not self._desk.messages.ask(
            _("Delete so many?"), " ".join(many), _("Delete them"), _("Cancel"), is_danger=True
        ):
            return

        def job(progress: Progress) -> SyncReport:
            return library.sync.run(plan, login_of(account, secrets), progress, deletes_many=bool(many))

        self._cancel()
        self._looks += 1
        self.forget()
        self._note.setText("")
        self._stack.setCurrentIndex(LOOKING)
        self._again.setEnabled(False)
        self._strip.start(_("Synchronising"))
        self._progress = self._desk.work.study(
            job, partial(self._on_done, plan), self._strip.advance, partial(self._on_run_end, self._looks),
            owner=self,
        )  # fmt: skip

    def _on_run_end(self, look: int) -> None:
        self._again.setEnabled(True)
        self._on_end(look)

    def _on_done(self, plan: Plan, report: SyncReport) -> None:
        desk, operation = self._desk, report.operation
        text = wording.of_report(report)
        action = Action(_("Undo"), lambda: undo(desk, operation)) if operation else None
        say = desk.messages.info if report.is_whole else desk.messages.warning
        say(text, action)
        left = wording.left_of(plan, report)
        if report.conflicts:
            self.look()  # what is to be decided is decided on the newest state
        elif left.shown:
            self._show(left, text)
            self._run.setEnabled(False)
        else:
            done = _("Not everything was sent") if report.broken_off else _("Synchronised")
            self._say_empty("circle-alert" if report.broken_off else "circle-check", done, text)
            self._note.setText("")


def _no_book() -> tuple[str, str]:
    told = _(
        "Keep contacts the same as on your phone: set up the address book of Nextcloud, iCloud, Fastmail, "
        "Google or another server."
    )
    return _("No address book yet"), told


def _row(step: Step, what: str) -> list[QStandardItem]:
    if step.is_conflict or step.problem:
        here = there = ""
        what = what if step.problem else _("To be decided: {what}").format(what=what)
    else:
        here, there = wording.act(step.here), wording.act(step.there)
    items = cells(step.title, here, there, what)
    if step.is_conflict or step.problem:
        items[3].setForeground(theme.colour("danger" if step.problem else "warning_text"))
    name = ", ".join(filter(None, (step.title, here and f"{_('Here')}: {here}",
                                   there and f"{_('On the server')}: {there}", what)))  # fmt: skip
    items[0].setAccessibleText(name)
    return items
