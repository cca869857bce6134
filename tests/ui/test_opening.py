"""The door to programs outside: what is let through, what is refused, and that the check touches nothing."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from app.core.errors import UserError
from app.ui.opening import checked_address, is_runnable, open_address, open_own_file
from tests.ui.panel_fakes import Opened

ALLOWED = [
    ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
    ("HTTP://Example.com", "http://Example.com"),
    ("  https://example.com  ", "https://example.com"),
    ("example.com", "https://example.com"),
    ("www.example.ro/pagina", "https://www.example.ro/pagina"),
    ("example.com:8080/x", "https://example.com:8080/x"),
    ("https://пример.рф/путь", "https://пример.рф/путь"),
    ("https://[2001:db8::1]:8080/", "https://[2001:db8::1]:8080/"),
    ("https://example.com/a%5Cb?c=%5C", None),
    ("https://example.com/?p=%5C", "https://example.com/?p=%5C"),
    ("mailto:ana@example.ro", "mailto:ana@example.ro"),
    ("MailTo:ana@example.ro?subject=x", "mailto:ana@example.ro?subject=x"),
    ("tel:+40721234567", "tel:+40721234567"),
    ("tel:112", "tel:112"),
    ("sip:ana@example.ro", "sip:ana@example.ro"),
    ("callto:ana", "callto:ana"),
    ("skype:ana.d?chat", "skype:ana.d?chat"),
    ("viber://chat?number=%2B40721234567", "viber://chat?number=%2B40721234567"),
    ("whatsapp://send?phone=40721234567", "whatsapp://send?phone=40721234567"),
    ("tg://resolve?domain=ana", "tg://resolve?domain=ana"),
    ("file://198.51.100.1/share/x", None),
    ("FILE://198.51.100.1/share/x", None),
    ("fIlE:////198.51.100.1/share", None),
    ("file:///etc/passwd", None),
    ("  file:///etc/passwd", None),
    (r"\\198.51.100.1\share\x.lnk", None),
    (r"\\?\UNC\198.51.100.1\share", None),
    ("//198.51.100.1/share", None),
    ("/etc/passwd", None),
    ("%5c%5c198.51.100.1%5cshare", None),
    ("%5C%5C198.51.100.1", None),
    ("https:\\\\198.51.100.1\\share", None),
    ("https://example.com\\@198.51.100.1", None),
    ("http:%5c%5c198.51.100.1", None),
    ("https:///etc/passwd", None),
    ("http:example.com", None),
    ("javascript:alert(1)", None),
    ("JavaScript:alert(1)", None),
    ("java\tscript:alert(1)", None),
    ("\x01javascript:alert(1)", None),
    ("data:text/html,<script>", None),
    ("vbscript:x", None),
    ("smb://198.51.100.1/share", None),
    ("ms-msdt:/id", None),
    ("search-ms:query=x&crumb=location:\\\\198.51.100.1", None),
    ("ms-officecmd:{}", None),
    ("C:\\Windows\\System32\\calc.exe", None),
    ("C:/Windows/calc.exe", None),
    ("~/x.desktop", None),
    ("ftp://example.com", None),
    ("mailto:a@example.ro?attach=/etc/passwd", None),
    ("mailto:a@example.ro?subject=x&attachment=c:\\x", None),
    ("https://exam\u202eple.com", None),
    ("https://example.com\n.evil", None),
    ("https://example.com\x00", None),
    ("jar:https://example.com!/x", None),
    ("about:blank", None),
    ("", None),
    ("   ", None),
]


@pytest.mark.parametrize(("text", "expected"), ALLOWED)
def test_only_addresses_on_the_list_are_let_through(text: str, expected: str | None) -> None:
    opened = Opened()
    if expected is None:
        with pytest.raises(UserError):
            open_address(text, opened)
        assert opened.urls == []
    else:
        assert open_address(text, opened) == expected
        assert len(opened.urls) == 1


def test_the_check_asks_neither_disk_nor_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_arguments: object, **_more: object) -> None:
        raise AssertionError("touched")

    for owner, name in (
        (os, "stat"),
        (os, "lstat"),
        (Path, "exists"),
        (Path, "resolve"),
        (socket, "getaddrinfo"),
    ):
        monkeypatch.setattr(owner, name, forbidden)
    answers = []
    for text, _expected in ALLOWED:
        try:
            answers.append(bool(checked_address(text)))
        except UserError:
            answers.append(False)
    monkeypatch.undo()
    assert answers == [expected is not None for _text, expected in ALLOWED]


def test_a_refusal_says_what_was_refused_without_its_control_characters() -> None:
    with pytest.raises(UserError, match="is not opened") as refused:
        checked_address("java\tscript:x")
    assert "\t" not in str(refused.value)


def test_a_missing_program_is_said(qapp: object) -> None:
    with pytest.raises(UserError, match="no program"):
        open_address("https://example.com", Opened(is_able=False))


@pytest.mark.parametrize(
    "name", ["x.exe", "x.EXE", "offer.pdf.lnk", "x.bat ", "x.url.", "x.desktop", "x.docx.js"]
)
def test_files_that_would_run_are_not_opened(name: str) -> None:
    opened = Opened()
    assert is_runnable(name)
    with pytest.raises(UserError, match="program"):
        open_own_file(Path("folder") / name, opened)
    assert opened.urls == []


def test_a_document_is_opened() -> None:
    opened = Opened()
    open_own_file(Path("/folder/Offer 118.docx"), opened)
    assert opened.urls == ["file:///folder/Offer 118.docx"]
