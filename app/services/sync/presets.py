"""Where the address books of well-known providers are, and what their users have to know."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from app.core.texts import N_


@dataclass(frozen=True)
class Preset:
    """A provider: ``server`` is its address (empty: the user's own), ``book`` that of its only address book,
    where that cannot be found by asking; ``{user}`` in it stands for the user name."""

    key: str
    title: str
    server: str = ""
    book: str = ""
    user: str = N_("User name")
    hint: str = ""
    carries_own: bool = False


PRESETS = (
    Preset(
        "nextcloud", "Nextcloud", user=N_("User name"), carries_own=True,
        hint=N_("The address is that of your Nextcloud in the browser, such as https://cloud.example.com. "
                "Make an app password in its settings under Security."),
    ),
    Preset(
        "icloud", "iCloud", "https://contacts.icloud.com/", user=N_("Apple Account (e-mail)"),
        hint=N_("iCloud wants an app-specific password: make one at account.apple.com under "
                "Sign-In and Security."),
    ),
    Preset(
        "fastmail", "Fastmail", "https://carddav.fastmail.com/", user=N_("E-mail address"),
        hint=N_("Fastmail wants an app password: make one in its settings under Privacy & Security, "
                "for contacts."),
    ),
    Preset(
        "google", "Google", "https://www.google.com/",
        "https://www.google.com/carddav/v1/principals/{user}/lists/default/", N_("Gmail address"),
        hint=N_("Google wants two-step verification and an app password: make one at "
                "myaccount.google.com/apppasswords."),
    ),
    Preset(
        "own", N_("Other server (CardDAV)"), carries_own=True,
        hint=N_("The address of the server, of your account on it or of the address book itself; "
                "it begins with https://."),
    ),
)  # fmt: skip
"""In the order in which they are offered."""

BY_KEY = {each.key: each for each in PRESETS}


def preset_of(key: str) -> Preset:
    """The preset with that key; what a newer program wrote is treated as any server."""
    return BY_KEY.get(key, BY_KEY["own"])


def address(server: str) -> str:
    """A typed address with its scheme."""
    server = server.strip()
    return server if "://" in server or not server else f"https://{server}"


def only_book(preset: Preset, user: str) -> str:
    """The address of the only address book of a provider; empty where books are found by asking."""
    return preset.book.format(user=quote(user.strip(), safe="@"))
