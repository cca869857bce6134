"""What a user may do in every section, tried with values made from the kinds of its fields."""

from __future__ import annotations

import pytest

from app.blueprint.kinds import Kind
from app.blueprint.section import Section
from app.core.folding import fold
from app.services.library import Library
from app.services.lists import ListQuery
from tests.contracts.samples import Samples, naming_key


@pytest.fixture(params=["file", pytest.param("server", marks=pytest.mark.postgres)])
def both(request: pytest.FixtureRequest) -> Library:
    return request.getfixturevalue("library" if request.param == "file" else "server_library")


def stored(library: Library, section: Section, uid: str) -> dict[str, object]:
    record = library.get(uid)
    assert record is not None
    assert record.section == section.key
    return {field.key: record.values[field.key] for field in section.stored if field.key in record.values}


def test_every_value_is_kept_edited_undone_deleted_and_restored(both: Library, section: Section) -> None:
    samples = Samples(both)
    first, second = samples.values(section, 0), samples.values(section, 1)
    empty = list(both.care.dump())
    uid = both.save(section.key, first).uid
    assert stored(both, section, uid) == first
    assert both.get(uid).title
    created = list(both.care.dump())
    both.save(section.key, second, uid)
    assert stored(both, section, uid) == second
    edited = list(both.care.dump())
    both.undo()
    assert list(both.care.dump()) == created
    both.redo()
    assert list(both.care.dump()) == edited
    both.delete([uid])
    assert both.get(uid) is None
    both.history.restore([uid])
    assert stored(both, section, uid) == second
    assert both.care.check() == []
    for _turn in range(4):
        both.undo()
    assert list(both.care.dump()) == empty
    assert both.care.check() == []


def test_every_field_can_be_emptied_alone(library: Library, section: Section, samples: Samples) -> None:
    uid = library.save(section.key, samples.values(section, 0)).uid
    for field in section.stored:
        library.save(section.key, {field.key: None}, uid)
        assert field.key not in stored(library, section, uid)
    assert stored(library, section, uid) == {}
    for _field in section.stored:
        library.undo()
    assert stored(library, section, uid) == samples.values(section, 0)
    assert library.care.check() == []


def test_a_record_is_found_by_what_is_searched(library: Library, section: Section, samples: Samples) -> None:
    values = samples.values(section, 0)
    uid = library.save(section.key, values).uid
    context = library.context()
    for field in section.searched:
        for text in field.kind.search(values[field.key], context):
            for word in fold(text).split():
                if len(word) >= 3:
                    found = {each.uid for each in library.lists.find(word, 100, [section.key])}
                    assert uid in found, (field.key, word)


def test_lists_show_and_sort_by_every_column(library: Library, section: Section, samples: Samples) -> None:
    uids = [library.save(section.key, samples.values(section, turn)).uid for turn in (0, 1)]
    before = library.lists.count(ListQuery(section.key)).n
    columns = list(section.list_fields)
    for key in columns:
        for is_down in (False, True):
            ids = library.lists.ids(ListQuery(section.key, sort=key, is_descending=is_down))
            assert len(ids) == before, key
            assert list(
                library.lists.first_ids(ListQuery(section.key, sort=key, is_descending=is_down), 1)
            ) == list(ids[:1])
    rows = library.lists.rows(section.key, [library.lists.id_of(uid) for uid in uids], columns)
    assert [row.uid for row in rows] == uids
    for row in rows:
        shown = dict(zip(columns, row.cells, strict=True))
        assert shown["title"] == library.get(row.uid).title
        assert shown["updated_at"] == "today 09:00" or shown["updated_at"]
        assert all("Țintă" not in cell or "{" not in cell for cell in row.cells)


def test_marks_narrow_the_list(library: Library, section: Section, samples: Samples) -> None:
    values = samples.values(section, 0)
    uid = library.save(section.key, values).uid
    library.save(section.key, {naming_key(section): "alt"})
    for query in (
        ListQuery(section.key, flag=values["flag"]),
        ListQuery(section.key, tag=values["tags"][0]),
        ListQuery(section.key, group=values["groups"][0]),
    ):
        assert library.lists.uids_of(library.lists.ids(query)) == [uid]
    tree = {node.uid: node.count for node in library.groups.tree(section.key)}
    assert tree[values["groups"][0]] == 1
    library.groups.take(values["groups"][0], [uid])
    assert library.lists.count(ListQuery(section.key, group=values["groups"][0])).n == 0


def test_files_are_given_out_as_they_came_in(library: Library, section: Section, samples: Samples) -> None:
    uid = library.save(section.key, samples.values(section, 0)).uid
    attachment = library.get(uid).values["attachments"][0]
    copy = library.files.open_copy(attachment)
    assert (copy.name, copy.read_bytes(), attachment["size"]) == ("ofertă 0.pdf", b"\x00", 1)


def test_links_are_seen_from_both_sides(library: Library, section: Section) -> None:
    key = naming_key(section)
    one, other = (library.save(section.key, {key: name}).uid for name in ("unu", "doi"))
    note = library.save("notes", {"name": "n", "links": [one]}).uid
    library.save(section.key, {"links": [other]}, one)
    assert {each.uid for each in library.around.of(one).related} == {other, note}
    assert {each.uid for each in library.around.of(other).related} == {one}
    library.delete([other])
    assert {each.uid for each in library.around.of(one).related} == {note}


def test_the_history_tells_every_change_of_a_record(
    library: Library, section: Section, samples: Samples
) -> None:
    first, second = samples.values(section, 0), samples.values(section, 1)
    uid = library.save(section.key, first).uid
    library.save(section.key, second, uid)
    readable = [field for field in section.stored if field.kind.is_told]
    differing = [field.label for field in readable if first[field.key] != second[field.key]]
    told = [each for each in library.history.of(uid) if each.action == "edit"]
    assert len(told) == len(differing)
    assert [entry.field_label for entry in told if not (entry.before and entry.after)] == []
    assert library.history.of(uid)[-1].action == "create"


def test_kinds_agree_with_their_values(library: Library, section: Section, samples: Samples) -> None:
    both = [samples.values(section, turn) for turn in (0, 1)]
    context = library.context()
    for field in section.stored:
        kind: Kind = field.kind
        for turn in (0, 1):
            value = both[turn][field.key]
            assert kind.normal(value) == value, field.key
            assert kind.show(value, context) or field.key == "groups", field.key
            assert all(isinstance(text, str) for text in kind.search(value, context)), field.key
            assert isinstance(kind.sort_text(value, context), (str, type(None))), field.key
            assert kind.warning(value, context) is None or field.key in (
                "fiscal_code",
                "personal_code",
                "code",
            ), field.key
            kind.cell(value, context)
        assert kind.show(None, context) == ""
        assert list(kind.search(None, context)) == []


def test_a_file_opens_without_the_section_that_filled_it(library: Library, samples: Samples) -> None:
    boats = library.registry.section("boats")
    uid = library.save("boats", samples.values(boats, 0)).uid
    path = library.path
    library.close()
    plain = Library.open(path)
    assert plain.get(uid) is None
    assert plain.lists.counts()["contacts"] == 1
    person = plain.save("contacts", {"surname": "Pop"}).uid
    plain.undo()
    assert plain.get(person) is None
    assert plain.care.check() == []
    plain.close()
