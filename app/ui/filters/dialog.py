"""The filter builder: conditions on the records of the shown section, with a live count of what they find."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.blueprint.conditions import NOTHING
from app.core.override import override
from app.core.texts import _, ngettext
from app.ui.filters.block import BlockEditor
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.dialog_foot import dialog_foot
from app.ui.widgets.labels import ElidedLabel, label
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.lists import Count
    from app.ui.desk import Desk
    from app.ui.listing.filter import ListFilter

WIDTH = 720
MOST_HEIGHT = 420
"""Of the conditions, in pixels; more of them are scrolled."""
COUNT_AFTER_MS = 200


class _Scrolled(QScrollArea):
    """As high as what it holds, up to a limit, and never narrower: nobody reaches what is cut."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)

    @override
    def sizeHint(self) -> QSize:
        wanted = self._inside.sizeHint()
        return QSize(wanted.width(), min(wanted.height() + 2, MOST_HEIGHT))

    @override
    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._inside.minimumSizeHint().width() + bar, self.sizeHint().height())


class FilterDialog(QDialog):
    """Changes nothing until "Apply" is pressed."""

    applied = Signal(object)
    """The ListFilter that is wanted."""
    save_wanted = Signal(object)
    """The ListFilter that is to be kept under a name."""

    def __init__(self, desk: Desk, wanted: ListFilter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = _("Filter: {section}").format(section=desk.title_of(wanted.section))
        named(self, "filter_dialog", title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self._desk, self._filter = desk, wanted
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COUNT_AFTER_MS)
        self._timer.timeout.connect(self._ask_count)
        self.block = BlockEditor(desk, wanted.section, "filter")
        self.block.show_conditions(wanted.conditions)
        self.block.changed.connect(self._timer.start)
        self.block.changed.connect(lambda: QTimer.singleShot(0, self, self._widen))
        self.block.rearranged.connect(self._fit)
        self._scrolled = _Scrolled(self.block)
        self.count = named(ElidedLabel("", "muted"), "filter_count")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._scrolled, 1)
        column.addLayout(self._foot())
        self._widen()
        self._ask_count()

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.count, 1)
        clear = QuietButton(_("Clear"), "filter_clear")
        clear.clicked.connect(self._clear)
        self.keep = QuietButton(_("Save as…"), "filter_save", "funnel-plus")
        self.keep.clicked.connect(self._save)
        library = self._desk.library
        self.keep.setEnabled(library is not None and not library.is_read_only)
        self.ok = PrimaryButton(_("Apply"), "filter_apply")
        self.ok.setDefault(True)
        self.ok.clicked.connect(self._apply)
        for button in (clear, self.keep, self.ok):
            line.addWidget(button)
        return line

    def wanted(self) -> ListFilter:
        """The filter with the conditions as they stand here."""
        return replace(self._filter, conditions=self.block.conditions())

    def _fit(self) -> None:
        QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        self._widen()
        self.adjustSize()

    def _widen(self) -> None:
        """Some values take more room than others."""
        self._scrolled.updateGeometry()
        column = self.layout()
        if column is not None:
            self.setMinimumWidth(max(WIDTH, column.totalMinimumSize().width()))

    def _clear(self) -> None:
        self.block.show_conditions(NOTHING)
        self._timer.start()

    def _apply(self) -> None:
        self.applied.emit(self.wanted())
        self.accept()

    def _save(self) -> None:
        self.applied.emit(self.wanted())
        self.save_wanted.emit(self.wanted())
        self.accept()

    # -- how many ------------------------------------------------------------------------------------------

    def _ask_count(self) -> None:
        library, query = self._desk.library, self.wanted().query()
        if library is not None:
            lists = library.lists
            self._desk.work.ask(
                "filter-count",
                lambda: lists.count(query),
                self._show_count,
                patience_ms=0,
                lane="slow",
                owner=self,
            )

    def _show_count(self, count: Count) -> None:
        one, many = self._desk.registry.section(self._filter.section).plural
        said = ngettext(one, many, count.n).format(n=count.text)
        self.count.setText(said)
        self.count.setAccessibleName(said)


def ask_name(parent: QWidget, name: str) -> NameDialog:
    """Ask under which name a filter is kept."""
    made = NameDialog(name, parent)
    made.open()
    return made


class NameDialog(QDialog):
    """The name of a saved filter."""

    named_as = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        from PySide6.QtWidgets import QLineEdit

        super().__init__(parent)
        title = _("Save filter")
        named(self, "filter_name_dialog", title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(360)
        self.line = named(QLineEdit(name), "filter_name", _("Name"))
        self.line.selectAll()
        caption = label(_("Name"))
        caption.setBuddy(self.line)
        self.ok = PrimaryButton(_("Save"), "filter_name_save")
        self.ok.clicked.connect(self._save)
        self.line.textChanged.connect(lambda text: self.ok.setEnabled(bool(text.strip())))
        self.ok.setEnabled(bool(name.strip()))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(caption)
        column.addWidget(self.line)
        column.addSpacing(4)
        column.addLayout(dialog_foot(self, "filter_name", self.ok))

    def _save(self) -> None:
        self.named_as.emit(self.line.text().strip())
        self.accept()
