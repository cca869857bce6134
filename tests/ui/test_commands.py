"""Commands: made known once, done by name, shown in menus, with their shortcuts."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.ui.commands import Command, Commands
from app.ui.desk import Desk
from app.ui.menu_bar import Menus


def test_a_command_runs_only_while_it_makes_sense(qtbot: QtBot) -> None:
    commands, done, can = Commands(), [], [False]
    commands.register(Command("a", "A", run=lambda: done.append(1), is_enabled=lambda: can[0]))
    assert not commands.run("a")
    can[0] = True
    assert commands.run("a")
    assert not commands.run("unknown")
    assert done == [1]


def test_a_command_registered_again_takes_the_place_of_the_first(qtbot: QtBot) -> None:
    commands = Commands()
    for command in (Command("a", "A"), Command("b", "B"), Command("a", "Again")):
        commands.register(command)
    assert [command.label for command in commands.all()] == ["Again", "B"]


def test_an_unknown_menu_is_a_bug(qtbot: QtBot) -> None:
    with pytest.raises(ValueError, match="Nowhere"):
        Commands().register(Command("a", "A", menu="Nowhere"))


def test_menus_show_commands_of_one_group_together_and_their_present_text(qtbot: QtBot, desk: Desk) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    menus = Menus(desk, window)
    what = ["import"]
    desk.commands.register(Command("z", "Last", menu="Edit", group=2))
    desk.commands.register(Command("u", lambda: f"Undo: {what[0]} & more", "Ctrl+Z", menu="Edit"))
    desk.commands.register(Command("hidden", "Hidden", "Ctrl+H", menu="Edit", is_listed=False))
    what[0] = "deletion"
    menu = next(action.menu() for action in menus.bar.actions() if action.text() == "Edit")
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["Undo: deletion && more", "", "Last"]
    hidden = menus.action("hidden")
    assert hidden is not None
    assert hidden.shortcut().toString() == "Ctrl+H"


def test_a_removed_command_leaves_the_menu(qtbot: QtBot, desk: Desk) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    menus = Menus(desk, window)
    desk.commands.register(Command("a", "A", menu="View"))
    desk.commands.remove("a")
    assert menus.action("a") is None
