"""All tables in one place: importing this module fills ``Base.metadata``."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import app.models as package
from app.models.base import Base

for _found in pkgutil.iter_modules(package.__path__):
    import_module(f"{package.__name__}.{_found.name}") if _found.name != "tables" else None

METADATA = Base.metadata
"""Every table of the program by name; a new file in this folder is found by itself."""
