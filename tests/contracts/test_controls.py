"""Whatever the user can act on has a name for tests and one to be spoken; data is shown as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.ui.desk import Desk
from app.ui.editors import rich_text
from app.ui.panel import field_lines
from app.ui.window import Window
from tests.contracts.rooms import fill, visit
from tests.ui.card_fakes import close_desk, make_desk

CONTROLS = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QTextEdit, QPlainTextEdit, QAbstractSpinBox
)  # fmt: skip
COMPOSED = (QComboBox, QAbstractSpinBox, QCalendarWidget, QTabBar)
"""What Qt puts together itself: its inner controls are spoken through the outer one."""
HOST = "198.51.100.1"
EVIL = f'<img src="//{HOST}/s/x"><b>x</b>'


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path / "desk")
    yield made
    close_desk(made)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[Window]:
    made = Window(desk)
    qtbot.addWidget(made)
    made.resize(1400, 900)
    with qtbot.waitSignal(made.painted, timeout=10_000):
        made.show()
    desk.work.wait()
    yield made
    made.close()


def is_ours(widget: QWidget) -> bool:
    """Is it a control that the program has put there?"""
    if isinstance(widget, QHeaderView) or widget.objectName().startswith("qt_"):
        return False
    above = widget.parentWidget()
    if isinstance(above, QAbstractItemView) and isinstance(widget, QAbstractButton):
        return False  # the corner of a table
    while above is not None:
        if isinstance(above, COMPOSED):
            return False
        above = above.parentWidget()
    return True


def controls(room: QWidget) -> Iterator[QWidget]:
    for kind in CONTROLS:
        yield from (each for each in room.findChildren(kind) if is_ours(each))


def test_every_control_has_a_name_and_a_spoken_one_and_data_is_shown_as_it_is_and_loads_nothing(
    desk: Desk, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.library is not None
    loaded: list[str] = []

    def record(_self: Any, _kind: int, name: Any) -> None:
        loaded.append(str(name))

    for editor in (field_lines.RichText, *text_editors()):
        monkeypatch.setattr(editor, "loadResource", record)
    group = desk.library.groups.add("contacts", EVIL)
    uids = fill(desk.library, EVIL)
    desk.library.groups.put(group, [uids["contacts"]])
    gone = desk.library.save("contacts", {"surname": EVIL}).uid
    desk.library.delete([gone])
    desk.work.wait()
    nameless, wrong, seen = set(), set(), set()

    def look(room: str, widget: QWidget) -> None:
        nameless.update(nameless_controls(room, widget))
        for label in (*widget.findChildren(QLabel), widget):
            if isinstance(label, QLabel) and HOST in label.text():
                seen.add(room)
                if label.textFormat() != Qt.TextFormat.PlainText:
                    wrong.add(f"{room}: label “{label.objectName()}” guesses the format")
        wrong.update(f"{room}: {each}" for each in rich_tooltips(widget))
        for text in widget.findChildren(QTextEdit):
            if "<img" in text.document().toHtml():
                wrong.add(f"{room}: picture in “{text.objectName()}”")

    visit(desk, window, uids, look)  # all windows are opened once: it takes the longest of all tests
    assert nameless == set()
    assert wrong == set()
    assert loaded == []
    assert {f"window: {key}" for key in uids} | {f"card: {key}" for key in uids} <= seen


def nameless_controls(room: str, widget: QWidget) -> Iterator[str]:
    for each in controls(widget):
        if not each.objectName() or not each.accessibleName():
            where = each.parentWidget()
            yield (
                f"{room}: {type(each).__name__} “{each.objectName()}” / “{each.accessibleName()}” "
                f"in {type(where).__name__} “{where.objectName() if where else ''}”"
            )


def text_editors() -> list[type[QTextEdit]]:
    """The classes of the editor of formatted text."""
    return [
        each for each in vars(rich_text).values()
        if isinstance(each, type) and issubclass(each, QTextEdit) and "loadResource" in vars(each)
    ]  # fmt: skip


def rich_tooltips(room: QWidget) -> Iterator[str]:
    """Tooltips that hold data as markup."""
    for each in room.findChildren(QWidget):
        if HOST in each.toolTip() and "<img" in each.toolTip():
            yield f"tooltip of {type(each).__name__} “{each.objectName()}”"
    for view in room.findChildren(QListWidget):
        tips = [view.item(row).toolTip() for row in range(view.count())]
        if any("<img" in tip for tip in tips):
            yield f"tooltip of a row in “{view.objectName()}”"
