"""The commands without a window; they use the services of the window and have no logic of their own."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import __version__
from app.blueprint.section import STAMPS
from app.core.errors import UsageError, UserError
from app.core.folding import fold
from app.core.settings import Settings
from app.core.texts import N_, _, ngettext, use_language
from app.services.identity import identity_of

if TYPE_CHECKING:
    from app.services.exchange.reading import Refusal
    from app.services.library import UndoPreview

OK, FAILED, WRONG_USAGE, PARTLY = 0, 1, 2, 3
"""Exit statuses: all done, one clear sentence on stderr, wrong usage, part of the rows refused."""

MOST_DIGITS = 18
"""Of a number on the command line; what is larger would not fit the engine and means "all" just as well."""

Answer = tuple[dict[str, Any], str, int]
"""What a command found: as JSON, in words, and the exit status."""


def is_command(words: Sequence[str]) -> bool:
    """Is it a command, or a file to open in the window?"""
    return bool(words) and (words[0] in COMMANDS or words[0] in ("-h", "--help", "--version"))


def refuse(words: Sequence[str], *, is_file: bool) -> int:
    """Answer what is neither a command nor one file; the exit status."""
    from difflib import get_close_matches

    use_language(Settings().language)
    if is_file:
        extra = " ".join(words[1:])
        return _complain(UsageError(_("After a file nothing more is expected: {words}.").format(words=extra)))
    told = [_("“{word}” is neither a command nor a file.").format(word=words[0])]
    if near := get_close_matches(words[0], COMMANDS, 1):
        told.append(_("Did you mean “{name}”?").format(name=near[0]))
    told.append(_("The commands are: {names}.").format(names=", ".join(COMMANDS)))
    return _complain(UsageError(" ".join(told)))


def run(words: Sequence[str]) -> int:
    """Run one command; the exit status."""
    settings = Settings()
    use_language(settings.language)
    options = _parser().parse_args(words)
    try:
        data, text, status = COMMANDS[options.command][0](options, settings)
        _say(json.dumps(data, ensure_ascii=False, indent=2) if options.json else text)
    except UserError as error:
        return _complain(error)
    except OSError as error:  # a name too long, a folder that may not be entered
        return _complain(UserError(f"{error.filename or ''}: {error.strerror or error}".lstrip(": ")))
    return status


def _say(text: str) -> None:
    """Write the answer; into a pipe or a file always as UTF-8. UserError where it cannot be written."""
    if sys.stdout is None:
        raise UserError(_("There is nowhere to write the answer to."))
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        else:
            # Names of files that this system's language cannot read keep their bytes.
            sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        print(text, flush=True)
    except BrokenPipeError:
        _let_go_of_output()
    except OSError as error:
        _let_go_of_output()
        problem = error.strerror or error
        raise UserError(_("The answer cannot be written: {error}.").format(error=problem)) from error


def _let_go_of_output() -> None:
    """Nothing is written at the end of the program, where the system would refuse it once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(error: UserError) -> int:
    print(f"cartoteca: {error}", file=sys.stderr)
    return WRONG_USAGE if isinstance(error, UsageError) else FAILED


def _open(options: argparse.Namespace, settings: Settings) -> Any:
    from app.services.library import Library

    return Library.open(options.file, identity=identity_of(settings))


def _section(library: Any, key: str) -> str:
    keys = [each.key for each in library.registry.sections]
    if key not in keys:
        raise UsageError(
            _("There is no section “{key}”; the sections are: {keys}.").format(key=key, keys=", ".join(keys))
        )
    return key


def _new(options: argparse.Namespace, settings: Settings) -> Answer:
    from app.services.library import Library

    path = options.path
    if options.preset:
        from app.services.presets import preset

        preset(options.preset)  # before a file is made for nothing
    library = Library.create(path, identity=identity_of(settings))
    try:
        if options.demo:
            from app.services.demo import fill

            fill(library, options.demo, options.seed)
        if options.preset:
            from app.services.presets import apply

            apply(library, options.preset)
        counts = library.lists.counts()
    except UserError:  # a file without what was asked for would only be in the way of the next try
        library.discard()
        raise
    finally:
        library.close()
    return {"file": str(path), "records": counts}, _("{path} was made.").format(path=path), OK


