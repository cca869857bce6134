"""Every field of every section has an editor that gives back what it was given, as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.blueprint import dates, kept, kinds, readings, rows
from app.blueprint.field import Field
from app.blueprint.registry import discover
from app.blueprint.reminders import Reminders
from app.ui.desk import Desk
from app.ui.editors import editor_for
from tests.ui.card_fakes import EVIL

UID = "01a209772d147f05880f80f61e098492"
SECTIONS = discover().sections

SAMPLES: list[tuple[type[kinds.Kind], list[Any]]] = [
    (
        rows.ContactPoints,
        [
            [{"type": "work", "value": "+40 264 312 456 int. 12", "label": "secretariat"}, {"value": "x"}],
            [{"type": "gone", "value": EVIL}],
        ],
    ),
    (
        rows.Addresses,
        [[{"type": "legal", "text": "Str. Lungă 1", "city": "Iași"}], [{"city": "Москва", "country": EVIL}]],
    ),
    (
        rows.Jobs,
        [
            [
                {"organization": UID, "job_title": "șef", "since": "2020-01"},
                {"job_title": "x", "until": "2021"},
            ]
        ],
    ),
    (
        rows.BankAccounts,
        [[{"account": "RO48AAAA1B31007593840000", "bank": "BT", "bic": "X", "currency": "RON"}]],
    ),
    (kept.ExternalIds, [[{"key": EVIL}, {"key": UID}]]),
    (kept.KeptLines, [[{"line": "X-ABLABEL:Ёж"}]]),
    (Reminders, [[{"lead": "-PT15M"}, {"lead": "-P1D@09:00"}]]),
    (rows.Groups, [[UID]]),
    (rows.Tags, [["a", "ключ", EVIL]]),
    (rows.Files, [[{"uid": UID, "name": EVIL, "media_type": "text/plain", "size": 12, "digest": "0" * 64}]]),
    (rows.References, [[UID, UID[::-1]]]),
    (rows.Reference, [UID]),
    (readings.NextStep, [("2026-11-24T10:00", "call")]),
    (dates.Appointment, ["2026-11-24T10:00[Europe/Moscow]", "1999-02-28T23:59[UTC]"]),
    (dates.DateOrTime, ["2026-11-27", "2026-11-27T10:00"]),
    (dates.DayMonth, ["--02-29"]),
    (dates.Age, [41]),
    (dates.PartialDate, ["1985-03-14", "--03-14", "1985-03", "1985"]),
    (dates.Stamp, ["2026-11-23T08:00:00.000Z"]),
    (kinds.RichText, ["<p>Call <b>Ana</b> &amp; <i>Ion</i></p>", "plain words", "<ul><li>a</li></ul>"]),
    (kinds.Number, [0, 15, -3, 999_999]),
    (kinds.YesNo, [True, False]),
    (kinds.Choices, [["ro", "gone"]]),
    (kinds.Choice, ["red", "a value that no list has", "done"]),
    (kinds.Image, ["0" * 64]),
    (kinds.LongText, ["one\ntwo\n\nțară", EVIL]),
    (kinds.Kind, ["Ștefan", EVIL, "Ёлкин & Co", "  two  blanks "]),
]


def samples(field: Field) -> list[Any]:
    return next(found for kind, found in SAMPLES if isinstance(field.kind, kind))


@pytest.fixture(params=SECTIONS, ids=[section.key for section in SECTIONS])
def editors(request: pytest.FixtureRequest, desk: Desk, qtbot: Any) -> Iterator[list[tuple[Field, Any]]]:
    """Every field of a section with its editor."""
    made = []
    for field in request.param.all_fields:
        editor = editor_for(field, desk)
        qtbot.addWidget(editor)
        editor.show_record(request.param.key, UID)
        made.append((field, editor))
    yield made
    desk.work.wait()


def test_a_value_comes_back_as_it_was_set(editors: list[tuple[Field, Any]], desk: Desk) -> None:
    for field, editor in editors:
        told: list[bool] = []
        editor.changed.connect(lambda told=told: told.append(True))
        if field.computed or isinstance(field.kind, readings.Mirror):
            editor.heed({})
            assert editor.value() is None
            continue
        for value in (*samples(field), None):
            editor.set_value(value)
            assert editor.value() == value, field.key
        desk.work.wait()
        assert not told, f"{field.key}: showing a value is no change by the user"


def test_it_is_named_for_tests_and_screen_readers(editors: list[tuple[Field, Any]], desk: Desk) -> None:
    desk.work.wait()
    for field, editor in editors:
        assert editor.objectName() == f"card.{field.key}"
        for widget in [editor, *editor.findChildren(QWidget)]:
            is_reached = (
                widget.focusPolicy().value & 1 and widget.focusProxy() is None and not in_popup(widget)
            )
            if is_reached and not widget.objectName().startswith("qt_") and widget.isEnabled():
                assert widget.accessibleName(), f"{field.key}: {widget}"


def in_popup(widget: QWidget) -> bool:
    """The list of a combo box is named when it is opened."""
    return widget.window().windowType() == Qt.WindowType.Popup


def test_labels_show_data_as_plain_text(editors: list[tuple[Field, Any]]) -> None:
    for field, editor in editors:
        if field.is_stored and not isinstance(field.kind, kinds.RichText):
            editor.set_value(samples(field)[-1])
            for label in editor.findChildren(QLabel):
                assert label.textFormat() == Qt.TextFormat.PlainText, (field.key, label.text())
