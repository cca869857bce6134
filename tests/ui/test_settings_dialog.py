"""The settings: built from the table, kept at once, with pages for sections and value lists."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QComboBox, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.core import texts
from app.core.settings import SETTINGS
from app.services.library import Library
from app.ui import autostart, theme
from app.ui.desk import Desk
from app.ui.merge_value_dialog import MergeValueDialog
from app.ui.palette_results import other_results
from app.ui.settings_dialog import SettingsDialog
from app.ui.settings_fields import FieldsPage
from app.ui.settings_lists import ListsPage
from app.ui.sidebar import NavRow, Sidebar
from app.ui.widgets.grip import Grip
from app.ui.widgets.inputs import NumberBox
from tests.ui.conftest import Heard, shown


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk) -> Iterator[SettingsDialog]:
    made = SettingsDialog(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def _choose(box: QComboBox, key: object) -> None:
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())


def test_every_setting_has_an_editor_with_a_name(dialog: SettingsDialog) -> None:
    for setting in SETTINGS:
        editor = dialog._rows[setting.key].editor
        assert editor.objectName() == f"setting_{setting.key}"
        assert editor.accessibleName()


def test_no_choice_is_cut_off(dialog: SettingsDialog) -> None:
    for setting in SETTINGS:
        editor = dialog._rows[setting.key].editor
        if isinstance(editor, QComboBox):
            assert editor.width() >= editor.sizeHint().width(), setting.key


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the autostart folder is Linux's")
def test_the_start_with_the_system_is_shown_as_the_installer_left_it(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    autostart.set_autostart(True)
    dialog = SettingsDialog(desk)
    qtbot.addWidget(dialog)
    assert dialog._rows["autostart"].editor.isChecked()
    dialog._rows["autostart"].editor.click()
    assert not autostart.is_autostart()


def test_a_program_that_is_carried_about_does_not_offer_to_start_with_the_system(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "portable.txt").touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "cartoteca"))
    dialog = SettingsDialog(desk)
    qtbot.addWidget(dialog)
    assert "autostart" not in dialog._rows
    assert "tray" in dialog._rows


def test_tab_goes_from_the_pages_straight_to_what_can_be_set(dialog: SettingsDialog) -> None:
    dialog._list.setFocus()
    QTest.keyClick(dialog._list, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog._rows["language"].editor


@pytest.fixture
def worn(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "light", theme.metrics().font)
    yield
    qapp.setStyleSheet("")


def test_the_page_that_is_shown_is_tinted_with_and_without_the_focus(
    worn: None, dialog: SettingsDialog
) -> None:
    pages = dialog._list
    place = pages.visualItemRect(pages.item(0))
    tint = theme.colour("selection").rgb()
    right = QPoint(place.right() - 10, place.center().y())
    for holder in (pages, dialog._rows["language"].editor):
        holder.setFocus()
        picture = dialog.grab().toImage()
        assert picture.pixel(pages.viewport().mapTo(dialog, right)) == tint
        assert picture.pixel(pages.viewport().mapTo(dialog, place.topLeft())) != tint  # round corners
    assert pages.viewport().mapTo(dialog, QPoint(0, 0)).x() == 8


def test_a_change_is_kept_at_once(dialog: SettingsDialog, desk: Desk) -> None:
    dialog.findChild(QCheckBox, "setting_reopen_last").setChecked(False)
    dialog.findChild(NumberBox, "setting_backup_count").setValue(3)
    assert desk.settings.get("reopen_last") is False
    assert desk.settings.get("backup_count") == 3


def test_region_and_name_apply_to_the_open_file(dialog: SettingsDialog, library: Library) -> None:
    _choose(dialog.findChild(QComboBox, "setting_region"), "MD")
    name = dialog.findChild(QLineEdit, "setting_user_name")
    name.setText("Maria")
    name.editingFinished.emit()
    assert library.context().region == "MD"
    assert library.identity.user == "Maria"


def test_the_theme_is_worn_at_once(dialog: SettingsDialog) -> None:
    _choose(dialog.findChild(QComboBox, "setting_theme"), "dark")
    assert theme.current().is_dark
    _choose(dialog.findChild(QComboBox, "setting_theme"), "light")
    assert not theme.current().is_dark


def test_another_language_opens_the_dialog_in_it(qtbot: QtBot, dialog: SettingsDialog, desk: Desk) -> None:
    with qtbot.waitSignal(desk.renewal_wanted):
        _choose(dialog.findChild(QComboBox, "setting_language"), "ro")
    assert texts.language() == "ro"
    opened = shown(SettingsDialog)
    assert len(opened) == 1
    assert opened[0] is not dialog
    opened[0].close()


def test_another_language_leaves_the_dialog_where_it_is(
    qtbot: QtBot, dialog: SettingsDialog, desk: Desk
) -> None:
    dialog.setGeometry(33, 45, 740, 500)
    with qtbot.waitSignal(desk.renewal_wanted):
        _choose(dialog.findChild(QComboBox, "setting_language"), "ru")
    [opened] = shown(SettingsDialog)
    assert opened.geometry() == QRect(33, 45, 740, 500)
    opened.close()


def test_sections_are_renamed_hidden_and_moved(
    qtbot: QtBot, dialog: SettingsDialog, desk: Desk, library: Library
) -> None:
    dialog.go_to("Sections")
    name = dialog.findChild(QLineEdit, "section_name_notes")
    name.setText("Recipes")
    with qtbot.waitSignal(desk.sections_changed):
        name.editingFinished.emit()
    assert library.sections.title_of("notes") == "Recipes"
    dialog.findChild(QCheckBox, "section_shown_links").setChecked(False)
    desk.work.wait()
    assert [each.key for each in library.sections.views() if each.is_hidden] == ["links"]
    down = [
        each
        for each in dialog.findChildren(QAbstractButton, "section_arrow-down_contacts")
        if each.isVisible()
    ]
    qtbot.mouseClick(down[0], Qt.MouseButton.LeftButton)
    desk.work.wait()
    assert [each.key for each in library.sections.views()][:2] == ["organizations", "contacts"]


def test_a_section_is_dragged_and_the_keyboard_stays_on_the_arrow_that_moved_it(
    qtbot: QtBot, dialog: SettingsDialog, desk: Desk, library: Library
) -> None:
    dialog.go_to("Sections")

    def shown(kind: type[QWidget], name: str) -> QWidget:
        QApplication.processEvents()
        return next(each for each in dialog.findChildren(kind, name) if each.isVisible())

    grip = shown(Grip, "section_grip_tasks")
    above = grip.mapFromGlobal(shown(Grip, "section_grip_contacts").mapToGlobal(QPoint(4, -10)))
    qtbot.mousePress(grip, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    qtbot.mouseRelease(grip, Qt.MouseButton.LeftButton, pos=above)
    desk.work.wait()
    assert [each.key for each in library.sections.views()][:2] == ["tasks", "contacts"]
    shown(QAbstractButton, "section_arrow-down_tasks").setFocus()
    for _press in range(2):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
        desk.work.wait()
        QApplication.processEvents()
    assert [each.key for each in library.sections.views()][:3] == ["contacts", "organizations", "tasks"]
    assert QApplication.focusWidget().objectName() == "section_arrow-down_tasks"


def test_a_field_leads_to_its_values_also_of_a_list_made_a_moment_ago(
    qtbot: QtBot, dialog: SettingsDialog, desk: Desk, library: Library
) -> None:
    library.fields.add("contacts", "Price list", "choice", ["Retail", "Wholesale"])
    dialog.go_to("Fields")
    page = dialog.findChild(FieldsPage)
    page.choose("contacts")
    field = page.edit("price_list")
    qtbot.mouseClick(field.findChild(QAbstractButton, "field_list"), Qt.MouseButton.LeftButton)
    lists = dialog.findChild(ListsPage)
    assert lists.isVisible()
    assert lists.list_key == "contacts.price_list"
    assert lists.findChild(QLineEdit, "value_name_retail").text() == "Retail"
    other = page.edit("hobby")
    assert not other.findChild(QAbstractButton, "field_list").isVisible()
    other.reject()


def test_values_are_renamed_hidden_and_added(
    qtbot: QtBot, dialog: SettingsDialog, desk: Desk, library: Library
) -> None:
    page = dialog.findChild(ListsPage)
    page.choose("source")
    name = page.findChild(QLineEdit, "value_name_fair")
    name.setText("Expo")
    name.editingFinished.emit()
    desk.work.wait()
    assert library.choices.label_of("source", "fair") == "Expo"
    page.findChild(QLineEdit, "lists_new").setText("Radio")
    qtbot.mouseClick(page.findChild(QAbstractButton, "lists_add"), Qt.MouseButton.LeftButton)
    desk.work.wait()
    assert "Radio" in [each.label for each in library.choices.options("source")]
    shown = [each for each in page.findChildren(QCheckBox, "value_shown_web") if not each.isHidden()][-1]
    shown.setChecked(False)
    desk.work.wait()
    assert [each.key for each in library.choices.options("source") if each.is_hidden] == ["web"]


def test_a_result_belongs_to_a_type_of_event(dialog: SettingsDialog, desk: Desk, library: Library) -> None:
    page = dialog.findChild(ListsPage)
    page.choose("event_result")
    _choose(page.findChild(QComboBox, "lists_new_belongs"), "meeting")
    page.findChild(QLineEdit, "lists_new").setText("postponed")
    page._add()
    desk.work.wait()
    added = next(each for each in library.choices.options("event_result") if each.label == "postponed")
    assert added.belongs_to == "meeting"


def test_flags_get_a_meaning_but_no_new_ones_are_added(
    dialog: SettingsDialog, desk: Desk, library: Library
) -> None:
    page = dialog.findChild(ListsPage)
    page.choose("flag")
    assert page._add_row.isHidden()
    name = page.findChild(QLineEdit, "value_name_red")
    name.setText("Owes money")
    name.editingFinished.emit()
    desk.work.wait()
    assert library.choices.label_of("flag", "red") == "Owes money"


def test_a_refused_change_is_said(dialog: SettingsDialog, desk: Desk, heard: Heard) -> None:
    page = dialog.findChild(ListsPage)
    page.choose("source")
    name = page.findChild(QLineEdit, "value_name_fair")
    name.setText("  ")
    name.editingFinished.emit()
    desk.work.wait()
    assert heard.last == "A value needs a name."


def test_values_are_ordered_by_arrows_and_by_dragging(
    qtbot: QtBot, dialog: SettingsDialog, desk: Desk, library: Library
) -> None:
    dialog.go_to("Lists")
    page = dialog.findChild(ListsPage)
    page.choose("grade")
    down = page.findChild(QAbstractButton, "value_arrow-down_a")
    qtbot.mouseClick(down, Qt.MouseButton.LeftButton)
    desk.work.wait()
    assert [each.key for each in library.choices.options("grade")] == ["b", "a", "c"]
    QApplication.processEvents()
    grip = [each for each in page.findChildren(Grip, "value_grip_c") if each.isVisible()][-1]
    first = [each for each in page.findChildren(Grip, "value_grip_b") if each.isVisible()][-1]
    above = grip.mapFromGlobal(first.mapToGlobal(QPoint(4, -10)))
    qtbot.mousePress(grip, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    qtbot.mouseRelease(grip, Qt.MouseButton.LeftButton, pos=above)
    desk.work.wait()
    assert [each.key for each in library.choices.options("grade")] == ["c", "b", "a"]


def test_a_value_in_use_is_merged_and_its_uses_are_told_before(
    qtbot: QtBot, dialog: SettingsDialog, desk: Desk, library: Library
) -> None:
    uid = library.save("contacts", {"surname": "Rusu", "source": "fair"}).uid
    dialog.go_to("Lists")
    page = dialog.findChild(ListsPage)
    page.choose("source")
    qtbot.mouseClick(page.findChild(QAbstractButton, "value_merge_fair"), Qt.MouseButton.LeftButton)
    desk.work.wait()
    asked = shown(MergeValueDialog)[0]
    assert asked.uses.text() == "1 record has it."
    asked.into.setCurrentIndex(asked.into.findData("web"))
    qtbot.mouseClick(asked.ok, Qt.MouseButton.LeftButton)
    desk.work.wait()
    assert library.get(uid).values["source"] == "web"  # type: ignore[union-attr]
    left = [each for each in page.findChildren(QLineEdit, "value_name_fair") if not each.isHidden()]
    assert left == []
    page.choose("task_state")
    assert page.findChild(QAbstractButton, "value_merge_open") is None


def test_an_icon_is_chosen_and_worn_by_the_sidebar(
    qtbot: QtBot, dialog: SettingsDialog, desk: Desk, library: Library
) -> None:
    sidebar = Sidebar(desk)
    qtbot.addWidget(sidebar)
    dialog.go_to("Sections")
    qtbot.mouseClick(dialog.findChild(QAbstractButton, "section_icon_notes"), Qt.MouseButton.LeftButton)
    menu = dialog.findChild(QMenu, "icon_menu")
    qtbot.mouseClick(menu.findChild(QAbstractButton, "icon_gift"), Qt.MouseButton.LeftButton)
    desk.work.wait()
    assert library.sections.icon_of("notes") == "gift"
    assert sidebar.findChild(NavRow, "nav_notes")._icon == "gift"
    assert [each.icon for each in other_results(desk, "Notes") if each.title == "Notes"] == ["gift"]


def test_a_preset_is_applied_later_too(
    qtbot: QtBot, dialog: SettingsDialog, desk: Desk, library: Library
) -> None:
    dialog.go_to("Sections")
    qtbot.mouseClick(dialog.findChild(QAbstractButton, "sections_preset"), Qt.MouseButton.LeftButton)
    menu = dialog.findChild(QMenu, "presets_menu")
    next(each for each in menu.actions() if each.text() == "Sales").trigger()
    menu.close()
    desk.work.wait()
    names = [each for each in dialog.findChildren(QLineEdit, "section_name_contacts") if not each.isHidden()]
    assert names[-1].text() == "Clients"
    assert library.undoable().describe() == "change of settings: Sales"  # type: ignore[union-attr]


def test_larger_texts_are_worn_at_once_and_make_the_windows_anew(
    worn: None, qtbot: QtBot, dialog: SettingsDialog, desk: Desk, qapp: QApplication
) -> None:
    rows = theme.metrics().row
    with qtbot.waitSignal(desk.renewal_wanted):
        _choose(dialog.findChild(QComboBox, "setting_text_size"), "15")
    (opened,) = shown(SettingsDialog)
    assert opened.focusWidget() is opened._rows["text_size"].editor
    assert theme.metrics().font == 15
    assert theme.metrics().row > rows
    assert opened._list.fontMetrics().height() > 18
    opened.close()
    desk.settings.set("text_size", "13")
    theme.wear(qapp, desk.settings)
