"""Events: calls, meetings and letters, planned and done."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import ID, Base, RecordMixin, record_indexes, when_indexes


class Event(RecordMixin, Base):
    """Something that happened or will happen with somebody."""

    __tablename__ = "event"
    __keyed__ = ("subject", "result_text", "contact_names", "organization_name")
    __table_args__ = (
        *record_indexes("event", "starts_at", "state"),
        *when_indexes("event", "state", "starts_at"),
    )

    type: Mapped[str | None] = mapped_column(Text)
    subject: Mapped[str | None] = mapped_column(Text)
    starts_at: Mapped[str | None] = mapped_column(String(64))
    duration: Mapped[int | None] = mapped_column(Integer)
    repeats: Mapped[str | None] = mapped_column(Text)
    series: Mapped[str | None] = mapped_column(String(32))
    instance: Mapped[str | None] = mapped_column(String(64))
    organization_id: Mapped[int | None] = mapped_column(ID, ForeignKey("record_id.id"), index=True)
    state: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str | None] = mapped_column(Text)
    result_text: Mapped[str | None] = mapped_column(Text)
    performer: Mapped[str | None] = mapped_column(Text)

    contact_names: Mapped[str | None] = mapped_column(Text)
    organization_name: Mapped[str | None] = mapped_column(Text)
