"""Letters to a real mail server: what arrives, what is retried, what is refused, and what is never sent."""

from __future__ import annotations

import dataclasses
import gc
import threading
import time
import warnings
from collections.abc import Callable
from itertools import pairwise

import pytest

from app.core.errors import UserError
from app.services.mail.account import Account
from app.services.mail.letters import LetterTemplate
from app.services.mail.sender import Rules
from tests.services.mail.conftest import LETTER, QUICK
from tests.services.mail.servers import PASSWORD, USER, Post, port_of, start


def counts(library, uid):
    return {state: n for state, n in library.mail.outbox.find(uid).counts.items() if n}


def events_of(library, uid):
    found = library.around.mirrored([uid], library.registry.section("contacts").by_key["events"])
    return [library.get(each) for each in found.get(uid, [])]


def test_a_letter_arrives_over_tls_with_password_and_names_not_in_ascii(library, server, people, send):
    uids = people(("Ștefan", "Țăranu", "stefan@client.example"), ("Анна", "Ёлкина", "anna@client.example"))
    uid = send(uids)
    assert counts(library, uid) == {"sent": 2}
    assert library.mail.outbox.find(uid).state == "done"
    assert server.post.logins == [(USER, PASSWORD)]
    found = server.post.message("stefan@client.example")
    assert found["Subject"] == "Știri pentru Ștefan"
    assert found["To"].addresses[0].display_name == "Ștefan Țăranu"
    assert found["From"].addresses[0].display_name == "Ana Ștefănescu, SRL"
    html = found.get_body(("html",)).get_content()
    assert "<p>Dear Ștefan &amp; co,</p>" in html
    plain = found.get_body(("plain",)).get_content()
    assert "Dear Ștefan & co," in plain
    assert "us (https://a.example)" in plain
    assert found["List-Unsubscribe"] == f"<mailto:{USER}?subject=unsubscribe>"
    assert found["Message-ID"] == library.mail.outbox.letters(uid)[0].message_id


def test_every_sent_letter_is_an_event_in_the_card_of_its_recipient(library, people, send):
    (uid,) = people(("Ion", "Pop", "ion@client.example"))
    send([uid])
    (event,) = events_of(library, uid)
    assert event.values["type"] == "email"
    assert event.values["state"] == "done"
    assert event.values["subject"] == "Știri pentru Ion"
    assert "ion@client.example" in event.values["result_text"]
    assert library.undoable().describe() == "entry of sent letters in the cards: News"


def test_what_is_empty_has_its_stand_in(library, server, people, send):
    send(people(("", "Pop", "pop@client.example")))
    found = server.post.message("pop@client.example").get_body(("html",))
    assert "Dear friend &amp; co" in found.get_content()


def test_a_line_break_in_a_value_stops_that_letter_and_no_other(library, server, people):
    uids = people(("Ion", "Pop", "ion@client.example"), ("Ana", "Pop", "ana@client.example"))
    library.save("contacts", {"notes": "x\r\nBcc: thief@evil.example"}, uids[0])
    letter = dataclasses.replace(LETTER, subject="For {{ contact.given_name }} {{ contact.notes }}")
    looked = library.mail.recipients.look(letter, uids)
    assert [each.state for each in looked.recipients] == ["broken", "goes"]
    assert "line break" in looked.recipients[0].text


@pytest.mark.parametrize("break_sign", ["\r\n", "\n", "\r", "\x0b", "\u2028", "\x85"])
def test_no_value_in_the_outbox_becomes_a_header(library, server, people, account, break_sign):
    uids = people(("Ion", "Pop", "ion@client.example"), ("Ana", "Pop", "ana@client.example"))
    looked = library.mail.recipients.look(LETTER, uids)
    people_found = list(looked.recipients)
    bad = dataclasses.replace(people_found[0].letter, subject=f"Hi{break_sign}Bcc: thief@evil.example")
    people_found[0] = dataclasses.replace(people_found[0], letter=bad)
    uid = library.mail.outbox.put(dataclasses.replace(looked, recipients=tuple(people_found)), account)
    library.mail.sender(QUICK).run()
    assert counts(library, uid) == {"sent": 1, "failed": 1}
    assert server.post.asked == {"ana@client.example": 1}
    assert "line break" in library.mail.outbox.letters(uid, "failed")[0].problem


