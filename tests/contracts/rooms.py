"""Every window, dialog and card of the program over one file with a record of each section."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from app.blueprint.conditions import MOST_PARTS, Condition, Conditions, offered
from app.blueprint.field import Field
from app.blueprint.own import KINDS
from app.blueprint.rows import Rows
from app.blueprint.views import CALENDAR, TABLE
from app.services.day_page import DayLine
from app.services.fields import FieldView
from app.services.library import Library
from app.ui.calendar.spans import MODES
from app.ui.calendar.view import CalendarView
from app.ui.card import CardOpener
from app.ui.desk import Desk
from app.ui.listing.filter import ListFilter
from app.ui.messages import Answer
from app.ui.today.result_dialog import ResultDialog
from app.ui.window import Window
from tests.contracts.samples import Samples

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "clients-sample.xlsx"
TEXT_KINDS = ("text", "long_text", "rich_text")

Look = Callable[[str, QWidget], None]
"""Looks at everything in a room: its name, and the widget that holds it."""


def fill(library: Library, text: str = "") -> dict[str, str]:
    """A record of each section with every field filled, its texts replaced by ``text``; their uids."""
    samples = Samples(library)
    found = {}
    for section in library.registry.sections:
        values = samples.values(section, 0)
        if text:
            values |= {each.key: new for each in section.stored if (new := _told(each, text)) is not None}
        values.pop(section.image or "", None)
        found[section.key] = library.save(section.key, values).uid
    return found


def _told(field: Field, text: str) -> Any:
    if field.kind.name in TEXT_KINDS:
        return text
    if field.kind.name == "tags":
        return [text]
    if isinstance(field.kind, Rows):
        row = {part.key: text for part in field.kind.parts if part.kind.name in TEXT_KINDS}
        return [row] if row and field.kind.main in row else None
    return None


def visit(desk: Desk, window: Window, uids: dict[str, str], look: Look) -> None:
    """Open every room, one after the other, and look at it."""
    for name, show in _rooms(desk, window, uids):
        widget = show()
        desk.work.wait(20_000)
        QApplication.processEvents()
        look(name, widget)
        if widget is not window:
            widget.close()
            desk.work.wait(20_000)


def _rooms(desk: Desk, window: Window, uids: dict[str, str]) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    for key, uid in uids.items():
        yield f"window: {key}", partial(_go, window, desk, key, uid)
        yield f"card: {key}", partial(CardOpener.of(desk).open, key, uid)
        yield f"new card: {key}", partial(CardOpener.of(desk).open, key)
    yield "window: several selected", lambda: _select_all(window, desk)
    yield from _views(desk, window)
    yield "today", partial(_today, window, desk)
    yield "result", partial(_result, window, desk, uids["events"])
    yield from _reminders(desk, uids)
    yield from _dialogs(desk, window)


def _reminders(desk: Desk, uids: dict[str, str]) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """A reminder of a record of each section in one window, and the question until when to snooze."""
    from app.services.alert_lines import alert_lines
    from app.services.reminders import Alert
    from app.ui.calls.call_list import CallListDialog
    from app.ui.calls.plan_dialog import PlanCallsDialog
    from app.ui.reminders.popup import ReminderPopup
    from app.ui.reminders.snooze_dialog import SnoozeDialog
    from app.ui.tray.quick_add import QuickAddDialog

    library = desk.library
    assert library is not None
    now = library.clock().replace(tzinfo=None)
    alerts = [
        Alert(number, uid, key, record.title, "bell", now, now, earlier=2)
        for number, (key, uid) in enumerate(uids.items(), 1)
        if (record := library.get(uid)) is not None
    ]

    def popup() -> QWidget:
        made = ReminderPopup(desk)
        made.add(alert_lines(library, alerts))
        return made

    yield "reminders", popup
    yield "snooze", lambda: _shown(SnoozeDialog(desk, lambda _until: None))
    yield "quick task", lambda: _shown(QuickAddDialog(desk, desk.registry.section("tasks")))
    call = DayLine("events", "", "", "Ana", "", "phone", person=uids["contacts"])
    yield "log a call", lambda: _shown(ResultDialog(desk, call))
    people = [uids["contacts"], uids["organizations"]]
    yield "plan calls", lambda: _shown(PlanCallsDialog(desk, "contacts"))
    yield "calls one after another", lambda: _shown(CallListDialog(desk, people, 2))


def _go(window: Window, desk: Desk, section: str, uid: str) -> QWidget:
    window.show_section(section)
    desk.work.wait(20_000)
    window.go_to(section, uid)
    desk.work.wait(20_000)
    window.page.selection.tell()
    return window


def _views(desk: Desk, window: Window) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """Every section in every way in which it can be shown, the calendar in each of its spans."""
    for section in desk.registry.sections:
        for kind in section.view_kinds[1:]:
            for mode in MODES if kind == CALENDAR else ("",):
                yield (
                    f"view: {section.key} {kind} {mode}",
                    partial(_view, window, desk, section.key, kind, mode),
                )
        yield f"view: {section.key}", partial(_view, window, desk, section.key, TABLE, "")


def _view(window: Window, desk: Desk, section: str, kind: str, mode: str) -> QWidget:
    window.show_section(section)
    window.page.views.choose(kind)
    desk.work.wait(20_000)
    if isinstance(view := window.page.views.current, CalendarView) and mode:
        view.show_mode(mode)
    return window


def _today(window: Window, desk: Desk) -> QWidget:
    window.show_today()
    desk.work.wait(20_000)
    return window


def _result(window: Window, desk: Desk, uid: str) -> QWidget:
    window.show_section("contacts")
    library = desk.library
    assert library is not None
    person = (library.get(uid).values.get("contacts") or [""])[0]  # type: ignore[union-attr]
    return _shown(ResultDialog(desk, DayLine("events", uid, "09:00", "Call", "", "", person=person), window))


def _select_all(window: Window, desk: Desk) -> QWidget:
    window.show_section("contacts")
    desk.work.wait(20_000)
    window.page.table.selectAll()
    return window


def _dialogs(desk: Desk, window: Window) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    from app.ui.about_dialog import show_about
    from app.ui.export_dialog import ExportDialog
    from app.ui.history_view import show_history
    from app.ui.import_wizard import show_import
    from app.ui.notifier import QuestionDialog
    from app.ui.palette import CommandPalette
    from app.ui.printing.dialog import PrintDialog
    from app.ui.problem_dialog import show_problem
    from app.ui.report import ReportWindow
    from app.ui.settings_dialog import show_settings
    from app.ui.welcome import WelcomePage

    answers = (Answer("yes", "Yes", is_main=True), Answer("no", "No"))
    yield "settings", lambda: show_settings(desk)
    yield from _own_fields(desk, window)
    yield from _filters(desk, window)
    yield from _many_and_one(desk, window)
    yield from _address_books(desk, window)
    yield "history", lambda: show_history(desk)
    yield "trash", lambda: show_history(desk, is_trash=True)
    yield "palette", lambda: _shown(CommandPalette(desk, window))
    yield "export", lambda: _shown(ExportDialog(desk, "contacts", (), None, window))
    yield "print", lambda: _shown(PrintDialog(desk, "contacts", (), None, (), window))
    yield from _templates(desk, window)
    yield "question", lambda: _shown(QuestionDialog("Question", "Really?", answers, window))
    yield "report", lambda: _shown(ReportWindow(window))
    yield "about", lambda: show_about(desk)
    yield "report a problem", lambda: show_problem(desk)
    yield "welcome", lambda: _shown(WelcomePage(desk))
    yield "import: start", lambda: show_import(desk, "contacts")
    for step in range(4):
        yield f"import: {step}", partial(_import, desk, step)


def _templates(desk: Desk, window: Window) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    from app.services.documents.templates import shipped
    from app.ui.templates.check_dialog import CheckDialog
    from app.ui.templates.library_dialog import TemplatesDialog
    from app.ui.templates.make_dialog import MakeDialog
    from app.ui.templates.picker import PickerDialog
    from app.ui.templates.prepare_dialog import PrepareDialog

    library, ready = desk.library, shipped()[0]
    assert library is not None
    assert ready.path is not None
    path = ready.path
    library.documents.templates.add(path, folder="a/b", counter="letters")
    library.documents.counters.change("letters", "{n}/{yyyy}")
    yield "templates", lambda: _shown(TemplatesDialog(desk, window))
    yield "fields of templates", lambda: _shown(PickerDialog(desk, "contacts", window))
    yield "check of a template", lambda: _shown(CheckDialog(desk, ready, window))
    yield "template of a document", lambda: _shown(PrepareDialog(desk, path, window))
    yield "documents", lambda: _shown(MakeDialog(desk, "contacts", desk.selected, None, window))


def _own_fields(desk: Desk, window: Window) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    from app.ui.field_dialog import FieldDialog
    from app.ui.icon_picker import icon_menu
    from app.ui.merge_value_dialog import MergeValueDialog

    library = desk.library
    assert library is not None
    for kind in KINDS:
        library.fields.add("contacts", f"Own {kind}", kind)
    views = library.fields.views("contacts")
    yield "new field", lambda: _shown(FieldDialog(desk, "contacts", None))
    for view in views:
        if view.is_own or view is views[0]:
            yield f"field: {view.key}", partial(_field, desk, view)
    grades = library.choices.options("grade")
    yield "merge of values", lambda: _shown(MergeValueDialog(desk, "grade", grades[0], grades[1:], None))
    yield "icons", lambda: _shown(icon_menu(window, ("users", "star"), "star", print))


def _field(desk: Desk, view: FieldView) -> QWidget:
    from app.ui.field_dialog import FieldDialog

    return _shown(FieldDialog(desk, "contacts", view))


def _filters(desk: Desk, window: Window) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    from app.ui.filters.dialog import NameDialog

    for section in desk.registry.sections:
        for field in offered(section):
            rows = tuple(Condition(field.key, each) for each in field.kind.operators)
            for place in range(0, len(rows), MOST_PARTS):
                wanted = ListFilter(
                    section.key, conditions=Conditions((Conditions(rows[place : place + MOST_PARTS]),))
                )
                yield f"filter: {field.key}", partial(_filter, desk, wanted, window)
    yield "name of a filter", lambda: _shown(NameDialog("Key clients", window))


def _filter(desk: Desk, wanted: ListFilter, window: Window) -> QWidget:
    from app.ui.filters.dialog import FilterDialog

    return _shown(FilterDialog(desk, wanted, window))


def _many_and_one(desk: Desk, window: Window) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """Rooms in which many records are changed, two become one, or one is looked back at."""
    from app.ui.backups_dialog import show_backups
    from app.ui.data_check_dialog import show_data_check
    from app.ui.duplicates_dialog import show_duplicates
    from app.ui.history_changes import RecordHistoryDialog
    from app.ui.merge_dialog import MergeDialog

    library = desk.library
    assert library is not None
    alike = {"surname": "POPESCU", "phones": [{"value": "0721 234 567"}], "emails": [{"value": "ana@"}]}
    one, other = (library.save("contacts", {**alike, "hobby": each}).uid for each in ("chess", "ski"))
    library.save("contacts", {"hobby": "tennis"}, one)
    yield "mass edit", partial(_mass_edit, desk, [one, other], window)
    yield "duplicates", lambda: show_duplicates(desk, "contacts")
    yield "merge", lambda: _shown(MergeDialog(desk, library.merging.plan(one, other), None, window))
    yield "data check", lambda: show_data_check(desk)
    yield "backups", lambda: show_backups(desk)
    yield "history of a record", lambda: _shown(RecordHistoryDialog(desk, one, "Popescu", window))
    yield "history of an operation", partial(_operation, desk)


def _address_books(desk: Desk, window: Window) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """Setting one up and synchronising; no server is asked while there is none."""
    from app.services.secrets import MasterQuestion
    from app.services.sync.accounts import Account
    from app.ui.sync.account_dialog import AccountDialog
    from app.ui.sync.dialog import show_sync

    library = desk.library
    assert library is not None
    library.groups.add("contacts", "Clients")
    groups = library.groups.tree("contacts")
    url = "https://x.example/b/"
    known = Account("Phone", "own", url, "ana", url, groups=(groups[0].uid,))
    yield "address books", lambda: show_sync(desk)
    yield "new address book", lambda: _shown(AccountDialog(desk, None, groups, window))
    yield "address book", lambda: _shown(AccountDialog(desk, known, groups, window))
    for is_new in (True, False):
        question = MasterQuestion(Path("passwords"), is_new, was_wrong=not is_new)
        yield "master password", partial(_ask_master, question, window)


def _ask_master(question: Any, window: Window) -> QWidget:
    from app.ui.master_password import MasterPasswordDialog

    return _shown(MasterPasswordDialog(question, window))


def _mass_edit(desk: Desk, uids: list[str], window: Window) -> QWidget:
    from app.services.mass_edit import editable
    from app.ui.mass_edit_dialog import MassEditDialog

    made = MassEditDialog(desk, "contacts", len(uids), lambda: uids, window)
    for field in editable(desk.registry.section("contacts")):
        made.add_line(field.key)
    return _shown(made)


def _operation(desk: Desk) -> QWidget:
    from app.ui.history_view import show_history

    made = show_history(desk)
    desk.work.wait(20_000)
    made.history.choose(made.history._shown[0])
    return made


def _import(desk: Desk, steps: int) -> QWidget:
    from app.ui.import_wizard import show_import

    wizard = show_import(desk, "contacts", (SAMPLE,))
    for _step in range(steps):
        desk.work.wait(20_000)
        wizard.go_on()
    return wizard


def _shown(widget: QWidget) -> QWidget:
    widget.show()
    return widget
