"""The lists that an import is measured with: people of small firms, twenty columns, always the same."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HEADINGS = (
    "Surname", "Given name", "Organization", "Job title", "Phone (Mobile)", "Phone (Work)", "E-mail (Work)",
    "E-mail (Home)", "Birthday", "Street", "City", "Region", "Postcode", "Country", "Site", "Source", "Grade",
    "Group", "Hobby", "Notes",
)  # fmt: skip
"""As the program itself exports them."""

_SURNAMES = (
    "Popescu", "Ionescu", "Munteanu", "Țurcanu", "Rusu", "Ceban", "Stan", "Dumitru", "Иванов", "Петрова",
    "Müller", "Novák",
)  # fmt: skip
_GIVEN = ("Ana", "Ion", "Maria", "Ștefan", "Elena", "Vasile", "Олег", "Ирина", "Jürgen", "Andrei", "Doina")
_CITIES = (("Chișinău", "CH"), ("Iași", "IS"), ("Cluj-Napoca", "CJ"), ("București", "B"), ("Bălți", "BL"))
_JOBS = ("Director", "Contabil", "Manager", "Inginer", "Vânzător")
_HOBBIES = ("șah", "pescuit", "muzică", "fotbal", "lectură")


def rows(count: int, seed: int = 1) -> Iterator[list[Any]]:
    """So many people, each with phones and mailboxes of their own; a firm has eight of them."""
    chance = random.Random(seed)
    for number in range(count):
        surname, given = chance.choice(_SURNAMES), chance.choice(_GIVEN)
        city, region = chance.choice(_CITIES)
        name = f"p{number}"
        yield [
            f"{surname}{number % 997}", given, f"Firma {number // 8} SRL", chance.choice(_JOBS),
            f"+4072{number:07d}", f"022 {200000 + number:06d}", f"{name}@firma{number // 8}.example",
            f"{name}@acasa.example", date(1950, 1, 1) + timedelta(days=chance.randrange(20_000)),
            f"Str. Florilor {number % 200 + 1}", city, region, f"{200000 + number % 70000}", "Moldova",
            f"www.firma{number // 8}.example", "Site", "ABC"[number % 3], "Clienți",
            chance.choice(_HOBBIES), f"Client nr. {number}, sunat în {number % 12 + 1:02d}.2025",
        ]  # fmt: skip


def write_csv(path: Path, count: int) -> None:
    """The list as text with commas."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADINGS)
        writer.writerows(rows(count))


def write_xlsx(path: Path, count: int) -> None:
    """The list as a workbook with real dates."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Clients")
    sheet.append(HEADINGS)
    for row in rows(count):
        sheet.append(row)
    book.save(path)
