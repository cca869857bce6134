"""Makes the environment that run.py starts the program in: .venv, the locked packages, Qt's system libraries.

What is done is noted in .venv/cartoteca.json after every whole step. A broken set-up is so never taken for a
whole one, and a second start does nothing but compare. Standard library only.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "cartoteca.json"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {"run": ROOT / "requirements" / "run.txt", "test": ROOT / "requirements" / "test.txt"}
COMPILE_TEXTS = ROOT / "app" / "core" / "compile_texts.py"

Stamp = dict[str, str]

# Debian's and Ubuntu's names; their newer releases answer to them too (libglib2.0-0t64 is libglib2.0-0).
QT_PACKAGES = """libglib2.0-0 libgl1 libegl1 libx11-6 libxkbcommon0 libfontconfig1 libfreetype6 libdbus-1-3
libbrotli1 fonts-dejavu-core"""
QT_WINDOW_PACKAGES = """libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1
libxkbcommon-x11-0 libx11-xcb1"""

# Run by the environment's Python; sys.argv names platform plug-ins of which one must load.
QT_PROBE = """
import ctypes, os, pathlib, sys
try:
    import PySide6.QtNetwork, PySide6.QtPrintSupport, PySide6.QtSvg, PySide6.QtWidgets
    plugins = pathlib.Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
    failures = []
    for name in sys.argv[1:]:
        try:
            ctypes.CDLL(str(plugins / f"libq{name}.so"))
        except OSError as error:
            failures.append(error)
    if failures and len(failures) == len(sys.argv[1:]):
        raise failures[-1]
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QFontDatabase, QGuiApplication
    application = QGuiApplication([])
    if not QFontDatabase.families():
        print("missing: no font is installed")
except (ImportError, OSError) as error:
    print("missing:", error)
"""

# What pip says, and what that means to the person who waits. The first that fits is told.
UNREACHABLE = "the package index could not be reached; look at the network connection and start again"
PIP_FAILURES = {
    "DO NOT MATCH THE HASHES": "a downloaded package is not the one that was checked and was refused",
    "No space left": "the disk is full; make room and start again",
    "SSLError": "the package index could not be reached safely; look at the network's certificates and proxy",
    "NewConnectionError": UNREACHABLE,
    "ConnectionError": UNREACHABLE,
    "ReadTimeout": "the package index answered too slowly; start again, what was fetched is kept",
    "No matching distribution": "a package is not to be had for this Python and system ({system})",
}


class SetupError(Exception):
    """The set-up cannot go on; the message is the sentence that the user reads."""


# --- decisions ------------------------------------------------------------------------------------


def qt_platforms(environment: Mapping[str, str], with_window: bool) -> list[str]:
    """The Qt platform plug-ins of which one must load, best first."""
    if not with_window:
        return ["offscreen"]
    displays = {"wayland": environment.get("WAYLAND_DISPLAY"), "xcb": environment.get("DISPLAY")}
    return [name for name, display in displays.items() if display]


def steps_needed(stamp: Stamp, wanted: Stamp, with_tests: bool) -> list[str]:
    """The steps of the set-up still to do, in their order."""
    # A changed lock means a new environment: nothing that is no longer locked stays behind in it.
    anew = any(stamp.get(key) != wanted[key] for key in ("base", "run"))
    steps = ["environment", "run"] if anew else []
    if with_tests and (anew or stamp.get("test") != wanted["test"]):
        steps.append("test")
    if anew or stamp.get("project") != wanted["project"]:
        steps.append("project")
    if wanted["texts"] and (anew or stamp.get("texts") != wanted["texts"]):
        steps.append("texts")
    return steps


def explain_pip(output: str) -> str:
    """What went wrong, in words, from pip's output."""
    for sign, meaning in PIP_FAILURES.items():
        if sign in output:
            return meaning.format(
                system=f"Python {platform.python_version()}, {platform.platform(terse=True)}"
            )
    errors = [line for line in output.splitlines() if line.startswith("ERROR:")]
    return f"pip says: {errors[-1][6:].strip()}" if errors else "pip failed without saying why"


def packages_in(lock: str) -> int:
    """How many packages a lock file names (some of them for other systems)."""
    return len(re.findall(r"^[a-z0-9][\w.-]*==", lock, re.MULTILINE))


# --- what is there, what is wanted ----------------------------------------------------------------


def digest(*parts: bytes | str) -> str:
    # A folder may be named in bytes that are no text here; they come as surrogates.
    joined = b"\0".join(
        part.encode(errors="surrogateescape") if isinstance(part, str) else part for part in parts
    )
    return hashlib.sha256(joined).hexdigest()[:20]


def texts_state() -> str:
    """Changes when a translation or its compiler changes, or a compiled file is lost; "" without compiler."""
    if not COMPILE_TEXTS.is_file():
        return ""
    files = sorted(
        path for path in (ROOT / "resources").rglob("*.*") if path.suffix in (".po", ".ts", ".mo", ".qm")
    )
    compiled = [path for path in files if path.suffix in (".mo", ".qm")]
    sources = [path.read_bytes() for path in (COMPILE_TEXTS, *files) if path not in compiled]
    return digest(*sources, *(str(path.relative_to(ROOT)) for path in compiled))


