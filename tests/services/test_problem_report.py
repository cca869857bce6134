"""A report of a problem tells enough to help and nothing of the user: looked for in the archive itself."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.errors import UserError
from app.core.settings import Settings
from app.services import licences
from app.services.library import Change, Library
from app.services.masking import mask_log, vocabulary
from app.services.problem_report import ReportFile, Surroundings, gather, save, suggested_name
from app.ui.log import start_log, stop_log

AROUND = Surroundings("6.11.3", [("Screen 1", "1920 × 1080, 125 %")])
OWN = [
    "Dumitrescu", "Ștefan", "Văcărescu", "Петрова", "Ольга", "anadu", "nordicpanel", "721 234 567",
    "721234567", "0744-123-456", "hunter2", "S3cr3t", "parola", "Lungă", "RO49AAAA", "1985", "Clienți Cluj",
    "linphone", "K9", "PANEL & FII", "Memorandumului",
]  # fmt: skip
"""What is the user's in the log, the settings and the file below."""


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """A log as the program writes it, after a day on which much went wrong."""
    (tmp_path / "log").mkdir()
    path = start_log(tmp_path / "log")
    yield path
    stop_log()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(tmp_path / "settings.toml")
    made.set("user_name", "Ana Dumitrescu")
    made.set("call_command", "linphone --call {number} --password hunter2")
    made.set("theme", "dark")
    made.path.write_text(made.path.read_text() + '\nsmtp_password = "S3cr3t!"\n', encoding="utf-8")
    return Settings(made.path)


def _bad_day(home: str) -> None:
    say = logging.getLogger("app.ui.messages")
    say.info("The backup was written: %s/Documents/Clienți Cluj/Ștefan Văcărescu.cartoteca", home)
    say.warning("Reminders could not be read: call Ștefan Văcărescu, +40 721 234 567 or 0744-123-456")
    say.info("12 records came with “Clienți Cluj 1985”.")
    say.error(r"C:\Users\anadu\Documents\Lista K9.xlsx cannot be read: Permission denied.")
    say.info("Ольга Петрова: договор с фирмой «PANEL & FII», Str. Memorandumului 12, 14.03.1985")
    logging.getLogger("aiosmtplib").warning(
        "Connection lost: smtp://anadu:S3cr3t!@mail.nordicpanel.ro:587/?x"
    )
    logging.getLogger("vdirsyncer").error("401 for https://anadu:parola@cloud.nordicpanel.ro/dav/Dumitrescu/")
    logging.getLogger("Dumitrescu.Ștefan").info("RO49AAAA1B31007593840000 ana.dumitrescu@nordicpanel.ro")
    for problem in (
        KeyError("Ana Dumitrescu"),
        ValueError("invalid literal for int() with base 10: Văcărescu"),
        OSError(13, "Permission denied", f"{home}/Documents/Ștefan.xlsx"),
        RuntimeError("[parameters: ('Dumitrescu',\n 'Str. Lungă 12', '721234567', 'hunter2')]"),
    ):
        try:
            raise problem
        except Exception as error:
            logging.getLogger("cartoteca").error("A bug", exc_info=error)


def _texts(archive: Path) -> dict[str, str]:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name).decode("utf-8") for name in opened.namelist()}


