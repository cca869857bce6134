"""What is done with templates: taken in, changed, moved, deleted, written out; each a step to undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.core.paths import documents_folder
from app.core.texts import _, ngettext
from app.ui.file_choice import FileChoice, with_suffix
from app.ui.messages import Action
from app.ui.opening import OpenUrl, open_own_file
from app.ui.panel.document import file_name

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.documents.checks import Looked
    from app.services.documents.templates import Taken, Template
    from app.services.library import Library
    from app.services.operations import Operation
    from app.ui.desk import Desk

_FOLDER = "template_folder"
Told = Callable[["Template", "Looked"], None]
"""Shows what a check found."""


def is_template_file(path: Path) -> bool:
    """May it be taken in by its name?"""
    from app.services.documents.templates import ENDINGS

    return path.suffix.lower() in ENDINGS


def kinds() -> str:
    """The files to choose from."""
    from app.services.documents.templates import ENDINGS

    return _("Word templates ({endings})").format(endings=" ".join(f"*{each}" for each in ENDINGS))


class TemplateActs:
    """Writes through the desk; ``on_taken`` shows a template that came in, ``on_found`` a check of it."""

    def __init__(
        self, desk: Desk, parent: QWidget, files: FileChoice, open_url: OpenUrl,
        on_taken: Callable[[str], None], on_found: Told,
    ) -> None:  # fmt: skip
        self._desk, self._parent, self._files, self._open_url = desk, parent, files, open_url
        self._on_taken, self._on_found = on_taken, on_found

    # -- coming in -----------------------------------------------------------------------------------------

    def choose(self, title: str) -> Path | None:
        """Ask for a Word file."""
        start = Path(self._desk.state.get(_FOLDER) or documents_folder())
        path = self._files.existing(self._parent, title, kinds(), start)
        if path is not None:
            self._desk.state.set(_FOLDER, str(path.parent))
        return path

    def add(self, paths: Sequence[Path], section: str = "", folder: str = "") -> None:
        """Take files in as templates, one step each; one that is refused is named and keeps none out."""
        library = self._desk.library
        if library is None or not paths:
            return
        title = _("Taking in {name}").format(name=paths[0].name)
        self._desk.work.do(
            title, partial(_add_all, library, tuple(paths), section, folder), self._on_added,
            can_cancel=len(paths) > 1, owner=self._parent,
        )  # fmt: skip

    def take_shipped(self, template: Template) -> None:
        """A copy of a ready-made template in the file, to be changed."""
        library, path = self._desk.library, template.path
        if library is None or path is None:
            return

        def job(_progress: Progress) -> tuple[list[Taken], list[str]]:
            taken = library.documents.templates.add(path, name=template.name, language=template.language)
            return [taken], []

        self._desk.work.do(_("Taking in {name}").format(name=template.name), job, self._on_added,
                           owner=self._parent)  # fmt: skip

    def _on_added(self, found: tuple[list[Taken], list[str]]) -> None:
        taken, refused = found
        if taken:
            self._on_taken(taken[-1].uid)
        if refused:
            self._desk.messages.error("\n".join(refused))
        elif len(taken) == 1:
            self._tell_taken(taken[0])
        else:
            n = len(taken)
            text = ngettext("{n} template was taken in.", "{n} templates were taken in.", n).format(n=n)
            self._desk.messages.info(text, self._undo())

    def _tell_taken(self, taken: Taken) -> None:
        library = self._desk.library
        looked, uid = taken.looked, taken.uid
        n = sum(each.level != "note" for each in looked.findings) + len(looked.removed)
        if not n or library is None:
            self._desk.messages.info(_("The template was taken in."), self._undo())
            return
        found = ngettext("There is {n} thing to look at.", "There are {n} things to look at.", n).format(n=n)
        show = Action(_("Show"), lambda: self._show_found(uid, looked))
        self._desk.messages.warning(f"{_('The template was taken in.')} {found}", show)

    def _show_found(self, uid: str, looked: Looked) -> None:
        library = self._desk.library
        if library is not None:
            templates = library.documents.templates
            self._desk.work.ask(
                "templates.found", lambda: templates.find(uid), lambda found: self._on_found(found, looked),
                owner=self._parent,
            )  # fmt: skip

    def new_version(self, template: Template, path: Path) -> None:
        """A newer state of a template; documents are made from it from now on."""
        self._write(
            _("Taking in {name}").format(name=path.name),
            lambda library: library.documents.templates.add_version(template.uid, path),
            self._tell_taken,
        )

    # -- changing ------------------------------------------------------------------------------------------

    def change(self, template: Template, on_refused: Callable[[], None], **values: str) -> None:
        """Another name, section, folder, language, counter or pattern."""

        def refused(problem: Exception) -> None:
            self._desk.messages.warning(str(problem))
            on_refused()

        library = self._desk.library
        if library is not None:
            templates = library.documents.templates
            self._desk.work.do(
                _("Changing the template"), lambda _progress: templates.change(template.uid, **values),
                on_error=refused, owner=self._parent,
            )  # fmt: skip

    def restore(self, template: Template, number: int) -> None:
        """Use an older version again."""
        told = _("Version {n} is in use again.").format(n=number)
        self._write(
            _("Changing the template"),
            lambda library: library.documents.templates.restore_version(template.uid, number),
            lambda _operation: self._desk.messages.info(told, self._undo()),
        )

    def remove(self, template: Template) -> None:
        """Delete a template; no question, as Undo brings it back."""
        told = _("The template “{name}” was deleted.").format(name=template.name)

        def done(operation: Operation) -> None:
            self._desk.messages.info(told, self._undo(operation))

        self._write(_("Deleting"), lambda library: library.documents.templates.remove(template.uid), done)

    # -- going out -----------------------------------------------------------------------------------------

    def export(self, template: Template) -> None:
        """Ask where, and write the Word file."""
        library = self._desk.library
        if library is None:
            return
        folder = Path(self._desk.state.get(_FOLDER) or documents_folder())
        suggested = folder / f"{file_name(template.name)}.docx"
        target = self._files.new(
            self._parent, _("Export the template"), _("Word documents (*.docx)"), suggested
        )
        if target is None:
            return
        target = with_suffix(target, ".docx")
        self._desk.state.set(_FOLDER, str(target.parent))
        written = _("{name} was written.").format(name=target.name)
        open_it = Action(_("Open"), lambda: open_own_file(target, self._open_url))
        self._write(
            _("Writing {name}").format(name=target.name),
            lambda library: library.documents.templates.export(template, target),
            lambda _path: self._desk.messages.info(written, open_it),
        )

    def show(self, template: Template, number: int | None = None) -> None:
        """Open a read-only copy in Word."""
        library = self._desk.library
        if library is None:
            return
        templates = library.documents.templates
        self._desk.work.ask(
            "templates.show", lambda: templates.copy_to_show(template, number), self._open, patience_ms=0,
            lane="beside", owner=self._parent,
        )  # fmt: skip

    def _open(self, path: Path) -> None:
        from app.core.errors import UserError

        try:
            open_own_file(path, self._open_url)
        except UserError as problem:
            self._desk.messages.warning(str(problem))

    # -- inside --------------------------------------------------------------------------------------------

    def _write(self, title: str, job: Callable[[Library], Any], on_done: Callable[[Any], None]) -> None:
        library = self._desk.library
        if library is not None:
            self._desk.work.do(title, lambda _progress: job(library), on_done, owner=self._parent)

    def _undo(self, operation: Operation | None = None) -> Action | None:
        """Takes back what was just done."""
        library = self._desk.library
        found = operation or (library.undoable() if library is not None else None)
        if library is None or found is None:
            return None
        uid, work = found.uid, self._desk.work
        return Action(_("Undo"), lambda: work.do(_("Undoing"), lambda _progress: library.undo(uid)))


def _add_all(
    library: Library, paths: Sequence[Path], section: str, folder: str, progress: Progress
) -> tuple[list[Taken], list[str]]:
    from app.core.errors import UserError

    taken: list[Taken] = []
    refused: list[str] = []
    for done, path in enumerate(paths):
        progress.step(done, len(paths), path.name)
        try:
            taken.append(library.documents.templates.add(path, section=section, folder=folder))
        except UserError as problem:
            refused.append(str(problem))
    return taken, refused