def _import(options: argparse.Namespace, settings: Settings) -> Answer:
    from app.services.exchange.importing import ImportOptions, dry_run, plan_import
    from app.services.exchange.importing import run as run_import
    from app.services.exchange.report import verify_place, write_report

    if options.report:
        verify_place(Path(options.report))
    library = _open(options, settings)
    try:
        wanted = ImportOptions(
            options.sheet, options.encoding, options.delimiter, _mapping(options.map), options.on_duplicate,
            match=tuple(options.match), empty_cells=options.empty, constants=_pairs(options.set, "--set"),
            groups=tuple(options.group), keeps_rest=options.keep_rest,
        )  # fmt: skip
        plan = plan_import(library, _section(library, options.section), Path(options.source), wanted)
        left_out = plan.left_out
        report = dry_run(plan) if options.dry_run else run_import(plan)
        if options.report:
            write_report(plan, report, Path(options.report))
    finally:
        library.close()
    refused, doubts = map(_told, (report.refused, report.doubts))
    data = {
        "rows": report.rows, "added": report.added, "updated": report.updated, "skipped": report.skipped,
        "refused": refused, "doubts": doubts, "skipped_rows": report.skipped_rows,
        "operation": report.operation, "created": report.created,
        "dry_run": options.dry_run, "source": plan.source,
        "columns": [{"column": each.header, "field": each.target.key if each.target else None,
                     "reason": each.reason} for each in plan.matches],
    }  # fmt: skip
    words = [_("{rows} rows: {added} added, {updated} updated, {skipped} skipped, {refused} refused.").format(
        rows=report.rows, added=report.added, updated=report.updated, skipped=report.skipped,
        refused=len(refused)
    )]  # fmt: skip
    words += [
        _("“{column}” is left out: {reason}").format(column=each.header, reason=each.reason)
        for each in left_out
    ]
    words += [_("Row {row}, {column}: {reason}").format(**each) for each in (*refused, *doubts)]
    return data, "\n".join(words), PARTLY if refused else OK


def _told(refusals: Sequence[Refusal]) -> list[dict[str, Any]]:
    return [{"row": each.row, "column": each.column, "reason": each.reason} for each in refusals]


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        if not equals or not column.strip():
            raise UsageError(_('“{pair}”: write --map "Column=field".').format(pair=pair))
        found[column.strip()] = field.strip()
    return found


def _pairs(pairs: Sequence[str], option: str) -> dict[str, str]:
    found = {}
    for pair in pairs:
        field, equals, value = pair.partition("=")
        if not equals or not field.strip() or not value.strip():
            raise UsageError(_('“{pair}”: write {option} "field=value".').format(pair=pair, option=option))
        found[field.strip()] = value
    return found


def _export(options: argparse.Namespace, settings: Settings) -> Answer:
    from app.services.exchange.exporting import export

    library = _open(options, settings)
    try:
        columns = [name.strip() for name in options.columns.split(",")] if options.columns else None
        query = _query(library, _section(library, options.section), options.search, options.filter)
        n = export(library, query, Path(options.to), columns)
    finally:
        library.close()
    return (
        {"rows": n, "to": options.to},
        _("{n} rows were written to {path}.").format(n=n, path=options.to),
        OK,
    )


def _query(library: Any, section: str, text: str, name: str) -> Any:
    """Records of a section that a text finds, within a saved filter if one is named."""
    from app.services.lists import ListQuery

    if not name:
        return ListQuery(section, text)
    found = library.filters.named(name, section).query
    return replace(found, text=" ".join(filter(None, (found.text, text))))


def _search(options: argparse.Namespace, settings: Settings) -> Answer:
    from app.services.lists import ListQuery

    if options.filter:
        return _search_in_filter(options, settings)
    if options.text is None:
        raise UsageError(_("Say what to look for, or name a saved filter."))
    library = _open(options, settings)
    try:
        keys = (
            [_section(library, options.section)]
            if options.section
            else [each.key for each in library.registry.sections]
        )
        counts = [library.lists.count(ListQuery(key, options.text)) for key in keys if fold(options.text)]
        found = library.lists.find(options.text, options.limit, keys)
    finally:
        library.close()
    data = {
        "total": sum(each.n for each in counts), "total_is_exact": all(each.is_exact for each in counts),
        "records": [{"uid": each.uid, "section": each.section, "title": each.title} for each in found],
    }  # fmt: skip
    text = "\n".join(f"{each.uid}  {each.section:14}{each.title}" for each in found)
    return data, text or _("Nothing found."), OK


def _search_in_filter(options: argparse.Namespace, settings: Settings) -> Answer:
    """What a saved filter finds, and the text within that; without a text all of it."""
    library = _open(options, settings)
    try:
        wanted = _section(library, options.section) if options.section else None
        section = library.filters.named(options.filter, wanted).query.section
        query = _query(library, section, options.text or "", options.filter)
        count = library.lists.count(query)
        ids = library.lists.first_ids(query, options.limit)
        rows = [row for row in library.lists.rows(section, ids, ()) if row.uid]
    finally:
        library.close()
    data = {
        "total": count.n, "total_is_exact": count.is_exact,
        "records": [{"uid": each.uid, "section": section, "title": each.title} for each in rows],
    }  # fmt: skip
    text = "\n".join(f"{each.uid}  {section:14}{each.title}" for each in rows)
    return data, text or _("Nothing found."), OK


