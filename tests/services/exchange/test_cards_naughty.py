"""Hostile strings go through a card and come back bit for bit; what no card can carry is refused by name."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import vobject

from app.core.errors import UserError
from app.core.folding import storable
from app.services.exchange.exporting import export
from app.services.exchange.importing import ImportOptions, plan_import, run
from app.services.library import Change, Library
from app.services.lists import ListQuery
from tests.conftest import SHARED

STRINGS = SHARED / "text-blns" / "blns.json"
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
OWN = [
    "a;b,c\\d:e", "\\n is no line break", "\\\\server\\new", " blanks at both ends ", "a\n\nb\n", '"quoted"',
    "=41 is no A", "ends with =", "ș" * 200, "х" * 75, "\u2028\u2029\x85 lines elsewhere", "\tтаб", "🎉" * 40,
    "^n^'^^", "item1.X-ABLabel:no label", "END:VCARD", "a\nEND:VCARD\nb", "\ufeffmark",
]  # fmt: skip


def _strings() -> list[str]:
    found = json.loads(STRINGS.read_text(encoding="utf-8")) if STRINGS.exists() else []
    return [each for each in map(storable, [*found, *OWN]) if each.strip()]


@pytest.mark.parametrize("version", ["3.0", "4.0", "2.1"])
def test_hostile_strings_come_back_bit_for_bit(library: Library, tmp_path: Path, version: str) -> None:
    carried = [each for each in _strings() if not CONTROL.search(each.replace("\r", ""))]
    fields = library.registry.section("contacts").by_key
    changes = [
        Change("contacts", library.new_uid(), {
            "surname": f"N{number} {text}", "show_as": f"S{number} {text}", "notes": text, "hobby": text,
            "phones": [{"type": "work", "value": f"{number} {text.strip()}", "label": text}],
            "emails": [{"value": f"{number} {text.strip()}"}],
            "accounts": [{"type": "telegram", "value": f"{number} {text.strip()}"}],
            "sites": [{"value": text.strip()}],
            "addresses": [{"type": "residence", "street": f"S {text}", "city": f"C {text}", "country": text}],
            "tags": [text],
        })
        for number, text in enumerate(carried)
    ]  # fmt: skip
    library.write("create", changes, section="contacts")
    path = tmp_path / "all.vcf"
    assert export(library, ListQuery("contacts"), path, vcard=version) == len(carried) > len(OWN) // 2
    other = Library.create(tmp_path / "other.cartoteca")
    report = run(plan_import(other, "contacts", path, ImportOptions(on_duplicate="add")))

    assert (report.added, report.refused, report.notes) == (len(carried), [], [])
    uids = other.lists.uids_of(other.lists.ids(ListQuery("contacts")))
    came = {each.values["external_ids"][0]["key"]: each.values for each in other.get_many(uids).values()}
    kept = library.get_many([change.uid for change in changes])
    for change in changes:
        assert change.values is not None
        for key in change.values:
            pair = (kept[change.uid].values, came[change.uid])
            was, now = (_plain(fields[key].kind.normal(each.get(key))) for each in pair)
            assert now == was, (key, change.values["notes"])
    other.close()


def _plain(value: object) -> object:
    """A line break is one, however it was written."""
    return json.loads(json.dumps(value).replace("\\r\\n", "\\n").replace("\\r", "\\n"))


def test_another_program_reads_the_same_notes(library: Library, tmp_path: Path) -> None:
    texts = [each for each in _strings() if each.isprintable()]
    changes = [
        Change("contacts", library.new_uid(), {"surname": f"N{number}", "notes": text})
        for number, text in enumerate(texts)
    ]
    library.write("create", changes, section="contacts")
    export(library, ListQuery("contacts"), tmp_path / "all.vcf")

    read = vobject.readComponents((tmp_path / "all.vcf").read_text(encoding="utf-8"))

    assert {each.n.value.family: each.note.value for each in read} == {
        f"N{number}": text for number, text in enumerate(texts)
    }


def test_a_sign_that_no_card_carries_is_refused_by_name(library: Library, tmp_path: Path) -> None:
    library.save("contacts", {"surname": "Rusu", "notes": "a bell \x07"})

    with pytest.raises(UserError, match=r"“Rusu”: NOTE .*U\+0007"):
        export(library, ListQuery("contacts"), tmp_path / "all.vcf")
    assert not (tmp_path / "all.vcf").exists()
