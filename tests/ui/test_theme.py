"""The theme: readable in both forms, complete, and changed in one step."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.ui import theme
from app.ui.stylesheet import stylesheet
from app.ui.tokens import AVATARS, DARK, FLAG_COLOURS, FLAGS, LIGHT, Metrics, Theme, contrast
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.inputs import DateBox, NumberBox

THEMES = (LIGHT, DARK)
GROUNDS = ("window", "surface", "side", "hover", "pressed", "chip", "selection")
PAIRS = [
    *((ink, ground) for ink in ("text", "muted", "danger") for ground in GROUNDS),
    *(
        (ink, g)
        for ink in ("accent_text", "warning_text")
        for g in ("window", "surface", "side", "selection")
    ),
    *(("text", f"{kind}_tint") for kind in ("accent", "warning", "danger")),
    ("text", "found"),
    ("text", "text_selection"),
    ("accent_text", "accent_tint"),
    ("accent_text", "warning_tint"),
    ("accent_text", "danger_tint"),
    ("warning_text", "warning_tint"),
    ("danger", "danger_tint"),
    ("tooltip_text", "tooltip"),
    *(("on_accent", ground) for ground in ("accent", "accent_hover", "accent_pressed")),
    *(("on_danger", ground) for ground in ("danger", "danger_hover", "danger_pressed")),
]


@pytest.fixture(autouse=True)
def _light_again(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp, "light")


@pytest.mark.parametrize("worn", THEMES, ids=lambda worn: worn.name)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_reads_on_its_ground(worn: Theme, ink: str, ground: str) -> None:
    assert contrast(getattr(worn, ink), getattr(worn, ground)) >= 4.5


@pytest.mark.parametrize("worn", THEMES, ids=lambda worn: worn.name)
@pytest.mark.parametrize("ground", ["window", "surface", "side", "selection"])
def test_marks_stand_out_from_their_ground(worn: Theme, ground: str) -> None:
    marks = [worn.accent, worn.warning, worn.danger, *FLAG_COLOURS[worn.name]]
    assert [mark for mark in marks if contrast(mark, getattr(worn, ground)) < 3] == []


@pytest.mark.parametrize("ground", AVATARS)
def test_white_initials_read_on_every_avatar(ground: str) -> None:
    assert contrast("#FFFFFF", ground) >= 4.5


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_every_flag_has_a_colour_in_both_themes() -> None:
    assert {len(colours) for colours in FLAG_COLOURS.values()} == {len(FLAGS)}


@pytest.mark.parametrize("worn", THEMES, ids=lambda worn: worn.name)
def test_every_colour_is_a_full_hex_number(worn: Theme) -> None:
    values = [value for key, value in worn.colours().items() if key != "name"]
    assert all(len(value) == 7 and QColor(value).isValid() for value in values)


@pytest.mark.parametrize("worn", THEMES, ids=lambda worn: worn.name)
def test_qt_understands_the_whole_stylesheet(qapp: QApplication, qtbot: QtBot, worn: Theme) -> None:
    said: list[str] = []
    before = qInstallMessageHandler(lambda _kind, _context, message: said.append(message))
    try:
        field = QLineEdit()
        qtbot.addWidget(field)
        field.setStyleSheet(stylesheet(worn))
        field.ensurePolished()
    finally:
        qInstallMessageHandler(before)
    assert [message for message in said if "tylesheet" in message or "property" in message] == []


def test_choosing_dark_changes_the_palette_and_tells_it(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light")
    with qtbot.waitSignal(theme.signals().changed, timeout=1000):
        theme.apply(qapp, "dark")
    assert theme.current() is DARK
    assert qapp.palette().window().color() == QColor(DARK.window)


def test_the_same_choice_again_changes_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "dark")
    with qtbot.assertNotEmitted(theme.signals().changed):
        theme.apply(qapp, "dark")


def test_an_unknown_stored_choice_means_the_system() -> None:
    assert [theme.as_choice(word) for word in ("dark", "light", "", "blue")] == [
        "dark",
        "light",
        "system",
        "system",
    ]


def test_buttons_and_inputs_are_as_high_as_drawn(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light")
    for widget in (QPushButton("Save"), QLineEdit("Ana")):
        qtbot.addWidget(widget)
        widget.ensurePolished()
        assert widget.sizeHint().height() == Metrics().control


def test_a_link_is_not_squeezed_to_a_line_where_there_is_little_room(
    qapp: QApplication, qtbot: QtBot
) -> None:
    theme.apply(qapp, "light")
    place = QWidget()
    qtbot.addWidget(place)
    link = LinkButton("Add a value", "link", "plus")
    column = QVBoxLayout(place)
    column.addWidget(link)
    place.show()
    place.resize(200, place.minimumSizeHint().height())
    qtbot.waitUntil(lambda: link.height() >= link.sizeHint().height() - 4)


def test_tree_rows_are_as_high_as_drawn(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light")
    tree = QTreeWidget()
    qtbot.addWidget(tree)
    tree.ensurePolished()
    item = QTreeWidgetItem(tree, ["Sales"])
    assert tree.visualItemRect(item).height() == Metrics().tree_row


def test_measures_grow_with_the_font_on_the_grid() -> None:
    large = Metrics(font=18)
    assert (large.secondary, large.title, large.row, large.control) == (17, 23, 42, 40)


def test_numbers_are_asked_for_in_one_width() -> None:
    assert [tag.toString() for tag in theme.ui_font().featureTags()] == ["tnum"]


def test_numbers_and_days_are_as_high_as_other_inputs_and_begin_where_they_do(
    qapp: QApplication, qtbot: QtBot
) -> None:
    theme.apply(qapp, "light")
    place = QWidget()
    qtbot.addWidget(place)
    column = QVBoxLayout(place)
    choice = QComboBox()
    choice.addItem("HHH")
    number, line = NumberBox("number", "Number"), QLineEdit("HHH")
    number.lineEdit().setText("HHH")
    inputs = [line, choice, number, DateBox("day", "Day")]
    for each in inputs:
        column.addWidget(each)
    column.addStretch(1)
    place.resize(300, 400)
    place.show()
    assert {each.height() for each in inputs} == {line.height()}
    picture = place.grab().toImage()
    assert {_first_ink(picture, each) for each in (line, choice)} == {_first_ink(picture, line)}


def _first_ink(picture: QImage, box: QWidget) -> int:
    """How far from its left edge something is written in a box."""
    middle = box.geometry().center().y()
    left = box.x() + 5
    return next(x - left for x in range(left, left + 40) if picture.pixelColor(x, middle).lightness() < 120)


def test_the_list_of_a_combo_box_opens_below_it_and_cuts_no_line(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    place = QWidget()
    qtbot.addWidget(place)
    box = QComboBox(place)
    box.addItems(["As the system", "English", "Română", "Русский"])
    place.show()
    box.showPopup()
    view = box.view()
    last = view.visualRect(view.model().index(3, 0))
    assert view.viewport().rect().contains(last)
    assert view.window().y() >= box.mapToGlobal(box.rect().bottomLeft()).y()
    box.hidePopup()
