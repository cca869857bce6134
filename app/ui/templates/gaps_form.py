"""What the documents would leave empty, with editors to fill it in on the spot; saved as an ordinary edit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.core.texts import _, grouped, ngettext
from app.ui import theme
from app.ui.editors import Editor, editor_for
from app.ui.panel.small import WrappedLabel
from app.ui.widgets.buttons import LinkButton, QuietButton
from app.ui.widgets.labels import ElidedLabel
from app.ui.widgets.naming import named, on_surface

if TYPE_CHECKING:
    from app.services.documents.gaps import Gap
    from app.ui.desk import Desk

MOST_LINES = 40
FIELD_WIDTH, WHOSE_WIDTH = 130, 150


class GapsForm(QWidget):
    """A line for each gap; those of the user's own firm lead to the settings."""

    filled = Signal()
    """What was filled in is saved."""
    settings_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("make_gaps")
        self._desk = desk
        self.editors: list[tuple[Gap, Editor]] = []
        self._told = WrappedLabel("", "muted")
        self._told.setObjectName("make_gaps_told")
        self._inside = QWidget()
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(0, 0, 8, 0)
        self._lines.setSpacing(8)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(on_surface(self._inside, "window"))
        self._save = QuietButton(_("Save what was filled in"), "make_gaps_save", "save")
        self._save.clicked.connect(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._told)
        column.addWidget(scroll, 1)
        column.addWidget(self._save, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_gaps(())

    def show_gaps(self, gaps: Sequence[Gap], *, is_known: bool = True) -> None:
        """Show other gaps; what was typed and not saved is gone."""
        self.editors = []
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        n = len(gaps)
        if n:
            told = ngettext(
                "{n} place stays empty. What is filled in here is saved in the record.",
                "{n} places stay empty. What is filled in here is saved in the records.", n,
            ).format(n=grouped(n))  # fmt: skip
            if n > MOST_LINES:
                told += " " + _("The first {n} are shown.").format(n=MOST_LINES)
        else:
            told = _("Nothing stays empty.") if is_known else ""
        self._told.setText(told)
        for place, gap in enumerate(gaps[:MOST_LINES]):
            self._lines.addWidget(self._line(place, gap))
        self._lines.addStretch(1)
        library = self._desk.library
        self._save.setVisible(bool(self.editors) and library is not None and not library.is_read_only)
        self._save.setEnabled(False)

    def tell(self, text: str) -> None:
        """Say something else in place of how many there are."""
        self._told.setText(text)

    @property
    def is_typed(self) -> bool:
        """Was something filled in that is not saved?"""
        return self._save.isEnabled()

    def _line(self, place: int, gap: Gap) -> QWidget:
        row = named(QWidget(), f"make_gap_{place}")
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        whose = ElidedLabel(gap.title or (_("My firm") if gap.root == "firm" else _("Who writes")))
        name = ElidedLabel(gap.label, "secondary")
        for each, width in ((whose, WHOSE_WIDTH), (name, FIELD_WIDTH)):
            each.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            each.setFixedSize(width, theme.metrics().control)
        line.addWidget(whose, 0, top)
        line.addWidget(name, 0, top)
        line.addWidget(self._way(place, gap), 1, top)
        return row

    def _way(self, place: int, gap: Gap) -> QWidget:
        """An editor, or a link to where it can be filled in."""
        if gap.field:
            field = self._desk.registry.section(gap.section).by_key[gap.field]
            editor = editor_for(field, self._desk, f"gap{place}")
            editor.show_record(gap.section, gap.uid)
            editor.set_value(None)
            editor.make_compact()
            editor.changed.connect(lambda: self._save.setEnabled(True))
            self.editors.append((gap, editor))
            return editor
        if gap.uid:
            link = LinkButton(_("Open the card"), f"make_gap_open_{place}")
            link.setMinimumHeight(theme.metrics().control)
            link.clicked.connect(partial(self._open, gap))
        else:
            link = LinkButton(_("Settings…"), f"make_gap_settings_{place}")
            link.setMinimumHeight(theme.metrics().control)
            link.clicked.connect(lambda _on=False, root=gap.root: self.settings_wanted.emit(root))
        return link

    def _open(self, gap: Gap, _is_on: bool = False) -> None:
        self._desk.open_card(gap.section, gap.uid)

    def save(self) -> None:
        """Save everything that was filled in, as one step that can be undone."""
        from app.services.documents.gaps import fill

        library = self._desk.library
        if library is None:
            return
        for _gap, editor in self.editors:
            editor.commit()
        problem = next((found for _gap, editor in self.editors if (found := editor.problem())), None)
        if problem:
            self._desk.messages.warning(problem)
            return
        values: dict[tuple[str, str], dict[str, Any]] = {}
        for gap, editor in self.editors:
            if (value := editor.value()) not in (None, "", []):
                values.setdefault((gap.section, gap.uid), {})[gap.field] = value
        if values:
            self._desk.work.do(
                _("Saving"), lambda _progress: fill(library, values), lambda _operation: self.filled.emit(),
                owner=self,
            )  # fmt: skip
