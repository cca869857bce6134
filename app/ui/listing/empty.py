"""What the list says when it has nothing to show: nothing yet, or nothing found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.core.texts import _
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from app.ui.listing.list_page import ListPage

FULL_SEARCH = 3
"""Words with fewer letters are looked for at the beginning only."""
IMPORT = "file.import"
"""The command that brings a list in; offered where there is one."""


def empty_place(page: ListPage) -> QWidget:
    """The place for the filter that is shown now."""
    return _nothing_found(page) if page.filter.is_narrowed else _nothing_yet(page)


def _nothing_found(page: ListPage) -> QWidget:
    text = page.filter.text.strip()
    if text and max(map(len, text.split())) < FULL_SEARCH:
        said = _("Nothing in the list begins with “{text}”. From three letters on, everything is searched.")
    else:
        said = _("No record contains “{text}”.") if text else _("No record fits the filter.")
    said = said.format(text=text)
    show_all = QuietButton(_("Show all"), "empty_show_all")
    show_all.clicked.connect(page.narrowing.show_all)
    return EmptyState("search-x", _("Nothing found"), said, show_all, object_name="list_nothing_found")


def _nothing_yet(page: ListPage) -> QWidget:
    section = page.section
    library = page.desk.library
    can_write = library is not None and not library.is_read_only
    new = _button(PrimaryButton(_(section.new), "empty_new", "plus"), page.new_record) if can_write else None
    bring = page.desk.commands.get(IMPORT)
    offered = None
    if can_write and bring is not None:
        offered = _button(QuietButton(_("Import a list"), "empty_import", "file-down"), bring.run)
    return EmptyState(
        page.desk.icon_of(section.key), page.desk.title_of(section.key), _(section.empty_text), new, offered,
        object_name="list_nothing_yet",
    )  # fmt: skip


def _button(button: QuietButton | PrimaryButton, run: Callable[[], object]) -> QuietButton | PrimaryButton:
    button.clicked.connect(lambda _checked=False: run())
    return button
