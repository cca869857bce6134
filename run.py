"""Starts Cartoteca from a plain checkout: makes its environment once, then opens the window.

    python3 run.py [FILE]            the window; without a display the tour; any `cartoteca` command works too
    python3 run.py tour              tries everything on a demo file and leaves pictures in tour/
    python3 run.py tour --guide      takes the pictures of the guide anew, in every language
    python3 run.py test [ARGS...]    ruff, mypy, import-linter and the tests (ARGS go to pytest)
    python3 run.py bench [ARGS...]   the benchmarks
    python3 run.py corpus PATH       every list below PATH through the import, compared with its catalogue
    python3 run.py package           the program in dist/, for a system without Python
    python3 run.py lock [--upgrade]  writes requirements/*.txt anew (needs uv)

Standard library only; run_setup.py makes the environment.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Cartoteca needs Python 3.11 or newer; this is %d.%d (%s). Start it with a newer one, for example: "
        "python3.11 run.py" % (sys.version_info[0], sys.version_info[1], sys.executable)
    )

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:  # a safe-path Python leaves the script's own folder out
    sys.path.insert(0, str(ROOT))

from run_setup import LOCKS, VENV_PYTHON, SetupError, child_environment, packages_in, say, set_up

COMMANDS = ("test", "bench", "corpus", "package", "tour", "lock")
MAKERS = ("test", "bench", "corpus", "package")
"""Commands that need what requirements/test.txt adds."""


def parse(arguments: list[str]) -> tuple[str, list[str]]:
    """Tells the command ("app" for everything that is the application's own) and the arguments left."""
    if arguments and arguments[0] in COMMANDS:
        return arguments[0], arguments[1:]
    return "app", arguments


def has_display(environment: Mapping[str, str], system: str = sys.platform) -> bool:
    """Whether a window can be seen; on Windows and macOS always."""
    chosen = environment.get("QT_QPA_PLATFORM", "").split(":", maxsplit=1)[0]
    if system != "linux" or chosen not in ("", "xcb", "wayland", "offscreen", "minimal"):
        return True
    if chosen in ("offscreen", "minimal"):
        return False
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def check_everything(pytest_arguments: list[str]) -> int:
    """Runs all checks, the tests last, and tells which of them failed."""
    python = str(VENV_PYTHON)
    checks = {
        "ruff": [python, "-m", "ruff", "check", "."],
        "mypy": [python, "-m", "mypy"],
        "mypy for Windows": [python, "-m", "mypy", "--platform", "win32", "app/core/windows"],
        "import-linter": [str(VENV_PYTHON.with_name("lint-imports" + VENV_PYTHON.suffix))],
        "the tests": [python, "-m", "pytest", "-n", "2", "--dist", "worksteal", *pytest_arguments],
    }
    # Hundreds of processes of the program are started: its sources are compiled once, not by each of them.
    environment = child_environment(QT_QPA_PLATFORM="offscreen", PYTHONDONTWRITEBYTECODE="")
    failed = []
    for name, command in checks.items():
        say(f"running {name}")
        if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0:
            failed.append(name)
    if failed:
        say(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def lock(options: list[str]) -> int:
    """Writes the lock files from pyproject.toml: for every system, with hashes, without addresses."""
    uv = shutil.which("uv")
    if uv is None:
        raise SetupError("the lock files are made by uv; install it (pip install uv) and start again")
    command = [uv, "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
    command += [
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
        "--no-emit-index-url",
        "--no-config",
        "--excludes",
        "requirements/excluded.txt",
        "-q",
    ]
    groups = {
        "run": ["--group", "setup"],
        "test": ["--group", "setup", "--group", "dev", "-c", str(LOCKS["run"])],
    }
    for name, group in groups.items():
        target = LOCKS[name]
        code = subprocess.run(
            [*command, *group, *options, "-o", str(target)], cwd=ROOT, check=False
        ).returncode
        if code != 0:
            return code
        say(f"requirements/{name}.txt names {packages_in(target.read_text(encoding='utf-8'))} packages")
    return 0


def become(module: str, arguments: list[str], **environment: str) -> int:
    """Hands over to a module in the project's Python; the caller's folder stays the current one."""
    # -P: a folder `app` where the user happens to be must not be taken for the program.
    command = [str(VENV_PYTHON), "-P", "-m", module, *arguments]
    if sys.platform != "win32":
        sys.stdout.flush()
        os.execve(command[0], command, child_environment(**environment))
    return subprocess.run(command, env=child_environment(**environment), check=False).returncode


def main(arguments: list[str]) -> int:
    command, rest = parse(arguments)
    if command == "lock":
        return lock(rest)
    display = has_display(os.environ)
    if command == "app" and not rest and not display:
        say("there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set): the tour runs instead")
        command = "tour"
    set_up(with_tests=command in MAKERS, with_window=command == "app" and display)
    if command == "test":
        return check_everything(rest)
    if command == "app":
        return become("app", rest)
    # Off the screen even where there is one: pictures and measurements are then the same everywhere.
    offscreen = {"QT_QPA_PLATFORM": "offscreen"} if sys.platform == "linux" else {}
    if command in ("bench", "corpus", "package"):
        return become(command, rest, **offscreen)
    return become("app", ["tour", *rest], **offscreen)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (SetupError, OSError) as error:  # a folder that is not ours, a full disk: the error names it
        sys.exit(f"Cartoteca cannot start: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
