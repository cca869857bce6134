"""The page of the first start: four ways to begin, recent files, language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from app.core import texts
from app.core.settings import Settings, State
from app.services.library import Library
from app.ui.commands_tools import register_tools
from app.ui.desk import Desk
from app.ui.first_steps import FirstSteps
from app.ui.import_wizard import ImportWizard
from app.ui.messages import Messages
from app.ui.welcome import WelcomePage, WideButton
from tests.ui.conftest import Heard, shown
from tests.ui.panel_fakes import ChosenFiles


@pytest.fixture
def files(tmp_path: Path) -> ChosenFiles:
    return ChosenFiles(tmp_path / "clients")


@pytest.fixture
def bare(
    library: Library,
    heard: Heard,
    tmp_path: Path,
    files: ChosenFiles,
    opened_cards: list[tuple[str, str | None, object]],
) -> Iterator[Desk]:
    """A desk without a file, with the tools registered."""
    made = Desk(
        library.registry,
        Settings(tmp_path / "s.toml"),
        State(tmp_path / "s.json"),
        Messages(heard),
        card_opener=lambda _desk, section, uid, _prefill, _group: opened_cards.append((section, uid, None)),
    )
    tools = register_tools(made, made.commands, files=files)
    FirstSteps(made, made, tools.files.new_file)
    yield made
    made.close_file()
    made.shutdown()
    made.deleteLater()


@pytest.fixture
def page(qtbot: QtBot, bare: Desk) -> Iterator[WelcomePage]:
    made = WelcomePage(bare)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def _click(qtbot: QtBot, page: WelcomePage, name: str) -> None:
    button = next(each for each in page.findChildren(QAbstractButton, name) if each.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_new_client_gets_a_file_where_it_was_asked_for_and_a_card(
    qtbot: QtBot,
    page: WelcomePage,
    bare: Desk,
    tmp_path: Path,
    opened_cards: list[tuple[str, str | None, object]],
) -> None:
    _click(qtbot, page, "welcome_new")
    bare.work.wait()
    assert bare.library is not None
    assert bare.library.path == tmp_path / "clients.cartoteca"
    assert opened_cards == [("contacts", None, None)]


def test_the_first_thing_offered_is_the_own_list(page: WelcomePage) -> None:
    names = [each.objectName() for each in page.findChildren(WideButton)]
    assert names == ["welcome_import", "welcome_new", "welcome_demo", "welcome_open"]


def test_demo_data_fill_a_new_file(qtbot: QtBot, page: WelcomePage, bare: Desk) -> None:
    _click(qtbot, page, "welcome_demo")
    bare.work.wait(30000)
    assert bare.library is not None
    assert bare.library.lists.counts()["contacts"] == 300


def test_a_list_is_imported_into_a_new_file(qtbot: QtBot, page: WelcomePage, bare: Desk) -> None:
    _click(qtbot, page, "welcome_import")
    bare.work.wait()
    wizard = shown(ImportWizard)[0]
    assert wizard.state.section == "contacts"
    wizard.close()


def test_a_declined_file_dialog_changes_nothing(
    qtbot: QtBot, page: WelcomePage, bare: Desk, files: ChosenFiles
) -> None:
    files.path = None
    _click(qtbot, page, "welcome_open")
    bare.work.wait()
    assert bare.library is None
    assert files.asked == ["Open a file"]


def test_a_recent_file_opens_with_a_click(
    qtbot: QtBot, page: WelcomePage, bare: Desk, library: Library
) -> None:
    library.close()
    bare.state.set("recent_files", [str(library.path), "/nowhere/gone.cartoteca"])
    page.refresh()
    recent = [
        each for each in page.findChildren(QAbstractButton) if each.objectName().startswith("welcome_recent")
    ]
    assert len([each for each in recent if each.isVisible()]) == 1
    _click(qtbot, page, "welcome_recent_0")
    bare.work.wait()
    assert bare.library is not None
    assert bare.library.path == library.path


def test_another_language_is_read_at_once(qtbot: QtBot, page: WelcomePage, bare: Desk) -> None:
    box = page.findChild(QComboBox, "welcome_language")
    box.setCurrentIndex(box.findData("ru"))
    with qtbot.waitSignal(page.language_changed):
        box.activated.emit(box.currentIndex())
    assert bare.settings.get("language") == "ru"
    assert texts.language() == "ru"
    assert page.isVisible()
    assert any(each.isVisible() for each in page.findChildren(QLabel))


@pytest.mark.parametrize("way", ["welcome_new", "welcome_import"])
def test_a_new_file_is_set_up_for_what_was_chosen(
    qtbot: QtBot, page: WelcomePage, bare: Desk, way: str
) -> None:
    box = page.findChild(QComboBox, "welcome_preset")
    box.setCurrentIndex(box.findData("sales"))
    assert "discount" in " ".join(each.text() for each in page.findChildren(QLabel))
    _click(qtbot, page, way)
    bare.work.wait()
    assert bare.library is not None
    assert bare.library.sections.title_of("contacts") == "Clients"
    assert "Discount" in [each.label for each in bare.library.fields.views("contacts") if each.is_own]
    for each in shown(ImportWizard):
        each.close()
