"""Compile the translation catalogues (.po to .mo); run as a module by the set-up."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from app.core.atomic import replace
from app.core.paths import resource


def compile_catalogue(source: Path, target: Path) -> Path:
    """Write the compiled catalogue beside its source, or to the temp folder where that is read-only."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as stream:
        catalogue = read_po(stream)
    if not os.access(target.parent, os.W_OK):
        target = Path(tempfile.mkdtemp(prefix="cartoteca-")) / target.name
    temporary = target.with_suffix(f".{os.getpid()}.tmp")
    with temporary.open("wb") as stream:
        write_mo(stream, catalogue)
    replace(temporary, target)
    return target


def main() -> None:
    """Compile every catalogue of the program."""
    for source in sorted(resource("translations").glob("*.po")):
        compile_catalogue(source, source.with_suffix(".mo"))


if __name__ == "__main__":
    main()
