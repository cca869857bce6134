"""The window of the guide, and F1 that opens it at the page of the place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.core import texts
from app.core.paths import resource
from app.services import guide
from app.services.library import Library
from app.ui import theme
from app.ui.desk import Desk
from app.ui.dialog_owner import dialog_owner, open_dialog
from app.ui.field_dialog import FieldDialog
from app.ui.help.way import page_at
from app.ui.help.window import PLACE, GuideWindow
from app.ui.history_view import HistoryDialog
from app.ui.import_wizard import ImportWizard
from app.ui.mail.letter_dialog import LetterDialog
from app.ui.mail.outbox_dialog import OutboxDialog
from app.ui.settings_dialog import FIELDS_PAGE, MAIL_PAGE, SettingsDialog
from app.ui.templates.library_dialog import TemplatesDialog
from app.ui.templates.make_dialog import MakeDialog
from app.ui.window import Window
from tests.ui.conftest import add_contacts, shown, type_text, whole_window
from tests.ui.panel_fakes import Opened


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def window(qtbot: QtBot, opened: Opened) -> Iterator[GuideWindow]:
    made = GuideWindow(opened)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    made.open_page(guide.START)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    for each in shown(GuideWindow):
        each.close()


def widths(window: GuideWindow) -> list[float]:
    """How wide the pictures on the page are."""
    cursor, found = QTextCursor(window.page.document()), []
    while cursor.movePosition(QTextCursor.MoveOperation.NextCharacter):
        if cursor.charFormat().isImageFormat():
            found.append(cursor.charFormat().toImageFormat().width())
    return found


def press_f1(widget: QWidget) -> GuideWindow:
    window, turns = widget.window(), 0
    while QApplication.activeWindow() is not window and turns < 200:
        turns += 1
        window.activateWindow()
        QTest.qWait(5)
    assert QApplication.activeWindow() is window
    if widget is not widget.window():
        widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_F1)
    (found,) = shown(GuideWindow)
    return found


# -- the window -----------------------------------------------------------------------------------------


def test_a_link_turns_the_page_and_the_way_back_is_kept(window: GuideWindow) -> None:
    assert not window.back.isEnabled()
    window.page.link_wanted.emit("letters.md")
    assert window.shown == "letters"
    assert "Letters and documents" in window.page.toPlainText()
    assert window.list.currentRow() == guide.PAGES.index("letters")
    window.back.click()
    assert window.shown == guide.START
    window.forward.click()
    assert window.shown == "letters"
    assert not window.forward.isEnabled()


def test_a_link_to_a_heading_scrolls_there(window: GuideWindow) -> None:
    window.follow("letters.md#what-became-of-them")
    assert window.page.verticalScrollBar().value() > 200


def test_nothing_outside_opens_but_by_the_one_door(window: GuideWindow, opened: Opened) -> None:
    window.follow("https://example.org/help")
    assert opened.urls == ["https://example.org/help"]
    window.follow("file:///etc/passwd")
    assert len(opened.urls) == 1
    assert window.banner.isVisible()
    assert window.shown == guide.START


def test_the_search_finds_and_leads_there(qtbot: QtBot, window: GuideWindow) -> None:
    type_text(window.search, "app password")
    assert window.list.count() >= 1
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    assert window.shown == "letters"
    assert window.page.textCursor().selectedText() == "app"
    window.search.clear()
    type_text(window.search, "zzzz")
    assert [window.list.item(row).text() for row in range(window.list.count())] == ["Nothing found"]
    assert window.list.item(0).data(PLACE) is None
    QTest.keyClick(window.search, Qt.Key.Key_Escape)
    assert window.list.count() == len(guide.PAGES)


def test_pictures_are_as_wide_as_there_is_room_and_never_wider_than_they_are(window: GuideWindow) -> None:
    kept = QImage(str(resource("guide", "en", "pictures", "start-window.webp"))).width()
    window.resize(640, 500)
    narrow = widths(window)
    assert len(narrow) >= 2
    assert max(narrow) <= window.page.viewport().width()
    window.resize(1060, 500)
    assert narrow[-1] < widths(window)[-1] <= kept


def test_another_language_is_spoken_at_once(window: GuideWindow, qapp: QApplication) -> None:
    window.open_page("backup")
    texts.use_language("ro")
    QApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
    assert "Copii de siguranță" in window.page.toPlainText()
    assert window.list.item(0).text() == "Primele zece minute"


def test_the_text_is_readable_in_the_dark(window: GuideWindow, qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    try:
        picture = window.page.viewport().grab().toImage()
        assert picture.pixelColor(3, 3).lightness() < 60
        title = QTextCursor(window.page.document())
        title.movePosition(QTextCursor.MoveOperation.NextCharacter)
        assert title.charFormat().foreground().color().lightness() > 180
    finally:
        theme.apply(qapp, "light")
        qapp.setStyleSheet("")


# -- F1 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "page"),
    [
        (lambda desk: ImportWizard(desk, "contacts"), "import"),
        (lambda desk: FieldDialog(desk, "contacts", None), "fields"),
        (lambda desk: LetterDialog(desk, "contacts"), "letters"),
        (OutboxDialog, "letters"),
        (lambda desk: MakeDialog(desk, "contacts"), "letters"),
        (TemplatesDialog, "letters"),
        (HistoryDialog, "backup"),
        (SettingsDialog, "start"),
    ],
)  # fmt: skip
def test_f1_opens_the_page_of_a_dialog(
    qtbot: QtBot, desk: Desk, make: Callable[[Desk], QDialog], page: str
) -> None:
    dialog = make(desk)
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    open_dialog(dialog)
    desk.work.wait()
    dialog.activateWindow()
    found = press_f1(dialog)
    assert found.shown == page
    found.close()
    dialog.close()


@pytest.mark.parametrize(
    ("key", "page"),
    [(FIELDS_PAGE, "fields"), (MAIL_PAGE, "letters"), ("remind_by", "reminders"), ("backup_count", "backup"),
     ("theme", "start")],
)  # fmt: skip
def test_f1_opens_the_page_of_what_is_set(qtbot: QtBot, desk: Desk, key: str, page: str) -> None:
    dialog = SettingsDialog(desk)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.go_to(key)
    assert page_at(dialog.focusWidget() or dialog) == page
    dialog.close()


@pytest.fixture
def main(qtbot: QtBot, desk: Desk, library: Library) -> Iterator[Window]:
    add_contacts(library, ["Albu"])
    with whole_window(qtbot, desk) as made:
        yield made


@pytest.mark.parametrize(("section", "page"), [("contacts", "start"), ("events", "reminders"),
                                               ("tasks", "reminders")])  # fmt: skip
def test_f1_in_a_list_opens_the_page_of_its_section(main: Window, section: str, page: str) -> None:
    main.activateWindow()
    main.go_to(section, "")
    assert press_f1(main.page.table).shown == page


def test_the_menu_help_has_the_guide_and_a_second_f1_opens_no_second_window(main: Window) -> None:
    main.activateWindow()
    action = main.menus.action("help.guide")
    assert action is not None
    assert action.text() == "Guide"
    action.trigger()
    main.go_to("events", "")
    main.activateWindow()
    main.page.table.setFocus()
    assert press_f1(main.page.table).shown == "reminders"


def test_the_guide_is_used_beside_a_dialog_that_blocks_its_window(main: Window, desk: Desk) -> None:
    dialog = FieldDialog(desk, "contacts", None, main)
    open_dialog(dialog)
    found = press_f1(dialog)
    handle = found.list.window().windowHandle()
    place = found.list.viewport().mapTo(found, found.list.visualItemRect(found.list.item(5)).center())
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert found.shown == "backup"
    assert dialog.isVisible()
    dialog.close()
    assert found.isVisible()


def test_the_guide_is_used_beside_a_dialog_that_blocks_everything_and_outlives_it(
    qtbot: QtBot, main: Window
) -> None:
    dialog = QDialog(main)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    QVBoxLayout(dialog).addWidget(QPushButton("One"))
    open_dialog(dialog)
    found = press_f1(dialog)
    handle = found.windowHandle()
    place = found.list.viewport().mapTo(found, found.list.visualItemRect(found.list.item(5)).center())
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert found.shown == "backup"
    dialog.done(0)
    dialog.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert found.isVisible()
    assert found.parent() is None


def test_dialogs_never_hang_on_the_guide(main: Window) -> None:
    main.activateWindow()
    found = press_f1(main.page.table)
    found.activateWindow()
    assert dialog_owner() is main
