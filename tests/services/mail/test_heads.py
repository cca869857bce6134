"""Heads of letters: whatever stands in a name or a subject arrives as typed, or the letter does not go."""

from __future__ import annotations

from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import compat32, default
from email.utils import getaddresses

import pytest

from app.core.errors import UserError
from app.services.mail.account import Account
from app.services.mail.addresses import BREAKS, addresses_in, one_address
from app.services.mail.message import Part, Sheet, message_of

ACCOUNT = Account("A", "ana@firma.example", sender="Ștefănescu, Ana")
HEADS = {"From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe", "MIME-Version", "Content-Type"}
NASTY = [
    'Popescu, "Ion" <x@y.example>, ' * 5,
    "Ёлкина-Ивановская Анна Сергеевна, доктор медицинских наук, главный врач, отделение №5 " * 2,
    "Ș" * 200, "=?utf-8?q?x?=", 'a"b\\c', ";,:<>()[]", "x" * 500, "ends with \\", "Bcc: thief@evil.example",
]  # fmt: skip


def sheet(title: str = "Ana", subject: str = "S", *parts: Part) -> Sheet:
    return Sheet(ACCOUNT, title, "a@b.example", "<1@b.example>", subject, "<p>x</p>", "x", parts)


def check(text: str) -> None:
    for title, subject in ((text, "S"), ("Ana", text)):
        try:
            data = message_of(sheet(title, subject)).as_bytes()
        except UserError:
            assert BREAKS.search(text) or not text.strip() or len(text) > 900
            continue
        read = message_from_bytes(data, policy=compat32)
        ((name, address),) = getaddresses([read["To"]])
        assert address == "a@b.example"
        assert set(read.keys()) == HEADS
        assert str(make_header(decode_header(name))) == " ".join(title.split())
        assert str(make_header(decode_header(read["Subject"]))) == subject
        (only,) = message_from_bytes(data, policy=default)["To"].addresses
        assert only.addr_spec == "a@b.example"
        head = data.partition(b"\r\n\r\n")[0]
        assert max(map(len, head.split(b"\r\n"))) < 200


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_name_or_subject_arrives_as_typed(text):
    check(text.strip())


def test_every_naughty_string_arrives_as_typed_or_does_not_go(shared):
    lines = (shared / "text-blns" / "blns.txt").read_text(encoding="utf-8").split("\n")
    for line in lines:
        if line.strip() and not line.startswith("#"):
            check(line.strip())


def test_plain_names_and_subjects_need_no_code():
    head = message_of(sheet("Ion Pop", "Prices, 2026: 5% off.")).as_bytes().partition(b"\r\n\r\n")[0]
    assert b"To: Ion Pop <a@b.example>" in head
    assert b"Subject: Prices, 2026: 5% off." in head


def test_a_long_name_of_a_file_keeps_its_ending_and_its_letters():
    name = "Ofertă foarte lungă " * 12 + ".pdf"
    message = message_of(sheet("Ana", "S", Part(name, "application/pdf", b"%PDF")))
    (read,) = message_from_bytes(message.as_bytes(), policy=default).iter_attachments()
    assert read.get_filename().startswith("Ofertă foarte lungă Ofertă")
    assert read.get_filename().endswith(".pdf")


def test_addresses_are_found_in_what_people_type():
    assert addresses_in("a@x.ro; b@y.ro") == ["a@x.ro", "b@y.ro"]
    assert addresses_in("Ion Pop <ion@x.ro>") == ["ion@x.ro"]
    assert addresses_in("mailto:ion@x.ro\u200b") == ["ion@x.ro"]
    assert addresses_in("") == []


@pytest.mark.parametrize("text", ["a@b.ro\r\nBcc: x@y.ro", "a@b@c.ro", "@x.ro", "a@", "a@x_y", "a b@x.ro"])
def test_what_is_no_address_of_an_account_is_refused(text):
    with pytest.raises(UserError, match="is no e-mail address"):
        one_address(text, "Address")
