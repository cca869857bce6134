"""The small widgets: what they say, send and how they fit."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPixmap,
    QStandardItemModel,
    QTextLayout,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.ui import theme
from app.ui.tokens import FLAGS
from app.ui.widgets.avatar import AvatarWidget, avatar_colour, initials_of
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import IconButton, PrimaryButton, QuietButton
from app.ui.widgets.calendar import MonthView
from app.ui.widgets.chips import Chip, ChipRow, TagLabel
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.flags import flag_colour, flag_icon, flag_name
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.inputs import NumberBox
from app.ui.widgets.labels import CountBadge, ElidedLabel, label, plain_tooltip
from app.ui.widgets.lined_table import LinedTable
from app.ui.widgets.panel import FieldRow, SurfaceCard
from app.ui.widgets.progress import ProgressStrip
from app.ui.widgets.search_box import SearchBox
from app.ui.widgets.segments import Segments


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> None:
    theme.apply(qapp, "light")


@pytest.mark.parametrize(
    ("title", "initials"),
    [
        ("Ana Dumitrescu", "AD"),
        ("Ioana Șerban", "IȘ"),
        ("Живко", "Ж"),
        ("S\u0326tefan cel Mare", "ȘC"),
        ("«Вектор» ООО", "ВО"),
        ("ßmith", "S"),
        ("3M 5", "M"),
        ("4711", "4"),
        ("  ", ""),
    ],
)
def test_initials_are_the_first_letters_of_two_words(title: str, initials: str) -> None:
    assert initials_of(title) == initials


def test_an_avatar_keeps_its_colour_for_a_seed() -> None:
    assert avatar_colour("0192f0c1") == avatar_colour("0192f0c1")
    assert len({avatar_colour(str(number)) for number in range(100)}) == 8


def test_an_avatar_shows_the_photo_in_place_of_initials(qtbot: QtBot) -> None:
    avatar = AvatarWidget(48)
    qtbot.addWidget(avatar)
    photo = QPixmap(200, 100)
    photo.fill(QColor("#123456"))
    avatar.show_record("Ana", "1", photo)
    assert avatar.grab().toImage().pixelColor(24, 24).name() == "#123456"


def test_an_icon_button_says_what_it_does(qtbot: QtBot) -> None:
    button = IconButton("columns-3", "Columns", "columns", shortcut="Ctrl+L")
    qtbot.addWidget(button)
    assert (button.accessibleName(), button.toolTip()) == ("Columns", "Columns (Ctrl+L)")
    assert (button.width(), button.height()) == (32, 32)


def test_a_button_has_a_spoken_name_without_its_mnemonic(qtbot: QtBot) -> None:
    button = PrimaryButton("&New contact", "new", "plus")
    qtbot.addWidget(button)
    assert (button.objectName(), button.accessibleName()) == ("new", "New contact")


def test_escape_clears_the_search_and_then_leaves_it(qtbot: QtBot) -> None:
    box = SearchBox("Search", keys="Ctrl F")
    qtbot.addWidget(box)
    box.setText("ana")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""
    with qtbot.waitSignal(box.left, timeout=500):
        QTest.keyClick(box, Qt.Key.Key_Escape)


def test_the_search_shows_its_key_or_its_cross(qtbot: QtBot) -> None:
    box = SearchBox("Search", keys="Ctrl F")
    qtbot.addWidget(box)
    box.resize(300, 32)
    box.show()
    cap, cross = box.findChild(QLabel), box.findChild(IconButton)
    assert isinstance(cap, QLabel)
    assert isinstance(cross, IconButton)
    assert (cap.isVisible(), cross.isVisible()) == (True, False)
    box.setText("ana")
    assert (cap.isVisible(), cross.isVisible()) == (False, True)
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert box.text() == ""


def test_the_cross_of_a_chip_closes_it_and_its_words_do_not(qtbot: QtBot) -> None:
    chip = Chip("City is not empty")
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    chip.show()
    with qtbot.assertNotEmitted(chip.closed), qtbot.waitSignal(chip.clicked, timeout=500):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(15, 12))
    with qtbot.assertNotEmitted(chip.clicked), qtbot.waitSignal(chip.closed, timeout=500):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, 12))


def test_delete_closes_a_chip(qtbot: QtBot) -> None:
    chip = Chip("City is not empty")
    qtbot.addWidget(chip)
    with qtbot.waitSignal(chip.closed, timeout=500):
        QTest.keyClick(chip, Qt.Key.Key_Delete)


def test_chips_wrap_where_there_is_no_room(qtbot: QtBot) -> None:
    row = ChipRow()
    qtbot.addWidget(row)
    for number in range(6):
        row.add(Chip(f"Group: Sales {number}"))
    assert row.heightForWidth(2000) == 24
    assert row.heightForWidth(300) == 3 * 24 + 2 * 6


def test_an_emptied_row_of_chips_hides(qtbot: QtBot) -> None:
    row = ChipRow()
    qtbot.addWidget(row)
    row.add(TagLabel("Key client", "accent"))
    assert not row.isHidden()
    row.clear()
    assert row.isHidden()


def test_the_narrow_blank_of_a_number_stays_in_a_line(qtbot: QtBot) -> None:
    counted = ElidedLabel("100\u202f000\n  contacts ")
    qtbot.addWidget(counted)
    assert counted.text() == "100\u202f000 contacts"


def test_text_without_room_is_cut_and_told_in_the_tooltip(qtbot: QtBot) -> None:
    cut = ElidedLabel("<b>A very long name</b> of a firm")
    qtbot.addWidget(cut)
    cut.resize(60, 20)
    cut.show()
    assert cut.is_cut
    assert cut.toolTip() == "<qt>&lt;b&gt;A very long name&lt;/b&gt; of a firm</qt>"
    cut.resize(900, 20)
    assert cut.toolTip() == ""


def test_labels_and_tooltips_never_read_data_as_rich_text(qtbot: QtBot) -> None:
    shown = label("<i>x</i>")
    qtbot.addWidget(shown)
    assert shown.textFormat() == Qt.TextFormat.PlainText
    assert plain_tooltip("a<b\nc") == "<qt>a&lt;b<br>c</qt>"
    assert plain_tooltip("") == ""


def test_a_count_of_nothing_is_hidden(qtbot: QtBot) -> None:
    badge = CountBadge(3)
    qtbot.addWidget(badge)
    assert (badge.accessibleName(), badge.isHidden()) == ("3", False)
    badge.set_count(0)
    assert badge.isHidden()


def test_the_value_of_a_field_can_be_selected_and_wraps(qtbot: QtBot) -> None:
    row = FieldRow("Address", "Str. Memorandumului 12, Cluj-Napoca")
    qtbot.addWidget(row)
    assert isinstance(row.value, QLabel)
    assert row.value.wordWrap()
    assert row.value.textFormat() == Qt.TextFormat.PlainText
    assert row.value.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert row.value.accessibleName() == "Address"


def test_a_field_with_an_act_is_a_link(qtbot: QtBot) -> None:
    clicks: list[str] = []
    row = FieldRow("E-mail", "a&b@example.org", on_click=lambda: clicks.append("mail"))
    qtbot.addWidget(row)
    assert isinstance(row.value, QPushButton)
    row.value.click()
    assert (row.value.text(), clicks) == ("a&&b@example.org", ["mail"])


def test_a_card_shows_title_act_and_content(qtbot: QtBot) -> None:
    edit = IconButton("pencil", "Edit", "edit", is_small=True)
    card = SurfaceCard("Details", "details", edit)
    qtbot.addWidget(card)
    card.body.addWidget(FieldRow("Hobby", "Mountain biking"))
    card.show()
    assert edit.isVisible()
    assert card.accessibleName() == "Details"


def test_an_empty_place_offers_its_buttons(qtbot: QtBot) -> None:
    new = PrimaryButton("New contact", "new", "plus")
    place = EmptyState("users", "No contacts yet", "People you work with belong here.", new)
    qtbot.addWidget(place)
    place.show()
    assert new.isVisible()
    assert place.accessibleName() == "No contacts yet"


def test_a_banner_acts_once_and_goes(qtbot: QtBot) -> None:
    done: list[str] = []
    banner = Banner()
    qtbot.addWidget(banner)
    banner.say("Imported 3 contacts.", "info", "Undo", lambda: done.append("undo"))
    assert not banner.isHidden()
    assert banner.property("banner") == "info"
    action = banner.findChild(QPushButton, "banner_action")
    assert isinstance(action, QPushButton)
    action.click()
    assert (done, banner.isHidden()) == (["undo"], True)


def test_a_banner_with_a_timeout_goes_by_itself(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.say("Saved.", timeout_ms=1)
    qtbot.waitUntil(banner.isHidden, timeout=1000)


def test_short_work_shows_no_progress(qtbot: QtBot) -> None:
    strip = ProgressStrip(delay_ms=10_000)
    qtbot.addWidget(strip)
    strip.start("Importing")
    assert strip.isHidden()
    strip.finish()
    assert strip.isHidden()


def test_long_work_shows_how_far_it_is_and_can_be_cancelled(qtbot: QtBot) -> None:
    strip = ProgressStrip(delay_ms=0)
    qtbot.addWidget(strip)
    strip.start("Importing")
    qtbot.waitUntil(strip.isVisible, timeout=1000)
    strip.advance(30, 100)
    bar, cancel = strip.findChild(QProgressBar), strip.findChild(QPushButton)
    assert isinstance(bar, QProgressBar)
    assert isinstance(cancel, QPushButton)
    assert (bar.value(), bar.maximum()) == (30, 100)
    with qtbot.waitSignal(strip.cancelled, timeout=500):
        cancel.click()
    assert not cancel.isEnabled()


def test_every_flag_has_a_name_and_a_mark() -> None:
    for flag in FLAGS:
        assert flag_name(flag)
        assert flag_icon(flag).pixmap(16, 16).toImage().pixelColor(8, 8) == flag_colour(flag)


def test_a_table_draws_a_line_under_each_row(qtbot: QtBot) -> None:
    table = LinedTable("table", "Contacts")
    qtbot.addWidget(table)
    table.setModel(QStandardItemModel(3, 2))
    table.resize(300, 300)
    table.show()
    image = table.viewport().grab().toImage()
    lines = [y for y in range(120) if image.pixelColor(150, y).name().upper() == theme.current().line]
    assert lines == [33, 67, 101]


def test_scrolling_over_a_number_without_focus_leaves_it(qtbot: QtBot) -> None:
    box = NumberBox("discount", "Discount")
    qtbot.addWidget(box)
    box.setValue(7)
    middle, still = QPointF(5, 5), QPoint(0, 0)
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
    turn = QWheelEvent(middle, middle, still, QPoint(0, 120), left, none, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(box, turn)
    assert box.value() == 7


def test_weekends_are_calm_in_both_themes(qapp: QApplication, qtbot: QtBot) -> None:
    month = MonthView()
    qtbot.addWidget(month)
    theme.apply(qapp, "dark")
    month.ensurePolished()
    weekend = month.weekdayTextFormat(Qt.DayOfWeek.Sunday).foreground().color()
    theme.apply(qapp, "light")
    assert weekend == QColor("#98A1B0")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_focus_and_not_the_main_one(qtbot: QtBot, key: Qt.Key) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    pressed: list[str] = []
    column = QVBoxLayout(dialog)
    buttons: list[QAbstractButton] = [
        QuietButton("Cancel", "cancel"), IconButton("x", "Close", "close"), PrimaryButton("Import", "import")
    ]  # fmt: skip
    for button in buttons:
        button.clicked.connect(partial(pressed.append, button.objectName()))
        column.addWidget(button)
    buttons[2].setProperty("default", True)
    dialog.show()
    for button in buttons:
        button.setFocus()
        QTest.keyClick(button, key)
    assert pressed == ["cancel", "close", "import"]


def test_a_separator_is_not_left_at_the_end_of_a_line(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    flow = FlowLayout(place, gap=4, line_gap=0)
    dot = label("·")
    flow.addWidget(label("Purchasing manager"))
    flow.add_separator(dot)
    flow.addWidget(label("Nordic Panel SRL"))
    place.resize(600, 60)
    place.show()
    assert dot.width() > 0
    place.resize(flow.itemAt(0).widget().sizeHint().width() + 20, 60)
    QApplication.processEvents()
    assert dot.width() == 0


@pytest.mark.parametrize("width", [300, 356, 420, 700])
def test_no_word_of_an_empty_place_stands_alone_on_the_last_line(qtbot: QtBot, width: int) -> None:
    text = "What is selected in the list is shown here, and more than fits on a line of it is shown too"
    place = EmptyState("users", "Nothing selected", text)
    qtbot.addWidget(place)
    place.resize(width, 500)
    place.show()
    sentence = next(each for each in place.findChildren(QLabel) if each.text() == text)
    qtbot.waitUntil(lambda: sentence.width() == sentence.maximumWidth(), timeout=2000)
    layout = QTextLayout(text, sentence.font())
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(sentence.width())
        lines.append(line.naturalTextWidth())
    layout.endLayout()
    assert len(lines) > 1
    assert lines[-1] > sentence.width() / 2


def test_the_word_that_is_on_has_room_for_its_bold_letters_and_moves_no_other(qtbot: QtBot) -> None:
    switch = Segments("views", "View")
    qtbot.addWidget(switch)
    switch.offer([("table", "Таблица"), ("calendar", "Календарь")], "table")
    bold = theme.ui_font(theme.metrics().secondary, QFont.Weight.DemiBold)
    switch.show()
    before = [switch.button(key).sizeHint().width() for key in switch.keys]
    for key, width in zip(switch.keys, before, strict=True):
        assert width >= QFontMetrics(bold).horizontalAdvance(switch.button(key).text())
    switch.button("calendar").click()
    assert [switch.button(key).sizeHint().width() for key in switch.keys] == before
