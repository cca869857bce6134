"""The report of an import as a workbook: the rows that were not taken as they stand, each with its reason.

It has the columns of the list, so that what was refused can be put right in it and be imported from it.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.blueprint.kinds import cell_text
from app.core.errors import UserError
from app.core.texts import _
from app.services.exchange.formats import xlsx
from app.services.exchange.formats.sheet import Heading, Row, Sheet
from app.services.exchange.refusal import untaken
from app.services.exchange.writing import write_atomically

if TYPE_CHECKING:
    from app.services.exchange.importing import ImportPlan, ImportReport

WIDTH, REASON_WIDTH = 18, 60


def verify_place(to: Path) -> None:
    """UserError where a report cannot be written: to be asked before anything is imported."""
    if not to.parent.is_dir() or not os.access(to.parent, os.W_OK) or to.is_dir():
        told = _("“{file}” cannot be written: {reason}. Close it in other programs or choose another place.")
        raise UserError(told.format(file=to, reason=os.strerror(errno.ENOENT)))


def write_report(plan: ImportPlan, report: ImportReport, to: Path) -> int:
    """Write it; how many rows it has. UserError if the place refuses."""
    rows = list(_rows(plan, report))
    headings = [
        Heading(_("Row"), WIDTH, is_number=True),
        Heading(_("Result"), WIDTH),
        Heading(_("Reason"), REASON_WIDTH),
        *(Heading(each, WIDTH) for each in plan.table.headers),
    ]
    sheet = Sheet(_("Import"), headings, len(rows), lambda: rows)
    write_atomically(to, lambda path: xlsx.write(path, sheet, {}))
    return len(rows)


def _rows(plan: ImportPlan, report: ImportReport) -> Iterator[Row]:
    """Refused, incomplete and skipped rows and those with notes, in the order of the list."""
    said: dict[int, tuple[str, str]] = {}
    records = plan.library.get_many(list(dict.fromkeys(report.same_as.values())))
    for row, uid in report.same_as.items():
        title = records[uid].title if uid in records else _("another row of the list")
        said[row] = (_("skipped"), _("There already: {title}").format(title=title))
    lacking = [replace(each, reason=untaken(each)) for each in report.untaken]
    found = ((_("doubtful"), report.notes), (_("incomplete"), lacking), (_("refused"), report.refused))
    for result, each in ((result, each) for result, refusals in found for each in refusals):
        reason = f"{each.column}: {each.reason}" if each.column else each.reason
        before = said.get(each.row, ("", ""))[1]
        is_skipped = each.row in report.same_as
        said[each.row] = (_("skipped") if is_skipped else result, f"{before}\n{reason}".strip())
    width = len(plan.table.headers)
    for number, cells in plan.list_rows() if said else ():
        if number in said:
            yield "", (number, *said[number], *map(_cell, cells[:width]))


def _cell(cell: Any) -> Any:
    """The cell as the list has it; what is neither text, figure nor date as text."""
    if cell is None or isinstance(cell, (bool, int, float, date, datetime)):
        return cell
    return cell_text(cell)
