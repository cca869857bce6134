"""Makes the ready-made templates anew: ``python resources/templates/source`` in the project's environment."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from blocks import CENTER, GREY, RIGHT, Sheet
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm
from texts import (
    ACT,
    CONTACT_SHEET,
    CONTRACT,
    ENVELOPE,
    FIRM,
    LABELS,
    LETTER,
    OFFER,
    WHOM,
)

HERE = Path(__file__).parent.parent
PAGES = {language: texts["page"] for language, texts in LETTER.items()}


def _letterhead(sheet: Sheet) -> None:
    """The user's own firm at the top, where one was chosen."""
    sheet.line("{%p if firm.logo %}", after=0)
    sheet.line("{{ firm.logo|picture(40) }}", after=2)
    sheet.line("{%p endif %}", after=0)
    sheet.when("firm.name", FIRM, size=12, bold=True, after=0)
    sheet.when("firm.full_address", "{{ firm.full_address }}", size=9, after=0, color=GREY)
    sheet.when(
        "firm.phone or firm.email",
        "{{ firm.phone }}{% if firm.phone and firm.email %} · {% endif %}{{ firm.email }}",
        size=9, after=14, color=GREY,
    )  # fmt: skip


def _addressee(sheet: Sheet, **look: Any) -> None:
    """Name, firm and address, each line only where there is something to write."""
    sheet.line(WHOM, **look)
    sheet.when("contact.job_title", "{{ contact.job_title }}", **look)
    sheet.when(
        "contact.full_name and organization.name",
        "{{ organization.legal_name or organization.name }}",
        **look,
    )
    sheet.line(
        "{%p set place = contact if contact.address or contact.city else organization or contact %}", **look
    )
    sheet.when("place.address", "{{ place.address }}", **look)
    sheet.when(
        "place.postcode or place.city",
        "{{ place.postcode }}{% if place.postcode and place.city %} {% endif %}{{ place.city }}",
        **look,
    )
    sheet.when("place.country", "{{ place.country }}", **look)


def letter(language: str) -> None:
    """A letter about the contact details in the records."""
    words, sheet = LETTER[language], Sheet()
    sheet.header_line("{{ user.name }}")
    sheet.footer_line(words["title"], *words["page"])
    _addressee(sheet, after=0)
    sheet.line("{{ today }}", before=16, after=16)
    sheet.heading(words["subject"], 15)
    sheet.line(words["dear"], before=8)
    sheet.line(words["thanks"])
    sheet.when("contact.full_name and organization.name", words["work"])
    sheet.line("{%p if contact.phones %}")
    sheet.line(words["phones"], keep=True)
    rows = [list(words["columns"]), ["{%tr for phone in contact.phones %}", ""],
            ["{{ phone.label or phone.type }}", "{{ phone.value }}"], ["{%tr endfor %}", ""]]  # fmt: skip
    sheet.table(rows, [50, 70])
    sheet.line("", after=0)
    sheet.line("{%p endif %}")
    sheet.when("contact.email", words["mail"])
    sheet.line(words["end"])
    sheet.line(words["regards"], before=14, after=24)
    sheet.line("{{ user.name }}")
    sheet.save(HERE / f"letter-{language}.docx", words["title"])


def offer(language: str) -> None:
    """An offer with a table to be filled in."""
    words, sheet = OFFER[language], Sheet()
    sheet.footer_line(f"{words['name']} {{{{ number }}}}", *PAGES[language])
    _letterhead(sheet)
    sheet.line(f"{words['to']}:", size=9, color=GREY, after=0)
    _addressee(sheet, after=0)
    sheet.heading(words["number"])
    sheet.line("{{ salutation }}", before=10)
    sheet.line(words["thanks"])
    rows = [list(words["columns"]), *([str(n), "", "", "", ""] for n in range(1, 5)),
            ["", words["total"], "", "", ""]]  # fmt: skip
    sheet.table(rows, [12, 74, 24, 28, 28], align={2: RIGHT, 3: RIGHT, 4: RIGHT})
    sheet.line(words["valid"], before=10)
    sheet.line(words["ask"])
    sheet.line(words["regards"], before=14, after=24, keep=True)
    sheet.line("{{ user.name }}", after=0, keep=True)
    sheet.line(FIRM)
    sheet.save(HERE / f"offer-{language}.docx", f"{words['name']} {{{{ number }}}}")


def _when(field: str, before: str) -> tuple[str, str, str]:
    """A paragraph with a field that is there only where the field is not empty."""
    return f"{{%p if {field} %}}", f"{before}{{{{ {field} }}}}", "{%p endif %}"


def _parties(words: dict[str, Any]) -> list[list[str]]:
    """Name, address, codes and place for the signature of both sides."""
    code, account, bank, phone = words["labels"]

    def side(root: str, name: str) -> str:
        number, held = f"{root}.bank_accounts[0].account", f"{root}.bank_accounts[0].bank"
        lines = [
            name,
            *_when(f"{root}.full_address", ""),
            *_when(f"{root}.fiscal_code", f"{code}: "),
            *_when(number, f"{account}: "),
            *_when(held, f"{bank}: "),
            *_when(f"{root}.phone", f"{phone} "),
            "", f"{words['sign']} ____________________", *_when(f"{root}.head.short_name", ""),
        ]  # fmt: skip
        return "\n".join(lines)

    whom = "{{ organization.legal_name or organization.name or contact.full_name }}"
    return [[words["ours"], words["theirs"]], [side("firm", FIRM), side("organization", whom)]]


