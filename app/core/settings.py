"""Settings of the user on this computer: one table, one typed line each; the dialog is built from it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.atomic import write_atomically
from app.core.paths import settings_folder, state_folder
from app.core.texts import LANGUAGES, N_, system_language


@dataclass(frozen=True)
class Setting:
    """One setting: key, label, page of the dialog, default (its type is the type of the setting), choices;
    a number lies in its range."""

    key: str
    label: str
    page: str
    default: Any
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    needs_restart: bool = False
    range: tuple[int, int] = (1, 999)
    guide: str = ""
    """The page of the guide that F1 opens at it, where that of its page of the dialog does not fit."""

    def accepts(self, value: Any) -> bool:
        """Is it a value of the right type, and one of the choices if there are any?"""
        if type(value) is not type(self.default):
            return False
        if type(value) is int and not self.range[0] <= value <= self.range[1]:
            return False
        return not self.choices or value in {key for key, _label in self.choices}


GENERAL, LOOK, REGION = N_("General"), N_("Appearance"), N_("Region")
REMINDERS, CALLS = N_("Reminders"), N_("Calls")

REGIONS = (
    ("RO", N_("Romania")), ("MD", N_("Moldova")), ("RU", N_("Russia")), ("UA", N_("Ukraine")),
    ("BY", N_("Belarus")), ("KZ", N_("Kazakhstan")), ("BG", N_("Bulgaria")), ("HU", N_("Hungary")),
    ("PL", N_("Poland")), ("DE", N_("Germany")), ("AT", N_("Austria")), ("CH", N_("Switzerland")),
    ("FR", N_("France")), ("IT", N_("Italy")), ("ES", N_("Spain")), ("GB", N_("United Kingdom")),
    ("IE", N_("Ireland")), ("US", N_("United States")), ("CA", N_("Canada")), ("TR", N_("Turkey")),
    ("GE", N_("Georgia")), ("AM", N_("Armenia")), ("AZ", N_("Azerbaijan")),
)  # fmt: skip

SETTINGS = (
    Setting("language", N_("Language"), LOOK, "", (("", N_("As the system")), *LANGUAGES.items())),
    Setting("theme", N_("Theme"), LOOK, "system",
            (("system", N_("As the system")), ("light", N_("Light")), ("dark", N_("Dark")))),
    Setting("text_size", N_("Size of text"), LOOK, "13",
            (("13", N_("Usual")), ("15", N_("Larger")))),
    Setting("region", N_("Country for phones and dates"), REGION, "RO", REGIONS,
            N_("Numbers without a country code, dates like 03/04/2026 and fiscal codes are read as there.")),
    Setting("user_name", N_("Your name"), GENERAL, "",
            hint=N_("Stands in the history of changes and in letters.")),
    Setting("reopen_last", N_("Open the last file at start"), GENERAL, True),
    Setting("start_today", N_("Show the Today page at start"), GENERAL, False),
    Setting("birthdays_ahead", N_("Birthdays on the Today page: days ahead"), GENERAL, 7, range=(0, 60)),
    Setting("birthdays_behind", N_("Birthdays on the Today page: days that have passed"), GENERAL, 3,
            range=(0, 60)),
    Setting("start_backup", N_("Make a backup once a day when a file is opened"), GENERAL, True,
            guide="backup"),
    Setting("backup_count", N_("Backups to keep"), GENERAL, 14, guide="backup"),
    Setting("remind_by", N_("Remind by"), REMINDERS, "window",
            (("window", N_("a window of the program")), ("system", N_("a message of the system")),
             ("both", N_("both"))),
            N_("Where the system has no tray, the window is shown.")),
    Setting("reminder_sound", N_("Sound when something reminds"), REMINDERS, False),
    Setting("tray", N_("Icon in the tray"), REMINDERS, True),
    Setting("close_to_tray", N_("Closing the window leaves the program in the tray"), REMINDERS, True,
            hint=N_("So it goes on reminding. Its menu there has Quit.")),
    Setting("autostart", N_("Start with the system, in the tray"), REMINDERS, False),
    Setting("call_with", N_("Call with"), CALLS, "tel",
            (("tel", N_("the system's program for phone numbers")), ("sip", "SIP"), ("callto", "callto:"),
             ("skype", "Skype"), ("viber", "Viber"), ("whatsapp", "WhatsApp"),
             ("command", N_("a command of your own")))),
    Setting("call_command", N_("Command"), CALLS, "",
            hint=N_("Such as: linphone --call {number}. The number is put in as its digits; only programs "
                    "for calling are started, and no shell.")),
)  # fmt: skip


class Settings:
    """The user's settings, in a TOML file; unknown or wrong lines in it are left alone."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or settings_folder() / "settings.toml"
        self._known = {each.key: each for each in SETTINGS}
        self._values: dict[str, Any] = self._read()
        self._listeners: list[Callable[[str], None]] = []

    def _read(self) -> dict[str, Any]:
        try:
            text = self.path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return {}
        import tomllib  # most users never change a setting

        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            return {}

    def get(self, key: str) -> Any:
        """The value, or its default."""
        setting = self._known[key]
        value = self._values.get(key, setting.default)
        return value if setting.accepts(value) else setting.default

    def set(self, key: str, value: Any) -> None:
        """Keep a value at once and tell the listeners; ValueError for one of the wrong kind."""
        if not self._known[key].accepts(value):
            raise ValueError(f"{key}: {value!r}")
        self._values[key] = value
        import tomlkit

        write_atomically(self.path, tomlkit.dumps(self._values))
        for listener in tuple(self._listeners):
            listener(key)

    def listen(self, listener: Callable[[str], None]) -> None:
        """Call back with the key of each setting that changes."""
        self._listeners.append(listener)

    @property
    def language(self) -> str:
        """Language of the interface: the chosen one, else the system's."""
        return self.get("language") or system_language()

    @property
    def user_name(self) -> str:
        """Who writes: the chosen name, else the log-in name."""
        return self.get("user_name") or os.environ.get("USER") or os.environ.get("USERNAME") or ""


class State:
    """What the program remembers by itself: places, columns, recent files. Losing it costs nothing."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or state_folder() / "state.json"
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            found = {}
        self._values: dict[str, Any] = found if isinstance(found, dict) else {}

    def get(self, key: str, default: Any = None) -> Any:
        """What was kept under the key."""
        return self._values.get(key, default)

    def set(self, key: str, value: Any) -> None:
        """Keep a JSON-native value."""
        if self._values.get(key) != value:
            self._values[key] = value
            with suppress(OSError):  # a full disk is told where data is at stake
                write_atomically(self.path, json.dumps(self._values, ensure_ascii=False, indent=1))
