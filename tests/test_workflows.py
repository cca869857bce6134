"""What runs on public machines fits the checkout: commands, Pythons, rights. No YAML library is locked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import run
import run_setup
from tests.test_guards import ROOT, project

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def every(pattern: str, path: Path) -> list[str]:
    return re.findall(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)


def pythons(path: Path) -> set[str]:
    return {
        each for line in every(r"python(?:-version)?: (.*)$", path) for each in re.findall(r"3\.\d+", line)
    }


def test_there_is_a_check_and_a_release() -> None:
    assert [each.stem for each in WORKFLOWS] == ["check", "release"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_command_of_a_workflow_is_one_of_run_py(path: Path) -> None:
    called = every(r"python3? run\.py (\w+)", path)
    assert called
    assert set(called) <= set(run.COMMANDS)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_and_rights_are_the_least(path: Path) -> None:
    used = every(r"uses: (\S+)", path)
    assert used
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", each) for each in used)
    assert every(r"^permissions:\n  (.*)$", path) == ["contents: read"]
    writing = every(r"^ +(contents: write)$", path)
    assert writing == (["contents: write"] if path.stem == "release" else [])


def test_the_check_runs_on_three_systems_with_the_oldest_and_the_newest_python() -> None:
    check, release = WORKFLOWS
    (systems,) = every(r"system: \[(.*)\]", check)
    assert systems.split(", ") == ["ubuntu-latest", "windows-latest", "macos-latest"]
    oldest, newest = sorted(pythons(check), key=lambda each: int(each.partition(".")[2]))
    assert project()["project"]["requires-python"] == f">={oldest}"
    assert pythons(release) == {newest}


def test_the_packages_that_the_workflows_install_are_those_that_run_py_names() -> None:
    for path in WORKFLOWS:
        for name in every(r"\bs\.(\w+)", path):
            assert isinstance(getattr(run_setup, name), str)