def contract(language: str) -> None:
    """A contract for services."""
    words, sheet = CONTRACT[language], Sheet()
    sheet.footer_line(words["number"], *PAGES[language])
    sheet.line(words["number"], 16, bold=True, align=CENTER, after=10)
    sheet.line(words["where"]).paragraph_format.tab_stops.add_tab_stop(
        _mm(sheet.inner), WD_TAB_ALIGNMENT.RIGHT
    )
    sheet.line(words["parties"], before=6)
    for title, lines in words["clauses"]:
        sheet.clause(title)
        sheet.lines(lines, after=3)
    sheet.clause(words["details"])
    sheet.table(_parties(words), [83, 83])
    sheet.save(HERE / f"contract-{language}.docx", words["number"])


def act(language: str) -> None:
    """An act of acceptance of services."""
    words, sides, sheet = ACT[language], CONTRACT[language], Sheet()
    sheet.footer_line(words["number"], *PAGES[language])
    sheet.line(words["number"], 16, bold=True, align=CENTER, after=10)
    sheet.line(sides["where"]).paragraph_format.tab_stops.add_tab_stop(
        _mm(sheet.inner), WD_TAB_ALIGNMENT.RIGHT
    )
    sheet.line(words["text"], before=6)
    rows = [list(words["columns"]), *([str(n), "", "", "", ""] for n in range(1, 4)),
            ["", words["total"], "", "", ""]]  # fmt: skip
    sheet.table(rows, [12, 82, 20, 24, 28], align={3: RIGHT, 4: RIGHT})
    sheet.line(words["end"], before=10)
    sheet.line(words["day"], after=14)
    sheet.table(_parties(sides), [83, 83])
    sheet.save(HERE / f"act-{language}.docx", words["number"])


def envelope(language: str) -> None:
    """An envelope of the long format (220 × 110 mm)."""
    words, sheet = ENVELOPE[language], Sheet(220, 110, 10)
    section = sheet.document.sections[0]
    section.orientation = 1
    sheet.line("{%p if firm.name %}", after=0)
    sheet.line(f"{words['from']}:", size=8, color=GREY, after=0)
    sheet.line(FIRM, size=10, after=0)
    sheet.line("{{ firm.address }}", size=10, after=0)
    sheet.line(words["place"].replace("place.", "firm."), size=10, after=0)
    sheet.line("{%p endif %}", after=0)
    sheet.line(f"{words['to']}:", size=8, color=GREY, before=52, after=0).paragraph_format.left_indent = _mm(
        105
    )
    first = len(sheet.document.paragraphs)
    _addressee(sheet, size=12, after=0)
    for paragraph in sheet.document.paragraphs[first:]:
        paragraph.paragraph_format.left_indent = _mm(105)
    sheet.save(HERE / f"envelope-{language}.docx", words["name"])


def labels(language: str) -> None:
    """Labels of 70 × 37 mm, 24 on a page, for all chosen records."""
    sheet = Sheet(210, 297, 0)
    section = sheet.document.sections[0]
    section.top_margin = section.bottom_margin = _mm(0.4)
    section.header_distance = section.footer_distance = _mm(0)

    def label(place: int) -> str:
        root = f"row[{place}]"
        return "\n".join(
            (f"{{{{ {root}.full_name }}}}", f"{{{{ {root}.address }}}}",
             f"{{{{ {root}.postcode }}}} {{{{ {root}.city }}}}", f"{{{{ {root}.country }}}}")
        )  # fmt: skip

    rows = [["{%tr for row in records|batch(3) %}", "", ""], [label(0), label(1), label(2)],
            ["{%tr endfor %}", "", ""]]  # fmt: skip
    table = sheet.table(rows, [70, 70, 70], head=False, lined=False, size=11, height=37)
    for cell in table.rows[1].cells:
        cell.vertical_alignment = 1
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.left_indent = _mm(4)
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = _mm(0)
    last = sheet.line("", size=1, after=0)
    last.paragraph_format.line_spacing = _mm(0.3)
    sheet.save(HERE / f"labels-{language}.docx", LABELS[language]["name"])


def contact_sheet(language: str) -> None:
    """A list of all chosen records."""
    words, sheet = CONTACT_SHEET[language], Sheet(297, 210, 15)
    sheet.document.sections[0].orientation = 1
    sheet.header_line("{{ firm.name }}", RIGHT)
    sheet.footer_line("{{ today }}", *words["page"])
    sheet.heading(f"{words['title']} ({{{{ records|length }}}})")
    cells = ["{{ loop.index }}", "{{ each.full_name }}", "{{ each.organization or each.activity }}",
             "{% for phone in each.phones %}{{ phone.value }}{% if not loop.last %}, {% endif %}{% endfor %}",
             "{{ each.email }}", "{{ each.full_address }}"]  # fmt: skip
    empty = [""] * (len(cells) - 1)
    rows = [
        list(words["columns"]),
        ["{%tr for each in records %}", *empty],
        cells,
        ["{%tr endfor %}", *empty],
    ]
    sheet.table(rows, [11, 46, 46, 44, 66, 54], size=9)
    sheet.save(HERE / f"contact-sheet-{language}.docx", words["name"])


def _mm(millimetres: float) -> Any:
    return Mm(millimetres)


if __name__ == "__main__":
    for code in LETTER:
        for write in (letter, offer, contract, act, envelope, labels, contact_sheet):
            write(code)
