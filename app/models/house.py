"""What a file keeps besides records: groups, value lists, settings of the file, drafts."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import ID, Base, EntityMixin


class Group(EntityMixin, Base):
    """A group of one section's records; groups form a tree."""

    __tablename__ = "record_group"

    section: Mapped[str] = mapped_column(String(32), index=True)
    name: Mapped[str] = mapped_column(Text)
    parent_id: Mapped[int | None] = mapped_column(ID, ForeignKey("record_id.id"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)


class Choice(EntityMixin, Base):
    """A value of a list the user may edit (grades, event types, results …)."""

    __tablename__ = "choice"
    __table_args__ = (UniqueConstraint("list", "key"),)

    list: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(32))
    label: Mapped[str | None] = mapped_column(Text)
    color: Mapped[str | None] = mapped_column(String(16))
    belongs_to: Mapped[str | None] = mapped_column(String(32))
    position: Mapped[int] = mapped_column(Integer, default=0)
    is_hidden: Mapped[bool] = mapped_column(Boolean, default=False)


class FileSetting(EntityMixin, Base):
    """A setting that belongs to the file, not to the computer (names and order of sections …)."""

    __tablename__ = "file_setting"

    key: Mapped[str] = mapped_column(String(64), unique=True)
    value: Mapped[str] = mapped_column(Text)


class OwnField(EntityMixin, Base):
    """A field the user made, or what the user changed of a declared one (see ``blueprint.own``).

    The values of an own field lie in ``column_name`` of the section's table. A deleted field keeps its row
    and its column, so that no column name ever means two things.
    """

    __tablename__ = "field"
    __table_args__ = (UniqueConstraint("section", "key"),)

    section: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(32))
    is_own: Mapped[bool] = mapped_column(Boolean, default=False)
    label: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(20))
    options: Mapped[str | None] = mapped_column(Text)
    column_name: Mapped[str | None] = mapped_column(String(16))
    card_group: Mapped[str | None] = mapped_column(Text)
    position: Mapped[int | None] = mapped_column(Integer)
    is_hidden: Mapped[bool] = mapped_column(Boolean, default=False)
    is_required: Mapped[bool | None] = mapped_column(Boolean)
    default_value: Mapped[str | None] = mapped_column(Text)
    hint: Mapped[str | None] = mapped_column(Text)
    is_deleted: Mapped[bool] = mapped_column(Boolean, default=False)


class SavedFilter(EntityMixin, Base):
    """A filter of one section's list under a name; ``conditions`` are JSON (see ``blueprint.conditions``)."""

    __tablename__ = "saved_filter"

    section: Mapped[str] = mapped_column(String(32), index=True)
    name: Mapped[str] = mapped_column(Text)
    conditions: Mapped[str | None] = mapped_column(Text)
    search: Mapped[str | None] = mapped_column(Text)
    group_uid: Mapped[str | None] = mapped_column(String(32))
    flag: Mapped[str | None] = mapped_column(Text)
    tag: Mapped[str | None] = mapped_column(Text)
    sort: Mapped[str | None] = mapped_column(Text)
    is_descending: Mapped[bool | None] = mapped_column(Boolean)
    position: Mapped[int] = mapped_column(Integer, default=0)


class NotDuplicate(EntityMixin, Base):
    """Two records that look alike and are two: uids, the smaller first."""

    __tablename__ = "not_duplicate"

    one: Mapped[str] = mapped_column(String(32), index=True)
    other: Mapped[str] = mapped_column(String(32), index=True)


class CardDraft(Base):
    """What was typed into a card that is not saved yet; survives a crash."""

    __tablename__ = "card_draft"

    id: Mapped[int] = mapped_column(ID, primary_key=True, autoincrement=True)
    section: Mapped[str] = mapped_column(String(32))
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    is_new: Mapped[bool] = mapped_column(Boolean, default=False)
    values: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[str] = mapped_column(String(24))
