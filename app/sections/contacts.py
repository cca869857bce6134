"""Contacts: people."""

from __future__ import annotations

from typing import Any

from app.blueprint import readings, rows
from app.blueprint.context import Context, Values
from app.blueprint.dates import Age, Birthday, DayMonth, age
from app.blueprint.field import Field
from app.blueprint.kept import FROM_ELSEWHERE
from app.blueprint.kinds import Choice, Choices, Code, Image, LongText, Text
from app.blueprint.reach import (
    ACCOUNTS,
    ADDRESSES,
    EMAILS,
    LISTED,
    PHONES,
    SITES,
    first_of,
    last_step,
    next_step,
)
from app.blueprint.section import CardGroup, Section
from app.blueprint.views import Board
from app.core.texts import N_, NC_, NN_


def _job(values: Values) -> dict[str, Any]:
    """The job that counts: the first that has not ended."""
    jobs = values.get("organizations") or ()
    return next((job for job in jobs if not job.get("until")), jobs[0] if jobs else {})


def title_of(values: Values, context: Context) -> str:
    """Show as, else given name and surname, else the firm, an e-mail or a phone."""
    if values.get("show_as"):
        return str(values["show_as"])
    names = [values[key] for key in ("given_name", "patronymic", "surname") if values.get(key)]
    if values.get("patronymic") and values.get("surname"):
        names = [values[key] for key in ("surname", "given_name", "patronymic") if values.get(key)]
    if names:
        return " ".join(names)
    return (
        _organization(values, context)
        or first_of(values, "emails", "value")
        or first_of(values, "phones", "value")
        or ""
    )


def sort_of(values: Values, context: Context) -> str:
    """Sort as, else surname, given name, patronymic, else the title."""
    if values.get("sort_as"):
        return str(values["sort_as"])
    names = [values[key] for key in ("surname", "given_name", "patronymic") if values.get(key)]
    return " ".join(names) if names and not values.get("show_as") else title_of(values, context)


def _organization(values: Values, context: Context) -> str:
    uid = _job(values).get("organization")
    return context.title_of(uid) if uid else ""


