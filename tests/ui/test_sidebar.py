"""The left column: sections with counts, and the tree of groups."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.core.texts import _, grouped, use_language
from app.services.library import Library
from app.services.rows import ListQuery
from app.ui import theme
from app.ui.desk import Desk
from app.ui.group_tree import GroupTree
from app.ui.group_view import COUNT
from app.ui.listing.fitting import text_width
from app.ui.listing.shown_rows import MIME_UIDS
from app.ui.sidebar import SIDE_WIDTH, NavRow, Sidebar
from tests.ui.conftest import Heard, add_contacts, press


@pytest.fixture
def sidebar(qtbot: QtBot, desk: Desk) -> Iterator[Sidebar]:
    made = Sidebar(desk)
    qtbot.addWidget(made)
    made.resize(220, 600)
    made.show()
    made.show_section("contacts")
    desk.work.wait()
    yield made
    made.close()


def shown(tree: GroupTree) -> list[tuple[str, int]]:
    """Path and count of every group."""
    found: list[tuple[str, int]] = []
    waiting = [tree.topLevelItem(0)]
    while waiting:
        item = waiting.pop(0)
        found.append((tree.path(item), item.data(0, COUNT)))
        waiting = [item.child(place) for place in range(item.childCount())] + waiting
    return found


def drop(tree: GroupTree, group: str, uids: list[str], modifiers: Qt.KeyboardModifier) -> None:
    data = QMimeData()
    data.setData(MIME_UIDS, "\n".join(uids).encode())
    item = tree.item_of(group)
    assert item is not None
    at = QPointF(tree.visualItemRect(item).center())
    event = QDropEvent(at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, modifiers)
    tree.dropEvent(event)


def test_sections_stand_in_the_order_of_the_file_with_their_counts(
    sidebar: Sidebar, library: Library, desk: Desk
) -> None:
    add_contacts(library, ["A", "B"])
    library.sections.rename("contacts", "Clients")
    library.sections.set_hidden("links", True)
    library.sections.move("events", 0)
    desk.work.wait()
    assert sidebar.keys[:5] == ["events", "contacts", "organizations", "tasks", "notes"]
    assert set(sidebar.keys) == {each.key for each in library.registry.sections} - {"links"}
    row = sidebar.findChild(NavRow, "nav_contacts")
    assert row is not None
    assert (row.text(), row.accessibleDescription()) == ("Clients", "2")


def test_arrow_keys_walk_through_the_sections(sidebar: Sidebar, qtbot: QtBot) -> None:
    row = sidebar.findChild(NavRow, "nav_contacts")
    assert row is not None
    with qtbot.waitSignal(sidebar.section_chosen) as chosen:
        press(row, Qt.Key.Key_Down)
    assert chosen.args == ["organizations"]


def test_the_next_section_after_the_last_is_the_first(sidebar: Sidebar, library: Library) -> None:
    assert sidebar.neighbour(-1) == library.registry.sections[-1].key
    assert sidebar.neighbour(1) == "organizations"


def test_groups_are_shown_as_a_tree_with_counts(sidebar: Sidebar, library: Library, desk: Desk) -> None:
    uids = add_contacts(library, ["A", "B", "C"])
    sales = library.groups.add("contacts", "Sales")
    inner = library.groups.add("contacts", "Ionescu", sales)
    library.groups.put(inner, uids[:2])
    desk.work.wait()
    assert shown(sidebar.groups) == [("", 3), ("Sales", 2), ("Sales / Ionescu", 2)]


def test_choosing_a_group_tells_its_uid_and_path(
    sidebar: Sidebar, library: Library, desk: Desk, qtbot: QtBot
) -> None:
    sales = library.groups.add("contacts", "Sales")
    inner = library.groups.add("contacts", "Ionescu", sales)
    desk.work.wait()
    item = sidebar.groups.item_of(inner)
    assert item is not None
    with qtbot.waitSignal(sidebar.group_chosen) as chosen:
        sidebar.groups.setCurrentItem(item)
    assert chosen.args == [inner, "Sales / Ionescu"]


def test_a_new_group_is_named_in_its_place(
    sidebar: Sidebar, library: Library, desk: Desk, qtbot: QtBot
) -> None:
    sidebar.groups.add_group()
    desk.work.wait()
    line = sidebar.groups.findChild(QLineEdit)
    assert line is not None
    line.setText("Șantier")
    press(line, Qt.Key.Key_Return)
    desk.work.wait()
    assert [node.title for node in library.groups.tree("contacts")] == ["Șantier"]


def test_a_group_without_a_name_keeps_its_old_one(
    sidebar: Sidebar, library: Library, desk: Desk, heard: Heard
) -> None:
    group = library.groups.add("contacts", "Sales")
    desk.work.wait()
    item = sidebar.groups.item_of(group)
    assert item is not None
    item.setText(0, "  ")
    desk.work.wait()
    assert heard.messages == [("error", "A group needs a name.")]
    assert shown(sidebar.groups)[1][0] == "Sales"


def test_records_dropped_on_a_group_are_put_in_and_with_ctrl_moved(
    sidebar: Sidebar, library: Library, desk: Desk
) -> None:
    uids = add_contacts(library, ["A", "B"])
    one, other = library.groups.add("contacts", "One"), library.groups.add("contacts", "Other")
    library.groups.put(one, uids)
    desk.work.wait()
    item = sidebar.groups.item_of(one)
    assert item is not None
    sidebar.groups.setCurrentItem(item)
    drop(sidebar.groups, other, uids[:1], Qt.KeyboardModifier.NoModifier)
    drop(sidebar.groups, other, uids[1:], Qt.KeyboardModifier.ControlModifier)
    desk.work.wait()
    first, second = library.get(uids[0]), library.get(uids[1])
    assert first is not None
    assert second is not None
    assert set(first.values["groups"]) == {one, other}
    assert second.values["groups"] == [other]
    library.undo()
    moved_back = library.get(uids[1])
    assert moved_back is not None
    assert moved_back.values["groups"] == [one]


def test_deleting_a_group_asks_nothing_keeps_its_records_and_can_be_undone(
    sidebar: Sidebar, library: Library, desk: Desk, heard: Heard
) -> None:
    uids = add_contacts(library, ["A"])
    group = library.groups.add("contacts", "Sales")
    library.groups.put(group, uids)
    desk.work.wait()
    item = sidebar.groups.item_of(group)
    assert item is not None
    sidebar.groups.setCurrentItem(item)
    press(sidebar.groups, Qt.Key.Key_Delete)
    desk.work.wait()
    assert library.groups.tree("contacts") == []
    assert library.get(uids[0]) is not None
    action = heard.actions[-1]
    assert action is not None
    action.run()
    desk.work.wait()
    assert [node.title for node in library.groups.tree("contacts")] == ["Sales"]


def test_when_the_chosen_group_is_gone_all_records_are_chosen(
    sidebar: Sidebar, library: Library, desk: Desk, qtbot: QtBot
) -> None:
    group = library.groups.add("contacts", "Sales")
    desk.work.wait()
    item = sidebar.groups.item_of(group)
    assert item is not None
    sidebar.groups.setCurrentItem(item)
    with qtbot.waitSignal(sidebar.group_chosen) as chosen:
        library.groups.remove(group)
    assert chosen.args == ["", ""]


def test_open_groups_stay_open(sidebar: Sidebar, library: Library, desk: Desk) -> None:
    sales = library.groups.add("contacts", "Sales")
    library.groups.add("contacts", "Ionescu", sales)
    desk.work.wait()
    item = sidebar.groups.item_of(sales)
    assert item is not None
    item.setExpanded(True)
    library.groups.add("contacts", "Other")
    desk.work.wait()
    again = sidebar.groups.item_of(sales)
    assert again is not None
    assert again.isExpanded()


def test_the_heading_of_the_filters_stands_right_below_the_tree(sidebar: Sidebar, desk: Desk) -> None:
    tree = sidebar.groups
    assert tree.height() <= theme.metrics().tree_row + 4  # "All records" alone
    heading = sidebar.findChild(QLabel, "saved_filters_heading")
    assert heading is not None
    assert heading.mapTo(sidebar, heading.rect().topLeft()).y() - tree.geometry().bottom() < 24


def test_a_quiet_line_says_that_there_is_no_filter_yet(
    sidebar: Sidebar, library: Library, desk: Desk
) -> None:
    assert sidebar.no_saved.isVisible()
    library.filters.add("Mine", ListQuery("contacts", text="x"))
    desk.work.wait()
    sidebar.saved.refresh()
    desk.work.wait()
    assert not sidebar.no_saved.isVisible()
    sidebar.show_section("tasks")
    desk.work.wait()
    assert sidebar.no_saved.isVisible()


@pytest.mark.parametrize("spoken", ["en", "ro", "ru"])
def test_the_root_of_the_groups_is_never_cut(qtbot: QtBot, desk: Desk, spoken: str) -> None:
    use_language(spoken)
    name, count = _("All records"), grouped(1_000_000)
    taken = text_width(name) + text_width(count)
    assert taken <= SIDE_WIDTH - 2 * 8 - 16 - 26 - 18