def _show(options: argparse.Namespace, settings: Settings) -> Answer:
    library = _open(options, settings)
    try:
        record = library.get(options.uid)
        if record is None:
            raise UserError(_("There is no record {uid}.").format(uid=options.uid))
        section = library.registry.section(record.section)
        context = library.context()
        data = {
            "uid": record.uid,
            "section": record.section,
            "title": record.title,
            "version": record.version,
        }
        fields = (*section.all_fields, *STAMPS)
        data["fields"] = {field.key: record.values.get(field.key) for field in fields}
        data["fields"] |= library.around.fields_of(record)
        lines = [
            f"{field.key}: {field.kind.show(record.values[field.key], context)}"
            for field in fields
            if record.values.get(field.key) is not None
        ]
    finally:
        library.close()
    return data, "\n".join(lines), OK


def _document(options: argparse.Namespace, settings: Settings) -> Answer:
    from app.services.documents.letters import make_document

    library = _open(options, settings)
    try:
        report = make_document(library, Path(options.template), options.record, Path(options.to))
    finally:
        library.close()
    data = {"to": options.to, "unknown": report.unknown, "empty": report.empty, "removed": report.removed}
    lines = [_("{path} was written.").format(path=options.to)]
    if report.unknown:
        lines.append(_("Unknown placeholders: {names}").format(names=", ".join(report.unknown)))
    if report.empty:
        lines.append(_("Empty for this record: {names}").format(names=", ".join(report.empty)))
    return data, "\n".join([*lines, *report.removed]), OK


def _history(options: argparse.Namespace, settings: Settings) -> Answer:
    library = _open(options, settings)
    try:
        found = library.history.operations(options.limit)
    finally:
        library.close()
    rows = [
        {
            "uid": each.uid, "kind": each.kind, "section": each.section, "count": each.count,
            "at": each.at, "by": each.by,
            "is_undone": each.is_undone, "target": each.target, "text": each.describe(),
        }
        for each in found
    ]  # fmt: skip
    text = "\n".join(
        f"{each.uid}  {each.at}  {each.describe()}" + (f"  ({_('undone')})" if each.is_undone else "")
        for each in found
    )
    return {"operations": rows}, text, OK


def _undo(options: argparse.Namespace, settings: Settings) -> Answer:
    library = _open(options, settings)
    try:
        if options.dry_run:
            return _foreseen(library.preview_undo(options.operation))
        undone = library.undo(options.operation)
    finally:
        library.close()
    data = {
        "operation": undone.operation.uid,
        "target": undone.operation.target,
        "count": undone.operation.count,
        "kept": undone.kept,
    }
    text = undone.operation.describe()
    if undone.kept:
        kept = ngettext(
            "{n} record was edited since and stays: {names}",
            "{n} records were edited since and stay: {names}",
            len(undone.kept),
        )
        text += "\n" + kept.format(n=len(undone.kept), names=", ".join(undone.kept[:20]))
    return data, text, OK


def _foreseen(preview: UndoPreview) -> Answer:
    """What an undo would come to."""
    data = {
        "operation": preview.operation.uid,
        "count": preview.reversed,
        "kept": list(preview.kept),
        "dry_run": True,
    }
    lines = [preview.operation.describe(), *preview.sentences(20)]
    return data, "\n".join(lines), OK


def _check(options: argparse.Namespace, settings: Settings) -> Answer:
    library = _open(options, settings)
    try:
        problems = library.care.check()
    finally:
        library.close()
    if problems:
        told = ngettext("{n} problem was found.", "{n} problems were found.", len(problems))
        print(f"cartoteca: {told.format(n=len(problems))}", file=sys.stderr)
    return {"problems": problems}, "\n".join(problems) or _("No problems found."), FAILED if problems else OK


def _dump(options: argparse.Namespace, settings: Settings) -> Answer:
    library = _open(options, settings)
    try:
        lines = list(library.care.dump())
    finally:
        library.close()
    return {"records": [json.loads(line) for line in lines]}, "\n".join(lines), OK


def _backup(options: argparse.Namespace, settings: Settings) -> Answer:
    library = _open(options, settings)
    try:
        target = library.care.backup(Path(options.to))
    finally:
        library.close()
    return {"to": str(target)}, _("The backup {path} was written and checked.").format(path=target), OK


_PARSER_TEXTS = (
    N_("usage:"), N_("options"), N_("positional arguments"), N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s"), N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"), N_("expected one argument"),
    N_("the following arguments are required: %s"), N_("unrecognized arguments: %s"),
)  # fmt: skip
"""What argparse says of wrong words; it asks the system's catalogues, which know none of it."""


