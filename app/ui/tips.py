"""Tips: said where they help, each once; what was said is remembered by the program."""

from __future__ import annotations

from app.core.settings import State

_KEY = "tips"


def is_new(state: State, tip: str) -> bool:
    """Was the tip never shown before? It counts as shown from now on."""
    shown = state.get(_KEY, [])
    if tip in shown:
        return False
    state.set(_KEY, [*shown, tip])
    return True
