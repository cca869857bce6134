"""What stays of documents in the library: the numbers they took, an event for each, the files attached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.core.texts import _
from app.services.documents.counters import CounterState
from app.services.operations import Operation
from app.store.change import Change

if TYPE_CHECKING:
    from app.blueprint.section import Section
    from app.services.documents.making import MadeDocument, Order
    from app.services.library import Library

KIND = "document"
EVENTS = "events"
TYPE = "letter"
"""The type of event that a document is."""


def note(
    library: Library, order: Order, made: Sequence[MadeDocument], before: CounterState | None,
    after: CounterState | None, attachments: Sequence[dict[str, Any] | None],
) -> Operation | None:  # fmt: skip
    """Keep all of it as one operation; None where there is nothing to keep.

    CounterMovedError if the counter is no longer where the numbers of these documents began.
    """
    is_kept = order.is_noted or order.is_attached or before is not None
    if library.is_read_only and before is None and not order.is_attached:
        return None  # a letter can be made of a file that nothing can be written to
    if not is_kept:
        return None
    changes = _changes(library, order, made, before, after, attachments)
    return library.write(KIND, changes, section=EVENTS, title=order.template.name)


def _changes(
    library: Library, order: Order, made: Sequence[MadeDocument], before: CounterState | None,
    after: CounterState | None, attachments: Sequence[dict[str, Any] | None],
) -> Iterator[Change]:  # fmt: skip
    """Read inside the transaction: what another program has changed meanwhile counts."""
    if before is not None and after is not None:
        from app.services.documents.making import CounterMovedError

        if asdict(library.documents.counters.named(before.name)) != asdict(before):
            raise CounterMovedError
        yield after.change()
    for document, attachment in zip(made, attachments, strict=True):
        if attachment is not None:
            yield from _attached(library, document, attachment)
        if order.is_noted:
            yield from _event(library, order, document)


def _attached(library: Library, document: MadeDocument, attachment: dict[str, Any]) -> Iterator[Change]:
    for uid in document.uids[:1]:
        record = library.get(uid)
        if record is not None:
            files = [*(record.values.get("attachments") or ()), attachment]
            yield Change(record.section, uid, {"attachments": files})


def _event(library: Library, order: Order, document: MadeDocument) -> Iterator[Change]:
    events = next((each for each in library.registry.sections if each.key == EVENTS), None)
    if events is None:
        return
    subject = order.template.name
    if document.number:
        subject = _("{name} no. {number}").format(name=subject, number=document.number)
    context = library.context()
    values: dict[str, Any] = {
        "type": TYPE, "state": "done", "subject": subject, "starts_at": f"{context.now}[{context.zone}]",
    }  # fmt: skip
    if document.path is not None:
        values["result_text"] = str(document.path)
    yield Change(EVENTS, library.new_uid(), {**values, **belonging(library, events, document.uids)})


def belonging(library: Library, events: Section, uids: Sequence[str]) -> dict[str, Any]:
    """The fields by which an event belongs to these records."""
    values: dict[str, Any] = {}
    prefill = events.prefill or {}
    for uid, section in library.get_sections(uids).items():
        field = prefill.get(section) or prefill.get("*", "links")
        if field in ("organization",):
            if values.setdefault(field, uid) != uid:
                values.setdefault("links", []).append(uid)
        else:
            values.setdefault(field, []).append(uid)
    return values
