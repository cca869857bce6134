"""A wizard over an empty file, and a small list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.desk import Desk
from app.ui.import_wizard import ImportWizard
from tests.ui.panel_fakes import ChosenFiles
from tests.ui.wizard_steps import LIST


@pytest.fixture
def files(tmp_path: Path) -> ChosenFiles:
    path = tmp_path / "clienti.csv"
    path.write_text(LIST, encoding="utf-8")
    return ChosenFiles(path)


@pytest.fixture
def wizard(qtbot: QtBot, desk: Desk, files: ChosenFiles) -> Iterator[ImportWizard]:
    made = ImportWizard(desk, "contacts", files=files)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()
