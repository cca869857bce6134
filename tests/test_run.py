"""run.py and run_setup.py decide rightly what to start and what of the set-up is still to do."""

import ast
import json
import os
import sys
from pathlib import Path

import pytest

import run
import run_setup

WANTED = {"base": "b", "run": "r", "test": "t", "project": "p", "texts": "x"}
EVERYTHING = ["environment", "run", "test", "project", "texts"]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """An empty checkout with no environment, where every step succeeds at once; gives the steps done."""
    done = []
    venv = tmp_path / ".venv"
    for name, value in {"ROOT": tmp_path, "VENV": venv, "STAMP": venv / "cartoteca.json"}.items():
        monkeypatch.setattr(run_setup, name, value)
    monkeypatch.setattr(run_setup, "VENV_PYTHON", venv / "python")
    monkeypatch.setattr(run_setup, "wanted_stamp", lambda: dict(WANTED))

    def make_environment():
        venv.mkdir(exist_ok=True)
        (venv / "python").touch()
        done.append("environment")

    monkeypatch.setattr(run_setup, "make_environment", make_environment)
    monkeypatch.setattr(run_setup, "install_lock", done.append)
    monkeypatch.setattr(run_setup, "install_project", lambda: done.append("project"))
    monkeypatch.setattr(run_setup, "compile_texts", lambda: done.append("texts"))
    monkeypatch.setattr(run_setup, "missing_for_qt", lambda platforms: "")
    return done


@pytest.fixture
def started(monkeypatch):
    """Gives what run.py would start: (module, arguments, environment)."""
    calls = []
    monkeypatch.setattr(run, "set_up", lambda with_tests, with_window: None)
    monkeypatch.setattr(
        run, "become", lambda module, arguments, **env: calls.append((module, arguments, env)) or 0
    )
    return calls


@pytest.mark.parametrize(
    ("arguments", "command", "rest"),
    [
        ([], "app", []),
        (["test", "-k", "phone"], "test", ["-k", "phone"]),
        (["tour"], "tour", []),
        (["Clients.cartoteca"], "app", ["Clients.cartoteca"]),
        (["search", "--file", "a.cartoteca", "Ana"], "app", ["search", "--file", "a.cartoteca", "Ana"]),
        (["./test"], "app", ["./test"]),
    ],
)
def test_only_its_own_four_words_are_commands_of_run(arguments, command, rest):
    assert run.parse(arguments) == (command, rest)


@pytest.mark.parametrize(
    ("environment", "system", "seen"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"QT_QPA_PLATFORM": "offscreen:size=800x600"}, "linux", False),
        ({"QT_QPA_PLATFORM": "vnc"}, "linux", True),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", False),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_display_is_found_where_a_window_can_be_seen(environment, system, seen):
    assert run.has_display(environment, system) is seen


def test_without_display_and_arguments_the_tour_runs_instead(started, monkeypatch, capsys):
    monkeypatch.setattr(run, "has_display", lambda environment: False)
    assert run.main([]) == 0
    module, arguments, _ = started[0]
    assert (module, arguments) == ("app", ["tour"])
    assert "no display" in capsys.readouterr().out


def test_a_command_of_the_program_needs_no_display(started, monkeypatch):
    monkeypatch.setattr(run, "has_display", lambda environment: False)
    run.main(["check", "--file", "a.cartoteca"])
    assert started == [("app", ["check", "--file", "a.cartoteca"], {})]


def test_the_benchmarks_get_their_arguments(started):
    run.main(["bench", "--records", "1000"])
    assert started[0][:2] == ("bench", ["--records", "1000"])


def test_the_corpus_gets_its_folder(started):
    run.main(["corpus", "lists"])
    assert started[0][:2] == ("corpus", ["lists"])


def test_a_package_is_made_without_a_screen(started, monkeypatch):
    monkeypatch.setattr(run, "has_display", lambda environment: False)
    run.main(["package"])
    assert started[0][:2] == ("package", [])


