"""Single kinds: what is parsed, shown and put into a cell fits together; rich text is washed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.blueprint.context import Context
from app.blueprint.kinds import (
    Choice,
    Choices,
    Email,
    Image,
    LongText,
    Money,
    Number,
    RichText,
    Text,
    Url,
    YesNo,
    cell_text,
    wash,
)
from app.blueprint.lists import LISTS, find_choice
from app.core.texts import use_language

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize("kind", [Text(), LongText(), RichText(), Email(), Url()], ids=lambda kind: kind.name)
@given(text=ANY_TEXT)
def test_a_normal_value_is_normal_already(kind: Text, text: str) -> None:
    once = kind.normal(text)
    assert kind.normal(once) == once
    assert once is None or (once.encode() and "\x00" not in once)


@given(text=ANY_TEXT)
def test_a_text_in_a_cell_is_read_again(text: str) -> None:
    context = Context()
    value = Text().parse(text, context)
    assert Text().from_cell(Text().cell(value, context), context) == value


def test_empty_means_nothing(context: Context) -> None:
    for kind in (Text(), LongText(), RichText(), Email(), Url(), Number(), YesNo(), Choice("grade"), Image()):
        assert kind.parse(" \u00a0 ", context) is None
        assert kind.show(None, context) == ""
        assert kind.cell(None, context) is None
        assert list(kind.search(None, context)) == []
        assert kind.warning(None, context) is None


def test_one_line_stays_one_line(context: Context) -> None:
    assert Text().parse("a\r\nb\u2028c", context) == "a b c"
    assert LongText().parse("a\nb", context) == "a\nb"


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", 5), ("50 %", 50), ("1\u202f200", 1200), ("-3", -3), ("7,0", 7), ("007", 7), ("", None)],
)
def test_a_whole_number_is_read(text: str, value: int | None, context: Context) -> None:
    assert Number().parse(text, context) == value


@pytest.mark.parametrize("text", ["5,5", "abc", "1e5", "99999999999", "--5", "1.234.5"])
def test_what_is_no_whole_number_gives_a_sentence(text: str, context: Context) -> None:
    with pytest.raises(ValueError, match="is not a whole number"):
        Number().parse(text, context)


@pytest.mark.parametrize(
    ("text", "cents"),
    [("12,5 lei", 1250), ("1 200 руб.", 120000), ("$3", 300), ("MDL 7", 700), ("5 грн", 500), ("9 SEK", 900)],
)
def test_an_amount_may_have_its_currency_beside_it(text: str, cents: int, context: Context) -> None:
    assert Money("MDL").parse(text, replace(context, language="ro")) == cents


@pytest.mark.parametrize("text", ["abc12,5", "12 or 5", "lei", "none", "12 MDL lei", "1o0"])
def test_other_words_are_not_left_out_of_an_amount(text: str, context: Context) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        Money("MDL").parse(text, replace(context, language="ro"))


def test_a_number_out_of_bounds_warns_and_stays(context: Context) -> None:
    kind = Number(0, 100, " %")
    assert kind.warning(101, context)
    assert not kind.warning(100, context)
    assert kind.show(101, context) == "101 %"
    assert kind.from_cell(kind.cell(50, context), context) == 50


@pytest.mark.parametrize("text", ["da", "Yes", "ДА", "1", "x", "+", "true", "adevărat"])
def test_many_words_mean_yes(text: str, context: Context) -> None:
    assert YesNo().parse(text, context) is True


@pytest.mark.parametrize("text", ["nu", "No", "НЕТ", "0", "-", "false", "fals"])
def test_many_words_mean_no(text: str, context: Context) -> None:
    assert YesNo().parse(text, context) is False


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_yes_and_no_are_read_as_shown(language: str, context: Context) -> None:
    use_language(language)
    for value in (True, False):
        assert YesNo().from_cell(YesNo().cell(value, context), context) is value
    with pytest.raises(ValueError):
        YesNo().parse("perhaps", context)


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
@pytest.mark.parametrize("key", sorted(LISTS))
def test_a_choice_is_found_by_its_label_in_every_language(language: str, key: str, context: Context) -> None:
    use_language(language)
    kind = Choice(key)
    for option in LISTS[key].options:
        shown = kind.show(option.key, context)
        assert kind.parse(shown.upper(), context) == option.key
        assert kind.from_cell(kind.cell(option.key, context), context) == option.key
        assert find_choice(key, f"  {option.key} ", context) == option.key


@pytest.mark.parametrize(
    ("key", "text", "found"),
    [("sex", "Ж", "female"), ("sex", "M", "male"), ("sex", "bărbat", "male"), ("grade", "b", "b"),
     ("event_type", "Звонок", "call"), ("grade", "nowhere", None), ("grade", " ", None), ("nothing", "x",
                                                                                          None)],
)  # fmt: skip
def test_other_spellings_of_a_choice(key: str, text: str, found: str | None) -> None:
    assert find_choice(key, text, Context()) == found


def test_a_text_that_is_no_choice_stays(context: Context) -> None:
    assert Choice("source").parse("  Târgul de carte ", context) == "Târgul de carte"


def test_several_choices_in_one_cell(context: Context) -> None:
    kind = Choices("language")
    assert kind.parse("Romanian, ru; EN / Romanian", context) == ["ro", "ru", "en"]
    assert kind.from_cell(kind.cell(["ro", "ru"], context), context) == ["ro", "ru"]
    assert kind.normal([]) is None


@pytest.mark.parametrize(
    ("kind", "fine", "odd"),
    [
        (Email(), "ana.pop+x@firma-mea.co.uk", "ana.pop@firma"),
        (Email(), "ана@почта.рф", "a b@c.ro"),
        (Email(), "o'brien@x.ie", "a@b.ro; c@d.ro"),
        (Url(), "https://example.ro/ș?x=1", "not a site"),
        (Url(), "example.ro", "localhost"),
        (Email(), "a.b@c.ro", "a@b..ro"),
        (Email(), "a-b@c.ro", ".a@b.ro"),
        (Email(), "почта@example.ro", "аna@example.ro"),
        (Url(), "https://почта.рф/index.html", "www.bаnca.ro"),
    ],
)
def test_what_looks_wrong_warns(kind: Email, fine: str, odd: str, context: Context) -> None:
    assert kind.warning(fine, context) is None
    assert odd in str(kind.warning(odd, context))


@pytest.mark.parametrize(
    ("cell", "text"),
    [(None, ""), (True, "1"), (5.0, "5"), (5.5, "5.5"), (datetime(2026, 1, 2), "2026-01-02"),
     (datetime(2026, 1, 2, 9, 5), "2026-01-02T09:05"), (datetime(2026, 1, 2).date(), "2026-01-02"), (1e20,
                                                                                                     "1e+20")],
)  # fmt: skip
def test_a_cell_is_read_as_a_person_would(cell: object, text: str) -> None:
    assert cell_text(cell) == text


PAYLOADS = [
    "<script>alert(1)</script>x", "<img src='file:///etc/passwd'>x", "<img src=x onerror=alert(1)>x",
    "<p style='background:url(//198.51.100.1/x)'>x</p>", "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>", "<a href='data:text/html,x'>x</a>", "<a href='file:///x'>x</a>",
    "<a href='\\\\198.51.100.1\\share'>x</a>", "<iframe src=x></iframe>x", "<svg/onload=alert(1)>x",
    "<style>@import '//198.51.100.1/x'</style>x", "<b onclick=x()>x</b>", "<link rel=stylesheet href=//x>x",
    "<object data=x></object>x", "<base href=//x>x", "<meta http-equiv=refresh content=0>x",
    "<!--[if IE]><script>x</script>-->x",
    "<math><mtext><table><mglyph><style><img src=x onerror=y>", "<form action=//x><input></form>x",
    "<p id=a class=b>x</p>",
]  # fmt: skip


@pytest.mark.parametrize("html", PAYLOADS)
def test_only_simple_marks_remain_of_rich_text(html: str) -> None:
    washed = wash(html).lower()
    for sign in ("<script", "<img", "style", "<svg", "<iframe", "onerror", "onclick", "onload",
                 "javascript:", "data:",
                 "file:", "198.51.100.1", "<link", "<object", "<base", "<meta", "<form", "<input",
                 "class=", "id="):  # fmt: skip
        assert sign not in washed, (sign, washed)


def test_simple_marks_and_honest_links_stay() -> None:
    html = '<h2>T</h2><p><b>a</b> <i>b</i></p><ul><li>c</li></ul><p><a href="https://example.ro/?a=1&amp;b=2">d</a></p>'
    assert wash(html) == html
    assert wash('<a href="mailto:a@b.ro">x</a>') == '<a href="mailto:a@b.ro">x</a>'


@given(text=ANY_TEXT)
def test_washing_twice_changes_nothing_more(text: str) -> None:
    for html in (f"<p>{text}</p>", f"<p {text}>x", f"a & {text}", f"<{text}"):
        value = RichText().normal(html)
        assert RichText().normal(value) == value


def test_a_note_without_words_is_empty() -> None:
    assert RichText().normal("<p><br></p>") is None
    assert RichText().show("<p>a &amp; b</p><p>c</p>", Context()) == "a & b\nc"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a<b & c>d", "<p>a&lt;b &amp; c&gt;d</p>"),
        ("one & 2\n\ntwo", "<p>one &amp; 2</p><p>two</p>"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("<p>one</p><p><b>two</b></p>", "<p>one</p><p><b>two</b></p>"),
        ("line<br>line", "line<br>line"),
        ("\n \n", None),
    ],
)
def test_plain_text_in_a_rich_field_loses_no_sign(text: str, value: str | None) -> None:
    assert RichText().parse(text, Context()) == value
    shown = RichText().show(value, Context())
    assert value is None or "<b>" in text or "<br>" in text or RichText().parse(shown, Context()) == value
