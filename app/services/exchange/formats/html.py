"""A page for a browser: one table that can be read, printed and sent; nothing in it is live."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from app.core.texts import language
from app.services.exchange.formats.sheet import Cell, Heading, Sheet, cell_text

_STYLE = """\
:root{color-scheme:light dark;--text:#1a1e26;--muted:#667080;--line:#e1e4e9;--page:#fff;--head:#e0f1f0}
@media(prefers-color-scheme:dark){:root{--text:#e5e8ed;--muted:#98a1b0;--line:#2b313a;--page:#1b1f26;--head:#16302f}}
body{margin:24px;font:14px/1.45 "Segoe UI",system-ui,sans-serif;color:var(--text);background:var(--page)}
h1{font-size:20px;font-weight:600;margin:0 0 16px}
table{border-collapse:collapse}
th,td{text-align:left;vertical-align:top;padding:6px 10px;border-bottom:1px solid var(--line);\
white-space:pre-line}
th{position:sticky;top:0;background:var(--head);font-weight:600}
td.n{text-align:right;font-variant-numeric:tabular-nums}
@media print{body{margin:0;font-size:9pt;color:#000;background:#fff}thead{display:table-header-group}\
tr{break-inside:avoid}th{position:static}}"""


def write(path: Path, sheet: Sheet, _options: Mapping[str, Any]) -> None:
    """The table with its title; light or dark as the reader's system is."""
    title = escape(sheet.title)
    headings = "".join(f"<th>{escape(each.text)}</th>" for each in sheet.columns)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(
            f'<!DOCTYPE html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width">\n'
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "style-src 'unsafe-inline'\">\n"
            f"<title>{title}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
            f"<table>\n<thead><tr>{headings}</tr></thead>\n<tbody>\n"
        )
        for _record, cells in sheet.rows():
            row = "".join(_cell(column, cell) for column, cell in zip(sheet.columns, cells, strict=True))
            stream.write(f"<tr>{row}</tr>\n")
        stream.write("</tbody>\n</table>\n</body>\n</html>\n")


def _cell(column: Heading, cell: Cell) -> str:
    is_figure = isinstance(cell, (int, float))
    text = f"{cell:.{column.places}f}" if is_figure and column.places else cell_text(cell)
    return f'<td class="n">{text}</td>' if is_figure else f"<td>{escape(text, quote=False)}</td>"
