"""A user's field is equal to a declared one: every rule again, with a field of each kind in every section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.blueprint.own import KINDS, Definition
from app.blueprint.registry import Registry
from app.blueprint.section import Section
from app.core.ids import seeded_uids
from app.core.settings import Settings, State
from app.services.documents.letters import make_document
from app.services.exchange.exporting import export
from app.services.exchange.importing import ImportOptions, plan_import
from app.services.exchange.importing import run as run_import
from app.services.fields import definition_change
from app.services.library import Library
from app.services.lists import ListQuery
from app.store.engine_server import ServerDatabase
from app.ui.desk import Desk
from app.ui.editors import editor_for
from app.ui.messages import Messages
from tests.contracts.conftest import IDENTITY, KEYS
from tests.contracts.samples import Samples, naming_key
from tests.contracts.test_behaviour import (  # noqa: F401 - the same rules, on these fixtures
    both,
    test_a_file_opens_without_the_section_that_filled_it,
    test_a_record_is_found_by_what_is_searched,
    test_every_field_can_be_emptied_alone,
    test_every_value_is_kept_edited_undone_deleted_and_restored,
    test_kinds_agree_with_their_values,
    test_lists_show_and_sort_by_every_column,
    test_the_history_tells_every_change_of_a_record,
)
from tests.prepared import new_library
from tests.ui.conftest import Heard

OPTIONS = {"money": {"currency": "RON"}, "number": {"suffix": " %"}, "reference": {"section": "contacts"}}
DEFINITIONS = [
    Definition(
        f"{place:02d}{number:02d}".rjust(32, "f"), section, f"own_{kind}", is_own=True,
        label=f"Al meu: {kind}", kind=kind, column=f"x_{number}", options=OPTIONS.get(kind, {}),
    )
    for place, section in enumerate(KEYS)
    for number, kind in enumerate(KINDS, 1)
]  # fmt: skip


@pytest.fixture(params=KEYS)
def section(request: pytest.FixtureRequest, registry: Registry) -> Section:
    return registry.with_own(DEFINITIONS).section(request.param)


_PREPARED: list[bytes] = []
"""The file of an empty library with these fields, once it was made: half a second for each test."""


def define(library: Library) -> Library:
    library.write("fields", [definition_change(each) for each in DEFINITIONS])
    return library


@pytest.fixture
def library(registry: Registry, tmp_path: Path, clock) -> Iterator[Library]:
    path = tmp_path / "own.cartoteca"
    if not _PREPARED:
        define(new_library(path, identity=IDENTITY, registry=registry, clock=clock)).close()
        _PREPARED.append(path.read_bytes())
    path.write_bytes(_PREPARED[0])
    made = Library.open(path, identity=IDENTITY, registry=registry, clock=clock, uids=seeded_uids(7))
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
    yield define(made)
    made.close()


def own(section: Section) -> list[str]:
    return [each.key for each in section.stored if each.is_own]


def test_what_is_exported_is_imported_back(
    library: Library, section: Section, samples: Samples, tmp_path: Path
) -> None:
    keys = [key for key in own(section) if key != "own_image"]
    values = {key: samples.value(section, section.by_key[key], 0) for key in keys}
    name = {naming_key(section): "Proba"}
    library.save(section.key, {**name, **values})
    target = tmp_path / "out.xlsx"
    assert export(library, ListQuery(section.key, "proba"), target, [*name, *keys]) == 1
    library.undo()
    report = run_import(plan_import(library, section.key, target, ImportOptions()))
    assert (report.added, report.refused) == (1, [])
    [uid] = library.lists.uids_of(library.lists.ids(ListQuery(section.key, "proba")))
    record = library.get(uid)
    assert record is not None
    assert {key: record.values.get(key) for key in keys} == values


def test_a_letter_names_it(library: Library, section: Section, samples: Samples, tmp_path: Path) -> None:
    keys = own(section)
    values = {key: samples.value(section, section.by_key[key], 0) for key in keys}
    uid = library.save(section.key, {naming_key(section): "Proba", **values}).uid
    template = docx.Document()
    for key in keys:
        template.add_paragraph(f"{key}={{{{ record.{key} }}}}")
    template.save(str(tmp_path / "t.docx"))
    make_document(library, tmp_path / "t.docx", uid, tmp_path / "out.docx")
    context = replace(library.context(), is_lasting=True)
    written = dict(each.text.split("=", 1) for each in docx.Document(str(tmp_path / "out.docx")).paragraphs)
    for key in keys:
        assert written[key] == section.by_key[key].kind.show(values[key], context)
        assert written[key]


def test_the_card_edits_it(
    qtbot: QtBot, library: Library, section: Section, samples: Samples, tmp_path: Path, clock
) -> None:
    settings, state = Settings(tmp_path / "s.toml"), State(tmp_path / "s.json")
    desk = Desk(library.registry, settings, state, Messages(Heard()), clock=clock)
    desk.use(library)
    desk.work.wait()
    for key in own(section):
        field = library.registry.section(section.key).by_key[key]
        editor = editor_for(field, desk)
        qtbot.addWidget(editor)
        value = samples.value(section, field, 1)
        editor.set_value(value)
        desk.work.wait()
        QApplication.processEvents()
        assert editor.value() == value, key
        editor.set_value(None)
        assert editor.value() is None, key
    desk.library = None
    desk.shutdown()
