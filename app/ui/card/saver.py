"""Saving a card: checks that warn, the write itself, and what to do when somebody else was quicker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.blueprint.dates import Stamp
from app.core.errors import ConflictError, UserError
from app.core.texts import _
from app.ui.card.changes import Clash, compare
from app.ui.card.notice import Tone, Way

if TYPE_CHECKING:
    from app.services.library import Record, Saved
    from app.ui.card.card import Card
    from app.ui.desk import Desk
    from app.ui.editors import Editor

_LONGEST = 60


class Saver(QObject):
    """Writes what differs, away from the window; the card stays until it is written."""

    def __init__(self, desk: Desk, card: Card) -> None:
        super().__init__(card)
        self._desk, self._card = desk, card
        self.is_saving = False
        self._waits_for: bool | None = None
        self._accepted: set[str] = set()
        self._then_new = False

    def save(self, then_new: bool = False) -> None:
        """Save and close, or go on with a new record. What is not ready yet is waited for."""
        if self.is_saving:
            return
        for editor in self._card.editors.values():
            editor.commit()
        if any(editor.is_pending for editor in self._card.editors.values()):
            self._waits_for = then_new
            return
        if self._can_save():
            self._write(then_new)

    def on_changed(self, key: str) -> None:
        """A field changed: perhaps the one that was waited for."""
        self._accepted.discard(key)
        if self._waits_for is not None and not any(each.is_pending for each in self._card.editors.values()):
            then_new, self._waits_for = self._waits_for, None
            self.save(then_new)

    def _can_save(self) -> bool:
        """Only text that means nothing, and a record with nothing in it, keep the card open."""
        card = self._card
        for editor in card.editors.values():
            if sentence := editor.problem():
                editor.warn(sentence)
                self._go_to(editor)
                return False
        if not card.state.has_content:
            self._tell(_("There is nothing to save yet; fill in at least one field."), "warning")
            return False
        return self._required_accepted()

    def _required_accepted(self) -> bool:
        """A required field may stay empty, but only after it was pointed out once."""
        empty = [each for each in self._card.state.empty_required() if each.key not in self._accepted]
        if not empty:
            return True
        self._accepted.update(each.key for each in empty)
        names = ", ".join(_(each.label) for each in empty)
        self._go_to(self._card.editors[empty[0].key])
        self._card.editors[empty[0].key].warn(_("Usually filled in."))
        self._card.notice.say(
            _("Still empty: {names}. Save again to leave it so.").format(names=names), "warning",
            [("save", _("Save anyway"), lambda: self.save(self._then_new))],
        )  # fmt: skip
        return False

    def _go_to(self, editor: Editor) -> None:
        editor.setFocus()
        self._card.form.ensureWidgetVisible(editor)

    def _write(self, then_new: bool) -> None:
        card, state = self._card, self._card.state
        changes = state.changes()
        if not changes:
            card.drafts.drop()
            self._after(then_new)
            return
        self._then_new = then_new
        self._set_saving(True)
        card.alike.tell_late()
        library, section, uid = card.library, card.section.key, state.uid
        version = None if state.is_new else state.version
        title = _("Saving {title}").format(title=card.header.title.text())
        self._desk.work.do(
            title, lambda _progress: library.save(section, changes, uid, version), self._on_saved,
            on_error=self._on_refused, owner=self,
        )  # fmt: skip

    def _on_saved(self, _saved: Saved) -> None:
        self._set_saving(False)
        self._card.drafts.forget()
        self._card.saved.emit(self._card.section.key, self._card.uid, self._card.state.is_new)
        self._after(self._then_new)

    def _after(self, then_new: bool) -> None:
        if then_new:
            self._card.start_anew()
        else:
            self._card.after_saving()

    def _on_refused(self, error: UserError) -> None:
        self._set_saving(False)
        if isinstance(error, ConflictError):
            library, uid = self._card.library, self._card.uid
            self._desk.work.ask(
                f"card.clash.{id(self)}", lambda: library.get(uid), self._on_clash, owner=self
            )
        else:
            self._tell(str(error), "danger")

    def _on_clash(self, record: Record | None) -> None:
        """Somebody was quicker: theirs comes in where nothing was typed, what was typed stays."""
        if record is None:
            self._card.become_new()
            return
        clash = compare(self._card.state, record.values)
        self._card.rebase(record)
        self._card.notice.say(self._clash_text(record, clash), "warning", self._clash_ways(record, clash))

    def _clash_text(self, record: Record, clash: Clash) -> str:
        who = record.values.get("updated_by") or _("Somebody")
        when = Stamp().show(record.values.get("updated_at"), self._desk.context())
        names = ", ".join(self._label(key) for key in clash.theirs)
        lines = [_("{who} changed this {when}: {names}.").format(who=who, when=when, names=names)]
        if clash.both:
            lines.append(_("What you typed is kept. Stored now:"))
            lines += [f"{self._label(key)}: {self._shown(record, key)}" for key in clash.both]
        else:
            lines.append(_("That is shown now, and what you typed is kept."))
        return "\n".join(lines)

    def _clash_ways(self, record: Record, clash: Clash) -> list[Way]:
        ways: list[Way] = [("save", _("Save what I typed"), lambda: self.save(self._then_new))]
        if clash.both:
            theirs = {key: record.values.get(key) for key in clash.both}
            ways.append(("theirs", _("Take what is stored"), lambda: self._card.put(theirs)))
        return ways

    def _tell(self, sentence: str, tone: Tone) -> None:
        self._card.notice.say(sentence, tone)

    def _set_saving(self, is_saving: bool) -> None:
        self.is_saving = is_saving
        self._card.footer.set_busy(is_saving)

    def _label(self, key: str) -> str:
        return _(self._card.section.by_key[key].label)

    def _shown(self, record: Record, key: str) -> str:
        text = self._card.section.by_key[key].kind.show(record.values.get(key), self._desk.context())
        text = " ".join(text.split()) or "—"
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
