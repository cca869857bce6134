"""What no field holds is kept with the record and written back, as long as the record still says the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import vobject
from icalendar.parser import Contentlines

from app.services.exchange.exporting import export
from app.services.exchange.importing import ImportReport
from app.services.library import Library
from app.services.lists import ListQuery
from tests.services.exchange.conftest import records

CARD = """BEGIN:VCARD
VERSION:3.0
N:Popescu;Ion;;;
FN:Ion Popescu
NICKNAME:Nelu
TEL;TYPE=MSG,WORK;X-SLOT=1:021 312 34 56
item7.X-SPOUSE:Maria
item7.X-ABLabel:soție
item9.EMAIL;TYPE=INTERNET:ion@example.ro
item9.X-ABLabel:a treia
ADR;TYPE=WORK:;;Str. Lungă 5;Cluj;;400001;RO
LABEL;TYPE=WORK:Str. Lungă 5\\n400001 Cluj
ORG:Delta;Vânzări;Export
GEO:44.4;26.1
X-LONG;X-P="a;b":ș%s
END:VCARD
""" % ("ț" * 100)


@pytest.fixture
def uid(library: Library, bring: Callable[..., ImportReport], tmp_path: Path) -> str:
    (tmp_path / "in.vcf").write_text(CARD, encoding="utf-8")
    assert bring(tmp_path / "in.vcf").added == 1
    return library.lists.uids_of(library.lists.ids(ListQuery("contacts")))[0]


def _written(library: Library, path: Path, version: str = "3.0") -> list[str]:
    export(library, ListQuery("contacts"), path, vcard=version)
    text = path.read_text(encoding="utf-8").replace("\r\n ", "").replace("\n ", "")
    return text.splitlines()


def test_everything_comes_back_as_it_came(library: Library, uid: str, tmp_path: Path) -> None:
    lines = _written(library, tmp_path / "out.vcf")

    came = [line.split(".", 1)[-1] for line in CARD.splitlines()]
    assert set(came) <= {line.split(".", 1)[-1] for line in lines if not line.startswith("UID")}
    assert sum(line.partition(":")[0].partition(";")[0] in ("TEL", "ADR", "ORG", "FN") for line in lines) == 4


def test_labels_stay_with_what_they_name(library: Library, uid: str, tmp_path: Path) -> None:
    lines = _written(library, tmp_path / "out.vcf")

    group = next(line.partition(".")[0] for line in lines if "X-SPOUSE" in line)
    other = next(line.partition(".")[0] for line in lines if "ion@example.ro" in line)
    assert f"{group}.X-ABLabel:soție" in lines
    assert f"{other}.X-ABLabel:a treia" in lines
    assert group != other


def test_what_was_edited_is_written_anew_and_the_rest_as_it_came(
    library: Library, uid: str, tmp_path: Path
) -> None:
    record = library.get(uid)
    assert record is not None
    library.save("contacts", {"phones": [{"type": "work", "value": "021 999 99 99"}], "addresses": []}, uid)

    lines = _written(library, tmp_path / "out.vcf")

    assert [line for line in lines if "TEL" in line] == ["TEL;TYPE=WORK,VOICE:021 999 99 99"]
    assert not any("Lungă" in line for line in lines), "an address that was removed does not come back"
    assert "NICKNAME:Nelu" in lines
    assert "ORG:Delta;Vânzări;Export" in lines


def test_it_is_journalled_undone_and_in_the_dump(library: Library, uid: str, tmp_path: Path) -> None:
    before, kept = list(library.care.dump()), records(library)[0]["kept_lines"]
    assert any("NICKNAME:Nelu" in line for line in before)
    library.save("contacts", {"kept_lines": []}, uid)
    assert "kept_lines" not in records(library)[0]

    library.undo()

    assert records(library)[0]["kept_lines"] == kept
    assert list(library.care.dump()) == before


def test_other_programs_read_what_is_written(library: Library, uid: str, tmp_path: Path) -> None:
    _written(library, tmp_path / "out.vcf")
    (card,) = vobject.readComponents((tmp_path / "out.vcf").read_text(encoding="utf-8"))
    card.validate()
    assert (card.n.value.family, card.adr.value.street, card.org.value) == (
        "Popescu", "Str. Lungă 5", ["Delta", "Vânzări", "Export"],
    )  # fmt: skip

    _written(library, tmp_path / "new.vcf", "4.0")
    parsed = Contentlines.from_ical((tmp_path / "new.vcf").read_text(encoding="utf-8"))
    by_name = {name.upper().split(".")[-1]: (params, value) for name, params, value in (
        each.parts() for each in parsed if each
    )}  # fmt: skip
    assert by_name["ADR"][0]["LABEL"].replace("^n", "\n") == "Str. Lungă 5\n400001 Cluj"
    assert by_name["VERSION"][1] == "4.0"

    _written(library, tmp_path / "old.vcf", "2.1")
    (card,) = vobject.readComponents((tmp_path / "old.vcf").read_text(encoding="utf-8"), allowQP=True)
    assert card.n.value.given == "Ion"


def test_lines_of_unknown_shape_stay_as_they_are(
    library: Library, bring: Callable[..., ImportReport], tmp_path: Path
) -> None:
    custom = "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Nick, el;1;;"
    (tmp_path / "old.vcf").write_text(f"BEGIN:VCARD\nVERSION:2.1\nN:Unu;Ana\n{custom}\nEND:VCARD\n")
    bring(tmp_path / "old.vcf")

    for version in ("2.1", "3.0", "4.0"):
        assert custom in _written(library, tmp_path / "out.vcf", version)


def test_a_second_picture_is_kept_beside_the_first(
    library: Library, bring: Callable[..., ImportReport], tmp_path: Path
) -> None:
    (tmp_path / "two.vcf").write_text(
        "BEGIN:VCARD\nVERSION:3.0\nN:Doi;Ana;;;\nFN:Ana Doi\n"
        "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgoAAQ==\nPHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgoAAg==\nEND:VCARD\n"
    )
    bring(tmp_path / "two.vcf")

    lines = [line for line in _written(library, tmp_path / "out.vcf") if line.startswith("PHOTO")]

    assert sorted(line.rpartition(":")[2] for line in lines) == ["iVBORw0KGgoAAQ==", "iVBORw0KGgoAAg=="]
    assert not any("X-KEPT" in line for line in lines)
