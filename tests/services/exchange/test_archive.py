"""The open archive: everything of a library goes out, comes back equal, and hostile ones stay outside."""

from __future__ import annotations

import json
import re
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.blueprint.conditions import Condition, Conditions
from app.core.clock import Clock
from app.core.errors import UserError
from app.core.progress import Cancelled, Progress
from app.services import presets
from app.services.demo import fill
from app.services.exchange.archive.restoring import restore
from app.services.exchange.archive.writing import write_archive
from app.services.library import Change, Library
from app.services.lists import ListQuery

PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 50


@pytest.fixture
def other(tmp_path: Path, clock: Clock) -> Library:
    return Library.create(tmp_path / "other.cartoteca", clock=clock)


def _fill(library: Library) -> None:
    """Something of everything a file can hold."""
    presets.apply(library, "sales")
    fill(library, 12, 3)
    top = library.groups.add("contacts", "Clients")
    inner = library.groups.add("contacts", "VIP", top)
    library.fields.add("contacts", "Boat", "text")
    library.fields.add("contacts", "Gone", "number")
    library.fields.delete("contacts", "gone")
    library.fields.add("contacts", "Friend", "reference")
    library.fields.change("contacts", "hobby", label="Passion", is_hidden=False)
    library.choices.add("grade", "Ș = special")
    photo = library.files.keep_picture(PICTURE)
    files = [library.files.keep_bytes("contract ș.pdf", b"%PDF"), library.files.keep_bytes("a", b"plain")]
    friend = library.save("contacts", {"surname": "Prieten"}).uid
    library.save("contacts", {
        "surname": "Țăranu", "groups": [inner], "boat": "=1+1\u2028\x07", "photo": photo,
        "attachments": files, "friend": friend, "links": [friend], "birthday": "--02-29", "tags": ["a", "b"],
    })  # fmt: skip
    conditions = Conditions((Condition("boat", "not_empty", None),))
    library.filters.add("With a boat", ListQuery("contacts", conditions=conditions))
    library.duplicates.dismiss(friend, library.lists.uid_of(library.lists.ids(ListQuery("contacts"))[0]))
    library.sections.rename("links", "Bookmarks")


@pytest.mark.parametrize("name", ["all.zip", "all"])
def test_everything_comes_back_equal_on_both_engines(
    name: str, any_library: Library, other: Library, tmp_path: Path
) -> None:
    _fill(any_library)
    written = write_archive(any_library, tmp_path / name)
    assert (written.files, written.missing) == (3, ())
    restored = restore(other, tmp_path / name)
    assert restored.problems == []
    assert list(other.care.dump()) == list(any_library.care.dump())
    assert other.care.check() == []
    found = other.lists.find("taranu")
    record = other.get(found[0].uid)
    assert record is not None
    assert other.files.read(record.values["photo"]) == PICTURE
    assert other.files.read(record.values["attachments"][0]["digest"]) == b"%PDF"
    other.undo()
    assert not any(other.lists.counts().values())
    other.close()


@pytest.mark.postgres
def test_an_archive_of_a_file_comes_to_a_server(
    library: Library, server_library: Library, tmp_path: Path
) -> None:
    _fill(library)
    write_archive(library, tmp_path / "all.zip")
    assert restore(server_library, tmp_path / "all.zip").problems == []
    assert list(server_library.care.dump()) == list(library.care.dump())
    assert server_library.care.check() == []


def test_every_hostile_text_comes_back_bit_for_bit(
    library: Library, other: Library, shared: Path, tmp_path: Path
) -> None:
    strings = json.loads((shared / "text-blns" / "blns.json").read_text(encoding="utf-8"))
    texts = [*strings, "a\x00b", "\x01\x07\x1f\ufffe", "two\r\nlines\u2028\u0085", "  \t"]
    changes = [
        Change("contacts", library.new_uid(), {"surname": f"S{n}", "hobby": each, "notes": each})
        for n, each in enumerate(texts)
    ]
    library.write("import", changes, section="contacts", title="")
    write_archive(library, tmp_path / "all.zip")
    assert restore(other, tmp_path / "all.zip").problems == []
    assert list(other.care.dump()) == list(library.care.dump())
    other.close()


