"""Another language makes the window anew over the same desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.core import texts
from app.core.override import override
from app.services.library import Library
from app.ui import theme
from app.ui.app import Renewal, make_window
from app.ui.desk import Desk
from app.ui.mail.runner import runner_of
from app.ui.window import Window
from tests.ui.conftest import add_contacts


@pytest.fixture
def renewal(qtbot: QtBot, desk: Desk, library: Library) -> Iterator[Renewal]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window = Window(desk)
    with qtbot.waitSignal(window.painted):
        window.show()
    window.take_over()
    made = Renewal(app, desk, window)
    yield made
    desk.work.wait()
    texts.use_language("en")
    made.window.close()
    made.window.deleteLater()


def renew(qtbot: QtBot, renewal: Renewal, language: str) -> None:
    texts.use_language(language)
    renewal.renew()
    qtbot.waitUntil(lambda: renewal.window.desk.commands.get("tools.settings") is not None)
    renewal.window.desk.work.wait()


def test_the_new_window_speaks_the_language_and_the_old_one_is_gone(
    qtbot: QtBot, desk: Desk, renewal: Renewal
) -> None:
    old = renewal.window
    renew(qtbot, renewal, "ro")
    qtbot.waitUntil(lambda: not isValid(old))
    assert renewal.window.isVisible()
    assert renewal.window.page.head.title.text() == "Contacte"
    undo = desk.commands.get("edit.undo")
    assert undo is not None
    assert undo.label.startswith("Anul")


def test_section_and_record_stay_chosen(qtbot: QtBot, desk: Desk, library: Library, renewal: Renewal) -> None:
    uid = add_contacts(library, ["Popescu", "Ionescu"])[0]
    desk.work.wait()
    renewal.window.go_to("contacts", uid)
    qtbot.waitUntil(lambda: desk.selected == (uid,))
    renew(qtbot, renewal, "ru")
    qtbot.waitUntil(lambda: desk.selected == (uid,))
    assert renewal.window.page.filter.section == "contacts"
    qtbot.waitUntil(lambda: renewal.window.findChild(QLabel, "panel_title") is not None)


def test_what_is_searched_and_filtered_stays_in_every_section(
    qtbot: QtBot, desk: Desk, library: Library, renewal: Renewal
) -> None:
    uid = add_contacts(library, ["Popescu", "Ionescu", "Popa"])[0]
    page = renewal.window.page
    renewal.window.go_to("notes", "")
    page.narrowing.show_text("popas")
    renewal.window.go_to("contacts", "")
    page.narrowing.show_text("pop")
    qtbot.waitUntil(lambda: len(page.model.ids) == 2)
    page.stand_at(uid)
    qtbot.waitUntil(lambda: desk.selected == (uid,))
    renew(qtbot, renewal, "ro")
    again = renewal.window.page
    qtbot.waitUntil(lambda: desk.selected == (uid,))
    assert again.head.search.text() == "pop"
    assert len(again.model.ids) == 2
    renewal.window.go_to("notes", "")
    assert again.head.search.text() == "popas"


def test_the_window_can_be_made_anew_again_and_again(qtbot: QtBot, desk: Desk, renewal: Renewal) -> None:
    for language in ("ro", "ru", "en"):
        renew(qtbot, renewal, language)
    assert len(desk.before_close) == 1
    assert renewal.window.page.head.title.text() == "Contacts"


def test_nothing_of_the_former_window_answers_any_more(
    qtbot: QtBot, desk: Desk, library: Library, renewal: Renewal
) -> None:
    """A record is written, a letter sent, a setting changed: an answer of what is gone would be an error that
    the user sees."""
    old = renewal.window
    old.show_today()
    qtbot.waitUntil(lambda: old.findChild(QWidget, "today_page") is not None)
    renew(qtbot, renewal, "ro")
    qtbot.waitUntil(lambda: not isValid(old))
    with qtbot.captureExceptions() as raised:
        add_contacts(library, ["Popescu"])
        runner_of(desk).changed.emit()
        desk.settings.set("birthdays_ahead", 3)
        desk.work.wait()
        qtbot.wait(50)
    assert not raised


class Dressed(QWidget):
    """Counts how often it is dressed anew."""

    times = 0

    @override
    def changeEvent(self, event: QEvent) -> None:
        self.times += event.type() == QEvent.Type.StyleChange
        super().changeEvent(event)


def test_what_is_there_stays_dressed_beside_a_new_window(
    qtbot: QtBot, desk: Desk, qapp: QApplication
) -> None:
    """Qt does not watch what outlives a stylesheet, and crashes on it when the theme is changed later."""
    theme.apply(qapp, "dark")
    theme.apply(qapp, "light")
    there = Dressed()
    qtbot.addWidget(there)
    there.ensurePolished()
    before = there.times
    window = make_window(qapp, desk)
    assert there.times == before
    window.release()
    window.deleteLater()
