"""Organizations: firms, offices, institutions."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import ID, Base, RecordMixin, record_indexes


class Organization(RecordMixin, Base):
    """A firm. Columns below the line are derived: kept for lists, never edited."""

    __tablename__ = "organization"
    __keyed__ = (
        "name", "legal_name", "registration_number", "activity", "head_position", "head_basis", "notes",
        "email", "city",
    )  # fmt: skip
    __table_args__ = (
        *record_indexes("organization", "city_key", "next_at", "fiscal_code", "last_at"),
        Index("ix_organization_cadence", "grade", "last_at"),
    )

    name: Mapped[str | None] = mapped_column(Text)
    legal_form: Mapped[str | None] = mapped_column(Text)
    legal_name: Mapped[str | None] = mapped_column(Text)
    fiscal_code: Mapped[str | None] = mapped_column(Text)
    vat_payer: Mapped[bool | None] = mapped_column(Boolean)
    registration_number: Mapped[str | None] = mapped_column(Text)
    activity: Mapped[str | None] = mapped_column(Text)
    grade: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str | None] = mapped_column(Text)
    head_id: Mapped[int | None] = mapped_column(ID, ForeignKey("record_id.id"), index=True)
    head_position: Mapped[str | None] = mapped_column(Text)
    head_basis: Mapped[str | None] = mapped_column(Text)
    logo: Mapped[str | None] = mapped_column(String(64))
    notes: Mapped[str | None] = mapped_column(Text)

    phone: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    city: Mapped[str | None] = mapped_column(Text)
    next_at: Mapped[str | None] = mapped_column(String(64))
    next_type: Mapped[str | None] = mapped_column(Text)
    last_at: Mapped[str | None] = mapped_column(String(64))
    last_type: Mapped[str | None] = mapped_column(Text)
