"""Several records are selected: how many, and what can be done with all of them at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from app.core.texts import _, grouped, ngettext
from app.ui.dialog_owner import open_dialog
from app.ui.icons import icon
from app.ui.mass_edit_start import change_fields
from app.ui.messages import Action
from app.ui.widgets.buttons import QuietButton
from app.ui.widgets.flags import flag_icon
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.library import Library, Operation
    from app.ui.desk import Desk


class ManyView(QWidget):
    """The panel for a selection of several records."""

    def __init__(self, desk: Desk, uids: Sequence[str]) -> None:
        super().__init__()
        self._is_selection = tuple(uids) == desk.selected
        n = desk.selected_count if self._is_selection else len(uids)
        shown = grouped(n)
        title = ngettext("{n} record selected", "{n} records selected", n).format(n=shown)
        named(self, "many_view", title)
        self._desk, self._uids = desk, tuple(uids)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 20, 4, 16)
        column.setSpacing(8)
        heading = label(title, "title")
        heading.setObjectName("many_title")
        column.addWidget(heading)
        hint = label(_("What you do here is done with all of them, as one step that can be undone."), "muted")
        hint.setWordWrap(True)
        column.addWidget(hint)
        column.addSpacing(8)
        can_write = desk.library is not None and not desk.library.is_read_only
        for text, icon_name, name, act in self._acts():
            button = QuietButton(text, f"many_{name}", icon_name)
            button.setEnabled(can_write or name in ("export", "documents"))
            button.clicked.connect(partial(self._start, act, button))
            column.addWidget(button)
        column.addStretch(1)

    def _acts(self) -> list[tuple[str, str, str, Callable[[QPushButton], None]]]:
        mail = (_("Letter by mail…"), "send", "mail", lambda _button: self.mail())
        merge = (_("Merge…"), "merge", "merge", lambda _button: self.merge())
        return [
            (_("Change fields…"), "pencil", "edit", lambda _button: self.edit()),
            *([merge] if len(self._uids) == 2 else []),
            (_("Flag…"), "flag", "flag", lambda button: self._drop_down(self.flag_menu(), button)),
            (_("Put into a group…"), "folder", "group", self._ask_groups),
            (_("Documents…"), "file-text", "documents", lambda _button: self.documents()),
            *([mail] if self._has_mail else []),
            (_("Export…"), "file-down", "export", lambda _button: self._export()),
            (_("Delete"), "trash-2", "delete", lambda _button: self.delete()),
        ]

    def _start(self, act: Callable[[QPushButton], None], button: QPushButton, _is_on: bool = False) -> None:
        act(button)

    def _all(self) -> Sequence[str]:
        """Every selected record; called where it is written, as there may be very many."""
        return self._desk.all_selected() if self._is_selection else self._uids

    def _drop_down(self, menu: QMenu, button: QPushButton) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))

    def flag_menu(self) -> QMenu:
        """Every flag with its meaning, and none."""
        menu = QMenu(self)
        library = self._desk.library
        for choice in library.choices.options("flag") if library is not None else ():
            if not choice.is_hidden:
                name = choice.label.replace("&", "&&")
                menu.addAction(flag_icon(choice.key), name, partial(self.flag, choice.key))
        menu.addSeparator()
        menu.addAction(_("No flag"), lambda: self.flag(None))
        return menu

    def flag(self, key: str | None) -> None:
        """Give all of them a flag, or take it away."""
        from app.services.library import Change

        library, section = self._desk.library, self._desk.section
        if library is None:
            return

        def job(progress: Progress) -> Operation:
            changes = [Change(section, uid, {"flag": key}) for uid in self._all()]
            return library.write("flag", changes, section=section, progress=progress)

        self._desk.work.do(_("Setting flags"), job, can_cancel=True)

    def _ask_groups(self, button: QPushButton) -> None:
        library, section = self._desk.library, self._desk.section
        if library is not None:
            self._desk.work.ask(
                "panel.groups",
                lambda: [(node.uid, node.title, node.parent) for node in library.groups.tree(section)],
                lambda nodes: self._drop_down(self.group_menu(nodes), button),
                owner=self,
            )

    def group_menu(self, nodes: list[tuple[str, str, str | None]]) -> QMenu:
        """Every group under its path; a name that stands twice shows where it is."""
        menu = QMenu(self)
        titles = {uid: (title, parent) for uid, title, parent in nodes}
        twice = {title for title, n in Counter(title for _uid, title, _parent in nodes).items() if n > 1}
        for uid, title, parent in nodes:
            shown = f"{titles[parent][0]} / {title}" if title in twice and parent in titles else title
            menu.addAction(icon("folder"), shown.replace("&", "&&"), partial(self.put, uid))
        if not nodes:
            menu.addAction(_("There are no groups yet")).setEnabled(False)
        return menu

    def put(self, group: str) -> None:
        """Put all of them into a group."""
        library = self._desk.library
        if library is not None:
            self._desk.work.do(
                _("Putting into a group"), lambda _progress: library.groups.put(group, self._all())
            )

    def delete(self) -> None:
        """Delete all of them; Undo brings them back."""
        library = self._desk.library
        if library is not None:
            self._desk.work.do(
                _("Deleting"), lambda progress: library.delete(self._all(), progress=progress),
                lambda operation: self._say_deleted(library, operation), can_cancel=True, owner=self._desk,
            )  # fmt: skip

    def _say_deleted(self, library: Library, operation: Operation) -> None:
        n = operation.count
        done = ngettext("{n} record deleted.", "{n} records deleted.", n).format(n=n)
        work = self._desk.work
        undo = Action(_("Undo"), lambda: work.do(_("Undoing"), lambda _progress: library.undo(operation.uid)))
        self._desk.messages.info(done, undo)

    def edit(self) -> None:
        """Set fields of all of them."""
        desk, n = self._desk, self._desk.selected_count if self._is_selection else len(self._uids)
        all_selected = desk.all_selected  # what is selected may be another when the dialog is closed
        change_fields(desk, desk.section, n, all_selected if self._is_selection else self._all)

    def merge(self) -> None:
        """Make one record of the two."""
        from app.ui.merge_dialog import open_merge

        open_merge(self._desk, (self._uids[0], self._uids[1]))

    def documents(self) -> None:
        """Make Word documents of all of them."""
        from app.ui.templates.make_dialog import open_making

        open_making(self._desk, section=self._desk.section, uids=self._uids, parent=self.window())

    @property
    def _has_mail(self) -> bool:
        """Have these records e-mail addresses?"""
        from app.services.mail.addresses import email_fields

        found = (each for each in self._desk.registry.sections if each.key == self._desk.section)
        section = next(found, None)
        return section is not None and bool(email_fields(section))

    def mail(self) -> None:
        """Write a letter to all of them."""
        from app.ui.mail.letter_dialog import write_letter

        write_letter(self._desk, self._desk.section, self._uids)

    def _export(self) -> None:
        from app.ui.export_dialog import ExportDialog

        open_dialog(ExportDialog(self._desk, self._desk.section, self._uids, parent=self.window()))
