"""Lists that belong to one record, whatever its section: phones, addresses, jobs, references, tags, files."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.models.base import ID, KEY, Base


class PartMixin:
    """A row of a list: whose it is, of which field, and its place in the order."""

    id: Mapped[int] = mapped_column(ID, primary_key=True, autoincrement=True)

    @declared_attr
    def record_id(cls) -> Mapped[int]:
        """The record the row belongs to."""
        return mapped_column(ID, ForeignKey("record_id.id"), index=True)

    field: Mapped[str] = mapped_column(String(64))
    position: Mapped[int] = mapped_column(Integer)


class ContactPoint(PartMixin, Base):
    """A way to reach somebody: phone, e-mail, messenger account, web site."""

    __tablename__ = "contact_point"

    type: Mapped[str | None] = mapped_column(Text)
    label: Mapped[str | None] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(KEY, index=True)


class Address(PartMixin, Base):
    """A postal address: free text and, where known, its parts."""

    __tablename__ = "address"

    type: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    street: Mapped[str | None] = mapped_column(Text)
    city: Mapped[str | None] = mapped_column(Text)
    region: Mapped[str | None] = mapped_column(Text)
    postcode: Mapped[str | None] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(Text)


class BankAccount(PartMixin, Base):
    """An account at a bank: IBAN or national number."""

    __tablename__ = "bank_account"

    account: Mapped[str | None] = mapped_column(Text)
    bank: Mapped[str | None] = mapped_column(Text)
    bic: Mapped[str | None] = mapped_column(Text)
    currency: Mapped[str | None] = mapped_column(Text)


class Employment(PartMixin, Base):
    """A job of a person in an organization."""

    __tablename__ = "employment"

    organization_id: Mapped[int | None] = mapped_column(ID, ForeignKey("record_id.id"), index=True)
    job_title: Mapped[str | None] = mapped_column(Text)
    department: Mapped[str | None] = mapped_column(Text)
    since: Mapped[str | None] = mapped_column(String(10))
    until: Mapped[str | None] = mapped_column(String(10))


class ExternalId(PartMixin, Base):
    """What another program calls the record (the UID of a vCard)."""

    __tablename__ = "external_id"

    key: Mapped[str] = mapped_column(KEY, index=True)


class KeptLine(PartMixin, Base):
    """Lines of a vCard that no field holds, as vCard 3.0 writes them; those of a row belong together."""

    __tablename__ = "kept_line"

    line: Mapped[str] = mapped_column(Text)


class RecordReference(PartMixin, Base):
    """A reference to another record, in a list of such."""

    __tablename__ = "record_reference"
    __table_args__ = (Index("ix_record_reference_target_id", "target_id", "field"),)

    target_id: Mapped[int] = mapped_column(ID, ForeignKey("record_id.id"))


class RecordTag(PartMixin, Base):
    """A tag of a record."""

    __tablename__ = "record_tag"
    __table_args__ = (Index("ix_record_tag_name", "name", "record_id"),)

    name: Mapped[str] = mapped_column(Text)


class Attachment(PartMixin, Base):
    """A file kept with a record; its bytes lie in ``blob``."""

    __tablename__ = "attachment"

    uid: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(ID)
    digest: Mapped[str] = mapped_column(String(64))
    owner_id: Mapped[int] = mapped_column(Integer, default=1)


class Member(Base):
    """Membership of a record in a group."""

    __tablename__ = "member"
    __table_args__ = (Index("ix_member_record_id", "record_id"),)

    group_id: Mapped[int] = mapped_column(ID, ForeignKey("record_id.id"), primary_key=True)
    record_id: Mapped[int] = mapped_column(ID, ForeignKey("record_id.id"), primary_key=True)
    owner_id: Mapped[int] = mapped_column(Integer, default=1)


class Blob(Base):
    """Bytes by their SHA-256; shared by all that have equal content, kept for undo."""

    __tablename__ = "blob"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class SearchText(Base):
    """The folded text of a record; the search index stands over it."""

    __tablename__ = "search_text"

    record_id: Mapped[int] = mapped_column(
        ID, ForeignKey("record_id.id"), primary_key=True, autoincrement=False
    )
    owner_id: Mapped[int] = mapped_column(Integer, default=1)
    txt: Mapped[str] = mapped_column(Text)
