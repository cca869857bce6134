"""Whatever both sides do, in whatever order: afterwards they are the same, and nothing is left."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests.services.sync.conftest import Twin

ROUNDS = 8


class Walker:
    """Does something by chance, here or there."""

    def __init__(self, twin: Twin, seed: int) -> None:
        self.twin, self.chance, self.count = twin, random.Random(seed), 0

    def _new(self) -> str:
        self.count += 1
        return f"Person {self.count}"

    def _mine(self) -> str:
        return self.twin.uid(self.chance.choice(self.twin.titles()))

    def add_here(self) -> None:
        self.twin.add(given_name=self._new(), phones=[{"value": f"0722 {self.count:06}"}])

    def add_there(self) -> None:
        name = self._new()
        self.twin.put(f"c{self.count}", f"FN:{name}", f"N:;{name};;;", "X-STRANGE;A=b:kept")

    def edit_here(self) -> None:
        key = self.chance.choice(("notes", "hobby", "birthday", "emails", "grade"))
        value = {
            "birthday": f"19{self.chance.randint(50, 99)}-04-03", "grade": self.chance.choice("abc"),
            "emails": [{"value": f"a{self.chance.randint(1, 9)}@example.ro"}],
        }.get(key, f"ours {self.chance.random()}")  # fmt: skip
        self.twin.edit(self._mine(), **{key: self.chance.choice((value, value, None))})

    def edit_there(self) -> None:
        lines = (
            "NOTE:theirs",
            "HOBBY:theirs",
            "BDAY:1990-01-01",
            "EMAIL;TYPE=HOME:t@example.ro",
            "NICKNAME:x",
        )
        name = self.chance.choice(self.twin.names())
        line = self.chance.choice(lines)
        text = self.twin.card(name).replace("\r\n", "\n")
        head = line.split(":", maxsplit=1)[0].split(";", maxsplit=1)[0]
        kept = [each for each in text.splitlines() if not each.startswith(head) or head == "EMAIL"]
        kept = [*kept[:-1], line, "END:VCARD"]
        uid = next(key for key, card in self.twin.cards().items() if f"FN:{name}" in card.splitlines())
        body = "\r\n".join([*kept, ""])
        assert self.twin.radicale.ask(
            "PUT", f"{self.twin.path}{uid}.vcf", body, Content_Type="text/vcard"
        )[0] in (201, 204)  # fmt: skip

    def delete_here(self) -> None:
        self.twin.library.delete([self._mine()])

    def delete_there(self) -> None:
        self.twin.remove(self.chance.choice(self.twin.names()))

    def undo(self) -> None:
        if self.twin.library.undoable() is not None:
            self.twin.library.undo()

    def step(self) -> None:
        acts: list[Callable[[], None]] = [
            self.add_here, self.add_there, self.edit_here, self.edit_here, self.edit_there, self.edit_there,
            self.delete_here, self.delete_there, self.undo,
        ]  # fmt: skip
        act = self.chance.choice(acts)
        if act in (self.add_here, self.add_there, self.undo) or (self.twin.titles() and self.twin.names()):
            act()


@pytest.mark.parametrize(("rule", "seed"), [("ours", 1), ("theirs", 2), ("newer", 3), ("ask", 4)])
def test_both_sides_are_the_same_after_each_synchronisation(twin: Twin, rule: str, seed: int) -> None:
    twin.change(rule=rule)
    walker = Walker(twin, seed)
    for _each in range(4):
        walker.add_here()
        walker.add_there()
    for _round in range(ROUNDS):
        for _step in range(walker.chance.randint(1, 5)):
            walker.step()
        report = twin.sync(deletes_many=True)
        assert report.problems == []
        plan = twin.plan()
        if plan.conflicts:  # the user decides by chance
            sides = {each.key: walker.chance.choice(("ours", "theirs")) for each in plan.conflicts}
            report = twin.library.sync.run(
                twin.library.sync.decide(plan, sides), twin.login, deletes_many=True
            )
            assert report.is_whole
        assert [(each.title, each.fields_here, each.fields_there) for each in twin.plan().shown] == []
        assert twin.titles() == twin.names()
        assert all("X-STRANGE;A=b:kept" in card for name, card in twin.cards().items() if name[0] == "c")
    assert twin.library.care.check() == []