def _of_parser(text: str) -> str:
    """A text of argparse in the user's language, with the blank or the end of line it has at its end."""
    words = text.rstrip()
    return _(words) + text[len(words) :]


def _parser() -> argparse.ArgumentParser:
    argparse._ = _of_parser  # type: ignore[attr-defined]  # its only door for texts
    parser = argparse.ArgumentParser(
        prog="cartoteca", description=_("Client book and organizer. Without a command the window opens.")
    )
    parser.add_argument("--version", action="version", version=f"Cartoteca {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (_function, text, arguments) in COMMANDS.items():
        command = commands.add_parser(name, help=_(text), description=_(text))
        for flags, rules in arguments:
            told = rules.get("help")
            command.add_argument(*flags, **rules | ({"help": _(told)} if told else {}))
        command.add_argument("--json", action="store_true", help=_("answer as JSON"))
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(_("“{text}” is not a whole number.").format(text=text))
    return int(text) if len(text) <= MOST_DIGITS else 10**MOST_DIGITS


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("“{text}” is not a whole number.").format(text=text)) from None


def _path(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError(_("The name of the file is missing."))
    return Path(text)


Argument = tuple[tuple[str, ...], dict[str, Any]]
_FILE: Argument = (("--file",), {"required": True, "type": _path, "metavar": "FILE"})
_FILTER: Argument = (("--filter",), {"default": "", "metavar": "NAME", "help": N_("a saved filter")})
_SECTION: Argument = (("--section",), {"required": True, "metavar": "S"})

COMMANDS: dict[str, tuple[Callable[[argparse.Namespace, Settings], Answer], str, tuple[Argument, ...]]] = {
    "new": (_new, N_("Make a new file."), (
        (("path",), {"type": _path, "metavar": "FILE"}),
        (("--demo",), {"type": _positive, "default": 0, "metavar": "N"}),
        (("--seed",), {"type": _whole, "default": 1, "metavar": "S"}),
        (("--preset",), {"default": "", "metavar": "KEY"}),
    )),
    "import": (_import, N_("Bring in a list from a spreadsheet."), (
        (("source",), {}), _FILE, _SECTION, (("--sheet",), {}),
        (("--map",), {"action": "append", "default": [], "metavar": "Column=field"}),
        (("--on-duplicate",), {"choices": ("skip", "update", "fill", "add"), "default": "skip"}),
        (("--match",), {"action": "append", "default": [], "metavar": "FIELD",
            "help": N_("a field that tells by itself which record a row is")}),
        (("--empty",), {"choices": ("leave", "clear"), "default": "leave",
            "help": N_("what an empty cell means for a record that is updated")}),
        (("--set",), {"action": "append", "default": [], "metavar": "field=value",
            "help": N_("a value for every row that has none itself")}),
        (("--group",), {"action": "append", "default": [], "metavar": "NAME",
            "help": N_("a group for every row that is taken")}),
        (("--keep-rest",), {"action": "store_true",
            "help": N_("keep columns that no field takes as own fields")}),
        (("--encoding",), {"default": None}), (("--delimiter",), {"default": None}),
        (("--report",), {"default": "", "metavar": "OUT.xlsx",
            "help": N_("write the rows that were not taken, each with its reason")}),
        (("--dry-run",), {"action": "store_true"}),
    )),
    "export": (_export, N_("Write records to a spreadsheet."), (
        _FILE, _SECTION, (("--to",), {"required": True, "metavar": "OUT"}), (("--search",), {"default": "",
            "metavar": "TEXT"}), _FILTER,
        (("--columns",), {"default": "", "metavar": "a,b"}),
    )),
    "search": (_search, N_("Find records."), (
        _FILE, (("text",), {"nargs": "?"}), (("--section",), {"default": ""}), _FILTER,
        (("--limit",), {"type": _positive, "default": 20}),
    )),
    "show": (_show, N_("Show one record with all its fields."), (_FILE, (("uid",), {}))),
    "document": (_document, N_("Fill a Word template for one record."), (
        (("template",), {}), _FILE, (("--record",), {"required": True, "metavar": "UID"}), (("--to",),
            {"required": True}),
    )),
    "history": (_history, N_("What was done, newest first."), (_FILE, (("--limit",), {"type": _positive,
        "default": 100}))),
    "undo": (_undo, N_("Take back an operation, the newest if none is named."), (_FILE, (("operation",),
        {"nargs": "?"}), (("--dry-run",), {"action": "store_true"}))),
    "check": (_check, N_("Check the file."), (_FILE,)),
    "dump": (_dump, N_("The logical content as JSON lines."), (_FILE,)),
    "backup": (_backup, N_("Write a verified copy."), (_FILE, (("--to",), {"required": True,
        "metavar": "OUT"}))),
}  # fmt: skip