def test_an_archive_is_open_to_other_programs(library: Library, tmp_path: Path) -> None:
    _fill(library)
    write_archive(library, tmp_path / "all")
    lines = (tmp_path / "all" / "records" / "contacts.jsonl").read_text(encoding="utf-8").splitlines()
    assert "Țăranu" in {json.loads(line)["values"].get("surname") for line in lines}
    files = {path.suffix: path.read_bytes() for path in (tmp_path / "all" / "files").iterdir()}
    assert files[".pdf"] == b"%PDF"
    assert "--from" in (tmp_path / "all" / "README.txt").read_text(encoding="utf-8")
    told = json.loads((tmp_path / "all" / "cartoteca.json").read_text(encoding="utf-8"))
    assert told["records"]["contacts"] == len(lines)


def test_a_place_that_is_taken_or_cancelled_keeps_what_it_has(library: Library, tmp_path: Path) -> None:
    _fill(library)
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UserError, match="exists already"):
        write_archive(library, tmp_path / "all")
    (tmp_path / "all.zip").write_bytes(b"old")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        write_archive(library, tmp_path / "all.zip", progress)
    assert (tmp_path / "all.zip").read_bytes() == b"old"
    assert list(tmp_path.glob(".*")) == []
    with pytest.raises(UserError):
        write_archive(library, library.path)


def test_a_file_that_lacks_its_content_is_named_and_the_rest_is_kept(
    library: Library, other: Library, tmp_path: Path
) -> None:
    _fill(library)
    write_archive(library, tmp_path / "all")
    next((tmp_path / "all" / "files").glob("*.pdf")).unlink()
    restored = restore(other, tmp_path / "all")
    assert [each for each in restored.problems if "contract ș.pdf" in each] == restored.problems != []
    assert list(other.care.dump()) == list(library.care.dump())
    other.close()


def test_a_library_with_records_takes_no_archive(library: Library, tmp_path: Path) -> None:
    library.save("contacts", {"surname": "Pop"})
    write_archive(library, tmp_path / "all.zip")
    with pytest.raises(UserError, match="new file"):
        restore(library, tmp_path / "all.zip")


# -- hostile and damaged ones ------------------------------------------------------------------------------

Change_ = Callable[[dict[str, bytes]], None]


def _spoil(members: dict[str, bytes], name: str, old: bytes, new: bytes) -> None:
    assert old in members[name]
    members[name] = members[name].replace(old, new, 1)


def _line(**what: Any) -> bytes:
    stamp = "2026-11-23T09:00:00.000Z"
    stamps = {"created_at": stamp, "created_by": "A", "updated_at": stamp, "updated_by": "A"}
    line = {"section": "contacts", "uid": "0" * 32, "values": {"surname": "X"}} | stamps | what
    return json.dumps(line).encode() + b"\n"


def _field(**what: Any) -> bytes:
    values = {"section": "contacts", "key": "own", "is_own": True, "label": "Own", "kind": "text",
              "column": "x_1"} | what  # fmt: skip
    return json.dumps({"section": "field", "uid": "1" * 32, "values": values}).encode()


