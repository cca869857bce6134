"""Tasks: what has to be done."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import ID, Base, RecordMixin, record_indexes, when_indexes


class Task(RecordMixin, Base):
    """Something to do."""

    __tablename__ = "task"
    __keyed__ = ("name", "details", "contact_name", "organization_name")
    __table_args__ = (*record_indexes("task", "due", "state"), *when_indexes("task", "state", "due"))

    name: Mapped[str | None] = mapped_column(Text)
    details: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str | None] = mapped_column(Text)
    priority: Mapped[str | None] = mapped_column(Text)
    percent: Mapped[int | None] = mapped_column(Integer)
    start: Mapped[str | None] = mapped_column(String(64))
    due: Mapped[str | None] = mapped_column(String(64))
    repeats: Mapped[str | None] = mapped_column(Text)
    series: Mapped[str | None] = mapped_column(String(32))
    instance: Mapped[str | None] = mapped_column(String(64))
    performer: Mapped[str | None] = mapped_column(Text)
    contact_id: Mapped[int | None] = mapped_column(ID, ForeignKey("record_id.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ID, ForeignKey("record_id.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ID, ForeignKey("record_id.id"), index=True)
    done_at: Mapped[str | None] = mapped_column(String(64))

    contact_name: Mapped[str | None] = mapped_column(Text)
    organization_name: Mapped[str | None] = mapped_column(Text)
