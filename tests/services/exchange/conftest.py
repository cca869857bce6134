"""What the tests of import and export share: sections, small lists, a library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.blueprint.registry import Registry, discover
from app.core.clock import Clock
from app.services.exchange.importing import ImportOptions, ImportReport, plan_import, run
from app.services.library import Identity, Library
from app.services.lists import ListQuery
from tests.prepared import new_library

Writer = Callable[..., Path]


@pytest.fixture(scope="session")
def registry() -> Registry:
    return discover()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    made = new_library(tmp_path / "clients.cartoteca", identity=Identity(user="Ana"), clock=clock)
    yield made
    made.close()


@pytest.fixture
def write_csv(tmp_path: Path) -> Writer:
    """Write text as a file and give its path."""

    def write(text: str, name: str = "list.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def write_xlsx(tmp_path: Path) -> Writer:
    """Write rows as a workbook; ``formats`` are number formats by cell ("B2")."""

    def write(
        rows: Sequence[Sequence[Any]], name: str = "list.xlsx", formats: dict[str, str] | None = None
    ) -> Path:
        from openpyxl import Workbook

        book = Workbook()
        for row in rows:
            book.active.append(list(row))
        for place, code in (formats or {}).items():
            book.active[place].number_format = code
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def bring(library: Library) -> Callable[..., ImportReport]:
    """Import a file into contacts (or another section)."""

    def do(path: Path, section: str = "contacts", **options: Any) -> ImportReport:
        return run(plan_import(library, section, path, ImportOptions(**options)))

    return do


def records(library: Library, section: str = "contacts") -> list[dict[str, Any]]:
    """Values of all records in their order, with titles in the place of organizations."""
    uids = library.lists.uids_of(library.lists.ids(ListQuery(section)))
    found = library.get_many(uids)
    stamps = ("created_at", "created_by", "updated_at", "updated_by")
    values = [{key: each for key, each in found[uid].values.items() if key not in stamps} for uid in uids]
    for record in values:
        for job in record.get("organizations", ()):
            if "organization" in job:
                job["organization"] = getattr(library.get(job["organization"]), "title", "")
    return values


def stored(record: dict[str, Any], library: Library, section: str = "contacts") -> dict[str, Any]:
    """Only what the user's own values are, without uids of groups."""
    keys = {field.key for field in library.registry.section(section).stored} - {"groups"}
    return {key: value for key, value in record.items() if key in keys}
