"""Notes: a text with a title."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, RecordMixin, record_indexes


class Note(RecordMixin, Base):
    """A thought, a recipe, a page of a diary."""

    __tablename__ = "note"
    __keyed__ = ("name", "text", "excerpt")
    __table_args__ = record_indexes("note")

    name: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)

    excerpt: Mapped[str | None] = mapped_column(Text)
