"""Conditions of filters: what SQL finds on both engines is what plain Python finds in the same records."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from app.blueprint.conditions import Condition, Conditions, from_json, subjects
from app.blueprint.dates import Stamp
from app.blueprint.field import Field
from app.blueprint.kinds import Choices, Code, Number, Phone, YesNo
from app.blueprint.operators import OPERATORS
from app.blueprint.phones import compare_key as phone_key
from app.blueprint.phones import search_forms
from app.blueprint.readings import Happenings, Imports, NextStep
from app.blueprint.rows import ContactPoints, Groups, Reference, References, Rows
from app.core.clock import from_stamp
from app.core.folding import digits, fold
from app.services.library import Change, Library, Record
from app.services.lists import ListQuery
from app.store.engine_server import ServerDatabase

WORDS = [
    "Șerban",
    "serbanescu",
    "Ёлкин",
    "елка",
    "Țurcanu & Fiii",
    "O'Brien",
    "100%_x",
    "Ana",
    "ana maria",
    "Ștefan cel Mare",
    "«Вектор»",
    "a-b",
    "Ă",
    "x" * 260 + " Șoseaua",
]
TODAY = date(2026, 11, 23)

Imported = dict[str, tuple[set[str], set[str]]]
"""By import the uids of what it added and of what it changed."""


# -- what a condition means, in plain Python -------------------------------------------------------------


def text_of(value: object) -> str:
    """Without case, marks and quotes."""
    return fold(re.sub('[«»„”“"]', " ", str(value or "")))


def compared(operator: str, texts: list[str], wanted: str) -> bool:
    if not wanted:
        return False
    tests: dict[str, Callable[[str], bool]] = {
        "is": lambda text: text == wanted,
        "begins": lambda text: text.startswith(wanted),
        "contains": lambda text: wanted in text,
    }
    return any(tests[operator](text) for text in texts)


def bare(text: str) -> str:
    return re.sub(r"[  \u202f.\-\u2011\u2013\u2014/()+]", "", text)


def without_zeros(text: str) -> str:
    found = digits(text.replace("(0)", ""))
    return found.lstrip("0") or found


class World:
    """Every record as read by the services, and what is needed to ask them."""

    def __init__(self, library: Library, imports: Imported) -> None:
        self.library, self.context, self.imports = library, library.context(), imports
        self.records: dict[str, Record] = {}
        for section in library.registry.sections:
            uids = library.lists.uids_of(library.lists.ids(ListQuery(section.key)))
            self.records |= library.get_many(uids)
        self.subjects = {each.key: subjects(each) for each in library.registry.sections}
        self.events = [each for each in self.records.values() if each.section == "events"]
        self.parents = {node.uid: node.parent for node in library.groups.tree("contacts")}

    def found(self, section: str, tree: Conditions) -> set[str]:
        return {
            uid
            for uid, record in self.records.items()
            if record.section == section and self.holds(record, tree)
        }

    def holds(self, record: Record, part: Condition | Conditions) -> bool:
        if isinstance(part, Conditions):
            if not part.parts:
                return True
            return (any if part.is_any else all)(self.holds(record, each) for each in part.parts)
        field = self.subjects[record.section][part.field]
        opposites = {
            "is_not": "is",
            "not_contains": "contains",
            "none_of": "one_of",
            "not_last_days": "last_days",
            "not_next_days": "next_days",
            "not_in_group": "in_group",
            "is_not_record": "is_record",
            "not_in_import": "in_import",
            "empty": "not_empty",
        }
        if part.operator in opposites:
            return not self.holds(record, Condition(part.field, opposites[part.operator], part.value))
        value = record.values.get(field.key)
        if isinstance(field.kind, Happenings):
            return self.happened(record, part)
        if isinstance(field.kind, Imports):
            added, changed = self.imports.get(part.value, (set(), set()))
            return record.uid in (added if part.operator == "new_in_import" else added | changed)
        if isinstance(field.kind, NextStep):
            value = self.step(record, field.key)
        if field.key == "title":
            value = record.title
        if part.operator == "not_empty":
            return value not in (None, "", [])
        return value is not None and self.asked(field, part.operator, value, part.value)

    def asked(self, field: Field, operator: str, value: Any, wanted: Any) -> bool:
        kind = field.kind
        if isinstance(kind, Groups):
            return any(
                wanted in self.above(uid) if operator == "in_group" else uid == wanted for uid in value
            )
        if isinstance(kind, (Reference, References)):
            return wanted in (value if isinstance(value, list) else [value])
        if isinstance(kind, Choices) or kind.name == "tags":
            return bool(set(value) & set(wanted))
        if operator == "one_of":
            return value in wanted
        if isinstance(kind, YesNo):
            return bool(value) is (operator == "yes")
        if isinstance(kind, Number):
            if operator == "between":
                return wanted[0] <= value <= wanted[1]
            return {"is": value == wanted, "less": value < wanted, "more": value > wanted}[operator]
        if operator in ("coming", "coming_month"):
            return self.comes(operator, value, wanted)
        if "before" in kind.operators:
            return self.in_span(kind, operator, value, wanted)
        return self.text_asked(kind, operator, value, str(wanted))

    def text_asked(self, kind: Any, operator: str, value: Any, wanted: str) -> bool:
        region = self.context.region
        if isinstance(kind, Rows):
            return self.row_asked(kind, operator, value, wanted)
        if isinstance(kind, Phone):
            if operator == "is":
                return bare(value) in {bare(each) for each in search_forms(wanted, region)}
            return compared(operator, [bare(value)], without_zeros(wanted))
        if isinstance(kind, Code):
            return compared(operator, [bare(value.lower())], bare(wanted.lower()))
        return compared(operator, [text_of(kind.show(value, self.context))], text_of(wanted))

    def row_asked(self, kind: Rows, operator: str, value: Any, wanted: str) -> bool:
        region = self.context.region
        if isinstance(kind, ContactPoints):
            values = [row.get("value", "") for row in value]
            if isinstance(kind.part("value").kind, Phone):
                keys = [phone_key(each, region) for each in values]
                asked = without_zeros(wanted) if operator == "contains" else phone_key(wanted, region)
                return compared(operator, keys, asked)
            return compared(operator, [each.casefold() for each in values], wanted.strip().casefold())
        texts = []
        for row in value:
            for part in kind.parts:
                if isinstance(part.kind, Reference):
                    texts.append(self.context.title_of(row.get(part.key, "")))
                elif part.kind.name in ("text", "code"):
                    texts.append(row.get(part.key, ""))
        return compared(operator, [text_of(each) for each in texts if each], text_of(wanted))

    def above(self, uid: str | None) -> list[str]:
        found = []
        while uid is not None:
            found.append(uid)
            uid = self.parents.get(uid)
        return found

    def comes(self, operator: str, value: str, n: Any) -> bool:
        found = re.fullmatch(r"(?:\d{4}|-)-(\d\d)(?:-(\d\d))?", value)
        if found is None:
            return False
        month, day = int(found[1]), int(found[2] or 0)
        if operator == "coming_month":
            return month == TODAY.month
        days = [TODAY + timedelta(days=each) for each in range(min(n, 366) + 1)]
        wanted = {(each.month, each.day) for each in days}
        if any((each + timedelta(days=1)).day == 1 and (each.month, each.day) == (2, 28) for each in days):
            wanted.add((2, 29))
        return (month, day) in wanted

    def in_span(self, kind: Any, operator: str, value: str, wanted: Any) -> bool:
        if value.startswith("-"):
            return False
        day = from_stamp(value).date().isoformat() if isinstance(kind, Stamp) else value[:10]
        if operator == "between":
            return bool(wanted[0] <= day <= wanted[1])
        if operator in ("on", "before", "after"):
            return bool({"on": day == wanted, "before": day < wanted, "after": day > wanted}[operator])
        first, last = self.span(operator, wanted)
        return first.isoformat() <= day <= last.isoformat()

    def span(self, operator: str, n: Any) -> tuple[date, date]:
        if operator == "last_days":
            return TODAY - timedelta(days=n), TODAY
        if operator == "next_days":
            return TODAY, TODAY + timedelta(days=n)
        return {
            "this_week": (date(2026, 11, 23), date(2026, 11, 29)),
            "this_month": (date(2026, 11, 1), date(2026, 11, 30)),
            "this_year": (date(2026, 1, 1), date(2026, 12, 31)),
        }[operator]

    def events_of(self, uid: str) -> list[Record]:
        mine = set(self.records[uid].values.get("links") or ())
        return [
            each
            for each in self.events
            if (
                uid in (each.values.get("contacts") or ())
                or uid == each.values.get("organization")
                or uid in (each.values.get("links") or ())
                or each.uid in mine
            )
        ]

    def happened(self, record: Record, part: Condition) -> bool:
        events = self.events_of(record.uid)
        if part.operator == "not_empty":
            return bool(events)
        first, last = self.span(part.operator, part.value)
        is_open = part.operator == "next_days"
        return any(
            (each.values.get("state") == "planned") is is_open
            and first.isoformat() <= (each.values.get("starts_at") or "")[:10] <= last.isoformat()
            for each in events
        )

    def step(self, record: Record, field: str) -> str | None:
        """The next planned event, or the last one that took place."""
        state, choose = ("planned", min) if field == "next_step" else ("done", max)
        key = "contacts" if record.section == "contacts" else "organization"
        found = [
            each.values["starts_at"]
            for each in self.events_of(record.uid)
            if each.values.get("state") == state
            and each.values.get("starts_at")
            and record.uid in (each.values.get(key) or ())
        ]
        return choose(found, default=None)


# -- random records and conditions -----------------------------------------------------------------------


class Dice:
    """Makes records and conditions."""

    def __init__(self, library: Library, seed: int) -> None:
        self.library, self.random = library, random.Random(seed)
        self.groups: list[str] = []
        self.uids: list[str] = []
        self.imports: Imported = {}

    def maybe(self, make: Callable[[], Any], chance: float = 0.6) -> Any:
        return make() if self.random.random() < chance else None

    def word(self) -> str:
        return self.random.choice(WORDS)

    def day(self) -> str:
        return (TODAY + timedelta(days=self.random.randint(-40, 40))).isoformat()

    def partial(self) -> str:
        r = self.random
        month, day = r.randint(1, 12), r.randint(1, 28)
        return str(
            r.choice(
                [
                    f"--{month:02d}-{day:02d}",
                    f"1985-{month:02d}",
                    f"19{r.randint(50, 99)}-11-{day:02d}",
                    "--02-29",
                    "1984-02-29",
                    "1970",
                ]
            )
        )

    def phone(self) -> str:
        return str(self.random.choice(["+40 721 234 567", "0721-234-567", "0264 312 456", "(0744) 010.203"]))

    def fill(self) -> None:
        r, library = self.random, self.library
        fields = library.fields
        for kind in (
            "text",
            "long_text",
            "number",
            "money",
            "date",
            "partial_date",
            "date_time",
            "yes_no",
            "choice",
            "choices",
            "phone",
            "email",
            "url",
            "reference",
        ):
            values = ["Aur", "Argint"] if kind in ("choice", "choices") else []
            fields.add("contacts", f"My {kind}", kind, values)
        top = library.groups.add("contacts", "Top")
        self.groups = [
            top,
            library.groups.add("contacts", "Inner", top),
            library.groups.add("contacts", "Else"),
        ]
        firms = [
            library.save(
                "organizations",
                {
                    "name": self.word(),
                    "vat_payer": self.maybe(lambda: r.random() < 0.5),
                    "fiscal_code": self.maybe(lambda: r.choice(["RO 123", "ro-456"])),
                },
            ).uid
            for _ in range(4)
        ]
        changes = [self.contact(firms) for _ in range(40)]
        self.uids = [each.uid for each in changes] + firms
        first = library.write("import", changes)
        self.imports[first.uid] = ({each.uid for each in changes}, set())
        more = [self.contact(firms) for _ in range(5)]
        known = [Change("contacts", each.uid, {"hobby": "chess club"}) for each in changes[:5]]
        second = library.write("import", [*known, *more], section="contacts")
        self.imports[second.uid] = ({each.uid for each in more}, {each.uid for each in known})
        for _ in range(20):
            library.save(
                "events",
                {
                    "subject": self.word(),
                    "starts_at": self.maybe(lambda: f"{self.day()}T10:00[Europe/Bucharest]", 0.9),
                    "state": r.choice(["planned", "done"]),
                    "contacts": self.maybe(lambda: r.sample(self.uids[:40], 2)),
                    "organization": self.maybe(lambda: r.choice(firms)),
                    "links": self.maybe(lambda: [r.choice(self.uids)]),
                },
            )

    def contact(self, firms: list[str]) -> Change:
        r = self.random
        own = {each.label: each.key for each in self.library.fields.views("contacts") if each.is_own}
        values = {
            "surname": self.word(),
            "given_name": self.maybe(self.word),
            "hobby": self.maybe(self.word),
            "notes": self.maybe(lambda: f"{self.word()}\n{self.word()}"),
            "grade": self.maybe(lambda: r.choice("abc")),
            "languages": self.maybe(lambda: r.sample(["ro", "ru", "en"], 2)),
            "birthday": self.maybe(self.partial),
            "name_day": self.maybe(lambda: f"--{r.randint(10, 12)}-15"),
            "personal_code": self.maybe(lambda: "185 03 A"),
            "phones": self.maybe(lambda: [{"value": self.phone()}]),
            "tags": self.maybe(lambda: r.sample(["a", "B"], 1)),
            "emails": self.maybe(lambda: [{"value": r.choice(["Ana@x.ro", "ștefan@y.md"])}]),
            "addresses": self.maybe(lambda: [{"city": self.word(), "street": self.word()}]),
            "organizations": self.maybe(
                lambda: [{"organization": r.choice(firms), "job_title": self.word()}]
            ),
            "groups": self.maybe(lambda: [r.choice(self.groups)]),
            "flag": self.maybe(lambda: r.choice(["red", "blue"])),
            own["My text"]: self.maybe(self.word),
            own["My long_text"]: self.maybe(lambda: self.word() * 9),
            own["My number"]: self.maybe(lambda: r.choice([0, 7, 7.5])),
            own["My money"]: self.maybe(lambda: 1050),
            own["My date"]: self.maybe(self.day),
            own["My partial_date"]: self.maybe(self.partial),
            own["My date_time"]: self.maybe(lambda: f"{self.day()}T12:30"),
            own["My yes_no"]: self.maybe(lambda: True),
            own["My choice"]: self.maybe(lambda: r.choice(["aur", "argint"])),
            own["My choices"]: self.maybe(lambda: ["aur", "argint"]),
            own["My phone"]: self.maybe(self.phone),
            own["My email"]: self.maybe(lambda: "Ț@x.ro"),
            own["My url"]: self.maybe(lambda: "https://șah.ro/A"),
            own["My reference"]: self.maybe(lambda: r.choice(self.uids) if self.uids else None),
        }
        return Change("contacts", self.library.new_uid(), {key: each for key, each in values.items() if each})

    def condition(self, section: str) -> Condition:
        field = self.random.choice(list(subjects(self.library.registry.section(section)).values()))
        operator = self.random.choice(field.kind.operators)
        return Condition(field.key, operator, self.operand(field, operator))

    def operand(self, field: Field, operator: str) -> Any:
        r, operand = self.random, OPERATORS[operator].operand
        if operand == "none":
            return None
        if operand == "days":
            return r.choice([0, 1, 7, 30, 100, 365])
        if operand == "import":
            return r.choice([*self.imports, "gone"])
        if operand == "group":
            return r.choice(self.groups)
        if operand == "record":
            return r.choice(self.uids)
        if operand == "some":
            keys = ["a", "B", "b", "red", "ro", "aur", "planned", "call"]
            return tuple(r.sample(keys, 2))
        if isinstance(field.kind, Number):
            values = (r.choice([0, 7, 1050]), r.choice([7.5, 2000]))
        elif "before" in field.kind.operators:
            values = (self.day(), self.day())
        else:
            return r.choice(
                [
                    self.word(),
                    self.word()[:2],
                    "serban",
                    "ЕЛКА",
                    "721",
                    "0721 234 567",
                    "RO123",
                    "ana@",
                    "stefan",
                    "soseaua",
                    "T",
                    "18503a",
                    '"',
                ]
            )
        return values if operand == "two" else values[0]

    def tree(self, section: str) -> Conditions:
        def leaves(n: int) -> tuple[Condition, ...]:
            return tuple(self.condition(section) for _ in range(n))

        inner = Conditions(leaves(self.random.randint(1, 3)), self.random.random() < 0.5)
        parts = leaves(self.random.randint(0, 2)) + ((inner,) if self.random.random() < 0.5 else ())
        return Conditions(parts, self.random.random() < 0.5)


def same(library: Library, world: World, section: str, tree: Conditions) -> None:
    query = ListQuery(section, conditions=tree)
    ids = library.lists.ids(query)
    expected = world.found(section, tree)
    found = set(library.lists.uids_of(ids))
    titles = {world.records[uid].title for uid in found ^ expected}
    assert found == expected, (tree, titles)
    assert library.lists.count(query).n == len(expected)
    assert list(library.lists.first_ids(query, 1000)) == list(ids)


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_conditions_find_what_plain_python_finds(any_library: Library, seed: int) -> None:
    dice = Dice(any_library, seed)
    dice.fill()
    world = World(any_library, dice.imports)
    # A server needs three times as long; the second seed is tried there as often as in a file.
    is_short = seed == 1 and isinstance(any_library._database, ServerDatabase)
    for section in ("contacts", "organizations", "events"):
        for field in subjects(any_library.registry.section(section)).values():
            for operator in field.kind.operators:
                for _turn in range(1 if is_short else 2):
                    leaf = Condition(field.key, operator, dice.operand(field, operator))
                    same(any_library, world, section, Conditions((leaf,)))
    for _turn in range(30 if is_short else 80):
        tree = dice.tree("contacts")
        assert from_json(tree.as_json()) == tree
        same(any_library, world, "contacts", tree)
