"""The application around the window: one instance, bugs reported, Qt's texts translated, messages shown."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.core import texts
from app.ui import log, translator
from app.ui.messages import Action, Answer
from app.ui.notifier import QuestionDialog, WindowNotifier
from app.ui.report import ReportWindow
from app.ui.single_instance import SingleInstance

SECOND_START = """
import sys, time
from pathlib import Path
from app.ui.single_instance import SingleInstance
begun = time.monotonic()
second = SingleInstance(Path(sys.argv[1]))
is_heard = not second.lock() and second.hand_over("/home/ana/Clien\u021bi.cartoteca")
sys.exit(0 if is_heard and time.monotonic() - begun < 2 else 1)
"""


def test_a_second_start_hands_over_its_file_quickly(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    assert first.lock()
    first.listen()
    with qtbot.waitSignal(first.asked, timeout=10000) as asked:
        second = subprocess.Popen([sys.executable, "-c", SECOND_START, str(tmp_path)])
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=5000)
    assert asked.args == ["/home/ana/Clienți.cartoteca"]
    assert second.returncode == 0
    first.end()


def test_after_the_first_has_ended_the_next_start_is_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.lock()
    assert not second.lock()
    first.end()
    assert second.lock()
    second.end()


def test_nobody_answers_where_nobody_runs(qtbot: QtBot, tmp_path: Path) -> None:
    assert not SingleInstance(tmp_path).hand_over("x")


def test_bugs_are_written_down_and_come_to_the_window_thread(qtbot: QtBot, tmp_path: Path) -> None:
    former = sys.excepthook
    path = log.start_log(tmp_path)
    bugs = log.Bugs()
    restore = log.hook(bugs)
    problem = ZeroDivisionError("nobody expected this")
    with qtbot.waitSignal(bugs.found) as found:
        sys.excepthook(ZeroDivisionError, problem, None)
    restore()
    log.stop_log()
    assert found.args == [problem]
    assert "nobody expected this" in path.read_text(encoding="utf-8")
    assert sys.excepthook is former


def test_the_log_never_grows_beyond_its_size(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "LOG_BYTES", 2000)
    log.start_log(tmp_path)
    for number in range(200):
        logging.getLogger("cartoteca").info("line %s of many", number)
    log.stop_log()
    files = sorted(tmp_path.glob("cartoteca.log*"))
    assert len(files) == log.LOG_FILES
    assert all(file.stat().st_size <= 2000 for file in files)


def test_a_report_can_be_copied_and_names_the_versions(qtbot: QtBot) -> None:
    window = ReportWindow()
    qtbot.addWidget(window)
    window.add(ValueError("first"))
    window.add(KeyError("second"))
    window.copy()
    text = QApplication.clipboard().text()
    assert text.startswith("Cartoteca: ")
    assert "ValueError: first" in text
    assert "KeyError: 'second'" in text


def test_qt_s_own_texts_speak_the_language_of_the_program(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translator, "_", lambda text: {"Cancel": "Renunță"}.get(text, text))
    made = translator.GettextTranslator()
    QCoreApplication.installTranslator(made)
    assert QCoreApplication.translate("QPlatformTheme", "&Cancel") == "Renunță"
    assert QCoreApplication.translate("QSomething", "Unknown text") == "Unknown text"
    QCoreApplication.removeTranslator(made)


def test_russian_comes_from_qt_where_we_have_no_text(qtbot: QtBot) -> None:
    texts.use_language("ru")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = translator.install(app)
    assert made is not None
    assert QCoreApplication.translate("QShortcut", "Home Page") == "Домашняя страница"
    QCoreApplication.removeTranslator(made)


def test_english_needs_no_translator(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    assert translator.install(app) is None


@pytest.fixture
def place(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show()
    return made


def test_a_toast_stands_over_the_list_and_its_action_runs(place: QWidget) -> None:
    done: list[bool] = []
    notifier = WindowNotifier(place, place)
    notifier.show_message("info", "Deleted 1 record.", Action("Undo", lambda: done.append(True)))
    assert notifier.toast.isVisible()
    assert place.rect().contains(notifier.toast.geometry())
    button = notifier.toast.findChild(QPushButton, "toast_action")
    assert button is not None
    button.click()
    assert done == [True]
    assert not notifier.toast.isVisible()
    place.close()


def test_a_question_stands_over_the_window_that_is_being_worked_in(place: QWidget, qtbot: QtBot) -> None:
    card = QDialog()
    qtbot.addWidget(card)
    card.show()
    card.activateWindow()
    qtbot.waitUntil(card.isActiveWindow, timeout=5000)
    owners: list[object] = []

    def close() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, QDialog)
        owners.append(question.parent())
        question.reject()

    QTimer.singleShot(50, close)
    WindowNotifier(place, place).choose("Unsaved changes", "Save?", (Answer("save", "Save"),))
    assert owners == [card]


def test_a_question_is_answered_by_its_buttons_and_by_closing_with_nothing(qtbot: QtBot) -> None:
    answers = (
        Answer("save", "Save", is_main=True),
        Answer("drop", "Discard", is_danger=True),
        Answer("stay", "Stay"),
    )
    dialog = QuestionDialog("Unsaved", "There are changes.", answers)
    qtbot.addWidget(dialog)
    dialog.findChild(QPushButton, "answer_drop").click()
    assert dialog._answer == "drop"
    other = QuestionDialog("Unsaved", "There are changes.", answers)
    qtbot.addWidget(other)
    other.reject()
    assert other._answer == ""


def test_a_bug_shows_the_report_once_with_all_that_came(place: QWidget) -> None:
    notifier = WindowNotifier(place, place)
    notifier.report(ValueError("one"))
    notifier.report(ValueError("two"))
    report = place.findChild(ReportWindow)
    assert report is not None
    assert "one" in report.text()
    assert "two" in report.text()
    report.accept()
    place.close()
