"""What every command shares: its answer, the file it opens, the records it means."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

from app.core.errors import UsageError, UserError
from app.core.folding import fold
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


def wanted(library: Any, options: argparse.Namespace) -> tuple[str, ...]:
    """Uids of the records that are meant: one, or what a text, a saved filter or a group finds."""
    if options.record:
        if library.get(options.record) is None:
            raise UserError(_("There is no record {uid}.").format(uid=options.record))
        return (options.record,)
    if options.search is None and not options.filter and not options.group:
        raise UsageError(_("Say for whom: --record UID, --search TEXT, --filter NAME or --group NAME."))
    section = section_of(library, options.section or "contacts")
    query = query_of(library, section, options.search or "", options.filter)
    if options.group:
        query = replace(query, group=group_of(library, section, options.group))
    uids = tuple(library.lists.uids_of(library.lists.ids(query)))
    if not uids:
        raise UserError(_("Nothing found."))
    return uids


def group_of(library: Any, section: str, name: str) -> str:
    """The uid of a group by its name, or by its path “Above / Below” where several are called so."""
    paths: dict[str, str] = library.groups.paths(section)
    same = [uid for uid, path in paths.items() if fold(name) == fold(path)]
    same = same or [uid for uid, path in paths.items() if fold(name) == fold(path.rpartition(" / ")[2])]
    if len(same) == 1:
        return same[0]
    if same:
        shown = ", ".join(paths[each] for each in same)
        raise UsageError(_("Several groups are called “{name}”: {names}.").format(name=name, names=shown))
    shown = ", ".join(paths.values()) or "–"
    raise UsageError(_("There is no group “{name}”; there are: {names}.").format(name=name, names=shown))
