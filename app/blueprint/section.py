"""Section: one value that says all about a kind of record; Entity: the part of it that is only stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from app.blueprint.context import Context, Values
from app.blueprint.dates import DateOrTime, Stamp
from app.blueprint.field import Field
from app.blueprint.kinds import Choice, Code, Kind, Text
from app.blueprint.reminders import Default, Reminders
from app.blueprint.repeating import Recurrence
from app.blueprint.rows import ANY_SECTION, Files, Groups, Reference, References, Rows, Tags
from app.blueprint.views import BOARD, CALENDAR, TABLE, Board, Calendar, View
from app.core.texts import N_


@dataclass(frozen=True)
class Entity:
    """Something that is stored, journalled and undone: its table and its fields."""

    key: str
    number: int
    table: str
    fields: tuple[Field, ...]
    gone: tuple[Field, ...] = ()
    """Fields the user deleted: nobody sees them, but their values are kept for an undo."""
    gone_when: str = ""
    """The yes/no field that stands for a deletion, where the row itself has to stay."""

    @cached_property
    def by_key(self) -> dict[str, Field]:
        """Every field by its key, deleted ones too."""
        return {field.key: field for field in (*self.gone, *self.all_fields)}

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """Every field, own and common."""
        return self.fields

    @cached_property
    def stored(self) -> tuple[Field, ...]:
        """Fields behind which the user's own value stands."""
        return tuple(field for field in self.all_fields if field.is_stored)

    @cached_property
    def writable(self) -> dict[str, Field]:
        """These by their keys, the deleted ones too."""
        return {key: field for key, field in self.by_key.items() if field.is_stored}

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """What new records have in their fields, where nothing else is said."""
        return {field.key: field.default for field in self.stored if field.default is not None}

    @cached_property
    def kept(self) -> tuple[Field, ...]:
        """Fields whose values the store keeps: the stored ones and those that were deleted."""
        return (*self.stored, *(field for field in self.gone if field.is_stored))

    @cached_property
    def referring(self) -> dict[str, tuple[str, ...]]:
        """Fields that hold uids of other things, by key, with the parts of their rows that hold them."""
        found: dict[str, tuple[str, ...]] = {}
        for key, field in self.by_key.items():
            if isinstance(field.kind, (Reference, References)):
                found[key] = ()
            elif isinstance(field.kind, Rows):
                parts = tuple(part.key for part in field.kind.parts if isinstance(part.kind, Reference))
                found |= {key: parts} if parts else {}
        return found

    @cached_property
    def searched(self) -> tuple[Field, ...]:
        """Stored fields by which a record is found; in an order that moving a field does not change."""
        found = (field for field in self.stored if field.is_searched)
        return tuple(sorted(found, key=lambda field: field.key))

    @cached_property
    def searches(self) -> tuple[tuple[str, Callable[[Any, Context], Iterable[str]]], ...]:
        """The keys of these, and what says by which texts."""
        return tuple((field.key, field.kind.search) for field in self.searched)

    @cached_property
    def trees(self) -> tuple[Field, ...]:
        """References along which no record may stand above itself."""
        return tuple(each for each in self.stored if isinstance(each.kind, Reference) and each.kind.is_tree)

    @cached_property
    def derived(self) -> tuple[Field, ...]:
        """Fields that the program writes from the others, without the title."""
        return tuple(field for field in self.all_fields if field.derived and field.key != "title")

    @cached_property
    def derivations(self) -> tuple[tuple[Callable[[Values, Context], Any], Kind, str, str], ...]:
        """Of each of these: what makes it, its kind, its column, and its key column if it has one."""
        return tuple(
            (field.derived, field.kind, field.column_name, field.sort_column if field.has_key_column else "")
            for field in self.derived
            if field.derived is not None
        )

    @cached_property
    def keyed(self) -> tuple[Field, ...]:
        """Stored fields with a key column beside their own, by which lists are sorted."""
        return tuple(field for field in self.stored if field.has_key_column)

    @cached_property
    def keys_of(self) -> tuple[tuple[str, str, Callable[[Any, Context], str | None]], ...]:
        """Of each of these: its key, the key column, and what makes the key of a value."""
        return tuple((field.key, field.sort_column, field.kind.sort_text) for field in self.keyed)


