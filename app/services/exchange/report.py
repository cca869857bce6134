"""The report of an import as a workbook: the rows that were not taken as they stand, each with its reason.

It has the columns of the list, so that what was refused can be put right in it and be imported from it.
"""

from __future__ import annotations

import errno
import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.blueprint.kinds import Text, cell_text
from app.core.errors import UserError
from app.core.texts import _
from app.services.exchange.columns import Column
from app.services.exchange.writing import Rows, write_atomically, write_xlsx

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
    headings = [_("Row"), _("Result"), _("Reason"), *plan.table.headers]
    columns = [Column((str(place), 1), heading, Text()) for place, heading in enumerate(headings)]
    widths = [WIDTH, WIDTH, REASON_WIDTH, *[WIDTH] * len(plan.table.headers)]

    def write(path: Path) -> None:
        write_xlsx(path, _("Import"), columns, widths, rows)

    write_atomically(to, write)
    return len(rows)


def _rows(plan: ImportPlan, report: ImportReport) -> Rows:
    """Refused and skipped rows and those with doubts, in the order of the list."""
    said: dict[int, tuple[str, str]] = {}
    records = plan.library.get_many(list(dict.fromkeys(report.same_as.values())))
    for row, uid in report.same_as.items():
        title = records[uid].title if uid in records else _("another row of the list")
        said[row] = (_("skipped"), _("There already: {title}").format(title=title))
    for result, found in ((_("doubtful"), report.doubts), (_("refused"), report.refused)):
        for each in found:
            reason = f"{each.column}: {each.reason}" if each.column else each.reason
            before = said.get(each.row, ("", ""))[1]
            said[each.row] = (result, f"{before}\n{reason}".strip())
    width = len(plan.table.headers)
    for number, cells in plan.list_rows() if said else ():
        if number in said:
            yield "", (number, *said[number], *map(_cell, cells[:width]))


def _cell(cell: Any) -> Any:
    """The cell as the list has it; what is neither text, figure nor date as text."""
    if cell is None or isinstance(cell, (bool, int, float, date, datetime)):
        return cell
    return cell_text(cell)
