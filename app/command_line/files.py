"""Commands that make, check and copy a file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from app.command_line.answers import FAILED, OK, Answer, open_library
from app.core.errors import UserError
from app.core.settings import Settings
from app.core.texts import _, ngettext
from app.services.identity import identity_of


def new(options: argparse.Namespace, settings: Settings) -> Answer:
    """Make a file, with demo data or a preset if they are wished."""
    from app.services.library import Library

    path = options.path
    if options.preset:
        from app.services.presets import preset

        preset(options.preset)  # before a file is made for nothing
    library = Library.create(path, identity=identity_of(settings))
    try:
        if options.demo:
            from app.services.demo import fill

            fill(library, options.demo, options.seed)
        if options.preset:
            from app.services.presets import apply

            apply(library, options.preset)
        counts = library.lists.counts()
    except UserError:  # a file without what was asked for would only be in the way of the next try
        library.discard()
        raise
    finally:
        library.close()
    return {"file": str(path), "records": counts}, _("{path} was made.").format(path=path), OK


def check(options: argparse.Namespace, settings: Settings) -> Answer:
    """Look whether the file is whole."""
    library = open_library(options, settings)
    try:
        problems = library.care.check()
    finally:
        library.close()
    if problems:
        told = ngettext("{n} problem was found.", "{n} problems were found.", len(problems))
        print(f"cartoteca: {told.format(n=len(problems))}", file=sys.stderr)
    return {"problems": problems}, "\n".join(problems) or _("No problems found."), FAILED if problems else OK


def dump(options: argparse.Namespace, settings: Settings) -> Answer:
    """The logical content."""
    library = open_library(options, settings)
    try:
        lines = list(library.care.dump())
    finally:
        library.close()
    return {"records": [json.loads(line) for line in lines]}, "\n".join(lines), OK


def backup(options: argparse.Namespace, settings: Settings) -> Answer:
    """Write a verified copy."""
    library = open_library(options, settings)
    try:
        target = library.care.backup(Path(options.to))
    finally:
        library.close()
    return {"to": str(target)}, _("The backup {path} was written and checked.").format(path=target), OK
