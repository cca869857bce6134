"""The file itself: strange, newer, damaged, read-only files; full disks; backups."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlcipher3

from app.blueprint.registry import Registry
from app.core.errors import FileTooNewError, UserError
from app.services.demo import fill
from app.services.library import Identity, Library
from app.services.lists import ListQuery
from tests.prepared import new_library


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def closed(library: Library) -> Path:
    """A closed file with a few records."""
    fill(library, 20, 5)
    library.close()
    return library.path


def look_around(library: Library) -> None:
    """Everything a start of the window reads."""
    library.lists.counts()
    library.sections.views()
    library.choices.options("grade")
    library.drafts.all()
    library.undoable()
    for section in library.registry.sections:
        ids = library.lists.ids(ListQuery(section.key))
        rows = library.lists.rows(section.key, ids, section.columns)
        library.groups.tree(section.key)
        for row in rows:
            library.get(row.uid)
            library.history.of(row.uid)
    library.lists.find("ana")
    list(library.care.dump())
    library.history.trash()


def test_a_newer_file_is_refused_untouched(closed: Path) -> None:
    with closing(sqlcipher3.connect(str(closed))) as raw:
        raw.execute("PRAGMA user_version = 99")
    before, names = sha(closed), sorted(closed.parent.iterdir())
    with pytest.raises(FileTooNewError, match="newer version"):
        Library.open(closed)
    assert (sha(closed), sorted(closed.parent.iterdir())) == (before, names)


def test_a_newer_stamp_that_waits_beside_the_file_is_seen(closed: Path, tmp_path: Path) -> None:
    left = tmp_path / "left"
    left.mkdir()
    with closing(sqlcipher3.connect(str(closed), isolation_level=None)) as raw:
        raw.execute("PRAGMA user_version = 99")
        for each in closed.parent.glob(f"{closed.name}*"):  # as a crash would leave them
            shutil.copy(each, left / each.name)
    before = sha(left / closed.name)
    with pytest.raises(FileTooNewError):
        Library.open(left / closed.name)
    assert sha(left / closed.name) == before


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"SQLite format 3\x00", b"\x00" * 4096, b"PK\x03\x04" + b"x" * 500]
)
def test_what_is_no_file_of_ours_is_refused_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.cartoteca"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"x\.cartoteca is"):
        Library.open(path)
    assert path.read_bytes() == content
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["x.cartoteca"]


def test_a_database_of_somebody_else_is_refused_untouched(shared: Path, tmp_path: Path) -> None:
    found = [*(shared / "crm-chinook").rglob("*.sqlite"), *(shared / "crm-chinook").rglob("*.db")]
    assert found
    path = tmp_path / found[0].name
    path.write_bytes(found[0].read_bytes())
    before = sha(path)
    with pytest.raises(UserError, match="not a Cartoteca file"):
        Library.open(path)
    assert sha(path) == before


def test_missing_files_folders_and_taken_names_are_told(tmp_path: Path, closed: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        Library.open(tmp_path / "none.cartoteca")
    with pytest.raises(UserError, match="is a folder"):
        Library.open(tmp_path)
    with pytest.raises(UserError, match="exists already"):
        Library.create(closed)
    with pytest.raises(UserError, match="does not exist"):
        Library.create(tmp_path / "no" / "x.cartoteca")


def test_odd_names_of_files_work(tmp_path: Path) -> None:
    for name in ("a b?c#d%20e.cartoteca", "ș [2026] 'x'.cartoteca", "😀.cartoteca", "ноу"):
        path = tmp_path / name
        library = Library.create(path)
        library.save("contacts", {"surname": "Pop"})
        library.close()
        again = Library.open(path)
        assert again.lists.counts()["contacts"] == 1
        again.close()
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_file()) == sorted(
        ["a b?c#d%20e.cartoteca", "ș [2026] 'x'.cartoteca", "😀.cartoteca", "ноу"]
    )


def test_the_empty_library_of_the_tests_is_what_the_program_makes(tmp_path: Path) -> None:
    made = []
    for make in (Library.create, new_library):
        folder = tmp_path / make.__name__
        folder.mkdir()
        library = make(folder / "x.cartoteca")
        mode, dump = library._database.path.read_bytes()[18:20], list(library.care.dump())
        library.close()
        with closing(sqlcipher3.connect(str(folder / "x.cartoteca"))) as raw:
            tables = raw.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
            stamps = [raw.execute(f"PRAGMA {each}").fetchone() for each in ("application_id", "user_version")]
        made.append((mode, dump, tables, stamps, sorted(each.name for each in folder.iterdir())))
    assert made[0] == made[1]
    assert made[0][1]
    assert len(made[0][2]) > 100


def test_a_failed_creation_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.store.engine_file import FileDatabase

    def broken(_self: object, _connection: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileDatabase, "create_tables", broken)
    with pytest.raises(UserError, match="No space left"):
        Library.create(tmp_path / "x.cartoteca")
    assert [each for each in tmp_path.iterdir() if each.is_file()] == []


def test_a_new_file_on_a_read_only_drive_gets_a_sentence_that_names_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.store.engine_file import FileDatabase

    def read_only(*_args: object, **_options: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(FileDatabase, "create_tables", read_only)
    monkeypatch.setattr(Path, "unlink", read_only)  # such a drive refuses even to take away what is not there
    with pytest.raises(UserError, match=r"x\.cartoteca cannot be written: Read-only file system"):
        Library.create(tmp_path / "x.cartoteca")


@pytest.mark.parametrize("seeds", [range(20), pytest.param(range(20, 60), marks=pytest.mark.slow)])
def test_bytes_flipped_at_random_never_end_in_more_than_a_sentence(
    closed: Path, tmp_path: Path, seeds: range
) -> None:
    content = closed.read_bytes()
    sentences = 0
    for seed in seeds:
        source = random.Random(seed)
        damaged = bytearray(content)
        for _flip in range(source.choice([1, 8, 64, 512])):
            damaged[source.randrange(100, len(damaged))] ^= 1 << source.randrange(8)
        path = tmp_path / f"flip{seed}.cartoteca"
        path.write_bytes(damaged)
        before = sha(path)
        library = None
        try:
            library = Library.open(path)
            sentences += bool(library.care.check())
            look_around(library)
        except UserError as error:
            sentences += path.name in str(error)
        finally:
            if library is not None:
                library.close()
        assert sha(path) == before, seed
        path.unlink()
    assert sentences > len(seeds) / 3


def test_a_trigger_or_view_in_a_strange_file_changes_nothing_at_opening(closed: Path) -> None:
    with closing(sqlcipher3.connect(str(closed), isolation_level=None)) as raw:
        raw.execute("CREATE TRIGGER evil AFTER INSERT ON contact BEGIN DELETE FROM organization; END")
        raw.execute("CREATE VIEW evil_view AS SELECT load_extension('/x')")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = sha(closed)
    library = Library.open(closed)
    look_around(library)
    library.close()
    assert sha(closed) == before


# -- read-only ------------------------------------------------------------------------------------------


def _look_as_nobody(path: str, spare: str, answers: multiprocessing.Queue) -> None:
    registry = None
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # The other account may not enter the checkout, so nothing is looked up or imported later.
        registry = _use_all(Path(spare))
        os.setgid(65534)
        os.setuid(65534)
    library = Library.open(Path(path), registry=registry)
    try:
        look_around(library)
        library.drafts.save("contacts", "u", {"surname": "x"}, True)
        library.save("contacts", {"surname": "x"})
    except UserError as error:
        answers.put(
            (library.is_read_only, library.lists.counts()["contacts"], library.care.check(), str(error))
        )
    library.close()


def _use_all(path: Path) -> Registry:
    library = Library.open(path)
    look_around(library)
    library.drafts.save("contacts", "u", {"surname": "x"}, True)
    library.save("contacts", {"surname": "x"})
    library.lists.counts()
    library.care.check()
    library.close()
    return library.registry


@pytest.mark.skipif(sys.platform == "win32", reason="rights of Windows are set in another way")
@pytest.mark.parametrize("is_folder_closed", [True, False])
def test_a_read_only_file_opens_for_reading_and_refuses_to_write(
    closed: Path, is_folder_closed: bool
) -> None:
    folder = Path("/var/tmp") / f"cartoteca-test-{os.getpid()}"  # a place that another account reaches
    folder.mkdir()
    path = folder / closed.name
    shutil.copy(closed, path)
    before = sha(path)
    path.chmod(0o444)
    folder.chmod(0o555 if is_folder_closed else 0o777)
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    try:
        child = context.Process(target=_look_as_nobody, args=(str(path), str(closed), answers))
        child.start()
        answer = answers.get(timeout=60)
        child.join(60)
    finally:
        folder.chmod(0o755)
        assert sha(path) == before
        shutil.rmtree(folder)
    assert answer == (True, 20, [], f"{path} is read-only; nothing was changed.")


def _read_as_nobody(path: str, answers: multiprocessing.Queue) -> None:
    with tempfile.TemporaryDirectory() as folder:  # loads everything while the checkout may be read
        warm = Library.create(Path(folder) / "warm.cartoteca")
        warm.lists.counts()
        warm.close()
    registry = warm.registry
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    try:
        library = Library.open(Path(path), registry=registry)
        answers.put(library.lists.counts()["contacts"])
        library.close()
    except UserError as error:
        answers.put(str(error))


@pytest.mark.skipif(sys.platform == "win32", reason="rights of Windows are set in another way")
def test_what_a_colleague_is_writing_is_never_passed_over_by_a_reader(closed: Path) -> None:
    folder = Path("/var/tmp") / f"cartoteca-test-{os.getpid()}"
    folder.mkdir()
    shutil.copy(closed, folder / closed.name)
    writer = Library.open(folder / closed.name)
    writer.save("contacts", {"surname": "New"})
    for each in folder.iterdir():
        each.chmod(0o444)
    folder.chmod(0o555)
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    try:
        child = context.Process(target=_read_as_nobody, args=(str(writer.path), answers))
        child.start()
        assert answers.get(timeout=60) == 21
        child.join(60)
    finally:
        folder.chmod(0o755)
        writer.close()
        shutil.rmtree(folder)


# -- full disk -------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path):
    """A disk of three megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], check=False).returncode:
        pytest.skip("this place does not let root mount a disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_is_told_nothing_is_half_and_work_goes_on_after(small_disk: Path, clock) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 600_000)
    library = Library.create(small_disk / "x.cartoteca", clock=clock)
    first = library.save("contacts", {"surname": "Pop"}).uid
    before = list(library.care.dump())
    with pytest.raises(UserError, match=r"The disk is full; nothing was written to .*x\.cartoteca"):
        fill(library, 3000)
    assert list(library.care.dump()) == before
    with pytest.raises(UserError, match="disk is full"):
        library.files.keep_bytes("big.bin", b"x" * 3_000_000)
    with pytest.raises(UserError, match="disk is full"):
        library.care.backup(small_disk / "copy.cartoteca")
    assert sorted(each.name.split("-")[0] for each in small_disk.iterdir() if "copy" in each.name) == []
    ballast.unlink()
    library.save("contacts", {"hobby": "șah"}, first)
    fill(library, 20)
    assert library.care.check() == []
    library.close()


def test_a_disk_without_any_room_is_called_full(small_disk: Path) -> None:
    library = Library.create(small_disk / "x.cartoteca")
    library.close()
    with suppress(OSError), (small_disk / "ballast").open("wb") as stream:
        while True:
            stream.write(b"x" * 4096)
            stream.flush()
    with pytest.raises(UserError, match="The disk is full"):
        Library.open(library.path).save("contacts", {"surname": "Pop"})
    (small_disk / "ballast").unlink()
    again = Library.open(library.path)
    again.save("contacts", {"surname": "Pop"})
    assert again.lists.counts()["contacts"] == 1
    again.close()


def test_no_room_for_a_new_file_leaves_none(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"x" * (3 * 1024 * 1024 - 40_000))
    with pytest.raises(UserError, match="disk is full"):
        Library.create(small_disk / "x.cartoteca")
    assert [each.name for each in small_disk.iterdir()] == ["ballast"]


# -- backups ---------------------------------------------------------------------------------------


def test_a_backup_opens_and_holds_the_same(library: Library, tmp_path: Path) -> None:
    fill(library, 20, 5)
    library.files.keep_bytes("a.bin", b"\x00\xff")
    copy = library.care.backup(tmp_path / "copy.cartoteca")
    again = Library.open(copy)
    assert again.lists.counts() == library.lists.counts()
    assert list(again.care.dump()) == list(library.care.dump())
    assert again.care.check() == []
    assert [each.uid for each in again.history.operations()] == [
        each.uid for each in library.history.operations()
    ]
    again.undo()
    again.close()
    assert not list(tmp_path.glob("*.tmp"))


def test_a_backup_replaces_an_older_one_but_never_the_file_itself(library: Library, tmp_path: Path) -> None:
    library.save("contacts", {"surname": "Pop"})
    target = tmp_path / "copy.cartoteca"
    library.care.backup(target)
    library.save("contacts", {"surname": "Ion"})
    library.care.backup(target)
    again = Library.open(target)
    assert again.lists.counts()["contacts"] == 2
    again.close()
    for itself in (library.path, library.path.parent / "." / library.path.name):
        with pytest.raises(UserError, match="cannot replace the file"):
            library.care.backup(itself)
    if hasattr(os, "symlink"):
        link = tmp_path / "link.cartoteca"
        link.symlink_to(library.path)
        with pytest.raises(UserError, match="cannot replace the file"):
            library.care.backup(link)
    assert library.lists.counts()["contacts"] == 2


def test_a_backup_without_a_place_is_told(library: Library, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for target in (tmp_path / "no" / "copy.cartoteca", tmp_path / "file" / "copy.cartoteca"):
        with pytest.raises(UserError, match=r"copy\.cartoteca"):
            library.care.backup(target)


def test_daily_backups_are_made_once_a_day_and_the_oldest_go(tmp_path: Path, clock) -> None:
    library = Library.create(tmp_path / "clienți [2026].cartoteca", clock=clock)
    library.save("contacts", {"surname": "Pop"})
    folder = library.care.backup_folder()
    first: date = clock.now.date()
    for day in range(40):
        assert library.care.daily_backup(5) is not None
        assert library.care.daily_backup(5) is None
        (folder / "of the user.cartoteca").write_text("mine", encoding="utf-8")
        kept = sorted(each.name for each in folder.iterdir() if "2026]" in each.name)
        expected = [first + timedelta(days=n) for n in range(max(0, day - 4), day + 1)]
        assert kept == [f"clienți [2026] {each}.cartoteca" for each in expected]
        clock.go(days=1)
    assert (folder / "of the user.cartoteca").exists()
    newest = Library.open(sorted(folder.glob("clien*"))[-1])
    assert newest.lists.counts()["contacts"] == 1
    newest.close()
    clock.go(days=-400)
    library.care.daily_backup(0)
    assert len([each for each in folder.iterdir() if "2026]" in each.name]) == 1
    library.close()


def test_backups_of_another_file_that_had_this_name_are_left_alone(tmp_path: Path, clock) -> None:
    path = tmp_path / "clienți.cartoteca"
    former = Library.create(path, clock=clock)
    former.save("contacts", {"surname": "Pop"})
    old = former.care.daily_backup(1)
    former.close()
    path.unlink()
    library = Library.create(path, clock=clock)
    library.save("contacts", {"surname": "Rusu"})
    assert library.care.backups() == []
    made = [library.care.daily_backup(1)]  # today has one already, but not of this file
    assert library.care.daily_backup(1) is None
    clock.go(days=1)
    made.append(library.care.daily_backup(1))
    assert library.care.backups() == made[1:]
    assert sorted(library.care.backup_folder().iterdir()) == sorted([old, made[1]])
    library.close()


def test_a_backup_put_back_in_a_new_place_is_the_file_again(library: Library, tmp_path: Path) -> None:
    fill(library, 5)
    copy = library.care.backup(tmp_path / "copy.cartoteca")
    before = list(library.care.dump())
    library.delete(library.lists.uids_of(library.lists.ids(ListQuery("contacts"))))
    library.close()
    restored = tmp_path / "restored.cartoteca"
    shutil.copy(copy, restored)  # a closed file may be copied
    again = Library.open(restored)
    assert list(again.care.dump()) == before
    again.save("contacts", {"surname": "Pop"})
    again.close()


# -- what a check finds ----------------------------------------------------------------------------


LOST_FILE = """
    INSERT INTO attachment(record_id, field, position, uid, name, media_type, size, digest, owner_id)
    SELECT min(id), 'attachments', 0, 'u', 'a.pdf', 'x', 1, 'd', 1 FROM contact
"""


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("UPDATE contact SET title = 'x' WHERE id = (SELECT min(id) FROM contact)", "outdated"),
        ("UPDATE contact SET sort_key = 'x' WHERE id = (SELECT min(id) FROM contact)", "outdated"),
        ("UPDATE search_text SET txt = 'x' WHERE record_id = (SELECT min(record_id) FROM search_text)",
         "search index"),
        ("DELETE FROM search_text WHERE record_id = (SELECT max(record_id) FROM search_text)", "outdated"),
        ("UPDATE employment SET organization_id = 5", "lead nowhere"),
        ("UPDATE member SET group_id = 5", "lead nowhere"),
        ("DELETE FROM link", "have no record"),
        (LOST_FILE, "a.pdf"),
        ("UPDATE contact SET photo = 'gone' WHERE id = (SELECT min(id) FROM contact)", "is missing"),
        ("INSERT INTO blob VALUES('00', x'01'); UPDATE contact SET photo = '00'", "is damaged"),
        ("UPDATE record_group SET parent_id = id WHERE id = (SELECT min(id) FROM record_group)",
         "in a ring"),
        ("UPDATE contact SET uid = 'other' WHERE id = (SELECT min(id) FROM contact)", "have no record"),
        ("INSERT INTO record_id VALUES(7, 'stray', 9)", "have no record"),
        ("UPDATE contact SET next_at = '2099-01-01' WHERE id = (SELECT min(id) FROM contact)", "outdated"),
        ("UPDATE contact SET languages = '[' WHERE id = (SELECT min(id) FROM contact)", "is damaged"),
        ("UPDATE contact SET surname = x'ff' WHERE id = (SELECT min(id) FROM contact)", "is damaged"),
        ("INSERT INTO change SELECT max(operation_id), 9999, 'edit', 'contacts', 'x', '{', '{}' FROM change",
         "history cannot be read"),
        ("CREATE TRIGGER evil AFTER UPDATE ON contact BEGIN DELETE FROM organization; END", "evil"),
    ],
)  # fmt: skip
def test_planted_damage_is_found(closed: Path, damage: str, found: str) -> None:
    with closing(sqlcipher3.connect(str(closed), isolation_level=None)) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.executescript(damage)
    library = Library.open(closed)
    assert any(found in problem for problem in library.care.check())
    library.close()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE contact SET languages = '['",
        "UPDATE contact SET surname = x'ff'",
        "UPDATE contact SET uid = x'ff' WHERE id = (SELECT min(id) FROM contact)",
        "UPDATE change SET before = '{', after = '{}' WHERE action = 'edit'",
        "DELETE FROM search_text",
        "UPDATE file_setting SET value = '{'",
        """UPDATE file_setting SET value = '{"titles": 5, "order": {}, "hidden": 3}'""",
        "UPDATE card_draft SET \"values\" = '{'",
        "PRAGMA foreign_keys = OFF; DELETE FROM operation WHERE kind = 'edit'",
    ],
)
def test_a_value_that_damage_made_unreadable_is_never_more_than_a_sentence(closed: Path, damage: str) -> None:
    library = Library.open(closed)
    library.sections.rename("notes", "Caiet")
    library.drafts.save("contacts", "u", {"surname": "x"}, True)
    uid = library.lists.uid_of(library.lists.ids(ListQuery("contacts"))[0])
    library.save("contacts", {"hobby": "șah"}, uid)
    library.close()
    with closing(sqlcipher3.connect(str(closed), isolation_level=None)) as raw:
        raw.executescript(damage)
    library = Library.open(closed)
    assert len(library.sections.views()) == 6
    library.drafts.all()
    with suppress(UserError):
        look_around(library)
    library.close()


