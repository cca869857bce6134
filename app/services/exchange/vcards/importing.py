"""Cards as rows of an import: the same operation, duplicates, dry run and report as for a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Context, Values
from app.blueprint.kinds import LongText
from app.blueprint.section import Section
from app.core.errors import UsageError
from app.core.folding import fold
from app.core.texts import _
from app.services.exchange.importing import ImportOptions, ImportPlan
from app.services.exchange.putting import Name
from app.services.exchange.reading import RowReader
from app.services.exchange.refusal import Refusal
from app.services.exchange.rows_read import ReadRow
from app.services.exchange.tables import Row, Table
from app.services.exchange.vcards.content import Bundle
from app.services.exchange.vcards.files import Card, CardFile
from app.services.exchange.vcards.groups import grouped
from app.services.exchange.vcards.making import Maker, kept_text, worth_keeping
from app.services.exchange.vcards.taking import Taker

if TYPE_CHECKING:
    from app.services.library import Library

KEPT = "kept_lines"
KEPT_LENGTH = 1_000_000
"""Characters of what is kept with one record; more is left out and said."""


@dataclass(frozen=True)
class CardTable(Table):
    """Cards as a table: a row a card, whose one cell is the card; the sample shows what they hold."""

    reader: CardReader | None = None

    def sample(self, count: int = 200) -> list[tuple[Any, ...]]:
        """The first cards as a reader of a list would see them."""
        found = list[tuple[Any, ...]]()
        for number, (card,) in self.read():
            if len(found) >= count:
                break
            found.append(_preview(self.reader, number, card))
        return found

    def shown(self, number: int, cells: tuple[Any, ...]) -> tuple[Any, ...]:
        """What a card holds."""
        return _preview(self.reader, number, cells[0])

    def rows(self) -> Iterator[Row]:
        """Each card in a cell."""
        return self.read()


@dataclass(frozen=True)
class CardPlan(ImportPlan):
    """What an import of cards would do. There is nothing to map."""

    def reader(self, context: Context) -> RowReader:
        """Reads a card where others read a row."""
        return CardReader(self.section, context)

    def with_mapping(self, mapping: Any) -> ImportPlan:
        """Cards say themselves what is what."""
        return self


def plan_cards(
    library: Library, section: Section, paths: Sequence[Path], options: ImportOptions
) -> ImportPlan:
    """Look at files of cards; UserError or UsageError when they cannot be imported so."""
    if section.carried_by != "VCARD":
        titles = [_(each.title) for each in library.registry.sections if each.carried_by == "VCARD"]
        raise UsageError(_("Cards become {sections}; choose one of them.").format(sections=", ".join(titles)))
    files = [CardFile(path) for path in paths]

    def cards() -> Iterator[Card]:
        return (card for each in files for card in each.cards())

    def read() -> Iterator[Row]:
        found = grouped(cards) if has_groups else cards()
        return ((number, (card,)) for number, card in enumerate(found, 1))

    has_groups = any(each.may_have_groups for each in files)
    title = section.list_fields["title"].label
    headers = (_(title), _("Organization"), _("Phone"), _("E-mail"))
    name = paths[0].name if len(paths) == 1 else f"{paths[0].name} …"
    reader = CardReader(section, library.context())
    table = CardTable(name, name, (name,), headers, frozenset(), 1, "", "", read, True, reader)
    count = sum(1 for _row in read()) if has_groups else sum(each.count for each in files)
    return CardPlan(library, section, table, (), options, count, {})


def _preview(reader: CardReader | None, number: int, card: Card) -> tuple[Any, ...]:
    assert reader is not None
    row = reader.read(number, (card,))
    values = row.values
    name = reader.section.title_of(values, reader.context)
    jobs = values.get("organizations") or [{}]
    points = (next((each["value"] for each in values.get(key) or ()), None) for key in ("phones", "emails"))
    return (name or card.refused, jobs[0].get("organization"), *points)


class CardReader(RowReader):
    """Reads cards as values of records of one section."""

    def __init__(self, section: Section, context: Context) -> None:
        self.section = section
        self.context = replace(
            context, title_of=lambda uid: str(uid) if isinstance(uid, Name) else context.title_of(uid)
        )
        super().__init__((), self.context, {})
        self._taker = Taker(section, self.context, self.value)
        self._maker = Maker(section, self.context, lambda _digest: b"")

    def read(self, number: int, cells: Sequence[Any]) -> ReadRow:
        """The card as values; what broke is told with its line."""
        (card,) = cells
        row = ReadRow(number)
        if card.refused:
            row.problems.append(Refusal(number, "", _at(card, card.line, card.refused)))
            return row
        left_out = list(card.left_out)
        if not self._keep(row.values, self._values(card, row.values)):
            left_out.append((card.line, _("some of what no field holds was too long and was left out")))
        self._name_it(row.values)
        if not self.section.title_of(row.values, self.context).strip():
            reason = _("the card has no name and nothing else to call the record by")
            row.problems.append(Refusal(number, "", _at(card, card.line, reason)))
        row.notes += [Refusal(number, "", _at(card, *each)) for each in left_out]
        return row

    def _values(self, card: Card, values: Values) -> list[str]:
        """Lay all that the card says over the values; what is to be kept of it."""
        kept: list[str] = []
        preferred: dict[str, int] = {}
        firms = {fold(each.parts()[0]) for each in card.properties if each.key == "ORG"}
        for bundle in self._taker.bundles(card.properties):
            if self._is_firm_again(bundle, firms):
                continue
            said = self._taker.take(bundle)
            if said and not self._put(values, said, preferred if _is_preferred(bundle) else None):
                kept.append(kept_text(bundle, is_more=True))
            elif not said or worth_keeping(
                bundle, said, self._taker, self._maker, self.context, card.version
            ):
                kept.append(kept_text(bundle))
        return kept

    def _is_firm_again(self, bundle: Bundle, firms: set[str]) -> bool:
        """A card of a firm in a list of people says its name twice; it is no person's."""
        if self._taker.jobs is None or not firms:
            return False
        by_key = {each.key: each for each in bundle}
        shown = by_key["FN"].text if "FN" in by_key else ""
        names = "".join(by_key["N"].parts()).strip() if "N" in by_key else ""
        return bool(shown) and not names and fold(shown) in firms

    def _put(self, values: Values, said: Values, preferred: dict[str, int] | None) -> bool:
        """Lay a bundle over the values; False if a place that it wants is taken by another value."""
        kinds = self.section.by_key
        taken = [key for key, value in said.items() if not isinstance(value, list) and key in values]
        if any(not isinstance(kinds[key].kind, LongText) and values[key] != said[key] for key in taken):
            return False
        for key, value in said.items():
            if isinstance(value, list):
                rows = values.setdefault(key, [])
                new = [each for each in value if each not in rows]
                place = len(rows) if preferred is None else preferred.get(key, 0)
                rows[place:place] = new
                if preferred is not None:
                    preferred[key] = place + len(new)
            else:
                values[key] = f"{values[key]}\n{value}" if key in taken and values[key] != value else value
        return True

    def _keep(self, values: Values, kept: list[str]) -> bool:
        """Put what is kept into the values; False if it was too much."""
        size = 0
        for text in kept:
            size += len(text)
            if size <= KEPT_LENGTH:
                values.setdefault(KEPT, []).append({"line": text})
        return size <= KEPT_LENGTH

    def _name_it(self, values: Values) -> None:
        """Who has no name is called by what else is known."""
        if "show_as" not in self.section.by_key or self.section.title_of(values, self.context).strip():
            return
        lines = [each["line"] for each in values.get(KEPT) or ()]
        nick = (line.partition(":")[2] for line in lines if line.upper().startswith("NICKNAME"))
        rows = (
            self.section.by_key[key].kind.show(values.get(key), self.context)
            for key in ("accounts", "sites", "addresses")
        )
        texts = (*nick, *rows, str(values.get("notes") or "").partition("\n")[0])
        found = next((text.strip()[:200] for text in texts if text.strip()), "")
        if found:
            values["show_as"] = found


def _is_preferred(bundle: Bundle) -> bool:
    return any("pref" in each.types or "1" in each.param("PREF") for each in bundle)


def _at(card: Card, line: int, reason: str) -> str:
    return _("{file}, line {line}: {reason}.").format(file=card.file, line=line, reason=reason)
