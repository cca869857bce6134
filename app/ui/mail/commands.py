"""The commands about letters by mail."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.core.texts import _
from app.ui.commands import Command

if TYPE_CHECKING:
    from app.services.rows import ListQuery
    from app.ui.desk import Desk
    from app.ui.file_choice import FileChoice


class MailCommands:
    """What the commands do; dialogs are loaded when they are first needed."""

    def __init__(
        self, desk: Desk, view: Callable[[], ListQuery | None], files: FileChoice,
        section: Callable[[], str],
    ) -> None:  # fmt: skip
        self._desk, self._view, self._files, self._section = desk, view, files, section

    def commands(self) -> list[Command]:
        """All of them."""
        write, outbox = _("Letters by mail…"), _("Outbox…")
        return [
            Command("tools.letters", write, "", "send", self.write, self._can_write, "Tools"),
            Command("tools.outbox", outbox, "", "mail-open", self.outbox, self._is_open, "Tools"),
        ]

    def _is_open(self) -> bool:
        return self._desk.library is not None

    def _can_write(self) -> bool:
        library = self._desk.library
        return library is not None and not library.is_read_only

    def write(self) -> None:
        """A letter to the selection, to what is shown, or to the whole section."""
        from app.ui.mail.letter_dialog import write_letter

        desk, section = self._desk, section_with_mail(self._desk, self._section())
        view = self._view()
        of_it = view if view is not None and view.section == section else None
        chosen = desk.selected if desk.section == section else ()
        write_letter(desk, section, chosen, of_it, self._files)

    def outbox(self) -> None:
        """Letters on their way."""
        from app.ui.mail.outbox_dialog import show_outbox

        show_outbox(self._desk)


def section_with_mail(desk: Desk, wanted: str) -> str:
    """That section, or the first one whose records have addresses."""
    from app.services.mail.addresses import email_fields

    with_mail = [each.key for each in desk.registry.sections if email_fields(each)]
    return wanted if wanted in with_mail else with_mail[0]
