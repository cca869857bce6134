"""The panel as its user meets it: it follows the selection, leads on, and shows data as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QUrl
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.services.library import Change, Library
from app.ui.desk import Desk
from app.ui.panel import DetailPanel
from app.ui.panel.action_row import ActionRow
from app.ui.panel.acts import RecordActs
from app.ui.panel.field_lines import LineRow, RichText
from app.ui.panel.history_card import ChangeBlock, TimelineRow
from app.ui.panel.lines import Line
from app.ui.panel.many import ManyView
from app.ui.panel.page import read_page
from app.ui.panel.small import LinkText, WrappedLabel
from app.ui.templates.make_dialog import MakeDialog
from app.ui.today.result_dialog import ResultDialog
from app.ui.widgets.chips import TagLabel
from tests.ui.conftest import Heard, add_contacts, press, shown
from tests.ui.panel_fakes import EVIL, ChosenFiles, Opened, Sample, add_sample


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def files(tmp_path: Path) -> ChosenFiles:
    return ChosenFiles(tmp_path / "Letter.docx")


@pytest.fixture
def sample(library: Library) -> Sample:
    return add_sample(library)


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, opened: Opened, files: ChosenFiles) -> Iterator[DetailPanel]:
    made = DetailPanel(desk, open_url=opened, files=files)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def _show(panel: DetailPanel, desk: Desk, uid: str | None) -> None:
    panel.show_record(uid)
    desk.work.wait()


def _row(panel: DetailPanel, action: str) -> ActionRow:
    row = panel.findChildren(ActionRow)[-1]
    assert action in row.buttons
    return row


def _option_texts(panel: DetailPanel, action: str) -> list[str]:
    return [option.text for option in _row(panel, action)._acts.options(action)]


def _shown(panel: DetailPanel) -> str:
    labels = [each.text() for each in panel.findChildren(QLabel) if each.isVisible()]
    return "\n".join([*labels, *(each.text() for each in panel.findChildren(LinkText) if each.isVisible())])


def test_nothing_selected_says_so(panel: DetailPanel) -> None:
    assert "Nothing selected" in _shown(panel)


def test_it_follows_the_selection(panel: DetailPanel, desk: Desk, sample: Sample) -> None:
    desk.select("contacts", (sample.contact,))
    desk.work.wait()
    assert "Ana Dumitrescu" in _shown(panel)
    desk.select("contacts", ())
    desk.work.wait()
    assert "Nothing selected" in _shown(panel)


def test_a_held_key_shows_only_where_it_rests(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, panel: DetailPanel, desk: Desk, library: Library
) -> None:
    uids = add_contacts(library, ["Albu", "Rusu", "Vasile"])
    asked: list[str | None] = []
    show = panel.show_record
    monkeypatch.setattr("app.ui.panel.detail_panel.HURRY_S", 1000)  # a machine may be slow, the key is not
    panel.show_record = lambda uid: (asked.append(uid), show(uid))[1]  # type: ignore[method-assign]
    desk.select("contacts", (uids[0],))
    desk.work.wait()
    for uid in uids[1:]:
        desk.select("contacts", (uid,))
    qtbot.waitUntil(lambda: panel.page is not None and panel.page.uid == uids[2])
    assert uids[1] not in asked


def test_a_late_answer_does_not_replace_a_newer_selection(
    panel: DetailPanel, desk: Desk, sample: Sample
) -> None:
    panel.show_record(sample.contact)
    panel.show_record(sample.firm)
    desk.work.wait()
    assert panel.page is not None
    assert panel.page.uid == sample.firm


def test_it_follows_edits_and_deletion(
    qtbot: QtBot, panel: DetailPanel, desk: Desk, library: Library, sample: Sample
) -> None:
    _show(panel, desk, sample.contact)
    library.save("contacts", {"hobby": "Chess"}, sample.contact)
    qtbot.waitUntil(lambda: "Chess" in _shown(panel))
    library.delete([sample.contact])
    qtbot.waitUntil(lambda: "Nothing selected" in _shown(panel))


def test_the_firm_in_the_subtitle_leads_there(
    qtbot: QtBot, panel: DetailPanel, desk: Desk, sample: Sample
) -> None:
    _show(panel, desk, sample.contact)
    link = panel.findChild(LinkText, "panel_subtitle_link")
    with qtbot.waitSignal(desk.navigate) as gone:
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert gone.args == ["organizations", sample.firm]


def test_call_offers_every_phone_and_then_to_log_the_call(
    panel: DetailPanel, desk: Desk, sample: Sample, opened: Opened, heard: Heard, library: Library
) -> None:
    _show(panel, desk, sample.contact)
    assert _option_texts(panel, "call") == ["Mobile: +40 721 234 567", "Work: +40 264 312 456"]
    _row(panel, "call")._acts.options("call")[0].run()
    assert opened.urls == ["tel:+40721234567"]
    action = heard.actions[-1]
    assert action is not None
    before = set(library.around.of(sample.contact).story)
    action.run()
    desk.work.wait()
    (dialog,) = shown(ResultDialog)
    keys = dialog.form.result_keys
    assert keys is not None
    press(keys, Qt.Key.Key_1)
    dialog.save()
    desk.work.wait()
    (logged,) = set(library.around.of(sample.contact).story) - before
    assert (logged.is_planned, logged.at[:10], logged.text) == (False, "2026-11-23", "reached")


def test_write_offers_mail_and_messengers(
    panel: DetailPanel, desk: Desk, sample: Sample, opened: Opened
) -> None:
    _show(panel, desk, sample.contact)
    options = _row(panel, "write")._acts.options("write")
    for option in options:
        option.run()
    assert opened.urls == ["mailto:ana@nordicpanel.ro", "https://t.me/ana_d"]


def test_an_action_without_anything_to_do_is_grey_and_says_why(
    panel: DetailPanel, desk: Desk, library: Library
) -> None:
    _show(panel, desk, add_contacts(library, ["Popescu"])[0])
    button = _row(panel, "call").buttons["call"]
    assert not button.isEnabled()
    assert button.toolTip() == "There is no phone number yet."


def test_new_event_names_the_record(
    panel: DetailPanel, desk: Desk, sample: Sample, opened_cards: list[Any]
) -> None:
    _show(panel, desk, sample.contact)
    _row(panel, "event").start("event")
    assert opened_cards == [("events", None, {"contacts": [sample.contact]})]
    _show(panel, desk, sample.firm)
    _row(panel, "event").start("event")
    assert opened_cards[-1] == ("events", None, {"organization": sample.firm})


def test_a_finished_task_is_done_now(panel: DetailPanel, desk: Desk, library: Library) -> None:
    task = library.save("tasks", {"name": "Call back", "state": "open"}).uid
    _show(panel, desk, task)
    _row(panel, "done").start("done")
    desk.work.wait()
    record = library.get(task)
    assert record is not None
    assert record.values["state"] == "done"
    assert record.values["done_at"].startswith("2026-11-23T")
    assert not _row(panel, "done").buttons["done"].isEnabled()


def test_a_link_opens_and_remembers_when(
    panel: DetailPanel, desk: Desk, library: Library, opened: Opened
) -> None:
    link = library.save("links", {"name": "Bank", "address": "bank.example.ro"}).uid
    _show(panel, desk, link)
    _row(panel, "open").start("open")
    desk.work.wait()
    assert opened.urls == ["https://bank.example.ro"]
    record = library.get(link)
    assert record is not None
    assert record.values["last_opened"].startswith("2026-11-23T")


def test_a_dangerous_link_is_refused_with_a_sentence(
    panel: DetailPanel, desk: Desk, library: Library, opened: Opened, heard: Heard
) -> None:
    link = library.save("links", {"name": "Bank", "address": r"\\198.51.100.1\share"}).uid
    _show(panel, desk, link)
    _row(panel, "open").start("open")
    assert opened.urls == []
    assert "is not opened" in heard.last


def test_data_is_shown_as_plain_text_everywhere(
    panel: DetailPanel, desk: Desk, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[object] = []
    real = RichText.loadResource
    monkeypatch.setattr(RichText, "loadResource", lambda *given: loaded.append(given[2]) or real(*given))
    values = {
        "surname": EVIL,
        "hobby": EVIL,
        "notes": EVIL,
        "tags": [EVIL],
        "family": EVIL,
        "phones": [{"value": EVIL}],
    }
    contact = library.save("contacts", values).uid
    library.save("events", {"subject": EVIL, "contacts": [contact], "result_text": EVIL, "type": "call"})
    library.save("notes", {"name": EVIL, "text": f"<p>{EVIL}</p>x", "links": [contact]})
    _show(panel, desk, contact)
    labels = [each for each in panel.findChildren(QLabel) if each.text()]
    assert all(each.textFormat() == Qt.TextFormat.PlainText for each in labels)
    assert any(each.text() == EVIL for each in labels)
    tips = [each.toolTip() for each in panel.findChildren(QWidget)]
    assert not any("<img" in tip for tip in tips)
    assert loaded == []


def test_rich_text_is_washed_and_loads_nothing(panel: DetailPanel, desk: Desk, library: Library) -> None:
    note = library.save("notes", {"name": "N", "text": "<p>see <b>this</b></p>"}).uid
    _show(panel, desk, note)
    text = panel.findChild(RichText)
    assert text.toPlainText() == "see this"
    assert text.loadResource(2, QUrl("file:///etc/passwd")) is None
    made = RichText(f"<p>before {EVIL} <a href='javascript:x'>after</a></p>")
    assert "img" not in made.toHtml().split("<body")[1]
    assert "javascript" not in made.toHtml()
    made.deleteLater()


def test_a_value_is_copied_by_the_right_click_menu(panel: DetailPanel, desk: Desk, sample: Sample) -> None:
    _show(panel, desk, sample.contact)
    row = next(each for each in panel.findChildren(LineRow) if each.line.field == "emails")
    row.copy()
    assert QApplication.clipboard().text() == "ana@nordicpanel.ro"


def test_the_pencil_opens_the_card(
    qtbot: QtBot, panel: DetailPanel, desk: Desk, sample: Sample, opened_cards: list[Any]
) -> None:
    _show(panel, desk, sample.contact)
    pencil = panel.findChild(QWidget, "edit_reach")
    qtbot.mouseClick(pencil, Qt.MouseButton.LeftButton)
    assert [card[:2] for card in opened_cards] == [("contacts", sample.contact)]


def test_the_history_shows_planned_things_first_with_a_mark(
    panel: DetailPanel, desk: Desk, sample: Sample
) -> None:
    _show(panel, desk, sample.contact)
    rows = panel.findChildren(TimelineRow)
    assert rows[0].entry.uid == sample.planned
    assert rows[0].findChild(QLabel, "timeline_when").text() == "tomorrow 10:00"
    assert "held · Interested" in _shown(panel)


def test_changes_show_old_and_new_values(
    qtbot: QtBot, panel: DetailPanel, desk: Desk, library: Library, sample: Sample
) -> None:
    library.save("contacts", {"hobby": "Chess"}, sample.contact)
    _show(panel, desk, sample.contact)
    assert "Hobby: Mountain biking → Chess" in _shown(panel)
    assert panel.findChildren(ChangeBlock)
    assert "Confirm quantities" in _shown(panel)


def _rows(panel: DetailPanel) -> list[str]:
    """The rows of the history from the top, by their kind or what they say."""
    made = panel.findChildren(QWidget, "history_timeline")[-1]
    layout = made.layout()
    assert layout is not None
    rows = [layout.itemAt(n).widget() for n in range(layout.count())]
    return [row.findChildren(QLabel)[0].text() if isinstance(row, ChangeBlock) else row.entry.uid
            for row in rows]  # fmt: skip


def test_events_and_changes_stand_in_one_order_of_time(
    qtbot: QtBot, panel: DetailPanel, desk: Desk, library: Library, sample: Sample
) -> None:
    library.save("contacts", {"hobby": "Chess"}, sample.contact)
    later = library.save("events", {"type": "call", "starts_at": "2026-11-23T09:30[Europe/Bucharest]",
                                    "state": "done", "contacts": [sample.contact]}).uid  # fmt: skip
    library.clock = lambda: datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
    library.save("contacts", {"family": "Two sons"}, sample.contact)
    _show(panel, desk, sample.contact)
    rows = _rows(panel)
    assert rows[0] == sample.planned
    assert rows[1] == "Family: Two sons"
    assert rows.index("Family: Two sons") < rows.index(later) < rows.index(sample.done)
    assert rows.index("Created") < rows.index(sample.done)
    toggle = panel.findChild(QWidget, "history_changes")
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    events = [sample.planned, later, sample.done]
    assert [row for row in _rows(panel) if row != sample.note] == events
    _show(panel, desk, sample.contact)
    assert [row for row in _rows(panel) if row != sample.note] == events
    qtbot.mouseClick(panel.findChild(QWidget, "history_changes"), Qt.MouseButton.LeftButton)
    assert _rows(panel) == rows


def test_several_records_offer_what_is_done_with_all(
    panel: DetailPanel, desk: Desk, library: Library
) -> None:
    uids = add_contacts(library, ["A", "B", "C"])
    desk.select("contacts", uids, 3)
    desk.work.wait()
    assert "3 records selected" in _shown(panel)


def test_a_flag_and_a_group_are_given_to_all_in_one_step(
    panel: DetailPanel, desk: Desk, library: Library
) -> None:
    uids = add_contacts(library, ["A", "B"])
    group = library.groups.add("contacts", "Sales")
    desk.section = "contacts"
    panel.show_many(uids)
    view = panel.findChild(ManyView)
    view.flag("green")
    view.put(group)
    desk.work.wait()
    records = library.get_many(uids).values()
    assert [each.values["flag"] for each in records] == ["green", "green"]
    assert [each.values["groups"] for each in records] == [[group], [group]]
    assert library.history.operations(2)[1].count == 2


def test_deleting_all_offers_undo(panel: DetailPanel, desk: Desk, library: Library, heard: Heard) -> None:
    uids = add_contacts(library, ["A", "B"])
    desk.section = "contacts"
    panel.show_many(uids)
    panel.findChild(ManyView).delete()
    desk.work.wait()
    assert library.get_many(uids) == {}
    assert heard.last == "2 records deleted."
    action = heard.actions[-1]
    assert action is not None
    action.run()
    desk.work.wait()
    assert len(library.get_many(uids)) == 2


def test_a_document_is_made_where_the_user_wants_it(
    qtbot: QtBot, panel: DetailPanel, desk: Desk, sample: Sample, opened: Opened, tmp_path: Path
) -> None:
    _show(panel, desk, sample.contact)
    options = _row(panel, "document")._acts.options("document")
    (option,) = options
    option.run()
    (dialog,) = shown(MakeDialog)
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    dialog.options.folder.setText(str(tmp_path))
    dialog.ok.click()
    desk.work.wait(30_000)
    made = tmp_path / "Letter (English) Ana Dumitrescu.docx"
    assert made.exists()
    dialog.made.open()
    assert opened.urls == [QUrl.fromLocalFile(str(made)).toString()]
    dialog.close()


def test_an_attachment_that_would_run_is_only_saved(
    panel: DetailPanel, desk: Desk, library: Library, opened: Opened, files: ChosenFiles, heard: Heard
) -> None:
    attachment = library.files.keep_bytes("setup.exe", b"MZ")
    contact = library.save("contacts", {"surname": "A", "attachments": [attachment]}).uid
    _show(panel, desk, contact)
    row = next(each for each in panel.findChildren(LineRow) if each.line.field == "attachments")
    row.value.click()  # type: ignore[attr-defined]
    desk.work.wait()
    assert opened.urls == []
    assert any("not opened" in text for _level, text in heard.messages)
    assert files.path is not None
    assert files.path.read_bytes() == b"MZ"


def test_a_record_that_fits_has_no_scroll_bar_and_the_width_of_a_long_one(
    qtbot: QtBot, panel: DetailPanel, desk: Desk, sample: Sample
) -> None:
    panel.resize(356, 2000)
    _show(panel, desk, sample.contact)
    bar = panel.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0 and not bar.isEnabled())
    record = panel.findChild(QScrollArea).widget()
    panel.resize(356, record.heightForWidth(record.width()) + 2)
    QApplication.processEvents()
    assert bar.maximum() == 0
    width = record.width()
    panel.resize(356, 300)
    QApplication.processEvents()
    assert bar.isEnabled()
    assert record.width() == width


def test_a_value_stands_beside_the_first_line_of_a_long_label(
    qtbot: QtBot, desk: Desk, library: Library, panel: DetailPanel
) -> None:
    page = read_page(library, library.save("organizations", {"name": "Albu SRL"}).uid)
    assert page is not None
    line = Line("fiscal_code", "A label that takes more than a single line", "240737640")
    row = LineRow(line, RecordActs(desk, page, panel, panel._open_url, panel._files))
    qtbot.addWidget(row)
    row.resize(300, 60)
    row.show()
    caption, value = sorted(row.findChildren(WrappedLabel), key=lambda each: each.x())
    assert caption.height() > 2 * caption.fontMetrics().height() - 4
    assert value.alignment() & Qt.AlignmentFlag.AlignTop
    assert value.y() == caption.y()


def _imported(library: Library, section: str, values: dict[str, Any]) -> str:
    uid = library.new_uid()
    at = "2024-10-09T07:39:00Z"
    stamps = {"created_at": at, "created_by": "Ana", "updated_at": at, "updated_by": "Ana"}
    library.write("import", [Change(section, uid, values, stamps=stamps)])
    return uid


def test_that_a_record_was_created_is_told_once_with_its_own_date(
    panel: DetailPanel, desk: Desk, library: Library
) -> None:
    uid = _imported(library, "contacts", {"surname": "Pop"})
    held = library.save("events", {"type": "call", "starts_at": "2025-03-04T10:00[Europe/Bucharest]",
                                   "state": "done", "contacts": [uid]}).uid  # fmt: skip
    _show(panel, desk, uid)
    assert _rows(panel) == [held, "Created"]
    assert "9 Oct 2024" in _shown(panel)
    assert _shown(panel).count("Created") == 1
    assert "today" not in _shown(panel)


def test_without_the_changes_the_foot_tells_when_it_was_created(
    qtbot: QtBot, panel: DetailPanel, desk: Desk, sample: Sample
) -> None:
    _show(panel, desk, sample.contact)
    qtbot.mouseClick(panel.findChild(QWidget, "history_changes"), Qt.MouseButton.LeftButton)
    assert _shown(panel).count("Created") == 1


def test_events_only_are_offered_where_there_are_both(
    panel: DetailPanel, desk: Desk, library: Library, sample: Sample
) -> None:
    _show(panel, desk, sample.contact)
    assert panel.findChild(QWidget, "history_changes").isVisible()
    desk.state.set("history_changes", False)
    for section, values in (("notes", {"name": "Plan"}), ("contacts", {"surname": "Pop"})):
        _show(panel, desk, library.save(section, values).uid)
        assert not panel.findChildren(QWidget, "history_changes")[-1].isVisible()
        assert _rows(panel) == ["Created"]


def test_people_of_a_firm_are_told_without_the_name_of_the_firm(
    panel: DetailPanel, desk: Desk, sample: Sample
) -> None:
    _show(panel, desk, sample.firm)
    assert "Purchasing manager" in _shown(panel).splitlines()
    assert "Purchasing manager · Nordic Panel SRL" not in _shown(panel)


def test_a_number_and_its_word_stay_on_one_line(panel: DetailPanel, desk: Desk, sample: Sample) -> None:
    _show(panel, desk, sample.contact)
    row = next(each for each in panel.findChildren(LineRow) if each.line.field == "birthday")
    assert isinstance(row.value, WrappedLabel)
    assert row.value.text().endswith(" · 41\u00a0years")
    row.copy()
    assert QApplication.clipboard().text() == "14 March 1985 · 41 years"


def test_what_stands_at_the_right_of_a_card_ends_on_one_line(
    qtbot: QtBot, panel: DetailPanel, desk: Desk, sample: Sample
) -> None:
    _show(panel, desk, sample.contact)
    panel.resize(360, 900)
    qtbot.waitUntil(lambda: bool(panel.findChildren(TimelineRow)))
    pencil = panel.findChild(QAbstractButton, "edit_reach")
    link = panel.findChild(QAbstractButton, "history_new_event")
    row = panel.findChildren(TimelineRow)[0]
    inside = (pencil.width() - pencil.iconSize().width()) // 2
    ends = {
        each.mapTo(panel, QPoint(each.width() - taken, 0)).x()
        for each, taken in ((pencil, inside), (link, 4), (row, 0))
    }
    assert len(ends) == 1


def test_a_history_without_more_to_say_ends_with_its_last_row(
    panel: DetailPanel, desk: Desk, library: Library
) -> None:
    _show(panel, desk, library.save("notes", {"name": "Plan"}).uid)
    assert not panel.findChild(QWidget, "history_created").parentWidget().isVisible()


def test_the_keyboard_stays_in_the_panel_when_what_was_chosen_there_is_done(
    qtbot: QtBot, panel: DetailPanel, desk: Desk, library: Library
) -> None:
    """While the dialog is still open the panel is built anew: then the keyboard is not left anywhere else."""
    uids = add_contacts(library, ["Albu", "Barbu"])
    panel.show_many(uids)
    panel.findChild(QAbstractButton, "many_edit").setFocus()
    dialog = QDialog(panel)
    line = QLineEdit(dialog)
    dialog.open()
    dialog.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    panel.show_many(uids)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    place = panel.window().focusWidget()
    assert place is not None
    assert panel.findChild(ManyView) in (place, place.parentWidget())
    dialog.close()


def test_a_menu_stays_open_while_the_panel_shows_another_record(
    panel: DetailPanel, desk: Desk, library: Library
) -> None:
    """The right click on a row that was not selected: its menu is there before the panel has read it."""
    group = library.groups.add("contacts", "VIP")
    uid = library.save("contacts", {"surname": "Albu", "groups": [group]}).uid
    menu = QMenu(panel)
    menu.addAction("Open card")
    menu.popup(QPoint(10, 10))
    _show(panel, desk, uid)
    assert "VIP" in [each.text() for each in panel.findChildren(TagLabel)]
    assert menu.isVisible()
    menu.close()
