"""Who gets a letter, and who does not and why: looked at before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from app.core.clock import stamp
from app.core.errors import UserError
from app.core.progress import Progress
from app.core.texts import N_, _
from app.services.mail.addresses import address_key, addresses_in, email_fields, problem_of
from app.services.mail.composing import Composed, compose, look_at, only_section
from app.services.mail.letters import LetterTemplate
from app.services.mail.marks import OPTED_OUT, Mark
from app.services.mail.message import head_problem
from app.store import outbox
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.documents.checks import TemplateFinding
    from app.services.library import Library, Record

GOES, NO_ADDRESS, INVALID, DUPLICATE, OPTED, REFUSED, EARLIER, BROKEN = (
    "goes", "no_address", "invalid", "duplicate", "opted_out", "refused", "earlier", "broken",
)  # fmt: skip

STATES = {
    GOES: N_("gets the letter"),
    NO_ADDRESS: N_("no e-mail address"),
    INVALID: N_("address is not right"),
    DUPLICATE: N_("same address as another one"),
    OPTED: N_("wants no letters"),
    REFUSED: N_("address was refused earlier"),
    EARLIER: N_("has had this letter"),
    BROKEN: N_("the letter cannot be made"),
}
"""What may be said of a recipient."""

A_DAY = timedelta(days=1)
MAY_ANYWAY = (REFUSED, EARLIER)
"""States in which the user may send all the same."""


@dataclass(frozen=True)
class Recipient:
    """One record of those that were chosen: its address, what is said of it, and the letter for it."""

    uid: str
    title: str
    address: str = ""
    state: str = GOES
    text: str = ""
    others: tuple[str, ...] = ()
    """More addresses that the record has."""
    letter: Composed | None = None
    document_empty: tuple[str, ...] = ()
    """Labels of the fields that are empty in the document made for it."""

    @property
    def goes(self) -> bool:
        """Will it get the letter?"""
        return self.state == GOES

    @property
    def empty(self) -> tuple[str, ...]:
        """Labels of the fields that are empty in its letter."""
        return self.letter.empty if self.letter else ()

    @property
    def has_empty(self) -> bool:
        """Is a field empty in its letter or its document?"""
        return bool(self.empty or self.document_empty)

    def empty_in_words(self) -> str:
        """Which fields are empty, and where."""
        said = []
        if self.empty:
            said.append(_("empty: {fields}").format(fields=", ".join(self.empty)))
        if self.document_empty:
            said.append(_("empty in the document: {fields}").format(fields=", ".join(self.document_empty)))
        return "; ".join(said)


@dataclass(frozen=True)
class Preflight:
    """What a look before sending found: every recipient, and what is wrong with the letter."""

    letter: LetterTemplate
    recipients: tuple[Recipient, ...]
    findings: tuple[TemplateFinding, ...] = field(default=())
    lately: frozenset[str] = frozenset()
    """Keys of addresses to which any letter went within a day."""

    @property
    def going(self) -> list[Recipient]:
        """Who gets the letter."""
        return [each for each in self.recipients if each.goes]

    def in_state(self, state: str) -> list[Recipient]:
        """Recipients of which that is said."""
        return [each for each in self.recipients if each.state == state]

    @property
    def with_empty(self) -> list[Recipient]:
        """Who gets a letter or a document in which a field is empty."""
        return [each for each in self.going if each.has_empty]

    @property
    def written_lately(self) -> list[Recipient]:
        """Who gets a letter and had another one today."""
        return [each for each in self.going if address_key(each.address) in self.lately]

    @property
    def mistakes(self) -> tuple[TemplateFinding, ...]:
        """Findings with which nothing may go out: a field that does not exist is a hole in every letter."""
        return tuple(each for each in self.findings if each.level == "error" or each.kind == "unknown")

    @property
    def with_several(self) -> list[Recipient]:
        """Who has more than one address."""
        return [each for each in self.recipients if each.others]


class Recipients:
    """Looks at recipients of a library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def addresses(self, record: Record) -> list[str]:
        """Every address of a record, in its order."""
        fields = email_fields(self._library.registry.section(record.section))
        cells = [
            str(row.get(kind.main) or "") for name, kind in fields for row in record.values.get(name) or ()
        ]
        return list(dict.fromkeys(each for cell in cells for each in addresses_in(cell)))

    def look(
        self, letter: LetterTemplate, uids: Sequence[str], progress: Progress | None = None, *,
        chosen: Mapping[str, str] | None = None, anyway: Iterable[str] = (),
    ) -> Preflight:  # fmt: skip
        """The letter for each of these records, or why it gets none. Nothing is kept or sent.

        ``chosen``: another address than the first, by uid; ``anyway``: states that shall not matter.
        """
        if not letter.subject.strip():
            raise UserError(_("The letter has no subject; type one."))
        if not letter.html.strip() and not letter.plain.strip():
            raise UserError(_("The letter has no text; write one."))
        progress = progress or Progress()
        found = self._library.get_many(list(dict.fromkeys(uids)))
        records = [found[uid] for uid in dict.fromkeys(uids) if uid in found]
        self._refuse_sections(records)
        look = look_at(self._library, letter, only_section(records))
        people = self._judged(letter, records, dict(chosen or {}), frozenset(anyway))
        letters = {each.uid: each for each in compose(self._library, letter, look, records, progress)}
        told = tuple(_with_letter(each, letters.get(each.uid)) for each in people)
        lately = self._written_lately(told)
        if not letter.document:
            return Preflight(letter, told, look.findings, lately)
        told, findings = self._with_documents(letter, told, progress)
        return Preflight(letter, told, (*look.findings, *findings), lately)

    def _written_lately(self, people: Sequence[Recipient]) -> frozenset[str]:
        keys = sorted({address_key(each.address) for each in people if each.goes})
        since = stamp(self._library.clock() - A_DAY)
        with self._database.read() as connection:
            return frozenset(outbox.sent_since(connection, keys, since))

    def _with_documents(
        self, letter: LetterTemplate, people: tuple[Recipient, ...], progress: Progress
    ) -> tuple[tuple[Recipient, ...], tuple[TemplateFinding, ...]]:
        """What the document made for each would lack; who cannot have one gets no letter."""
        from app.services.mail.enclosing import enclose

        going = [each.uid for each in people if each.goes]
        if not going:
            return people, ()
        made = enclose(self._library, letter, going, progress=progress, is_trial=True)
        empty = {each.uids[0]: each.empty for each in made.documents}
        told = tuple(
            each if not each.goes
            else replace(each, document_empty=empty[each.uid]) if each.uid in empty
            else replace(each, state=BROKEN, text=made.problem_of.get(each.uid, ""))
            for each in people
        )  # fmt: skip
        findings = made.looked.findings if made.looked is not None else ()
        name = self._library.documents.templates.find(letter.document).name
        return told, tuple(
            replace(each, place=f"{name}, {each.place}") for each in findings if each.level != "note"
        )

    def _refuse_sections(self, records: Sequence[Record]) -> None:
        if not records:
            raise UserError(_("Nobody is chosen for the letter."))
        for key in {each.section for each in records}:
            section = self._library.registry.section(key)
            if not email_fields(section):
                told = _("{section} have no e-mail addresses; choose contacts or organizations.")
                raise UserError(told.format(section=_(section.title)))

    def _judged(
        self, letter: LetterTemplate, records: Sequence[Record], chosen: dict[str, str],
        anyway: frozenset[str],
    ) -> list[Recipient]:  # fmt: skip
        """Every record with its address and what is said of that."""
        known = {each.uid: self.addresses(each) for each in records}
        everything = [address for each in known.values() for address in each]
        marks = self._library.mail.marks.of([*everything, *chosen.values()])
        keys = sorted({address_key(each) for each in [*everything, *chosen.values()]})
        with self._database.read() as connection:
            had = outbox.had(connection, letter.digest, keys)
        first: dict[str, str] = {}
        made = []
        for record in records:
            own = known[record.uid]
            address = chosen.get(record.uid) or self._best(own, marks)
            others = tuple(each for each in own if address_key(each) != address_key(address))
            person = Recipient(record.uid, record.title, address, others=others)
            state, text = self._state(person, marks, had, first)
            if state in anyway and state in MAY_ANYWAY:
                state, text = GOES, ""
            if state == GOES:
                first[address_key(address)] = record.title
            made.append(replace(person, state=state, text=text))
        return made

    def _best(self, addresses: Sequence[str], marks: Mapping[str, Mark]) -> str:
        """The first address that is right and not marked; else the first."""
        context = self._library.context()
        good = (e for e in addresses if address_key(e) not in marks and not problem_of(e, context))
        return next(good, next(iter(addresses), ""))

    def _state(
        self, person: Recipient, marks: Mapping[str, Mark], had: set[str], first: Mapping[str, str]
    ) -> tuple[str, str]:
        if not person.address:
            return NO_ADDRESS, ""
        wrong = problem_of(person.address, self._library.context())
        if wrong:
            return INVALID, wrong
        key = address_key(person.address)
        # Who opted out did so as a person: another address is no way round that.
        for each in (person.address, *person.others):
            mark = marks.get(address_key(each))
            if mark is not None and mark.state == OPTED_OUT:
                return OPTED, mark.reason
        if key in marks:
            return REFUSED, marks[key].reason
        if key in first:
            return DUPLICATE, _("{name} has the same address.").format(name=first[key])
        return (EARLIER, "") if key in had else (GOES, "")


def _with_letter(person: Recipient, letter: Composed | None) -> Recipient:
    """The recipient with its letter; one that cannot be made goes to nobody."""
    if letter is None:
        return person
    wrong = letter.problem or head_problem(letter.subject, person.title)
    if wrong and person.goes:
        return replace(person, letter=letter, state=BROKEN, text=wrong)
    return replace(person, letter=letter)