def test_nothing_of_the_user_is_in_the_archive(
    log: Path, settings: Settings, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home" / "anadu"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("LOGNAME", "anadu")
    library.write(
        "import", [Change("contacts", library.new_uid(), {"surname": "Dumitrescu", "given_name": "K9"})]
    )
    _bad_day(str(home))
    written = log.read_text(encoding="utf-8")
    assert all(each in written for each in ("Văcărescu", "Петрова", "S3cr3t", "721 234 567", str(home)))

    files = gather(settings, AROUND, library, log.parent)
    archive = save(files, "", tmp_path / "report.zip")
    texts = _texts(archive)
    whole = "\n".join([*texts, *texts.values()])
    assert [each for each in (*OWN, str(home), str(tmp_path)) if each.casefold() in whole.casefold()] == []
    raw = archive.read_bytes()
    assert b"anadu" not in raw


def test_what_helps_is_in_it(log: Path, settings: Settings, library: Library, tmp_path: Path) -> None:
    library.write("import", [Change("contacts", library.new_uid(), {"surname": "Dumitrescu"})])
    _bad_day("/nowhere")
    texts = _texts(save(gather(settings, AROUND, library, log.parent), "", tmp_path / "report.zip"))
    assert set(texts) == {"versions.txt", "screens.txt", "settings.txt", "file.txt", "log/cartoteca.log"}
    assert "Qt: 6.11.3" in texts["versions.txt"]
    assert "SQLCipher: 4" in texts["versions.txt"]
    assert "1920" in texts["screens.txt"]
    settings_told = texts["settings.txt"].splitlines()
    assert {"theme: dark", "user_name: given", "call_command: given", "tray: True"} <= set(settings_told)
    assert "smtp_password" not in texts["settings.txt"]
    assert "contacts: 1" in texts["file.txt"]
    told = texts["log/cartoteca.log"]
    assert "ERROR cartoteca MainThread: A bug" in told
    assert "KeyError: …" in told
    assert "ValueError: invalid literal for int() with base 10: …" in told
    assert "[Errno 13] Permission denied" in told
    assert 'File "test_problem_report.py", line' in told
    assert "in _bad_day" in told
    assert "The backup was written: …" in told
    assert "raise problem" not in told


def test_a_message_that_only_looks_like_a_place_in_the_program_is_masked() -> None:
    sly = '  File "Ana Dumitrescu.docx", line 3, in Dumitrescu\n    Ana Dumitrescu'
    assert "Dumitrescu" not in mask_log(sly)
    assert "Dumitrescu" not in mask_log("2026-11-23 09:00:00,000 INFO Dumitrescu Dumitrescu: Dumitrescu")


def test_a_user_who_is_called_like_an_ordinary_word_is_masked() -> None:
    assert "list" in vocabulary()
    assert mask_log("The list could not be read", ["List"]) == "The … could not be read"


def test_the_words_of_the_user_come_first_and_as_they_were_written(tmp_path: Path) -> None:
    texts = _texts(save([ReportFile("versions.txt", "", "x")], " Am apăsat pe F2. ", tmp_path / "report.zip"))
    assert list(texts.items()) == [("problem.txt", "Am apăsat pe F2.\n"), ("versions.txt", "x\n")]


def test_a_place_that_cannot_be_written_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"report\.zip"):
        save([ReportFile("versions.txt", "", "x")], "", tmp_path / "gone" / "report.zip")
    (tmp_path / "report.zip").mkdir()
    with pytest.raises(UserError):
        save([ReportFile("versions.txt", "", "x")], "", tmp_path / "report.zip")
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".tmp"] == []


def test_the_name_tells_the_day(clock) -> None:
    assert suggested_name(clock) == "Cartoteca problem 2026-11-23.zip"


def test_every_library_that_is_shipped_is_named_with_its_licence() -> None:
    found = {each.name: each for each in licences.parts()}
    assert next(iter(found)) == "Cartoteca"
    assert {"Python", "SQLAlchemy", "PySide6_Essentials", "SQLCipher", "OpenSSL", "Lucide"} <= set(found)
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in found["PySide6_Essentials"].text
    assert "Permission is hereby granted" in found["SQLAlchemy"].text
    assert [each.name for each in found.values() if not each.texts and each.name != "Python"] == []


def test_a_packed_program_reads_the_licences_that_lie_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = "sqlalchemy==2.1.9 \\\n    --hash=x\n"
    assert licences.gather(tmp_path / "cartoteca" / licences.FOLDER, lock) == 5
    installed = {each.name: each for each in licences.installed(lock)}
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", str(tmp_path / "cartoteca" / "cartoteca"))
    _program, *packed = licences.parts()
    assert {each.name: each.version for each in packed} == {
        each.name: each.version for each in installed.values()
    }
    assert all(each.text == installed[each.name].text for each in packed)
