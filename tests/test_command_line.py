"""The program without its window: exit statuses, answers in words and as JSON, sentences on stderr."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3

from app.__main__ import main
from app.blueprint.conditions import Condition, Conditions
from app.core.errors import UserError
from app.core.paths import resource
from app.services.library import Library
from app.services.lists import ListQuery

LIST = """Nume;Prenume;Telefon;E-mail
Ștefănescu;Ion;0721 234 567;ion@example.ro
Popescu;Ana;0722 345 678;ana@example.ro
"""


class Shell:
    """Runs commands in this process and keeps what they said."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys, self.folder = capsys, folder
        self.file = str(folder / "test.cartoteca")
        self.out, self.err = "", ""

    def __call__(self, *words: str) -> int:
        self._capsys.readouterr()
        try:
            status = main(words)
        except SystemExit as left:
            status = int(left.code or 0)
        self.out, self.err = self._capsys.readouterr()
        return status

    def on(self, command: str, *words: str) -> int:
        """A command on the file."""
        return self(command, "--file", self.file, *words)

    def json(self, command: str, *words: str, status: int = 0) -> Any:
        assert self.on(command, *words, "--json") == status, self.err
        return json.loads(self.out)


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    shell = Shell(capsys, tmp_path)
    assert shell("new", shell.file, "--demo", "5", "--seed", "3") == 0
    return shell


@pytest.fixture
def people(tmp_path: Path) -> str:
    path = tmp_path / "clienți.csv"
    path.write_text(LIST, encoding="utf-8")
    return str(path)


def test_a_new_file_is_told_with_its_counts(shell: Shell, tmp_path: Path) -> None:
    path = str(tmp_path / "other.cartoteca")
    assert shell("new", path, "--demo", "3", "--json") == 0
    told = json.loads(shell.out)
    assert told["file"] == path
    assert told["records"]["contacts"] == 3
    assert shell("new", path) == 1
    assert shell.err == f"cartoteca: {path} exists already; choose another name.\n"


def test_the_same_seed_makes_the_same_file(shell: Shell, tmp_path: Path) -> None:
    shell.on("dump")
    first = shell.out
    other = str(tmp_path / "other.cartoteca")
    shell("new", other, "--demo", "5", "--seed", "3")
    shell("dump", "--file", other)
    assert shell.out == first


def test_an_import_says_what_matches_what_is_constant_and_keeps_its_report(
    shell: Shell, people: str, tmp_path: Path
) -> None:
    shell.on("import", people, "--section", "contacts")
    other = tmp_path / "other.csv"
    other.write_text("Nume;E-mail;Hobby\nAlta;ana@example.ro;tenis\nNou;;\n;x@example.ro;șah\n", "utf-8")
    words = ("import", str(other), "--section", "contacts", "--match", "email", "--on-duplicate", "fill")
    words += ("--set", "source=Târg", "--group", "Târg 2026", "--report", str(tmp_path / "report.xlsx"))
    told = shell.json(*words, "--dry-run")
    assert (told["added"], told["updated"], told["operation"]) == (2, 1, None)
    assert (tmp_path / "report.xlsx").exists()
    assert shell.json(*words) | {"dry_run": True, "operation": None} == told
    found = shell.json("search", "tenis", "--section", "contacts")["records"]
    assert [each["title"] for each in found] == ["Ana Popescu"]
    nowhere = str(tmp_path / "nowhere" / "report.xlsx")
    before = shell.json("history")["operations"][0]["uid"]
    assert shell.on("import", str(other), "--section", "contacts", "--report", nowhere) == 1
    assert "nowhere" in shell.err
    assert shell.json("history")["operations"][0]["uid"] == before
    assert shell.on("import", people, "--section", "contacts", "--set", "source") == 2
    assert "--set" in shell.err


