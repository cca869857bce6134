"""Child: documents of one template by the engine named, or letters of a library. Words: engine, how many."""

from __future__ import annotations

import io
import resource
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from lxml import etree

from bench.children import peak_mib, tell

OURS, THEIRS = 1_000, 60
"""Documents of one measurement; of docxtpl fewer, as each takes longer."""
PARTS = ("word/document.xml", "word/header1.xml", "word/footer1.xml")


def template(path: Path) -> Path:
    """A letter of a page: header, footer, twenty paragraphs with a condition, a table."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ firm.name }} – {{ today }}"
    document.sections[0].footer.paragraphs[0].text = "{{ user.name }}"
    for number in range(20):
        document.add_paragraph(
            f"{number} Dear {{{{ contact.name }}}}, {{% if contact.vip %}}VIP{{% else %}}you{{% endif %}}: "
            "your letter of {{ today }} has come."
        )
    table = document.add_table(2, 2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells),
        ("Phone", "City", "{{ contact.phone }}", "{{ contact.city }}"),
        strict=True,
    ):
        cell.text = text
    document.save(str(path))
    return path


def context(number: int) -> dict[str, Any]:
    """Data of one letter."""
    contact = {"name": f"Țuca & Sons <{number}>", "vip": number % 2, "phone": "+373 69 1", "city": "Chișinău"}
    return {"firm": {"name": "Vector"}, "today": "23 November", "user": {"name": "Me"}, "contact": contact}


def ours(path: Path, count: int) -> bytes:
    """Our engine: the template is read and compiled, then filled; the last document."""
    from app.services.documents.compiled import Compiled
    from app.services.documents.package import pack, read_package

    compiled, stream = Compiled(pack(read_package(path))), io.BytesIO()
    for number in range(count):
        stream = io.BytesIO()
        compiled.write(compiled.fill(context(number)), stream)
    return stream.getvalue()


def docxtpl(path: Path, count: int) -> bytes:
    """docxtpl, as its documentation tells: a template read for each document."""
    from docxtpl import DocxTemplate

    stream = io.BytesIO()
    for number in range(count):
        made, stream = DocxTemplate(str(path)), io.BytesIO()
        made.render(context(number), autoescape=True)
        made.save(stream)
    return stream.getvalue()


def canonical(content: bytes) -> list[bytes]:
    """Text, header and footer in the form in which equal XML is equal."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        roots = [etree.fromstring(archive.read(name)) for name in PARTS]
    return [etree.tostring(root, method="c14n", exclusive=True) for root in roots]


def letters(folder: Path, count: int) -> dict[str, float]:
    """Letters for contacts of a new file, as the window makes them; then a batch that is cancelled."""
    from app.core.progress import Cancelled, Progress
    from app.services.demo import fill
    from app.services.documents.making import Order
    from app.services.documents.templates import of_file
    from app.services.library import Library
    from app.services.rows import ListQuery

    library = Library.create(folder / "letters.cartoteca")
    fill(library, count)
    uids = tuple(library.lists.uids_of(library.lists.ids(ListQuery("contacts")))[:count])
    path = template(folder / "letter.docx")
    began = time.perf_counter()
    made = library.documents.make(Order(of_file(path), uids, folder=folder / "out"))
    each = (time.perf_counter() - began) * 1000 / len(made.documents)
    assert len(made.documents) == count
    asked = Progress()
    moments: list[float] = []

    def step(done: int, total: int | None, _text: str) -> None:
        if done > (total or 0) // 3 and not moments:
            moments.append(time.perf_counter())
            asked.cancel()

    asked = Progress(step)
    try:
        library.documents.make(Order(of_file(path), uids, folder=folder / "none"), asked)
    except Cancelled:
        moments.append(time.perf_counter())
    assert not list((folder / "none").iterdir())
    library.close()
    helper = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"each": each, "peak": peak_mib(), "helper": helper, "cancel": (moments[1] - moments[0]) * 1000}


def main() -> None:
    """Measure what is named."""
    engine = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="cartoteca-bench-") as home:
        if engine == "letters":
            tell(**letters(Path(home), int(sys.argv[2])))
            return
        path = template(Path(home) / "letter.docx")
        make, count = (ours, OURS) if engine == "ours" else (docxtpl, THEIRS)
        assert canonical(ours(path, 3)) == canonical(docxtpl(path, 3))
        began = time.perf_counter()
        make(path, count)
        tell(ms=(time.perf_counter() - began) * 1000 / count)


if __name__ == "__main__":
    main()
