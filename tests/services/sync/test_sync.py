"""Contacts and an address book on a real server become the same, in both directions, and nothing is lost."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.errors import UserError
from app.core.progress import Cancelled, Progress
from app.services.library import Library
from app.services.sync.dav import Server
from app.services.sync.service import SyncReport
from tests.services.sync.conftest import Radicale, Twin, make_twin

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
POP = {"given_name": "Ana", "surname": "Pop", "phones": [{"type": "mobile", "value": "0722 123 456"}]}


def told(report: SyncReport) -> tuple[list[int], list[int]]:
    """Added, changed and deleted here and there."""
    return [[side.get(act, 0) for act in ("add", "change", "delete")] for side in (report.here, report.there)]


NOTHING = [[0, 0, 0], [0, 0, 0]]


def test_what_is_only_here_goes_there_and_what_is_only_there_comes_here(twin: Twin) -> None:
    twin.add(**POP)
    twin.put("maria", "FN:Maria Țurcan", "N:Țurcan;Maria;;;", "TEL;TYPE=CELL:069 123 456", "ORG:Delta SRL")
    report = twin.sync()
    assert told(report) == [[1, 0, 0], [1, 0, 0]]
    assert report.is_whole
    assert twin.titles() == ["Ana Pop", "Maria Țurcan"]
    maria = twin.values(twin.uid("Maria Țurcan"))
    assert maria["phones"] == [{"type": "mobile", "value": "069 123 456"}]
    assert maria["organization"] == "Delta SRL"
    assert "TEL;TYPE=CELL:0722 123 456" in twin.card("Ana Pop")
    assert told(twin.sync()) == NOTHING


def test_a_group_of_the_server_is_no_contact_and_stays_as_it_is(twin: Twin) -> None:
    twin.put("maria", "FN:Maria", "N:;Maria;;;")
    member = "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:maria"
    twin.put("family", "FN:Familie", "N:Familie;;;;", "X-ADDRESSBOOKSERVER-KIND:group", member)
    before = twin.card("Familie")
    assert told(twin.sync()) == [[1, 0, 0], [0, 0, 0]]
    assert twin.titles() == ["Maria"]
    assert told(twin.sync()) == NOTHING
    assert twin.card("Familie") == before


def test_the_preview_says_what_will_change_on_both_sides_and_writes_nothing(twin: Twin) -> None:
    uid = twin.add(**POP)
    twin.put("maria", "FN:Maria", "N:;Maria;;;")
    plan = twin.plan()
    assert [(each.title, each.here, each.there) for each in plan.shown] == [
        ("Maria", "add", ""),
        ("Ana Pop", "", "add"),
    ]
    twin.sync()
    twin.edit(uid, notes="new")
    twin.replace("Maria", "END:VCARD", "NOTE:there\nEND:VCARD")
    plan = twin.plan()
    assert sorted((each.title, each.fields_here, each.fields_there) for each in plan.shown) == [
        ("Ana Pop", (), ("notes",)), ("Maria", ("notes",), ()),
    ]  # fmt: skip
    assert twin.titles() == ["Ana Pop", "Maria"]
    assert "new" not in twin.card("Ana Pop")


def test_changes_of_different_fields_on_both_sides_are_put_together(twin: Twin) -> None:
    uid = twin.add(**POP)
    twin.sync()
    twin.edit(uid, notes="from here", phones=[*POP["phones"], {"type": "work", "value": "021 111 11 11"}])
    twin.replace("Ana Pop", "TEL;TYPE=CELL", "BDAY:1985-04-03\nTEL;TYPE=HOME:0264 222 222\nTEL;TYPE=CELL")
    report = twin.sync()
    assert report.is_whole
    assert told(report) == [[0, 1, 0], [0, 1, 0]]
    values = twin.values(uid)
    assert (values["notes"], values["birthday"]) == ("from here", "1985-04-03")
    assert {row["value"] for row in values["phones"]} == {"0722 123 456", "021 111 11 11", "0264 222 222"}
    card = twin.card("Ana Pop")
    assert all(text in card for text in ("from here", "1985-04-03", "021 111 11 11", "0264 222 222"))
    assert told(twin.sync()) == NOTHING


def test_a_row_that_one_side_took_away_is_gone_on_both(twin: Twin) -> None:
    rows = [*POP["phones"], {"type": "work", "value": "021 111 11 11"}]
    uid = twin.add(**POP | {"phones": rows})
    twin.sync()
    twin.replace("Ana Pop", "TEL;TYPE=WORK,VOICE:021 111 11 11\n", "")
    twin.edit(uid, notes="and a note")
    twin.sync()
    assert twin.values(uid)["phones"] == POP["phones"]
    assert "021 111" not in twin.card("Ana Pop")
    assert "and a note" in twin.card("Ana Pop")


def both_change_the_note(twin: Twin) -> str:
    uid = twin.add(**POP, notes="before")
    twin.sync()
    twin.edit(uid, notes="ours", hobby="chess")
    twin.replace("Ana Pop", "NOTE:before", "NOTE:theirs\nNICKNAME:Anuța")
    return uid


def test_a_field_that_both_changed_waits_for_a_decision(twin: Twin) -> None:
    uid = both_change_the_note(twin)
    report = twin.sync()
    assert report.conflicts == 1
    assert told(report) == NOTHING
    (step,) = twin.plan().conflicts
    assert [(each.field, each.ours, each.theirs) for each in step.differences] == [
        ("notes", "ours", "theirs")
    ]
    assert told(twin.sync(**{"Ana Pop": "theirs"})) == [[0, 1, 0], [0, 1, 0]]
    assert twin.values(uid)["notes"] == "theirs"
    assert "HOBBY:chess" in twin.card("Ana Pop")
    assert "NICKNAME:Anuța" in twin.card("Ana Pop")
    assert told(twin.sync()) == NOTHING


@pytest.mark.parametrize(("rule", "note"), [("ours", "ours"), ("theirs", "theirs")])
def test_a_rule_decides_only_what_both_changed(twin: Twin, rule: str, note: str) -> None:
    twin.change(rule=rule)
    uid = both_change_the_note(twin)
    assert twin.sync().is_whole
    assert twin.values(uid)["notes"] == note
    assert f"NOTE:{note}" in twin.card("Ana Pop")
    assert twin.values(uid)["hobby"] == "chess"
    assert "NICKNAME:Anuța" in twin.card("Ana Pop")


@pytest.mark.parametrize(
    ("revised", "note"), [("20261123T080000Z", "ours"), ("2026-11-23T10:00:00Z", "theirs")]
)
def test_the_newer_change_wins_by_the_stamps(twin: Twin, revised: str, note: str) -> None:
    twin.change(rule="newer")
    uid = both_change_the_note(twin)
    old = next(line for line in twin.card("Ana Pop").splitlines() if line.startswith("REV"))
    twin.replace("Ana Pop", old, f"REV:{revised}")
    assert twin.sync().is_whole
    assert twin.values(uid)["notes"] == note


def test_without_a_stamp_nobody_knows_what_is_newer_and_the_user_is_asked(twin: Twin) -> None:
    twin.change(rule="newer")
    both_change_the_note(twin)
    old = next(line for line in twin.card("Ana Pop").splitlines() if line.startswith("REV"))
    twin.replace("Ana Pop", f"{old}\n", "")
    assert twin.sync().conflicts == 1


def test_deletions_are_carried_both_ways(twin: Twin) -> None:
    here, there = twin.add(**POP), twin.add(given_name="Ion", surname="Rus")
    twin.add(given_name="Stays")
    twin.sync()
    twin.library.delete([here])
    twin.remove("Ion Rus")
    assert told(twin.sync()) == [[0, 0, 1], [0, 0, 1]]
    assert twin.titles() == ["Stays"]
    assert len(twin.cards()) == 1
    assert there in {each.uid for each in twin.library.history.trash()}
    assert told(twin.sync()) == NOTHING


def test_much_is_deleted_only_when_somebody_says_so(twin: Twin) -> None:
    uids = [twin.add(given_name=f"Ana {n}") for n in range(12)]
    twin.sync()
    twin.library.delete(uids[:6])
    with pytest.raises(UserError, match="6 contacts would be deleted on the server"):
        twin.sync()
    assert len(twin.cards()) == 12
    assert told(twin.sync(deletes_many=True)) == [[0, 0, 0], [0, 0, 6]]


def test_an_address_book_that_is_suddenly_empty_empties_nothing(twin: Twin) -> None:
    for n in range(3):
        twin.add(given_name=f"Ana {n}")
    twin.sync()
    for n in range(3):
        twin.remove(f"Ana {n}")
    with pytest.raises(UserError, match="3 contacts would be deleted here"):
        twin.sync()
    assert len(twin.titles()) == 3
    twin.radicale.clear()
    with pytest.raises(UserError, match="no address book"):
        twin.sync(deletes_many=True)
    assert len(twin.titles()) == 3


@pytest.mark.parametrize(("side", "titles"), [("ours", []), ("theirs", ["Ana Pop"])])
def test_deleted_here_and_changed_there_is_asked(twin: Twin, side: str, titles: list[str]) -> None:
    twin.add(given_name="Stays")
    uid = twin.add(**POP)
    twin.sync()
    twin.library.delete([uid])
    twin.replace("Ana Pop", "END:VCARD", "NOTE:changed\nEND:VCARD")
    assert twin.sync().conflicts == 1
    assert twin.titles() == ["Stays"]
    assert twin.sync(**{"Ana Pop": side}).is_whole
    assert twin.titles() == [*titles, "Stays"]
    assert any("FN:Ana Pop" in each for each in twin.cards().values()) is bool(titles)
    if titles:
        assert twin.values(uid)["notes"] == "changed"
    assert told(twin.sync()) == NOTHING


@pytest.mark.parametrize(("side", "titles"), [("ours", ["Ana Pop"]), ("theirs", [])])
def test_changed_here_and_deleted_there_is_asked(twin: Twin, side: str, titles: list[str]) -> None:
    twin.add(given_name="Stays")
    uid = twin.add(**POP)
    twin.sync()
    twin.edit(uid, notes="changed")
    twin.remove("Ana Pop")
    assert twin.sync().conflicts == 1
    assert twin.sync(**{"Ana Pop": side}).is_whole
    assert twin.titles() == [*titles, "Stays"]
    assert any("NOTE:changed" in each for each in twin.cards().values()) is bool(titles)
    assert told(twin.sync()) == NOTHING


def test_lines_that_no_field_understands_survive_an_edit_here(twin: Twin) -> None:
    twin.put(
        "strange", "FN:Ana Pop", "N:Pop;Ana;;;", "X-FOO;X-BAR=1:kept\\, whole", "item1.TEL:0722 1",
        "item1.X-ABLabel:Cabana", "RELATED;TYPE=friend:urn:uuid:7", "TZ:+02:00",
    )  # fmt: skip
    twin.sync()
    twin.edit(twin.uid("Ana Pop"), notes="edited here")
    twin.sync()
    card = twin.card("Ana Pop")
    assert "UID:strange" in card
    for text in (
        "X-FOO;X-BAR=1:kept\\, whole",
        "X-ABLABEL:Cabana",
        "RELATED;TYPE=friend:urn:uuid:7",
        "TZ:+02:00",
    ):
        assert text in card
    assert "NOTE:edited here" in card
    assert told(twin.sync()) == NOTHING


def test_a_picture_comes_and_goes(twin: Twin) -> None:
    data = base64.b64encode(PNG).decode()
    twin.put("ana", "FN:Ana Pop", "N:Pop;Ana;;;", f"PHOTO;ENCODING=b;TYPE=PNG:{data}")
    twin.sync()
    uid = twin.uid("Ana Pop")
    assert twin.library.files.read(twin.values(uid)["photo"]) == PNG
    twin.edit(uid, photo=None)
    twin.sync()
    assert "PHOTO" not in twin.card("Ana Pop")
    assert told(twin.sync()) == NOTHING


def test_a_card_of_version_4_stays_one(twin: Twin) -> None:
    twin.put("new", "FN:Ana Pop", "N:Pop;Ana;;;", "BDAY:--0403", "KIND:individual", version="4.0")
    twin.sync()
    assert twin.values(twin.uid("Ana Pop"))["birthday"] == "--04-03"
    twin.edit(twin.uid("Ana Pop"), notes="x")
    twin.sync()
    assert "VERSION:4.0" in twin.card("Ana Pop")
    assert "BDAY:--0403" in twin.card("Ana Pop")
    assert "KIND:individual" in twin.card("Ana Pop")


def test_who_is_on_both_sides_already_is_not_doubled(twin: Twin) -> None:
    uid = twin.add(**POP, notes="here")
    twin.put("other", "FN:Ana Pop", "N:Pop;Ana;;;", "TEL;TYPE=CELL:+40722123456", "EMAIL:ana@example.ro")
    report = twin.sync()
    assert report.is_whole
    assert twin.titles() == ["Ana Pop"]
    values = twin.values(uid)
    assert values["phones"] == POP["phones"]
    assert values["emails"][0]["value"] == "ana@example.ro"
    assert len(twin.cards()) == 1
    assert "NOTE:here" in twin.card("Ana Pop")
    assert "UID:other" in twin.card("Ana Pop")
    assert told(twin.sync()) == NOTHING


def test_only_chosen_groups_take_part_and_what_comes_joins_them(twin: Twin) -> None:
    clients = twin.library.groups.add("contacts", "Clients")
    vip = twin.library.groups.add("contacts", "VIP", clients)
    twin.add(given_name="Private")
    twin.add(given_name="Client", groups=[vip])
    twin.change(groups=(clients,))
    twin.put("new", "FN:New", "N:;New;;;")
    assert told(twin.sync()) == [[1, 0, 0], [1, 0, 0]]
    assert twin.names() == ["Client", "New"]
    assert twin.values(twin.uid("New"))["groups"] == [clients]
    assert "CATEGORIES:Clients / VIP" in twin.card("Client")
    twin.sync()
    assert told(twin.sync()) == NOTHING


def test_who_leaves_the_groups_leaves_the_address_book_and_stays_here(twin: Twin) -> None:
    clients = twin.library.groups.add("contacts", "Clients")
    uid = twin.add(given_name="Client", groups=[clients])
    twin.add(given_name="Other", groups=[clients])
    twin.change(groups=(clients,))
    twin.sync()
    twin.edit(uid, groups=[])
    assert told(twin.sync()) == [[0, 0, 0], [0, 0, 1]]
    assert twin.titles() == ["Client", "Other"]
    assert told(twin.sync()) == NOTHING


def test_somebody_who_is_here_outside_the_groups_joins_them(twin: Twin) -> None:
    clients = twin.library.groups.add("contacts", "Clients")
    uid = twin.add(**POP)
    twin.change(groups=(clients,))
    twin.put("ana", "FN:Ana Pop", "N:Pop;Ana;;;", "TEL;TYPE=CELL:0722 123 456")
    twin.sync()
    assert twin.values(uid)["groups"] == [clients]
    twin.sync()
    assert told(twin.sync()) == NOTHING
    assert len(twin.cards()) == 1


def test_other_categories_there_take_nobody_out_of_the_groups(twin: Twin) -> None:
    clients = twin.library.groups.add("contacts", "Clients")
    uid = twin.add(given_name="Client", groups=[clients])
    twin.change(groups=(clients,))
    twin.sync()
    twin.replace("Client", "CATEGORIES:Clients", "CATEGORIES:Friends")
    twin.sync()
    names = twin.library.groups.paths("contacts")
    assert {names[each] for each in twin.values(uid)["groups"]} == {"Clients", "Friends"}
    twin.sync()
    assert told(twin.sync()) == NOTHING


def test_a_group_that_is_gone_stops_everything_with_a_sentence(twin: Twin) -> None:
    clients = twin.library.groups.add("contacts", "Clients")
    twin.add(given_name="Client", groups=[clients])
    twin.change(groups=(clients,))
    twin.sync()
    twin.library.groups.remove(clients)
    with pytest.raises(UserError, match="choose its groups again"):
        twin.sync()
    assert len(twin.cards()) == 1


def test_what_vcards_have_no_word_for_is_sent_only_if_the_user_wants(twin: Twin) -> None:
    uid = twin.add(**POP, grade="a", personal_code="1850403123459")
    twin.change(carries_own=False)
    twin.sync()
    assert "CARTOTECA-GRADE" not in twin.card("Ana Pop")
    assert "1850403" not in twin.card("Ana Pop")
    twin.edit(uid, grade="b")
    assert told(twin.sync()) == NOTHING
    twin.change(carries_own=True)
    assert told(twin.sync()) == [[0, 0, 0], [0, 1, 0]]
    assert "X-CARTOTECA-GRADE:B" in twin.card("Ana Pop")


def test_one_operation_takes_back_what_came_and_the_next_time_that_is_a_change(twin: Twin) -> None:
    uid = twin.add(**POP)
    twin.add(given_name="Gone")
    twin.sync()
    twin.replace("Ana Pop", "END:VCARD", "NOTE:unwanted\nEND:VCARD")
    twin.put("maria", "FN:Maria", "N:;Maria;;;")
    twin.remove("Gone")
    report = twin.sync()
    assert told(report) == [[1, 1, 1], [0, 0, 0]]
    assert report.operation is not None
    assert twin.library.history.operations()[0].describe() == "synchronisation of 3 contacts (Phone)"
    twin.library.undo(report.operation)
    assert twin.titles() == ["Ana Pop", "Gone"]
    assert "notes" not in twin.values(uid)
    assert told(twin.sync()) == [[0, 0, 0], [1, 1, 1]]
    assert "unwanted" not in twin.card("Ana Pop")
    assert twin.names() == ["Ana Pop", "Gone"]
    assert told(twin.sync()) == NOTHING


def test_a_bad_card_there_and_a_bad_record_here_stop_nobody_else(twin: Twin) -> None:
    twin.add(given_name="Bad", notes="bell\x07")
    twin.add(given_name="Good")
    twin.put("nameless", "FN:", "N:;;;;")
    twin.put("maria", "FN:Maria", "N:;Maria;;;")
    report = twin.sync()
    assert told(report) == [[1, 0, 0], [1, 0, 0]]
    assert len(report.problems) == 2
    assert any("Bad" in title and "U+0007" in reason for title, reason in report.problems)
    assert any("no name" in reason for _title, reason in report.problems)
    assert twin.titles() == ["Bad", "Good", "Maria"]
    assert len(twin.cards()) == 3


def test_a_card_that_spoils_later_is_neither_deleted_nor_overwritten(twin: Twin) -> None:
    uid = twin.add(**POP)
    twin.add(given_name="Other")
    twin.sync()
    twin.edit(uid, notes="bell\x07")
    report = twin.sync()
    assert len(report.problems) == 1
    assert told(report) == NOTHING
    assert "TEL;TYPE=CELL:0722 123 456" in twin.card("Ana Pop")
    twin.edit(uid, notes="mended")
    assert told(twin.sync()) == [[0, 0, 0], [0, 1, 0]]


def test_somebody_who_is_quicker_is_not_overwritten(twin: Twin) -> None:
    uid = twin.add(**POP)
    twin.sync()
    twin.edit(uid, notes="ours")
    plan = twin.plan()
    twin.replace("Ana Pop", "END:VCARD", "NICKNAME:Anuța\nEND:VCARD")
    report = twin.library.sync.run(plan, twin.login)
    assert [reason for _title, reason in report.problems] == ["the card on the server was changed in between"]
    assert "NICKNAME" in twin.card("Ana Pop")
    assert twin.sync().is_whole
    assert "NICKNAME" in twin.card("Ana Pop")
    assert "NOTE:ours" in twin.card("Ana Pop")


def test_somebody_who_edits_here_after_the_plan_is_not_overwritten(twin: Twin) -> None:
    uid = twin.add(**POP)
    twin.sync()
    twin.replace("Ana Pop", "END:VCARD", "NOTE:theirs\nEND:VCARD")
    plan = twin.plan()
    twin.edit(uid, notes="typed just now")
    with pytest.raises(UserError):
        twin.library.sync.run(plan, twin.login)
    assert twin.values(uid)["notes"] == "typed just now"


def test_one_plan_cannot_be_run_twice(twin: Twin) -> None:
    twin.put("maria", "FN:Maria", "N:;Maria;;;")
    plan = twin.plan()
    twin.library.sync.run(plan, twin.login)
    with pytest.raises(UserError, match="in between"):
        twin.library.sync.run(plan, twin.login)
    assert twin.titles() == ["Maria"]


def test_a_cancel_leaves_what_was_sent_and_the_rest_follows(twin: Twin) -> None:
    for n in range(8):
        twin.add(given_name=f"Ana {n}")

    def stop(done: int, _total: int | None, text: str) -> None:
        if text.startswith("Ana") and done == 4:
            progress.cancel()

    progress = Progress(stop)
    plan = twin.plan()
    report = twin.library.sync.run(plan, twin.login, progress)
    assert "cancelled" in report.broken_off
    assert 4 <= len(twin.cards()) < 8
    assert twin.sync().is_whole
    assert len(twin.cards()) == 8
    assert len(twin.titles()) == 8
    assert told(twin.sync()) == NOTHING


def test_a_cancel_while_reading_writes_nothing(twin: Twin) -> None:
    twin.put("maria", "FN:Maria", "N:;Maria;;;")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        twin.library.sync.plan(twin.account, twin.login, progress)
    assert twin.titles() == []


def test_two_libraries_share_one_address_book(twin: Twin, tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    other = Library.create(tmp_path / "second" / "other.cartoteca")
    try:
        account = other.sync.accounts.save(replace(twin.account, uid=""))
        second = Twin(other, twin.radicale, account, twin.login)
        uid = twin.add(**POP, grade="a", tags=["x"])
        twin.sync()
        second.sync()
        assert second.values(second.uid("Ana Pop"))["grade"] == "a"
        assert second.values(second.uid("Ana Pop"))["tags"] == ["x"]
        second.edit(second.uid("Ana Pop"), notes="from the second")
        second.sync()
        twin.sync()
        assert twin.values(uid)["notes"] == "from the second"
        assert told(twin.sync()) == told(second.sync()) == NOTHING
    finally:
        other.close()


def test_the_password_is_in_no_file_of_ours(twin: Twin, tmp_path: Path) -> None:
    twin.add(**POP)
    twin.sync()
    secret = twin.login.password.encode()
    assert [path for path in tmp_path.rglob("*") if path.is_file() and secret in path.read_bytes()] == []


def test_another_address_book_begins_anew_and_deletes_nothing(twin: Twin) -> None:
    for n in range(3):
        twin.add(given_name=f"Ana {n}")
    twin.sync()
    url = twin.radicale.make_book("second", "Second")
    twin.change(book=url)
    twin.login = replace(twin.login, url=url)
    assert told(twin.sync()) == [[0, 0, 0], [3, 0, 0]]
    assert len(twin.titles()) == 3


def test_two_records_with_one_id_of_another_program_are_two_cards(twin: Twin) -> None:
    ids = [{"key": "urn:uuid:7"}]
    twin.add(given_name="Ana", external_ids=ids)
    twin.add(given_name="Copy of Ana", external_ids=ids)
    assert twin.sync().is_whole
    assert twin.names() == ["Ana", "Copy of Ana"]
    assert sum("UID:urn:uuid:7" in each for each in twin.cards().values()) == 1
    assert told(twin.sync()) == NOTHING


def test_a_long_name_of_a_card_is_left_as_it_is(twin: Twin) -> None:
    uid = "u" * 230
    text = f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{uid}\r\nFN:Ana\r\nN:;Ana;;;\r\nEND:VCARD\r\n"
    assert twin.radicale.ask("PUT", f"{twin.path}long.vcf", text, Content_Type="text/vcard")[0] == 201
    twin.sync()
    twin.edit(twin.uid("Ana"), notes="x")
    assert twin.sync().is_whole
    assert f"UID:{uid}" in twin.card("Ana").replace("\r", "").replace("\n ", "")
    assert told(twin.sync()) == NOTHING


def test_merged_duplicates_are_one_card(twin: Twin) -> None:
    one = twin.add(**POP)
    other = twin.add(**POP | {"emails": [{"value": "ana@example.ro"}]})
    twin.add(given_name="Stays")
    twin.sync()
    plan = twin.library.merging.plan(one, other)
    twin.library.merging.merge(plan, {})
    assert told(twin.sync()) == [[0, 0, 0], [0, 1, 1]]
    assert twin.names() == ["Ana Pop", "Stays"]
    assert "ana@example.ro" in twin.card("Ana Pop")


@pytest.mark.postgres
def test_it_is_the_same_over_a_server_of_ours(server_library: Library, radicale: Radicale) -> None:
    twin = make_twin(server_library, radicale)
    uid = twin.add(**POP)
    twin.put("maria", "FN:Maria", "N:;Maria;;;")
    assert told(twin.sync()) == [[1, 0, 0], [1, 0, 0]]
    twin.edit(uid, notes="new")
    twin.replace("Maria", "END:VCARD", "NOTE:there\nEND:VCARD")
    assert told(twin.sync()) == [[0, 1, 0], [0, 1, 0]]
    assert told(twin.sync()) == NOTHING


def test_a_server_that_is_gone_is_named(twin: Twin) -> None:
    from app.services.sync.dav import Login

    with pytest.raises(UserError, match="cannot be reached: Connection refused"):
        twin.library.sync.plan(twin.account, Login("http://127.0.0.1:9/book/", "ana", "x"))
    with pytest.raises(UserError, match="refused the user name or the password"):
        twin.library.sync.plan(twin.account, Login(twin.login.url, "ana", "wrong"))


@pytest.mark.parametrize(
    "url", ["http://cloud.example.com/", "ftp://x", "cloud", "https://", "http://[::1", ""]
)
def test_no_password_is_sent_openly_over_the_internet(url: str) -> None:
    from app.services.sync.dav import Login

    with pytest.raises(UserError):
        Server(Login(url, "ana", "x"))
