"""What KDE's address book writes for its own cards, in three versions, is what we write for them.

Lines are compared without their order; PRODID and REV are each program's own. Where we differ, the list
below says why, line by line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.services.exchange.exporting import export
from app.services.exchange.importing import ImportReport
from app.services.exchange.vcards.content import Property
from app.services.exchange.vcards.files import CardFile
from app.services.library import Library
from app.services.lists import ListQuery
from tests.conftest import SHARED

FOLDER = SHARED / "vcard-kcontacts"

SPLIT = "a name without N is split into its parts, so that the contact is found under its surname"
NAMED = "FN is required; a record without a name is called by the firm or the address that it has"
NOT_IN_4 = "vCard 4.0 has no such type"
IN_4 = "vCard 4.0 has PREF as a parameter of its own and the envelope as a parameter of ADR"
DATA_IN_4 = "vCard 4.0 has bytes in an address data:, which names their kind; KDE writes them as in 3.0"
PICTURE = "a picture is of kind PNG; WORK is no kind of a picture"
KDE_RAW = "KDE writes the bytes of the picture as they are, which nobody can read"
NOTHING_LOST = "CLASS is what the card said, and 2.1 has it as well"

DIFFERENCES: dict[str, dict[str, str]] = {
    "testfullvcard.vcf.ref": {"- PHOTO:": "an empty line says nothing"},
    "v4_0.vcard2.vcf.ref": {
        "- N:": SPLIT, "+ N:Howes;Tim": SPLIT,
        "- TEL;TYPE=MSG;TYPE=VOICE;TYPE=WORK:+1-415-937-3419": NOT_IN_4,
        "+ TEL;TYPE=VOICE;TYPE=WORK:+1-415-937-3419": NOT_IN_4,
    },
    "v4_0.vcard4.vcf.ref": {
        "- FN:": NAMED, "+ FN:Ximian, Inc.": NAMED,
        "- LABEL;TYPE=WORK:401 Park Drive  3 West Boston, MA 02215 USA": IN_4,
        "+ ADR;LABEL=401 PARK DRIVE  3 WEST BOSTON, MA 02215 USA;TYPE=WORK:": IN_4,
    },
    "v4_0.vcard5.vcf.ref": {
        "- ADR;TYPE=HOME;TYPE=PREF:;;Buehlauer Strasse 45;Dresden;Sachsen;01327;Germany": IN_4,
        "+ ADR;PREF=1;TYPE=HOME:;;Buehlauer Strasse 45;Dresden;Sachsen;01327;Germany": IN_4,
        "- EMAIL;TYPE=PREF:heiko.mustermann@freenet.org": IN_4,
        "+ EMAIL;PREF=1:heiko.mustermann@freenet.org": IN_4,
        "- LOGO;TYPE=IMAGE/PNG:…": DATA_IN_4, "+ LOGO;TYPE=PNG:…": DATA_IN_4,
        "- PHOTO;TYPE=IMAGE/PNG:…": DATA_IN_4, "+ PHOTO;TYPE=PNG:…": DATA_IN_4,
        "- SOUND:…": DATA_IN_4, "+ SOUND;TYPE=OCTET-STREAM:…": DATA_IN_4,
    },
    "v4_0.vcard6.vcf.ref": {
        "- EMAIL;TYPE=PREF:email1@abc.de": IN_4, "+ EMAIL;PREF=1:email1@abc.de": IN_4,
    },
    "v4_0.vcard7.vcf.ref": {
        "- FN:": NAMED,
        "+ FN:401 Park Drive  3 West, Boston, MA 02215, USA, Herecomesyetanotherline": NAMED,
        "- LABEL;TYPE=WORK:401 Park Drive  3 West Boston, MA 02215 USA Herecomesyetanotherline": IN_4,
        "+ ADR;LABEL=401 PARK DRIVE  3 WEST BOSTON, MA 02215 USA HERECOMESYETANOTHERLINE;TYPE=WORK:": IN_4,
    },
    "vcard1.vcf.2_1ref": {"- N:": SPLIT, "+ N:Dawson;Frank": SPLIT},
    "vcard1.vcf.ref": {"- N:": SPLIT, "+ N:Dawson;Frank": SPLIT},
    "vcard2.vcf.2_1ref": {"- N:": SPLIT, "+ N:Howes;Tim": SPLIT},
    "vcard2.vcf.ref": {"- N:": SPLIT, "+ N:Howes;Tim": SPLIT},
    "vcard4.vcf.ref": { "+ FN:Ximian, Inc.": NAMED},
    "vcard6.vcf.2_1ref": {"+ CLASS:PUBLIC": NOTHING_LOST},
    "vcard7.vcf.2_1ref": {
        "+ FN:401 Park Drive  3 West, Boston, MA 02215, USA, Herecomesyetanotherline": NAMED,
    },
    "vcard7.vcf.ref": {
        "+ FN:401 Park Drive  3 West, Boston, MA 02215, USA, Herecomesyetanotherline": NAMED,
    },
    "vcard10.vcf.ref": { "+ FN:Bike Shop": NAMED},
    "vcard12.vcf.2_1ref": {
        "- PHOTO;TYPE=HOME:…": KDE_RAW, "+ PHOTO;TYPE=HOME:…": KDE_RAW,
        "- PHOTO;TYPE=WORK:…": KDE_RAW, "+ PHOTO;TYPE=PNG:…": KDE_RAW,
    },
    "vcard12.vcf.ref": {"- PHOTO;TYPE=WORK:…": PICTURE, "+ PHOTO;TYPE=PNG:…": PICTURE},
}  # fmt: skip


def _shown(each: Property) -> str:
    key, said, parts = each.canonical
    if "ENCODING=B" in said:
        parts = ("…",)
    params = "".join(f";{one}" for one in sorted(said) if one != "ENCODING=B")
    return re.sub(r"\s", " ", f"{key}{params}:{';'.join(parts)}")


def _lines(path: Path) -> set[tuple[str, str]]:
    """Every line of every card, told apart by the UID of its card."""
    found = set()
    for card in CardFile(path).cards():
        uid = next(each.text for each in card.properties if each.key == "UID")
        found |= {(uid, _exact(each)) for each in card.properties if each.key not in ("PRODID", "REV")}
    return found


def _exact(each: Property) -> str:
    return f"{_shown(each)}\0{each.value}" if "b" in each.param("ENCODING") else _shown(each)


def _version(name: str) -> str:
    return "4.0" if name.startswith(("v4_0", "testfull")) else "2.1" if name.endswith("2_1ref") else "3.0"


REFERENCES = sorted(path.name for path in FOLDER.glob("*ref")) if FOLDER.is_dir() else [""]


@pytest.mark.parametrize("name", REFERENCES)
def test_cards_of_kde_are_written_as_kde_writes_them(
    library: Library, bring: Callable[..., ImportReport], tmp_path: Path, name: str
) -> None:
    if not name:
        pytest.skip(f"{FOLDER} is not there")
    source = FOLDER / re.sub(r"^v4_0\.|\.(?:2_1)?ref$", "", name)
    if not source.exists():
        assert name == "v4_0.vcard5.vcf.ref"
        source = FOLDER / name  # its card is not among the files: what KDE wrote comes back as it was

    bring(source, on_duplicate="add")
    export(library, ListQuery("contacts"), tmp_path / "out.vcf", vcard=_version(name))

    ours, theirs = _lines(tmp_path / "out.vcf"), _lines(FOLDER / name)
    found = {f"- {line.partition(chr(0))[0]}" for _uid, line in theirs - ours}
    found |= {f"+ {line.partition(chr(0))[0]}" for _uid, line in ours - theirs}
    assert found == set(DIFFERENCES.get(name, {}))
