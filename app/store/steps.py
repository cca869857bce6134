"""The steps from one version of the tables to the next, each written for the tables as they were then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, String, Text, text

if TYPE_CHECKING:
    from alembic.operations import Operations

_LAST_OF_CONTACT = """
    FROM event JOIN record_reference r ON r.record_id = event.id AND r.field = 'contacts'
    WHERE r.target_id = contact.id"""
_LAST_OF_FIRM = " FROM event WHERE event.organization_id = organization.id"


def recurrence_and_reminders(op: Operations) -> None:
    """Version 3: what comes again, its reminders, and when something last took place with a client."""
    for table, when in (("task", "due"), ("event", "starts_at")):
        op.add_column(table, Column("repeats", Text))
        op.add_column(table, Column("series", String(32)))
        op.add_column(table, Column("instance", String(64)))
        op.create_index(f"ix_{table}_open", table, ["state", when, "id"])
        op.create_index(
            f"ix_{table}_repeating", table, [when], sqlite_where=text("repeats IS NOT NULL"),
            postgresql_where=text("repeats IS NOT NULL"),
        )  # fmt: skip
        op.create_index(f"ix_{table}_series", table, ["series"])
    for table, source in (("contact", _LAST_OF_CONTACT), ("organization", _LAST_OF_FIRM)):
        op.add_column(table, Column("last_at", String(64)))
        op.add_column(table, Column("last_type", Text))
        done = f"{source} AND event.state = 'done' AND event.starts_at IS NOT NULL"
        order = "ORDER BY event.starts_at DESC, coalesce(event.type, '') DESC LIMIT 1"
        op.execute(f"UPDATE {table} SET last_at = (SELECT event.starts_at {done} {order})")  # noqa: S608 - ours
        op.execute(f"UPDATE {table} SET last_type = (SELECT event.type {done} {order})")  # noqa: S608 - ours
        op.create_index(f"ix_{table}_last_at", table, ["last_at", "sort_key", "id"])
        op.create_index(f"ix_{table}_cadence", table, ["grade", "last_at"])
    op.create_index("ix_contact_of_year", "contact", [text("substr(birthday, length(birthday) - 4)")])
    # What falls due is for the program to say, which knows the sections: it does so when it opens the file.
    op.create_table("pending", Column("name", String(32), primary_key=True))
    op.execute("INSERT INTO pending (name) VALUES ('reminders')")
