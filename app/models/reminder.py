"""Reminders: what the user set, what falls due next, and what has been raised and not been dismissed yet."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import ID, KEY, Base
from app.models.parts import PartMixin


class Reminder(PartMixin, Base):
    """A reminder of a record, as the user set it (see ``blueprint.reminding``)."""

    __tablename__ = "reminder"

    lead: Mapped[str] = mapped_column(Text)
    about: Mapped[str | None] = mapped_column(Text)


class ReminderNext(Base):
    """Derived: of each reminder of a record the next time it falls due.

    ``due`` is a moment in UTC, or with ``is_wall`` a wall time that counts wherever the user is; the index
    makes one walk of "what is due by now, of mine".
    """

    __tablename__ = "reminder_next"
    __table_args__ = (Index("ix_reminder_next_due", "is_wall", "performer", "due"),)

    id: Mapped[int] = mapped_column(ID, primary_key=True, autoincrement=True)
    record_id: Mapped[int] = mapped_column(ID, ForeignKey("record_id.id"), index=True)
    about: Mapped[str] = mapped_column(String(32), default="")
    lead: Mapped[str] = mapped_column(String(80))
    slot: Mapped[str] = mapped_column(String(19), default="")
    is_wall: Mapped[bool] = mapped_column(Boolean)
    due: Mapped[str] = mapped_column(KEY)
    performer: Mapped[str] = mapped_column(Text, default="")


class Alert(Base):
    """A reminder that fell due: open until it is dismissed, snoozed in between; remembered afterwards, so
    that it never comes again. It names its record by uid, because that may go and come back."""

    __tablename__ = "alert"
    __table_args__ = (
        UniqueConstraint("uid", "about", "lead", "slot"),
        Index("ix_alert_state", "state", "due"),
    )

    id: Mapped[int] = mapped_column(ID, primary_key=True, autoincrement=True)
    uid: Mapped[str] = mapped_column(String(32))
    about: Mapped[str] = mapped_column(String(32), default="")
    lead: Mapped[str] = mapped_column(String(80))
    slot: Mapped[str] = mapped_column(String(19), default="")
    is_wall: Mapped[bool] = mapped_column(Boolean)
    due: Mapped[str] = mapped_column(KEY)
    performer: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(8))
    until: Mapped[str | None] = mapped_column(String(24))
    raised_at: Mapped[str] = mapped_column(String(24))
    earlier: Mapped[int] = mapped_column(Integer, default=0)


class Pending(Base):
    """Work that an upgrade of the file left for the program that knows its sections."""

    __tablename__ = "pending"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
