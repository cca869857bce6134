"""Demo data: an invented small firm's clients, the same for the same seed."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from itertools import islice
from typing import Any

from app.blueprint.context import Values
from app.core import clock as time
from app.core.folding import fold
from app.core.ids import seeded_uids
from app.core.progress import Progress
from app.core.texts import N_, _
from app.services import demo_words as words
from app.services.demo_words import LANDS, Land
from app.services.library import Library, Operation
from app.store.change import Change

_LATIN = str.maketrans("абвгдезийклмнопрстуфхцчшщъыьэюя", "abvgdezijklmnoprstufhccss_y_eua")
FLAGS = ("red", "orange", "green", "blue")
_GROUPS = (
    (N_("Sales"), None),
    ("Ionescu", 0),
    ("Marin", 0),
    ("Țurcanu", 0),
    (N_("Suppliers"), None),
    (N_("Private"), None),
)


PERFORMERS = {"ionescu": "Ionescu", "marin": "Marin", "turcanu": "Țurcanu"}
_PERFORMERS = "performer"
_MINUTES = {"call": (None, 15, 30), "meeting": (60, 60, 90, 120)}

PART = 100_000
"""Changes of one operation: a write-ahead log of gigabytes makes every further page slow to find."""


def fill(library: Library, contacts: int, seed: int = 1, progress: Progress | None = None) -> Operation:
    """Add so many contacts and what belongs to them, as one operation; very many as several. The last one."""
    known = {each.key for each in library.choices.options(_PERFORMERS)}
    maker = DemoMaker(contacts, seed, time.today(library.clock), library.identity.user, known)
    changes = maker.changes()
    operation = None
    while part := tuple(islice(changes, PART)):
        operation = library.write("demo", part, progress=progress, total=len(part))
    assert operation is not None
    return operation


class DemoMaker:
    """Makes the changes of a demo one after another, never all at once."""

    def __init__(
        self, contacts: int, seed: int, today: date, by: str = "", performers: Collection[str] = ()
    ) -> None:
        self._contacts, self._today, self._by = contacts, today, by
        self._random = random.Random(seed)
        self._moments = random.Random(f"moments {seed}")  # of their own: they move no other figure
        self._calendar = random.Random(f"calendar {seed}")
        self._known_performers = performers
        self._uid = seeded_uids(seed)
        self._groups: list[str] = []
        self._organizations: list[tuple[str, Land]] = []

    def changes(self) -> Iterator[Change]:
        """Groups first, then organizations, then contacts each followed by what belongs to it.

        Stamped from the seed and the day, not by the clock: the same seed gives the same file all day.
        """
        return (replace(each, stamps=self._stamps()) for each in self._changes())

    def _stamps(self) -> dict[str, str]:
        """Written by the demo on one of the last days, before now in every zone."""
        pick = self._moments.randint
        day = datetime.combine(self._today, clock_time(0), UTC) - timedelta(days=pick(2, 60))
        at = time.stamp(day + timedelta(seconds=pick(7 * 3600, 18 * 3600)))
        return {"created_at": at, "created_by": self._by, "updated_at": at, "updated_by": self._by}

    def _changes(self) -> Iterator[Change]:
        yield from self._make_groups()
        yield from self._make_performers()
        yield from self._make_organizations()
        for number in range(self._contacts):
            yield from self._make_contact(number)
        for title, address, text in words.LINKS[: max(self._contacts, 1)]:
            yield Change("links", self._uid(), {"name": title, "address": address, "description": text})

    def _make_groups(self) -> Iterator[Change]:
        for position, (name, parent) in enumerate(_GROUPS):
            uid = self._uid()
            self._groups.append(uid)
            above = None if parent is None else self._groups[parent]
            yield Change(
                "group", uid, {"section": "contacts", "name": _(name), "parent": above, "position": position}
            )

    def _make_performers(self) -> Iterator[Change]:
        for position, (key, name) in enumerate(PERFORMERS.items()):
            if key not in self._known_performers:
                yield Change("choice", self._uid(), {
                    "list": _PERFORMERS, "key": key, "label": name, "position": position,
                    "is_hidden": False,
                })  # fmt: skip

    def _make_organizations(self) -> Iterator[Change]:
        pick = self._random.choice
        for number in range(max(1, self._contacts // 4)):
            land, uid = pick(LANDS), self._uid()
            name, form = pick(land.firms), pick(land.forms)
            name = f"{form} {name}" if land.code == "RU" else f"{name} {form}"
            name = name if number < 40 else f"{name} {number}"
            self._organizations.append((uid, land))
            yield Change("organizations", uid, {
                "name": name, "fiscal_code": self._fiscal_code(land),
                "vat_payer": self._random.random() < 0.7,
                "grade": pick(("a", "b", "c", None)), "status": pick(("active", "active", "prospect")),
                "phones": [{"type": "work", "value": self._number(land.landline)}],
                "emails": [{"type": "work", "value": f"office{number}@{land.domain}"}],
                "addresses": [self._address(land, "legal")],
            })  # fmt: skip

    def _make_contact(self, number: int) -> Iterator[Change]:
        pick, chance = self._random.choice, self._random.random
        firm, land = pick(self._organizations)
        uid = self._uid()
        values = self._person(number, land)
        values["organizations"] = (
            [{"organization": firm, "job_title": pick(words.JOBS[land.language])}]
            if chance() < 0.85
            else None
        )
        values["addresses"] = [self._address(land, "residence")]
        values["groups"] = [pick(self._groups[1:])] if chance() < 0.8 else None
        values["flag"] = pick(FLAGS) if chance() < 0.25 else None
        values["grade"] = pick(("a", "b", "b", "c", "c", None))
        values["hobby"] = pick(words.HOBBIES[land.language]) if chance() < 0.3 else None
        values["tags"] = ["VIP"] if chance() < 0.05 else None
        values["languages"] = [land.language]
        yield Change("contacts", uid, values)
        yield from self._belongings(uid, firm, land)

    def _person(self, number: int, land: Land) -> Values:
        pick, chance = self._random.choice, self._random.random
        is_woman = chance() < 0.5
        given, surname = pick(land.women if is_woman else land.men), pick(land.surnames)
        if is_woman and land.code == "RU":
            surname += "а"
        birthday = self._today - timedelta(days=self._random.randint(20 * 365, 65 * 365))
        mail = (
            re.sub(r"[^a-z0-9]+", ".", f"{fold(given)}.{fold(surname)}".translate(_LATIN))
            + f"{number}@{land.domain}"
        )
        phones: list[dict[str, Any]] = [{"type": "mobile", "value": self._number(pick(land.mobile))}]
        if chance() < 0.5:
            phones.append({"type": "work", "value": self._number(land.landline)})
        return {
            "given_name": given, "surname": surname, "sex": "female" if is_woman else "male",
            "phones": phones,
            "birthday": birthday.isoformat() if chance() < 0.7 else None,
            "emails": [{"type": "work", "value": mail}] if chance() < 0.9 else None,
        }  # fmt: skip

    def _belongings(self, contact: str, firm: str, land: Land) -> Iterator[Change]:
        pick, chance = self._random.choice, self._random.random
        zone = {"RU": "Europe/Moscow", "MD": "Europe/Chisinau", "GB": "Europe/London"}.get(
            land.code, "Europe/Bucharest"
        )
        if chance() < 0.35:
            when = self._today - timedelta(days=self._random.randint(1, 200))
            yield self._event(
                contact, firm, land, f"{when}T{self._random.randint(9, 17):02d}:30[{zone}]", is_done=True
            )
        if chance() < 0.25:
            when = self._today + timedelta(days=self._random.randint(0, 20))
            yield self._event(
                contact, firm, land, f"{when}T{self._random.randint(9, 17):02d}:00[{zone}]", is_done=False
            )
        if self._calendar.random() < 0.08:  # what makes a day and a week look like those of a firm at work
            when = self._today + timedelta(days=self._calendar.randint(-2, 5))
            hour, minute = self._calendar.randint(8, 17), self._calendar.choice((0, 15, 30))
            at = f"{when}T{hour:02d}:{minute:02d}[{zone}]"
            yield self._event(contact, firm, land, at, is_done=False)
        if chance() < 0.1:
            yield self._task(contact, firm, land)
        if chance() < 0.06:
            title = pick(words.NOTES[land.language])
            text = f"<p>{pick(words.RESULTS[land.language])}</p>"
            yield Change("notes", self._uid(), {"name": title, "text": text, "links": [contact]})

    def _task(self, contact: str, firm: str, land: Land) -> Change:
        pick = self._random.choice
        due = self._today + timedelta(days=self._random.randint(-5, 25))
        values: Values = {
            "name": pick(words.TASKS[land.language]), "contact": contact, "organization": firm,
            "due": due.isoformat(),
            "state": pick(("open", "open", "in_progress", "done")),
            "priority": pick(("high", "normal", "low")),
        }  # fmt: skip
        values["performer"] = self._calendar.choice((*PERFORMERS, None))
        if values["state"] == "open" and self._calendar.random() < 0.2:
            values["state"] = "waiting"
        if values["state"] == "done":
            day = self._today - timedelta(days=self._moments.randint(1, 9))
            values |= {"percent": 100, "done_at": f"{day}T{self._moments.randint(9, 17):02d}:15"}
        return Change("tasks", self._uid(), values)

    def _event(self, contact: str, firm: str, land: Land, at: str, is_done: bool) -> Change:
        pick = self._random.choice
        kind = pick(("call", "call", "meeting", "email"))
        values: Values = {
            "type": kind, "subject": pick(words.SUBJECTS[land.language]), "starts_at": at,
            "contacts": [contact],
            "organization": firm, "state": "done" if is_done else "planned",
            "duration": self._calendar.choice(_MINUTES.get(kind, (None,))),
            "performer": self._calendar.choice((*PERFORMERS, None)),
        }  # fmt: skip
        if is_done:
            values["result"] = {"call": "call.reached", "meeting": "meeting.held", "email": "email.answered"}[
                kind
            ]
            values["result_text"] = pick(words.RESULTS[land.language])
        return Change("events", self._uid(), values)

    def _address(self, land: Land, kind: str) -> dict[str, str]:
        city, code = self._random.choice(land.cities)
        street = f"{self._random.choice(land.streets)} {self._random.randint(1, 180)}"
        return {
            "type": kind,
            "street": street,
            "city": city,
            "postcode": f"{code}{self._random.randint(100, 999)}",
            "country": land.country,
        }

    def _number(self, pattern: str) -> str:
        pick = self._random.randint
        return pattern.format(a=pick(100, 999), b=pick(100, 999), b2=pick(10, 99), c2=pick(10, 99))

    def _fiscal_code(self, land: Land) -> str | None:
        if land.code not in ("RO", "MD"):
            return None
        weights = (7, 5, 3, 2, 1, 7, 5, 3, 2)
        body = f"{self._random.randint(1_000_000, 49_999_999):09d}"
        check = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) * 10 % 11 % 10
        return f"{body.lstrip('0')}{check}"