def test_a_wayland_screen_may_also_be_served_through_x():
    environment = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}
    assert run_setup.qt_platforms(environment, with_window=True) == ["wayland", "xcb"]
    assert run_setup.qt_platforms(environment, with_window=False) == ["offscreen"]


def test_a_finished_set_up_leaves_nothing_to_do():
    assert run_setup.steps_needed(dict(WANTED), WANTED, with_tests=True) == []


def test_the_first_start_does_every_step_in_order():
    assert run_setup.steps_needed({}, WANTED, with_tests=True) == EVERYTHING
    assert run_setup.steps_needed({}, WANTED, with_tests=False) == ["environment", "run", "project", "texts"]


@pytest.mark.parametrize(
    ("changed", "steps"),
    [
        ("base", EVERYTHING),
        ("run", EVERYTHING),
        ("test", ["test"]),
        ("project", ["project"]),
        ("texts", ["texts"]),
    ],
)
def test_a_change_repeats_only_what_depends_on_it(changed, steps):
    stamp = {**WANTED, changed: "old"}
    assert run_setup.steps_needed(stamp, WANTED, with_tests=True) == steps


def test_plain_starts_do_not_care_for_the_tests_packages():
    stamp = {**WANTED, "test": "old"}
    assert run_setup.steps_needed(stamp, WANTED, with_tests=False) == []


def test_without_a_compiler_of_texts_there_is_no_such_step():
    wanted = {**WANTED, "texts": ""}
    assert "texts" not in run_setup.steps_needed({}, wanted, with_tests=True)


def test_a_second_start_takes_no_set_up(checkout, capsys):
    run_setup.set_up(with_tests=True, with_window=False)
    assert checkout == EVERYTHING
    capsys.readouterr()
    run_setup.set_up(with_tests=True, with_window=False)
    assert checkout == EVERYTHING
    assert capsys.readouterr().out == ""


def test_a_set_up_broken_among_the_packages_starts_anew(checkout, monkeypatch):
    def fail(name):
        raise run_setup.SetupError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(run_setup, "install_lock", fail)
        with pytest.raises(run_setup.SetupError):
            run_setup.set_up(with_tests=False, with_window=False)
    run_setup.set_up(with_tests=False, with_window=False)
    assert checkout == ["environment", "environment", "run", "project", "texts"]


def test_a_broken_set_up_for_tests_leaves_the_program_startable(checkout, monkeypatch):
    run_setup.set_up(with_tests=False, with_window=False)
    checkout.clear()

    def fail(name):
        raise run_setup.SetupError("no network")

    monkeypatch.setattr(run_setup, "install_lock", fail)
    with pytest.raises(run_setup.SetupError):
        run_setup.set_up(with_tests=True, with_window=False)
    run_setup.set_up(with_tests=False, with_window=False)
    assert checkout == []


def test_an_environment_whose_python_is_gone_is_not_taken_for_whole(checkout):
    run_setup.set_up(with_tests=False, with_window=False)
    run_setup.VENV_PYTHON.unlink()
    assert run_setup.read_stamp() == {}


@pytest.mark.parametrize("text", ["", "{", "[]", '"whole"'])
def test_a_damaged_note_counts_as_none(checkout, text):
    run_setup.set_up(with_tests=False, with_window=False)
    run_setup.STAMP.write_text(text, encoding="utf-8")
    assert run_setup.read_stamp() == {}


def test_the_note_is_readable_by_a_person(checkout):
    run_setup.set_up(with_tests=False, with_window=False)
    assert json.loads(run_setup.STAMP.read_text(encoding="utf-8"))["run"] == "r"


