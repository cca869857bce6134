"""Exports of programs that people come from, recognised by headings that only they have.

Most of their columns are known by name anyway (``words``). Here stands what is particular: columns whose
heading is the label of the value ("Car Phone"), those that say what the one beside them means, and what goes
to the notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.core.texts import _
from app.services.exchange.targets import TYPE, Target
from app.services.exchange.words import split_ordinal, squeeze

if TYPE_CHECKING:
    from app.services.exchange.mapping import ColumnMatch

LABELLED = "@"
"""After a target: the heading is the label of the value."""

TOLD_BESIDE = "<"
"""After a target: the column before this one has the label of the value."""

_PHONES = (
    "Assistant's Phone", "Callback", "Car Phone", "ISDN", "Pager", "Pager Number", "Radio Phone", "Telex",
    "TTY/TDD Phone", "Телефон помощника", "Обратный вызов", "Телефон в машине", "Пейджер", "Номер пейджера",
    "Радиотелефон", "Телекс", "Телетайп/телефон с титрами", "Telefon Assistent", "Rückmeldung", "Autotelefon",
    "Telefon für Hörbehinderte", "Pager-Nummer", "Haupttelefon", "Основной телефон",
    "Asistent telefon", "Telefon asistent", "Telefon mașină", "Telefon radio", "Apel invers",
)  # fmt: skip

_NOTES = (
    "Nickname", "Anniversary", "Children", "Assistant's Name", "Manager's Name", "Profession", "Referred By",
    "Office Location", "Schools", "Maiden Name", "User 1", "User 2", "User 3", "User 4", "Custom 1",
    "Custom 2",
    "Custom 3", "Custom 4", "Псевдоним", "Годовщина", "Дети", "Имя помощника", "Руководитель", "Профессия",
    "Расположение комнаты", "Другое 1", "Другое 2", "Другое 3", "Другое 4", "Пользователь 1",
    "Пользователь 2",
    "Пользователь 3", "Пользователь 4", "Spitzname", "Rufname", "Jahrestag", "Kinder", "Name Assistent",
    "Name des/der Vorgesetzten", "Beruf", "Empfohlen von", "Büro", "Benutzerdef. 1", "Benutzerdef. 2",
    "Benutzerdef. 3", "Benutzerdef. 4", "Benutzer 1", "Benutzer 2", "Benutzer 3", "Benutzer 4", "Poreclă",
    "Aniversare", "Copii", "Nume asistent", "Numele managerului",
)  # fmt: skip

_BOXES = {
    "Business Address PO Box": "address.work_point.street",
    "Home Address PO Box": "address.residence.street",
    "Other Address PO Box": "address.other.street",
    "Почтовый ящик (раб. адрес)": "address.work_point.street",
    "Почтовый ящик (дом. адрес)": "address.residence.street",
    "Government ID Number": "personal_code",
}

_OF_ALL = {
    **dict.fromkeys(_PHONES, f"phone.other{LABELLED}"),
    **dict.fromkeys(_NOTES, f"notes{LABELLED}"),
    **_BOXES,
}

_OF_GOOGLE = {
    "Labels": "groups",
    "Nickname": f"notes{LABELLED}",
    "Maiden Name": f"notes{LABELLED}",
    **{
        f"{base} - {word}": f"{target}.{TYPE}"
        for base, target in (("Phone 1", "phone"), ("E-mail 1", "email"), ("Address 1", "address"),
                             ("Website 1", "site"), ("IM 1", "account"))
        for word in ("Type", "Label", "Service")
        if (base, word) != ("IM 1", "Type")
    },
    "Address 1 - PO Box": "address.street",
    "Address 1 - Extended Address": "address.street",
    **{f"{base} 1 - Value": f"notes{TOLD_BESIDE}" for base in ("Relation", "Event", "Custom Field")},
}  # fmt: skip


@dataclass(frozen=True)
class KnownExport:
    """A program: its name, sets of headings of which one is enough, and targets by heading."""

    name: str
    signs: tuple[tuple[str, ...], ...]
    columns: Mapping[str, str]


KNOWN = (
    KnownExport("Google Contacts", (
        ("Given Name Yomi", "Group Membership", "E-mail 1 - Value"),
        ("Phonetic First Name", "File As", "Labels"),
        ("Yomi Name", "Group Membership"),
    ), _OF_GOOGLE),
    KnownExport("Outlook.com", (("Given Yomi", "Company Yomi", "Car Phone"),), _OF_ALL),
    KnownExport("Outlook", (
        ("Assistant's Phone", "Callback", "Car Phone"), ("Business Address PO Box",
         "Organizational ID Number"),
        ("Телефон помощника", "Обратный вызов", "Телефон в машине"), ("Улица (раб. адрес)", "Пейджер"),
        ("Telefon Assistent", "Rückmeldung", "Autotelefon"), ("Straße geschäftlich",
         "Abrechnungsinformation"),
        ("Telefon asistent", "Apel invers"), ("Telefon serviciu 2", "Telefon domiciliu 2"),
    ), _OF_ALL),
    KnownExport("Thunderbird", (
        ("Screen Name", "Pager Number", "Birth Year"), ("Messenger-Name", "Geburtsjahr", "Geburtsmonat"),
        ("Anzeigename", "Geburtsjahr", "Geburtsmonat"), ("Отображаемое имя", "Год рождения",
         "Месяц рождения"),
        ("Nume afișat", "Anul nașterii", "Luna nașterii"),
    ), _OF_ALL),
    KnownExport("Windows Mail", (
        ("Personal Web Page", "Business Web Page", "Home Street"),
        ("Webseite (privat)", "Webseite (geschäftlich)", "Straße (privat)"),
        ("Личная веб-страница", "Домашний адрес (улица)"),
    ), _OF_ALL),
)  # fmt: skip


def recognised(headers: Sequence[str]) -> KnownExport | None:
    """The program whose export has such headings."""
    names = set(map(squeeze, headers))
    return next(
        (each for each in KNOWN if any(names.issuperset(map(squeeze, signs)) for signs in each.signs)), None
    )


def as_exported(
    export: KnownExport, matches: Sequence[ColumnMatch], targets: Mapping[str, Target]
) -> Iterator[ColumnMatch]:
    """The matches with what is particular to the program."""
    known = {_plain(heading): target for heading, target in export.columns.items()}
    for place, match in enumerate(matches):
        words = known.get(squeeze(match.header)) or known.get(_plain(match.header), "")
        target = targets.get(words.rstrip(LABELLED + TOLD_BESIDE))
        if target is None:
            yield match
            continue
        yield replace(
            match,
            target=target,
            reason=_("as {program} exports it").format(program=export.name),
            ordinal=split_ordinal(match.header)[1] if target.field.kind.is_rows else 1,
            label=match.header if words.endswith(LABELLED) else "",
            label_column=place - 1 if words.endswith(TOLD_BESIDE) else -1,
        )


def _plain(heading: str) -> str:
    """A heading without the number that counts columns of its kind."""
    return squeeze(split_ordinal(heading)[0])
