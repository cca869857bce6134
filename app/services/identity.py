"""Who works, and where: what a library needs to know of its user. Imports no SQLAlchemy."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.settings import Settings
from app.services.zone import local_zone


@dataclass(frozen=True)
class Identity:
    """Name for the history, country for phones, language, time zone."""

    user: str = ""
    region: str = "RO"
    language: str = "en"
    zone: str = "Europe/Bucharest"


def identity_of(settings: Settings) -> Identity:
    """The user of this computer, by the settings."""
    return Identity(settings.user_name, settings.get("region"), settings.language, local_zone())
