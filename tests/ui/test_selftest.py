"""The self-test of an installed program, as it is started on a machine of which nothing is known."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import selftest
from app.core.errors import UserError


def test_every_step_holds_and_is_told_in_a_line(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    done = subprocess.run(
        [sys.executable, "-m", "app", "--selftest", str(report)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, check=False, timeout=110,
    )  # fmt: skip
    lines = report.read_text(encoding="utf-8").splitlines()
    assert done.returncode == 0, lines
    assert lines[-1] == "Everything works."
    assert len([each for each in lines if each.startswith("ok: ")]) == 10
    (window,) = [each for each in lines if each.startswith("ok: window")]
    for section in ("contacts", "organizations", "tasks", "notes", "links", "events"):
        assert f"{section} " in window


def test_a_step_that_fails_is_told_and_the_others_are_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> str:
        raise UserError("nothing to write with")

    steps = [("letter", refuse), ("search", lambda: "3")]
    monkeypatch.setattr(selftest._Selftest, "_steps", lambda _self: steps)
    monkeypatch.setenv("CARTOTECA_HOME", str(tmp_path))
    assert selftest.run([]) == 1
    said = capsys.readouterr().out
    assert "FAILED: letter: UserError: nothing to write with" in said
    assert "ok: search: 3" in said
    assert "Steps that failed: 1" in said
