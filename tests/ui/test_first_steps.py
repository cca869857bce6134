"""The first ten minutes: demo data and their end, calls planned after an import, tips that come once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from app.services.demo import fill
from app.services.library import Library
from app.services.rows import ListQuery
from app.ui.calls.plan_dialog import PlanCallsDialog
from app.ui.desk import Desk
from app.ui.import_wizard import ImportWizard
from app.ui.import_wizard.wizard import CHECK
from app.ui.templates.make_dialog import MakeDialog
from app.ui.window import Window
from tests.ui.conftest import Heard, add_contacts, shown, whole_window
from tests.ui.panel_fakes import ChosenFiles
from tests.ui.wizard_steps import choose, go_to

LIST = """Nume;Prenume;Telefon
Șerban;Ioana;0721 234 567
Rusu;Ana;
Albu;Ion;0722 111 222
Dobre;Vlad;0733 111 222
"""


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[Window]:
    with whole_window(qtbot, desk) as made:
        yield made


def events(library: Library) -> list[dict[str, object]]:
    lists = library.lists
    uids = lists.uids_of(lists.ids(ListQuery("events")))
    return sorted(
        (each.values for each in library.get_many(uids).values()), key=lambda values: str(values["starts_at"])
    )


def test_demo_data_are_told_of_once_and_go_with_one_command(
    window: Window, desk: Desk, library: Library, heard: Heard
) -> None:
    assert desk.commands.get("tools.remove_demo") is None
    fill(library, 10)
    desk.work.wait()
    assert [text for level, text in heard.messages if level == "notice"] == [heard.last]
    assert "invented" in heard.last
    add_contacts(library, ["Al meu"])
    assert desk.commands.run("tools.remove_demo")
    desk.work.wait()
    assert library.lists.counts()["contacts"] == 1
    assert "demo records were removed" in heard.last
    assert desk.commands.get("tools.remove_demo") is None
    undo = heard.actions[-1]
    assert undo is not None
    undo.run()
    desk.work.wait()
    assert library.lists.counts()["contacts"] == 11
    assert desk.commands.get("tools.remove_demo") is not None
    assert sum("invented" in text for _level, text in heard.messages) == 1


def test_demo_records_that_were_changed_are_named_when_they_stay(
    window: Window, desk: Desk, library: Library, heard: Heard
) -> None:
    fill(library, 10)
    uid = library.lists.uids_of(library.lists.ids(ListQuery("contacts")))[0]
    library.save("contacts", {"surname": "Schimbat"}, uid)
    desk.work.wait()
    desk.commands.run("tools.remove_demo")
    desk.work.wait()
    assert "Schimbat" in heard.last
    assert library.lists.counts()["contacts"] == 1


@pytest.fixture
def wizard(qtbot: QtBot, desk: Desk, window: Window, tmp_path: Path) -> Iterator[ImportWizard]:
    """The import of four people, three of them with a phone, is done."""
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    made = ImportWizard(desk, "contacts", files=ChosenFiles(path))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    choose(made, desk)
    go_to(made, desk, CHECK)
    made.go_on()
    desk.work.wait(20_000)
    yield made
    made.close()


def _button(wizard: ImportWizard, name: str) -> QAbstractButton:
    return wizard.findChild(QAbstractButton, name)


def test_after_an_import_calls_are_planned_with_those_who_came_and_stand_on_the_today_page(
    wizard: ImportWizard, window: Window, desk: Desk, library: Library, heard: Heard
) -> None:
    add_contacts(library, ["Altcineva"])
    assert not _button(wizard, "import_remove_demo").isVisible()
    assert _button(wizard, "import_plan").isVisible()
    _button(wizard, "import_plan").click()
    desk.work.wait()
    assert not wizard.isVisible()
    (dialog,) = shown(PlanCallsDialog)
    assert dialog.told.text() == "3 calls of 3: Mon, 23 November."
    dialog.per_day.setValue(2)
    assert dialog.told.text() == "3 calls of 3: Mon, 23 November – Tue, 24 November."
    dialog.ok.click()
    desk.work.wait()
    planned = events(library)
    assert [str(each["starts_at"])[:16] for each in planned] == [
        "2026-11-23T09:00", "2026-11-23T09:30", "2026-11-24T09:00",
    ]  # fmt: skip
    assert {(each["type"], each["state"]) for each in planned} == {("call", "planned")}
    called = [library.get(each["contacts"][0]).title for each in planned]  # type: ignore[index, union-attr]
    assert called == ["Ion Albu", "Vlad Dobre", "Ioana Șerban"]
    assert "3 calls are planned, 2 of them for today" in heard.last
    assert window.middle.is_today_shown
    desk.work.wait()
    today = window.middle.today
    assert today is not None
    assert today.page is not None
    assert today.page.today.count == 2
    undo = heard.actions[-1]
    assert undo is not None
    undo.run()
    desk.work.wait()
    assert events(library) == []


def test_demo_data_that_lie_beside_the_own_list_can_go_right_after_the_import(
    qtbot: QtBot, window: Window, desk: Desk, library: Library, tmp_path: Path
) -> None:
    fill(library, 10)
    desk.work.wait()
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    made = ImportWizard(desk, "contacts", files=ChosenFiles(path))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    choose(made, desk)
    go_to(made, desk, CHECK)
    made.go_on()
    desk.work.wait(20_000)
    button = _button(made, "import_remove_demo")
    assert button.isVisible()
    button.click()
    desk.work.wait()
    assert library.lists.counts()["contacts"] == 4
    assert not button.isVisible()
    made.close()


def test_calls_are_planned_with_those_who_are_selected(window: Window, desk: Desk, library: Library) -> None:
    uids = [
        library.save("contacts", {"surname": name, "phones": [{"value": "0721 234 567"}]}).uid
        for name in ("Albu", "Dobre", "Rusu")
    ]
    window.show_section("contacts")
    desk.work.wait()
    desk.select("contacts", uids[1:], 2, lambda: uids[1:])
    desk.commands.run("calls.plan")
    desk.work.wait()
    (dialog,) = shown(PlanCallsDialog)
    assert [uid for uid, _at in dialog.found.calls] == uids[1:]
    dialog.reject()


def test_weekends_holidays_and_the_late_evening_are_not_for_calls(
    window: Window, desk: Desk, library: Library, clock
) -> None:
    clock.go(days=6, hours=9)  # Sunday; Monday and Tuesday are holidays in Romania
    add_contacts(library, ["Fără telefon"])
    for name in ("Albu", "Dobre"):
        library.save("contacts", {"surname": name, "phones": [{"value": "0721 234 567"}]})
    assert desk.commands.run("calls.plan")
    desk.work.wait()
    (dialog,) = shown(PlanCallsDialog)
    dialog.per_day.setValue(1)
    assert dialog.told.text() == "2 calls of 2: Wed, 2 December – Thu, 3 December."
    dialog.days.setValue(1)
    assert dialog.told.text() == "1 call of 2: Wed, 2 December."
    dialog.reject()


def test_where_nobody_can_be_called_nothing_is_planned(window: Window, desk: Desk, library: Library) -> None:
    add_contacts(library, ["Fără telefon"])
    desk.commands.run("calls.plan")
    desk.work.wait()
    (dialog,) = shown(PlanCallsDialog)
    assert "nobody" in dialog.told.text()
    assert not dialog.ok.isEnabled()
    dialog.reject()


def test_the_today_page_tells_how_to_go_on_and_each_tip_once(
    window: Window, desk: Desk, library: Library
) -> None:
    person = library.save("contacts", {"surname": "Albu", "phones": [{"value": "0721 234 567"}]}).uid
    at = "2026-11-23T1{n}:00[Europe/Bucharest]"
    calls = [
        library.save("events", {"type": "call", "starts_at": at.format(n=n), "contacts": [person]}).uid
        for n in range(3)
    ]
    window.show_today()
    desk.work.wait()
    today = window.middle.today
    assert today is not None
    banner = today.tips.banner
    assert "Tick it off" in banner.accessibleName()
    assert banner.isVisible()
    library.save("events", {"state": "done"}, calls[0])
    desk.work.wait()
    assert "letter" in banner.accessibleName()
    action = next(each for each in banner.findChildren(QAbstractButton) if each.text() == "Write a letter")
    action.click()
    desk.work.wait(20_000)
    (letter,) = shown(MakeDialog)
    letter.close()
    desk.work.wait(20_000)
    assert not banner.isVisible()
    library.save("events", {"state": "done"}, calls[1])
    desk.work.wait()
    QApplication.processEvents()
    assert not banner.isVisible()
