"""Letters by mail: accounts, letter templates, addresses that want or take none, and the outbox."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import ID, KEY, Base, EntityMixin


class MailAccount(EntityMixin, Base):
    """A mailbox that letters are sent from; its password is never in the file (see ``services.secrets``)."""

    __tablename__ = "mail_account"

    name: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    sender: Mapped[str | None] = mapped_column(Text)
    reply_to: Mapped[str | None] = mapped_column(Text)
    host: Mapped[str] = mapped_column(Text)
    port: Mapped[int] = mapped_column(Integer)
    security: Mapped[str] = mapped_column(String(8))
    login: Mapped[str] = mapped_column(String(16))
    user_name: Mapped[str | None] = mapped_column(Text)
    client_id: Mapped[str | None] = mapped_column(Text)
    tenant: Mapped[str | None] = mapped_column(Text)
    pace: Mapped[int] = mapped_column(Integer)
    unsubscribe: Mapped[str | None] = mapped_column(Text)


class LetterTemplate(EntityMixin, Base):
    """A letter that is written once and sent to many; its files and pictures are attachments of this row."""

    __tablename__ = "letter_template"

    name: Mapped[str] = mapped_column(Text)
    folder: Mapped[str | None] = mapped_column(Text)
    section: Mapped[str | None] = mapped_column(String(32))
    language: Mapped[str | None] = mapped_column(String(8))
    subject: Mapped[str | None] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    plain: Mapped[str | None] = mapped_column(Text)
    document_id: Mapped[int | None] = mapped_column(ID, ForeignKey("record_id.id"))
    is_pdf: Mapped[bool] = mapped_column(Boolean, default=False)


class MailMark(EntityMixin, Base):
    """An address that wants no letters (``opted_out``) or that its server refuses (``refused``)."""

    __tablename__ = "mail_mark"

    address: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(KEY, index=True)
    state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(Text)
    marked_at: Mapped[str | None] = mapped_column(String(24))


class Mailing(Base):
    """One letter to many, on its way: all that is the same for everybody, and whether it runs.

    Not journalled, like alerts: it is what the program has done, and what left the house cannot be undone.
    """

    __tablename__ = "mailing"

    id: Mapped[int] = mapped_column(ID, primary_key=True, autoincrement=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    account: Mapped[str] = mapped_column(String(32), index=True)
    name: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8))
    problem: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    content: Mapped[str] = mapped_column(Text)
    created_at: Mapped[str] = mapped_column(String(24))
    created_by: Mapped[str] = mapped_column(Text, default="")


class Letter(Base):
    """The letter to one person, in the outbox: queued, sending, sent, failed or unknown.

    One address and one record stand in a mailing once: the engine itself refuses a second letter.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("mailing_id", "address_key"),
        UniqueConstraint("mailing_id", "record_uid"),
        Index("ix_letter_next", "mailing_id", "state", "next_at", "position"),
        Index("ix_letter_noted", "state", "is_noted"),
    )

    id: Mapped[int] = mapped_column(ID, primary_key=True, autoincrement=True)
    mailing_id: Mapped[int] = mapped_column(ID, ForeignKey("mailing.id"))
    position: Mapped[int] = mapped_column(Integer)
    record_uid: Mapped[str] = mapped_column(String(32), index=True)
    title: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    address_key: Mapped[str] = mapped_column(KEY)
    message_id: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(8))
    sender: Mapped[str | None] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[str] = mapped_column(String(24), default="")
    problem: Mapped[str | None] = mapped_column(Text)
    changed_at: Mapped[str | None] = mapped_column(String(24))
    is_noted: Mapped[bool] = mapped_column(Boolean, default=False)


class MailLease(Base):
    """Which program sends the letters of an account just now, and when the next one may go."""

    __tablename__ = "mail_lease"

    account: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str | None] = mapped_column(String(64))
    place: Mapped[str | None] = mapped_column(Text)
    until: Mapped[str | None] = mapped_column(String(24))
    next_at: Mapped[str | None] = mapped_column(String(24))