def test_triggers_of_somebody_else_never_write_along(closed: Path) -> None:
    with closing(sqlcipher3.connect(str(closed), isolation_level=None)) as raw:
        raw.execute("CREATE TRIGGER evil AFTER UPDATE ON operation BEGIN DELETE FROM contact_point; END")
    library = Library.open(closed)
    before = list(library.care.dump())
    with pytest.raises(UserError, match=r"triggers of another program \(evil\); nothing is written"):
        library.save("notes", {"name": "x"})
    with pytest.raises(UserError, match="triggers of another program"):
        library.undo()
    assert list(library.care.dump()) == before
    library.close()


def test_a_colleague_in_another_country_finds_the_file_sound(library: Library) -> None:
    library.save("contacts", {"surname": "Pop", "phones": [{"value": "0721 234 567"}]})
    other = Library.open(library.path, identity=Identity("Bob", "DE", "en", "Europe/Berlin"))
    assert other.care.check() == []
    other.save("contacts", {"surname": "Braun", "phones": [{"value": "0151 2345 6789"}]})
    assert other.care.check() == []
    assert library.care.check() == []
    other.close()


def test_a_new_file_is_known_to_others_before_anything_else_is_written(library: Library) -> None:
    other = Library.open(library.path)
    assert other.lists.counts()["contacts"] == 0
    other.close()


def test_a_file_that_was_moved_away_is_missed_and_not_made_anew(library: Library, tmp_path: Path) -> None:
    library.close()
    library.path.rename(tmp_path / "moved")
    with pytest.raises(UserError, match="cannot be opened"):
        library.lists.counts()
    assert not library.path.exists()
