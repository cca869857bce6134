"""The journal: what was done, with what was there before."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import ID, Base


class OperationRow(Base):
    """One thing the user did.

    ``kind`` names it (``create``, ``edit``, ``import`` …); ``undo`` and ``redo`` point to what they took
    back in ``target_id``. ``is_undone`` tells whether the operation is in force now.
    """

    __tablename__ = "operation"

    id: Mapped[int] = mapped_column(ID, primary_key=True, autoincrement=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[str] = mapped_column(String(32))
    section: Mapped[str | None] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(Text, default="")
    count: Mapped[int] = mapped_column(Integer, default=0)
    details: Mapped[str | None] = mapped_column(Text)
    at: Mapped[str] = mapped_column(String(24))
    by: Mapped[str] = mapped_column(Text, default="")
    target_id: Mapped[int | None] = mapped_column(ID, ForeignKey("operation.id"))
    is_undone: Mapped[bool] = mapped_column(Boolean, default=False)


class ChangeRow(Base):
    """What an operation did to one stored thing.

    Created: both empty. Changed: the changed fields before and after, as JSON. Deleted: all of it before.
    """

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_uid", "uid", "operation_id"),)

    operation_id: Mapped[int] = mapped_column(ID, ForeignKey("operation.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    action: Mapped[str] = mapped_column(String(8))
    entity: Mapped[str] = mapped_column(String(32))
    uid: Mapped[str] = mapped_column(String(32))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
