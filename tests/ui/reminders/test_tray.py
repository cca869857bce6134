"""The tray: count, today's list, pause, something new; the program stays there when its window is closed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core import texts
from app.services.library import Library
from app.ui import autostart
from app.ui.desk import Desk
from app.ui.reminders.reminding import Reminding
from app.ui.tray.icon import SystemTray, counted_icon
from app.ui.tray.quick_add import QuickAddDialog
from tests.conftest import StandingClock
from tests.ui.conftest import Heard, bare_window, shown
from tests.ui.reminders.conftest import SeenHost, SeenTray, call_with


def words(reminding: Reminding) -> list[str]:
    reminding.menu.menu.aboutToShow.emit()
    return [each.text() for each in reminding.menu.menu.actions() if not each.isSeparator()]


def choose(reminding: Reminding, name: str) -> None:
    reminding.menu.menu.aboutToShow.emit()
    next(each for each in reminding.menu.menu.actions() if each.objectName() == name).trigger()


def read(desk: Desk, reminding: Reminding) -> None:
    reminding._read_day()
    reminding.ticker.tick()
    desk.work.wait()


def test_the_menu_has_today_the_reminders_and_the_way_in_and_out(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding, tray: SeenTray
) -> None:
    call_with(library, "Dumitrescu", "2026-11-23T11:15")
    library.save("tasks", {"name": "offer", "due": "2026-11-20"})
    clock.go(minutes=6)
    read(desk, reminding)
    assert words(reminding) == [
        "Open Cartoteca", "Today: 1 to call · 1 overdue", "20 Nov  offer", "11:15  Dumitrescu",
        "Show 1 reminder", "Pause for an hour", "Quick task…", "New", "Quit",
    ]  # fmt: skip
    assert (tray.count, tray.tip) == (1, "Cartoteca · 1 reminder")


def test_without_a_file_it_opens_and_quits(desk: Desk, reminding: Reminding, host: SeenHost) -> None:
    desk.use(None)
    desk.work.wait()
    assert words(reminding) == ["Open Cartoteca", "Quit"]
    choose(reminding, "tray_open")
    choose(reminding, "tray_quit")
    assert (host.came, host.ended) == (1, 1)


def test_a_pause_of_an_hour_holds_back_what_falls_due_and_tells_it_afterwards(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding, tray: SeenTray, heard: Heard
) -> None:
    library.save("tasks", {"name": "offer", "due": "2026-11-23T09:30"})
    choose(reminding, "tray_pause")
    assert "paused until" in tray.tip
    assert heard.last.startswith("Nothing reminds until")
    clock.go(minutes=45)
    reminding.ticker.tick()
    desk.work.wait()
    assert not reminding.popup.isVisible()
    clock.go(minutes=16)
    reminding.ticker.tick()
    desk.work.wait()
    assert [each.entry.title for each in reminding.popup.entries] == ["offer"]
    assert "Pause for an hour" in words(reminding)


def test_a_pause_can_be_ended(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding
) -> None:
    library.save("tasks", {"name": "offer", "due": "2026-11-23T09:30"})
    choose(reminding, "tray_pause")
    clock.go(minutes=45)
    choose(reminding, "tray_resume")
    desk.work.wait()
    assert [each.entry.title for each in reminding.popup.entries] == ["offer"]


def test_a_clock_that_was_set_back_makes_no_pause_longer(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding
) -> None:
    choose(reminding, "tray_pause")
    assert reminding.paused_until is not None
    clock.go(hours=-2)
    assert reminding.paused_until is None


def test_something_new_is_one_click_away(
    desk: Desk, reminding: Reminding, opened_cards: list[tuple[str, str | None, object]], host: SeenHost
) -> None:
    reminding.menu.menu.aboutToShow.emit()
    new = next(each for each in reminding.menu.menu.actions() if each.menu() is not None).menu()
    next(each for each in new.actions() if each.objectName() == "tray_new_tasks").trigger()  # type: ignore[attr-defined]
    assert [each[0] for each in opened_cards] == ["tasks"]
    assert host.came == 1


def test_a_quick_task_is_a_line_and_a_date_and_reminds(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding, heard: Heard
) -> None:
    choose(reminding, "tray_quick")
    (dialog,) = shown(QuickAddDialog)
    dialog.save()
    assert dialog.isVisible()  # it does not say what yet
    dialog.editors["name"].set_value("ring the bank")
    dialog.editors["due"].set_value("2026-11-23T09:10")
    dialog.save()
    desk.work.wait()
    assert heard.last == "Saved: ring the bank"
    clock.go(minutes=11)
    reminding.ticker.tick()
    desk.work.wait()
    assert [each.entry.title for each in reminding.popup.entries] == ["ring the bank"]


@pytest.mark.parametrize(("language", "text"), [("ro", "Memento"), ("ru", "Напоминание")])
def test_another_language_makes_popup_and_menu_anew(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding, language: str, text: str
) -> None:
    library.save("tasks", {"name": "offer", "due": "2026-11-23T09:30"})
    clock.go(minutes=31)
    reminding.ticker.tick()
    desk.work.wait()
    before = words(reminding)
    texts.use_language(language)
    reminding.renew()
    desk.work.wait()
    assert reminding.popup._title.text() == text
    assert [each.entry.title for each in reminding.popup.entries] == ["offer"]
    assert not set(words(reminding)) & set(before)


def test_a_popup_that_was_closed_stays_closed_when_the_windows_are_made_anew(
    desk: Desk, library: Library, clock: StandingClock, reminding: Reminding
) -> None:
    library.save("tasks", {"name": "offer", "due": "2026-11-23T09:30"})
    clock.go(minutes=31)
    reminding.ticker.tick()
    desk.work.wait()
    reminding.popup.close()
    reminding.renew()
    desk.work.wait()
    assert not reminding.popup.isVisible()


def test_closing_the_window_leaves_the_program_in_the_tray_and_says_so_once(
    qtbot: QtBot, desk: Desk, reminding: Reminding, tray: SeenTray
) -> None:
    with bare_window(qtbot, desk) as window:
        left: list[bool] = []
        window.left.connect(lambda: left.append(True))
        for _turn in range(2):
            window.close()
            assert not window.isVisible()
            window.show()
        assert [title for title, _text in tray.messages] == ["Cartoteca goes on reminding"]
        assert left == []
        window.quit()
        assert left == [True]
        assert not window.isVisible()


def test_the_window_ends_the_program_where_the_user_wants_it_or_there_is_no_tray(
    qtbot: QtBot, desk: Desk, make_reminding: Callable[..., Reminding]
) -> None:
    make_reminding(has_tray=False)
    left: list[bool] = []
    with bare_window(qtbot, desk) as window:
        window.left.connect(lambda: left.append(True))
        window.close()
    assert left
    make_reminding(has_tray=True)
    desk.settings.set("close_to_tray", False)
    left.clear()
    with bare_window(qtbot, desk) as window:
        window.left.connect(lambda: left.append(True))
        window.close()
        assert left == [True]


def test_the_icon_can_be_switched_off(desk: Desk, reminding: Reminding, tray: SeenTray) -> None:
    desk.settings.set("tray", False)
    assert reminding.tray is None
    assert not desk.keeps_running()
    desk.settings.set("tray", True)
    assert reminding.tray is tray


def test_where_the_system_has_no_tray_none_is_made(desk: Desk, host: SeenHost) -> None:
    assert not SystemTray.is_available()
    reminding = Reminding(desk, host)
    assert reminding.tray is None
    assert QApplication.quitOnLastWindowClosed()
    reminding.close()


def test_the_number_is_drawn_on_the_icon(qtbot: QtBot) -> None:
    plain, three, many = (counted_icon(n).pixmap(22, 22).toImage() for n in (0, 3, 12))
    assert plain != three != many


# -- starting with the session -------------------------------------------------------------------------------


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the autostart folder is Linux's")
def test_the_autostart_file_starts_the_program_into_the_tray(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "my config"))
    autostart.set_autostart(True)
    path = tmp_path / "my config" / "autostart" / "cartoteca.desktop"
    text = path.read_text(encoding="utf-8")
    assert autostart.is_autostart()
    assert text.startswith("[Desktop Entry]\n")
    lines = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    assert lines["Exec"].endswith(" -m app --hidden")
    assert (Path(lines["Path"]) / "app" / "__main__.py").exists()
    autostart.set_autostart(False)
    assert not path.exists()
    autostart.set_autostart(False)


def test_a_word_of_the_command_is_quoted_as_the_desktop_entry_wants_it() -> None:
    assert autostart._quoted("/usr/bin/python3") == "/usr/bin/python3"
    assert autostart._quoted("/home/a b/$x 100%") == '"/home/a b/\\$x 100%%"'


def test_the_hidden_start_is_understood_as_the_window() -> None:
    code = "from app.__main__ import _means_window as m; assert m(['--hidden']) and not m(['--hidde'])"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
