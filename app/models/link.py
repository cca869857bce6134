"""Links: places on the web or on the disk."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, RecordMixin, record_indexes


class Link(RecordMixin, Base):
    """An address to open."""

    __tablename__ = "link"
    __keyed__ = ("name", "address", "description", "user_name")
    __table_args__ = record_indexes("link")

    name: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    user_name: Mapped[str | None] = mapped_column(Text)
    last_opened: Mapped[str | None] = mapped_column(String(64))
