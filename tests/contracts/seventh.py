"""A section that the program does not have: one model and one value, as a plug-in author would write them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.blueprint import readings, rows
from app.blueprint.context import Context, Values
from app.blueprint.dates import Birthday, DateOrTime
from app.blueprint.field import Field
from app.blueprint.kinds import Choice, Choices, Code, LongText, Number, Phone, RichText, YesNo
from app.blueprint.kinds import Text as TextKind
from app.blueprint.section import CardGroup, Section
from app.core.texts import N_
from app.models.base import ID, Base, RecordMixin, record_indexes

TABLE = "boat"


class Boat(RecordMixin, Base):
    """A boat; exists in tests only."""

    __tablename__ = TABLE
    __keyed__ = ("name", "log", "remarks", "owner_name")
    __table_args__ = record_indexes(TABLE, "built")

    name: Mapped[str | None] = mapped_column(Text)
    built: Mapped[str | None] = mapped_column(Text)
    inspected: Mapped[str | None] = mapped_column(Text)
    length: Mapped[int | None] = mapped_column(Integer)
    is_afloat: Mapped[bool | None]
    grade: Mapped[str | None] = mapped_column(Text)
    tongues: Mapped[str | None] = mapped_column(Text)
    log: Mapped[str | None] = mapped_column(Text)
    remarks: Mapped[str | None] = mapped_column(Text)
    code: Mapped[str | None] = mapped_column(Text)
    owner_person_id: Mapped[int | None] = mapped_column(ID, ForeignKey("record_id.id"), index=True)
    owner_name: Mapped[str | None] = mapped_column(Text)
    radio: Mapped[str | None] = mapped_column(Text)


def _owner(values: Values, context: Context) -> str | None:
    return context.title_of(values["owner"]) if values.get("owner") else None


SEVENTH = Section(
    key="boats",
    number=77,
    order=70,
    table=TABLE,
    icon="circle",
    title=N_("Boats"),
    one=N_("Boat"),
    new=N_("New boat"),
    plural=("{n} boat", "{n} boats"),
    subtitle=("built",),
    duplicate_keys=("code", "title"),
    columns=("title", "built", "owner_name", "updated_at"),
    empty_text=N_("Everything that floats."),
    card=(CardGroup("main", N_("Boat")),),
    fields=(
        Field("name", N_("Title"), TextKind(), is_required=True, names=("boat", "barca")),
        Field("built", N_("Built"), Birthday()),
        Field("inspected", N_("Inspected"), DateOrTime()),
        Field("length", N_("Length"), Number(0, 500)),
        Field("is_afloat", N_("Afloat"), YesNo()),
        Field("grade", N_("Grade"), Choice("grade"), default="b"),
        Field("tongues", N_("Languages"), Choices("language")),
        Field("log", N_("Log"), RichText()),
        Field("remarks", N_("Remarks"), LongText()),
        Field("code", N_("Code"), Code("fiscal")),
        Field("radio", N_("Radio"), Phone()),
        Field("phones", N_("Phones"), rows.phones()),
        Field("addresses", N_("Addresses"), rows.Addresses()),
        Field("owner", N_("Owner"), rows.Reference("contacts"), column="owner_person_id"),
        Field("crew", N_("Crew"), rows.References("contacts")),
        Field("owner_name", N_("Owner"), TextKind(), derived=_owner, is_searched=False),
        Field("sisters", N_("Sisters"), readings.Mirror("boats", "links"), group="links"),
    ),
)
