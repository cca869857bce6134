"""The card: a window of its own with all fields of one record, to create or to edit it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent

from app.blueprint.context import Values
from app.blueprint.dates import Stamp
from app.core.clock import from_stamp
from app.core.override import override
from app.core.texts import _
from app.ui.card.alike import AlikeHint
from app.ui.card.changes import CardState, default_values, fit_prefill
from app.ui.card.drafts import DraftKeeper
from app.ui.card.fields import CardFields
from app.ui.card.footer import stamps
from app.ui.card.frame import CardFrame
from app.ui.card.saver import Saver
from app.ui.messages import Answer

if TYPE_CHECKING:
    from app.services.drafts import CardDraftValue
    from app.services.library import Library, Record
    from app.ui.card.opener import CardOpener
    from app.ui.desk import Desk


class Card(CardFrame):
    """Edits a draft ``{field: value}``; only what differs is written, and only by saving."""

    closed = Signal(object)
    saved = Signal(str, str, bool)
    """Section key and uid of the record that was written, and whether it is a new one."""
    filled = Signal()
    """The record is read and stands in the editors."""

    def __init__(
        self, desk: Desk, section: str, uid: str | None, prefill: Values | None, opener: CardOpener
    ) -> None:
        super().__init__(desk, desk.registry.section(section))
        assert desk.library is not None, "cards are opened on an open file"
        self._opener = opener
        self.library: Library = desk.library
        self._prefill = prefill or {}
        self.state = CardState(self.section, uid or self.library.new_uid(), uid is None)
        self._is_filling = False
        self._may_close = False
        self._next_uid = ""
        self.is_filled = False
        self._first_group = ""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.drafts = DraftKeeper(desk, self.library, self)
        self.saver = Saver(desk, self)
        self.alike = AlikeHint(desk, self, self.alike_notice)
        self.fields = CardFields(desk, self)
        self._connect()

    @property
    def uid(self) -> str:
        """The record of this card; for a new one the uid it will have."""
        return self.state.uid

    def _connect(self) -> None:
        self.listen()
        self.header.stepped.connect(self._on_stepped)
        self.footer.cancelled.connect(self.close)
        self.footer.saved.connect(self.saver.save)
        self.footer.saved_and_new.connect(lambda: self.saver.save(then_new=True))
        self._desk.records_changed.connect(self._on_records_changed)
        self._desk.library_changed.connect(self._on_library_changed)

    def listen(self) -> None:
        """Hear of what is typed into the editors."""
        for key, editor in self.editors.items():
            editor.changed.connect(lambda key=key: self._on_changed(key))
        self.form.field_wanted.connect(self.fields.make)

    # -- reading ------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the record, and whether a draft of it was left behind."""
        library, uid, is_new, section = self.library, self.state.uid, self.state.is_new, self.section.key

        def job() -> tuple[Record | None, list[CardDraftValue]]:
            record = None if is_new else library.get(uid)
            drafts = [each for each in library.drafts.all() if each.section == section]
            return record, [each for each in drafts if (each.is_new if is_new else each.uid == uid)]

        self._desk.work.ask(f"card.{id(self)}", job, self._on_loaded, patience_ms=100, owner=self)

    def _on_loaded(self, answer: tuple[Record | None, list[CardDraftValue]]) -> None:
        record, drafts = answer
        if record is None and not self.state.is_new:
            self._desk.messages.error(_("This record is no longer there; it may be in the trash."))
            self.leave()
            return
        if record is None:
            self._begin_new()
        else:
            self._begin(record)
        draft = next(
            (each for each in drafts if each.uid == self.uid or not self._opener.is_open(each.uid)), None
        )
        if draft is not None and not self.state.is_dirty:
            self._offer_draft(draft)
        self.is_filled = True
        self.focus_first()
        self._show_first_group()
        self.filled.emit()

    def begin_at(self, group: str) -> None:
        """Go to a group of fields as soon as the record is there."""
        self._first_group = group if group in self.form.boxes else ""
        self._show_first_group()

    def _show_first_group(self) -> None:
        """After the lines of the record have found their places."""
        group = self._first_group
        if group and self.is_filled:
            self._first_group = ""
            QTimer.singleShot(0, self, lambda: self.form.show_group(group))

    def _begin_new(self) -> None:
        context = self._desk.context()
        defaults = default_values(self.section, self._desk.clock(), context.zone)
        given = fit_prefill(self.section, self._prefill)
        self.state = CardState(self.section, self.state.uid, True, defaults=defaults)
        self._fill({**defaults, **given}, None)
        self.header.show_steps(False, False)

    def _begin(self, record: Record) -> None:
        self.state = CardState(
            self.section, record.uid, False, version=record.version, stored=dict(record.values)
        )
        self._fill(record.values, record.uid)
        step = self._opener.step
        self.header.show_steps(*(step(self.section.key, record.uid, by) is not None for by in (-1, 1)))
        self.footer.show_stamps(stamps(record.values, self._desk.context()))

    def _fill(self, values: Values, uid: str | None) -> None:
        self.show_values(values, uid)
        self.drafts.follow(self.state)
        self.footer.set_new(self.state.is_new)
        self._tell_editors()
        self._show_title()
        self.order_tabs()

    def show_values(self, values: Values, uid: str | None) -> None:
        """Values into their editors as those that the card begins with."""
        self._is_filling = True
        for key, editor in self.editors.items():
            editor.show_record(self.section.key, uid)
            editor.set_value(values.get(key))
            editor.heed(values)
        self._is_filling = False
        self.state.began = self._gather()
        self.state.now = dict(self.state.began)

    def put(self, values: Values) -> None:
        """Values into their editors as if they were typed."""
        for key, value in values.items():
            if key in self.editors:
                self.editors[key].set_value(value)
        self.state.now = self._gather()
        self._tell_editors()
        self._show_title()
        self.footer.set_dirty(self.state.is_dirty)
        self.alike.on_changed()

    def start_anew(self) -> None:
        """An empty card for the next record, with the same values given."""
        self.state = CardState(self.section, self.library.new_uid(), True)
        self.notice.hide()
        self.alike.clear()
        self._begin_new()
        self.form.verticalScrollBar().setValue(0)
        self.focus_first()

    def become_new(self) -> None:
        """The record is gone; all that stands here would be written anew."""
        self.state.is_new = True
        self.notice.say(_("This record was deleted in between. Saving writes it anew."), "warning")

    def rebase(self, record: Record) -> None:
        """Stand on the newer stored values; what was typed stays."""
        edits = self.state.edits()
        self._begin(record)
        self.put(edits)

    def _gather(self) -> Values:
        return {
            field.key: self.editors[field.key].value()
            for field in self.section.stored
            if field.key in self.editors
        }

    # -- drafts -------------------------------------------------------------------------------------------

    def _offer_draft(self, draft: CardDraftValue) -> None:
        when = Stamp().show(draft.saved_at, self._desk.context()) or from_stamp(draft.saved_at).isoformat()
        self.notice.say(
            _("There are unsaved changes from {when}.").format(when=when), "info",
            [("restore", _("Restore"), lambda: self.restore(draft)),
             ("discard", _("Discard"), lambda: self.drafts.drop(draft.uid))],
        )  # fmt: skip

    def restore(self, draft: CardDraftValue) -> None:
        """Put the values of a draft into the card."""
        if self.state.is_new:
            self.state.uid = draft.uid
        self.put(draft.values)
        self.drafts.took_over(draft)

    # -- changing -----------------------------------------------------------------------------------------

    def _on_changed(self, key: str) -> None:
        if self._is_filling:
            return
        self._next_uid = ""
        if self.section.by_key[key].is_stored:
            self.state.set(key, self.editors[key].value())
        self._tell_editors()
        self._show_title()
        self.footer.set_dirty(self.state.is_dirty)
        self.drafts.on_changed()
        self.saver.on_changed(key)
        self.alike.on_changed()

    def _tell_editors(self) -> None:
        values = self.state.values()
        for editor in self.editors.values():
            if editor.heeds_others:
                editor.heed(values)

    def _show_title(self) -> None:
        title = self.section.title_of(self.state.values(), self._desk.context())
        self.header.show_title(title, self.uid)
        mark = "* " if self.state.is_dirty else ""
        self.setWindowTitle(f"{mark}{title or _(self.section.new)}")

    def _on_stepped(self, by: int) -> None:
        uid = self._opener.step(self.section.key, self.uid, by)
        if uid is None:
            return
        self._next_uid = uid
        if self._may_leave():
            self.after_saving()

    def after_saving(self) -> None:
        """On to the record that was asked for, else the card closes."""
        uid, self._next_uid = self._next_uid, ""
        if not uid:
            self.leave()
            return
        self.drafts.forget()
        self.notice.hide()
        self.state = CardState(self.section, uid, False)
        self.load()

    def _on_records_changed(self, changed: object) -> None:
        """Undo, another card or the table changed this record: show it anew if nothing was typed."""
        touched = getattr(changed, "changed", {})
        if self.state.is_new or self.saver.is_saving or self.uid not in touched.get(self.section.key, ()):
            return
        library, uid = self.library, self.uid
        self._desk.work.ask(
            f"card.{id(self)}.again", lambda: library.get(uid), self._on_changed_elsewhere, owner=self
        )

    def _on_changed_elsewhere(self, record: Record | None) -> None:
        if record is None:
            self.become_new()
        elif not self.state.is_dirty and record.version != self.state.version:
            self._begin(record)

    # -- leaving ------------------------------------------------------------------------------------------

    def _may_leave(self) -> bool:
        """True if nothing is lost; else the user decides."""
        if not self.state.is_dirty:
            return True
        title = self.header.title.text()
        answer = self._desk.messages.choose(
            _("Unsaved changes"), _("“{title}” has changes that are not saved.").format(title=title),
            (Answer("save", _("Save"), is_main=True), Answer("discard", _("Discard"), is_danger=True),
             Answer("stay", _("Keep editing"))),
        )  # fmt: skip
        if answer == "save":
            self.saver.save()
        elif answer == "discard":
            self.drafts.drop()
            return True
        return False

    def leave(self) -> None:
        """Close without asking."""
        self._may_close = True
        self.close()

    @override
    def reject(self) -> None:
        self.close()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close and not self._may_leave():
            event.ignore()
            return
        self.drafts.forget()
        self.remember_size()
        event.accept()
        self.closed.emit(self)

    def _on_library_changed(self) -> None:
        """Another file is on the desk: what was typed stays as a draft in its own."""
        if self._desk.library is not self.library:
            self.drafts.flush()
            self.leave()
