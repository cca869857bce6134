"""Whatever is done, undoing all of it gives back what was there, on both engines."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from app.blueprint.conditions import Condition, Conditions
from app.blueprint.reminders import Default
from app.core.errors import UserError
from app.services import presets
from app.services.demo import fill
from app.services.exchange.importing import ImportOptions, plan_import, run
from app.services.library import Change, Library
from app.services.lists import ListQuery
from app.services.mass_edit import Wish
from app.services.presets import PRESETS
from app.services.reminders import ReminderClock

OPERATIONS = 200
CARD = """BEGIN:VCARD
VERSION:3.0
UID:{uid}
N:{name};Ion;;;
ORG:Firma {uid}
CATEGORIES:Grup {uid}
PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgoAAQ==
X-EXTRA:{extra}
END:VCARD
"""


ENTRY = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:{uid}
DTSTART:20261201T100000Z
SUMMARY:{title}
RRULE:FREQ=WEEKLY;COUNT=5
END:VEVENT
END:VCALENDAR
"""
RULES = ("RRULE:FREQ=WEEKLY;BYDAY=MO", "RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=MONTHLY\nFROM:DONE")


class Actor:
    """Does one random thing after another, as a user would."""

    def __init__(self, library: Library, seed: int, folder: Path) -> None:
        self.folder = folder
        self.library, self.random, self.count = library, random.Random(seed), 0

    def act(self) -> None:
        actions: list[tuple[int, Callable[[], object]]] = [
            (5, self.create), (8, self.edit), (3, self.delete), (2, self.mixed), (2, self.mass_edit),
            (2, self.put_in_group), (1, self.add_group), (1, self.remove_group), (1, self.move_group),
            (1, self.rename_section), (1, self.edit_list), (1, self.undo_redo),
            (1, self.add_field), (2, self.fill_field), (1, self.change_field), (1, self.change_kind),
            (1, self.delete_field), (3, self.merge), (1, self.dismiss), (1, self.mend),
            (2, self.saved_filter),
            (1, self.merge_values), (1, self.move_value), (1, self.apply_preset), (2, self.restore_record),
            (2, self.import_cards), (2, self.import_calendar), (3, self.finish), (3, self.change_series),
            (1, self.delete_of_series), (2, self.remind), (1, self.set_reminders), (1, self.set_cadence),
        ]  # fmt: skip
        weights = [weight for weight, _action in actions]
        try:
            self.random.choices([action for _weight, action in actions], weights)[0]()
        except UserError:
            return

    def any_uid(self, section: str) -> str | None:
        ids = self.library.lists.ids(ListQuery(section))
        return self.library.lists.uid_of(self.random.choice(ids)) if ids else None

    def word(self) -> str:
        return self.random.choice(
            ["Șerban", "Ёлкин", "Ana", "O'Brien", "Țurcanu & Fiii", "Иванов", "<b>x</b>", "100%_"]
        )

    def values(self, section: str) -> dict[str, object]:
        r, word = self.random, self.word
        person, firm = self.any_uid("contacts"), self.any_uid("organizations")
        made: dict[str, dict[str, object]] = {
            "contacts": {
                "given_name": r.choice([word(), None]), "surname": word(), "birthday": r.choice([None,
                                                                                                 "--02-29",
                                                                                                 "1985-03-14"]),
                "phones": [{"type": "mobile",
                            "value": f"07{r.randint(10**7, 10**8 - 1)}"} for _ in range(r.randint(0, 3))],
                "emails": [{"value": f"{r.randint(1, 99)}@example.ro"}], "tags": r.sample(["a", "b", "c"],
                                                                                          r.randint(0, 3)),
                "organizations": [{"organization": firm,
                                   "job_title": word()}] if firm and r.random() < 0.7 else None,
                "links": [person] if person and r.random() < 0.3 else None, "languages": r.choice([None,
                                                                                                   ["ro",
                                                                                                    "ru"]]),
            },
            "organizations": {"name": word(), "head": person,
                              "bank_accounts": [{"account": "RO49AAAA1B31007593840000"}]},
            "tasks": {"name": word(), "contact": person, "parent": self.any_uid("tasks"),
                      "percent": r.choice([None, 50]),
                      "due": r.choice([None, "2026-12-01", "2026-11-23T10:00"]),
                      "repeats": r.choice([None, *RULES])},
            "notes": {"name": word(), "text": f"<p>{r.randint(1, 9)} &amp; <b>ș</b></p>",
                      "links": [firm] if firm else None},
            "links": {"address": f"https://example.ro/{r.randint(1, 99)}"},
            "events": {
                "type": "call", "subject": word(), "contacts": [person] if person else None,
                "organization": firm,
                "starts_at": f"2026-12-{r.randint(10, 28)}T10:00[Europe/Bucharest]",
                "state": r.choice(["planned", "done"]), "repeats": r.choice([None, None, *RULES]),
                "reminders": r.choice([None, [{"lead": "-P1D@09:00"}, {"lead": "-PT15M"}],
                                       [{"lead": "OFF"}]]),
            },
        }  # fmt: skip
        return made[section]

    def section(self) -> str:
        return self.random.choice([each.key for each in self.library.registry.sections])

    def create(self) -> None:
        section = self.section()
        self.library.save(section, self.values(section))

    def edit(self) -> None:
        section = self.section()
        uid = self.any_uid(section)
        if uid:
            values = self.values(section)
            keys = self.random.sample(sorted(values), self.random.randint(1, len(values)))
            self.library.save(section, {key: values[key] for key in keys}, uid)

    def delete(self) -> None:
        uids = [
            uid for uid in {self.any_uid(self.section()) for _ in range(self.random.randint(1, 4))} if uid
        ]
        self.library.delete(uids)

    def mixed(self) -> None:
        firm = self.library.new_uid()
        people = [
            Change(
                "contacts",
                self.library.new_uid(),
                {"surname": self.word(), "organizations": [{"organization": firm}]},
            )
            for _ in range(4)
        ]
        self.library.write(
            "import",
            [*people[:2], Change("organizations", firm, {"name": self.word()}), *people[2:]],
            section="contacts",
        )

    def mass_edit(self) -> None:
        uids = [uid for uid in {self.any_uid("contacts") for _ in range(5)} if uid]
        wishes = [
            Wish("grade", "set", "b"),
            Wish("hobby", self.random.choice(["set", "clear"]), self.word()),
            Wish("tags", self.random.choice(["add", "remove"]), self.random.sample(["a", "b", "c"], 2)),
        ]
        self.library.mass_edit.edit("contacts", uids, self.random.sample(wishes, 2))

    def own_fields(self) -> list[str]:
        return [each.key for each in self.library.fields.views("contacts") if each.is_own]

    def add_field(self) -> None:
        kind = self.random.choice(["text", "number", "choice", "date", "yes_no"])
        self.library.fields.add("contacts", f"{self.word()} {self.random.randint(1, 99)}", kind)

    def fill_field(self) -> None:
        uid, known = self.any_uid("contacts"), self.library.registry.section("contacts")
        if uid and (keys := self.own_fields()):
            field = known.by_key[self.random.choice(keys)]
            text = self.random.choice(["1", "7", "2026-01-02"])
            try:
                value = field.kind.parse(text, self.library.context())
            except ValueError:
                return
            self.library.save("contacts", {field.key: value}, uid)

    def change_field(self) -> None:
        if keys := [*self.own_fields(), "hobby"]:
            key = self.random.choice(keys)
            is_hidden = self.random.random() < 0.5
            self.library.fields.change("contacts", key, label=self.word(), is_hidden=is_hidden)
            self.library.fields.move("contacts", key, self.random.randint(0, 5))

    def change_kind(self) -> None:
        if keys := self.own_fields():
            kind = self.random.choice(["text", "number", "choice", "long_text", "date"])
            self.library.fields.change_kind("contacts", self.random.choice(keys), kind)

    def delete_field(self) -> None:
        if keys := self.own_fields():
            self.library.fields.delete("contacts", self.random.choice(keys))

    def groups(self) -> list[str]:
        return [node.uid for node in self.library.groups.tree("contacts")]

    def add_group(self) -> None:
        self.library.groups.add("contacts", self.word(), self.random.choice([None, *self.groups()]))

    def remove_group(self) -> None:
        if self.groups():
            self.library.groups.remove(self.random.choice(self.groups()))

    def move_group(self) -> None:
        if self.groups():
            self.library.groups.move(
                self.random.choice(self.groups()), self.random.choice([None, *self.groups()]), 0
            )

    def put_in_group(self) -> None:
        uid = self.any_uid("contacts")
        if self.groups() and uid:
            act = self.random.choice([self.library.groups.put, self.library.groups.take])
            act(self.random.choice(self.groups()), [uid])

    def rename_section(self) -> None:
        self.library.sections.rename(self.section(), self.word())

    def merge(self) -> None:
        section = self.section()
        one, other = self.any_uid(section), self.any_uid(section)
        if one and other:
            plan = self.library.merging.plan(one, other)
            sides = {each.field.key: self.random.choice(each.sides) for each in plan.differences}
            self.library.merging.merge(plan, sides)

    def dismiss(self) -> None:
        one, other = self.any_uid("contacts"), self.any_uid("contacts")
        if one and other:
            self.library.duplicates.dismiss(one, other)

    def mend(self) -> None:
        self.library.save("contacts", {"surname": "ŞERBAN", "hobby": "a  b"})
        self.library.data_check.fix({"capitals", "blanks", "cedillas"})

    def edit_list(self) -> None:
        if self.random.random() < 0.5:
            self.library.choices.add("grade", self.word())
        else:
            self.library.choices.rename("grade", "a", self.word())

    def saved_filter(self) -> None:
        filters, r = self.library.filters, self.random
        known = [each.uid for each in filters.of("contacts")]
        tree = Conditions((Condition("grade", "one_of", (r.choice("abc"),)),))
        query = ListQuery("contacts", self.word(), conditions=tree)
        if not known or r.random() < 0.4:
            filters.add(self.word(), query)
            return
        uid = r.choice(known)
        acts: list[Callable[[], object]] = [
            lambda: filters.rename(uid, self.word()), lambda: filters.change(uid, query),
            lambda: filters.remove(uid), lambda: filters.move(uid, 0),
        ]  # fmt: skip
        r.choice(acts)()

    def import_cards(self) -> None:
        numbers = [self.random.randrange(9) for _card in range(3)]
        cards = "".join(CARD.format(uid=n, name=self.word(), extra=self.random.random()) for n in numbers)
        path = self.folder / "cards.vcf"
        path.write_text(cards, encoding="utf-8")
        options = ImportOptions(on_duplicate=self.random.choice(["update", "skip", "add"]))
        run(plan_import(self.library, "contacts", path, options))

    def import_calendar(self) -> None:
        path = self.folder / "calendar.ics"
        path.write_text(ENTRY.format(uid=self.random.randrange(3), title=self.word()), encoding="utf-8")
        options = ImportOptions(on_duplicate=self.random.choice(["update", "skip", "add"]))
        run(plan_import(self.library, "events", path, options))

    def finish(self) -> None:
        section = self.random.choice(["tasks", "events"])
        uid = self.any_uid(section)
        if uid:
            self.library.save(section, {"state": "done"}, uid)

    def of_series(self) -> tuple[str, datetime] | None:
        uid = self.any_uid("events")
        record = self.library.get(uid) if uid else None
        if record is None or not self.library.series.is_repeating(record):
            return None
        low, high = datetime(2026, 1, 1), datetime(2028, 1, 1)
        slots = [*islice(self.library.series.slots(record, low, high), 4)]
        return (record.uid, self.random.choice(slots)) if slots else None

    def change_series(self) -> None:
        if found := self.of_series():
            moved = found[1] + timedelta(days=self.random.randint(0, 2), hours=1)
            values = {"starts_at": f"{moved:%Y-%m-%dT%H:%M}[Europe/Bucharest]", "subject": self.word()}
            self.library.series.change(*found, values, self.random.choice(["one", "following", "all"]))

    def delete_of_series(self) -> None:
        if found := self.of_series():
            self.library.series.delete(*found, self.random.choice(["one", "following", "all"]))

    def remind(self) -> None:
        if uid := self.any_uid(self.section()):
            self.library.reminders.add(uid, self.random.choice(["2026-12-14T09:00", "-P1D", "-PT10M"]))
        ReminderClock(self.library).tick()

    def set_reminders(self) -> None:
        section = self.random.choice(["tasks", "events", "contacts"])
        about = "birthday" if section == "contacts" else ""
        self.library.reminders.set_defaults(section, self.random.choice([None, [Default(("-P1D",), about)]]))

    def set_cadence(self) -> None:
        self.library.cadence.set_days({"a": self.random.randint(0, 30)})

    def merge_values(self) -> None:
        list_key = self.random.choice(["grade", "language", "phone_type", "event_type", "event_result"])
        key = self.random.choice(self.library.choices.options(list_key)).key
        if targets := self.library.choices.merge_targets(list_key, key):
            self.library.choices.merge(list_key, key, self.random.choice(targets).key)

    def move_value(self) -> None:
        options = self.library.choices.options("language")
        self.library.choices.move("language", self.random.choice(options).key, 0)

    def apply_preset(self) -> None:
        presets.apply(self.library, self.random.choice([*PRESETS]))
        self.library.sections.set_icon("notes", self.random.choice(["gift", "heart", ""]))

    def restore_record(self) -> None:
        uid = self.any_uid(self.section())
        if uid:
            changes = self.library.history.changes.of_record(uid)
            operation = self.random.choice(changes).operation.uid
            restore = self.library.history.changes
            self.random.choice([restore.restore_record, restore.restore_fields])(operation, uid)

    def undo_redo(self) -> None:
        for _turn in range(self.random.randint(1, 3)):
            self.library.undo()
        if self.random.random() < 0.7:
            self.library.redo()


@pytest.mark.timeout(600)  # a server on a busy machine takes its time
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_undoing_two_hundred_random_operations_gives_the_same_content(
    any_library: Library, seed: int, tmp_path: Path
) -> None:
    fill(any_library, 12, seed)
    before = list(any_library.care.dump())
    base = any_library.undoable()
    assert base is not None
    actor = Actor(any_library, seed, tmp_path)
    for _turn in range(OPERATIONS):
        actor.act()
        if (newest := any_library.undoable()) is None or newest.id < base.id:
            any_library.redo()
    assert any_library.care.check() == []
    while (newest := any_library.undoable()) is not None and newest.uid != base.uid:
        assert any_library.undo().kept == []
    assert list(any_library.care.dump()) == before
    assert any_library.care.check() == []


def test_redoing_everything_gives_the_later_content_again(any_library: Library, tmp_path: Path) -> None:
    actor = Actor(any_library, 3, tmp_path)
    for _turn in range(60):
        actor.act()
    after = list(any_library.care.dump())
    while any_library.undoable() is not None:
        any_library.undo()
    while any_library.redoable() is not None:
        any_library.redo()
    assert list(any_library.care.dump()) == after