def test_what_is_put_off_is_tried_again_and_what_is_refused_is_marked(library, server, people, send):
    server.post.answer = lambda address, n: (
        "451 4.7.1 come back later" if address.startswith("later") and n < 3
        else "550 5.1.1 no such user" if address.startswith("gone") else ""
    )  # fmt: skip
    uids = people(
        ("A", "A", "later@client.example"), ("B", "B", "gone@client.example"), ("C", "C", "c@client.example")
    )
    uid = send(uids)
    assert counts(library, uid) == {"sent": 2, "failed": 1}
    assert server.post.asked == {"later@client.example": 3, "gone@client.example": 1, "c@client.example": 1}
    (mark,) = library.mail.marks.all()
    assert (mark.address, mark.state) == ("gone@client.example", "refused")
    assert "no such user" in mark.reason
    again = library.mail.recipients.look(dataclasses.replace(LETTER, subject="Other"), uids)
    assert [each.state for each in again.recipients] == ["goes", "refused", "goes"]


def test_a_letter_that_is_put_off_for_ever_is_given_up(library, server, people, send):
    server.post.answer = lambda _address, _n: "450 4.2.0 greylisted"
    uid = send(people(("A", "A", "a@client.example")))
    assert counts(library, uid) == {"failed": 1}
    assert server.post.asked["a@client.example"] == 4
    assert "greylisted" in library.mail.outbox.letters(uid)[0].problem
    assert library.mail.marks.all() == []


def test_content_that_the_server_refuses_is_not_the_fault_of_the_address(library, server, people, send):
    server.post.at_data = lambda _address: "554 5.7.1 looks like spam"
    uid = send(people(("A", "A", "a@client.example")))
    assert counts(library, uid) == {"failed": 1}
    assert library.mail.marks.all() == []


def test_many_refusals_in_a_row_pause_the_mailing(library, server, people, account):
    server.post.at_data = lambda _address: "554 5.7.1 looks like spam"
    uids = people(*((f"A{n}", "A", f"a{n}@client.example") for n in range(6)))
    uid = library.mail.outbox.put(library.mail.recipients.look(LETTER, uids), account)
    library.mail.sender(dataclasses.replace(QUICK, refusals=3)).run()
    assert counts(library, uid) == {"failed": 3, "queued": 3}
    mailing = library.mail.outbox.find(uid)
    assert mailing.state == "paused"
    assert "3 letters were refused" in mailing.problem


def test_who_opts_out_while_letters_wait_gets_none(library, server, people, account):
    uids = people(("A", "A", "a@client.example"), ("B", "B", "b@client.example"))
    uid = library.mail.outbox.put(library.mail.recipients.look(LETTER, uids), account)
    library.mail.marks.opt_out("A@CLIENT.example", "by phone")
    library.mail.sender(QUICK).run()
    assert server.post.counts == {"b@client.example": 1}
    assert counts(library, uid) == {"sent": 1, "failed": 1}


def test_the_pace_of_the_server_is_kept(library, server, people, account):
    paced = library.mail.accounts.save(dataclasses.replace(account, pace=240))
    uids = people(*((f"A{n}", "A", f"a{n}@client.example") for n in range(6)))
    library.mail.outbox.put(library.mail.recipients.look(LETTER, uids), library.mail.accounts.find(paced))
    library.mail.sender(QUICK).run()
    times = server.post.times
    assert all(after - before >= 0.15 for before, after in pairwise(times))
    assert times[-1] - times[0] >= 5 * 0.25 - 0.1


def test_a_pause_stops_at_once_and_going_on_sends_the_rest_once(library, server, people, account):
    paced = library.mail.accounts.find(library.mail.accounts.save(dataclasses.replace(account, pace=600)))
    uids = people(*((f"A{n}", "A", f"a{n}@client.example") for n in range(20)))
    uid = library.mail.outbox.put(library.mail.recipients.look(LETTER, uids), paced)
    thread = threading.Thread(target=library.mail.sender(QUICK).run)
    thread.start()
    while len(server.post.taken) < 5:
        time.sleep(0.01)
    library.mail.outbox.pause(uid)
    thread.join(10)
    assert not thread.is_alive()
    before = len(server.post.taken)
    assert before < 20
    assert library.mail.outbox.find(uid).state == "paused"
    library.mail.outbox.resume(uid)
    library.mail.sender(QUICK).run()
    assert sorted(server.post.counts.values()) == [1] * 20
    assert counts(library, uid) == {"sent": 20}


