"""What can be done with the record in the panel: call, write, log an event, make a document, open, finish."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.blueprint.context import Values
from app.blueprint.field import Field
from app.blueprint.kinds import Email, Phone, Url
from app.blueprint.rows import ContactPoints
from app.blueprint.section import Section
from app.core.errors import UserError
from app.core.texts import _
from app.services.results import done_field
from app.ui.calls.commands import CALL, log_call
from app.ui.file_choice import FileChoice
from app.ui.messages import Action
from app.ui.opening import OpenUrl, is_runnable, open_address, open_own_file, refusal_to_run
from app.ui.panel.document import DocumentMaker, file_name
from app.ui.panel.lines import TEL, Line, row_address
from app.ui.panel.new_event import event_section, logged, prefilled
from app.ui.panel.page import RecordPage
from app.ui.panel.small import LinkText

if TYPE_CHECKING:
    from app.services.around import TimelineEntry
    from app.ui.desk import Desk


@dataclass(frozen=True)
class Option:
    """One way to do something: what the menu says, its icon, and the doing."""

    text: str
    icon: str
    run: Callable[[], None]


class RecordActs:
    """Does what the buttons and links of the panel say; errors of the world become messages."""

    def __init__(
        self, desk: Desk, page: RecordPage, parent: QWidget, open_url: OpenUrl, files: FileChoice
    ) -> None:
        self.desk, self.page, self.parent, self.files = desk, page, parent, files
        self._open_url = open_url

    # -- the buttons --------------------------------------------------------------------------------------

    def options(self, action: str) -> list[Option]:
        """The ways to do an action; empty if there is none."""
        makers: dict[str, Callable[[], list[Option]]] = {
            "call": self._calls,
            "write": self._letters,
            "event": self._event_cards,
            "document": self._documents,
            "open": self._openings,
            "done": self._endings,
        }
        return makers[action]()

    def why_not(self, action: str) -> str:
        """A sentence when the action makes no sense for this record, else empty."""
        library = self.desk.library
        if action in ("event", "done") and library is not None and library.is_read_only:
            return _("The file is open for reading only.")
        field = self._done_field()
        if action == "done" and field is not None and self.page.values.get(field.key) == "done":
            return _("This is done already.")
        if self.options(action):
            return ""
        return {
            "call": _("There is no phone number yet."),
            "write": _("There is no e-mail or account yet."),
            "open": _("There is no address yet."),
        }.get(action, _("This cannot be done here."))

    def _event_cards(self) -> list[Option]:
        return [Option(_("New event"), "calendar-plus", self.new_event)] if self._events() else []

    def _endings(self) -> list[Option]:
        return [Option(_("Done"), "check", self.finish)] if self._done_field() else []

    def _calls(self) -> list[Option]:
        return [
            Option(self._named(row, kind), "phone", partial(self._call, row, kind))
            for kind, row in self._points(Phone)
        ]

    def _letters(self) -> list[Option]:
        mails = [
            Option(self._named(row, kind), "mail", partial(self._write, row, kind))
            for kind, row in self._points(Email)
        ]
        accounts = [
            Option(self._named(row, kind), "message-circle", partial(self._write, row, kind))
            for kind, row in self._points(None)
            if row_address(kind, row, self.page.context)
        ]
        return [*mails, *accounts]

    def _points(self, wanted: type | None) -> list[tuple[ContactPoints, dict[str, Any]]]:
        """Rows of the fields whose values are of a kind; None means messengers and networks."""
        found = []
        for field in self.page.section.fields:
            if not isinstance(field.kind, ContactPoints):
                continue
            value_kind = field.kind.part("value").kind
            is_meant = isinstance(value_kind, wanted) if wanted else field.kind.name == "accounts"
            if is_meant:
                rows = self.page.values.get(field.key) or ()
                found += [(field.kind, row) for row in rows if row.get("value")]
        return found

    def _named(self, row: dict[str, Any], kind: ContactPoints) -> str:
        name = kind.row_label(row, self.page.context)
        return f"{name}: {row['value']}" if name else str(row["value"])

    def _call(self, row: dict[str, Any], kind: ContactPoints) -> None:
        if self.open_text(row_address(kind, row, self.page.context)):
            self._offer_log(_("Calling {number}.").format(number=row["value"]), CALL)

    def _write(self, row: dict[str, Any], kind: ContactPoints) -> None:
        if self.open_text(row_address(kind, row, self.page.context)):
            self._offer_log(_("Writing to {address}.").format(address=row["value"]), "email")

    def _offer_log(self, text: str, event_type: str) -> None:
        log = Action(_("Log it as an event"), lambda: self._log(event_type))
        self.desk.messages.info(text, log if self._events() else None)

    def _log(self, event_type: str) -> None:
        """A call by its few keys, anything else on a card."""
        if event_type == CALL:
            log_call(self.desk, self.page.uid)
        else:
            self.new_event(event_type)

    # -- links --------------------------------------------------------------------------------------------

    def link(self, line: Line, object_name: str) -> LinkText:
        """A line as a link."""
        made = LinkText(line.text, lambda: self.follow(line), line.label)
        made.setObjectName(object_name)
        return made

    def follow(self, line: Line) -> None:
        """Go to the record of a line, or open its address."""
        if line.target is not None:
            self.desk.navigate.emit(*line.target)
        elif line.address.startswith("tel:"):
            if self.open_text(line.address):
                self._offer_log(_("Calling {number}.").format(number=line.text), CALL)
        elif line.address:
            self.open_text(line.address)

    def go(self, entry: TimelineEntry) -> None:
        """Go to the record that an entry of the history tells of."""
        if entry.uid and entry.section:
            self.desk.navigate.emit(entry.section, entry.uid)

    def open_text(self, address: str) -> bool:
        """Open an address; True if the system took it."""
        try:
            if address.startswith(TEL):
                from app.ui.calls.dial import dial  # the rules of all countries are heavy

                number = address.removeprefix(TEL)
                dial(number, self.desk.settings, self.page.context.region, self._open_url)
            else:
                open_address(address, self._open_url)
        except UserError as problem:
            self.desk.messages.warning(str(problem))
            return False
        return True

    def open_attachment(self, attachment: dict[str, Any]) -> None:
        """Open a read-only copy of an attached file."""
        library = self.desk.library
        if library is None:
            return
        if is_runnable(str(attachment.get("name"))):
            self._save_attachment(attachment)
            return
        self.desk.work.ask(
            "panel.attachment", lambda: library.files.open_copy(attachment), self.open_file, patience_ms=0,
            owner=self.parent,
        )  # fmt: skip

    def open_file(self, path: Path) -> None:
        """Open a file that the program made."""
        try:
            open_own_file(path, self._open_url)
        except UserError as problem:
            self.desk.messages.warning(str(problem))

    def _save_attachment(self, attachment: dict[str, Any]) -> None:
        """A file that would run is only saved, where the user wants it."""
        name = str(attachment.get("name"))
        library = self.desk.library
        self.desk.messages.warning(refusal_to_run(name))
        title = _("Save “{name}”").format(name=name)
        target = self.files.new(self.parent, title, _("All files (*)"), Path(file_name(name)))
        if target is not None and library is not None:
            digest = str(attachment["digest"])
            self.desk.work.ask(
                "panel.attachment",
                lambda: target.write_bytes(library.files.read(digest)),
                lambda _size: self.desk.messages.info(_("Saved as {path}").format(path=target)),
                owner=self.parent,
            )  # fmt: skip

    # -- events, documents, edits -------------------------------------------------------------------------

    def edit(self, group: str = "") -> None:
        """Open the card of the record, at a group of its fields."""
        self.desk.open_card(self.page.section.key, self.page.uid, group=group)

    def new_event(self, event_type: str = "") -> None:
        """A new event that names this record; a logged one is done and of that type."""
        found = self._events()
        if found is None:
            return
        values = prefilled(found, self.page.section.key, self.page.uid)
        if event_type:
            values |= logged(found, event_type, self.desk.clock(), self.page.context)
        self.desk.open_card(found.key, None, values)

    def _events(self) -> Section | None:
        return event_section(self.desk.registry, self.page.section.key)

    def _documents(self) -> list[Option]:
        maker = DocumentMaker(self.desk, self.page, self.parent, self.files, self._open_url)
        return [Option(text, icon, run) for text, icon, run in maker.choices()]

    def _openings(self) -> list[Option]:
        fields = [each for each in self.page.section.fields if isinstance(each.kind, Url)]
        return [
            Option(str(self.page.values[each.key]), "external-link", partial(self._open_link, each))
            for each in fields
            if self.page.values.get(each.key)
        ]

    def _open_link(self, field: Field) -> None:
        if self.open_text(str(self.page.values[field.key])) and "last_opened" in self.page.section.by_key:
            self._save({"last_opened": self._now()}, _("Remembering when it was opened"))

    def _done_field(self) -> Field | None:
        return done_field(self.page.section)

    def finish(self) -> None:
        """Mark it as done; what follows from that is filled in when it is written."""
        field = self._done_field()
        if field is not None:
            self._save({field.key: "done"}, _("Marking as done"))

    def _save(self, values: Values, title: str) -> None:
        library, page = self.desk.library, self.page
        if library is not None and not library.is_read_only:
            self.desk.work.do(title, lambda _progress: library.save(page.section.key, values, page.uid))

    def _now(self) -> str:
        return self.desk.clock().strftime("%Y-%m-%dT%H:%M")
