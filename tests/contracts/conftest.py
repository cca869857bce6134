"""Libraries that know one section more than the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.blueprint.registry import Registry, discover
from app.blueprint.section import Section
from app.core.ids import seeded_uids
from app.models.base import Base
from app.services.library import Identity, Library
from app.store.engine_server import ServerDatabase
from tests.contracts.samples import Samples
from tests.contracts.seventh import SEVENTH, TABLE
from tests.prepared import new_library
from tests.ui.conftest import _garbage

__all__ = ["_garbage"]

IDENTITY = Identity("Ana", "RO", "en", "Europe/Bucharest")
KEYS = [*(each.key for each in discover().sections), SEVENTH.key]

_TABLE = Base.metadata.tables[TABLE]
Base.metadata.remove(_TABLE)  # the rest of the tests must not meet it


@pytest.fixture
def registry() -> Iterator[Registry]:
    Base.metadata._add_table(TABLE, None, _TABLE)
    yield discover().with_section(SEVENTH)
    Base.metadata.remove(_TABLE)


@pytest.fixture(params=KEYS)
def section(request: pytest.FixtureRequest, registry: Registry) -> Section:
    """Every section of the program, and the seventh."""
    return registry.section(request.param)


@pytest.fixture
def library(registry: Registry, tmp_path: Path, clock) -> Iterator[Library]:
    made = new_library(
        tmp_path / "contract.cartoteca",
        identity=IDENTITY,
        registry=registry,
        clock=clock,
        uids=seeded_uids(7),
    )
    yield made
    made.close()


@pytest.fixture
def server_library(registry: Registry, prepared_address: str, clock) -> Iterator[Library]:
    made = Library.over(
        ServerDatabase.open(prepared_address),
        Path("server"),
        identity=IDENTITY,
        registry=registry,
        clock=clock,
        uids=seeded_uids(7),
    )
    yield made
    made.close()


@pytest.fixture
def samples(library: Library) -> Samples:
    return Samples(library)
