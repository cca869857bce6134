"""Bring the translation catalogues up to date with the texts of the program (for those who build it)."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from app.core.paths import resource

KEYWORDS = {
    "_": None,
    "N_": None,
    "NN_": (1, 2),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "NC_": ((1, "c"), 2),
}
"""Functions whose literal arguments are texts, as Babel writes them."""

_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""Always the same, so that only texts make a difference between two versions."""

_HEADER = "# Texts of Cartoteca. Changed by hand; brought up to date by app/core/extract_texts.py."


def extracted() -> dict[tuple[str | None, str | tuple[str, ...]], list[str]]:
    """Every text of the program by (context, message), with the files it stands in."""
    from babel.messages.extract import extract_from_dir

    root = Path(__file__).resolve().parents[1]
    found: dict[tuple[str | None, str | tuple[str, ...]], list[str]] = {}
    for name, _line, message, _comments, context in extract_from_dir(root, keywords=KEYWORDS):
        key = (context, tuple(message) if isinstance(message, (list, tuple)) else message)
        found.setdefault(key, []).append(name)
    return found


def update(code: str) -> Path:
    """Write the catalogue of one language anew: new texts empty, gone ones dropped, kept ones as they are."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po, write_po

    path = resource("translations") / f"{code}.po"
    old = None
    if path.exists():
        with path.open("rb") as stream:
            old = read_po(stream, locale=code)
    new = Catalog(
        locale=code,
        project="Cartoteca",
        version="",
        header_comment=_HEADER,
        fuzzy=False,
        creation_date=_NO_DATE,
    )
    for (context, message), files in sorted(
        extracted().items(), key=lambda item: (str(item[0][1]), item[0][0] or "")
    ):
        known = (
            old.get(message if isinstance(message, str) else message[0], context) if old is not None else None
        )
        kept = known.string if known is not None and known.string else ""
        new.add(message, kept, locations=[(name, 0) for name in sorted(set(files))], context=context)
    with path.open("wb") as stream:
        write_po(stream, new, width=110, omit_header=False, sort_output=True, include_lineno=False)
    return path


def main() -> None:
    """Update the named languages, else Romanian and Russian; English texts stand in the program itself."""
    for code in sys.argv[1:] or ("ro", "ru"):
        print(update(code))


if __name__ == "__main__":
    main()
