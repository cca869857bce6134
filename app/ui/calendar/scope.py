"""Which occurrences of a series are meant: this one, this and those that follow, or all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from app.core.texts import _
from app.ui.desk import Desk
from app.ui.messages import Answer

if TYPE_CHECKING:
    from app.services.days import Occasion

Scope = Literal["", "one", "following", "all"]
"""Empty when the question was closed."""


def ask_scope(desk: Desk, occasion: Occasion) -> Scope:
    """Ask; the first answer changes the least."""
    answers = (
        Answer("one", _("This one only"), is_main=True),
        Answer("following", _("This and following")),
        Answer("all", _("All of them")),
    )
    text = _("“{title}” repeats. Which are meant?").format(title=occasion.title)
    return cast(Scope, desk.messages.choose(_("It repeats"), text, answers))
