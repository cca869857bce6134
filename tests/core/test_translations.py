"""The catalogues: every text of the program stands in Romanian and Russian, whole and well spelt."""

from __future__ import annotations

import ast
import gettext
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

import app
from app.core import texts
from app.core.compile_texts import compile_catalogue
from app.core.extract_texts import KEYWORDS
from app.core.paths import resource
from tests.prepared import program_texts

SOURCES = Path(app.__file__).parent
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
LETTERS = re.compile(r"[^\W\d_]+")
CONTACTS = ("{n} contact", "{n} contacts")

languages = pytest.mark.parametrize("code", ["ro", "ru"])


@cache
def catalogue(code: str) -> Catalog:
    with (resource("translations") / f"{code}.po").open("rb") as stream:
        return read_po(stream, locale=code)


def program_words() -> set[str]:
    """Every text of the program, without its context."""
    found = (message for _context, message in program_texts())
    return {text for message in found for text in ([message] if isinstance(message, str) else message)}


def messages(code: str) -> list[Message]:
    return [each for each in catalogue(code) if each.id]


def forms(message: Message) -> list[str]:
    """The translations of a message: one, or one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def identity(message: Message) -> tuple[str | None, str | tuple[str, ...]]:
    return message.context, message.id if isinstance(message.id, str) else tuple(message.id)


def sources(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def words(text: str) -> list[str]:
    """Runs of letters, without the names of placeholders."""
    return LETTERS.findall(PLACEHOLDER.sub(" ", text))


def is_latin(letter: str) -> bool:
    return "a" <= letter.lower() <= "z"


def is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u04ff"


@languages
def test_every_text_of_the_program_is_in_the_catalogue(code):
    assert set(program_texts()) - set(map(identity, messages(code))) == set()


@languages
def test_every_text_is_translated_in_all_its_forms(code):
    assert [each.id for each in messages(code) if not all(form.strip() for form in forms(each))] == []


@languages
def test_no_translation_is_a_guess(code):
    assert [each.id for each in messages(code) if each.fuzzy] == []


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


@languages
def test_placeholders_are_those_of_the_source(code):
    """The Romanian singular means the number 1 alone; the first Russian form stands for 21 and 31 too."""
    wrong = []
    for each in messages(code):
        singular, plural = (placeholders(sources(each)[place]) for place in (0, -1))
        for number, form in enumerate(forms(each)):
            wanted = singular if number == 0 and code == "ro" else plural
            if form and placeholders(form) != wanted:
                wrong.append((each.id, form))
    assert wrong == []


@languages
def test_a_translation_ends_like_its_source(code):
    """What asks further keeps its “…”, a question its mark; no blanks come in at the ends."""

    def end(text: str) -> str:
        return next((sign for sign in ("…", "?") if text.endswith(sign)), "")

    wrong = [
        (each.id, form)
        for each in messages(code)
        for form in forms(each)
        if form and (form != form.strip() or end(form) != end(sources(each)[-1]))
    ]
    assert wrong == []


@languages
def test_a_catalogue_compiles_and_answers(code, tmp_path):
    compiled = compile_catalogue(resource("translations") / f"{code}.po", tmp_path / f"{code}.mo")
    with compiled.open("rb") as stream:
        answers = gettext.GNUTranslations(stream)
    assert answers.gettext("Contacts") != "Contacts"


@pytest.mark.parametrize(
    ("code", "n", "said"),
    [
        ("ru", 1, "1 контакт"), ("ru", 2, "2 контакта"), ("ru", 5, "5 контактов"), ("ru", 11, "11 контактов"),
        ("ru", 21, "21 контакт"), ("ru", 0, "0 контактов"),
        ("ro", 1, "1 contact"), ("ro", 2, "2 contacte"), ("ro", 20, "20 de contacte"),
        ("ro", 0, "0 contacte"), ("ro", 101, "101 contacte"),
    ],
)  # fmt: skip
def test_numbers_take_the_plural_form_of_the_language(code, n, said):
    texts.use_language(code)
    assert texts.ngettext(*CONTACTS, n).format(n=n) == said


def test_every_marked_text_is_found_by_the_extraction():
    """Babel does not look into f-strings: a text marked there would stay English."""
    known = program_words()
    lost = [
        f"{path.relative_to(SOURCES)}:{call.lineno}: {argument.value}"
        for path in sorted(SOURCES.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
        for argument in (call.args[1:] if call.func.id in ("NC_", "pgettext") else call.args)
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        if argument.value and argument.value not in known
    ]
    assert lost == []


def test_no_russian_word_has_a_letter_that_only_looks_cyrillic():
    mixed = [
        (word, form)
        for each in messages("ru")
        for form in forms(each)
        for word in words(form)
        if any(map(is_latin, word)) and any(map(is_cyrillic, word))
    ]
    assert mixed == []


def test_a_single_latin_letter_in_russian_stands_in_the_source_too():
    """Else it is a preposition typed on the wrong keyboard."""
    strange = [
        (word, form)
        for each in messages("ru")
        for form in forms(each)
        for word in words(form)
        if len(word) == 1 and is_latin(word) and word.lower() not in words(" ".join(sources(each)).lower())
    ]
    assert strange == []


def test_russian_has_its_own_quotation_marks_and_the_dots_of_yo():
    undotted = {"еще", "ее", "счет", "отчет", "темная", "желтый", "зеленый", "причем", "объем", "ведет"}
    found = [form for each in messages("ru") for form in forms(each)]
    assert [form for form in found if re.search("[“”„]", form) or form.count("«") != form.count("»")] == []
    assert [form for form in found if undotted & set(words(form.lower()))] == []


def test_no_romanian_text_has_a_cedilla_or_a_cyrillic_letter():
    strange = re.compile("[şţŞŢ\u0327\u0400-\u04ff]")
    assert [form for each in messages("ro") for form in forms(each) if strange.search(form)] == []
