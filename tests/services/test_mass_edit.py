"""Mass edit: one operation for many records, on both engines."""

from __future__ import annotations

import pytest

from app.core.errors import UserError
from app.core.progress import Cancelled, Progress
from app.services import mass_edit
from app.services.library import Change, Library
from app.services.mass_edit import Wish


def people(library: Library, n: int) -> list[str]:
    uids = [library.new_uid() for _n in range(n)]
    library.write(
        "import",
        [
            Change("contacts", uid, {"surname": f"p{place}", "tags": ["old"], "hobby": f"h{place % 2}"})
            for place, uid in enumerate(uids)
        ],
    )
    return uids


def test_many_records_change_as_one_operation_that_undo_takes_back(any_library: Library) -> None:
    uids = people(any_library, 5)
    group = any_library.groups.add("contacts", "Sales")
    before = list(any_library.care.dump())
    wishes = [
        Wish("grade", "set", "a"),
        Wish("hobby", "clear"),
        Wish("tags", "add", ["new"]),
        Wish("groups", "add", [group]),
        Wish("flag", "set", "red"),
    ]
    operation = any_library.mass_edit.edit("contacts", uids, wishes)
    assert (operation.count, operation.describe()) == (5, "change of 5 contacts")
    for record in any_library.get_many(uids).values():
        assert record.values["grade"] == "a"
        assert "hobby" not in record.values
        assert record.values["tags"] == ["old", "new"]
        assert record.values["groups"] == [group]
    any_library.mass_edit.edit("contacts", uids, [Wish("tags", "remove", ["old", "new"])])
    assert all("tags" not in each.values for each in any_library.get_many(uids).values())
    any_library.undo()
    any_library.undo()
    assert list(any_library.care.dump()) == before
    assert any_library.care.check() == []


def test_the_common_value_or_that_they_differ_is_told(library: Library) -> None:
    uids = people(library, 4)
    found = library.mass_edit.common("contacts", uids, ["tags", "hobby", "grade"])
    assert found["tags"].value == ["old"]
    assert found["hobby"].is_different
    assert (found["grade"].value, found["grade"].is_different) == (None, False)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Wish("nothing", "set", 1), "no field"),
        (Wish("grade", "add", ["a"]), "one value only"),
        (Wish("grade", "set", None), "shall be"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(
    library: Library, wish: Wish, words: str
) -> None:
    uids = people(library, 2)
    before = list(library.care.dump())
    with pytest.raises(UserError, match=words):
        library.mass_edit.edit("contacts", uids, [Wish("hobby", "set", "x"), wish])
    assert list(library.care.dump()) == before


def test_cancelled_in_the_middle_it_changes_nothing(library: Library) -> None:
    uids = people(library, 5000)
    before = list(library.care.dump())
    progress = Progress(lambda done, _total, _text: progress.cancel() if done > 2000 else None)
    with pytest.raises(Cancelled):
        library.mass_edit.edit("contacts", uids, [Wish("hobby", "set", "x")], progress)
    assert list(library.care.dump()) == before


def test_the_database_compares_many_records(any_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mass_edit, "COMPARED", 3)
    vip = any_library.fields.add("contacts", "VIP", "yes_no")
    friend = any_library.fields.add("contacts", "Friend", "reference", options={"section": "contacts"})
    which = any_library.fields.add("contacts", "Which", "choices", values=["x", "y"])
    first, *uids = people(any_library, 601)
    wishes = [
        Wish(vip, "set", True),
        Wish(friend, "set", first),
        Wish("grade", "set", "a"),
        Wish(which, "set", ["x", "y"]),
    ]
    any_library.mass_edit.edit("contacts", uids, wishes)
    any_library.save("contacts", {"sex": "male", "tags": ["old", "new"]}, uids[-1])
    keys = [vip, friend, "grade", which, "sex", "hobby", "birthday", "tags"]
    found = any_library.mass_edit.common("contacts", uids, keys)
    assert {key: found[key].value for key in keys[:4]} == {
        vip: True, friend: first, "grade": "a", which: ["x", "y"]
    }  # fmt: skip
    assert found[vip].value is True
    assert [key for key in keys if found[key].is_different] == ["sex", "hobby", "tags"]
    assert found["birthday"] == mass_edit.Common()


def test_a_record_that_would_point_to_itself_in_an_own_field_is_refused_by_name(any_library: Library) -> None:
    """As in its card, which does not offer it."""
    field = any_library.fields.add("contacts", "Brought by", "reference")
    first, second, third = people(any_library, 3)
    before = list(any_library.care.dump())
    with pytest.raises(
        UserError, match=r"“p0” is one of the records .* itself in “Brought by”"
    ):
        any_library.mass_edit.edit("contacts", [second, first], [Wish(field, "set", first)])
    assert list(any_library.care.dump()) == before
    any_library.mass_edit.edit("contacts", [second, third], [Wish(field, "set", first)])
    assert [each.values[field] for each in any_library.get_many([second, third]).values()] == [first, first]


def test_many_records_are_put_under_one_of_them_which_stays_as_it_is(any_library: Library) -> None:
    whole, *parts = [any_library.save("tasks", {"name": f"t{n}"}).uid for n in range(3)]
    wishes = [Wish("parent", "set", whole), Wish("details", "set", "together")]
    any_library.mass_edit.edit("tasks", [whole, *parts], wishes)
    found = {uid: record.values for uid, record in any_library.get_many([whole, *parts]).items()}
    assert found[whole].get("parent") is None
    assert [found[uid]["parent"] for uid in parts] == [whole, whole]
    assert {each["details"] for each in found.values()} == {"together"}
