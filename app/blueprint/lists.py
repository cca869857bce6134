"""Value lists: the choices a new file starts with; the user may rename, add, hide and order them."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprint.context import Context
from app.core.folding import fold
from app.core.texts import N_, NC_, _, bare

GRADES = "grade"
"""The list whose values say how important somebody is, and so how often he is to be talked to."""


@dataclass(frozen=True)
class Option:
    """One value: stable key, label, colour, the value of another list it belongs to, other spellings."""

    key: str
    label: str
    color: str | None = None
    belongs_to: str | None = None
    names: tuple[str, ...] = ()
    icon: str | None = None


@dataclass(frozen=True)
class ChoiceList:
    """A list of values; ``is_open`` lists take new values from import and typing."""

    key: str
    label: str
    options: tuple[Option, ...]
    is_open: bool = True


_results = (
    Option("call.reached", N_("reached"), belongs_to="call"),
    Option("call.no_answer", N_("no answer"), belongs_to="call"),
    Option("call.call_back", N_("call back"), belongs_to="call"),
    Option("call.refused", N_("refused"), "red", belongs_to="call"),
    Option("meeting.held", N_("held"), belongs_to="meeting"),
    Option("meeting.moved", N_("moved"), belongs_to="meeting"),
    Option("email.answered", N_("answered"), belongs_to="email"),
    Option("email.not_answered", N_("not answered"), belongs_to="email"),
    Option("letter.delivered", N_("delivered"), belongs_to="letter"),
    Option("other.done", N_("done"), belongs_to="other"),
)

BUILT_IN = (
    ChoiceList(
        "flag",
        N_("Flags"),
        (
            Option("red", N_("Red"), "red"),
            Option("orange", N_("Orange"), "orange"),
            Option("yellow", N_("Yellow"), "yellow"),
            Option("green", N_("Green"), "green"),
            Option("blue", N_("Blue"), "blue"),
            Option("purple", N_("Purple"), "purple"),
        ),
        is_open=False,
    ),
    ChoiceList(
        GRADES, N_("Grades"), (Option("a", "A", "green"), Option("b", "B", "blue"), Option("c", "C", "grey"))
    ),
    ChoiceList(
        "sex",
        N_("Sex"),
        (
            Option("female", N_("female"), names=("f", "w", "ж", "жен", "feminin", "femeie")),
            Option("male", N_("male"), names=("m", "м", "муж", "masculin", "barbat")),
        ),
        is_open=False,
    ),
    ChoiceList(
        "source",
        N_("Sources"),
        (
            Option("recommendation", N_("recommendation")),
            Option("web", N_("web site")),
            Option("fair", N_("fair")),
            Option("advertising", N_("advertising")),
            Option("cold_call", N_("cold call")),
        ),
    ),
    ChoiceList(
        "language",
        N_("Languages"),
        (
            Option("ro", N_("Romanian")),
            Option("ru", N_("Russian")),
            Option("en", N_("English")),
            Option("uk", N_("Ukrainian")),
            Option("de", N_("German")),
            Option("fr", N_("French")),
            Option("it", N_("Italian")),
            Option("hu", N_("Hungarian")),
        ),
    ),
    ChoiceList(
        "phone_type",
        N_("Kinds of phones"),
        (
            Option("mobile", N_("Mobile")),
            Option("work", N_("Work"), names=("работа",)),
            Option("home", N_("Home"), names=("дом",)),
            Option("fax", N_("Fax")),
            Option("other", N_("Other")),
        ),
    ),
    ChoiceList(
        "email_type",
        N_("Kinds of e-mail"),
        (
            Option("work", N_("Work"), names=("работа",)),
            Option("home", N_("Home"), names=("дом",)),
            Option("other", N_("Other")),
        ),
    ),
    ChoiceList(
        "account_type",
        N_("Messengers and networks"),
        (
            Option("whatsapp", "WhatsApp"),
            Option("telegram", "Telegram"),
            Option("viber", "Viber"),
            Option("skype", "Skype"),
            Option("linkedin", "LinkedIn"),
            Option("facebook", "Facebook"),
            Option("other", N_("Other")),
        ),
    ),
    ChoiceList(
        "site_type",
        N_("Kinds of web sites"),
        (
            Option("work", N_("Work"), names=("работа",)),
            Option("home", N_("Home"), names=("дом",)),
            Option("other", N_("Other")),
        ),
    ),
    ChoiceList(
        "address_type",
        N_("Kinds of addresses"),
        (
            Option("residence", N_("Residence")),
            Option("registration", N_("Registration")),
            Option("legal", N_("Legal")),
            Option("postal", N_("Postal")),
            Option("delivery", N_("Delivery")),
            Option("work_point", N_("Work point")),
            Option("other", N_("Other")),
        ),
    ),
    ChoiceList(
        "legal_form",
        N_("Legal forms"),
        (
            Option("srl", "SRL"),
            Option("sa", "SA"),
            Option("pfa", "PFA"),
            Option("ii", "ÎI"),
            Option("ong", N_("NGO")),
            Option("ooo", "ООО"),
            Option("ao", "АО"),
            Option("ip", "ИП"),
            Option("ltd", "Ltd"),
            Option("gmbh", "GmbH"),
        ),
    ),
    ChoiceList(
        "organization_status",
        N_("States of organizations"),
        (
            Option(
                "active",
                N_("active"),
                "green",
                names=(
                    "activ",
                    "действующая",
                    "действует",
                    "активен",
                    "активная",
                ),
            ),
            Option("prospect", N_("prospect"), "blue"),
            Option("dormant", N_("dormant"), "grey"),
            Option(
                "liquidated",
                N_("liquidated"),
                "red",
                names=(
                    "radiat",
                    "radiata",
                    "lichidat",
                    "ликвидирован",
                    "ликвидирована",
                ),
            ),
        ),
    ),
    ChoiceList(
        "task_state",
        N_("States of tasks"),
        (
            Option(
                "open",
                N_("open"),
                "blue",
                names=(
                    "new",
                    "not started",
                    "to do",
                    "nou",
                    "noua",
                    "deschis",
                    "новая",
                    "новый",
                    "открыт",
                    "открыта",
                    "открыто",
                    "не начата",
                ),
            ),
            Option(
                "in_progress",
                N_("in progress"),
                "orange",
                names=(
                    "started",
                    "doing",
                    "in lucru",
                    "в процессе",
                    "выполняется",
                ),
            ),
            Option(
                "waiting",
                N_("waiting"),
                "purple",
                names=(
                    "on hold",
                    "deferred",
                    "waiting on someone else",
                    "in asteptare",
                    "отложена",
                    "отложено",
                ),
            ),
            Option(
                "done",
                NC_("task", "done"),
                "green",
                names=(
                    "completed",
                    "complete",
                    "finished",
                    "closed",
                    "finalizat",
                    "finalizata",
                    "efectuat",
                    "gata",
                    "готово",
                    "готова",
                    "выполнено",
                    "выполнена",
                    "завершено",
                    "завершена",
                    "закрыта",
                ),
            ),
            Option(
                "cancelled",
                N_("cancelled"),
                "grey",
                names=(
                    "canceled",
                    "отменено",
                    "anulat",
                ),
            ),
        ),
        is_open=False,
    ),
    ChoiceList(
        "priority",
        N_("Priorities"),
        (
            Option("high", N_("high"), "red"),
            Option("normal", N_("normal")),
            Option("low", N_("low"), "grey"),
        ),
    ),
    ChoiceList("performer", N_("Performers"), ()),
    ChoiceList(
        "event_type",
        N_("Event types"),
        (
            Option("call", N_("Call"), icon="phone", names=("phone call", "apel", "звонок")),
            Option("meeting", N_("Meeting"), icon="users"),
            Option("email", N_("E-mail"), icon="mail"),
            Option("letter", N_("Letter"), icon="file-text"),
            Option("other", N_("Other"), icon="calendar"),
        ),
    ),
    ChoiceList(
        "event_state",
        N_("Planned or done"),
        (
            Option("planned", N_("planned"), "orange", names=("план", "запланировано")),
            Option(
                "done",
                N_("done"),
                "green",
                names=("completed", "finalizat", "efectuat", "выполнено", "состоялось"),
            ),
        ),
        is_open=False,
    ),
    ChoiceList("event_result", N_("Results of events"), _results),
)

LISTS: dict[str, ChoiceList] = {each.key: each for each in BUILT_IN}
"""Every list by key."""


def default_label(list_key: str, key: str) -> str:
    """The built-in label in the interface language, or the key itself for a value of the user's own."""
    found = LISTS.get(list_key)
    option = next((each for each in found.options if each.key == key), None) if found else None
    return _(option.label) if option else key


def find_choice(list_key: str, text: str, context: Context) -> str | None:
    """The key that a text means: its label in the file or in any wording known here, or the key itself."""
    wanted = fold(text)
    if not wanted:
        return None
    known = dict(context.options_of(list_key))
    for key, label in known.items():
        if wanted in (fold(label), fold(key)):
            return key
    found = LISTS.get(list_key)
    for option in found.options if found else ():
        if known and option.key not in known:  # it was merged into another one
            continue
        labels = (bare(option.label), _(option.label), option.key, *option.names)
        if wanted in map(fold, labels):
            return option.key
    return None