SECTION = Section(
    key="contacts",
    number=1,
    order=10,
    table="contact",
    icon="users",
    has_avatar=True,
    carried_by="VCARD",
    title=N_("Contacts"),
    one=N_("Contact"),
    new=N_("New contact"),
    plural=NN_("{n} contact", "{n} contacts"),
    title_label=NC_("person", "Name"),
    title_of=title_of,
    sort_of=sort_of,
    subtitle=("job_title", "organization"),
    image="photo",
    actions=("call", "write", "event", "document"),
    duplicate_keys=("emails", "phones", "personal_code", "title", "city", "birthday"),
    columns=("title", "organization", "phone", "email", "city", "next_step"),
    empty_text=N_("People you know, sell to or work with. Type the first one or bring your list from Excel."),
    card=(
        CardGroup("main", NC_("person", "Name")),
        CardGroup("work", NC_("card", "Work")),
        CardGroup("reach", N_("Communication")),
        CardGroup("address", N_("Addresses")),
        CardGroup("details", N_("Details")),
        CardGroup("notes", N_("Notes")),
    ),
    views=(Board("grade"),),
    fields=(
        Field(
            "prefix",
            N_("Prefix"),
            Text(),
            names=("title prefix", "anrede", "titlu", "titulatură", "обращение", "name prefix"),
            carried_as="N.4",
        ),
        Field(
            "surname",
            N_("Surname"),
            Text(),
            is_name=True,
            names=("last name", "lastname", "family name", "nume", "nume de familie", "фамилия", "nachname"),
            carried_as="N.1",
        ),
        Field(
            "given_name",
            N_("Given name"),
            Text(),
            is_name=True,
            names=("first name", "firstname", "forename", "prenume", "имя", "vorname"),
            carried_as="N.2",
        ),
        Field(
            "patronymic",
            N_("Patronymic or middle name"),
            Text(),
            is_name=True,
            names=(
                "patronymic",
                "middle name",
                "second name",
                "additional name",
                "отчество",
                "patronimic",
                "al doilea prenume",
                "zweiter vorname",
            ),
            carried_as="N.3",
        ),
        Field(
            "suffix",
            N_("Suffix"),
            Text(),
            names=("name suffix", "sufix", "суффикс", "namenssuffix"),
            carried_as="N.5",
        ),
        Field(
            "show_as",
            N_("Show as"),
            Text(),
            hint=N_("Otherwise made from the names"),
            names=("file as",),
            carried_as="FN",
        ),
        Field(
            "sort_as",
            N_("Sort as"),
            Text(),
            hint=N_("Otherwise surname, then given name"),
            names=("sort name",),
            carried_as="SORT-STRING",
        ),
        Field(
            "sex", N_("Sex"), Choice("sex"), names=("gender", "sex", "пол", "geschlecht"), carried_as="GENDER"
        ),
        Field("organizations", N_("Organizations"), rows.Jobs(), group="work", carried_as="ORG"),
        PHONES,
        EMAILS,
        ACCOUNTS,
        SITES,
        ADDRESSES,
        Field(
            "birthday",
            N_("Birthday"),
            Birthday(),
            group="details",
            names=(
                "birth date",
                "date of birth",
                "data nasterii",
                "zi de nastere",
                "день рождения",
                "дата рождения",
                "geburtstag",
                "born",
                "bday",
            ),
            carried_as="BDAY",
        ),
        Field(
            "age",
            N_("Age"),
            Age(),
            group="details",
            shown_from=("birthday",),
            width=80,
            is_searched=False,
            computed=lambda values, context: age(values.get("birthday"), context.today),
        ),
        Field(
            "name_day",
            N_("Name day"),
            DayMonth(),
            group="details",
            names=("ziua numelui", "onomastica", "именины", "namenstag"),
        ),
        Field(
            "grade",
            N_("Grade"),
            Choice("grade"),
            group="details",
            width=70,
            names=("category", "class", "categorie", "категория"),
        ),
        Field(
            "source",
            N_("Source"),
            Choice("source"),
            group="details",
            names=("lead source", "sursa", "источник", "quelle"),
        ),
        Field(
            "languages",
            N_("Languages"),
            Choices("language"),
            group="details",
            names=("language", "limba", "язык", "sprache"),
            carried_as="LANG",
        ),
        Field(
            "hobby",
            N_("Hobby"),
            Text(),
            group="details",
            names=("hobbies", "hobby-uri", "хобби", "interests"),
            carried_as="HOBBY",
        ),
        Field(
            "family",
            N_("Family"),
            Text(),
            group="details",
            names=("familie", "семья", "spouse", "sot", "супруг"),
        ),
        Field(
            "personal_code",
            N_("Personal code"),
            Code("personal"),
            group="details",
            is_searched=False,
            names=(
                "cnp",
                "idnp",
                "national id",
                "cod numeric personal",
                "личный код",
                "personal id",
                "government id",
            ),
        ),
        Field("photo", N_("Photo"), Image(), names=("picture", "fotografie", "фото"), carried_as="PHOTO"),
        Field(
            "notes",
            N_("Notes"),
            LongText(),
            group="notes",
            names=(
                "note",
                "comment",
                "comments",
                "remarks",
                "obs",
                "observatii",
                "mentiuni",
                "comentarii",
                "примечание",
                "примечания",
                "заметки",
                "комментарий",
                "notizen",
                "bemerkung",
                "description",
            ),
            carried_as="NOTE",
        ),
        Field(
            "organization",
            N_("Organization"),
            Text(),
            column="organization_name",
            sort="organization_key",
            width=160,
            derived=lambda values, context: _organization(values, context) or None,
        ),
        Field(
            "job_title",
            N_("Job title"),
            Text(),
            derived=lambda values, _context: _job(values).get("job_title"),
        ),
        *FROM_ELSEWHERE,
        *LISTED,
        next_step("contacts"),
        last_step("contacts"),
        Field("tasks", N_("Tasks"), readings.Mirror("tasks", "contact"), group="links"),
        Field("events", N_("Events"), readings.Mirror("events", "contacts"), group="links"),
    ),
)
