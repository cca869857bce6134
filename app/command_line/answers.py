"""What every command shares: its answer, the file it opens, the records it means."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

from app.core.errors import UsageError
from app.core.settings import Settings
from app.core.texts import _
from app.services.identity import identity_of

OK, FAILED, WRONG_USAGE, PARTLY = 0, 1, 2, 3
"""Exit statuses: all done, one clear sentence on stderr, wrong usage, part of the rows refused."""

Answer = tuple[dict[str, Any], str, int]
"""What a command found: as JSON, in words, and the exit status."""


def open_library(options: argparse.Namespace, settings: Settings) -> Any:
    """The file that the words name."""
    from app.services.library import Library

    return Library.open(options.file, identity=identity_of(settings))


def section_of(library: Any, key: str) -> str:
    """The key of a section, if there is one."""
    keys = [each.key for each in library.registry.sections]
    if key not in keys:
        raise UsageError(
            _("There is no section “{key}”; the sections are: {keys}.").format(key=key, keys=", ".join(keys))
        )
    return key


def query_of(library: Any, section: str, text: str, name: str) -> Any:
    """Records of a section that a text finds, within a saved filter if one is named."""
    from app.services.lists import ListQuery

    if not name:
        return ListQuery(section, text)
    found = library.filters.named(name, section).query
    return replace(found, text=" ".join(filter(None, (found.text, text))))
