"""What is run: how often, at which sizes, where the measured programs keep what they remember."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LARGEST = 1_000_000
SMALLEST = 1_000
QUIET = "start_backup = false\n"
"""The first start of a day copies the file, gigabytes of it, while everything else is being measured."""


@dataclass(frozen=True)
class Run:
    """How often, at which sizes, and where the measured programs keep what they remember."""

    rounds: int
    sizes: tuple[int, ...]
    home: Path

    def home_of(self, size: int) -> Path:
        """A home in which the file of this size was open last."""
        return self.home / str(size)

    def quiet_home(self, size: int) -> Path:
        """A home in which no backup is made."""
        found = self.home / f"{size}-quiet"
        settings = found / "settings" / "settings.toml"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(QUIET, encoding="utf-8")
        return found

    def limit(self, size: int, value: float) -> float | None:
        """Limits are for the largest file; the other sizes only tell how the cost grows."""
        return value if size == LARGEST else None
