"""Address books on servers with which contacts are synchronised, and what both sides had the last time."""

from __future__ import annotations

from sqlalchemy import Boolean, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import ID, Base, EntityMixin


class SyncAccount(EntityMixin, Base):
    """An address book and how it is synchronised. The password lies in the keyring, never here."""

    __tablename__ = "sync_account"

    name: Mapped[str] = mapped_column(Text)
    preset: Mapped[str] = mapped_column(String(32))
    server: Mapped[str] = mapped_column(Text)
    user_name: Mapped[str | None] = mapped_column(Text)
    book: Mapped[str | None] = mapped_column(Text)
    book_title: Mapped[str | None] = mapped_column(Text)
    group_uids: Mapped[str | None] = mapped_column(Text)
    rule: Mapped[str] = mapped_column(String(16))
    carries_own: Mapped[bool] = mapped_column(Boolean, default=False)


class SyncItem(Base):
    """A card and the record it belongs to, as they were when they were last the same.

    It names account and record by uid, because both may go and come back. ``heard`` is what the card said
    and ``said`` what the record said, as values in JSON (``said`` is empty where both said the same);
    ``hash`` tells quickly that a record still says it.
    """

    __tablename__ = "sync_item"
    __table_args__ = (UniqueConstraint("account", "href"), Index("ix_sync_item_record", "account", "record"))

    id: Mapped[int] = mapped_column(ID, primary_key=True, autoincrement=True)
    account: Mapped[str] = mapped_column(String(32))
    record: Mapped[str] = mapped_column(String(32))
    href: Mapped[str] = mapped_column(String(1000))
    etag: Mapped[str] = mapped_column(Text)
    card: Mapped[str] = mapped_column(Text)
    version: Mapped[str] = mapped_column(String(8))
    hash: Mapped[str] = mapped_column(String(64))
    heard: Mapped[str] = mapped_column(Text)
    said: Mapped[str | None] = mapped_column(Text)
    synced_at: Mapped[str] = mapped_column(String(24))
