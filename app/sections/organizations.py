"""Organizations: firms, offices, institutions."""

from __future__ import annotations

from dataclasses import replace

from app.blueprint import readings, rows
from app.blueprint.context import Context, Values
from app.blueprint.field import Field
from app.blueprint.kept import FROM_ELSEWHERE
from app.blueprint.kinds import Choice, Code, Image, LongText, Text, YesNo
from app.blueprint.reach import ACCOUNTS, ADDRESSES, EMAILS, LISTED, PHONES, SITES, last_step, next_step
from app.blueprint.section import CardGroup, Section
from app.blueprint.views import Board
from app.core.texts import N_, NN_


def title_of(values: Values, _context: Context) -> str:
    """The name, else the full legal name."""
    return str(values.get("name") or values.get("legal_name") or "")


SECTION = Section(
    key="organizations",
    number=2,
    order=20,
    table="organization",
    icon="building-2",
    has_avatar=True,
    carried_by="VCARD",
    title=N_("Organizations"),
    one=N_("Organization"),
    new=N_("New organization"),
    plural=NN_("{n} organization", "{n} organizations"),
    title_label=N_("Name"),
    title_of=title_of,
    subtitle=("activity", "city"),
    image="logo",
    actions=("call", "write", "event", "document"),
    duplicate_keys=("fiscal_code", "emails", "phones", "title", "city"),
    columns=("title", "city", "phone", "email", "grade", "next_step"),
    empty_text=N_("Firms, offices and institutions. Type the first one or bring your list from Excel."),
    card=(
        CardGroup("main", N_("Name")),
        CardGroup("reach", N_("Communication")),
        CardGroup("address", N_("Addresses")),
        CardGroup("legal", N_("Requisites")),
        CardGroup("people", N_("People")),
        CardGroup("notes", N_("Notes")),
    ),
    views=(Board("status"), Board("grade")),
    fields=(
        Field(
            "name",
            N_("Name"),
            Text(),
            is_required=True,
            names=(
                "company",
                "company name",
                "organization",
                "organisation",
                "firm",
                "denumire",
                "firma",
                "client",
                "compania",
                "название",
                "наименование",
                "организация",
                "компания",
                "фирма",
                "name",
                "nume",
            ),
            carried_as="FN",
        ),
        Field(
            "legal_form",
            N_("Legal form"),
            Choice("legal_form"),
            names=("forma juridica", "опф", "правовая форма"),
        ),
        Field(
            "legal_name", N_("Full legal name"), Text(), names=("denumire completa", "полное наименование")
        ),
        Field(
            "fiscal_code",
            N_("Fiscal code"),
            Code("fiscal"),
            names=(
                "cui",
                "cif",
                "vat",
                "vat number",
                "tax id",
                "tax number",
                "cod fiscal",
                "idno",
                "инн",
                "ust-idnr",
                "tin",
            ),
        ),
        Field("vat_payer", N_("VAT payer"), YesNo(), names=("platitor tva", "плательщик ндс")),
        Field(
            "registration_number",
            N_("Registration number"),
            Text(),
            names=("nr reg com", "nr. reg. com.", "registrul comertului", "огрн", "огрнип", "trade register"),
        ),
        Field(
            "activity",
            N_("Activity"),
            Text(),
            names=("industry", "domeniu", "domeniu de activitate", "отрасль", "вид деятельности", "branche"),
        ),
        Field("grade", N_("Grade"), Choice("grade"), width=70, names=("category", "categorie", "категория")),
        Field("status", N_("Status"), Choice("organization_status"), names=("stare", "статус")),
        PHONES,
        EMAILS,
        SITES,
        ACCOUNTS,
        ADDRESSES,
        Field("bank_accounts", N_("Bank accounts"), rows.BankAccounts(), group="legal"),
        Field(
            "head",
            N_("Head"),
            rows.Reference("contacts", is_made=True),
            group="legal",
            names=("director", "director general", "administrator", "conducator", "директор", "ceo"),
        ),
        Field(
            "head_position", N_("Position of the head"), Text(), group="legal", names=("functie conducator",)
        ),
        Field(
            "head_basis", N_("Acting on the basis of"), Text(), group="legal", names=("в лице на основании",)
        ),
        Field("people", N_("People"), readings.Mirror("contacts", "organizations"), group="people"),
        Field("logo", N_("Logo"), Image(), carried_as="LOGO"),
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
                "примечание",
                "комментарий",
            ),
            carried_as="NOTE",
        ),
        *(replace(each, group="legal") for each in FROM_ELSEWHERE),
        *LISTED,
        next_step("organization"),
        last_step("organization"),
        Field("tasks", N_("Tasks"), readings.Mirror("tasks", "organization"), group="links"),
        Field("events", N_("Events"), readings.Mirror("events", "organization"), group="links"),
    ),
)
