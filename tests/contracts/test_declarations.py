"""What every section declares: columns and tables behind its fields, texts, stable keys."""

from __future__ import annotations

import re
from functools import cache

import pytest

from app.blueprint.field import Field
from app.blueprint.lists import LISTS
from app.blueprint.readings import Mirror
from app.blueprint.registry import Registry, discover
from app.blueprint.rows import Reference, References, Rows
from app.blueprint.section import COMMON_GROUPS, Section
from app.core.paths import resource
from app.models.base import Base
from tests.contracts.seventh import SEVENTH
from tests.prepared import program_texts

KEYS = {
    "contacts": "prefix surname given_name patronymic suffix show_as sort_as sex organizations phones emails "
    "accounts sites addresses birthday name_day grade source "
    "languages hobby family personal_code photo notes external_ids kept_lines",
    "organizations": "name legal_form legal_name fiscal_code vat_payer registration_number activity grade "
    "status phones emails sites accounts "
    "addresses bank_accounts head head_position head_basis logo notes external_ids kept_lines",
    "tasks": "name details state priority percent start due repeats series instance performer contact "
    "organization parent done_at external_ids",
    "notes": "name text",
    "links": "name address description user_name last_opened",
    "events": "type starts_at duration repeats series instance contacts organization subject state result "
    "result_text performer external_ids",
    "boats": "name built inspected length is_afloat grade tongues log remarks code radio phones "
    "addresses owner crew",
}
"""Keys of the stored fields. They stand in files, exports and templates: a renamed one loses data."""

COMMON = "groups flag tags reminders attachments links"


def test_keys_of_stored_fields_are_stable(section: Section) -> None:
    if section.key not in KEYS:
        pytest.skip(f"the keys of {section.key} are not pinned yet; see docs/adding-a-section.md")
    assert [field.key for field in section.stored] == [*KEYS[section.key].split(), *COMMON.split()]


def test_numbers_and_tables_of_sections_are_stable() -> None:
    found = {each.key: (each.number, each.table) for each in discover().sections}
    known = {
        "contacts": (1, "contact"),
        "organizations": (2, "organization"),
        "tasks": (3, "task"),
        "notes": (4, "note"),
        "links": (5, "link"),
        "events": (6, "event"),
    }
    assert {key: found.get(key) for key in known} == known


def test_no_key_stands_twice(section: Section) -> None:
    keys = [field.key for field in section.all_fields]
    assert len(keys) == len(set(keys))


def test_every_field_has_its_place_in_the_tables(section: Section) -> None:
    table = Base.metadata.tables[section.table]
    for field in section.all_fields:
        if field.column_name:
            assert field.column_name in table.c, field.key
        if field.kind.is_rows:
            assert field.kind.table in Base.metadata.tables, field.key
        for name in (*field.list_columns, *((field.sort_column,) if field.sort_column else ())):
            assert name in table.c, field.key


def test_every_column_belongs_to_a_field(section: Section) -> None:
    outside = {"id", "uid", "version", "title", "sort_key", "owner_id", "tag_names", "flag", "created_at",
               "created_by",
               "updated_at", "updated_by"}  # fmt: skip
    known = set(outside)
    for field in section.all_fields:
        known |= {field.column_name, field.sort_column, *field.list_columns}
    assert set(Base.metadata.tables[section.table].c.keys()) - known == set()


@cache
def marked_texts() -> frozenset[str]:
    """Every text that is marked; reading the whole program for them takes seconds."""
    return frozenset(
        text
        for _context, message in program_texts()
        for text in ([message] if isinstance(message, str) else message)
    )


def test_every_text_is_there_and_marked_for_translation(section: Section) -> None:
    texts = [section.title, section.one, section.new, section.title_label, section.empty_text]
    texts += [group.title for group in section.card_groups if group.title]
    texts += [field.label for field in section.all_fields]
    texts += [
        part.label for field in section.stored if isinstance(field.kind, Rows) for part in field.kind.parts
    ]
    assert all(texts)
    if section is not SEVENTH:  # the extraction reads the program, not its tests
        plain = {text.rpartition("\x04")[2] for text in texts}
        assert plain - marked_texts() == set()
    assert all("{n}" in text for text in section.plural)


def test_what_a_section_names_exists(section: Section, registry: Registry) -> None:
    assert set(section.columns) <= set(section.list_fields)
    assert section.sort in section.list_fields
    assert set(section.subtitle) <= set(section.by_key) | set(section.list_fields)
    assert not section.image or section.by_key[section.image].kind.name == "image"
    assert set(section.duplicate_keys) <= set(section.by_key)
    assert set(section.actions) <= {"call", "write", "event", "document", "open", "done"}
    assert set((section.prefill or {}).values()) <= set(section.by_key)
    assert set(section.prefill or ()) <= {"*", *(each.key for each in registry.sections)}
    groups = {group.key for group in section.card_groups}
    assert {field.group for field in section.stored} <= groups
    assert {group.key for group in section.card} & {group.key for group in COMMON_GROUPS} == set()
    assert (resource("icons") / f"{section.icon}.svg").is_file()


def test_fields_point_to_sections_and_lists_that_exist(section: Section, registry: Registry) -> None:
    for field in section.all_fields:
        kinds = [field.kind, *(part.kind for part in getattr(field.kind, "parts", ()))]
        for kind in kinds:
            if isinstance(kind, (Reference, References)):
                assert kind.section in {"*", *registry.entities}, field.key
            if kind.name in ("choice", "choices"):
                assert kind.list in LISTS, field.key
                assert not kind.depends_on or kind.depends_on in section.by_key
        if isinstance(field.kind, Mirror):
            target = registry.section(field.kind.section).by_key[field.kind.field]
            assert target.is_stored, field.key
        if field.nearest:
            source = registry.section(field.nearest.section)
            assert {*field.nearest.via, field.nearest.when, *field.nearest.keep} <= set(source.by_key)
    assert all(isinstance(name, str) and name for field in section.fields for name in field.names)


def test_the_model_keeps_every_column_by_which_lists_are_sorted(section: Section) -> None:
    """A text column stands in ``__keyed__`` of its model, and nothing else does."""
    columns = Base.metadata.tables[section.table].c
    keyed = {field.sort_column for field in section.all_fields if field.has_key_column} - {"sort_key"}
    assert keyed <= set(columns.keys())
    assert {name for name in columns.keys() if name.endswith("_key")} == {*keyed, "sort_key"}  # noqa: SIM118


def test_two_sections_cannot_share_a_key_or_a_number() -> None:
    with pytest.raises(ValueError, match="share"):
        Registry([SEVENTH, Section("other", SEVENTH.number, "boat", ())])
    with pytest.raises(KeyError):
        discover().section("group")


def test_keys_are_plain_words(section: Section) -> None:
    words = [section.key, section.table, *(field.key for field in section.all_fields)]
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", word) for word in words)
    assert all(isinstance(field, Field) for field in section.all_fields)
