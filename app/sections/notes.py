"""Notes: a text with a title."""

from __future__ import annotations

from app.blueprint.context import Context, Values
from app.blueprint.field import Field
from app.blueprint.kinds import RichText, Text
from app.blueprint.section import CardGroup, Section
from app.core.folding import plain_text
from app.core.texts import N_, NN_

EXCERPT = 160
"""Characters of the text that a list shows."""


def title_of(values: Values, _context: Context) -> str:
    """The title, else the first line of the text."""
    return str(values.get("name") or plain_text(values.get("text") or "").split("\n")[0][:80])


def _excerpt(values: Values, _context: Context) -> str | None:
    return " ".join(plain_text(values.get("text") or "").split())[:EXCERPT] or None


SECTION = Section(
    key="notes",
    number=4,
    order=40,
    table="note",
    icon="notebook-pen",
    title=N_("Notes"),
    one=N_("Note"),
    new=N_("New note"),
    plural=NN_("{n} note", "{n} notes"),
    title_of=title_of,
    subtitle=("updated_at",),
    actions=("document",),
    duplicate_keys=("title",),
    columns=("title", "excerpt", "tag_list", "updated_at"),
    empty_text=N_("Thoughts, recipes, minutes: text that you want to find again."),
    prefill={"*": "links"},
    story=("excerpt",),
    card=(CardGroup("main", N_("Note")),),
    fields=(
        Field("name", N_("Title"), Text(), names=("subject", "titlu", "заголовок", "название", "note title")),
        Field(
            "text",
            N_("Text"),
            RichText(),
            names=("note", "body", "content", "continut", "nota", "текст", "заметка"),
        ),
        Field("excerpt", N_("Text"), Text(), derived=_excerpt, is_searched=False, width=320),
    ),
)
