"""``override`` for Qt's methods: checked by mypy, free at start (typing_extensions takes 13 ms to import)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import override as override  # noqa: PLC0414 - told to type checkers as our own name
else:

    def override(method: object) -> object:
        """Marks a method that replaces one of its base class."""
        return method
