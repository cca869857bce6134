"""What a picker offers for templates."""

from __future__ import annotations

from app.services.documents.vocabulary import words_for
from app.services.library import Library


def test_every_field_is_one_placeholder_and_the_one_firm_comes_before_all_firms(library: Library) -> None:
    contact = words_for(library, "contacts")[0].words
    assert not [each.text for each in contact if "{%" in each.text]
    paths = [each.path[-1] for each in contact]
    for one, all_of_them in (("organization", "organizations"), ("phone", "phones"), ("email", "emails")):
        assert paths.index(one) < paths.index(all_of_them)


def test_a_field_is_known_by_its_names_in_every_language(library: Library) -> None:
    words = [word for group in words_for(library, "contacts") for word in group.words]
    known = {each.path[-1]: each.known_as for each in words}
    assert "prenume" in known["given_name"]
    assert "имя" in known["given_name"]
    assert "date" in known["today"]
