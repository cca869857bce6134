"""The library of Word templates: where they stand, what there is, and everything of the chosen one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.override import override
from app.core.texts import _, ngettext
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.file_choice import FILES, FileChoice
from app.ui.listing.acts import redo, undo
from app.ui.opening import OpenUrl, open_in_system
from app.ui.templates.acts import TemplateActs, is_template_file
from app.ui.templates.form import TemplateForm
from app.ui.templates.list_model import TemplateModel
from app.ui.templates.places import Places
from app.ui.templates.shelf import OWN, Detail, Place, Shelf, read_detail, read_shelf
from app.ui.widgets.buttons import PrimaryButton, QuietButton
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import label
from app.ui.widgets.lined_table import LinedTable
from app.ui.widgets.naming import guided, named, on_surface
from app.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from app.services.documents.checks import Looked
    from app.services.documents.templates import Template
    from app.ui.desk import Desk

DETAIL_WIDTH = 364
_TEMPLATE, _NOTHING = 0, 1
TOUCHED = {"template", "template_version", "counter"}


def show_templates(desk: Desk, files: FileChoice = FILES) -> TemplatesDialog:
    """Open the library."""
    dialog = TemplatesDialog(desk, dialog_owner(), files=files)
    open_dialog(dialog, is_modal=False)
    return dialog


class TemplatesDialog(QDialog):
    """Every change is kept at once and can be undone; files are dropped anywhere in it to be taken in."""

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, *, files: FileChoice = FILES,
        open_url: OpenUrl = open_in_system,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        guided(named(self, "templates_dialog", _("Templates")), "letters")
        self.setWindowTitle(_("Templates"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.resize(1160, 640)
        self._desk = desk
        self.shelf = Shelf()
        self._wanted = ""
        self.acts = TemplateActs(desk, self, files, open_url, self.choose, self.show_found)
        self.search = SearchBox(_("Find a template"), "templates_search", "Ctrl+F")
        self.search.textChanged.connect(lambda _text: self._show_list())
        self.search.entered.connect(self._to_table)
        self.search.left.connect(self.close)
        self.places = Places(desk)
        self.places.chosen.connect(self._show_list)
        self.places.moved.connect(self._move)
        self.form = TemplateForm(desk)
        self.toast_place = QWidget()
        self._make_table()
        self._lay_out()
        self._connect()
        self.refresh()

    def _to_table(self) -> None:
        self.table.setFocus()

    # -- putting it together -------------------------------------------------------------------------------

    def _make_table(self) -> None:
        self.table = LinedTable("templates_table", _("Templates"))
        self.model = TemplateModel(self.table)
        self.table.setModel(self.model)
        self.table.setSelectionMode(LinedTable.SelectionMode.SingleSelection)
        self.table.setEditTriggers(LinedTable.EditTrigger.NoEditTriggers)
        self.table.setDragEnabled(True)
        self.table.installEventFilter(self)
        self.table.doubleClicked.connect(self._on_double_click)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.search, 1)
        self._fields = QuietButton(_("Fields…"), "templates_fields", "search")
        self._prepare = PrimaryButton(_("From a document…"), "templates_prepare", "file-pen")
        self._prepare.setToolTip(_("An ordinary letter: what it says of one client becomes fields"))
        self._add = QuietButton(_("Add…"), "templates_add", "plus")
        self._add.setToolTip(_("A document in which fields stand already"))
        for button in (self._fields, self._prepare, self._add):
            head.addWidget(button)
        empty = EmptyState(
            "file-text", _("No template here"), _("Drag a Word file here, or choose Add."),
            object_name="templates_empty",
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        around = QVBoxLayout(self.toast_place)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._stack)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.places)
        body.addWidget(self.toast_place, 1)
        body.addWidget(self._make_side())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(body, 1)
        column.addLayout(self._foot())

    def _make_side(self) -> QWidget:
        scroll = QScrollArea()
        scroll.setObjectName("templates_detail")
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(on_surface(self.form, "window"))
        acts = QGridLayout()
        acts.setSpacing(8)
        self.buttons = {
            "make": QuietButton(_("Make documents…"), "templates_make", "files"),
            "mail": QuietButton(_("Letters by mail…"), "templates_mail", "send"),
            "take": QuietButton(_("Take into the file"), "templates_take", "download"),
            "check": QuietButton(_("Check…"), "templates_check", "list-checks"),
            "show": QuietButton(_("Open a copy"), "templates_show", "eye"),
            "version": QuietButton(_("New version…"), "templates_version", "file-up"),
            "export": QuietButton(_("Export…"), "templates_export", "file-down"),
            "delete": QuietButton(_("Delete"), "templates_delete", "trash-2"),
        }
        for n, button in enumerate(self.buttons.values()):
            acts.addWidget(button, n // 2, n % 2)
        self._acts = acts
        self._side = QWidget()
        self._side.setFixedWidth(DETAIL_WIDTH)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(scroll, 1)
        column.addLayout(acts)
        return self._side

    def _foot(self) -> QHBoxLayout:
        self._note = named(label("", "secondary"), "templates_note")
        close = QuietButton(_("Close"), "templates_close")
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(self._note, 1)
        foot.addWidget(close)
        return foot

    def _connect(self) -> None:
        desk = self._desk
        self._fields.clicked.connect(self.pick)
        self._prepare.clicked.connect(self.prepare)
        self._add.clicked.connect(self.add)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.form.changed.connect(self._on_changed)
        self.form.version_wanted.connect(lambda n: self._with(lambda each: self.acts.show(each, n)))
        self.form.restore_wanted.connect(lambda n: self._with(lambda each: self.acts.restore(each, n)))
        does = {
            "make": self.make, "mail": self.mail, "take": self.acts.take_shipped, "check": self.check,
            "show": self.acts.show, "version": self.new_version, "export": self.acts.export,
            "delete": self.acts.remove,
        }  # fmt: skip
        for key, button in self.buttons.items():
            button.clicked.connect(partial(self._run, does[key]))
        for keys, act in (("Ctrl+Z", undo), ("Ctrl+Y", redo)):  # as in the main window
            QShortcut(QKeySequence(keys), self).activated.connect(partial(act, desk))
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)
        desk.records_changed.connect(self._on_records_changed)
        desk.library_changed.connect(self.close)

    # -- what is shown -------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read everything anew."""
        library = self._desk.library
        if library is not None:
            self._desk.work.ask("templates.shelf", lambda: read_shelf(library), self._show, lane="beside",
                                owner=self)  # fmt: skip

    def choose(self, uid: str) -> None:
        """Show a template that just came in, wherever the tree stands."""
        self._wanted = uid
        self.refresh()

    def _show(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.places.fill(shelf)
        self._show_list()

    def _show_list(self) -> None:
        former = self.current
        found = self.shelf.shown(self.places.place, self.search.text())
        wanted = next((each for each in self.shelf.own if each.uid == self._wanted), None)
        if wanted is not None and wanted not in found:
            self.search.clear()
            self.places.clearSelection()
            found = self.shelf.shown(Place(), "")
        self._wanted = ""
        self.model.show_templates(self._desk, found)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 110), (2, 120), (3, 80)):
            self.table.setColumnWidth(column, width)
        self._stack.setCurrentIndex(_TEMPLATE if found else _NOTHING)
        n = len(found)
        self._note.setText(ngettext("{n} template", "{n} templates", n).format(n=n))
        target = wanted or former
        row = self.model.row_of(target) if target is not None else -1
        if found:
            self.table.selectRow(max(row, 0))
        self._on_selected()

    @property
    def current(self) -> Template | None:
        """The template that is chosen."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.template(rows[0].row()) if rows else None

    def _on_selected(self, _now: QItemSelection | None = None, _before: QItemSelection | None = None) -> None:
        library, template = self._desk.library, self.current
        self._side.setVisible(template is not None)
        if library is None or template is None:
            return
        is_own, can_write = bool(template.uid), not library.is_read_only
        for key in ("mail", "version", "delete", "take"):
            self.buttons[key].setVisible(is_own != (key == "take"))
            self.buttons[key].setEnabled(can_write)
        shown = [each for each in self.buttons.values() if not each.isHidden()]
        for n, button in enumerate(shown):  # without a hole where one is hidden
            self._acts.removeWidget(button)
            self._acts.addWidget(button, n // 2, n % 2)
        self._add.setEnabled(can_write)
        self._prepare.setEnabled(can_write)
        self._desk.work.ask(
            "templates.detail", lambda: read_detail(library, template), self._show_detail, lane="beside",
            owner=self,
        )  # fmt: skip

    def _show_detail(self, detail: Detail) -> None:
        self.form.show_detail(detail, self.shelf)

    def _on_records_changed(self, changed: object) -> None:
        if TOUCHED & set(getattr(changed, "changed", {})):
            self.refresh()

    # -- doing ---------------------------------------------------------------------------------------------

    def _run(self, act: object, _is_on: bool = False) -> None:
        self._with(act)

    def _with(self, act: object) -> None:
        template = self.current
        if template is not None and callable(act):
            act(template)

    def add(self) -> None:
        """Ask for a Word file and take it in where the tree stands."""
        path = self.acts.choose(_("Add a template"))
        if path is not None:
            self._take([path])

    def _take(self, paths: list[Path]) -> None:
        place = self.places.place
        self.acts.add(paths, place.section or "", place.folder or "")

    def new_version(self, template: Template) -> None:
        """Ask for the Word file that takes the place of the one in use."""
        path = self.acts.choose(_("New version of “{name}”").format(name=template.name))
        if path is not None:
            self.acts.new_version(template, path)

    def check(self, template: Template) -> None:
        """Look through a template and show what was found."""
        from app.ui.templates.check_dialog import CheckDialog

        open_dialog(CheckDialog(self._desk, template, self), is_modal=False)

    def show_found(self, template: Template, looked: Looked) -> None:
        """What was found when a template was taken in."""
        from app.ui.templates.check_dialog import CheckDialog

        open_dialog(CheckDialog(self._desk, template, self, looked=looked), is_modal=False)

    def pick(self) -> None:
        """The fields that a template may name."""
        from app.ui.templates.picker import show_picker

        template = self.current
        show_picker(self._desk, template.section if template is not None else "", self)

    def prepare(self) -> None:
        """Make a template from an ordinary document."""
        from app.ui.templates.prepare_dialog import PrepareDialog

        path = self.acts.choose(_("The document to make a template of"))
        if path is not None:
            place = self.places.place
            dialog = PrepareDialog(
                self._desk, path, self, section=place.section or "", folder=place.folder or ""
            )
            dialog.taken.connect(self.choose)
            open_dialog(dialog, is_modal=False)

    def make(self, template: Template) -> None:
        """Documents of the selected records."""
        from app.ui.templates.make_dialog import open_making

        open_making(self._desk, template, parent=self)

    def mail(self, template: Template) -> None:
        """Letters to which everybody's own document is attached."""
        from app.ui.mail.commands import section_with_mail
        from app.ui.mail.letter_dialog import write_letter

        desk = self._desk
        section = section_with_mail(desk, template.section or desk.section)
        chosen = desk.selected if desk.section == section else ()
        write_letter(desk, section, chosen, document=template.uid)

    def _on_changed(self, key: str, text: str) -> None:
        template = self.current
        if template is not None and template.uid:
            self.acts.change(template, self._on_selected, **{key: text})

    def _move(self, uid: str, place: object) -> None:
        template = next((each for each in self.shelf.own if each.uid == uid), None)
        if template is not None and isinstance(place, Place) and place.kind == OWN:
            values = {"section": place.section or "", "folder": place.folder or ""}
            self.acts.change(template, self._on_selected, **values)

    def _on_double_click(self, _index: QModelIndex) -> None:
        self._with(self.acts.show)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.table:
            acts = {Qt.Key.Key_F2: self._rename, Qt.Key.Key_Delete: self._delete}
            act = acts.get(Qt.Key(event.key()))
            if act is not None:
                act()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._with(self.acts.show)
                return True
        return super().eventFilter(watched, event)

    def _rename(self) -> None:
        self.form.name.setFocus()
        self.form.name.selectAll()

    def _delete(self) -> None:
        if self.buttons["delete"].isVisible() and self.buttons["delete"].isEnabled():
            self._with(self.acts.remove)

    # -- files dropped here --------------------------------------------------------------------------------

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(is_template_file(Path(url.toLocalFile())) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        wanted = [each for each in paths if is_template_file(each)]
        if wanted:
            event.acceptProposedAction()
            self._take(wanted)