def test_an_import_takes_rows_without_what_cannot_be_read(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "dates.csv"
    path.write_text("Nume;Birthday\nPop;31.02.1990\nRusu;14.03.1985\n", "utf-8")
    words = ("import", str(path), "--section", "contacts", "--map", "Birthday=birthday")
    assert shell.json(*words, "--dry-run", status=3)["added"] == 1
    told = shell.json(*words, "--without", "Birthday", "--dry-run")
    assert (told["added"], told["refused"]) == (2, [])
    assert [(each["row"], each["column"]) for each in told["untaken"]] == [(2, "Birthday")]
    assert "31.02.1990" in told["untaken"][0]["reason"]
    assert shell.json(*words, "--without", "Birthday") | {"dry_run": True, "operation": None} == told
    assert shell.on(*words, "--without", "Geburtstag", "--dry-run") == 2
    assert "Birthday" in shell.err


def test_an_import_says_of_which_country_it_takes_the_numbers_to_be(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "phones.csv"
    path.write_text("Nume;Telefon\nRusu;069123456\nCeban;022 54 33 21\nLupu;079456123\n", "utf-8")
    words = ("import", str(path), "--section", "contacts")
    assert shell.json(*words, "--dry-run")["phones"] == "MD"
    shell.on(*words, "--dry-run")
    assert "(Moldova)" in shell.out
    assert "--phones RO" in shell.out
    assert shell.json(*words, "--dry-run", "--phones", "ro")["phones"] == "RO"
    assert shell.json(*words, "--phones", "md")["added"] == 3
    assert len(shell.json("search", "+37369123456")["records"]) == 1
    assert shell.on(*words, "--phones", "xx") == 2


def test_an_import_is_told_found_shown_and_undone(shell: Shell, people: str) -> None:
    shell.on("dump")
    before = shell.out
    told = shell.json("import", people, "--section", "contacts")
    assert {key: told[key] for key in ("rows", "added", "updated", "skipped", "refused")} == {
        "rows": 2, "added": 2, "updated": 0, "skipped": 0, "refused": [],
    }  # fmt: skip
    for query in ("stefanescu", "0721234567", "+40 721 234 567", "ion@exa"):
        found = shell.json("search", query)
        assert (found["total"], found["total_is_exact"]) == (1, True)
        assert [(each["section"], each["title"]) for each in found["records"]] == [
            ("contacts", "Ion Ștefănescu")
        ]
    uid = found["records"][0]["uid"]
    shown = shell.json("show", uid)
    assert (shown["uid"], shown["section"], shown["title"]) == (uid, "contacts", "Ion Ștefănescu")
    assert shown["fields"]["surname"] == "Ștefănescu"
    assert "hobby" in shown["fields"]
    assert shell.on("show", uid) == 0
    assert "surname: Ștefănescu" in shell.out
    newest = shell.json("history", "--limit", "1")["operations"][0]
    assert (newest["uid"], newest["kind"], newest["is_undone"]) == (told["operation"], "import", False)
    undone = shell.json("undo", told["operation"])
    assert (undone["target"], undone["kept"]) == (told["operation"], [])
    shell.on("dump")
    assert shell.out == before
    assert shell.on("undo", told["operation"]) == 1
    assert shell.err.startswith("cartoteca: This operation is not in force")


def test_a_dry_run_writes_nothing(shell: Shell, people: str) -> None:
    shell.on("dump")
    before = shell.out
    told = shell.json("import", people, "--section", "contacts", "--dry-run")
    assert (told["rows"], told["added"]) == (2, 2)
    assert not told["operation"]
    shell.on("dump")
    assert shell.out == before


def test_duplicates_are_skipped_updated_or_added(shell: Shell, people: str) -> None:
    shell.on("import", people, "--section", "contacts")
    assert shell.json("import", people, "--section", "contacts")["skipped"] == 2
    assert shell.json("import", people, "--section", "contacts", "--on-duplicate", "add")["added"] == 2


def test_columns_are_mapped_by_hand(shell: Shell, people: str) -> None:
    shell.json("import", people, "--section", "contacts", "--map", "Prenume=hobby")
    uid = shell.json("search", "Ștefănescu")["records"][0]["uid"]
    assert shell.json("show", uid)["fields"]["hobby"] == "Ion"
    assert shell.on("import", people, "--section", "contacts", "--map", "Prenume") == 2
    assert shell.on("import", people, "--section", "contacts", "--map", "Nowhere=hobby") == 2


def test_columns_that_go_nowhere_are_told(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    path.write_text("Nume;Tel;Shoe size;Empty\nPopescu;0721234567;42;\n", encoding="utf-8")
    told = shell.json("import", str(path), "--section", "contacts", "--dry-run")
    assert [(each["column"], each["field"]) for each in told["columns"]] == [
        ("Nume", "surname"), ("Tel", "phone"), ("Shoe size", None), ("Empty", None),
    ]  # fmt: skip
    shell.on("import", str(path), "--section", "contacts", "--dry-run")
    assert "“Shoe size” is left out: no field has this name" in shell.out
    assert "Empty" not in shell.out


def test_refused_rows_are_named_and_the_status_says_partly(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(
        "Nume;Prenume;Data nașterii\nPopescu;Ana;31.02.1985\nIonescu;Ion;03.04.1985\n", encoding="utf-8"
    )
    told = shell.json("import", str(path), "--section", "contacts", status=3)
    assert (told["rows"], len(told["refused"])) == (2, 1)
    assert set(told["refused"][0]) == {"row", "column", "reason"}
    assert "31.02.1985" in told["refused"][0]["reason"]


def test_an_export_is_read_again(shell: Shell, tmp_path: Path) -> None:
    for name in ("out.xlsx", "out.csv"):
        told = shell.json("export", "--section", "contacts", "--to", str(tmp_path / name))
        assert told["rows"] == 5
        again = str(tmp_path / f"{name}.cartoteca")
        shell("new", again)
        assert shell("import", str(tmp_path / name), "--file", again, "--section", "contacts", "--json") == 0
        assert json.loads(shell.out)["added"] == 5
    assert shell.on("export", "--section", "contacts", "--to", str(tmp_path / "out.ods")) in (1, 2)
    assert shell.err.count("\n") >= 1


def test_a_letter_is_written(shell: Shell, tmp_path: Path) -> None:
    uid = shell.json("search", "example", "--section", "contacts", "--limit", "1")["records"][0]["uid"]
    out = tmp_path / "letter.docx"
    told = shell.json(
        "document", str(resource("templates") / "letter-en.docx"), "--record", uid, "--to", str(out)
    )
    assert told["to"] == str(out)
    assert told["unknown"] == []
    assert out.stat().st_size > 1000
    assert shell.on("document", str(tmp_path / "none.docx"), "--record", uid, "--to", str(out)) == 1
    assert shell.err.startswith("cartoteca: ")


def test_a_letter_never_replaces_the_library_or_its_template(shell: Shell, tmp_path: Path) -> None:
    uid = shell.json("search", "example", "--section", "contacts")["records"][0]["uid"]
    template = tmp_path / "letter-ro.docx"
    template.write_bytes(resource("templates/letter-ro.docx").read_bytes())
    link = tmp_path / "link.docx"
    link.symlink_to(shell.file)
    for target in (shell.file, str(link), str(template)):
        assert shell.on("document", str(template), "--record", uid, "--to", target) == 1
        assert "choose another name" in shell.err
    assert template.read_bytes() == resource("templates/letter-ro.docx").read_bytes()
    assert shell.on("check") == 0


@pytest.mark.parametrize("name", ["none/out.xlsx", "none/out.csv", "test.cartoteca/out.xlsx"])
def test_an_export_to_a_place_that_refuses_is_one_sentence(shell: Shell, name: str) -> None:
    assert shell.on("export", "--section", "contacts", "--to", str(shell.folder / name)) == 1
    assert shell.err.startswith("cartoteca: ")
    assert shell.err.count("\n") == 1


def test_every_format_is_written_as_it_is_asked_for(shell: Shell, tmp_path: Path) -> None:
    for name, begin in (("a.html", b"<!DOCTYPE"), ("a.docx", b"PK"), ("a.txt", b"\xef")):
        assert shell.json("export", "--section", "contacts", "--to", str(tmp_path / name))["rows"] == 5
        assert (tmp_path / name).read_bytes().startswith(begin)


def test_pages_are_drawn_without_a_screen(shell: Shell, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    words = ["export", "--file", shell.file, "--section", "contacts", "--to", str(target)]
    strangers = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {key: value for key, value in os.environ.items() if key not in strangers}
    environment["LC_ALL"] = "C.UTF-8"
    # A process of its own: what is made there for drawing must not stay here for the tests of windows.
    done = subprocess.run([sys.executable, "-m", "app", *words], check=False, env=environment,
                          capture_output=True, text=True, timeout=60)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert target.read_bytes().startswith(b"%PDF")


def test_chosen_records_go_into_a_text_file_of_the_asked_kind(shell: Shell, tmp_path: Path) -> None:
    found = [each for each in shell.json("dump")["records"] if each["section"] == "contacts"]
    words = ("--section", "contacts", "--to", str(tmp_path / "out.csv"), "--uids", found[0]["uid"])
    assert shell.json("export", *words, "--delimiter", "tab", "--encoding", "utf-16", "--raw")["rows"] == 1
    assert "\t" in (tmp_path / "out.csv").read_text(encoding="utf-16").splitlines()[0]
    assert shell.on("export", *words, "--encoding", "klingon") == 1
    assert "klingon" in shell.err
    assert shell.on("export", *words[:2], "--to", str(tmp_path / "out.xlsx"), "--raw") == 2
    assert "--raw" in shell.err


def test_everything_goes_into_an_archive_and_back_into_a_file(shell: Shell, tmp_path: Path) -> None:
    shell.on("dump")
    before, archive, other = shell.out, str(tmp_path / "all.zip"), str(tmp_path / "back.cartoteca")
    assert shell.json("export", "--all", "--to", archive)["records"]["contacts"] == 5
    assert shell("new", other, "--from", archive) == 0
    assert shell("dump", "--file", other) == 0
    assert shell.out == before
    assert shell("check", "--file", other) == 0
    bad = str(tmp_path / "bad.cartoteca")
    assert shell("new", bad, "--from", str(tmp_path / "test.cartoteca")) == 1
    assert "test.cartoteca" in shell.err
    assert not Path(bad).exists()
    assert shell("new", bad, "--from", str(tmp_path / "nowhere.zip")) == 1
    assert shell.on("export", "--to", archive) == 2
    assert "--all" in shell.err


def test_an_export_never_replaces_the_library(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    assert shell("new", str(path), "--demo", "2") == 0
    assert shell("export", "--file", str(path), "--section", "contacts", "--to", str(path)) == 1
    assert shell("check", "--file", str(path)) == 0


def test_a_sound_file_is_told_and_an_unsound_one_too(shell: Shell) -> None:
    assert shell.on("check") == 0
    assert shell.out == "No problems found.\n"
    assert shell.json("check") == {"problems": []}
    with closing(sqlcipher3.connect(shell.file, isolation_level=None)) as raw:
        raw.execute("UPDATE contact SET title = 'x'")
    assert shell.json("check", status=1)["problems"]
    assert "found.\n" in shell.err


def test_a_backup_is_a_file_like_the_first(shell: Shell, tmp_path: Path) -> None:
    copy = str(tmp_path / "copy.cartoteca")
    assert shell.json("backup", "--to", copy) == {"to": copy}
    shell.on("dump")
    first = shell.out
    shell("dump", "--file", copy)
    assert shell.out == first
    assert shell.on("backup", "--to", shell.file) == 1


def test_a_dump_is_json_lines_without_internal_ids(shell: Shell) -> None:
    shell.on("dump")
    lines = [json.loads(line) for line in shell.out.splitlines()]
    assert len(lines) > 10
    assert all(
        set(line) - {"created_at", "created_by", "updated_at", "updated_by"} == {"section", "uid", "values"}
        for line in lines
    )
    assert shell.json("dump")["records"] == lines


def test_search_is_limited_and_counted(shell: Shell) -> None:
    found = shell.json("search", "example", "--limit", "2")
    assert len(found["records"]) == 2
    assert found["total"] > 2
    assert set(found) == {"total", "total_is_exact", "records"}
    assert set(found["records"][0]) == {"uid", "section", "title"}
    assert shell.json("search", " ") == {"total": 0, "total_is_exact": True, "records": []}
    assert shell.on("search", "nowhere at all") == 0
    assert shell.out == "Nothing found.\n"


@pytest.mark.parametrize("command", [("search", "a"), ("history",)])
def test_a_limit_beyond_all_numbers_means_all(shell: Shell, command: tuple[str, ...]) -> None:
    assert shell.on(*command, "--limit", "9" * 30) == 0
    assert shell.out


@pytest.mark.parametrize(
    "words",
    [("search",), ("import", "x.csv"), ("search", "--file"), ("new", "x", "--demo", "-1"), ("new", "x",
                                                                                            "--demo", "a"),
     ("dump", "--no-such-option"), ("search", "x", "--file", "{file}", "--section", "nothing"),
     ("search", "x", "--file", "{file}", "--limit", "x"), ("import", "x", "--file", "{file}", "--section",
                                                           "contacts", "--on-duplicate", "y")],
)  # fmt: skip
def test_wrong_words_are_wrong_usage(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell(*(word.format(file=shell.file) for word in words)) == 2
    assert shell.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "x" * 300 + ".cartoteca"), "too long"),
        (("dump", "--file", "x" * 300), "too long"),
        (("import", "x" * 300 + ".csv", "--file", "{file}", "--section", "contacts"), "too long"),
        (("dump", "--file", "none.cartoteca"), "There is no file none.cartoteca."),
        (("show", "--file", "{file}", "abc"), "There is no record abc."),
        (("undo", "--file", "{file}", "abc"), "There is no operation abc."),
        (("undo", "--file", "{file}", ""), "There is no operation ."),
        (("import", "none.xlsx", "--file", "{file}", "--section", "contacts"), "none.xlsx"),
        (("backup", "--file", "{file}", "--to", "no/folder/x.cartoteca"), "cannot be opened"),
    ],
)
def test_what_the_world_does_wrong_is_one_sentence(shell: Shell, words: tuple[str, ...], said: str) -> None:
    assert shell(*(word.format(file=shell.file) for word in words)) == 1
    assert shell.err.startswith("cartoteca: ")
    assert said in shell.err
    assert shell.err.count("\n") == 1
    assert shell.out == ""


def test_every_command_explains_itself_in_the_language_of_the_user(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.command_line import COMMANDS

    for name in COMMANDS:
        assert shell(name, "--help") == 0
        assert name in shell.out
    assert shell("--version") == 0
    assert shell.out.startswith("Cartoteca ")
    monkeypatch.setenv("LC_ALL", "ro_RO.UTF-8")
    if resource("translations", "ro.po").exists():
        assert shell.on("show", "abc") == 1
        assert "There is no record" not in shell.err


def test_a_mistyped_command_is_wrong_usage_with_the_commands_named(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app import main as window

    opened: list[list[str]] = []
    monkeypatch.setattr(window, "run", lambda words: opened.append(list(words)) or 0)
    assert shell("serch", "--file", shell.file, "foo") == 2
    assert "“serch” is neither a command nor a file. Did you mean “search”?" in shell.err
    assert shell("frobnicate") == 2
    assert "import, export, search" in shell.err
    assert "Did you mean" not in shell.err
    assert shell("--json", "search") == 2
    assert shell(shell.file, "search") == 2
    assert shell.err == "cartoteca: After a file nothing more is expected: search.\n"
    assert opened == []


def test_one_word_that_can_only_be_a_file_opens_the_window(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app import main as window

    opened: list[list[str]] = []
    monkeypatch.setattr(window, "run", lambda words: opened.append(list(words)) or 0)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clients").write_bytes(Path(shell.file).read_bytes())
    wanted = [[shell.file], ["none.cartoteca"], ["NONE.CARTOTECA"], ["clients"], ["folder/none"], []]
    assert [shell(*words) for words in wanted] == [0] * len(wanted)
    assert opened == wanted


@pytest.mark.parametrize("name", ["letter.cartoteca", "letter.txt", "letter"])
def test_a_letter_is_only_written_as_a_word_document(shell: Shell, tmp_path: Path, name: str) -> None:
    uid = shell.json("search", "example", "--section", "contacts")["records"][0]["uid"]
    template, out = str(resource("templates") / "letter-en.docx"), tmp_path / name
    assert shell.on("document", template, "--record", uid, "--to", str(out)) == 2
    assert shell.err == f"cartoteca: “{name}”: name the document .docx.\n"
    assert not out.exists()


def test_nothing_that_is_written_replaces_another_library(shell: Shell, tmp_path: Path) -> None:
    uid = shell.json("search", "example", "--section", "contacts")["records"][0]["uid"]
    template = str(resource("templates") / "letter-en.docx")
    for command, name, said in (
        (("document", template, "--record", uid), "other.docx", "is a"),
        (("export", "--section", "contacts"), "other.csv", "is a"),
        (("backup",), "other.cartoteca", "is another"),
    ):
        other = tmp_path / name
        shell("new", str(other), "--demo", "2")
        before = other.read_bytes()
        assert shell.on(*command, "--to", str(other)) == 1
        assert shell.err == f"cartoteca: {other} {said} Cartoteca file; choose another name.\n"
        assert other.read_bytes() == before


def test_a_record_is_shown_with_who_wrote_it_and_when(shell: Shell) -> None:
    uid = shell.json("search", "example", "--section", "contacts")["records"][0]["uid"]
    shown = shell.json("show", uid)["fields"]
    line = next(each for each in shell.json("dump")["records"] if each["uid"] == uid)
    stamps = ("created_at", "created_by", "updated_at", "updated_by")
    assert {key: shown[key] for key in stamps} == {key: line.get(key) for key in stamps}
    assert shown["created_at"]
    shell.on("show", uid)
    assert "\ncreated_at: " in shell.out


def test_a_folder_or_no_name_at_all_is_told_as_what_it_is(shell: Shell, tmp_path: Path) -> None:
    assert shell("dump", "--file", str(tmp_path)) == 1
    assert shell.err == f"cartoteca: {tmp_path} is a folder; name a file in it.\n"
    for words in (("new", ""), ("dump", "--file", " ")):
        assert shell(*words) == 2
        assert "The name of the file is missing." in shell.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "x.cartoteca", "--seed", "abc"), "„abc” nu este un număr întreg."),
        (("import", "x", "--file", "x", "--section", "contacts", "--on-duplicate", "foo"), "'skip', "),
        (("dump",), "lipsesc: --file"),
        (("dump", "--file", "x", "--nothing"), "--nothing"),
    ],
)
def test_wrong_words_are_told_in_the_language_of_the_user(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.setenv("LC_ALL", "ro_RO.UTF-8")
    assert shell(*words) == 2
    assert said in shell.err
    for english in ("usage", "invalid", "argument ", "error:", "required", "unrecognized"):
        assert english not in shell.err


# -- as a program of its own -----------------------------------------------------------------------


def program(*words: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "app", *words], capture_output=True, timeout=60, check=False, **more
    )


def test_the_program_answers_in_utf8_whatever_the_terminal_speaks(
    shell: Shell, people: str, monkeypatch
) -> None:
    shell.on("import", people, "--section", "contacts")
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    done = program("search", "--file", shell.file, "stefanescu")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Ștefănescu" in done.stdout.decode()


def test_statuses_reach_the_shell(shell: Shell) -> None:
    assert program("check", "--file", shell.file).returncode == 0
    done = program("dump", "--file", "none")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().strip() == "cartoteca: There is no file none."
    assert program("dump").returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_an_answer_that_finds_no_room_is_one_sentence(shell: Shell) -> None:
    for command in ("dump", "check"):
        with Path("/dev/full").open("wb") as full:
            words = [sys.executable, "-m", "app", command, "--file", shell.file]
            done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 1
        assert done.stderr.decode().startswith("cartoteca: The answer cannot be written: ")
        assert b"Traceback" not in done.stderr


def test_a_new_file_that_could_not_be_filled_is_not_in_the_way(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_words: object) -> None:
        raise UserError("The disk is full")

    path = tmp_path / "other.cartoteca"
    with monkeypatch.context() as patched:
        patched.setattr("app.services.demo.fill", full)
        assert shell("new", str(path), "--demo", "5") == 1
    assert list(tmp_path.glob("other*")) == []
    assert shell("new", str(path), "--demo", "5") == 0


def test_an_interrupted_pipe_is_no_error(shell: Shell) -> None:
    words = [sys.executable, "-m", "app", "dump", "--file", shell.file]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        assert b"Traceback" not in child.stderr.read()


@pytest.mark.skipif(sys.platform != "linux", reason="needs a full device and an output that is closed")
@pytest.mark.parametrize(("where", "said"), [(">&-", "nowhere"), (">/dev/full", "No space left on device")])
def test_an_answer_that_cannot_be_written_is_one_sentence(shell: Shell, where: str, said: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -m app dump --file "$1" {where}', sys.executable, shell.file],
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.decode().startswith("cartoteca: ")
    assert said in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are always Unicode")
def test_a_name_with_marks_is_opened_where_the_system_speaks_no_language(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, copy = str(tmp_path / "fișier ș.cartoteca"), str(tmp_path / "copie ș.cartoteca")
    for name, value in (("LC_ALL", "C"), ("PYTHONUTF8", "0"), ("PYTHONCOERCECLOCALE", "0")):
        monkeypatch.setenv(name, value)
    made = program("new", path, "--demo", "3")
    assert (made.returncode, made.stderr) == (0, b"")
    assert path.encode() in made.stdout
    assert program("search", "--file", path, "example").returncode == 0
    assert program("backup", "--file", path, "--to", copy).returncode == 0
    assert program("check", "--file", copy).returncode == 0
    missing = program("dump", "--file", str(tmp_path / "ș"))
    assert missing.returncode == 1
    assert b"Traceback" not in missing.stderr


def test_a_saved_filter_narrows_search_and_export(shell: Shell, tmp_path: Path) -> None:
    library = Library.open(Path(shell.file))
    for surname, flag in (("Popescu", "red"), ("Poenaru", "red"), ("Popa", "blue")):
        library.save("contacts", {"surname": surname, "flag": flag})
    condition = Condition("surname", "begins", "po")
    query = ListQuery("contacts", flag="red", conditions=Conditions((condition,)))
    library.filters.add("Red ones", query)
    library.close()
    found = shell.json("search", "--filter", "red ones")
    assert (found["total"], [each["title"] for each in found["records"]]) == (2, ["Poenaru", "Popescu"])
    assert [each["title"] for each in shell.json("search", "popes", "--filter", "Red ones")["records"]] == [
        "Popescu"
    ]
    target = tmp_path / "out.csv"
    assert (
        shell.on(
            "export",
            "--section",
            "contacts",
            "--to",
            str(target),
            "--filter",
            "Red ones",
            "--columns",
            "surname",
        )
        == 0
    )
    assert target.read_text(encoding="utf-8-sig").split() == ["Surname", "Poenaru", "Popescu"]
    assert shell.on("search", "--filter", "Nothing") == 1
    assert "there are: Red ones" in shell.err
    assert shell.on("search") == 2


def test_a_preset_names_the_sections_of_a_new_file(shell: Shell, tmp_path: Path) -> None:
    shell.file = str(tmp_path / "sales.cartoteca")
    assert shell("new", shell.file, "--preset", "sales") == 0, shell.err
    assert [each["kind"] for each in shell.json("history")["operations"]] == ["settings"]
    shell.file = str(tmp_path / "zoo.cartoteca")
    assert shell("new", shell.file, "--preset", "zoo") == 2
    assert "sales" in shell.err
    assert not Path(shell.file).exists()


def test_a_column_becomes_a_field_and_goes_with_the_undo(shell: Shell, tmp_path: Path) -> None:
    people = tmp_path / "clienti.csv"
    people.write_text("Nume;Reducere\nRusu;7,5\n", encoding="utf-8")
    words = ("import", str(people), "--section", "contacts", "--map", "Reducere=new:number")
    assert shell.json(words[0], *words[1:])["columns"][1]["field"] == "reducere"
    [found] = shell.json("search", "rusu")["records"]
    assert shell.json("show", found["uid"])["fields"]["reducere"] == 7.5
    foreseen = shell.json("undo", "--dry-run")
    assert (foreseen["count"], foreseen["kept"]) == (2, [])
    assert shell.json("search", "rusu")["total"] == 1
    assert shell.on("undo") == 0
    assert shell.json("search", "rusu")["total"] == 0


def test_cards_of_several_files_go_in_and_out(shell: Shell, tmp_path: Path) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nN:{0};Ana;;;\nFN:Ana {0}\nX-FOO:{0}\nEND:VCARD\n"
    paths = [tmp_path / f"{name}.vcf" for name in ("Unu", "Doi")]
    for path in paths:
        path.write_text(card.format(path.stem), encoding="utf-8")
    paths[1].write_text(paths[1].read_text() + "N:stray\nEND:VCARD\n")
    sources = [str(path) for path in paths]

    words = ("import", *sources, "--section", "contacts", "--json")
    assert shell.on(*words, "--dry-run") == 3, "one card is refused"
    foreseen = json.loads(shell.out)
    assert shell.on(*words) == 3
    told = json.loads(shell.out)
    assert {**foreseen, "operation": "", "dry_run": False} == {**told, "operation": ""}
    assert (told["added"], [each["row"] for each in told["refused"]]) == (2, [3])

    target = tmp_path / "out.vcf"
    words = ("export", "--section", "contacts", "--search", "unu", "--to", str(target), "--vcard", "4.0")
    assert shell.on(*words) == 0, shell.err
    lines = target.read_text(encoding="utf-8").splitlines()
    assert {"VERSION:4.0", "N:Unu;Ana;;;", "X-FOO:Unu"} <= set(lines)
    assert "FN:Ana Doi" not in lines
    assert shell.on(*words[:-1], "9") == 2
    assert shell.on("export", "--section", "events", "--to", str(tmp_path / "out.ics")) == 0, shell.err
    assert (tmp_path / "out.ics").read_text().startswith("BEGIN:VCALENDAR")


def test_several_tables_are_no_one_list(shell: Shell, people: str) -> None:
    assert shell.on("import", people, people, "--section", "contacts") == 2
    assert "import each list by itself" in shell.err
