"""The self-test of an installed program: everything that may be missing from a package is used once.

A line for each step, to the screen and, as a windowed program has none, to a file that may be named.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from app import __version__
from app.core.errors import UserError
from app.core.paths import APP_NAME, ENV_HOME, resource
from app.core.settings import Settings
from app.core.texts import _, use_language
from app.services.identity import identity_of
from app.services.library import Library

PEOPLE = 40
"""Contacts of the demo data that the steps have to do with."""
WAIT_S = 60
CSV = "Surname;Given name;Phone\nȘerbănescu-Test;Ion;+40 721 234 567\nЁлкина;Анна;+373 69 123 456\n"

Step = tuple[str, Callable[[], str]]


def run(words: Sequence[str]) -> int:
    """Do every step; 0 if all of them hold, else 1. The first word names a file for the report."""
    report = Path(words[0]).absolute() if words else None
    # What a failed step still holds open must not hide which step it was.
    with tempfile.TemporaryDirectory(prefix="cartoteca-", ignore_cleanup_errors=True) as home:
        os.environ[ENV_HOME] = home
        use_language(Settings().language)
        stream = report.open("w", encoding="utf-8") if report is not None else None
        try:
            return _Selftest(Path(home), stream).run()
        finally:
            if stream is not None:
                stream.close()


class _Selftest:
    def __init__(self, folder: Path, report: TextIO | None) -> None:
        self._folder, self._report = folder, report
        self._path = folder / "selftest.cartoteca"
        self._library: Library | None = None

    def run(self) -> int:
        self._say(f"{APP_NAME} {__version__}, Python {sys.version.split()[0]}, {sys.platform}")
        failed = 0
        for name, step in self._steps():
            try:
                self._say(_("ok: {name}: {result}").format(name=name, result=step()))
            # Whatever goes wrong in a step, the others are still tried: that is what the test is for.
            except Exception as error:  # noqa: BLE001
                failed += 1
                told = _("FAILED: {name}: {problem}")
                self._say(told.format(name=name, problem=f"{type(error).__name__}: {error}"))
                if not isinstance(error, UserError):
                    self._say(traceback.format_exc())
        self._close()
        self._say(_("Steps that failed: {n}").format(n=failed) if failed else _("Everything works."))
        return 1 if failed else 0

    def _say(self, text: str) -> None:
        if self._report is not None:
            print(text, file=self._report, flush=True)
        if sys.stdout is not None:
            with suppress(UnicodeEncodeError):
                print(text, flush=True)

    def _steps(self) -> list[Step]:
        return [
            (_("file"), self._make_file),
            (_("encryption"), self._encrypt),
            (_("import from Excel"), self._import_excel),
            (_("import from CSV"), self._import_csv),
            (_("search"), self._search),
            (_("letter"), self._write_letter),
            (_("export to Excel"), self._export),
            (_("check of the file"), self._check),
            (_("guide"), self._open_guide),
            (_("window"), self._open_window),
        ]

    @property
    def _open(self) -> Library:
        if self._library is None:
            raise UserError(_("The file could not be made."))
        return self._library

    def _close(self) -> None:
        if self._library is not None:
            self._library.close()
            self._library = None

    # -- the steps -----------------------------------------------------------------------------------------

    def _make_file(self) -> str:
        from app.services.demo import fill

        self._library = Library.create(self._path, identity=identity_of(Settings()))
        return fill(self._library, PEOPLE).what()

    def _encrypt(self) -> str:
        from app.store.raw_file import encrypts

        version = encrypts(self._folder / "sealed.db")
        if not version:
            raise UserError(_("The database driver does not encrypt."))
        return version

    def _import(self, source: Path) -> int:
        from app.services.exchange.importing import ImportOptions, plan_import
        from app.services.exchange.importing import run as run_import

        report = run_import(plan_import(self._open, "contacts", source, ImportOptions()))
        if not report.added or report.refused:
            raise UserError(
                _("{rows} rows: {added} added, {refused} refused.").format(
                    rows=report.rows, added=report.added, refused=len(report.refused)
                )
            )
        return report.added

    def _import_excel(self) -> str:
        return str(self._import(resource("samples", "clients-sample.xlsx")))

    def _import_csv(self) -> str:
        source = self._folder / "list.csv"
        source.write_text(CSV, encoding="utf-8")
        return str(self._import(source))

    def _found(self, text: str) -> list[str]:
        from app.services.rows import ListQuery

        lists = self._open.lists
        found = lists.uids_of(lists.ids(ListQuery("contacts", text)))
        if not found:
            raise UserError(_("The search found nothing."))
        return found

    def _search(self) -> str:
        return ", ".join(str(len(self._found(text))) for text in ("serbanescu-test", "елкина", "0721234567"))

    def _write_letter(self) -> str:
        from app.services.documents.letters import make_document, templates

        target = self._folder / "letter.docx"
        make_document(self._open, templates()[0], self._found("serbanescu-test")[0], target)
        return f"{target.name}, {target.stat().st_size:,}"

    def _export(self) -> str:
        from app.services.exchange.exporting import export
        from app.services.rows import ListQuery

        return str(export(self._open, ListQuery("contacts"), self._folder / "contacts.xlsx"))

    def _check(self) -> str:
        if problems := self._open.care.check():
            raise UserError("\n".join(problems))
        return _("no problems")

    def _open_guide(self) -> str:
        """Every page is there, and its pictures can be read: their kind needs a plugin of Qt."""
        from app.ui.trial import pictures_of_guide

        pages, pictures = pictures_of_guide()
        if not pages or not pictures:
            raise UserError(_("The guide is not there."))
        return f"{pages}, {pictures}"

    def _open_window(self) -> str:
        """The window over the file: the rows of every section are counted, the tray is asked for."""
        from app.ui.trial import open_and_count

        counts = self._open.lists.counts()
        self._close()
        shown, has_tray = open_and_count(self._path, WAIT_S)
        if shown != counts:
            raise UserError(f"{shown} ≠ {counts}")
        tray = _("tray") if has_tray else _("no tray")
        return ", ".join([*(f"{key} {n}" for key, n in shown.items()), tray])
