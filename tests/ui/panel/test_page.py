"""What the panel says of a record, without a window."""

from __future__ import annotations

from app.services.library import Library
from app.ui.panel.lines import account_address
from app.ui.panel.page import Changed, RecordPage, read_page
from tests.ui.panel_fakes import add_sample


def _texts(page: RecordPage) -> dict[str, list[str]]:
    return {card.title: [line.text for line in card.lines] for card in page.cards}


def test_a_record_that_is_gone_has_no_page(library: Library) -> None:
    assert read_page(library, "0" * 32) is None


def test_only_filled_fields_are_shown_and_the_name_is_not_repeated(library: Library) -> None:
    page = read_page(library, add_sample(library).contact)
    assert page is not None
    texts = _texts(page)
    assert "Name" not in texts
    assert texts["Communication"] == ["+40 721 234 567", "+40 264 312 456", "ana@nordicpanel.ro", "@ana_d"]
    assert texts["Details"] == ["14 March 1985 · 41 years", "Mountain biking"]


def test_the_subtitle_leads_to_the_organization(library: Library) -> None:
    sample = add_sample(library)
    page = read_page(library, sample.contact)
    assert page is not None
    assert [line.text for line in page.subtitle] == ["Purchasing manager", "Nordic Panel SRL"]
    assert page.subtitle[1].target == ("organizations", sample.firm)


def test_groups_are_named_by_their_path(library: Library) -> None:
    page = read_page(library, add_sample(library).contact)
    assert page is not None
    assert page.groups == ("Sales / Ionescu",)
    assert page.tags == ("Key client",)
    assert (page.flag, page.flag_label) == ("red", "Red")


def test_planned_events_come_first_and_nothing_is_told_twice(library: Library) -> None:
    sample = add_sample(library)
    page = read_page(library, sample.contact)
    assert page is not None
    assert page.timeline[0].uid == sample.planned
    assert page.timeline[0].is_planned
    assert {entry.uid for entry in page.timeline}.isdisjoint({each.uid for each in page.related})


def test_people_of_a_firm_are_called_people(library: Library) -> None:
    sample = add_sample(library)
    page = read_page(library, sample.firm)
    assert page is not None
    assert [(each.field_label, each.title) for each in page.related] == [("People", "Ana Dumitrescu")]


def test_accounts_have_addresses_that_open_somewhere(library: Library) -> None:
    context = library.context()
    assert account_address("telegram", "@ana_d", context) == "https://t.me/ana_d"
    assert account_address("whatsapp", "0721 234 567", context) == "https://wa.me/40721234567"
    assert account_address("viber", "0721 234 567", context) == "viber://chat?number=%2B40721234567"
    assert account_address("linkedin", "/in/anad", context) == "https://www.linkedin.com/in/anad"
    assert account_address("other", "whatever", context) == ""
    assert account_address("facebook", "a/../b", context) == "https://www.facebook.com/a%2F..%2Fb"


def test_what_is_left_beside_the_names_of_a_contact_stands_among_the_details(library: Library) -> None:
    uid = library.save("contacts", {"surname": "Albu", "sex": "female", "hobby": "chess"}).uid
    page = read_page(library, uid)
    assert page is not None
    assert [(card.key, [line.field for line in card.lines]) for card in page.cards] == [
        ("details", ["sex", "hobby"])
    ]


def test_without_details_of_its_own_a_firm_tells_them_in_a_card_that_edits_its_first_group(
    library: Library,
) -> None:
    uid = library.save("organizations", {"name": "Nordic Panel", "status": "active"}).uid
    page = read_page(library, uid)
    assert page is not None
    assert [(card.key, card.title) for card in page.cards] == [("main", "Details")]


def test_a_long_text_that_was_changed_is_a_short_line_of_the_history(library: Library) -> None:
    uid = library.save("contacts", {"surname": "Pop", "notes": "word " * 1000}).uid
    library.save("contacts", {"notes": None, "hobby": "Chess"}, uid)
    page = read_page(library, uid)
    assert page is not None
    newest = page.history[0]
    assert isinstance(newest, Changed)
    assert "Hobby: Chess" in newest.texts
    assert max(len(text) for text in newest.texts) < 200
    assert page.history[-1].texts == ("Created",)


def test_communication_comes_first_whatever_the_order_of_the_card(library: Library) -> None:
    page = read_page(library, add_sample(library).contact)
    assert page is not None
    assert [card.key for card in page.cards][:2] == ["reach", "work"]


def test_a_phone_alone_without_a_kind_is_a_phone(library: Library) -> None:
    one = library.save("contacts", {"surname": "Pop", "phones": [{"value": "0721 234 567"}]}).uid
    page = read_page(library, one)
    assert page is not None
    assert [line.label for line in page.cards[0].lines] == ["Phone"]
