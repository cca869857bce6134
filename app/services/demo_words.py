"""Invented names, firms and places for demo data; every person and firm made of them is fictional."""

from __future__ import annotations

from typing import NamedTuple


class Land(NamedTuple):
    """What demo people of one country are made of."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]
    cities: tuple[tuple[str, str], ...]
    streets: tuple[str, ...]
    mobile: tuple[str, ...]
    landline: str
    firms: tuple[str, ...]
    forms: tuple[str, ...]
    country: str
    code: str
    domain: str
    language: str


ROMANIA = Land(
    ("Ana", "Elena", "Ioana", "Teodora", "Mădălina", "Cătălina", "Simona", "Raluca", "Ștefania",
     "Luminița", "Oana", "Bianca"),
    ("Bogdan", "Mihai", "Radu", "Sorin", "Vlad", "Ștefan", "Răzvan", "Cătălin", "Gheorghe", "Ionuț",
     "Tudor", "Dragoș"),
    ("Popescu", "Ionescu", "Dumitrescu", "Munteanu", "Șerban", "Țurcanu", "Văcărescu", "Albu",
     "Constantin", "Rusu", "Stănescu",
     "Preda", "Georgescu", "Mureșan", "Năstase", "Iliescu", "Cârstea", "Dobre", "Păun", "Sârbu"),
    (("Cluj-Napoca", "400"), ("Brașov", "500"), ("Timișoara", "300"), ("Iași", "700"), ("Sibiu", "550"),
     ("București", "010"),
     ("Ploiești", "100"), ("Constanța", "900"), ("Bârlad", "731"), ("Târgu Mureș", "540")),
    ("Str. Memorandumului", "Bd. Unirii", "Str. Lungă", "Calea Victoriei", "Str. Mihai Eminescu",
     "Șos. Nordului", "Al. Teilor"),
    ("+40 721 {a} {b}", "0744 {a} {b}", "+40 733 {a} {b}", "0755.{a}.{b}", "0040 722 {a} {b}"),
    "+40 264 {a} {b}",
    ("Nordic Panel", "Atelier Lemn", "Zenit Logistic", "Metal Grup", "Studio Rusu", "Vinăria Costești",
     "Albu Consult", "Primăvara",
     "Casa Verde", "Agro Someș", "Electro Nova", "Tipar Bun", "Carpați Trans", "Farmacia Centrală",
     "Brutăria Veche"),
    ("SRL", "SA", "PFA"), "România", "RO", "example.ro", "ro",
)  # fmt: skip

MOLDOVA = Land(
    ("Natalia", "Elena", "Doina", "Aliona", "Veronica", "Tatiana"), ("Mihai", "Ion", "Vasile", "Andrei",
        "Sergiu", "Igor"),
    ("Țurcanu", "Rusu", "Ceban", "Munteanu", "Lupu", "Rotaru", "Cojocaru", "Ciobanu", "Gîscă", "Botnaru"),
    (("Chișinău", "MD-20"), ("Bălți", "MD-31"), ("Ialoveni", "MD-68"), ("Orhei", "MD-35")),
    ("str. Ștefan cel Mare", "str. Pușkin", "bd. Dacia", "str. Alba Iulia"),
    ("+373 69 {a} {b}", "069 {a} {b}", "+373 79 {a} {b}"), "+373 22 {a} {b}",
    ("Moldagro", "Vinul Nostru", "Codru", "Lumina", "Izvoraș"), ("SRL", "ÎI", "SA"), "Moldova", "MD",
    "example.md", "ro",
)  # fmt: skip

RUSSIA = Land(
    ("Ольга", "Наталья", "Анна", "Татьяна", "Екатерина", "Алёна", "Светлана", "Ирина"),
    ("Андрей", "Сергей", "Дмитрий", "Алексей", "Пётр", "Фёдор", "Николай", "Игорь"),
    ("Кузнецов", "Соколов", "Иванов", "Смирнов", "Морозов", "Семёнов", "Королёв", "Ёлкин", "Щербаков",
     "Жуков", "Фролов"),
    (("Москва", "101"), ("Санкт-Петербург", "190"), ("Казань", "420"), ("Самара", "443"), ("Тверь", "170")),
    ("ул. Ленина", "пр-т Мира", "ул. Садовая", "наб. Весёлая", "ул. Гагарина"),
    ("+7 926 {a}-{b2}-{c2}", "8 912 {a}-{b2}-{c2}", "8(903){a}{b2}{c2}"), "+7 812 {a}-{b2}-{c2}",
    ("Вектор", "Северный путь", "Стройдом", "Аврора", "Берёзка", "Техносфера", "Лесной двор"),
    ("ООО", "ИП", "АО"), "Россия", "RU", "example.ru", "ru",
)  # fmt: skip

ENGLAND = Land(
    ("Emma", "Olivia", "Grace", "Charlotte", "Zoë"), ("James", "Oliver", "Henry", "George", "Liam"),
    ("Smith", "O'Brien", "Taylor", "McDonald", "Walker-Jones", "Clark", "Evans"),
    (("London", "SW1A "), ("Leeds", "LS1 "), ("Bristol", "BS1 ")), ("High Street", "Station Road",
        "Mill Lane"),
    ("+44 7700 {a}{b}", "+44 7911 {a}{b}"), "+44 20 7946 {b}",
    ("Bright & Sons", "Harbour Trading", "Oak House", "Redline"), ("Ltd", "Ltd"), "United Kingdom", "GB",
    "example.com", "en",
)  # fmt: skip

LANDS = (ROMANIA, ROMANIA, ROMANIA, ROMANIA, MOLDOVA, RUSSIA, RUSSIA, ENGLAND)

JOBS = {
    "ro": (
        "Director",
        "Manager achiziții",
        "Contabil-șef",
        "Inginer",
        "Administrator",
        "Asistentă",
        "Șef depozit",
    ),
    "ru": ("Директор", "Менеджер по закупкам", "Главный бухгалтер", "Инженер", "Администратор", "Секретарь"),
    "en": ("Director", "Purchasing manager", "Accountant", "Engineer", "Office manager", "Assistant"),
}
HOBBIES = {
    "ro": ("drumeții", "pescuit", "șah", "ciclism", "grădinărit"),
    "ru": ("рыбалка", "шахматы", "лыжи", "садоводство"),
    "en": ("mountain biking", "chess", "gardening", "sailing"),
}
SUBJECTS = {
    "ro": (
        "Ofertă de preț",
        "Confirmare cantități",
        "Reînnoire contract",
        "Prezentare catalog",
        "Termen de livrare",
    ),
    "ru": ("Коммерческое предложение", "Подтверждение заказа", "Продление договора", "Срок поставки"),
    "en": ("Price offer", "Confirm quantities", "Contract renewal", "Delivery date"),
}
RESULTS = {
    "ro": (
        "A cerut o ofertă. Are nevoie de livrare înainte de 15 dec.",
        "Interesat, revine săptămâna viitoare.",
        "A amânat decizia.",
    ),
    "ru": (
        "Попросил счёт. Нужна доставка до 15 декабря.",
        "Интересно, перезвонит на следующей неделе.",
        "Отложил решение.",
    ),
    "en": (
        "Asked for an offer. Needs delivery before 15 Dec.",
        "Interested, will call back next week.",
        "Put off the decision.",
    ),
}
TASKS = {
    "ro": ("Trimite oferta", "Verifică stocul", "Pregătește contractul", "Sună pentru plată"),
    "ru": ("Отправить счёт", "Проверить склад", "Подготовить договор", "Напомнить об оплате"),
    "en": ("Send the offer", "Check the stock", "Prepare the contract", "Ask about the payment"),
}
NOTES = {
    "ro": ("Condiții speciale", "Proces-verbal ședință", "Idei pentru campanie"),
    "ru": ("Особые условия", "Протокол встречи", "Идеи для рекламы"),
    "en": ("Special terms", "Minutes of the meeting", "Ideas for the campaign"),
}
LINKS = (
    ("Registrul comerțului", "https://www.onrc.ro", "Verificarea firmelor"),
    ("Curs valutar", "https://www.bnr.ro", "Cursul zilei"),
    ("Price list of a supplier", "https://supplier.example.com/prices", "Changes every quarter"),
    ("Карта доставки", "https://delivery.example.ru/map", "Зоны и сроки"),
)
