"""What documents are made from: templates with their versions, counters of documents, declined words."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import ID, Base, EntityMixin


class Template(EntityMixin, Base):
    """A Word template kept in the file; its content lies in its versions."""

    __tablename__ = "template"

    name: Mapped[str] = mapped_column(Text)
    section: Mapped[str | None] = mapped_column(String(32))
    folder: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(8))
    counter: Mapped[str | None] = mapped_column(Text)
    pattern: Mapped[str | None] = mapped_column(Text)


class TemplateVersion(EntityMixin, Base):
    """One state of a template; the file itself is an attachment of this row."""

    __tablename__ = "template_version"

    template_id: Mapped[int | None] = mapped_column(ID, ForeignKey("record_id.id"), index=True)
    number: Mapped[int] = mapped_column(Integer, default=1)
    added_at: Mapped[str | None] = mapped_column(String(24))
    added_by: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


class Counter(EntityMixin, Base):
    """Numbers of documents: the last one given, and how one is written."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(Text)
    pattern: Mapped[str] = mapped_column(Text)
    last: Mapped[int] = mapped_column(Integer, default=0)
    year: Mapped[int | None] = mapped_column(Integer)


class Declension(EntityMixin, Base):
    """How a name or a post is declined where the rules would be wrong."""

    __tablename__ = "declension"

    word: Mapped[str] = mapped_column(Text)
    grammatical_case: Mapped[str] = mapped_column(String(16))
    form: Mapped[str] = mapped_column(Text)
