"""Links: places on the web."""

from __future__ import annotations

from app.blueprint.context import Context, Values
from app.blueprint.dates import DateOrTime
from app.blueprint.field import Field
from app.blueprint.kinds import LongText, Text, Url
from app.blueprint.section import CardGroup, Section
from app.core.texts import N_, NN_


def title_of(values: Values, _context: Context) -> str:
    """The title, else the address."""
    return str(values.get("name") or values.get("address") or "")


SECTION = Section(
    key="links",
    number=5,
    order=50,
    table="link",
    icon="link",
    title=N_("Links"),
    one=N_("Link"),
    new=N_("New link"),
    plural=NN_("{n} link", "{n} links"),
    title_of=title_of,
    subtitle=("address",),
    actions=("open", "document"),
    duplicate_keys=("address", "title"),
    columns=("title", "address", "description", "last_opened"),
    empty_text=N_("Sites of suppliers, banks and offices, each with what it is for."),
    prefill={"*": "links"},
    card=(CardGroup("main", N_("Link")),),
    fields=(
        Field("name", N_("Title"), Text(), names=("site", "titlu", "название", "bookmark")),
        Field(
            "address",
            N_("Address"),
            Url(),
            is_required=True,
            width=240,
            names=("url", "link", "adresa", "адрес", "ссылка", "web"),
        ),
        Field(
            "description", N_("Description"), LongText(), width=240, names=("descriere", "описание", "notes")
        ),
        Field("user_name", N_("User name"), Text(), names=("login", "utilizator", "логин", "username")),
        Field("last_opened", N_("Last opened"), DateOrTime(), names=("last visit",)),
    ),
)
