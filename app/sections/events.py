"""Events: calls, meetings and letters, planned and done."""

from __future__ import annotations

from dataclasses import replace

from app.blueprint import rows
from app.blueprint.context import Context, Values
from app.blueprint.dates import Appointment
from app.blueprint.field import Field
from app.blueprint.kept import EXTERNAL_IDS
from app.blueprint.kinds import Choice, LongText, Number, Text
from app.blueprint.reminders import Default
from app.blueprint.repeating import REPEATING
from app.blueprint.section import CardGroup, Section
from app.blueprint.views import Board, Calendar
from app.core.texts import N_, NN_


def title_of(values: Values, context: Context) -> str:
    """The subject, else with whom; never a label, which would differ by language."""
    firm = values.get("organization")
    return str(
        values.get("subject") or _contacts(values, context) or (context.title_of(firm) if firm else "")
    )


def _contacts(values: Values, context: Context) -> str | None:
    return ", ".join(context.title_of(uid) for uid in values.get("contacts") or ()) or None


SECTION = Section(
    key="events",
    number=6,
    order=60,
    table="event",
    icon="calendar-clock",
    title=N_("Events"),
    one=N_("Event"),
    new=N_("New event"),
    plural=NN_("{n} event", "{n} events"),
    title_label=N_("Subject"),
    title_of=title_of,
    subtitle=("type", "starts_at"),
    actions=("done", "document"),
    duplicate_keys=(),
    sort="starts_at",
    is_descending=True,
    columns=("type", "title", "starts_at", "contact_names", "organization_name", "state", "result"),
    empty_text=N_("Calls, meetings and letters: what is planned and what came of it."),
    prefill={"contacts": "contacts", "organizations": "organization", "*": "links"},
    when="starts_at",
    open_when=("state", ("planned",)),
    story=("result", "result_text"),
    type_field="type",
    guide="reminders",
    of_one=("result", "result_text"),
    performed_by="performer",
    reminds=(Default(("-PT10M",), type="call"), Default(("-PT30M",), type="meeting")),
    views=(Calendar("starts_at", minutes="duration"), Board("state"), Board("type"), Board("performer")),
    carried_by="VEVENT",
    card=(
        CardGroup("main", N_("Event")),
        CardGroup("result", N_("Result")),
    ),
    fields=(
        Field(
            "type",
            N_("Type"),
            Choice("event_type"),
            default="call",
            width=110,
            names=("event type", "tip", "тип"),
            carried_as="CATEGORIES",
        ),
        Field(
            "starts_at",
            N_("When"),
            Appointment(),
            width=150,
            names=("date", "start", "data", "дата", "когда", "start date"),
            carried_as="DTSTART",
        ),
        Field(
            "duration",
            N_("Duration, minutes"),
            Number(0, 10080),
            width=90,
            names=("durata", "длительность"),
            carried_as="DURATION",
        ),
        *REPEATING,
        Field(
            "contacts",
            N_("Contacts"),
            rows.References("contacts"),
            names=("contact", "persoana", "контакт"),
            carried_as="CONTACT",
        ),
        Field(
            "organization",
            N_("Organization"),
            rows.Reference("organizations"),
            names=("company", "firma"),
        ),
        Field("subject", N_("Subject"), Text(), names=("title", "subiect", "тема"), carried_as="SUMMARY"),
        Field(
            "state",
            N_("State"),
            Choice("event_state"),
            group="result",
            default="planned",
            width=110,
            names=("status", "stare", "статус"),
            carried_as="STATUS",
        ),
        Field(
            "result",
            N_("Result"),
            Choice("event_result", depends_on="type"),
            group="result",
            names=("rezultat", "результат"),
        ),
        Field(
            "result_text",
            N_("What came of it"),
            LongText(),
            group="result",
            names=("comment", "comentariu", "комментарий"),
            carried_as="DESCRIPTION",
        ),
        Field(
            "performer",
            N_("Performer"),
            Choice("performer"),
            group="result",
            names=("responsabil", "исполнитель"),
        ),
        replace(EXTERNAL_IDS, group="result"),
        Field("contact_names", N_("Contacts"), Text(), width=160, is_searched=False, derived=_contacts),
        Field(
            "organization_name",
            N_("Organization"),
            Text(),
            width=160,
            is_searched=False,
            derived=lambda values, context: (
                context.title_of(values["organization"]) if values.get("organization") else None
            ),
        ),
    ),
)