def wanted_stamp() -> Stamp:
    """What the stamp says once everything is done."""
    # An environment knows where it lies: a moved or copied checkout makes its own.
    base = (f"{sys.version_info[0]}.{sys.version_info[1]}", sys.platform, platform.machine(), str(ROOT))
    return {
        "base": digest(*base),
        "run": digest(LOCKS["run"].read_bytes()),
        "test": digest(LOCKS["test"].read_bytes()),
        "project": digest((ROOT / "pyproject.toml").read_bytes()),
        "texts": texts_state(),
    }


def read_stamp() -> Stamp:
    """What was noted of the environment; nothing where there is none or its Python is gone."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and VENV_PYTHON.is_file() else {}


def write_stamp(stamp: Stamp) -> None:
    half = STAMP.with_suffix(".part")
    half.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    half.replace(STAMP)


# --- tools ----------------------------------------------------------------------------------------


def say(sentence: str) -> None:
    print(f"cartoteca: {sentence}", flush=True)


def child_environment(**extra: str) -> dict[str, str]:
    """The environment for the project's own Python, without what would lead it to other libraries."""
    strangers = ("PYTHONHOME", "PYTHONPATH", "PYTHONSAFEPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
    kept = {key: value for key, value in os.environ.items() if key not in strangers}
    # UTF-8 whatever the locale: in the plain C locale the first ș that is printed would be an error.
    return {**kept, "PYTHONUTF8": "1", **extra}


def run_quietly(command: list[str], on_line: Callable[[str], None] | None = None) -> tuple[int, str]:
    """Runs a command; gives its exit code and all that it printed, handing on each line as it comes."""
    lines: list[str] = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=child_environment(PYTHONIOENCODING="utf-8", DEBIAN_FRONTEND="noninteractive"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            if on_line:
                on_line(line)
    return process.returncode, "".join(lines)


def must_work(command: list[str], sentence: str) -> None:
    """Runs a command that has to succeed; otherwise shows its last lines and stops with the sentence."""
    code, output = run_quietly(command)
    if code != 0:
        show_tail(output)
        raise SetupError(sentence)


def show_tail(output: str) -> None:
    for line in output.strip().splitlines()[-12:]:
        print(f"  | {line}", file=sys.stderr)


def install_by_apt(packages: list[str], why: str, also: list[str] | None = None) -> None:
    """Installs Debian packages where that is possible, else tells the one command that does.

    ``also`` names what will be needed next: who types the command types it once.
    """
    if sys.platform == "win32" or shutil.which("apt-get") is None:
        raise SetupError(f"{why}; install what provides it by this system's package manager and start again")
    if os.geteuid() != 0:
        command = shlex.join(["sudo", "apt-get", "install", "-y", *packages, *(also or [])])
        raise SetupError(f"{why}; the following command installs it, then start again:\n  {command}")
    say(f"{why}; installing {' '.join(packages)}")
    apt = ["apt-get", "-o", "DPkg::Lock::Timeout=500", "-qq"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    if run_quietly(install)[0] != 0:  # the usual cause: no lists of packages yet, or old ones
        run_quietly([*apt, "update"])
        must_work(install, f"{why}, and apt-get could not install it (its last lines are above)")


# --- steps ----------------------------------------------------------------------------------------


def make_environment() -> None:
    """Makes an empty .venv; an older one, whole or not, goes."""
    if Path(sys.prefix).resolve() == VENV:
        raise SetupError(
            ".venv must be made anew; start with the system's Python instead of the one in .venv"
        )
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        platforms = qt_platforms(os.environ, with_window=True) if sys.platform == "linux" else []
        why = "this Python comes without its venv module"
        install_by_apt([package], why, also=packages_for_qt(platforms))
    say(f"making the environment in .venv (Python {platform.python_version()})")
    try:
        STAMP.unlink(missing_ok=True)  # first: what may be left of the rest must not pass for whole
        if VENV.exists():
            shutil.rmtree(VENV)
    except OSError as error:
        raise SetupError(
            f"the old .venv cannot be removed ({error}); close Cartoteca and start again"
        ) from error
    sentence = "Python could not make an environment in .venv (its last lines are above)"
    must_work([sys.executable, "-m", "venv", str(VENV)], sentence)


def install_lock(name: str) -> None:
    """Installs what requirements/NAME.txt locks, each file checked against its hash."""
    count = packages_in(LOCKS[name].read_text(encoding="utf-8"))
    say(
        f"installing requirements/{name}.txt, up to {count} packages (the first time this takes some minutes)"
    )
    collected = 0

    def show(line: str) -> None:
        nonlocal collected
        if line.startswith("Collecting ") and sys.stdout.isatty():
            collected += 1
            package = line.removeprefix("Collecting ").split("==", maxsplit=1)[0].strip()
            print(f"\r  {collected} of {count}: {package:<40}", end="", flush=True)

    # Ready wheels only: nothing is compiled here, and no package's own set-up code runs. The list is complete
    # (what is left out of it on purpose stands in requirements/excluded.txt), so pip need not look for more.
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--progress-bar", "off"]
    code, output = run_quietly(pip_install(*options, "--requirement", str(LOCKS[name])), on_line=show)
    if collected:
        print("\r" + " " * 70 + "\r", end="")
    if code != 0:
        show_tail(output)
        raise SetupError(explain_pip(output))


def install_project() -> None:
    """Makes `import app` and the command `cartoteca` work in the environment, straight from this checkout."""
    say("installing the project")
    command = pip_install("--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT))
    if str(ROOT).isascii():
        must_work(command, "the project itself could not be installed (the last lines are above)")
    elif run_quietly(command)[0] != 0:  # seen where the system's encoding lacks a letter of the path
        say("the command cartoteca cannot be made in a folder with this name; run.py does all the same")
    link_checkout()


def link_checkout() -> None:
    """Leads the environment's Python here by a relative path.

    Before 3.13 Python reads such files in the encoding of the system, in which the whole path of a folder
    with a letter such as ș may be neither written nor read.
    """
    folders = {"base": str(VENV), "platbase": str(VENV)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=folders))
    for absolute in packages.glob("__editable__.*.pth"):
        absolute.unlink()
    way = os.path.relpath(ROOT, packages)
    (packages / "cartoteca.pth").write_text(f"{way}\n", encoding="ascii")


def pip_install(*arguments: str) -> list[str]:
    start = [str(VENV_PYTHON), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    return [*start, *arguments]


def compile_texts() -> None:
    say("compiling the translations")
    command = [str(VENV_PYTHON), "-P", "-m", "app.core.compile_texts"]
    must_work(command, "the translations could not be compiled (the last lines are above)")


def missing_for_qt(platforms: list[str]) -> str:
    """What Qt lacks on this system to run on one of the platforms; empty where all is there."""
    code, output = run_quietly([str(VENV_PYTHON), "-P", "-c", QT_PROBE, *platforms])
    missing = [
        line.removeprefix("missing:").strip() for line in output.splitlines() if line.startswith("missing:")
    ]
    if missing or code == 0:
        return "".join(missing[:1])
    return f"it ends with code {code} and says: {' '.join(output.split()[-30:])}"


def packages_for_qt(platforms: list[str]) -> list[str]:
    """The Debian packages that Qt needs to run on one of the platforms."""
    return QT_PACKAGES.split() + (QT_WINDOW_PACKAGES.split() if set(platforms) - {"offscreen"} else [])


def see_to_qt(platforms: list[str]) -> None:
    """Makes sure of Qt's system libraries, which no wheel brings along on Linux."""
    missing = missing_for_qt(platforms)
    if missing:
        install_by_apt(packages_for_qt(platforms), f"Qt lacks a part of the system ({missing})")
        missing = missing_for_qt(platforms)
    if missing:
        raise SetupError(f"Qt still lacks a part of the system ({missing}); install it and start again")


# --- the whole ------------------------------------------------------------------------------------


def set_up(with_tests: bool, with_window: bool) -> None:
    """Does what is still to be done; where nothing is, costs some milliseconds."""
    platforms = qt_platforms(os.environ, with_window) if sys.platform == "linux" else []
    qt_key = "qt-" + "-or-".join(platforms)
    stamp = read_stamp()
    if not steps_needed(stamp, wanted_stamp(), with_tests) and (not platforms or qt_key in stamp):
        return
    with only_one_setup():
        stamp = read_stamp()
        for step in steps_needed(stamp, wanted_stamp(), with_tests):
            do_step(step, stamp)
        if platforms and qt_key not in stamp:
            see_to_qt(platforms)
            stamp[qt_key] = "there"
            write_stamp(stamp)
    say("the set-up is done")


def do_step(step: str, stamp: Stamp) -> None:
    """Does one step of the set-up and notes it in the stamp."""
    match step:
        case "environment":
            make_environment()
            stamp.clear()
            step = "base"
        case "project":
            install_project()
        case "texts":
            compile_texts()
        case _:
            install_lock(step)
    stamp[step] = wanted_stamp()[step]
    write_stamp(stamp)


@contextlib.contextmanager
def only_one_setup() -> Iterator[None]:
    """Lets a second start wait until the first has finished its set-up; a killed one holds nobody up."""
    with (ROOT / ".venv-lock").open("w") as handle:
        if not try_lock(handle.fileno()):
            say("waiting for another start of Cartoteca that is setting up")
            while not try_lock(handle.fileno()):
                time.sleep(0.5)
        yield


def try_lock(descriptor: int) -> bool:
    """Takes the operating system's lock on an open file; it goes with the file or the process."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
