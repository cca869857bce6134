"""Contacts: people."""

from __future__ import annotations

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import KEY, OF_YEAR, Base, RecordMixin, record_indexes


class Contact(RecordMixin, Base):
    """A person. Columns below the line are derived: kept for lists, never edited."""

    __tablename__ = "contact"
    __keyed__ = (
        "prefix", "surname", "given_name", "patronymic", "suffix", "show_as", "sort_as", "hobby", "family",
        "notes", "job_title", "email", "city",
    )  # fmt: skip
    __table_args__ = (
        *record_indexes(
            "contact", "organization_key", "city_key", "next_at", "grade", "personal_code", "last_at"
        ),
        Index("ix_contact_cadence", "grade", "last_at"),
        Index("ix_contact_of_year", text(OF_YEAR.format(column="birthday"))),
    )

    prefix: Mapped[str | None] = mapped_column(Text)
    surname: Mapped[str | None] = mapped_column(Text)
    given_name: Mapped[str | None] = mapped_column(Text)
    patronymic: Mapped[str | None] = mapped_column(Text)
    suffix: Mapped[str | None] = mapped_column(Text)
    show_as: Mapped[str | None] = mapped_column(Text)
    sort_as: Mapped[str | None] = mapped_column(Text)
    sex: Mapped[str | None] = mapped_column(Text)
    birthday: Mapped[str | None] = mapped_column(String(10))
    name_day: Mapped[str | None] = mapped_column(String(10))
    grade: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    languages: Mapped[str | None] = mapped_column(Text)
    hobby: Mapped[str | None] = mapped_column(Text)
    family: Mapped[str | None] = mapped_column(Text)
    personal_code: Mapped[str | None] = mapped_column(Text)
    photo: Mapped[str | None] = mapped_column(String(64))
    notes: Mapped[str | None] = mapped_column(Text)

    organization_name: Mapped[str | None] = mapped_column(Text)
    organization_key: Mapped[str | None] = mapped_column(KEY)
    job_title: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    city: Mapped[str | None] = mapped_column(Text)
    next_at: Mapped[str | None] = mapped_column(String(64))
    next_type: Mapped[str | None] = mapped_column(Text)
    last_at: Mapped[str | None] = mapped_column(String(64))
    last_type: Mapped[str | None] = mapped_column(Text)
