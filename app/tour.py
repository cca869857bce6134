"""The tour: tries the whole way on a demo file, says what it did, and leaves pictures of every section."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.core.errors import UserError
from app.core.paths import ENV_HOME, resource
from app.core.settings import Settings, State
from app.core.texts import _, use_language
from app.services.identity import identity_of

DEMO_CONTACTS = 300
THEMES = ("light", "dark")
WAIT_S = 15
SIZE = (1440, 900)


def run(words: Sequence[str]) -> int:
    """Do the tour into the named folder (``tour`` here by default); the exit status."""
    if words[:1] == ["--guide"]:
        from app.guide_pictures import run as take_pictures

        return take_pictures(words[1:])
    folder = Path(words[0] if words else "tour").absolute()
    with tempfile.TemporaryDirectory(prefix="cartoteca-") as home:
        os.environ[ENV_HOME] = home
        settings = Settings()
        use_language(settings.language)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = _work(folder, settings)
            _pictures(folder, path, settings)
        except UserError as error:
            print(f"cartoteca: {error}", file=sys.stderr)
            return 1
    _say(_("The tour is done; everything lies in {folder}.").format(folder=folder))
    return 0


def _say(text: str) -> None:
    print(text, flush=True)


def _work(folder: Path, settings: Settings) -> Path:
    """Demo file, import, search, edit, undo, letter, export."""
    from app.services.demo import fill
    from app.services.documents.letters import make_document, templates
    from app.services.exchange.exporting import export
    from app.services.exchange.importing import ImportOptions, plan_import
    from app.services.exchange.importing import run as run_import
    from app.services.library import Library
    from app.services.rows import ListQuery

    path = folder / "demo.cartoteca"
    for old in folder.glob(f"{path.name}*"):
        old.unlink()
    library = Library.create(path, identity=identity_of(settings))
    try:
        _say(_("Made {name} with {what}.").format(name=path.name, what=fill(library, DEMO_CONTACTS).what()))
        before = list(library.care.dump())
        report = run_import(
            plan_import(library, "contacts", resource("samples", "clients-sample.xlsx"), ImportOptions())
        )
        _say(
            _("Imported a workbook: {rows} rows, {added} added, {refused} refused.").format(
                rows=report.rows, added=report.added, refused=len(report.refused)
            )
        )
        query = ListQuery("contacts", "serban")
        found = library.lists.uids_of(library.lists.ids(query))
        _say(_("Searched “{text}”: {n} found.").format(text=query.text, n=len(found)))
        if not found:
            raise UserError(_("The search found nothing."))
        library.save("contacts", {"hobby": "șah"}, found[0])
        _say(_("Edited a record: {what}.").format(what=library.history.operations(1)[0].describe()))
        _say(_("Took it back: {what}.").format(what=library.undo().operation.describe()))
        make_document(library, templates()[0], found[0], folder / "letter.docx")
        _say(_("Wrote a letter: {name}.").format(name="letter.docx"))
        n = export(library, ListQuery("contacts"), folder / "contacts.xlsx")
        _say(_("Exported {n} contacts: {name}.").format(n=n, name="contacts.xlsx"))
        library.undo(report.operation)
        if list(library.care.dump()) != before:
            raise UserError(_("Undoing the import did not give back what was there."))
        _say(_("Took the import back: the file holds what it held before."))
        library.redo()
        if problems := library.care.check():
            raise UserError("\n".join(problems))
        _say(_("Checked the file: no problems."))
    finally:
        library.close()
    return path


def _pictures(folder: Path, path: Path, settings: Settings) -> None:
    """Every section in light and dark."""
    from app.blueprint.registry import discover
    from app.ui import app as ui
    from app.ui.log import start_log
    from app.ui.panel import DetailPanel
    from app.ui.window import Window

    start_log()  # what Qt has to say of an invisible screen is nothing for the reader of the tour
    application = ui.make_application(["cartoteca"], settings)
    ui.follow_theme(application, settings)
    desk = ui.make_desk(discover(), settings, State())
    window = Window(desk)
    window.resize(*SIZE)
    window.show()
    desk.open_file(path)
    _wait(application.processEvents, lambda: desk.library is not None)
    assert desk.library is not None
    counts = desk.library.lists.counts()
    for theme in THEMES:
        settings.set("theme", theme)
        for section in desk.registry.sections:
            window.go_to(section.key, "")

            def is_first_row_read(key: str = section.key) -> bool:
                """The rows of the section before may still be there, and the panel follows with a delay."""
                if not counts[key]:
                    return desk.section == key and not desk.selected
                if window.page.model.rowCount() > 0:
                    window.page.table.selectRow(0)
                panel = window.findChild(DetailPanel)
                page = panel.page if panel else None
                return page is not None and page.section.key == key and desk.selected[:1] == (page.uid,)

            _wait(application.processEvents, is_first_row_read)
            _settle(application.processEvents, desk.work.wait)
            name = f"{section.key}-{theme}.png"
            window.grab().save(str(folder / name))
            _say(_("Took a picture: {name}.").format(name=name))
    desk.use(None)
    desk.work.wait()
    window.close()
    desk.shutdown()


def _wait(turn: Callable[[], None], is_done: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not is_done():
        turn()
        if time.monotonic() > end:
            raise UserError(_("The window did not answer in time."))


def _settle(turn: Callable[[], None], wait: Callable[[], object]) -> None:
    """Let answers arrive and be painted, twice: one answer may ask the next question."""
    for _turn in range(3):
        wait()
        turn()
