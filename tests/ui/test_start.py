"""The start: what is loaded before the first painting, and what is in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import main
from app.core.settings import State
from app.services.library import Change, Library
from app.services.lists import ListQuery
from app.ui.single_instance import SingleInstance

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"sqlalchemy", "alembic", "babel", "openpyxl", "phonenumbers", "docx", "docxtpl", "jinja2", "keyring",
         "cryptography", "aiohttp", "vdirsyncer"}  # fmt: skip


def start(home: Path, wait_for: str, *words: str) -> dict[str, object]:
    """Start the program as the benchmark does, until it is painted; what it tells."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.child_start", wait_for, *words],
        cwd=ROOT, check=True, capture_output=True, text=True, timeout=60,
        env={**os.environ, "CARTOTECA_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "LANGUAGE": "en"},
    )  # fmt: skip
    found: dict[str, object] = json.loads(told.stdout.splitlines()[-1])
    return found


@pytest.fixture
def file_with_events(library: Library) -> Path:
    """A file whose list shows phones, choices and a next step with its date."""
    for name in ("Popescu", "Ionescu", "Marin"):
        uid = library.new_uid()
        values = {"surname": name, "grade": "a", "phones": [{"type": "mobile", "value": "+40 721 234 567"}]}
        library.write("import", [Change("contacts", uid, values)], section="contacts")
        step = {"subject": "Call", "starts_at": "2099-11-24T10:00[Europe/Bucharest]", "contacts": [uid]}
        library.save("events", {**step, "state": "planned"})
    library.close()
    return library.path


def test_the_window_is_painted_without_any_heavy_library(tmp_path: Path) -> None:
    told = start(tmp_path / "home", "window")
    assert told["heavy"] == []


def test_the_first_painting_shows_the_rows_of_the_last_time_without_the_database_library(
    tmp_path: Path, file_with_events: Path
) -> None:
    home, path = tmp_path / "home", str(file_with_events)
    start(home, "kept", path)
    told = start(home, "rows", path)
    assert told["rows"] == told["painted"]
    assert told["heavy"] == []


def test_a_column_of_the_user_s_own_is_there_at_the_first_painting(
    tmp_path: Path, file_with_events: Path
) -> None:
    home, path = tmp_path / "home", str(file_with_events)
    library = Library.open(file_with_events)
    try:
        own = library.fields.add("contacts", "Discount", "number", options={"suffix": " %"})
        library.save("contacts", {"surname": "Albu", own: 12.5})
    finally:
        library.close()
    (home / "state").mkdir(parents=True, exist_ok=True)
    state = State(home / "state" / "state.json")
    state.set("columns.contacts", {"keys": ["title", own]})
    state.set("section", "contacts")
    start(home, "kept", path)
    assert State(home / "state" / "state.json").get("first_page")["columns"] == ["title", own]
    told = start(home, "rows", path)
    assert told["rows"] == told["painted"]
    assert told["heavy"] == []


def test_what_is_kept_for_the_next_start_fits_the_columns_of_the_list(
    tmp_path: Path, file_with_events: Path
) -> None:
    home = tmp_path / "home"
    start(home, "kept", str(file_with_events))
    page = State(home / "state" / "state.json").get("first_page")
    library = Library.open(file_with_events)
    try:
        section = library.registry.section("contacts")
        assert page["section"] == "contacts"
        assert page["total"] == library.lists.count(ListQuery("contacts")).n
        assert page["columns"] == [key for key in section.columns if key in section.list_fields]
    finally:
        library.close()


def test_no_source_is_read_for_what_is_imported_beside_qt() -> None:
    """The binding reads each of them unless the import is given back to Python."""
    program = "import app.ui.app, app.services.library, linecache; print(*linecache.cache)"
    read = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True, timeout=60
    ).stdout
    assert os.path.join("site-packages", "sqlalchemy") not in read  # noqa: PTH118 - a part of paths
    assert str(ROOT / "app") not in read


def test_only_one_program_holds_the_place(tmp_path: Path, qapp: object) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.lock()
    assert not second.lock()
    first.end()
    assert second.lock()
    second.end()


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"DISPLAY": ":0"}, "libxcb-cursor0"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, ""),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, ""),
    ],
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is where such libraries may lack")
def test_what_x11_windows_lack_is_named_before_qt_would_abort(
    monkeypatch: pytest.MonkeyPatch, known: dict[str, str], said: str
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in known.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(main, "_is_there", lambda library: "cursor" not in library)
    assert main.lacking_package() == said


def test_the_start_ends_with_a_sentence_where_no_window_can_be_opened(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("CARTOTECA_HOME", str(tmp_path))
    monkeypatch.setattr(main, "has_display", lambda: True)
    monkeypatch.setattr(main, "lacking_package", lambda: "libxcb-cursor0")
    assert main.run([]) == 1
    assert "lacks libxcb-cursor0" in capsys.readouterr().err
