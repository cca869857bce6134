"""One run over the rows of an import: each becomes changes, or is counted as refused or skipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from app.blueprint.context import Values
from app.core.calm import let_go
from app.core.progress import Progress
from app.core.texts import _
from app.services.exchange.chosen_keys import KeyMatcher
from app.services.exchange.corrections import leave_untaken
from app.services.exchange.matching import Matcher
from app.services.exchange.merging import differences
from app.services.exchange.options import ADD, CLEAR, FILL, SKIP, UPDATE, ImportReport
from app.services.exchange.putting import Name
from app.services.exchange.referring import Referrer
from app.services.exchange.refusal import Refusal
from app.services.exchange.rows_read import Picture, ReadRow
from app.services.fields import definition_change
from app.store.change import Change

if TYPE_CHECKING:
    from app.services.exchange.importing import ImportPlan
    from app.services.exchange.tables import Row

CHUNK = 1_000
"""Rows that are read and compared together: few enough that what was found out about their phone numbers is
still remembered when they are written."""


class ImportRun:
    """One run over the rows of a plan."""

    def __init__(self, plan: ImportPlan, progress: Progress | None) -> None:
        self._plan, self._progress = plan, progress
        self._library, self._section = plan.library, plan.section
        headings = {each.target.field.key: each.header for each in plan.matches if each.target}
        self._referrer = Referrer(plan.library, plan.section, headings)
        self._context = self._referrer.context
        self._reader = plan.reader(self._context)
        self._matcher: Matcher | KeyMatcher = (
            KeyMatcher(plan.library, plan.section, self._context, plan.match_fields)
            if plan.match_fields
            else Matcher(plan.library, plan.section, self._context, self._referrer.known_firm)
        )
        self._groups = [Name(each.strip()) for each in plan.options.groups if each.strip()]
        self._new: dict[str, dict[str, Any]] = {}
        self._ways = {plan.options.on_duplicate, *plan.options.decisions.values()}
        self.report = ImportReport(dropped=len(plan.options.dropped))
        self.keep_picture: Callable[[str, bytes], None] = lambda _digest, _data: None

    def changes(self) -> Iterator[Change]:
        """The changes of all rows, made as they are asked for, after the fields that they fill; once."""
        is_first = True
        try:
            for change in self._of_rows():
                if is_first:
                    yield from map(definition_change, self._plan.new_fields)
                is_first = False
                yield change
        finally:
            let_go(self._matcher)  # before the window, told of the rows, needs the interpreter

    def _of_rows(self) -> Iterator[Change]:
        rows = self._plan.list_rows()
        while chunk := list(islice(rows, CHUNK)):
            yield from self._of_chunk(chunk)
        created = Counter(self._referrer.created)
        if self.report.added:
            created[self._section.key] += self.report.added
        self.report.created = dict(created)
        self._tell()

    def _of_chunk(self, chunk: list[Row]) -> Iterator[Change]:
        read = [self._read(number, cells) for number, cells in chunk]
        wanted = [row for row in read if not row.problems and self._way(row) != ADD]
        if wanted:
            self._matcher.prepare(wanted, bool(self._ways & {UPDATE, FILL}))
        for row in read:
            self.report.rows += 1
            if self.report.rows % 500 == 0:
                self._tell()
            yield from self._of_row(row, self._way(row))

    def _read(self, number: int, cells: Sequence[Any]) -> ReadRow:
        row = self._reader.read(number, cells)
        leave_untaken(row, self._plan.options.without)
        return row

    def _way(self, row: ReadRow) -> str:
        return self._plan.options.decisions.get(row.number, self._plan.options.on_duplicate)

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress.step(self.report.rows, self._plan.rows)

    def _of_row(self, row: ReadRow, way: str) -> Iterator[Change]:
        self._drop_needless_names(row)
        self._refuse_nameless(row)
        known = self._matcher.find(row) if way != ADD and not row.problems else None
        if self._groups and not row.problems:
            row.values["groups"] = [*row.values.get("groups", ()), *self._groups]
        if known is not None and way == SKIP:
            self._skip(row, known)
        elif row.problems:
            self.report.refused += row.problems
        elif known is not None:
            yield from self._update(row, known, way)
        else:
            yield from self._add(row)

    def _refuse_nameless(self, row: ReadRow) -> None:
        """A row that has no name is refused; so are the values that might have been one."""
        if not row.problems and not self._matcher.title_of(row):
            reason = _("The row has no name and nothing else to call the record by.")
            row.problems += [*row.untaken, Refusal(row.number, "", reason)]

    def _resolve(self, row: ReadRow) -> bool:
        """Names become records; False if the row is refused for one of them."""
        self._referrer.resolve(row)
        if row.problems:
            leave_untaken(row, self._plan.options.without)
            row.memo.pop("title", None)
            self._refuse_nameless(row)
        self.report.refused += row.problems
        return not row.problems

    def _drop_needless_names(self, row: ReadRow) -> None:
        """A display name equal to what the names give anyway is no choice of the user's."""
        shown = row.values.get("show_as")
        if shown is not None:
            rest = {key: value for key, value in row.values.items() if key != "show_as"}
            if self._section.title_of(rest, self._context) == shown:
                row.values = rest

    def _keep_pictures(self, values: Values) -> None:
        for key, value in values.items():
            if isinstance(value, Picture):
                self.keep_picture(value, value.data)
                values[key] = str(value)

    def _skip(self, row: ReadRow, known: str) -> None:
        self.report.skipped += 1
        self.report.skipped_rows.append(row.number)
        self.report.same_as[row.number] = known

    def _note(self, row: ReadRow) -> None:
        self.report.notes += row.notes
        self.report.untaken += row.untaken

    def _add(self, row: ReadRow) -> Iterator[Change]:
        uid = self._library.new_uid()
        self._matcher.learn(row, uid)
        if not self._resolve(row):
            return
        yield from self._referrer.take_pending()
        self._keep_pictures(row.values)
        yield Change(self._section.key, uid, row.values)
        yield from self._referrer.take_following(row, uid)
        self._note(row)
        self.report.added += 1
        if self._ways & {UPDATE, FILL}:
            self._new[uid] = dict(row.values)

    def _update(self, row: ReadRow, uid: str, way: str) -> Iterator[Change]:
        record = self._matcher.record(uid)
        old = self._new.get(uid) or (record.values if record is not None else {})
        if not self._resolve(row):
            return
        new = differences(
            self._section,
            old,
            row.values,
            self._context,
            is_filling=way == FILL,
            emptied=row.emptied if way == UPDATE and self._plan.options.empty_cells == CLEAR else (),
        )
        if not new:
            self._skip(row, uid)
            self.report.untaken += row.untaken
            return
        yield from self._referrer.take_pending()
        self._keep_pictures(new)
        yield Change(self._section.key, uid, new)
        yield from self._referrer.take_following(row, uid)
        self._note(row)
        self.report.updated += 1
        self._new[uid] = {**old, **new}