def test_a_checkout_in_a_folder_with_any_letters_is_found_by_every_encoding(tmp_path, monkeypatch):
    root = tmp_path / "Клиенты și proiect"
    monkeypatch.setattr(run_setup, "ROOT", root)
    monkeypatch.setattr(run_setup, "VENV", root / ".venv")
    python = "Lib" if sys.platform == "win32" else f"lib/python3.{sys.version_info[1]}"
    packages = root / ".venv" / python / "site-packages"
    packages.mkdir(parents=True)
    (packages / "__editable__.cartoteca-0.1.0.pth").write_text(str(root), encoding="utf-8")
    run_setup.link_checkout()
    (link,) = packages.glob("*.pth")
    way = link.read_bytes().decode("ascii").strip()
    assert (packages / way).resolve() == root.resolve()


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
def test_a_folder_whose_name_is_no_text_is_known_again():
    path = os.fsdecode(b"/home/\xcb\xcc")
    assert run_setup.digest(path) == run_setup.digest(b"/home/\xcb\xcc")


def test_two_starts_do_not_set_up_at_once(tmp_path):
    path = tmp_path / "lock"
    with path.open("w") as first, path.open("w") as second:
        assert run_setup.try_lock(first.fileno())
        assert not run_setup.try_lock(second.fileno())
    with path.open("w") as third:
        assert run_setup.try_lock(third.fileno())


@pytest.mark.skipif(sys.platform == "win32", reason="there is no apt and no root")
def test_who_is_not_root_is_told_the_one_command(monkeypatch):
    monkeypatch.setattr(run_setup.shutil, "which", lambda name: name)
    monkeypatch.setattr(run_setup.os, "geteuid", lambda: 1000)
    with pytest.raises(run_setup.SetupError, match=r"sudo apt-get install -y libegl1 libgl1$"):
        run_setup.install_by_apt(["libegl1", "libgl1"], "Qt lacks a part of the system (libEGL.so.1)")


@pytest.mark.skipif(sys.platform != "linux", reason="only Debian's Python comes in parts")
@pytest.mark.parametrize("display", ["", ":0"])
def test_one_command_installs_all_that_a_bare_debian_lacks(display, monkeypatch, tmp_path):
    monkeypatch.setattr(run_setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run_setup.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(run_setup.shutil, "which", lambda name: name)
    monkeypatch.setattr(run_setup.os, "geteuid", lambda: 1000)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    with pytest.raises(run_setup.SetupError) as caught:
        run_setup.make_environment()
    (command,) = [line for line in str(caught.value).splitlines() if "apt-get" in line]
    assert {"libegl1", "fonts-dejavu-core"} < set(command.split())
    assert f"python3.{sys.version_info[1]}-venv" in command
    assert ("libxcb-cursor0" in command) is bool(display)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "not the one that was checked",
        ),
        (
            "Retrying after NewConnectionError('<...>')\nERROR: No matching distribution found for alembic",
            "network",
        ),
        (
            "ERROR: No matching distribution found for pyside6-essentials==6.11.3",
            "not to be had for this Python",
        ),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: something new", "something new"),
        ("", "without saying why"),
    ],
)
def test_what_pip_says_is_told_in_words(output, words):
    assert words in run_setup.explain_pip(output)


def test_packages_of_a_lock_are_counted_without_their_hashes():
    hashes = "    --hash=sha256:00 \\\n    --hash=sha256:11\n"
    lock = f"alembic==1.20.1 \\\n{hashes}babel==2.18.0 ; sys_platform == 'linux' \\\n{hashes}"
    assert run_setup.packages_in(lock) == 2


def test_the_users_python_settings_do_not_reach_the_program(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    environment = run_setup.child_environment(QT_QPA_PLATFORM="offscreen")
    assert "PYTHONPATH" not in environment
    assert environment["QT_QPA_PLATFORM"] == "offscreen"


@pytest.mark.parametrize("module", [run, run_setup])
def test_starting_needs_the_standard_library_only(module):
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in imports if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names | {"run_setup"}


def test_an_old_python_can_read_the_sentence_that_refuses_it():
    source = Path(run.__file__).read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    assert source.index("sys.version_info < (3, 11)") < source.index("from run_setup import")
