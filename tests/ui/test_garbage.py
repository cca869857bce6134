"""Garbage of any thread is collected in the window's own."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.calm import calm
from app.ui.garbage import Garbage

gone_in: list[int] = []


class Circle:
    """Holds itself; tells where it went."""

    def __init__(self) -> None:
        self.own = self

    def __del__(self) -> None:
        gone_in.append(threading.get_ident())


@pytest.fixture
def garbage(qapp: QApplication) -> Iterator[Garbage]:
    owner = QObject()
    made = Garbage(owner)
    yield made
    made.end()
    owner.deleteLater()


def test_what_another_thread_leaves_is_taken_apart_in_the_windows_thread(
    qtbot: QtBot, garbage: Garbage
) -> None:
    gone_in.clear()

    def make() -> None:
        for _turn in range(5 * gc.get_threshold()[0]):
            Circle()

    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    assert gone_in == []
    qtbot.waitUntil(lambda: bool(gone_in), timeout=10_000)
    assert set(gone_in) == {threading.get_ident()}


def test_full_collections_are_seldom_enough_to_be_no_burden(garbage: Garbage) -> None:
    def full() -> int:
        return gc.get_stats()[2]["collections"]

    before = full()
    for _turn in range(2_000):
        gc.collect(1)  # what would be a reason for many full ones
        garbage.look()
    assert 1 <= full() - before < 20


def test_the_interpreter_collects_again_when_all_is_over(qapp: QApplication) -> None:
    owner = QObject()
    made = Garbage(owner)
    assert not gc.isenabled()
    made.end()
    assert gc.isenabled()
    gc.disable()
    owner.deleteLater()


def test_nothing_is_collected_while_a_list_is_imported(garbage: Garbage) -> None:
    def collections() -> int:
        return sum(each["collections"] for each in gc.get_stats())

    def look_at_much() -> int:
        before, kept = collections(), [[number] for number in range(150_000)]
        garbage.look()
        assert kept
        return collections() - before

    assert look_at_much() == 1
    with calm():
        assert look_at_much() == 0
    assert look_at_much() == 1
