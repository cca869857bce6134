"""Operations as the user sees them: what was done, in words."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprint.registry import Registry
from app.core.texts import N_, NN_, _, grouped, ngettext, pgettext
from app.store.journal import StoredOperation

KINDS = {
    "create": N_("new: {what}"),
    "edit": N_("edit of {what}"),
    "mass_edit": N_("change of {what}"),
    "delete": N_("deletion of {what}"),
    "import": N_("import of {what}"),
    "restore": N_("restoring of {what}"),
    "group": N_("change of groups: {what}"),
    "filter": N_("change of saved filters: {what}"),
    "flag": N_("flag on {what}"),
    "settings": N_("change of settings: {what}"),
    "fields": N_("change of fields: {what}"),
    "choices": N_("change of a value list: {what}"),
    "not_duplicate": N_("not a duplicate: {what}"),
    "data_fix": N_("mending of {what}"),
    "merge": N_("merging of {what}"),
    "template": N_("change of templates: {what}"),
    "document": N_("making of documents: {what}"),
    "mail": N_("change of mail settings: {what}"),
    "letters": N_("entry of sent letters in the cards: {what}"),
    "demo": N_("demo data: {what}"),
    "demo_removal": N_("removal of demo data: {what}"),
    "sync": N_("synchronisation of {what}"),
    "sync_account": N_("change of an address book: {what}"),
    "undo": N_("undone: {what}"),
    "redo": N_("done again: {what}"),
}
"""Operations by kind, with what they were done to."""

_NAMED = ("import", "merge", "document", "sync", "letters")
"""Operations on several records that have a name all the same: of the list, of the one that remains."""

_OF_ONE = ("template",)
"""Operations on one thing that lies in several records: a template and its versions."""


@dataclass(frozen=True)
class Operation:
    """One thing that was done. ``at`` is a UTC stamp, ``target`` the uid of what an undo took back."""

    uid: str
    kind: str
    section: str | None
    title: str
    count: int
    at: str
    by: str
    is_undone: bool
    target: str | None = None
    plural: tuple[str, str] = NN_("{n} record", "{n} records")
    id: int = 0
    target_kind: str = ""

    @property
    def can_undo(self) -> bool:
        """May it be taken back now?"""
        return not self.is_undone and self.kind not in ("undo", "redo")

    def what(self) -> str:
        """What it was done to: a title, or how many records."""
        if self.title and (self.count <= 1 or self.kind in _OF_ONE):
            return pgettext("name of a record", "{title}").format(title=self.title)
        counted = ngettext(self.plural[0], self.plural[1], self.count).format(n=grouped(self.count))
        return f"{counted} ({self.title})" if self.title and self.kind in _NAMED else counted

    def describe(self) -> str:
        """In words, without a capital: "import of 1 204 contacts"."""
        words = _(KINDS.get(self.kind, "{what}")).format(what=self.what())
        if self.kind in ("undo", "redo") and self.target_kind in KINDS:
            inner = _(KINDS[self.target_kind]).format(what=self.what())
            return _(KINDS[self.kind]).format(what=inner)
        return words


def to_operation(
    stored: StoredOperation, registry: Registry, targets: dict[int, StoredOperation]
) -> Operation:
    """The operation for the user's eyes."""
    target = targets.get(stored.target_id) if stored.target_id is not None else None
    plural = NN_("{n} record", "{n} records")
    if stored.section in {each.key for each in registry.sections}:
        plural = registry.section(str(stored.section)).plural
    return Operation(
        uid=stored.uid,
        kind=stored.kind,
        section=stored.section,
        title=stored.title,
        count=stored.count,
        at=stored.at,
        by=stored.by,
        is_undone=stored.is_undone,
        target=target.uid if target else None,
        plural=plural,
        id=stored.id,
        target_kind=target.kind if target else "",
    )
