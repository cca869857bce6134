"""All of Qt: window, list, detail panel, card, editors, dialogs.

Qt's binding stands before every import, so that a module may ask for other names of what it imports. To know
whether it may, the binding reads the source of each module, the libraries of the database too, and Python
keeps what was read. Nobody here asks, so the import is given back: 70 ms until a file is open, and 15 MiB.
"""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 - it puts itself before the import, and keeps the former one

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
