"""Words for columns in English, Romanian, Russian and German: the one table of synonyms.

Only words stand here that the fields do not bring themselves (``Field.names``, labels, keys). All are
compared without case, marks, blanks and punctuation.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.core.folding import fold

BASES: dict[str, tuple[str, ...]] = {
    "phones": (
        "phone", "phones", "telephone", "tel", "phone number", "telephone number", "tel no", "phone no",
        "contact number",
        "telefon", "telefoane", "nr telefon", "nr tel", "numar telefon", "numar de telefon",
        "telefonnummer", "rufnummer",
        "телефон", "телефоны", "тел", "номер телефона", "контактный телефон", "phone value", "primary phone",
        "contact phone", "main phone", "telefon contact", "tel nr", "rufnummer",
    ),
    "emails": (
        "email", "emails", "e mail", "mail", "email address", "mail address", "e mail address",
        "adresa email",
        "adresa de email", "adresa e mail", "posta electronica", "почта", "эл почта", "электронная почта",
        "эл адрес", "адрес эл почты", "основной адрес эл почты", "адрес эл почты почта",
        "adresa de posta electronica",
        "adresa posta electronica",
        "адрес электронной почты", "емейл", "имейл", "мейл", "email adresse", "mailadresse",
        "email value", "primary email",
        "primare email adresse", "contact email", "e posta",
    ),
    "sites": (
        "site", "website", "web site", "web", "web page", "webpage", "homepage", "home page", "url",
        "www", "sites", "pagina web",
        "site web", "сайт", "веб сайт", "сайты", "страница", "webseite", "internet", "website value",
        "internetseite",
        "webadresse", "веб страница", "web страница",
    ),
    "accounts": ("messenger", "имя в чате", "messenger name", "nume ecran", "im", "im address", "account",
                 "screen name", "messenger name", "im value",
                 "мессенджер", "аккаунт"),
    "addresses": (
        "address", "full address", "adresa", "adresa completa", "адрес", "полный адрес", "adresse",
        "anschrift",
        "mailing address", "address formatted",
    ),
    "bank_accounts": (
        "iban", "account number", "bank account", "cont", "cont bancar", "cont iban", "iban cont", "счет",
        "расчетный счет",
        "р с", "номер счета", "kontonummer", "konto",
    ),
}  # fmt: skip
"""What a column of such rows is called, by the name of the kind."""

PARTS: dict[str, tuple[str, ...]] = {
    "street": (
        "street", "street address", "address line", "address line 1", "address1", "strada", "str",
        "улица", "strasse", "str nr",
        "strasse und hausnummer",
    ),
    "city": (
        "city", "town", "locality", "place", "oras", "orasul", "localitate", "localitatea", "municipiu",
        "город", "населенный пункт",
        "нас пункт", "stadt", "ort", "wohnort",
    ),
    "region": (
        "region", "state", "province", "county", "state province", "province state", "judet", "judetul",
        "jud", "raion", "regiune",
        "область", "край", "регион", "район", "bundesland", "bundesland kanton", "край область",
    ),
    "postcode": (
        "postcode", "postal code", "zip", "zip code", "post code", "zipcode", "postal", "cod postal",
        "codul postal", "cp", "индекс",
        "почтовый индекс", "почтовый код", "plz", "postleitzahl",
    ),
    "country": (
        "country", "country region", "land region", "страна или регион", "страна регион", "tara regiune",
        "nation", "tara", "страна", "государство", "land", "country name",
    ),
    "organization": (
        "organization", "organisation", "company", "company name", "firm", "firma", "companie",
        "compania", "organizatie",
        "organizatia", "employer", "angajator", "societate", "societatea", "organization name",
        "denumire firma", "nume firma",
        "организация", "компания", "фирма", "место работы", "предприятие", "название организации",
        "название компании",
        "unternehmen", "arbeitgeber", "account name", "business name",
    ),
    "job_title": (
        "job title", "job", "position", "occupation", "role", "contact title", "functie", "functia",
        "post", "profesie",
        "ocupatie", "должность", "профессия", "position title", "beruf", "stellung", "funktion",
        "arbeitstitel",
        "organization title", "title", "titel",
    ),
    "department": (
        "department", "dept", "departament", "departamentul", "sectie", "отдел", "подразделение", "abteilung",
        "organization department",
    ),
    "bank": ("bank", "bank name", "banca", "banca denumire", "банк", "наименование банка"),
    "bic": ("bic", "swift", "bic swift", "swift code", "бик", "bic bik", "bik"),
    "currency": ("currency", "valuta", "moneda", "валюта", "wahrung"),
}  # fmt: skip
"""What the parts of addresses, jobs and bank accounts are called, by the key of the part."""

TYPES: dict[str, dict[str, tuple[str, ...]]] = {
    "phone_type": {
        "mobile": ("mobile", "mobil", "cell", "cellular", "cellphone", "gsm", "handy", "моб", "мобильный",
                   "сотовый", "мобил", "переносной", "номер мобильного",
                   "mobile number", "cell number", "numar mobil", "мобильный номер", "handynummer"),
        "work": ("work", "business", "office", "serviciu", "birou", "рабочий", "раб", "служебный",
                 "работа", "dienstlich", "geschaftlich",
                 "company", "company main"),
        "home": ("home", "private", "acasa", "domiciliu", "fix", "домашний", "дом", "privat", "landline"),
        "fax": ("fax", "business fax", "work fax", "home fax", "other fax", "факс", "fax number",
                "fax geschaftlich", "fax privat", "weiteres fax", "fax serviciu", "fax domiciliu",
                "fax birou",
                "alt fax", "рабочий факс", "домашний факс", "другой факс", "номер факса", "факс раб",
                "факс дом",
                "fax nummer", "телефакс"),
        "other": ("other", "altul", "alt", "другой", "прочий", "andere", "sonstige", "weiteres"),
    },
    "email_type": {
        "work": ("work", "business", "office", "serviciu", "birou", "рабочий", "рабочая", "служебный",
                 "работа", "geschaftlich", "dienstlich"),
        "home": ("home", "private", "personal", "acasa", "личный", "личная", "домашний", "дом", "privat"),
        "other": ("other", "secondary", "alternative", "alt", "другой", "дополнительный",
                  "secondary email", "sekundare",
                  "primary"),
    },
    "site_type": {
        "work": ("work", "business", "company", "рабочий", "работа", "serviciu", "geschaftlich"),
        "home": ("personal", "private", "личный", "личная", "домашний", "дом", "privat"),
        "other": ("other", "другой", "alt"),
    },
    "account_type": {
        "whatsapp": ("whatsapp", "ватсап", "вацап"), "telegram": ("telegram", "телеграм", "телеграмм"),
        "viber": ("viber", "вайбер"), "skype": ("skype", "скайп"), "linkedin": ("linkedin",),
        "facebook": ("facebook", "фейсбук", "fb"),
    },
    "address_type": {
        "residence": ("home", "residence", "private", "residential", "acasa", "resedinta", "проживания",
                      "домашний", "privat", "дом адрес", "дом", "домашний адрес", "места проживания"),
        "registration": ("registration", "domiciliu", "прописки", "регистрации", "registered"),
        "legal": ("legal", "sediu", "sediu social", "sediul social", "sediul", "юридический", "legala",
                  "head office", "billing"),
        "postal": ("postal", "mailing", "corespondenta", "почтовый", "post"),
        "delivery": ("delivery", "shipping", "livrare", "доставки", "liefer"),
        "work_point": ("business", "work", "office", "company", "punct de lucru", "birou", "фактический",
                       "рабочий", "dienstlich", "geschaftlich", "раб адрес", "раб", "рабочий адрес",
                       "места работы",
                       "serviciu"),
        "other": ("other", "alta", "другой", "andere", "другой адрес", "weitere", "weiterer", "weiteres"),
    },
}  # fmt: skip
"""Words for kinds of rows, by list and key."""

TYPE_OF_ROW = ("type", "label", "service", "kind", "typ")
"""What a column is called that says the kind of the row beside it ("E-mail 1 - Type")."""

ALONE = {"mobile", "fax", "whatsapp", "telegram", "viber", "skype", "linkedin", "facebook"}
"""Kinds that name a column without more words ("Mobile", "Skype")."""

FULL_NAME = (
    "full name", "fullname", "name surname", "name", "nume complet", "nume si prenume",
    "numele si prenumele", "nume prenume",
    "prenume si nume", "nume client", "contact name", "contact", "contact person", "persoana de contact",
    "persoana contact",
    "person", "customer name", "client name", "client", "customer", "фио", "ф и о", "полное имя",
    "имя и фамилия",
    "фамилия имя", "фамилия имя отчество", "фамилия и имя", "контактное лицо", "контакт", "клиент",
    "отображаемое имя", "nume afisat", "vollstandiger name",
    "vor und nachname", "vorname und nachname", "ansprechpartner", "anzeigename", "kontakt", "display name",
)  # fmt: skip
"""One column with the whole name of a person."""

SURNAME_FIRST = (
    "nume si prenume", "numele si prenumele", "nume prenume", "nume si prenumele", "numele prenumele",
    "фио", "ф и о", "фамилия имя",
    "фамилия имя отчество", "фамилия и имя", "фио контактного лица", "last name first name",
    "surname name",
)  # fmt: skip
"""Headings of whole names that say in which order their words stand; they are known as whole names too."""

GIVEN_FIRST = (
    "prenume si nume", "имя и фамилия", "имя фамилия", "vor und nachname", "vorname und nachname",
    "name surname", "first name last name",
)  # fmt: skip

FIELDS: dict[str, tuple[str, ...]] = {
    "surname": ("surname", "familie nume", "numele", "familyname", "last", "name last", "фам"),
    "given_name": ("given", "prenumele", "first", "name first", "givenname"),
    "patronymic": ("middle", "middlename", "weitere vornamen", "отч", "prenumele tatalui"),
    "prefix": ("salutation", "honorific", "title", "mr mrs", "formula de adresare"),
    "sex": ("genul", "sexul"),
    "birthday": ("birthdate", "dob", "birth", "data de nastere", "nascut", "ziua de nastere", "др",
                 "дата рожд", "geb", "geboren",
                 "geburtsdatum"),
    "notes": ("notite", "nota", "remark", "info", "informatii", "дополнительно", "заметка", "notiz",
              "anmerkung"),
    "groups": ("groups", "categories", "group membership", "grup", "grupuri", "grupa", "группа", "группы",
               "gruppe", "gruppen", "categorii", "категории", "kategorien"),
    "tags": ("tag", "keywords", "eticheta", "метка", "тег", "labels", "cuvinte cheie"),
    "fiscal_code": ("cui cif", "cif cui", "cod unic", "cod unic de inregistrare", "cod unic inregistrare",
                    "cod tva", "vat id",
                    "vat code", "idno cod fiscal", "ust id", "steuernummer", "инн кпп"),
    "legal_name": ("legal name", "full name", "denumirea completa"),
    "name": ("denumirea", "nume firma", "denumire firma", "account name", "business name", "titel",
             "customer name", "client name",
             "название организации", "название компании"),
    "starts_at": ("start time", "date time", "begin", "ora", "data si ora", "дата и время", "datum"),
    "due": ("until", "end date", "data limita", "крайний срок", "fallig"),
    "personal_code": ("cod personal", "idnp cnp", "снилс"),
}  # fmt: skip
"""More words for single fields, by key."""

DATE_PARTS: dict[str, tuple[str, ...]] = {
    "birthday.year": ("birth year", "anul nasterii", "an nastere", "год рождения", "geburtsjahr"),
    "birthday.month": ("birth month", "luna nasterii", "месяц рождения", "geburtsmonat"),
    "birthday.day": ("day of birth", "день месяца рождения"),
}
"""Columns with a part of a date; that of the day is often called like the whole date."""

_IGNORED = re.compile(r"[\W_]+")
_ORDINAL = re.compile(r"(?<!\d)([1-9]\d?)(?!\d)")


@lru_cache(maxsize=65_536)  # the words by which people's columns are found are 30,000
def squeeze(text: str) -> str:
    """Only letters and digits, folded: E-mail, e_mail and eMail are one."""
    return _IGNORED.sub("", fold(text))


def type_of(list_key: str, text: str) -> str | None:
    """The key of a kind of rows by one of its words."""
    name = squeeze(text)
    found = TYPES.get(list_key, {})
    return next((key for key, each in found.items() if name in map(squeeze, each)), None)


def split_ordinal(header: str) -> tuple[str, int]:
    """The header without its number, and the number: ("E-mail Address", 2); 1 when there is none."""
    found = _ORDINAL.search(header)
    if found is None:
        return header, 1
    return f"{header[: found.start()]} {header[found.end() :]}".strip(" -.:()"), int(found[1])
