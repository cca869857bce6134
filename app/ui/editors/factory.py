"""Which editor a kind of value has; a new kind is one line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.blueprint import dates, kinds, readings, reminders, repeating, rows
from app.blueprint.field import Field
from app.blueprint.kinds import Kind
from app.core.texts import _
from app.ui.editors.choice import ChoiceEditor
from app.ui.editors.choices import ChoicesEditor, TagsEditor
from app.ui.editors.dates import DateEditor
from app.ui.editors.editor import Editor, LineEditor
from app.ui.editors.files import FilesEditor
from app.ui.editors.flags import FlagEditor
from app.ui.editors.groups import GroupsEditor
from app.ui.editors.image import ImageEditor
from app.ui.editors.leads import AboutEditor, LeadEditor, RemindersEditor
from app.ui.editors.long_text import LongTextEditor
from app.ui.editors.number import NumberEditor, YesNoEditor
from app.ui.editors.readings import ComputedView, MirrorEditor, ShownValue
from app.ui.editors.reference import ReferenceEditor, ReferencesEditor
from app.ui.editors.repeats import RepeatsEditor
from app.ui.editors.rich_text import RichTextEditor
from app.ui.editors.rows import RowsEditor

if TYPE_CHECKING:
    from app.ui.desk import Desk

    MakeEditor = Callable[[Kind, str, Desk, str], Editor]

_FLAG_LIST = "flag"

_EDITORS: dict[type[Kind], type[Editor]] = {
    Kind: LineEditor,
    kinds.LongText: LongTextEditor,
    kinds.RichText: RichTextEditor,
    kinds.Number: NumberEditor,
    kinds.YesNo: YesNoEditor,
    kinds.Choice: ChoiceEditor,
    kinds.Choices: ChoicesEditor,
    kinds.Image: ImageEditor,
    dates.PartialDate: DateEditor,
    dates.DateOrTime: DateEditor,
    dates.Age: ShownValue,
    dates.Stamp: ShownValue,
    rows.Reference: ReferenceEditor,
    rows.References: ReferencesEditor,
    rows.Groups: GroupsEditor,
    rows.Tags: TagsEditor,
    rows.Files: FilesEditor,
    rows.Rows: RowsEditor,
    readings.Mirror: MirrorEditor,
    readings.NextStep: ShownValue,
    repeating.Recurrence: RepeatsEditor,
    reminders.LeadTime: LeadEditor,
    reminders.AboutDate: AboutEditor,
    reminders.Reminders: RemindersEditor,
}


def register(kind: type[Kind], editor: type[Editor]) -> None:
    """Give a kind of value its editor; its subclasses inherit it."""
    _EDITORS[kind] = editor


def make_editor(kind: Kind, label: str, desk: Desk, name: str, parent: QWidget | None = None) -> Editor:
    """The editor of a kind; of the nearest kind it descends from if it has none of its own."""
    if isinstance(kind, kinds.Choice) and kind.list == _FLAG_LIST:
        return FlagEditor(kind, label, desk, name, parent)
    found = next(_EDITORS[each] for each in type(kind).__mro__ if each in _EDITORS)
    return found(kind, label, desk, name, parent)


def editor_for(field: Field, desk: Desk, prefix: str = "card") -> Editor:
    """The editor of a field, named ``card.<key>``; what is computed is only shown."""
    label, name = _(field.label), f"{prefix}.{field.key}"
    if field.computed is not None:
        return ComputedView(field, label, desk, name)
    editor = make_editor(field.kind, label, desk, name)
    if field.hint:
        editor.set_hint(_(field.hint))
    return editor
