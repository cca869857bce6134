"""Work off the window's thread: patience, stale answers, owners that are gone, progress, errors."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.core.errors import UserError
from app.core.progress import Progress
from app.ui.messages import Messages
from app.ui.work import Work
from tests.ui.conftest import Heard


@pytest.fixture
def work(qtbot: QtBot, heard: Heard) -> Iterator[Work]:
    made = Work(Messages(heard))
    yield made
    made.shutdown()


def test_a_quick_answer_comes_before_ask_returns(work: Work) -> None:
    found: list[int] = []
    work.ask("a", lambda: 7, found.append, patience_ms=2000)
    assert found == [7]


def test_a_slow_answer_comes_later_in_the_window_thread(work: Work) -> None:
    found: list[threading.Thread] = []

    def came(_answer: object) -> None:
        found.append(threading.current_thread())

    work.ask("a", lambda: time.sleep(0.05), came, patience_ms=1)
    assert found == []
    work.wait()
    assert found == [threading.main_thread()]


def test_only_the_newest_of_several_questions_is_answered(work: Work) -> None:
    found: list[int] = []
    for number in range(20):
        work.ask("search", lambda number=number: (time.sleep(0.005), number)[1], found.append, patience_ms=0)
    work.wait()
    assert found == [19]


def test_an_answer_on_its_way_is_dropped_when_its_question_is_asked_anew(work: Work) -> None:
    found: list[str] = []
    answered = threading.Event()
    work.ask("a", lambda: answered.set() or "old", found.append, patience_ms=0)
    assert answered.wait(5)
    time.sleep(0.02)  # the answer has been sent to the window, which has not looked yet
    work.ask("a", lambda: "new", found.append, patience_ms=0)
    work.wait()
    assert found == ["new"]


def test_a_slow_question_is_broken_off_when_asked_anew(work: Work) -> None:
    reading, stop = threading.Event(), threading.Event()
    work.interrupt = stop.set
    found: list[str] = []

    def old() -> str:
        reading.set()
        return "old" if stop.wait(5) else ""

    work.ask("ids", old, found.append, patience_ms=0, lane="slow")
    assert reading.wait(5)
    work.ask("ids", lambda: "new", found.append, patience_ms=0, lane="slow")
    work.wait(2000)
    assert found == ["new"]


def test_a_question_that_rests_first_is_passed_by_and_never_begun_when_asked_anew(work: Work) -> None:
    begun: list[str] = []
    found: list[str] = []
    work.ask("ids", lambda: begun.append("old"), found.append, patience_ms=0, after_ms=60, lane="slow")
    work.ask("count", lambda: "count", found.append, patience_ms=0, lane="slow")
    work.ask(
        "ids", lambda: begun.append("new") or "ids", found.append, patience_ms=0, after_ms=60, lane="slow"
    )
    work.wait()
    assert begun == ["new"]
    assert found == ["count", "ids"]


def test_a_question_broken_off_by_mistake_is_asked_again(work: Work) -> None:
    begun, reading, stop, tries, found = threading.Event(), threading.Event(), threading.Event(), [0], []
    work.interrupt = stop.set

    def ids() -> bool:
        reading.set()
        return stop.wait(5)

    def rows() -> str:
        tries[0] += 1
        begun.set()
        if tries[0] == 1:
            stop.wait(5)
            raise RuntimeError("interrupted")
        return "rows"

    work.ask("ids", ids, found.append, patience_ms=0, lane="slow")
    work.ask("rows", rows, found.append, patience_ms=0)
    assert begun.wait(5)
    assert reading.wait(5)  # what only waits in its lane is dropped without breaking anything off
    work.drop("ids")
    work.wait(3000)
    assert found == ["rows"]
    assert tries == [2]


def test_nothing_is_broken_off_while_an_operation_is_under_way(work: Work) -> None:
    broken, go = [], threading.Event()
    work.interrupt = lambda: broken.append(True)
    work.do("writing", lambda _progress: go.wait(5))
    work.ask("ids", lambda: go.wait(5), lambda _answer: None, patience_ms=0, lane="slow")
    time.sleep(0.05)
    work.drop("ids")
    go.set()
    work.wait()
    assert broken == []


def test_an_answer_for_an_object_that_is_gone_is_dropped(work: Work) -> None:
    owner, found = QObject(), []
    work.ask("a", lambda: time.sleep(0.02), found.append, patience_ms=0, owner=owner)
    owner.deleteLater()
    import shiboken6

    shiboken6.delete(owner)
    work.wait()
    assert found == []


def test_operations_run_one_after_the_other_in_order(work: Work) -> None:
    order: list[int] = []
    for number in range(5):
        work.do("x", lambda _progress, number=number: order.append(number))
    work.wait()
    assert order == [0, 1, 2, 3, 4]


def test_a_user_error_becomes_a_message_and_a_bug_a_report(work: Work, heard: Heard) -> None:
    def full(_progress: Progress) -> None:
        raise UserError("The disk is full.")

    def bug(_progress: Progress) -> None:
        raise ZeroDivisionError

    work.do("a", full)
    work.do("b", bug)
    work.ask("c", lambda: {}["gone"], lambda _answer: None)
    work.wait()
    assert heard.messages == [("error", "The disk is full.")]
    assert {type(bug) for bug in heard.bugs} == {ZeroDivisionError, KeyError}


def test_an_operation_is_cancelled_at_its_next_step(work: Work, heard: Heard) -> None:
    steps: list[tuple[int, int]] = []
    under_way = threading.Event()
    work.stepped.connect(lambda done, total, _text: steps.append((done, total)))

    def job(progress: Progress) -> None:
        for number in range(1000):
            progress.step(number, 1000)
            under_way.set()
            time.sleep(0.002)

    work.do("long", job, can_cancel=True)
    assert under_way.wait(5)
    work.cancel()
    work.wait()
    assert heard.last == "Cancelled. Nothing was changed."
    assert 1 <= len(steps) < 20


def test_shutdown_ends_every_thread_and_finishes_what_is_to_be_written(work: Work) -> None:
    written: list[str] = []
    work.do("writing", lambda _progress: (time.sleep(0.05), written.append("under way")))
    work.do("writing", lambda _progress: written.append("waiting"))
    work.ask("a", lambda: 1, lambda _answer: None, patience_ms=0)
    work.shutdown()
    assert written == ["under way", "waiting"]
    assert not [each for each in threading.enumerate() if each.name in ("write", "read-quick", "read-slow")]
