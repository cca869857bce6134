"""Step 2: where each column goes, and what every row gets besides."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.texts import _, grouped, ngettext, pgettext
from app.ui.import_wizard.column_line import ColumnLine, lay_line, rule
from app.ui.import_wizard.every_row import EveryRow
from app.ui.import_wizard.notes import values_of
from app.ui.import_wizard.page import WizardPage
from app.ui.import_wizard.phones_line import PhonesLine
from app.ui.import_wizard.state import ImportState, Look
from app.ui.import_wizard.target_box import NEW, fill
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.chips import ChipRow, TagLabel
from app.ui.widgets.labels import ElidedLabel, label
from app.ui.widgets.naming import named, on_surface

if TYPE_CHECKING:
    from app.services.exchange.importing import ImportPlan
    from app.services.exchange.targets import Target

FIRST_LINES, MORE_LINES = 12, 4
"""An export of Outlook has a hundred columns: those in sight are made at once."""


class ColumnsPage(WizardPage):
    """One line for each column: its heading, some values, the field it goes to, and what to know."""

    def __init__(self) -> None:
        super().__init__("import_columns", _("Columns"))
        self._shown: tuple[object, ...] = ()
        self._choices = self._for_all = QStandardItemModel(self)
        self._keys: tuple[str, ...] = ()
        self.lines: list[ColumnLine] = []
        head = QHBoxLayout()
        head.setSpacing(10)
        self._facts = ChipRow("import_facts", gap=8)
        self._summary = ElidedLabel("", "muted")
        self._rest = named(QCheckBox(_("Keep the others as text fields")), "import_keep_rest",
                           _("Keep the others as text fields"))  # fmt: skip
        self._rest.setToolTip(
            _("Columns without a field here become fields of your own, so that nothing is lost.")
        )
        self._rest.clicked.connect(lambda is_on: self.change(keeps_rest=is_on))
        self._anew = LinkButton(_("Guess anew"), "import_guess_anew")
        self._anew.clicked.connect(self._guess_anew)
        head.addWidget(self._facts, 0)
        head.addWidget(self._summary, 1)
        head.addWidget(self._rest)
        head.addWidget(self._anew)
        self.column.addLayout(head)
        self.phones = PhonesLine()
        self.phones.chosen.connect(lambda country: self.change(phones=country))
        self.column.addWidget(self.phones)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.addWidget(self._scroll, 1)
        self._look: Look | None = None
        self._place: QVBoxLayout | None = None
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.timeout.connect(self._go_on)
        self.every_row = EveryRow()
        self.every_row.changed.connect(self._on_every_row)
        self.every_row.grown.connect(self._show_end, Qt.ConnectionType.QueuedConnection)

    def show_state(self, state: ImportState, look: Look) -> None:
        """Show the columns of the file and what is guessed or chosen for each."""
        self.state, self._look, plan = state, look, look.plan
        self._show_facts(plan)
        mapped = sum(match.target is not None for match in plan.matches)
        total = len(plan.matches)
        text = ngettext("{mapped} of {n} column mapped.", "{mapped} of {n} columns mapped.", total)
        self._summary.setText(text.format(mapped=mapped, n=total))
        self._anew.setVisible(bool(plan.kept))
        self._rest.setVisible(state.keeps_rest or bool(look.lost))
        self._rest.setChecked(state.keeps_rest)
        if plan.kept:
            told = _("Recognised as in your last import of such a list. {mapped}")
            self._summary.setText(told.format(mapped=self._summary.text()))
        self.phones.show_country(plan.phones)
        self._offer(look)
        shown = (plan.table.headers, look.sample)
        if shown != self._shown:
            self._shown = shown
            self._make_lines(look)
        for number, (line, match) in enumerate(zip(self.lines, plan.matches, strict=False)):
            line.show_match(match, look.notes[number])
        self.every_row.show_all(state.constants, state.groups, self._for_all, look.groups)
        self.ready.emit(mapped > 0)

    def _show_facts(self, plan: ImportPlan) -> None:
        table = plan.table
        self._facts.clear()
        self._facts.add(TagLabel(table.file))
        if len(table.sheets) > 1:
            self._facts.add(TagLabel(_("Sheet: {name}").format(name=table.name)))
        n = plan.rows
        self._facts.add(TagLabel(ngettext("{n} row", "{n} rows", n).format(n=grouped(n))))
        if table.first_row > 1:
            self._facts.add(TagLabel(_("Headings in row {n}").format(n=table.first_row - 1)))
        self._facts.setFixedWidth(self._facts.sizeHint().width())

    def _offer(self, look: Look) -> None:
        """Every target once, shared by all boxes; made anew when there are others."""
        planned = {each.key for each in look.plan.new_fields}
        fields = [(_heading(each), key) for key, each in look.targets.items() if key not in planned]
        keys = tuple(key for _heading, key in fields)
        if keys != self._keys:
            self._keys, self._shown = keys, ()
            self._choices = fill(self, [(_("Do not import"), ""), (_("New field"), NEW), *fields])
            self._for_all = fill(self, fields)

    def _make_lines(self, look: Look) -> None:
        self.every_row.setParent(None)
        content = on_surface(QWidget(), "surface")
        column = self._place = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(lay_line(QWidget(), [
            label(_("Column in the file"), "heading"), label(_("First values"), "heading"),
            label(_("Goes to the field"), "heading"), label(""),
        ]))  # fmt: skip
        self.lines = []
        column.addWidget(rule())
        column.addWidget(self.every_row)
        column.addStretch(1)
        self._add_lines(FIRST_LINES)
        self._scroll.setWidget(content)

    def _add_lines(self, most: int) -> None:
        """Some more lines; the rest follows when the window has had time for others."""
        look, place = self._look, self._place
        if look is None or place is None:
            return
        first, headers = len(self.lines), look.plan.table.headers
        for number in range(first, min(first + most, len(headers))):
            line = ColumnLine(number, headers[number], values_of(look.sample, number), self._choices)
            line.chosen.connect(self._choose)
            line.show_match(look.plan.matches[number], look.notes[number])
            self.lines.append(line)
            place.insertWidget(2 * number + 1, rule())
            place.insertWidget(2 * number + 2, line)
        self._more.start()

    def _go_on(self) -> None:
        if self._look is not None and len(self.lines) < len(self._look.plan.table.headers):
            self._add_lines(MORE_LINES)
        elif self.lines:
            self._order_tabs()

    def _order_tabs(self) -> None:
        """Tab goes down the lines and then on to what is below them."""
        boxes = [box for line in self.lines for box in (line.box, line.kind)]
        for before, after in pairwise(boxes):
            self.setTabOrder(before, after)
        self.every_row.order_tabs(boxes[-1])

    def _show_end(self) -> None:
        self._scroll.verticalScrollBar().setValue(self._scroll.verticalScrollBar().maximum())

    def _choose(self, header: str, key: str) -> None:
        self.change(mapping={**self.state.mapping, header: key})

    def _guess_anew(self) -> None:
        self.change(mapping={}, phones="", is_fresh=True)

    def _on_every_row(self) -> None:
        wanted = self.every_row
        self.change(constants=wanted.constants, groups=wanted.groups)


def _heading(target: Target) -> str:
    """What the field is called; the whole name of a person is no name of a thing."""
    from app.services.exchange.targets import FULL_NAME  # loaded by now: there is a plan

    return pgettext("person", "Name") if target.key == FULL_NAME else target.heading(_)
