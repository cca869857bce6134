"""Stand-ins for the system (opened addresses, chosen files), and a contact with everything filled."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl

from app.services.library import Change, Library

EVIL = '<img src="//198.51.100.1/s/x">'


class Opened:
    """Stands where the system would open addresses."""

    def __init__(self, is_able: bool = True) -> None:
        self.urls: list[str] = []
        self._is_able = is_able

    def __call__(self, url: QUrl) -> bool:
        self.urls.append(url.toString())
        return self._is_able


@dataclass
class ChosenFiles:
    """Answers every question for a file with the same path."""

    path: Path | None = None
    asked: list[str] = field(default_factory=list)
    suggested: Path | None = None
    others: tuple[Path, ...] = ()

    def existing(self, parent: object, title: str, kinds: str, start: Path | None = None) -> Path | None:
        self.asked.append(title)
        return self.path

    def several(self, parent: object, title: str, kinds: str, start: Path | None = None) -> list[Path]:
        self.asked.append(title)
        return [each for each in (self.path, *self.others) if each is not None]

    def new(self, parent: object, title: str, kinds: str, suggested: Path) -> Path | None:
        self.asked.append(title)
        self.suggested = suggested
        return self.path


ANA: dict[str, Any] = {
    "given_name": "Ana",
    "surname": "Dumitrescu",
    "flag": "red",
    "tags": ["Key client"],
    "phones": [{"type": "mobile", "value": "+40 721 234 567"}, {"type": "work", "value": "+40 264 312 456"}],
    "emails": [{"type": "work", "value": "ana@nordicpanel.ro"}],
    "accounts": [{"type": "telegram", "value": "@ana_d"}],
    "addresses": [{"type": "delivery", "text": "Str. Memorandumului 12, Cluj-Napoca"}],
    "birthday": "1985-03-14",
    "hobby": "Mountain biking",
    "notes": "Prefers e-mail before 10.",
}


@dataclass(frozen=True)
class Sample:
    """Uids of a contact, her firm, and two events and a note that name her."""

    contact: str
    firm: str
    planned: str
    done: str
    note: str


def add_sample(library: Library) -> Sample:
    """Ana, who works at Nordic Panel, with a planned call, a held meeting and a note."""
    uids = Sample(*(library.new_uid() for _number in range(5)))
    job = {"organization": uids.firm, "job_title": "Purchasing manager", "since": "2020-01"}
    group = library.groups.add("contacts", "Sales")
    inner = library.groups.add("contacts", "Ionescu", group)
    changes = [
        Change("organizations", uids.firm, {"name": "Nordic Panel SRL"}),
        Change("contacts", uids.contact, {**ANA, "organizations": [job], "groups": [inner]}),
        Change("events", uids.planned, {
            "type": "call", "subject": "Confirm quantities",
            "starts_at": "2026-11-24T10:00[Europe/Bucharest]",
            "contacts": [uids.contact], "state": "planned",
        }),
        Change("events", uids.done, {
            "type": "meeting", "starts_at": "2026-11-04T10:00[Europe/Bucharest]", "contacts": [uids.contact],
            "state": "done", "result": "meeting.held", "result_text": "Interested",
        }),
        Change("notes", uids.note, {"name": "Minutes", "text": "<p>7 %</p>", "links": [uids.contact]}),
    ]  # fmt: skip
    library.write("import", changes)
    return uids
