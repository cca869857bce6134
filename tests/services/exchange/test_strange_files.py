"""Files of strangers, sound and broken: each is a table or is refused with one sentence, and soon."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from app.core.errors import UsageError, UserError
from app.services.exchange.importing import ImportOptions, dry_run, plan_import
from app.services.exchange.tables import open_table
from app.services.library import Library

LONGEST_S = 20
MOST_MEMORY = 1 << 30


def look_at(library: Library, path: Path) -> str:
    """Import without writing, the first column into the notes; what was said against it, if anything."""
    try:
        first = open_table(path).headers[0]
        dry_run(plan_import(library, "contacts", path, ImportOptions(mapping={first: "notes"})))
    except (UserError, UsageError) as refusal:
        return str(refusal)
    return ""


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_every_strange_file_is_a_table_or_is_refused_with_a_sentence(library: Library, shared: Path) -> None:
    folders = [each for each in sorted(shared.iterdir()) if each.name.startswith(("sheet-", "csv-"))]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    before = list(library.care.dump())
    taken = 0
    for path in files:
        began = time.perf_counter()
        said = look_at(library, path)
        assert time.perf_counter() - began < LONGEST_S, path
        assert "\n" not in said, path
        assert not said or said.endswith("."), path
        taken += not said
    assert taken > len(files) // 2
    assert list(library.care.dump()) == before
    if sys.platform == "linux":
        import resource

        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 < MOST_MEMORY