COMMON = (
    Field("groups", N_("Groups"), Groups(), group="marks", is_shared=True, is_searched=False,
          names=("group", "category"), carried_as="CATEGORIES"),
    Field("flag", N_("Flag"), Choice("flag"), group="marks", is_shared=True, is_searched=False, width=48),
    Field("tags", N_("Tags"), Tags(), group="marks", is_shared=True, names=("labels", "etichete", "метки",
        "теги")),
    Field("reminders", N_("Reminders"), Reminders(), group="marks", is_shared=True, is_searched=False),
    Field("attachments", N_("Files"), Files(), group="files", is_shared=True),
    Field("links", N_("Linked records"), References(ANY_SECTION), group="links", is_shared=True,
          is_searched=False),
    Field("tag_list", N_("Tags"), Text(), column="tag_names", is_shared=True, is_searched=False,
          derived=lambda values, _context: ", ".join(values.get("tags") or ()) or None),
)  # fmt: skip
"""Fields that every record of every section has."""

STAMPS = (
    Field("created_at", N_("Created"), Stamp(), group="stamps", is_shared=True, is_searched=False),
    Field("created_by", N_("Created by"), Text(), group="stamps", sort="created_by", is_shared=True,
          is_searched=False),
    Field("updated_at", N_("Changed"), Stamp(), group="stamps", is_shared=True, is_searched=False),
    Field("updated_by", N_("Changed by"), Text(), group="stamps", sort="updated_by", is_shared=True,
          is_searched=False),
)  # fmt: skip
"""Who wrote a record and when; set by the program, shown like fields."""


@dataclass(frozen=True)
class CardGroup:
    """A group of fields on the card: key, title, and whether it starts folded."""

    key: str
    title: str
    is_folded: bool = False


@dataclass(frozen=True)
class Finish:
    """What is filled in by itself when a record is finished.

    When ``field`` becomes ``value``, the field ``at`` gets the moment if it is empty and the fields of
    ``sets`` their values, unless they were given as well. When the record is opened again, what was filled
    in gets back what it was before.
    """

    field: str
    value: str
    at: str
    sets: tuple[tuple[str, Any], ...] = ()


COMMON_GROUPS = (
    CardGroup("marks", N_("Marks")),
    CardGroup("links", N_("Linked records")),
    CardGroup("files", N_("Files")),
)


Standing = Literal["", "late", "over"]
"""Of a record with a time: its time has passed while it is open; or it is open no longer."""


