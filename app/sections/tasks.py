"""Tasks: what has to be done."""

from __future__ import annotations

from dataclasses import replace

from app.blueprint import readings, rows
from app.blueprint.dates import DateOrTime
from app.blueprint.field import Field
from app.blueprint.kept import EXTERNAL_IDS
from app.blueprint.kinds import Choice, Number, RichText, Text
from app.blueprint.reminders import Default
from app.blueprint.repeating import REPEATING
from app.blueprint.section import CardGroup, Finish, Section
from app.blueprint.views import Board, Calendar
from app.core.texts import N_, NN_

SECTION = Section(
    key="tasks",
    number=3,
    order=30,
    table="task",
    icon="square-check",
    title=N_("Tasks"),
    one=N_("Task"),
    new=N_("New task"),
    plural=NN_("{n} task", "{n} tasks"),
    subtitle=("state", "due"),
    actions=("done", "event", "document"),
    duplicate_keys=("title",),
    sort="due",
    columns=("title", "state", "priority", "due", "contact_name", "organization_name"),
    empty_text=N_("What has to be done, for whom and until when."),
    prefill={"contacts": "contact", "organizations": "organization", "tasks": "parent"},
    when="due",
    guide="reminders",
    carried_by="VTODO",
    open_when=("state", ("open", "in_progress", "waiting")),
    story=("state",),
    views=(
        Calendar("due"),
        Calendar("start"),
        Board("state"),
        Board("due"),
        Board("performer"),
        Board("priority"),
    ),
    of_one=("percent", "done_at"),
    performed_by="performer",
    reminds=(Default(("P0D",)),),
    finish=Finish("state", "done", at="done_at", sets=(("percent", 100),)),
    card=(
        CardGroup("main", N_("Task")),
        CardGroup("who", N_("For whom")),
    ),
    fields=(
        Field(
            "name",
            N_("Title"),
            Text(),
            is_required=True,
            names=("task", "subject", "sarcina", "titlu", "задача", "название"),
            carried_as="SUMMARY",
        ),
        Field(
            "details",
            N_("Details"),
            RichText(),
            names=("description", "descriere", "описание", "notes"),
            carried_as="DESCRIPTION",
        ),
        Field(
            "state",
            N_("State"),
            Choice("task_state"),
            default="open",
            names=("status", "stare", "статус", "состояние"),
            carried_as="STATUS",
        ),
        Field(
            "priority",
            N_("Priority"),
            Choice("priority"),
            width=90,
            names=("prioritate", "приоритет"),
            carried_as="PRIORITY",
        ),
        Field(
            "percent",
            N_("Percent"),
            Number(0, 100, " %"),
            width=80,
            names=("procent", "процент", "progress", "% complete"),
            carried_as="PERCENT-COMPLETE",
        ),
        Field(
            "start",
            N_("Start"),
            DateOrTime(),
            names=("start date", "inceput", "начало"),
            carried_as="DTSTART",
        ),
        Field(
            "due",
            N_("Due"),
            DateOrTime(),
            names=("due date", "deadline", "termen", "scadenta", "срок"),
            carried_as="DUE",
        ),
        *REPEATING,
        Field(
            "performer",
            N_("Performer"),
            Choice("performer"),
            group="who",
            names=("assigned to", "responsabil", "исполнитель"),
        ),
        Field(
            "contact",
            N_("Contact"),
            rows.Reference("contacts"),
            group="who",
            names=("contact",),
            carried_as="CONTACT",
        ),
        Field(
            "organization",
            N_("Organization"),
            rows.Reference("organizations"),
            group="who",
            names=("company",),
        ),
        Field(
            "parent",
            N_("Part of"),
            rows.Reference("tasks", is_tree=True),
            group="who",
            carried_as="RELATED-TO",
        ),
        Field(
            "done_at",
            N_("Done at"),
            DateOrTime(),
            group="who",
            names=("completed", "date completed"),
            carried_as="COMPLETED",
        ),
        replace(EXTERNAL_IDS, group="who"),
        Field(
            "contact_name",
            N_("Contact"),
            Text(),
            width=160,
            is_searched=False,
            derived=lambda values, context: (
                context.title_of(values["contact"]) if values.get("contact") else None
            ),
        ),
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
        Field("subtasks", N_("Subtasks"), readings.Mirror("tasks", "parent"), group="links"),
    ),
)
