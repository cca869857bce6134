"""Lists of values: phones, addresses, jobs, tags, references."""

from __future__ import annotations

import pytest

from app.blueprint import readings, rows
from app.blueprint.context import Context


def test_rows_without_content_go(context: Context) -> None:
    kind = rows.phones()
    given = [
        {"type": "mobile", "value": " 0721 "},
        {"type": "work", "value": " "},
        {"label": "x"},
        {"value": "1", "odd": 5},
    ]
    assert kind.normal(given) == [{"type": "mobile", "value": " 0721 "}, {"value": "1"}]
    assert kind.normal([]) is None
    assert kind.normal(None) is None


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (rows.phones(), "0721 234 567; 0722 345 678", [{"value": "0721 234 567"}, {"value": "0722 345 678"}]),
        (rows.emails(), "a@b.ro\nc@d.ro", [{"value": "a@b.ro"}, {"value": "c@d.ro"}]),
        (rows.sites(), "example.ro", [{"value": "example.ro"}]),
        (rows.Addresses(), "Str. Lungă 5, Brașov", [{"text": "Str. Lungă 5, Brașov"}]),
        (rows.BankAccounts(), "RO49AAAA1B31007593840000", [{"account": "RO49AAAA1B31007593840000"}]),
        (rows.Tags(), "VIP, nou; VIP", ["VIP", "nou"]),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_a_typed_list_is_read_and_shown(kind: rows.Rows, text: str, value: object, context: Context) -> None:
    assert kind.parse(text, context) == value
    assert kind.parse(kind.show(value, context), context) == value
    assert kind.from_cell(kind.cell(value, context), context) == value
    assert kind.normal(kind.normal(value)) == value
    assert kind.parse("  ", context) is None


def test_an_address_is_shown_in_the_order_of_an_envelope(context: Context) -> None:
    kind = rows.Addresses()
    row = {
        "type": "legal",
        "street": "Str. Lungă 5",
        "city": "Brașov",
        "postcode": "500035",
        "country": "România",
    }
    assert kind.show_row(row, context) == "Str. Lungă 5, 500035 Brașov, România"
    assert kind.show_row({"text": "anything", "city": "x"}, context) == "anything"
    assert kind.row_label(row, context) == "Legal"
    assert kind.row_label({"type": "legal", "label": "Depozit"}, context) == "Depozit"


def test_equal_rows_have_equal_keys(context: Context) -> None:
    phones, emails, accounts = rows.phones(), rows.emails(), rows.BankAccounts()
    assert phones.key_of({"value": "0721 234 567"}, context) == phones.key_of(
        {"value": "+40721234567"}, context
    )
    assert emails.key_of({"value": "Ana@B.ro"}, context) == emails.key_of({"value": "ana@b.RO"}, context)
    assert accounts.key_of({"account": "RO49 x"}, context) == accounts.key_of({"account": "ro49 X"}, context)
    assert len(rows.sites().key_of({"value": "https://x.ro/" + "a" * 5000}, context)) <= 200


def test_a_job_is_found_by_its_firm_and_shown_with_it(context: Context) -> None:
    kind = rows.Jobs()
    job = {"organization": "u2", "job_title": "Director", "since": "2020-01"}
    assert kind.show([job], context) == "Firma SRL, Director, January 2020"
    assert "Firma SRL" in list(kind.search([job], context))


def test_references_are_shown_by_title_and_stand_once(context: Context) -> None:
    kind = rows.References("*")
    assert kind.normal(["u1", "u2", "u1"]) == ["u1", "u2"]
    assert kind.show(["u1", "u2"], context) == "Ana Pop, Firma SRL"
    assert rows.Reference("contacts").show("u1", context) == "Ana Pop"
    assert rows.Groups().normal(["b", "a", "b"]) == ["a", "b"]


def test_tags_are_single_words_of_a_bearable_length() -> None:
    assert rows.Tags().normal([" a \n b ", "", "a b", "\x00x"]) == ["a b", "x"]
    assert len(rows.Tags().normal(["x" * 9999])[0]) == rows.TAG_LENGTH


def test_files_are_shown_by_name(context: Context) -> None:
    kind = rows.Files()
    value = [{"uid": "f", "name": "Ofertă.pdf", "media_type": "application/pdf", "size": 1, "digest": "d"}]
    assert kind.show(value, context) == "Ofertă.pdf"
    assert list(kind.search(value, context)) == ["Ofertă.pdf"]


def test_the_next_step_is_its_type_and_when(context: Context) -> None:
    kind = readings.NextStep()
    assert kind.show(("2026-11-24T10:00[Europe/Bucharest]", "call"), context) == "Call, tomorrow 10:00"
    assert kind.show(("2026-11-24T10:00", None), context) == "Event, tomorrow 10:00"
    assert kind.show((None, None), context) == ""


def test_what_mirrors_show_is_never_put_into_a_cell(context: Context) -> None:
    assert readings.Mirror("contacts", "organizations").cell(["u1"], context) is None
