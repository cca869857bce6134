"""The menu bar, made from the commands; every shortcut lives here, also of commands that are in no menu."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar

from app.core.texts import _
from app.ui.commands import MENUS, Command
from app.ui.desk import Desk
from app.ui.icons import icon
from app.ui.widgets.naming import named


class Menus(QObject):
    """Keeps one action per command; menus are filled when they are opened."""

    def __init__(self, desk: Desk, window: QMainWindow) -> None:
        super().__init__(window)
        self._commands, self._window = desk.commands, window
        self._actions: dict[str, QAction] = {}
        self.bar: QMenuBar = named(window.menuBar(), "menu_bar", _("Menu"))
        self._menus: dict[str, QMenu] = {}
        for name in MENUS:
            menu = self.bar.addMenu(_(name))
            menu.setObjectName(f"menu_{name.lower()}")
            menu.aboutToShow.connect(lambda name=name: self._fill(name))
            self._menus[name] = menu
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh)
        desk.commands.registered.connect(self._on_registered)
        desk.commands.removed.connect(self._on_removed)
        desk.commands.refreshed.connect(self._soon.start)
        for command in desk.commands.all():
            self._on_registered(command)

    def action(self, command_id: str) -> QAction | None:
        """The action of a command."""
        return self._actions.get(command_id)

    def refresh(self) -> None:
        """Texts, enabled states and checks as they are now."""
        for command in self._commands.all():
            self._dress(self._actions[command.id], command)

    def _on_registered(self, command: Command) -> None:
        action = self._actions.get(command.id)
        if action is None:
            action = self._actions[command.id] = QAction(self._window)
            action.setObjectName(f"command_{command.id}")
            action.triggered.connect(lambda _checked=False, key=command.id: self._commands.run(key))
            self._window.addAction(action)
        if command.shortcut and not command.is_local:
            action.setShortcut(QKeySequence(command.shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._dress(action, command)
        self._menus[command.menu].menuAction().setVisible(True)

    def _on_removed(self, command_id: str) -> None:
        action = self._actions.pop(command_id, None)
        if action is not None:
            self._window.removeAction(action)
            action.deleteLater()

    def _dress(self, action: QAction, command: Command) -> None:
        text = command.label.replace("&", "&&")
        if command.shortcut and command.is_local:
            text += "\t" + QKeySequence(command.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        if action.text() != text:  # Qt lays the menu out again even for the same text
            action.setText(text)
        if action.isEnabled() != (can_run := command.can_run):
            action.setEnabled(can_run)
        if command.is_checked is not None:
            action.setCheckable(True)
            action.setChecked(command.is_checked())

    def _fill(self, name: str) -> None:
        menu = self._menus[name]
        menu.clear()
        listed = [each for each in self._commands.all() if each.menu == name and each.is_listed]
        listed.sort(key=lambda command: command.group)
        group = listed[0].group if listed else 0
        for command in listed:
            if command.group != group:
                menu.addSeparator()
                group = command.group
            action = self._actions[command.id]
            self._dress(action, command)
            if command.icon:
                action.setIcon(icon(command.icon))
            menu.addAction(action)
