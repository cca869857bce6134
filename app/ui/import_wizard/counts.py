"""Counts of an import in words, and the lines that show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.texts import NN_, _, grouped, ngettext
from app.ui.icons import Role, pixmap
from app.ui.widgets.labels import ElidedLabel, label

if TYPE_CHECKING:
    from app.blueprint.registry import Registry
    from app.services.exchange.importing import ImportReport

_BESIDE = {
    "group": NN_("{n} group", "{n} groups"),
    "choice": NN_("{n} list value", "{n} list values"),
}
MOST_NAMES = 6
_FIELDS = NN_("{n} field", "{n} fields")


def count_lines(report: ImportReport, *, is_done: bool) -> list[tuple[str, str]]:
    """Icon and sentence for each count that is not zero."""
    icons = ("circle-plus", "pencil", "minus", "triangle-alert")
    counts = (report.added, report.updated, report.skipped, report.refused_rows)
    sentences = _past(counts) if is_done else _future(counts)
    lines = [
        (icon, text.format(n=grouped(n))) for icon, n, text in zip(icons, counts, sentences, strict=True) if n
    ]
    if report.dropped:
        n = report.dropped
        text = ngettext("{n} row is left out by you", "{n} rows are left out by you", n)
        lines.append(("minus", text.format(n=grouped(n))))
    if report.untaken:
        lines.append(("minus", _untaken(len(report.untaken), is_done=is_done)))
    return lines or [("info", _("There is nothing to import."))]


def _untaken(n: int, *, is_done: bool) -> str:
    if is_done:
        text = ngettext(
            "{n} value that cannot be read was left out, its row came without it",
            "{n} values that cannot be read were left out, their rows came without them", n,
        )  # fmt: skip
    else:
        text = ngettext(
            "{n} value that cannot be read is left out, its row comes without it",
            "{n} values that cannot be read are left out, their rows come without them", n,
        )  # fmt: skip
    return text.format(n=grouped(n))


def new_with_them(report: ImportReport, registry: Registry, section: str, fields: int) -> str:
    """What comes along with the records, in words: firms of people, groups, list values, fields."""
    plurals = {**{each.key: each.plural for each in registry.sections}, **_BESIDE, "": _FIELDS}
    created = {**report.created, "": fields}
    words = [
        ngettext(*plurals[key], n).format(n=grouped(n))
        for key, n in created.items()
        if key != section and key in plurals and n
    ]
    return ", ".join(words)


class CountLines(QVBoxLayout):
    """One line with an icon for each count."""

    def __init__(self) -> None:
        super().__init__()
        self.setSpacing(6)

    def empty(self) -> None:
        """Show nothing."""
        while (item := self.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def show_report(
        self, report: ImportReport, others: str, *, is_done: bool, left_out: Sequence[str] = ()
    ) -> None:
        """Show what it came to: ``others`` comes along, ``left_out`` are columns whose values go nowhere."""
        self.empty()
        for icon_name, text in count_lines(report, is_done=is_done):
            self.addWidget(_line(icon_name, text))
        if others:
            self.addWidget(_line("circle-plus", _("New with them: {what}").format(what=others)))
        if left_out:
            n = len(left_out)
            names = ", ".join(left_out[:MOST_NAMES]) + (", …" if n > MOST_NAMES else "")
            text = ngettext("{n} column is left out: {names}", "{n} columns are left out: {names}", n)
            self.addWidget(_line("minus", text.format(n=grouped(n), names=names)))


def _line(icon_name: str, text: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    role: Role = "warning" if icon_name == "triangle-alert" else "muted"
    mark = label("")
    mark.setPixmap(pixmap(icon_name, role, dpr=made.devicePixelRatioF()))
    row.addWidget(mark)
    row.addWidget(ElidedLabel(text), 1)
    return made


Counts = tuple[int, int, int, int]
"""Rows added, updated, skipped, refused."""


def _future(counts: Counts) -> tuple[str, ...]:
    added, updated, skipped, refused = counts
    return (
        ngettext("{n} record will be added", "{n} records will be added", added),
        ngettext("{n} record will be completed", "{n} records will be completed", updated),
        ngettext(
            "{n} row is there already and stays out", "{n} rows are there already and stay out", skipped
        ),
        ngettext("{n} row cannot be imported", "{n} rows cannot be imported", refused),
    )


def _past(counts: Counts) -> tuple[str, ...]:
    added, updated, skipped, refused = counts
    return (
        ngettext("{n} record added", "{n} records added", added),
        ngettext("{n} record completed", "{n} records completed", updated),
        ngettext("{n} row was there already", "{n} rows were there already", skipped),
        ngettext("{n} row was not imported", "{n} rows were not imported", refused),
    )
