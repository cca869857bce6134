"""The base of all tables, and the columns that every record has."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, MetaData, SmallInteger, String, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

ID = BigInteger().with_variant(Integer, "sqlite")
"""Internal row number; SQLite needs INTEGER for its fast primary key."""

KEY = Text(collation="C").with_variant(Text(), "sqlite")
"""Text compared code point by code point on every engine (sort keys, uids, ISO dates)."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Registry of all tables."""

    metadata = MetaData(naming_convention=NAMING)


class RecordId(Base):
    """One id space for everything that has a uid; generic tables point here.

    The id of a record lies in the range of its section (see ``store.ids``), so that an index range is a
    section.
    """

    __tablename__ = "record_id"

    id: Mapped[int] = mapped_column(ID, primary_key=True, autoincrement=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    section: Mapped[int] = mapped_column(SmallInteger)


class EntityMixin:
    """What every stored thing has: an id in the common space and a stable uid."""

    @declared_attr
    def id(cls) -> Mapped[int]:
        """Internal id; never leaves the store."""
        return mapped_column(ID, ForeignKey("record_id.id"), primary_key=True, autoincrement=False)

    uid: Mapped[str] = mapped_column(String(32), unique=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class RecordMixin(EntityMixin):
    """The outside of a record, the same in every section.

    ``__keyed__`` names the text columns by which lists can be sorted: each gets a key column beside it
    (``city`` → ``city_key``), whose code-point order is a reader's order.
    """

    __keyed__: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **arguments: Any) -> None:
        for name in cls.__keyed__:
            setattr(cls, f"{name}_key", mapped_column(KEY, nullable=True))
        super().__init_subclass__(**arguments)

    title: Mapped[str] = mapped_column(Text, default="")
    sort_key: Mapped[str] = mapped_column(KEY, default="")
    flag: Mapped[str | None] = mapped_column(Text)
    tag_names: Mapped[str | None] = mapped_column(Text)
    tag_names_key: Mapped[str | None] = mapped_column(KEY)
    owner_id: Mapped[int] = mapped_column(SmallInteger, default=1)
    created_at: Mapped[str] = mapped_column(String(24))
    created_by: Mapped[str] = mapped_column(Text, default="")
    updated_at: Mapped[str] = mapped_column(String(24))
    updated_by: Mapped[str] = mapped_column(Text, default="")


OF_YEAR = "substr({column}, length({column}) - 4)"
"""The day of the year of a stored birthday, as an index has it; the query must say it with the same words."""


def record_indexes(table: str, *columns: str) -> tuple[Index, ...]:
    """The indexes a section's lists need: by title, by flag, and by each named column then title."""
    named = [
        Index(f"ix_{table}_title", "sort_key", "id"),
        Index(f"ix_{table}_flag", "flag", "sort_key", "id"),
    ]
    named += [Index(f"ix_{table}_{column}", column, "sort_key", "id") for column in columns]
    return tuple(named)


def when_indexes(table: str, state: str, when: str) -> tuple[Index, ...]:
    """The indexes of records that have a time: what is open by its time, what repeats, what a series has."""
    return (
        Index(f"ix_{table}_open", state, when, "id"),
        Index(
            f"ix_{table}_repeating",
            when,
            sqlite_where=text("repeats IS NOT NULL"),
            postgresql_where=text("repeats IS NOT NULL"),
        ),
        Index(f"ix_{table}_series", "series"),
    )
