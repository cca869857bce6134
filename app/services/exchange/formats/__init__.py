"""Formats of files that a list can be written to, each declared once: dialog and command line follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import UsageError
from app.core.texts import N_, _, language
from app.services.exchange.formats.sheet import Sheet

if TYPE_CHECKING:
    from app.blueprint.section import Section

Writer = Callable[[Path, Sheet, Mapping[str, Any]], None]
"""Writes a sheet with the options of its format."""

Carrier = Callable[..., int]
"""Writes records that are no rows of a table: library, section, uids, file, options, columns, progress."""


@dataclass(frozen=True)
class Option:
    """Something that may be chosen: one of ``choices`` (value and label), yes or no if there are none.

    ``flag`` is how the command line says it; that of a yes or no says the opposite of the usual.
    """

    key: str
    flag: str
    label: str
    default: Callable[[], Any]
    choices: tuple[tuple[str, str], ...] = ()
    told: str = ""
    """What the flag does, where the label says the opposite."""

    def read(self, text: str) -> str:
        """What was said for one of the choices: its value, or the word it goes by (tab, comma)."""
        found = {label.lower(): value for value, label in self.choices} | {"\\t": "\t"}
        return found.get(text.strip().lower(), text)


@dataclass(frozen=True)
class Format:
    """A kind of file. ``writer`` loads what writes it; where there is none, who draws pages is handed in.

    In a file ``is_for_readers`` columns without anything in them only take up room. A ``carrier`` writes what
    is no table, and only of sections that are ``carried_by`` one of ``carries``.
    """

    suffix: str
    label: str
    writer: Callable[[], Writer] | None = None
    options: tuple[Option, ...] = ()
    is_for_readers: bool = True
    carrier: Callable[[], Carrier] | None = None
    carries: tuple[str, ...] = ()

    def fits(self, section: Section) -> bool:
        """Can records of the section be written so?"""
        return not self.carries or section.carried_by in self.carries

    def settings(self, chosen: Mapping[str, Any]) -> dict[str, Any]:
        """The chosen options and the usual ones of the rest; UsageError for one it does not have."""
        known = {each.key: each for each in self.options}
        for key in chosen:
            if key not in known:
                raise UsageError(
                    _("{suffix} files know no {option}.").format(
                        suffix=self.suffix, option=OPTIONS[key].flag if key in OPTIONS else key
                    )
                )
        return {key: chosen.get(key, each.default()) for key, each in known.items()}


def _xlsx() -> Writer:
    from app.services.exchange.formats.xlsx import write

    return write


def _csv() -> Writer:
    from app.services.exchange.formats.text import write_csv

    return write_csv


def _txt() -> Writer:
    from app.services.exchange.formats.text import write_txt

    return write_txt


def _html() -> Writer:
    from app.services.exchange.formats.html import write

    return write


def _docx() -> Writer:
    from app.services.exchange.formats.docx import write

    return write


def _cards() -> Carrier:
    from app.services.exchange.vcards.exporting import export_cards

    return export_cards


def _calendar() -> Carrier:
    from app.services.exchange.calendars import export_calendar

    return export_calendar


DELIMITER = Option(
    "delimiter",
    "--delimiter",
    N_("Separator"),
    lambda: ";" if language() in ("ro", "ru") else ",",  # where the decimal sign is a comma
    ((",", N_("Comma")), (";", N_("Semicolon")), ("\t", N_("Tab")), ("|", N_("Bar"))),
)
ENCODING = Option(
    "encoding",
    "--encoding",
    N_("Encoding"),
    lambda: "utf-8-sig",
    (
        ("utf-8-sig", N_("UTF-8, for Excel")), ("utf-8", "UTF-8"), ("utf-16", "UTF-16"),
        ("cp1250", "Windows-1250"), ("cp1251", "Windows-1251"), ("cp1252", "Windows-1252"),
    ),
)  # fmt: skip
SAFE = Option(
    "is_safe",
    "--raw",
    N_("Safe for Excel"),
    lambda: True,
    told=N_("texts as they are, also what a spreadsheet takes for formulas"),
)

VCARD = Option(
    "vcard",
    "--vcard",
    N_("Version"),
    lambda: "3.0",
    (("3.0", "3.0"), ("4.0", "4.0"), ("2.1", N_("2.1, for old programs"))),
)

FORMATS = {
    each.suffix: each
    for each in (
        Format(".xlsx", N_("Excel"), _xlsx, is_for_readers=False),
        Format(".csv", N_("Text, separated"), _csv, (DELIMITER, ENCODING, SAFE), is_for_readers=False),
        Format(".pdf", "PDF"),
        Format(".docx", N_("Word"), _docx),
        Format(".html", N_("Web page"), _html),
        Format(".txt", N_("Plain text"), _txt, (ENCODING,)),
        Format(".vcf", N_("Cards (vCard)"), None, (VCARD,), carrier=_cards, carries=("VCARD",)),
        Format(".ics", N_("Calendar"), carrier=_calendar, carries=("VEVENT", "VTODO")),
    )
}
"""By suffix, in the order in which they are offered."""


OPTIONS = {option.key: option for each in FORMATS.values() for option in each.options}
"""Every option of any format."""


def format_of(path: Path) -> Format:
    """The format that a file's name asks for; UsageError if none does."""
    found = FORMATS.get({".htm": ".html"}.get(path.suffix.lower(), path.suffix.lower()))
    if found is None:
        raise UsageError(
            _("“{file}”: name the export with one of {suffixes}.").format(
                file=path.name, suffixes=", ".join(FORMATS)
            )
        )
    return found
