"""The list of templates as a model: a row for each, which can be dragged to a folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from app.core.override import override
from app.core.texts import LANGUAGES, _
from app.ui.icons import icon
from app.ui.study_dialog import cells
from app.ui.templates.places import MIME_TEMPLATE

if TYPE_CHECKING:
    from app.services.documents.templates import Template
    from app.ui.desk import Desk

TEMPLATE = Qt.ItemDataRole.UserRole


class TemplateModel(QStandardItemModel):
    """Name, section, folder and language of each template."""

    def show_templates(self, desk: Desk, templates: Sequence[Template]) -> None:
        """Fill it anew."""
        self.clear()
        self.setHorizontalHeaderLabels([_("Template"), _("For"), _("Folder"), _("Language")])
        for each in templates:
            section = desk.title_of(each.section) if each.section else _("any section")
            row = cells(each.name, section, each.folder, LANGUAGES.get(each.language, ""))
            row[0].setIcon(icon("file-text", "muted" if each.is_shipped else "accent"))
            row[0].setData(each, TEMPLATE)
            self.appendRow(row)

    def template(self, row: int) -> Template | None:
        """The template of a row."""
        item: QStandardItem | None = self.item(row, 0)
        found: Template | None = item.data(TEMPLATE) if item is not None else None
        return found

    def row_of(self, template: Template) -> int:
        """The row of a template, whatever was changed in it; -1 if it is not there."""
        rows = ((row, self.template(row)) for row in range(self.rowCount()))
        return next((n for n, each in rows if each is not None and same(each, template)), -1)

    @override
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        template = self.template(indexes[0].row()) if indexes else None
        if template is not None and template.uid:
            data.setData(MIME_TEMPLATE, template.uid.encode())
        return data

    @override
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        template = self.template(index.row())
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return found | Qt.ItemFlag.ItemIsDragEnabled if template is not None and template.uid else found


def same(one: Template, other: Template) -> bool:
    """Is it the same template, in the file or among those that come with the program?"""
    return one.uid == other.uid and one.path == other.path
