"""Documents for many records: their numbers, their places, their events; all of it or nothing."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from app.core import atomic
from app.core.errors import UsageError, UserError
from app.core.progress import Cancelled, Progress
from app.services.documents import making
from app.services.documents.cleaning import ONE_CLEAR_PIXEL
from app.services.documents.making import Made, Order
from app.services.documents.templates import Template, of_file
from app.services.library import Library
from tests.services.documents.test_beside_docxtpl import canonical
from tests.services.documents.word_files import Make, texts

PEOPLE = ("Ana", "Bob", "Ivan", "Țuca & <b>")


@pytest.fixture
def people(library: Library) -> tuple[str, ...]:
    return tuple(library.save("contacts", {"given_name": name}).uid for name in PEOPLE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "documents"
    made.mkdir()
    return made


def numbered(make: Make, text: str = "{{ number }}: {{ contact.given_name }}") -> Template:
    return replace(of_file(make(text)), name="Offer", counter="offers")


def dump(library: Library) -> list[str]:
    return list(library.care.dump())


def test_each_record_gets_a_document_with_the_next_number(
    library: Library, people: tuple[str, ...], folder: Path, make: Make
) -> None:
    library.documents.counters.change("offers", "Nr. {n:3}/{yyyy}")
    made = library.documents.make(Order(numbered(make), people, folder))
    assert made.problems == []
    assert [each.number for each in made.documents] == [f"Nr. 00{n}/2026" for n in range(1, 5)]
    assert sorted(path.name for path in folder.iterdir()) == [
        "Offer Nr. 001-2026 Ana.docx", "Offer Nr. 002-2026 Bob.docx", "Offer Nr. 003-2026 Ivan.docx",
        "Offer Nr. 004-2026 Țuca & b.docx",
    ]  # fmt: skip
    assert texts(folder / "Offer Nr. 004-2026 Țuca & b.docx") == ["Nr. 004/2026: Țuca & <b>"]
    again = library.documents.make(Order(numbered(make), people[:1], folder))
    assert again.documents[0].number == "Nr. 005/2026"


def test_every_document_is_an_event_and_all_of_them_one_operation(
    library: Library, people: tuple[str, ...], folder: Path, make: Make
) -> None:
    before = dump(library)
    made = library.documents.make(Order(numbered(make), people, folder))
    assert made.operation is not None
    assert made.operation.describe() == "making of documents: 4 events (Offer)"
    [entry] = library.around.of(people[0]).story
    assert (entry.title, entry.is_planned) == ("Letter: Offer no. 1/2026", False)
    [event] = [each for each in library.around.of(people[0]).related if each.section == "events"]
    record = library.get(event.uid)
    assert record is not None
    assert record.values["result_text"] == str(made.documents[0].path)
    assert record.values["starts_at"] == "2026-11-23T09:00[Europe/Bucharest]"
    library.undo()
    assert dump(library) == before
    assert library.documents.counters.all() == []


def test_a_document_of_a_firm_is_in_the_history_of_the_firm(
    library: Library, folder: Path, make: Make
) -> None:
    firm = library.save("organizations", {"name": "Raza"}).uid
    task = library.save("tasks", {"name": "Call"}).uid
    for uid in (firm, task):
        library.documents.make(Order(of_file(make("{{ record.title }}")), (uid,), folder))
        assert [each.section for each in library.around.of(uid).related] == ["events"]


def test_no_number_is_lost_with_a_document_that_cannot_be_made(
    library: Library, people: tuple[str, ...], folder: Path, make: Make
) -> None:
    template = numbered(make, "{{ number }} {{ 1 // (0 if contact.given_name == 'Bob' else 1) }}")
    made = library.documents.make(Order(template, people, folder))
    assert [title for title, _problem in made.problems] == ["Bob"]
    assert "division" in made.problems[0][1] or "modulo" in made.problems[0][1]
    assert [each.number for each in made.documents] == ["1/2026", "2/2026", "3/2026"]
    assert library.documents.counters.named("offers").last == 3
    assert len(list(folder.iterdir())) == 3


def test_numbers_that_another_program_took_meanwhile_are_not_given_again(
    library: Library, people: tuple[str, ...], folder: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill, turns = making._Maker._fill_part, []

    def slow(self: making._Maker, *words: object) -> None:
        if not turns:
            library.documents.counters.change("offers", last=7)
        turns.append(1)
        fill(self, *words)  # type: ignore[arg-type]

    monkeypatch.setattr(making._Maker, "_fill_part", slow)
    made = library.documents.make(Order(numbered(make), people[:2], folder))
    assert [each.number for each in made.documents] == ["8/2026", "9/2026"]
    assert [texts(each.path)[0][:6] for each in made.documents if each.path] == ["8/2026", "9/2026"]


def test_numbers_begin_anew_with_the_year(
    library: Library, people: tuple[str, ...], folder: Path, make: Make
) -> None:
    def number() -> str:
        return library.documents.make(Order(numbered(make), people[:1], folder)).documents[0].number

    library.documents.counters.change("offers", "{n}/{yy}", last=41)
    assert number() == "42/26"
    library.clock.go(days=60)  # type: ignore[attr-defined]
    assert number() == "1/27"
    library.documents.counters.change("plain", "A-{n:5}", last=3)
    assert library.documents.counters.named("plain").following(library.context().today).last == 4


@pytest.mark.parametrize("pattern", ["", "Nr.", "{x}{n}", "{n}" * 40])
def test_a_pattern_that_gives_no_number_is_refused(pattern: str, library: Library) -> None:
    with pytest.raises(UserError):
        library.documents.counters.change("offers", pattern)


def test_joined_documents_begin_on_pages_of_their_own_with_their_own_headers(
    library: Library, people: tuple[str, ...], folder: Path, make: Make
) -> None:
    template = of_file(
        make("Dear {{ contact.given_name }}", "end", header="To {{ contact.given_name }}", footer="x")
    )
    made = library.documents.make(Order(template, people, folder, is_joined=True))
    [path] = folder.iterdir()
    assert {each.path for each in made.documents} == {path}
    document = Document(str(path))
    assert [each.text for each in document.paragraphs] == [
        line for name in PEOPLE for line in (f"Dear {name}", "end")
    ]
    assert [each.header.paragraphs[0].text for each in document.sections] == [f"To {name}" for name in PEOPLE]
    assert {each.footer.paragraphs[0].text for each in document.sections} == {"x"}
    assert {str(each.start_type) for each in document.sections} == {"NEW_PAGE (2)"}


def test_joined_documents_keep_lists_notes_and_pictures_apart(
    library: Library, folder: Path, make: Make, tmp_path: Path
) -> None:
    photo = library.files.keep_picture(ONE_CLEAR_PIXEL)
    uids = [library.save("contacts", {"given_name": name, "photo": photo}).uid for name in "ABC"]
    template = make("x")
    document = Document(str(template))
    document.add_paragraph("{{ contact.photo|picture(20) }}")
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("second", style="List Number")
    document.save(str(template))
    library.documents.make(Order(of_file(template), tuple(uids), folder, is_joined=True))
    [path] = folder.iterdir()
    joined = Document(str(path))
    assert len(joined.inline_shapes) == 3
    ids = [each._inline.docPr.id for each in joined.inline_shapes]
    assert len(set(ids)) == 3
    with zipfile.ZipFile(path) as archive:
        assert len(archive.namelist()) == len(set(archive.namelist()))
        assert archive.testzip() is None


def test_a_photo_is_shown_and_one_that_word_cannot_show_is_told(
    library: Library, folder: Path, make: Make
) -> None:
    good = library.save(
        "contacts", {"given_name": "A", "photo": library.files.keep_picture(ONE_CLEAR_PIXEL)}
    ).uid
    webp = library.files.keep_picture(b"RIFF\x00\x00\x00\x00WEBPVP8 ")
    bad = library.save("contacts", {"given_name": "B", "photo": webp}).uid
    none = library.save("contacts", {"given_name": "C"}).uid
    template = of_file(make("[{{ contact.photo }}]", header="{{ contact.photo|picture(10) }}"))
    made = library.documents.make(Order(template, (good, bad, none), folder))
    paths = [each.path for each in made.documents]
    assert [len(Document(str(path)).inline_shapes) for path in paths] == [1, 0, 0]
    assert made.documents[1].removed == ("Picture that Word cannot show: B",)
    assert texts(paths[2]) == ["[]"]  # type: ignore[arg-type]


def test_labels_are_one_document_for_all(
    library: Library, people: tuple[str, ...], folder: Path, make: Make
) -> None:
    template = of_file(make("{% for each in records %}{{ loop.index }} {{ each.given_name }};{% endfor %}"))
    made = library.documents.make(Order(template, people, folder))
    [document] = made.documents
    assert document.uids == people
    assert document.path == folder / "template.docx"
    assert texts(document.path) == ["1 Ana;2 Bob;3 Ivan;4 Țuca & <b>;"]  # type: ignore[arg-type]
    events = [each for each in library.around.of(people[2]).related if each.section == "events"]
    assert len(events) == 1


def test_attached_documents_lie_with_their_records(
    library: Library, people: tuple[str, ...], make: Make
) -> None:
    before = dump(library)
    made = library.documents.make(
        Order(of_file(make("Dear {{ contact.given_name }}")), people, is_attached=True)
    )
    record = library.get(people[3])
    assert record is not None
    [file] = record.values["attachments"]
    assert file["name"] == "template Țuca & b.docx"
    assert texts(library.files.open_copy(file)) == ["Dear Țuca & <b>"]
    assert {each.path for each in made.documents} == {None}
    assert library.care.check() == []
    library.undo()
    assert dump(library) == before
    with pytest.raises(UserError, match="cannot be attached"):
        library.documents.make(Order(of_file(make("x")), people, is_attached=True, is_joined=True))


def test_names_follow_a_pattern_and_are_safe_everywhere(
    library: Library, people: tuple[str, ...], folder: Path, make: Make
) -> None:
    template = of_file(make("x"))
    patterns = {
        "{{ contact.given_name|upper }}": "ANA.docx", "CON": "_CON.docx", "a/b\\c:d": "a-b-c-d.docx",
        "../../up {{ today|date('y-MM-dd') }}.": "-..-up 2026-11-23.docx", "x?*<>|": "x.docx",
        "{{ contact.phone }}": "Document.docx", "n" * 300: f"{'n' * 120}.docx",
    }  # fmt: skip
    for pattern, name in patterns.items():
        made = library.documents.make(Order(template, people[:1], folder, pattern=pattern))
        path = made.documents[0].path
        assert path is not None
        assert (path.parent, path.name.lstrip(".")) == (folder, name.lstrip("."))
    names = [
        each.path.name
        for each in library.documents.make(Order(template, people, folder, pattern="Same")).documents
        if each.path
    ]
    assert names == ["Same.docx", "Same (2).docx", "Same (3).docx", "Same (4).docx"]
    with pytest.raises(UserError, match="in the pattern of names"):
        library.documents.make(Order(template, people, folder, pattern="{{ open"))


def test_a_cancelled_batch_leaves_nothing(
    library: Library, people: tuple[str, ...], folder: Path, make: Make
) -> None:
    before = dump(library)
    progress = Progress(lambda done, _total, _text: progress.cancel() if done >= 2 else None)
    with pytest.raises(Cancelled):
        library.documents.make(Order(numbered(make), people, folder), progress)
    assert list(folder.iterdir()) == []
    assert dump(library) == before


def test_a_place_that_refuses_gives_numbers_and_events_back(
    library: Library, people: tuple[str, ...], folder: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, replaced = dump(library), atomic.replace
    moved: list[Path] = []

    def full(source: Path, target: Path) -> None:
        if len(moved) == 2:
            raise OSError(28, "No space left on device")
        moved.append(target)
        replaced(source, target)

    monkeypatch.setattr(atomic, "replace", full)
    with pytest.raises(UserError, match="No space left on device"):
        library.documents.make(Order(numbered(make), people, folder))
    assert list(folder.iterdir()) == []
    assert dump(library) == before


def test_a_preview_keeps_nothing_and_names_what_is_empty(
    library: Library, people: tuple[str, ...], tmp_path: Path, make: Make
) -> None:
    before = dump(library)
    shown = library.documents.preview(
        numbered(make, "{{ number }} {{ contact.surname }} {{ contact.city }}"),
        people[0],
        tmp_path / "look.docx",
    )
    assert shown.number == "1/2026"
    assert shown.empty == ("City", "Surname")
    assert dump(library) == before


def test_labels_in_any_language_and_own_fields_are_understood(
    library: Library, folder: Path, make: Make
) -> None:
    library.fields.add("contacts", "Talie pantof", "number")
    key = next(each.key for each in library.fields.views("contacts") if each.is_own)
    uid = library.save("contacts", {"surname": "Rusu", "given_name": "Ana", "sex": "female", key: 38}).uid
    lines = {
        "{{ contact.name }}": "Ana Rusu", "{{ Contact.Nume de familie }}": "Rusu",
        "{{ Контакт.Фамилия }}": "Rusu",
        "{{ Contact.Prenume|majuscule }}": "ANA", "{{ Contact.Talie pantof }}": "38",
        "{{ contact.Talie_pantof|in_words }}": "thirty-eight", "{{ salutation }}": "Dear Ms Rusu,",
        "{% if contact.sex == 'female' %}F{% endif %}": "F",
        "{% if Contact.Talie pantof > 37 %}big{% endif %}": "big",
        "{{ today|date('short') }} {{ today|date_in_words }}":
            "23/11/2026 the twenty-third of November two thousand and twenty-six",
        "{{ '1234.5'|money_in_words('EUR') }}": "one thousand two hundred and thirty-four euros and 50 cents",
        "{{ '0721 234 567'|phone }}": "+40 721 234 567",
    }  # fmt: skip
    made = library.documents.make(Order(of_file(make(*lines)), (uid,), folder))
    assert [each.in_words() for each in made.looked.findings] == []  # type: ignore[union-attr]
    assert texts(made.documents[0].path) == list(lines.values())  # type: ignore[arg-type]


def test_loops_go_over_related_records_and_the_users_own_firm_is_there(
    library: Library, folder: Path, make: Make
) -> None:
    firm = library.save("organizations", {"name": "Raza", "fiscal_code": "123"}).uid
    for name in ("Zoe", "Ana"):
        library.save(
            "contacts", {"surname": name, "organizations": [{"organization": firm, "job_title": "x"}]}
        )
    ours = library.save("organizations", {"name": "Noi SRL", "legal_name": "Noi & Co SRL"}).uid
    library.documents.firm.choose(ours)
    boss = library.save("contacts", {"surname": "Иванов", "given_name": "Пётр", "patronymic": "Ильич"}).uid
    library.save("organizations", {"head": boss, "head_position": "директор"}, firm)
    library.save("events", {"subject": "Later", "organization": firm, "starts_at": "2026-12-02T10:00[UTC]"})
    library.save("events", {"subject": "Sooner", "organization": firm, "starts_at": "2026-12-01T10:00[UTC]"})
    template = make(
        "{% for p in organization.people %}{{ p.surname }},{% endfor %}",
        "{% for e in organization.events %}{{ e.subject }} {{ e.starts_at|date('d.M') }},{% endfor %}",
        "{{ My firm.Full legal name }} {{ firm.name }}",
        "{{ organization.head_position|case('genitive') }} {{ organization.head|case('genitive') }}",
        "{{ organization.head.short_name }}"
        " {{ organization.people[0].organizations[0].organization.fiscal_code }}",
    )
    made = library.documents.make(Order(of_file(template), (firm,), folder))
    assert [each.in_words() for each in made.looked.findings] == []  # type: ignore[union-attr]
    assert texts(made.documents[0].path) == [  # type: ignore[arg-type]
        "Ana,Zoe,", "Sooner 1.12,Later 2.12,", "Noi & Co SRL Noi SRL", "директора Иванова Петра Ильича",
        "Иванов П. И. 123",
    ]  # fmt: skip


def test_declined_names_of_the_file_come_first_and_can_be_undone(
    library: Library, people: tuple[str, ...], folder: Path, make: Make
) -> None:
    uid = library.save("contacts", {"surname": "Кваша", "given_name": "Олег", "sex": "male"}).uid
    before = dump(library)
    library.documents.cases.set("Олег Кваша", {"genitive": "Кваши Олега"})
    template = of_file(make("{{ contact.full_name|case('р') }}|{{ contact.surname|case('dative') }}"))
    made = library.documents.make(Order(template, (uid,), folder, is_noted=False))
    assert texts(made.documents[0].path) == ["Кваши Олега|Кваше"]  # type: ignore[arg-type]
    library.undo()
    assert dump(library) == before


def test_a_template_with_a_mistake_is_not_used(
    library: Library, people: tuple[str, ...], folder: Path, make: Make
) -> None:
    with pytest.raises(
        UserError, match=r"template\.docx cannot be used\. in the document body: .* never ended"
    ):
        library.documents.make(Order(of_file(make("{% if contact.name %}x")), people, folder))
    with pytest.raises(UsageError, match=r"name the document \.docx"):
        library.documents.make(Order(of_file(make("x")), people[:1], target=folder / "a.txt"))


@pytest.mark.parametrize("is_joined", [False, True])
def test_pdf_is_made_in_one_call(
    is_joined: bool, library: Library, people: tuple[str, ...], folder: Path, make: Make
) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not here")
    template = of_file(make("Dear {{ contact.given_name }}"))
    made = library.documents.make(Order(template, people, folder, as_pdf=True, is_joined=is_joined))
    paths = sorted({each.path for each in made.documents if each.path})
    assert len(paths) == (1 if is_joined else 4)
    assert all(path.read_bytes().startswith(b"%PDF") for path in paths)
    assert sorted(folder.iterdir()) == paths


def test_without_an_office_program_pdf_is_refused_before_anything_is_made(
    library: Library, people: tuple[str, ...], folder: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARTOTECA_SOFFICE", "")
    with pytest.raises(UserError, match="needs LibreOffice"):
        library.documents.make(Order(of_file(make("x")), people, folder, as_pdf=True))
    assert list(folder.iterdir()) == []


@pytest.mark.slow
def test_a_thousand_letters_tell_their_progress(library: Library, folder: Path, make: Make) -> None:
    uids = tuple(library.save("contacts", {"given_name": f"N{n}"}).uid for n in range(1000))
    told: list[tuple[int, int | None]] = []
    made: Made = library.documents.make(
        Order(numbered(make), uids, folder), Progress(lambda done, total, _text: told.append((done, total)))
    )
    assert len(made.documents) == len(list(folder.iterdir())) == 1000
    assert made.documents[-1].number == "1000/2026"
    assert told[-1] == (1000, 1000)
    assert len(told) > 1000


def test_the_same_document_comes_out_alone_and_in_a_batch(
    library: Library, people: tuple[str, ...], folder: Path, make: Callable[..., Path]
) -> None:
    template = of_file(make("Dear {{ contact.given_name }}", header="{{ today }}"))
    made = library.documents.make(Order(template, people, folder))
    alone = library.documents.make(Order(template, people[1:2], target=folder / "alone.docx"))
    assert canonical(made.documents[1].path) == canonical(alone.documents[0].path)  # type: ignore[arg-type]


def test_many_values_are_joined_as_they_are_read(library: Library, folder: Path, make: Make) -> None:
    phones = [{"value": "+37369123456"}, {"value": "+37322123456"}]
    uid = library.save("contacts", {"given_name": "Ana", "phones": phones}).uid
    template = of_file(make("{{ contact.phones | join(' / ') }}"))
    made = library.documents.make(Order(template, (uid,), folder))
    assert texts(made.documents[0].path) == ["+37369123456 / +37322123456"]