def test_a_wrong_password_pauses_with_a_sentence_and_loses_nothing(library, server, people, account):
    library.mail.accounts.set_password(account.uid, "wrong")
    uid = library.mail.outbox.put(
        library.mail.recipients.look(LETTER, people(("A", "A", "a@client.example"))), account
    )
    library.mail.sender(QUICK).run()
    mailing = library.mail.outbox.find(uid)
    assert mailing.state == "paused"
    assert "refuses user name or password of “Firma”" in mailing.problem
    library.mail.accounts.set_password(account.uid, PASSWORD)
    library.mail.outbox.resume(uid)
    library.mail.sender(QUICK).run()
    assert counts(library, uid) == {"sent": 1}


def test_a_certificate_that_nobody_trusts_is_refused(library, people, account, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(UserError, match="is not trusted"):
        library.mail.try_out(account)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_server_without_encryption_gets_no_password(library, tmp_path):
    post = Post()
    controller = start(post, tmp_path, with_tls=False)
    try:
        account = Account("A", USER, host="127.0.0.1", port=port_of(controller))
        with pytest.raises(UserError, match="offers no encryption"):
            library.mail.try_out(account, PASSWORD)
        assert post.logins == []
        library.mail.try_out(dataclasses.replace(account, security="none"), PASSWORD)
        assert post.logins == [(USER, PASSWORD)]
    finally:
        controller.stop()


def test_a_server_that_wants_encryption_before_the_password_is_told_so(library, account):
    with pytest.raises(UserError, match="takes no password without encryption; choose STARTTLS or TLS"):
        library.mail.try_out(dataclasses.replace(account, security="none"), PASSWORD)


def test_a_server_that_is_not_there_is_tried_again_and_then_told(library, people, account):
    gone = library.mail.accounts.find(library.mail.accounts.save(dataclasses.replace(account, port=9)))
    uid = library.mail.outbox.put(
        library.mail.recipients.look(LETTER, people(("A", "A", "a@client.example"))), gone
    )
    library.mail.sender(QUICK).run()
    mailing = library.mail.outbox.find(uid)
    assert (mailing.state, counts(library, uid)) == ("paused", {"queued": 1})
    assert "127.0.0.1:9 cannot be reached" in mailing.problem


def test_an_oauth_token_logs_in_and_a_wrong_one_is_told(library, server, account, monkeypatch):
    microsoft = dataclasses.replace(account, login="microsoft", client_id="abc")
    library.mail.try_out(microsoft, "good-token")
    with pytest.raises(UserError, match="refuses user name or password"):
        library.mail.try_out(microsoft, "bad-token")


def test_addresses_with_other_letters_go_where_the_server_takes_them(library, server, people, send):
    uid = send(people(("A", "A", "ana@пример.example"), ("B", "B", "пётр@client.example")))
    assert counts(library, uid) == {"sent": 2}
    assert set(server.post.counts) == {"ana@xn--e1afmkfd.example", "пётр@client.example"}
    assert server.post.message("пётр@client.example")["Subject"] == "Știri pentru B"
    assert "To: A A <ana@xn--e1afmkfd.example>" in server.post.taken[0][1].decode()
    assert "пётр@client.example>" in server.post.taken[1][1].decode()


def test_one_person_gets_one_letter_however_often_it_is_chosen(library, server, people, account):
    uids = people(("A", "A", "a@client.example", "other@client.example"), ("B", "B", "A@Client.example"))
    looked = library.mail.recipients.look(LETTER, [*uids, *uids])
    assert [each.state for each in looked.recipients] == ["goes", "duplicate"]
    assert looked.recipients[0].others == ("other@client.example",)
    library.mail.outbox.put(looked, account)
    library.mail.sender(QUICK).run()
    assert server.post.counts == {"a@client.example": 1}
    again = library.mail.recipients.look(LETTER, uids)
    assert [each.state for each in again.recipients] == ["earlier", "earlier"]
    changed = library.mail.recipients.look(dataclasses.replace(LETTER, plain="New"), uids)
    assert [each.state for each in changed.recipients] == ["goes", "duplicate"]


def test_files_and_pictures_come_with_the_letter(library, server, people, send, tmp_path):
    picture = tmp_path / "logo.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    price = tmp_path / "Прайс ș.pdf"
    price.write_bytes(b"%PDF-1.4 prices")
    logo = library.mail.letters.keep_picture(picture)
    letter = LetterTemplate(
        "With files", subject="Hi", html=f'<p>x<img src="cid:{logo["uid"]}" alt="Logo"></p>',
        files=(library.files.keep(price),), pictures=(logo,),
    )  # fmt: skip
    uid = library.mail.letters.save(letter)
    send(people(("A", "A", "a@client.example")), library.mail.letters.find(uid))
    found = server.post.message("a@client.example")
    (attached,) = found.iter_attachments()
    assert attached.get_filename() == "Прайс ș.pdf"
    assert attached.get_content() == b"%PDF-1.4 prices"
    related = [each for each in found.walk() if each.get("Content-ID")]
    assert related[0].get_content() == picture.read_bytes()
    cid = related[0]["Content-ID"].strip("<>")
    assert f'src="cid:{cid}"' in found.get_body(("html",)).get_content()


def test_a_document_is_made_for_each_and_stays_with_its_event(library, server, people, send, tmp_path):
    from docx import Document

    document = Document()
    document.add_paragraph("Offer for {{ contact.given_name }}")
    document.save(str(tmp_path / "Offer.docx"))
    template = library.documents.templates.add(tmp_path / "Offer.docx").uid
    letter = LetterTemplate("With offer", subject="Offer", plain="See the offer.", document=template)
    uids = people(("Ion", "Pop", "ion@client.example"), ("Ana", "Pop", "ana@client.example"))
    send(uids, letter)
    (attached,) = server.post.message("ana@client.example").iter_attachments()
    (tmp_path / "got.docx").write_bytes(attached.get_content())
    assert Document(str(tmp_path / "got.docx")).paragraphs[0].text == "Offer for Ana"
    (event,) = events_of(library, uids[1])
    assert event.values["attachments"][0]["name"] == attached.get_filename()


def test_a_connection_that_breaks_in_the_content_leaves_an_unknown_letter(library, server, people, send):
    async def broken(smtp, session, envelope):
        smtp.transport.abort()
        return "250 never heard"

    server.post.handle_DATA = broken  # type: ignore[method-assign]
    uid = send(people(("A", "A", "a@client.example")))
    assert counts(library, uid) == {"unknown": 1}
    library.mail.sender(QUICK).run()
    assert counts(library, uid) == {"unknown": 1}
    (letter,) = library.mail.outbox.letters(uid, "unknown")
    del server.post.handle_DATA
    assert library.mail.outbox.send_again(uid, [letter.id]) == 1
    library.mail.outbox.resume(uid)
    library.mail.sender(QUICK).run()
    assert counts(library, uid) == {"sent": 1}


def test_a_second_sender_is_refused_while_the_first_one_sends(library, server, people, account):
    paced = library.mail.accounts.find(library.mail.accounts.save(dataclasses.replace(account, pace=120)))
    uids = people(*((f"A{n}", "A", f"a{n}@client.example") for n in range(10)))
    library.mail.outbox.put(library.mail.recipients.look(LETTER, uids), paced)
    first = library.mail.sender(Rules())
    thread = threading.Thread(target=first.run)
    thread.start()
    while not server.post.taken:
        time.sleep(0.01)
    with pytest.raises(UserError, match="already being sent"):
        library.mail.sender(Rules()).run()
    first.stop()
    thread.join(10)


def test_the_password_is_nowhere_in_the_file(library, account, tmp_path):
    library.close()
    content = b"".join(each.read_bytes() for each in tmp_path.glob("test.cartoteca*"))
    assert PASSWORD.encode() not in content
    assert b"127.0.0.1" in content


@pytest.mark.postgres
def test_a_library_on_a_server_sends_its_letters_and_notes_them(server_library, server):
    library = server_library
    uid = library.mail.accounts.save(Account("A", USER, host="127.0.0.1", port=server.port, pace=0))
    library.mail.accounts.set_password(uid, PASSWORD)
    uids = [
        library.save("contacts", {"given_name": name, "emails": [{"value": f"{name}@client.example"}]}).uid
        for name in ("ion", "ana", "gone", "out")
    ]
    server.post.answer = lambda address, _n: "550 5.1.1 unknown" if address.startswith("gone") else ""
    library.mail.marks.opt_out("out@client.example")
    looked = library.mail.recipients.look(LETTER, uids)
    mailing = library.mail.outbox.put(looked, library.mail.accounts.find(uid))
    library.mail.sender(QUICK).run()
    assert counts(library, mailing) == {"sent": 2, "failed": 1}
    assert library.mail.outbox.find(mailing).state == "done"
    assert {mark.state for mark in library.mail.marks.all()} == {"opted_out", "refused"}
    assert len(events_of(library, uids[0])) == 1
    assert library.mail.recipients.look(LETTER, uids[:1]).recipients[0].state == "earlier"


def test_a_refused_log_in_leaves_no_connection_open(library, account):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", ResourceWarning)
        for _time in range(5):
            with pytest.raises(UserError, match="refuses user name or password"):
                library.mail.try_out(account, "wrong")
        gc.collect()
    assert [str(each.message) for each in told if each.category is ResourceWarning] == []


@pytest.fixture
def offer(library, tmp_path) -> Callable[[str], str]:
    """Adds a Word template with that text; its uid."""
    from docx import Document

    def make(text: str) -> str:
        document = Document()
        document.add_paragraph(text)
        document.save(str(tmp_path / "Offer.docx"))
        return library.documents.templates.add(tmp_path / "Offer.docx").uid

    return make


def with_offer(template: str, text: str = "See the offer.") -> LetterTemplate:
    return LetterTemplate("With offer", subject="Offer", plain=text, document=template)


def test_the_look_before_sending_looks_into_the_document_of_each(library, people, offer):
    template = offer("{{ contact.given_name }}, {{ contact.city }}")
    (uid,) = people(("Ion", "Pop", "ion@client.example"))
    looked = library.mail.recipients.look(with_offer(template), [uid])
    (person,) = looked.with_empty
    assert person.goes
    assert not person.empty
    assert person.document_empty == ("City",)
    assert person.empty_in_words() == "empty in the document: City"
    assert not events_of(library, uid)


def test_a_letter_with_a_field_that_does_not_exist_goes_to_nobody(library, account, people, offer):
    uids = people(("Ion", "Pop", "ion@client.example"))
    for letter in (
        with_offer(offer("{{ contact.given_nam }}")),
        LetterTemplate("x", subject="Hi", plain="Dear {{ given_nam }}"),
    ):
        looked = library.mail.recipients.look(letter, uids)
        assert "given_nam" in looked.mistakes[0].in_words()
        with pytest.raises(UserError, match="given_nam"):
            library.mail.outbox.put(looked, account)
    assert library.mail.outbox.all() == []


def test_a_template_that_makes_one_document_of_all_is_refused_for_letters(library, people, offer):
    template = offer("{% for each in records %}{{ each.title }}{% endfor %}")
    with pytest.raises(UserError, match="one document of all"):
        library.mail.recipients.look(with_offer(template), people(("Ion", "Pop", "ion@client.example")))


def test_who_had_a_letter_today_is_told_before_the_next_one(library, server, people, send):
    uids = people(("A", "A", "a@client.example"), ("B", "B", "b@client.example"))
    send(uids[:1])
    other = library.mail.recipients.look(dataclasses.replace(LETTER, subject="Other"), uids)
    assert [each.title for each in other.written_lately] == ["A A"]
    assert [each.state for each in other.recipients] == ["goes", "goes"]


def test_a_document_without_fields_is_told_before_everybody_gets_the_same(library, people, offer):
    looked = library.mail.recipients.look(
        with_offer(offer("Dear Ana, see you.")), people(("Ion", "Pop", "ion@client.example"))
    )
    (finding,) = looked.findings
    assert "everybody gets the same" in finding.in_words()
    assert looked.mistakes == ()