@dataclass(frozen=True)
class Section(Entity):
    """A section of the program, declared once in one file.

    ``title`` names many, ``one`` a single record, ``new`` the button. ``title_of`` makes a record's title
    from its values, ``sort_of`` the text it is ordered by, ``subtitle`` the fields under the title.
    ``actions`` are words the window knows: call, write, event, document, open, done. ``duplicate_keys``
    are the fields by which a record is recognised that is there already: exact signs of sameness (fields
    whose kind has signs: phones, e-mails, codes), then texts that are compared (title, city, birthday).
    Phones and e-mails among the user's own fields are signs like the declared ones.

    In the story of the records it belongs to, a record stands at the time in its field ``when`` (else when
    it was changed), counts as planned while the field of ``open_when`` has one of the values (lists show it
    as late when that time has passed, and its time quietly once it is open no longer), shows the
    fields of ``story`` and the icon of its ``type_field``. A section without ``story`` has no place in it.

    ``views`` are the calendars and boards it offers beside its table; the user's own dates and choices are
    added to them.

    A section with a field of the kind ``Recurrence`` has records that come again by their time in ``when``:
    the record is the next occurrence that is still open; when it is done, the one after it is made from it,
    without what the fields of ``of_one`` say. ``performed_by`` is the field that says whose it is: only that
    one's program reminds. ``reminds`` are the reminders of records that have none of their own, until the
    user sets others.

    ``carried_by`` is what a record becomes for other programs: VCARD, VEVENT or VTODO; the fields say with
    ``carried_as`` which of its properties carries them.
    """

    title: str = ""
    one: str = ""
    new: str = ""
    plural: tuple[str, str] = ("", "")
    icon: str = "circle"
    has_avatar: bool = False
    title_label: str = N_("Title")
    title_of: Callable[[Values, Context], str] = lambda values, _context: str(values.get("name") or "")
    sort_of: Callable[[Values, Context], str] | None = None
    subtitle: tuple[str, ...] = ()
    image: str = ""
    guide: str = "start"
    """The page of the guide that F1 opens in its list and on its card."""
    card: tuple[CardGroup, ...] = (CardGroup("main", ""),)
    columns: tuple[str, ...] = ("title", "updated_at")
    sort: str = "title"
    is_descending: bool = False
    actions: tuple[str, ...] = ()
    duplicate_keys: tuple[str, ...] = ()
    prefill: dict[str, str] | None = None
    when: str = ""
    open_when: tuple[str, tuple[str, ...]] | None = None
    story: tuple[str, ...] = ()
    type_field: str = ""
    finish: Finish | None = None
    of_one: tuple[str, ...] = ()
    performed_by: str = ""
    reminds: tuple[Default, ...] = ()
    views: tuple[View, ...] = ()
    carried_by: str = ""
    empty_text: str = ""
    order: int = 0

    @cached_property
    def title_field(self) -> Field:
        """The title as a column of lists."""
        return Field("title", self.title_label, Text(), is_shared=True, column="title", sort="sort_key",
                     derived=self.title_of, width=220,
                     is_searched=True)  # fmt: skip

    @cached_property
    def standing_columns(self) -> tuple[str, ...]:
        """Columns that tell whether a record is late or over: its time, and what says that it is open."""
        if not self.when or self.open_when is None:
            return ()
        return tuple(self.by_key[key].column_name for key in (self.when, self.open_when[0]))

    def standing_of(self, found: Sequence[Any], today: date) -> Standing:
        """Where a record with these values of ``standing_columns`` stands today."""
        if len(found) < 2 or self.open_when is None or found[0] is None:
            return ""
        if found[1] not in self.open_when[1]:
            return "over"
        return "late" if str(found[0])[:10] < today.isoformat() else ""

    @cached_property
    def repeats(self) -> Field | None:
        """The field that says when a record comes again."""
        return next((each for each in self.stored if isinstance(each.kind, Recurrence)), None)

    @cached_property
    def calendars(self) -> tuple[Calendar, ...]:
        """The declared calendars, then one for each date that the user added."""
        declared = tuple(each for each in self.views if isinstance(each, Calendar))
        own = (each for each in self.fields if each.is_own and isinstance(each.kind, DateOrTime))
        return (*declared, *(Calendar(each.key) for each in own if each.column_name and not each.is_hidden))

    @cached_property
    def boards(self) -> tuple[Board, ...]:
        """The declared boards, then one for each choice that the user added."""
        declared = tuple(each for each in self.views if isinstance(each, Board))
        own = (each for each in self.fields if each.is_own and type(each.kind) is Choice)
        return (*declared, *(Board(each.key) for each in own if each.column_name and not each.is_hidden))

    @property
    def view_kinds(self) -> tuple[str, ...]:
        """The ways in which its records can be shown, the table first."""
        calendar = (CALENDAR,) if self.calendars else ()
        return (TABLE, *calendar, *((BOARD,) if self.boards else ()))

    @cached_property
    def exact_signs(self) -> tuple[Field, ...]:
        """Fields of which an equal value says that two records may be one."""
        known = (self.by_key[key] for key in self.duplicate_keys)
        declared = tuple(field for field in known if field.kind.has_signs)
        if not declared:
            return ()  # such records are never looked through for what is there twice
        return (*declared, *(each for each in self.fields if each.is_own and each.kind.is_reach))

    @cached_property
    def has_firms(self) -> bool:
        """Are its records firms, whose names carry legal forms?"""
        return any(isinstance(each.kind, Code) and each.kind.scheme == "fiscal" for each in self.exact_signs)

    @cached_property
    def compared(self) -> tuple[Field, ...]:
        """Fields that speak for sameness only beside others: title, city, birthday."""
        known = (self.by_key[key] for key in self.duplicate_keys)
        return tuple(field for field in known if not field.kind.has_signs)

    @cached_property
    def _all(self) -> tuple[Field, ...]:
        return (self.title_field, *self.fields, *COMMON)

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """Title, own fields in the order of the card, then the common ones."""
        return self._all

    @cached_property
    def list_fields(self) -> dict[str, Field]:
        """Fields that can be a column of the table, by key."""
        return {each.key: each for each in (*self._all, *STAMPS) if each.list_columns and not each.is_hidden}

    @property
    def card_groups(self) -> tuple[CardGroup, ...]:
        """The groups of the card, own and common."""
        return (*self.card, *COMMON_GROUPS)