HOSTILE: dict[str, Change_] = {
    "above": lambda m: m.update({"../evil.txt": b"x"}),
    "rooted": lambda m: m.update({"/etc/evil": b"x"}),
    "drive": lambda m: m.update({"C:\\evil.txt": b"x"}),
    "inside": lambda m: m.update({"records/../../evil.jsonl": b"x"}),
    "backslash": lambda m: m.update({"records\\..\\..\\evil.jsonl": b"x"}),
    "stranger": lambda m: m.update({"run.exe": b"MZ"}),
    "strange section": lambda m: m.update({"records/users.jsonl": b"{}\n"}),
    "bomb": lambda m: m.update({"records/notes.jsonl": b" " * (70 * 1024 * 1024)}),
    "no manifest": lambda m: m.pop("cartoteca.json") and None,
    "manifest of nothing": lambda m: m.update({"cartoteca.json": b"[]"}),
    "deep manifest": lambda m: m.update({"cartoteca.json": b"[" * 200_000}),
    "newer": lambda m: _spoil(m, "cartoteca.json", b'"version": 1', b'"version": 99'),
    "half a line": lambda m: m.update({"records/contacts.jsonl": _line()[:50]}),
    "deep line": lambda m: m.update({"records/contacts.jsonl": b"[" * 200_000}),
    "a list": lambda m: m.update({"records/contacts.jsonl": b"[1]\n"}),
    "wrong section": lambda m: m.update({"records/contacts.jsonl": _line(section="notes")}),
    "wrong uid": lambda m: m.update({"records/contacts.jsonl": _line(uid="x' OR 1=1")}),
    "wrong stamp": lambda m: m.update({"records/contacts.jsonl": _line(created_at="yesterday")}),
    "unknown field": lambda m: m.update({"records/contacts.jsonl": _line(values={"nope": 1})}),
    "a dict for a text": lambda m: m.update({"records/contacts.jsonl": _line(values={"surname": {"a": 1}})}),
    "a text for rows": lambda m: m.update({"records/contacts.jsonl": _line(values={"phones": "0721"})}),
    "a huge number": lambda m: m.update({"records/tasks.jsonl": _line(section="tasks",
                                                                     values={"percent": 10**30})}),
    "a part too many": lambda m: m.update(
        {"records/contacts.jsonl": _line(values={"phones": [{"value": "1", "record_id": "1"}]})}
    ),
    "a column that is taken": lambda m: m.update({"records/field.jsonl": _field(column="title")}),
    "a column with SQL": lambda m: m.update({"records/field.jsonl": _field(column='x_1"; DROP TABLE note')}),
    "a kind that is none": lambda m: m.update({"records/field.jsonl": _field(kind="python")}),
    "a key that is taken": lambda m: m.update({"records/field.jsonl": _field(key="surname")}),
    "broken options": lambda m: m.update({"records/field.jsonl": _field(options="{")}),
    "another content": lambda m: m.update({f"files/{'0' * 64}.pdf": b"x"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("archive")
    library = Library.create(folder / "test.cartoteca")
    library.save("contacts", {"surname": "Pop"})
    write_archive(library, folder / "all.zip")
    library.close()
    with zipfile.ZipFile(folder / "all.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_archives_are_refused_in_a_sentence(
    name: str, members: dict[str, bytes], other: Library, tmp_path: Path
) -> None:
    found = dict(members)
    HOSTILE[name](found)
    folder = tmp_path / "inside"
    folder.mkdir()
    with zipfile.ZipFile(folder / "bad.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in found.items():
            archive.writestr(each, data)
    before = list(other.care.dump())
    with pytest.raises(UserError, match=r"bad\.zip"):
        restore(other, folder / "bad.zip")
    assert list(other.care.dump()) == before
    assert [each.name for each in folder.iterdir()] == ["bad.zip"]
    assert not (tmp_path / "evil.txt").exists()
    other.close()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"SQLite format 3\0"])
def test_what_is_no_archive_is_refused(content: bytes, other: Library, tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(content)
    with pytest.raises(UserError, match=r"bad\.zip"):
        restore(other, tmp_path / "bad.zip")
    other.close()


def test_a_cut_or_flipped_zip_is_refused(members: dict[str, bytes], other: Library, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "good.zip", "w") as archive:
        for each, data in members.items():
            archive.writestr(each, data)
    good = (tmp_path / "good.zip").read_bytes()
    place = good.index(b"Pop")
    for bad in (good[: len(good) // 2], good[:place] + b"Q" + good[place + 1 :]):
        (tmp_path / "bad.zip").write_bytes(bad)
        with pytest.raises(UserError, match=re.escape("bad.zip")):
            restore(other, tmp_path / "bad.zip")
    assert not any(other.lists.counts().values())
    other.close()


def test_names_that_stand_twice_and_links_out_of_the_folder_are_refused(
    members: dict[str, bytes], other: Library, tmp_path: Path
) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        warnings.simplefilter("ignore")
        for each, data in [*members.items(), ("records/contacts.jsonl", b"")]:
            archive.writestr(each, data)
    with pytest.raises(UserError, match=r"contacts\.jsonl"):
        restore(other, tmp_path / "bad.zip")
    folder = tmp_path / "bad"
    (folder / "records").mkdir(parents=True)
    (folder / "cartoteca.json").write_bytes(members["cartoteca.json"])
    (folder / "records" / "contacts.jsonl").symlink_to(tmp_path / "bad.zip")
    with pytest.raises(UserError, match=r"contacts\.jsonl"):
        restore(other, folder)
    other.close()
