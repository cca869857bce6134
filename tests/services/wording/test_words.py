"""Numbers, sums, dates and names in the words of three languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.services.wording.amounts import date_in_words, money_in_words, number_in_words
from app.services.wording.names import CASES, Person, case_name, declined, salutation, sex_of

NUMBERS = {
    "en": {0: "zero", 21: "twenty-one", 101: "one hundred and one", 1001: "one thousand and one",
           1_234_567: "one million two hundred and thirty-four thousand five hundred and sixty-seven"},
    "ro": {1: "unu", 2: "doi", 12: "doisprezece", 20: "douăzeci", 100: "o sută", 101: "o sută unu",
           1000: "o mie", 2000: "două mii", 12_000: "douăsprezece mii", 20_000: "douăzeci de mii",
           21_000: "douăzeci și una de mii", 1_000_000: "un milion", 2_000_000: "două milioane",
           21_000_000: "douăzeci și unu de milioane", 101_000: "o sută una mii"},
    "ru": {0: "ноль", 2: "два", 21: "двадцать один", 1000: "одна тысяча", 2000: "две тысячи",
           5000: "пять тысяч", 11_000: "одиннадцать тысяч", 21_000: "двадцать одна тысяча",
           1_000_000: "один миллион", 2_000_000: "два миллиона", 112_000_000: "сто двенадцать миллионов"},
}  # fmt: skip


@pytest.mark.parametrize("language", NUMBERS)
def test_numbers_are_written_as_people_count(language: str) -> None:
    for number, words in NUMBERS[language].items():
        assert number_in_words(Decimal(number), language) == words


SUMS = [
    ("ro", "1", "RON", "un leu și 00 bani"), ("ro", "2.01", "RON", "doi lei și 01 ban"),
    ("ro", "19", "MDL", "nouăsprezece lei și 00 bani"), ("ro", "20", "RON", "douăzeci de lei și 00 bani"),
    ("ro", "101.19", "RON", "o sută unu lei și 19 bani"),
    ("ro", "1234.50", "lei", "o mie două sute treizeci și patru de lei și 50 de bani"),
    ("ro", "1", "RUB", "o rublă și 00 copeici"),
    ("ro", "22", "UAH", "douăzeci și două de hrivne și 00 copeici"),
    ("ru", "1", "RUB", "один рубль 00 копеек"), ("ru", "2.02", "RUB", "два рубля 02 копейки"),
    ("ru", "5.11", "руб.", "пять рублей 11 копеек"), ("ru", "11", "RUB", "одиннадцать рублей 00 копеек"),
    ("ru", "1021.21", "UAH", "одна тысяча двадцать одна гривна 21 копейка"),
    ("ru", "1002.22", "EUR", "одна тысяча два евро 22 цента"), ("ru", "5", "MDL", "пять леев 00 банов"),
    ("ru", "-3", "USD", "минус три доллара США 00 центов"), ("ru", "0", "RUB", "ноль рублей 00 копеек"),
    ("en", "1", "USD", "one US dollar and 00 cents"),
    ("en", "2.005", "GBP", "two pounds sterling and 01 penny"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "amount", "currency", "words"), SUMS)
def test_a_sum_stands_in_words_with_the_right_forms(
    language: str, amount: str, currency: str, words: str
) -> None:
    assert money_in_words(Decimal(amount), currency, language) == words


def test_dates_stand_in_words() -> None:
    day = date(2026, 11, 23)
    assert date_in_words(day, "ro") == "douăzeci și trei noiembrie două mii douăzeci și șase"
    assert date_in_words(day, "ru") == "двадцать третье ноября две тысячи двадцать шестого года"
    assert date_in_words(day, "en") == "the twenty-third of November two thousand and twenty-six"
    assert date_in_words(date(2000, 1, 1), "ru") == "первое января двухтысячного года"
    assert (
        date_in_words(date(1985, 10, 31), "ro")
        == "treizeci și unu octombrie o mie nouă sute optzeci și cinci"
    )
    assert date_in_words(date(2010, 3, 30), "ru") == "тридцатое марта две тысячи десятого года"


def test_russian_names_are_declined_and_others_left_alone() -> None:
    man = Person("Иванов", "Пётр", "Ильич")
    assert [declined(man.full, man, case, {}) for case in CASES] == [
        "Иванов Пётр Ильич", "Иванова Петра Ильича", "Иванову Петру Ильичу", "Иванова Петра Ильича",
        "Ивановым Петром Ильичом", "Иванове Петре Ильиче",
    ]  # fmt: skip
    woman = Person("Черных", "Анна", "Сергеевна")
    assert declined(woman.full, woman, "genitive", {}) == "Черных Анны Сергеевны"
    assert declined(man.short, man, "дательный", {}) == "Иванову П. И."
    other = Person("Popescu", "Ion")
    assert declined(other.full, other, "genitive", {}) == "Popescu Ion"


def test_what_is_stored_comes_before_the_rules() -> None:
    man = Person("Кваша", "Олег", "Юрьевич")
    stored = {"Кваша Олег Юрьевич": {"genitive": "Кваши Олега Юрьевича!"}}
    assert declined("Кваша  Олег Юрьевич", man, "р", stored) == "Кваши Олега Юрьевича!"
    assert declined("Кваша Олег Юрьевич", man, "dative", stored) == "Кваше Олегу Юрьевичу"


@pytest.mark.parametrize(
    ("post", "genitive"),
    [
        ("директор", "директора"), ("генеральный директор", "генерального директора"),
        ("Главный бухгалтер", "Главного бухгалтера"), ("председатель правления", "председателя правления"),
        ("управляющий", "управляющего"), ("заведующая", "заведующей"), ("продавец", "продавца"),
        ("менеджер по продажам", "менеджера по продажам"), ("director", "director"),
    ],
)  # fmt: skip
def test_posts_are_declined_up_to_their_noun(post: str, genitive: str) -> None:
    assert declined(post, None, "genitive", {}) == genitive


def test_cases_are_named_in_three_languages_or_refused() -> None:
    assert {case_name(each) for each in ("genitive", "gen", "р", "родительный", "genitiv")} == {"genitive"}
    with pytest.raises(ValueError, match="nominative, genitive"):
        case_name("seventh")


def test_a_patronymic_tells_the_sex_and_a_note_comes_first() -> None:
    assert sex_of(Person("Ткач", "Саша", "Ивановна")) == "female"
    assert sex_of(Person("Ткач", "Саша", "Ивановна", "male")) == "male"
    assert sex_of(Person("Popescu", "Ana")) == ""


@pytest.mark.parametrize(
    ("language", "person", "said"),
    [
        ("ro", Person("Rusu", "Ana", "", "female"), "Stimată doamnă Rusu,"),
        ("ro", Person("Rusu", "Ion", "", "male"), "Stimate domnule Rusu,"),
        ("ro", Person("Rusu", "Ana"), "Bună ziua, Ana Rusu,"), ("ro", Person(), "Bună ziua,"),
        ("ru", Person("Иванова", "Мария", "Сергеевна"), "Уважаемая Мария Сергеевна!"),
        ("ru", Person("Иванов", "", "", "male"), "Уважаемый господин Иванов!"),
        ("ru", Person("Rusu", "Ana"), "Здравствуйте, Ana!"), ("ru", Person(), "Здравствуйте!"),
        ("en", Person("Rusu", "Ana", "", "female"), "Dear Ms Rusu,"), ("en", Person(), "Dear Sir or Madam,"),
        ("en", Person("Rusu", "Ana"), "Dear Ana Rusu,"),
    ],
)  # fmt: skip
def test_a_letter_greets_by_sex_or_without(language: str, person: Person, said: str) -> None:
    assert salutation(person, language) == said
