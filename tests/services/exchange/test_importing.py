"""Import: lists become records, in one operation, and no row disappears without a word."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import UsageError, UserError
from app.core.paths import resource
from app.core.progress import Cancelled, Progress
from app.services.exchange.importing import ImportOptions, dry_run, plan_import, run
from app.services.library import Library

from .conftest import Writer, records


def test_a_person_and_the_firm_are_made_and_linked(library: Library, bring: Any, write_csv: Any) -> None:
    report = bring(
        write_csv(
            "Nume,Prenume,Firma,Funcția,CUI\nPop,Ana,Delta SRL,director,RO14399840\n"
            "Rusu,Ion,S.C. DELTA S.R.L.,,\n"
        )
    )
    assert (report.rows, report.added, report.created) == (2, 2, {"organizations": 1, "contacts": 2})
    assert records(library)[0]["organizations"] == [{"organization": "Delta SRL", "job_title": "director"}]
    firm = records(library, "organizations")[0]
    assert (firm["name"], firm["fiscal_code"], firm["vat_payer"]) == ("Delta SRL", "14399840", True)


def test_firms_that_are_there_are_found_by_name_or_fiscal_code(
    library: Library, bring: Any, write_csv: Any
) -> None:
    library.save("organizations", {"name": "Delta", "fiscal_code": "14399840"})
    report = bring(write_csv("Nume,Firma,CUI\nPop,Delta Instal,RO14399840\nRusu,„Delta” SRL,\n"))
    assert report.created == {"contacts": 2}


def test_firms_of_one_list_that_differ_in_their_legal_form_stay_apart(
    library: Library, bring: Any, write_csv: Any
) -> None:
    people = write_csv("Nume,Firma\nPop,Manole\nRusu,Manole PFA\nStan,Manole SA\nVlad,MANOLE S.A.\n")
    assert bring(people).created["organizations"] == 3
    found = {record["surname"]: record["organizations"][0]["organization"] for record in records(library)}
    assert found == {"Pop": "Manole", "Rusu": "Manole PFA", "Stan": "Manole SA", "Vlad": "Manole SA"}
    assert bring(people, on_duplicate="update").skipped == 4


def test_each_spelling_of_a_firm_updates_its_own_record(library: Library, bring: Any, write_csv: Any) -> None:
    assert bring(write_csv("Denumire\nDelta\nDelta SRL\n"), section="organizations").added == 2
    again = bring(
        write_csv("Denumire,Note\nDelta SRL,second\n"), section="organizations", on_duplicate="update"
    )
    assert again.updated == 1
    assert {each["name"]: each.get("notes") for each in records(library, "organizations")} == {
        "Delta": None,
        "Delta SRL": "second",
    }


@pytest.mark.parametrize(
    ("header", "cell"), [("Firma", "Delta SRL"), ("E-mail", "info@example.org"), ("Nume", "Pop")]
)
def test_a_row_with_one_thing_only_is_imported(
    header: str, cell: str, library: Library, bring: Any, write_csv: Any
) -> None:
    assert bring(write_csv(f"{header};Note\n{cell};\n")).added == 1
    assert records(library)[0]["title"] == cell


def test_phones_that_became_figures_are_restored(library: Library, bring: Any, write_xlsx: Any) -> None:
    bring(
        write_xlsx([["Nume", "Telefon"], ["Pop", 721234567], ["Rusu", "0722 345 678; 021/312.34.56 int. 12"]])
    )
    phones = [[each["value"] for each in record["phones"]] for record in records(library)]
    assert phones == [["0721234567"], ["0722 345 678", "021/312.34.56 int. 12"]]


def test_kinds_of_phones_and_addresses_come_from_the_headings(
    library: Library, bring: Any, write_csv: Any
) -> None:
    bring(
        write_csv("Nume;Mobil;Fax;Strada;Oraș;Țara\nPop;0721234567;0213123456;Lipscani 1;București;România\n")
    )
    record = records(library)[0]
    assert record["phones"] == [
        {"type": "mobile", "value": "0721234567"},
        {"type": "fax", "value": "0213123456"},
    ]
    assert record["addresses"] == [{"street": "Lipscani 1", "city": "București", "country": "România"}]


@pytest.mark.parametrize(
    ("country", "code"), [("România", "010101"), ("Romania", "010101"), ("France", "10101"), (None, "010101")]
)
def test_a_postcode_gets_its_lost_zero_back(
    country: str | None, code: str, library: Library, bring: Any, write_xlsx: Any
) -> None:
    bring(write_xlsx([["Nume", "Cod poștal", "Țara"], ["Pop", 10101, country]]))
    assert records(library)[0]["addresses"][0]["postcode"] == code


@pytest.mark.parametrize(
    ("dates", "read"),
    [
        (["03/04/1985", "25/12/1990"], ["1985-04-03", "1990-12-25"]),
        (["03/04/1985", "12/25/1990"], ["1985-03-04", "1990-12-25"]),
        (["03.04.1985", "1990-12-25"], ["1985-04-03", "1990-12-25"]),
        ([date(1985, 4, 3), "25 decembrie"], ["1985-04-03", "--12-25"]),
    ],
)
def test_day_and_month_are_told_by_the_column(
    dates: list[Any], read: list[str], library: Library, bring: Any, write_xlsx: Any
) -> None:
    bring(write_xlsx([["Nume", "Data nașterii"], ["Ana", dates[0]], ["Zoe", dates[1]]]))
    assert [record["birthday"] for record in records(library)] == read


def test_a_row_with_an_unreadable_cell_is_refused_with_its_place(
    library: Library, bring: Any, write_csv: Any
) -> None:
    report = bring(write_csv("Nume,Data nașterii\nPop,14.03.1985\nRusu,31.02.1990\n\nIon,02.07.1990\n"))
    assert (report.rows, report.added, report.refused_rows) == (3, 2, 1)
    refusal = report.refused[0]
    assert (refusal.row, refusal.column) == (3, "Data nașterii")
    assert "31.02.1990" in refusal.reason


@pytest.mark.parametrize("cell", [4.070281040000002e19, "7.21235E+08"])
def test_lost_digits_are_refused_and_not_guessed(cell: Any, bring: Any, write_xlsx: Any) -> None:
    report = bring(write_xlsx([["Nume", "Telefon"], ["Pop", cell], ["Rusu", "0721234567"]]))
    assert (report.added, report.refused_rows) == (1, 1)
    assert "lost digits" in report.refused[0].reason


def test_a_row_that_is_longer_than_the_headings_is_refused(bring: Any, write_csv: Any) -> None:
    report = bring(write_csv("Nume,Oraș\nPop,Iași\nRusu,Str. Mare 1, Iași\n"))
    assert [each.row for each in report.refused] == [3]


def test_a_refused_row_makes_no_firm(library: Library, bring: Any, write_csv: Any) -> None:
    bring(write_csv("Nume,Firma,Sex\nPop,Delta SRL,x\nRusu,,f\n"))
    assert records(library, "organizations") == []


def test_importing_the_same_list_again_adds_nothing(library: Library, bring: Any, write_csv: Any) -> None:
    path = write_csv(
        "Nume,Prenume,E-mail,Firma\nPop,Ana,ana@x.ro,Delta\nRusu,Ion,,Delta\nPop,,,\nMoraru,Vlad,,\n"
        ",,,Beta SRL\n"
    )
    assert bring(path).added == 5
    again = bring(path)
    assert (again.added, again.skipped, again.operation) == (0, 5, None)


@pytest.mark.parametrize(
    ("row", "is_known"),
    [
        ("Pop,Ana,ana@x.ro,,", True),
        ("Pop,Ana Maria,ANA@X.RO,,", True),
        ("Pop,A.,,0040 721 234 567,", True),
        ("Pop,Ion,ana@x.ro,,", False),
        ("Pop,Ana,,,", False),
        ("Pop,Ana,other@x.ro,,Delta SRL", True),
        ("Pop,Ana,other@x.ro,,Beta", False),
        (",,ana@x.ro,,", True),
    ],
)
def test_people_are_the_same_only_on_good_grounds(
    row: str, is_known: bool, library: Library, bring: Any, write_csv: Any
) -> None:
    header = "Nume,Prenume,E-mail,Telefon,Firma\n"
    bring(write_csv(f"{header}Pop,Ana,ana@x.ro,0721 234 567,Delta\n"))
    assert bring(write_csv(header + row + "\n")).skipped == is_known


@pytest.mark.parametrize(
    ("names", "people"),
    [
        (("John J Smith", "Joan Smith"), 2),
        (("Joan Smith", "John J Smith"), 2),
        (("J. Smith", "John Adam Smith"), 1),
        (("J. A. Smith", "John Smith"), 1),
        (("Smith John J", "John Smith"), 1),
    ],
)
def test_an_initial_beside_a_given_name_stands_for_no_other_one(
    names: tuple[str, str], people: int, bring: Any, write_csv: Any
) -> None:
    rows = "".join(f"{name},022 250 607\n" for name in names)
    assert bring(write_csv(f"Full name,Phone\n{rows}")).added == people


def test_two_people_of_one_surname_in_one_firm_are_two(bring: Any, write_csv: Any) -> None:
    assert bring(write_csv("Nume,E-mail,Firma\nPopescu,ion@x.ro,Delta\nPopescu,ana@x.ro,Delta\n")).added == 2


def test_update_fills_and_adds_but_empty_cells_clear_nothing(
    library: Library, bring: Any, write_csv: Any
) -> None:
    bring(write_csv("Nume,Prenume,E-mail,Telefon,Note\nPop,Ana,ana@x.ro,0721234567,old\n"))
    report = bring(
        write_csv("Nume,Prenume,E-mail,Telefon,Hobby,Note\nPop,Ana,ana@x.ro,0722345678,chess,\n"),
        on_duplicate="update",
    )
    assert (report.updated, report.added) == (1, 0)
    record = records(library)[0]
    assert [each["value"] for each in record["phones"]] == ["0721234567", "0722345678"]
    assert (record["hobby"], record["notes"]) == ("chess", "old")


def test_an_own_email_recognises_a_person_like_the_declared_one(
    library: Library, bring: Any, write_csv: Any
) -> None:
    mail = library.fields.add("contacts", "Private mail", "email")
    library.save("contacts", {"surname": "Pop", "given_name": "Ana", mail: "ANA@example.ro"})
    people = write_csv(
        "Nume,Prenume,Private mail,Note\nPop,Ana,ana@example.ro,the same\nRusu,Ion,ana@example.ro,another\n"
    )
    report = bring(people, on_duplicate="update")
    assert (report.updated, report.added) == (1, 1)


def test_update_with_the_same_list_changes_nothing(bring: Any, write_csv: Any) -> None:
    path = write_csv("Nume,E-mail,Telefon,Fax,Firma\nPop,ana@x.ro,0213123456,0213123456,Delta\n")
    bring(path)
    assert bring(path, on_duplicate="update").skipped == 1


def test_add_takes_everything(bring: Any, write_csv: Any) -> None:
    path = write_csv("Nume,E-mail\nPop,ana@x.ro\nPop,ana@x.ro\n")
    assert bring(path, on_duplicate="add").added == 2


def test_a_dry_run_tells_the_same_and_writes_nothing(library: Library, write_csv: Any) -> None:
    plan = plan_import(
        library, "contacts", write_csv("Nume,Firma,Data nașterii\nPop,Delta,\nRusu,,wrong\nIon,,1985\n")
    )
    report = dry_run(plan)
    assert (report.rows, report.added, report.refused_rows, report.operation) == (3, 2, 1, None)
    assert records(library) == []
    assert run(plan).added == 2


def test_an_import_is_one_operation_that_can_be_undone(library: Library, bring: Any, write_csv: Any) -> None:
    before = list(library.care.dump())
    report = bring(write_csv("Nume,Firma,Grupa,Grade\nPop,Delta,Clients / VIP,Z\nRusu,Beta,Clients,A\n"))
    assert report.operation == getattr(library.undoable(), "uid", None)
    library.undo(report.operation)
    assert list(library.care.dump()) == before


def test_groups_and_new_list_values_are_made(library: Library, bring: Any, write_csv: Any) -> None:
    bring(write_csv("Nume,Grupa,Sursa\nPop,Clients / VIP; Suppliers,Radio\nRusu,clients,radio\n"))
    titles = {node.title: node.count for node in library.groups.tree("contacts")}
    assert titles == {"Clients": 2, "VIP": 1, "Suppliers": 1}
    assert [each.label for each in library.choices.options("source")][-1] == "Radio"
    assert records(library)[0]["source"] == records(library)[1]["source"]


def test_a_value_that_a_closed_list_lacks_is_refused(bring: Any, write_csv: Any) -> None:
    report = bring(write_csv("Nume,Sex\nPop,f\nRusu,masculin\nIon,robot\n"))
    assert (report.added, [each.column for each in report.refused]) == (2, ["Sex"])


def test_tasks_find_their_people_and_refuse_strangers(library: Library, bring: Any, write_csv: Any) -> None:
    library.save("contacts", {"surname": "Pop", "given_name": "Ana"})
    report = bring(write_csv("Title,Contact,Due\nCall,Pop Ana,24.11.2026\nWrite,Nobody,\n"), section="tasks")
    assert (report.added, report.refused_rows) == (1, 1)
    assert records(library, "tasks")[0]["due"] == "2026-11-24"


def test_the_head_of_a_firm_is_made_and_works_there(library: Library, bring: Any, write_csv: Any) -> None:
    before = list(library.care.dump())
    path = write_csv(
        "Наименование;Руководитель;Position of the head\nООО Вектор;Ким Анна;директор\nООО Луч;Ким Анна;\n"
    )
    report = bring(path, section="organizations")
    assert (report.added, report.created) == (2, {"contacts": 1, "organizations": 2})
    assert [job["organization"] for job in records(library)[0]["organizations"]] == ["ООО Вектор", "ООО Луч"]
    assert records(library)[0]["organizations"][0]["job_title"] == "директор"
    assert bring(path, section="organizations", on_duplicate="update").skipped == 2
    library.undo(report.operation)
    assert list(library.care.dump()) == before


def test_a_refusal_names_the_column_of_the_list(bring: Any, write_csv: Any) -> None:
    report = bring(write_csv("Задача;Контакт\nCall;Nobody\n"), section="tasks")
    assert [each.column for each in report.refused] == ["Контакт"]


def test_firms_are_the_same_by_name_without_legal_form(bring: Any, write_csv: Any) -> None:
    path = write_csv("Denumire,CUI\nDelta SRL,14399840\nS.C. DELTA S.R.L.,\nDelta SA,\nDelta SRL,2816464\n")
    report = bring(path, section="organizations")
    assert (report.added, report.skipped) == (3, 1)


def test_a_whole_name_fills_the_parts(library: Library, bring: Any, write_csv: Any) -> None:
    bring(write_csv("ФИО;Телефон\nИванов Сергей Петрович;8 926 123-45-67\n"))
    record = records(library)[0]
    assert (record["surname"], record["given_name"], record["patronymic"]) == ("Иванов", "Сергей", "Петрович")


@pytest.mark.parametrize(
    ("header", "rows", "surname"),
    [
        ("Nume și prenume", ["Pop Ana"], "Pop"),
        ("ФИО", ["Ким Анна"], "Ким"),
        ("Prenume și nume", ["Ana Pop"], "Pop"),
        ("Name", ["Ana Pop"], "Pop"),
        ("Nume", ["Pop Ana", "Popescu Ion", "Ionescu Maria"], "Pop"),
    ],
)
def test_the_order_of_a_whole_name_comes_from_the_list(
    header: str, rows: list[str], surname: str, library: Library, bring: Any, write_csv: Any
) -> None:
    bring(write_csv("\n".join([f"{header};Note", *(f"{row};" for row in rows)])))
    assert surname in {record["surname"] for record in records(library)}
    assert {record["given_name"] for record in records(library)} >= {rows[0].replace(surname, "").strip()}


def test_signs_for_nothing_are_no_values_and_refuse_no_row(
    library: Library, bring: Any, write_csv: Any
) -> None:
    text = "Surname,Gender,Birthday,Phone\nA,Unspecified,0/0/00,-\nB,Male,3/14/1985,0721234567\nC,-,n/a,\n"
    assert bring(write_csv(text)).refused == []
    assert [sorted(set(record) & {"sex", "birthday", "phones"}) for record in records(library)] == [
        [], ["birthday", "phones", "sex"], [],
    ]  # fmt: skip


def test_month_first_is_said_of_slashes_only(library: Library, bring: Any, write_csv: Any) -> None:
    bring(write_csv("Surname,Birthday\nA,03/04/1985\nB,12/25/1990\nC,25.12.1990\n"))
    assert [each["birthday"] for each in records(library)] == ["1985-03-04", "1990-12-25", "1990-12-25"]


def test_an_apostrophe_before_a_number_only_says_that_it_is_text(
    library: Library, bring: Any, write_csv: Any
) -> None:
    bring(write_csv("Nume;Telefon\nPop;'0721234567\n"))
    assert records(library)[0]["phones"] == [{"value": "0721234567"}]


def test_a_formula_without_a_result_refuses_its_row(library: Library, bring: Any, write_xlsx: Any) -> None:
    report = bring(write_xlsx([["Nume", "Prenume"], ["Pop", '=CONCATENATE("A","na")'], ["Rusu", "Ion"]]))
    assert (report.added, [(each.row, each.column) for each in report.refused]) == (1, [(2, "Prenume")])
    assert "CONCATENATE" in report.refused[0].reason


def test_letters_of_an_uncalculated_formula_are_told_as_letters(
    bring: Any, write_xlsx: Any, tmp_path: Path
) -> None:
    """Some programs write every letter beyond ASCII as its number."""
    path = write_xlsx([["Nume", "Prenume"], ["Pop", "=нет="]])
    told = tmp_path / "numbered.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(told, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = text.decode().encode("ascii", "xmlcharrefreplace")
            new.writestr(name, text)
    assert "=нет=" in bring(told).refused[0].reason


def test_a_column_may_say_the_kind_of_the_column_beside_it(
    library: Library, bring: Any, write_csv: Any
) -> None:
    bring(
        write_csv(
            "First Name,Last Name,Labels,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,"
            "E-mail 1 - Type,E-mail 1 - Value,Address 1 - Type,Address 1 - City\n"
            "Ana,Pop,* myContacts ::: Friends,Mobile,0721 234 567 ::: 0721 234 568,workFax,021 312 34 56,"
            "* Work,ana@x.ro,Home,Iași\n"
            "Ion,Rusu,* myContacts,Secretary,0722 345 678,,,,,,\n"
            "Dan,Stan,,Work,0722 345 679,,,,,,\n"
        )
    )
    ana, ion, _dan = records(library)
    assert ana["phones"] == [
        {"type": "mobile", "value": "0721 234 567"},
        {"type": "mobile", "value": "0721 234 568"},
        {"type": "fax", "value": "021 312 34 56"},
    ]
    assert (ana["emails"], ana["addresses"]) == (
        [{"type": "work", "value": "ana@x.ro"}],
        [{"type": "residence", "city": "Iași"}],
    )
    assert (ana["tags"], ion.get("tags")) == (["Friends"], None)
    assert ion["phones"] == [{"label": "Secretary", "value": "0722 345 678"}]


def test_a_cancelled_import_leaves_nothing(library: Library, write_csv: Any) -> None:
    plan = plan_import(library, "contacts", write_csv("Nume\n" + "".join(f"P{i}\n" for i in range(3000))))

    def stop(done: int, _total: int | None, _text: str) -> None:
        if done >= 1000:
            progress.cancel()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        run(plan, progress)
    assert records(library) == []


def test_a_list_of_which_nothing_is_known_is_refused(library: Library, write_csv: Any) -> None:
    with pytest.raises(UserError, match="x1"):
        plan_import(library, "contacts", write_csv("x1,x2\na,b\n"))


def test_headings_without_rows_are_refused(library: Library, write_csv: Any) -> None:
    with pytest.raises(UserError, match="no rows"):
        plan_import(library, "contacts", write_csv("Nume,Prenume\n"))


def test_an_unknown_treatment_of_duplicates_is_refused(library: Library, write_csv: Any) -> None:
    with pytest.raises(UsageError, match="merge"):
        plan_import(library, "contacts", write_csv("Nume\nPop\n"), ImportOptions(on_duplicate="merge"))


def test_the_sample_that_ships_is_taken_whole(library: Library, bring: Any) -> None:
    report = bring(resource("samples", "clients-sample.xlsx"))
    assert (report.rows, report.added, report.refused) == (40, 40, [])
    first = next(record for record in records(library) if record.get("surname") == "Dumitrescu")
    assert first["phones"][0] == {"type": "mobile", "value": "0721234567"}
    assert (first["birthday"], first["languages"], first["addresses"][0]["postcode"]) == (
        "1985-03-14",
        ["ro"],
        "030031",
    )


@pytest.mark.parametrize(
    ("days", "read"),
    [
        (["03/04/1985", "05/06/1986"], ["1985-03-04", "1986-05-06"]),
        (["03/04/1985", "15/06/1986"], ["1985-04-03", "1986-06-15"]),
        (["03.04.1985", "05.06.1986"], ["1985-04-03", "1986-06-05"]),
    ],
)
def test_dates_follow_the_region_unless_the_column_proves_another_order(
    library: Library, bring: Any, write_csv: Writer, days: list[str], read: list[str]
) -> None:
    library.identity = replace(library.identity, region="US")
    lines = [f"{name};{day}" for name, day in zip(("Pop", "Rusu"), days, strict=True)]
    assert bring(write_csv("Surname;Birthday\n" + "\n".join(lines))).refused == []
    assert [each["birthday"] for each in records(library)] == read


@pytest.mark.parametrize(
    ("name", "contacts", "firms"),
    [
        ("crm-northwind/derived/customers.csv", 91, 91),
        ("crm-northwind/derived/customers.xlsx", 91, 91),
        ("crm-northwind/derived/customers-semicolon-cp1252.csv", 91, 91),
        ("crm-chinook/derived/Customer.csv", 59, 10),
        ("names-faker/contacts_18_locales_utf8.csv", 1040, None),
        ("names-faker/ro_cp1250_semicolon.csv", 200, None),
        ("names-faker/ro_utf8bom.csv", 200, None),
        ("names-faker/ru_utf16le_bom_tab.txt", 200, None),
    ],
)
def test_lists_of_strangers_are_taken_whole(
    name: str, contacts: int, firms: int | None, library: Library, bring: Any, shared: Path
) -> None:
    report = bring(shared / name)
    assert (report.rows, report.added, report.refused) == (contacts, contacts, [])
    assert firms in (None, report.created["organizations"])
    again = bring(shared / name)
    assert (again.added, again.skipped) == (0, contacts)


def test_every_contact_of_northwind_is_linked_to_the_firm(library: Library, bring: Any, shared: Path) -> None:
    bring(shared / "crm-northwind/derived/customers-semicolon-cp1252.csv")
    found = {record["title"]: record["organizations"][0] for record in records(library)}
    assert found["Maria Anders"] == {
        "organization": "Alfreds Futterkiste",
        "job_title": "Sales Representative",
    }
    assert all(job["organization"] for job in found.values())


def test_one_personal_code_with_two_names_is_two_people(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "people.csv"
    source.write_text(
        "Nume;Prenume;CNP\nPopescu;Ion;1630615123457\nRosemann;Marko;1630615123457\nPopescu;Ion;1630615123457\n",
        encoding="utf-8",
    )
    report = run(plan_import(library, "contacts", source, ImportOptions()))
    assert (report.added, report.skipped) == (2, 1)
