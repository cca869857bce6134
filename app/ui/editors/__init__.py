"""Editors of the card: one for each kind of value, chosen by the factory; none knows a section by name."""

from app.ui.editors.editor import Editor
from app.ui.editors.factory import editor_for, make_editor, register

__all__ = ["Editor", "editor_for", "make_editor", "register"]
