"""Data check: what looks wrong is listed, what is certain is mended in one step, nothing is blocked."""

from __future__ import annotations

import pytest

from app.core.progress import Cancelled, Progress
from app.services.library import Change, Library
from app.services.text_faults import decoded, is_garbled, is_in_capitals, is_mixed, title_case, unmixed


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("POPESCU", "Popescu"),
        ("POPESCU-IONESCU", "Popescu-Ionescu"),
        ("ÎNĂLȚIMEA", "Înălțimea"),
        ("ȘERBAN", "Șerban"),
        ("O'BRIEN", "O'Brien"),
        ("MCDONALD", "McDonald"),
        ("VON DER MÜHLE", "von der Mühle"),
        ("DE LA CRUZ", "de la Cruz"),
        ("ШИШКИН-КОЗЛОВ", "Шишкин-Козлов"),
        ("IOAN PAUL II", "Ioan Paul II"),
        ("DE", "De"),
    ],
)
def test_names_in_capitals_become_names(text: str, fixed: str) -> None:
    assert title_case(text) == fixed


@pytest.mark.parametrize("text", ["Popescu", "AB", "III", "I. I.", "де Голль", "McDONALD", "李小龙"])
def test_what_is_no_shouting_is_left_alone(text: str) -> None:
    assert not is_in_capitals(text)


@pytest.mark.parametrize("text", ["Иванов", "Ștefan Țurcanu", "Müller", "naïve „cafea” – 5 €", "Ёлкин"])
@pytest.mark.parametrize("page", ["cp1252", "cp1251", "cp1250"])
def test_garbled_letters_that_can_be_read_are_read_and_good_ones_stay(text: str, page: str) -> None:
    assert not is_garbled(text)
    garbled = "".join(bytes([byte]).decode(page, "ignore") or chr(byte) for byte in text.encode("utf-8"))
    assert is_garbled(garbled)
    assert decoded(garbled) in (text, None)


def test_garbled_letters_that_lost_something_are_told_and_not_guessed() -> None:
    for text in ("Č\ufffdtefan", "РР²Р°Р", "\ufffdtefan"):
        assert is_garbled(text)
        assert decoded(text) is None
    assert decoded("Č\x98tefan") == "Ștefan"
    for good in ("Рёбра", "Рівне", "São Paulo", "Žižek", "ÎNĂLȚIMEA"):
        assert not is_garbled(good)


def test_a_word_of_two_alphabets_is_mended_where_it_can_be_only_one() -> None:
    assert is_mixed("Рopescu")  # the first letter is Cyrillic
    assert unmixed("Рopescu Ion") == "Popescu Ion"
    assert unmixed("Ивaнов") == "Иванов"
    assert unmixed("Сoop") is None or unmixed("Сoop") == "Coop"
    assert not is_mixed("Иван Popescu")


def add(library: Library, section: str, values: dict[str, object]) -> str:
    uid = library.new_uid()
    library.write("import", [Change(section, uid, values)], section=section)
    return uid


@pytest.fixture
def faulty(any_library: Library) -> dict[str, str]:
    return {
        "shout": add(any_library, "contacts", {"surname": "POPESCU", "given_name": "ANA-MARIA"}),
        "garbled": add(any_library, "contacts", {"surname": "Ð˜Ð²Ð°Ð½Ð¾Ð²", "emails": [{"value": "ana@"}],
                                                 "addresses": [{"city": "Ia\u00c8\u2122i"}]}),
        "firm": add(any_library, "organizations", {"name": "DELTA  SRL", "fiscal_code": "14399841"}),
        "cedilla": add(any_library, "contacts", {"surname": "Şerban", "phones": [{"value": "O721234567"}]}),
        "fine": add(any_library, "contacts", {"surname": "Rusu", "phones": [{"value": "0721234567"}]}),
    }  # fmt: skip


def test_everything_that_looks_wrong_is_listed_by_sort(any_library: Library, faulty: dict[str, str]) -> None:
    report = any_library.data_check.look()
    assert dict(report.counts) == {
        "capitals": 2, "garbled": 2, "email": 1, "blanks": 1, "code": 1, "cedillas": 1, "phone": 1,
    }  # fmt: skip
    (email,) = report.shown["email"]
    assert (email.uid, email.field, email.text, email.fixed) == (faulty["garbled"], "emails", "ana@", None)
    assert "does not look like an e-mail" in email.sentence
    assert [(each.text, each.fixed) for each in report.shown["garbled"]] == [
        ("Ð˜Ð²Ð°Ð½Ð¾Ð²", "Иванов"), ("IaÈ™i", "Iași"),
    ]  # fmt: skip
    assert [each.text for each in report.shown["blanks"]] == ["DELTA  SRL"]  # firms may stand in capitals


def test_what_is_certain_is_mended_in_one_step_that_undo_takes_back(
    any_library: Library, faulty: dict[str, str]
) -> None:
    before = list(any_library.care.dump())
    operation = any_library.data_check.fix({"capitals", "garbled", "blanks", "mixed"})
    assert operation.count == 3
    values = {key: any_library.get(uid).values for key, uid in faulty.items()}
    assert (values["shout"]["surname"], values["shout"]["given_name"]) == ("Popescu", "Ana-Maria")
    assert values["garbled"]["surname"] == "Иванов"
    assert values["garbled"]["addresses"] == [{"city": "Iași"}]
    assert values["firm"]["name"] == "DELTA SRL"
    assert values["cedilla"]["surname"] == "Şerban"  # only on wish
    left = any_library.data_check.look()
    assert sum(left.fixable.values()) == left.fixable["cedillas"] == 1
    any_library.data_check.fix({"cedillas"})
    assert any_library.get(faulty["cedilla"]).values["surname"] == "Șerban"
    assert any_library.care.check() == []
    any_library.undo()
    any_library.undo(operation.uid)
    assert list(any_library.care.dump()) == before


def test_it_tells_how_far_it_is_and_stops_when_told(any_library: Library, faulty: dict[str, str]) -> None:
    told: list[tuple[int, int | None]] = []
    any_library.data_check.look(Progress(lambda done, total, _text: told.append((done, total))))
    assert told[-1] == (5, 5)
    before = list(any_library.care.dump())
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        any_library.data_check.fix({"capitals"}, progress)
    assert list(any_library.care.dump()) == before
