"""The plain text of a letter: the lines and empty lines that its HTML has, and plain text as HTML."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.mail.lines import html_of_lines, with_all_breaks
from app.services.mail.plain_text import text_of

LINES = st.lists(
    st.one_of(
        st.just(""), st.sampled_from(["Bună ziua", "  indented", "two  spaces", "1 < 2 & 3", "- dash", "ё"])
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(LINES)
def test_plain_text_made_html_and_plain_again_is_the_same(lines):
    text = "\n".join(lines).rstrip()
    if text:
        assert text_of(html_of_lines(text)) == text + "\n"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a<br>b</p><p>c</p>", "a\nb\n\nc\n"),
        ("<p>a</p>\n\n<p></p>\n<p>b\n  c</p>", "a\n\nb c\n"),
        ("<p>a</p><p><br></p><p>b</p>", "a\n\n\n\nb\n"),
        ('<p style="margin-bottom:0">a</p><ul style="margin-top:0"><li>x</li><li>y</li></ul><p>b</p>',
         "a\n- x\n- y\n\nb\n"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul><p>c</p>", "- a\n- b\n\nc\n"),
        ('<p><a href="https://a.example"><b>here</b></a> <a href="mailto:a@b.ro">a@b.ro</a></p>',
         "here (https://a.example) a@b.ro\n"),
        ("<table><tr><td>a</td><td>b</td></tr></table>c", "a\nb\n\nc\n"),
        ("<pre>a\n  b</pre>", "a\n  b\n"),
        ("<style>p {}</style><p>a<br></p><p>b</p>", "a\n\nb\n"),
        ('<p><img src="cid:1" alt="Logo"><br>x</p>', "[Logo]\nx\n"),
    ],
)  # fmt: skip
def test_the_plain_text_has_the_empty_lines_that_the_html_shows(html, text):
    assert text_of(html) == text


def test_a_condition_alone_on_its_line_leaves_no_empty_line(library, people):
    from app.services.mail.letters import LetterTemplate

    text = "Hi\n{% if prefix %}\nand {{ prefix }}\n{% endif %}\nBye"
    letter = LetterTemplate("Hi", subject="Hi", html=html_of_lines(text))
    with_city, without = people(("Ion", "Pop", "ion@client.example"), ("Ana", "Luca", "ana@client.example"))
    library.save("contacts", {"prefix": "Dr"}, with_city)
    looked = library.mail.recipients.look(letter, [with_city, without])
    assert [each.letter.plain for each in looked.recipients] == ["Hi\nand Dr\nBye\n", "Hi\nBye\n"]
    assert with_all_breaks(letter.html).count("<br>") == 4
