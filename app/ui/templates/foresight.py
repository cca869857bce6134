"""How documents would be, before any is made: what is wrong, their names and numbers, what stays empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from app.core.texts import _, grouped, ngettext
from app.ui.templates.gaps_form import GapsForm
from app.ui.widgets.banner import Banner
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.documents.rehearsal import Rehearsal
    from app.ui.desk import Desk

NAMES_HEIGHT = 150


class Foresight(QWidget):
    """The right half of the window that makes documents."""

    check_wanted = Signal()
    """The user wants to see what is wrong with the template."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banner = Banner("make_banner")
        self.names = named(QListWidget(), "make_names", _("The documents"))
        self.names.setProperty("boxed", "true")
        self.names.setFixedHeight(NAMES_HEIGHT)
        self.gaps = GapsForm(desk)
        self._heading = label(_("The documents"), "heading")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.banner)
        column.addWidget(self._heading)
        column.addWidget(self.names)
        column.addSpacing(4)
        column.addWidget(label(_("Empty places"), "heading"))
        column.addWidget(self.gaps, 1)

    def show_trying(self) -> None:
        """Other documents are wanted: what was shown of the former ones does not hold for them."""
        self.banner.dismiss()
        self._clear()
        self.gaps.tell(_("Trying the template…"))

    def show_untried(self, again: Callable[[], None]) -> None:
        """The trial did not come to its end."""
        self._clear()
        self.banner.say(_("The template was not tried to the end."), "warning", _("Try again"), again)

    def _clear(self) -> None:
        self.names.clear()
        self._heading.setText(_("The documents"))
        self.gaps.show_gaps((), is_known=False)

    def show_rehearsal(self, found: Rehearsal, n: int) -> None:
        """Show what a trial came to; so many documents there would be."""
        self.names.clear()
        self.names.addItems(list(found.names))
        counted = ngettext("{n} document", "{n} documents", n).format(n=grouped(n))
        self._heading.setText(counted if found.names else _("The documents"))
        self.gaps.show_gaps(found.gaps, is_known=bool(found.names))
        self._say(found)

    def _say(self, found: Rehearsal) -> None:
        looked = found.looked
        wrong = [each for each in looked.findings if each.level == "warning"] if looked is not None else []
        removed = looked.removed if looked is not None else ()
        problems = found.made.problems if found.made is not None else []
        if found.problem:
            can_show = looked is not None and bool(looked.errors)
            self.banner.say(found.problem, "danger", _("Show") if can_show else "", self.check_wanted.emit)
        elif problems:
            self.banner.say(problems[0][1], "danger")
        elif wrong or removed:
            n = len(wrong) + len(removed)
            text = ngettext(
                "There is {n} thing to look at in the template.",
                "There are {n} things to look at in the template.",
                n,
            )
            self.banner.say(text.format(n=n), "warning", _("Show"), self.check_wanted.emit)
        elif found.numbers:
            text = _("The documents get the numbers {first} to {last}.")
            if len(found.numbers) == 1:
                text = _("The document gets the number {first}.")
            self.banner.say(text.format(first=found.numbers[0], last=found.numbers[-1]), "info")
        else:
            self.banner.dismiss()
