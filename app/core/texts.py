"""Texts in the user's language: gettext catalogues, one door for every floor.

Source texts are English. ``_`` translates now, ``N_`` only marks a constant that is
translated later where it is shown, ``ngettext`` chooses the plural form.
"""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from app.core.paths import resource

LANGUAGES = {"en": "English", "ro": "Română", "ru": "Русский"}
"""Interface languages by code, each under its own name."""

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"
_spoken: ContextVar[tuple[str, _gettext.NullTranslations] | None] = ContextVar("_spoken", default=None)
"""The language of this thread alone, while it is in ``speaking``."""


_CONTEXT = "\x04"
"""Stands between context and text in compiled catalogues."""


class UserText(str):
    """A text the user gave (the label of a field, say): never translated, even if a catalogue knows it."""

    __slots__ = ()


def _(text: str) -> str:
    """The text in the language of the interface; a text of the user's own stays as it is."""
    if isinstance(text, UserText):
        return text
    if _CONTEXT not in text:
        return _current().gettext(text) if text else ""
    return bare(_current().gettext(text))


def bare(text: str) -> str:
    """A marked text itself, without the context that ``NC_`` put before it."""
    return text.rpartition(_CONTEXT)[2]


def N_(text: str) -> str:
    """Mark a text for translation without translating it yet."""
    return text


def NC_(context: str, text: str) -> str:
    """Mark a text that means different things in different places; ``_`` translates it by its context."""
    return f"{context}{_CONTEXT}{text}"


def NN_(singular: str, plural: str) -> tuple[str, str]:
    """Mark a text with its plural for translation; translate with ``ngettext(*marked, n)``."""
    return singular, plural


def ngettext(singular: str, plural: str, n: int) -> str:
    """The plural form that fits ``n``; put the number in with ``.format(n=…)``."""
    return _current().ngettext(singular, plural, n)


def pgettext(context: str, text: str) -> str:
    """A text that means different things in different places."""
    return _current().pgettext(context, text)


def grouped(number: int) -> str:
    """A number with its thousands parted: by a comma in English, else by a narrow blank."""
    return f"{number:,}" if language() == "en" else f"{number:,}".replace(",", "\u202f")


def capital(text: str) -> str:
    """The text as a sentence begins; only its first letter becomes another."""
    return text[:1].upper() + text[1:]


def language() -> str:
    """Code of the language in use."""
    spoken = _spoken.get()
    return spoken[0] if spoken else _language


def _current() -> _gettext.NullTranslations:
    spoken = _spoken.get()
    return spoken[1] if spoken else _catalogue


def system_language() -> str:
    """The first language of the system that the program speaks, else English."""
    for name in (os.environ.get("LC_ALL"), os.environ.get("LC_MESSAGES"), os.environ.get("LANG"), _locale()):
        code = (name or "").replace("-", "_").split("_")[0].split(".")[0].lower()
        if code in LANGUAGES:
            return code
    return "en"


def _locale() -> str | None:
    import locale  # asked only where the environment says nothing

    try:
        return locale.getlocale()[0]
    except ValueError:
        return None


def use_language(code: str) -> None:
    """Switch every later ``_`` to the language; an unknown code means English."""
    global _catalogue, _language
    _language = code if code in LANGUAGES else "en"
    _catalogue = _catalogue_of(_language)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within it this thread speaks another language (a letter's own), while the window keeps the user's."""
    if code not in LANGUAGES or code == language():
        yield
        return
    token = _spoken.set((code, _catalogue_of(code)))
    try:
        yield
    finally:
        _spoken.reset(token)


def _catalogue_of(code: str) -> _gettext.NullTranslations:
    """The texts of a language; read from the disk again only when they have changed there."""
    found = [path for path in (compiled(code), compiled(f"qt_{code}")) if path is not None]
    return _read(tuple((path, path.stat().st_mtime_ns) for path in found))


@lru_cache(maxsize=len(LANGUAGES))
def _read(stamped: tuple[tuple[Path, int], ...]) -> _gettext.NullTranslations:
    # The vocabulary of a template speaks every language some thirty times over, at 10 ms for each reading.
    catalogue = _gettext.NullTranslations()
    for path, _changed in stamped:
        with path.open("rb") as stream:
            read = _gettext.GNUTranslations(stream)
        if isinstance(catalogue, _gettext.GNUTranslations):
            catalogue.add_fallback(read)
        else:
            catalogue = read
    return catalogue


def compiled(code: str) -> Path | None:
    """The compiled catalogue, made from the .po file when it is missing or old; None for English."""
    source = resource("translations") / f"{code}.po"
    target = source.with_suffix(".mo")
    if target.exists() and (not source.exists() or target.stat().st_mtime >= source.stat().st_mtime):
        return target
    if not source.exists():
        return None
    from app.core.compile_texts import compile_catalogue

    return compile_catalogue(source, target)
