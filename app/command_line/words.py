"""The words of the command line: every command with its arguments, and how they are read."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app import __version__
from app.command_line import agenda, documents, exchange, files, mail, records, sync, templates
from app.command_line.answers import Answer
from app.core.settings import Settings
from app.core.texts import LANGUAGES, N_, _
from app.services.exchange.formats import OPTIONS

MOST_DIGITS = 18
"""Of a number on the command line; what is larger would not fit the engine and means "all" just as well."""

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


def parser() -> argparse.ArgumentParser:
    """Reads all commands, in the language of the user."""
    argparse._ = _of_parser  # type: ignore[attr-defined]  # its only door for texts
    made = argparse.ArgumentParser(
        prog="cartoteca", description=_("Client book and organizer. Without a command the window opens.")
    )
    made.add_argument("--version", action="version", version=f"Cartoteca {__version__}")
    commands = made.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (_function, text, arguments) in COMMANDS.items():
        command = commands.add_parser(name, help=_(text), description=_(text))
        for flags, rules in arguments:
            told = rules.get("help")
            command.add_argument(*flags, **rules | ({"help": _(told)} if told else {}))
        command.add_argument("--json", action="store_true", help=_("answer as JSON"))
    return made


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
_GROUP: Argument = (("--group",), {"default": "", "metavar": "NAME", "help": N_("a group")})
_FORMATS: tuple[Argument, ...] = tuple(
    (
        (each.flag,),
        {"dest": each.key, "help": each.told or each.label, "default": None}
        | ({"type": each.read} if each.choices else {"action": "store_const", "const": not each.default()}),
    )
    for each in OPTIONS.values()
)
_SECTION: Argument = (("--section",), {"required": True, "metavar": "S"})

COMMANDS: dict[str, tuple[Callable[[argparse.Namespace, Settings], Answer], str, tuple[Argument, ...]]] = {
    "new": (files.new, N_("Make a new file."), (
        (("path",), {"type": _path, "metavar": "FILE"}),
        (("--demo",), {"type": _positive, "default": 0, "metavar": "N"}),
        (("--seed",), {"type": _whole, "default": 1, "metavar": "S"}),
        (("--preset",), {"default": "", "metavar": "KEY"}),
        (("--from",), {"dest": "source", "type": _path, "metavar": "ARCHIVE",
            "help": N_("an archive made with export --all")}),
    )),
    "import": (exchange.bring_in, N_("Bring in a list from a spreadsheet."), (
        (("source",), {"nargs": "+"}), _FILE, _SECTION, (("--sheet",), {}),
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
        (("--without",), {"action": "append", "default": [], "metavar": "COLUMN",
            "help": N_("take rows without their value in this column where it cannot be read")}),
        (("--phones",), {"default": "", "type": str.upper, "metavar": "COUNTRY",
            "help": N_("the country of phone numbers without a country code, such as MD")}),
        (("--keep-rest",), {"action": "store_true",
            "help": N_("keep columns that no field takes as own fields")}),
        (("--encoding",), {"default": None}), (("--delimiter",), {"default": None}),
        (("--report",), {"default": "", "metavar": "OUT.xlsx",
            "help": N_("write the rows that were not taken, each with its reason")}),
        (("--dry-run",), {"action": "store_true"}),
    )),
    "export": (exchange.write_out, N_("Write records to a file; the ending of its name says which kind."), (
        _FILE, (("--section",), {"default": "", "metavar": "S"}), (("--all",), {"action": "store_true",
            "help": N_("everything, as an open archive: a folder, or a .zip file")}),
        (("--to",), {"required": True, "metavar": "OUT"}), (("--search",), {"default": "",
            "metavar": "TEXT"}), _FILTER,
        (("--columns",), {"default": "", "metavar": "a,b"}), (("--uids",), {"default": "", "metavar": "a,b"}),
        *_FORMATS,
    )),
    "search": (records.search, N_("Find records."), (
        _FILE, (("text",), {"nargs": "?"}), (("--section",), {"default": ""}), _FILTER,
        (("--limit",), {"type": _positive, "default": 20}),
    )),
    "show": (records.show, N_("Show one record with all its fields."), (_FILE, (("uid",), {}))),
    "document": (documents.document, N_("Fill a Word template for one record, or for all that are found."), (
        (("template",), {"help": N_("a file, or the name of a template in the file")}), _FILE,
        (("--record",), {"default": "", "metavar": "UID"}), (("--search",), {"default": None,
            "metavar": "TEXT"}), _FILTER, _GROUP, (("--section",), {"default": "", "metavar": "S"}),
        (("--to",), {"default": "", "metavar": "OUT", "help": N_("a folder, or the one file that is made")}),
        (("--pdf",), {"action": "store_true", "help": N_("as PDF, by LibreOffice or Word")}),
        (("--joined",), {"action": "store_true", "help": N_("all documents in one file")}),
        (("--pattern",), {"default": "", "metavar": "TEXT",
            "help": N_("names of the files, with placeholders like the template")}),
        (("--attach",), {"action": "store_true", "help": N_("attach each document to its record")}),
        (("--no-event",), {"action": "store_true", "help": N_("note no event in the history of the client")}),
    )),
    "template": (templates.template, N_("Look at Word templates and keep them in the file."), (
        (("act",), {"choices": tuple(templates.ACTS)}),
        (("name",), {"nargs": "?", "default": ""}),
        (("--file",), {"type": _path, "default": None, "metavar": "FILE"}),
        (("--section",), {"default": None, "metavar": "S"}),
        (("--folder",), {"default": None, "metavar": "NAME"}),
        (("--counter",), {"default": None, "metavar": "NAME"}),
        (("--language",), {"default": None, "choices": ("", *LANGUAGES)}),
        (("--pattern",), {"default": None, "metavar": "TEXT",
            "help": N_("names of the files, with placeholders like the template")}),
        (("--name",), {"default": None, "dest": "new_name", "metavar": "NAME",
            "help": N_("what the template is called, or is called from now on")}),
        (("--number",), {"type": _positive, "default": 0, "metavar": "N",
            "help": N_("the version that is meant; the newest if none is named")}),
        (("--replaces",), {"default": "", "metavar": "NAME",
            "help": N_("the template of which this is a newer version")}),
        (("--to",), {"default": "", "metavar": "OUT"}),
    )),
    "mail": (mail.mail, N_("Write letters by mail to one or to many, and see what became of them."), (
        (("act",), {"choices": tuple(mail.ACTS), "help": N_("what is to be done; see docs/letters.md")}),
        (("name",), {"nargs": "?", "default": "", "help": N_("a letter, an address or an account")}),
        _FILE, (("--account",), {"default": "", "metavar": "NAME"}),
        (("--record",), {"default": "", "metavar": "UID"}),
        (("--search",), {"default": None, "metavar": "TEXT"}), _FILTER, _GROUP,
        (("--section",), {"default": "", "metavar": "S"}),
        (("--dry-run",), {"action": "store_true", "help": N_("only say who would get the letter")}),
        (("--send",), {"action": "store_true", "help": N_("send, and wait until all is sent")}),
        (("--queue",), {"action": "store_true", "help": N_("put the letters into the outbox, paused")}),
        (("--no-wait",), {"action": "store_true", "help": N_("do not wait for what is to be tried later")}),
        (("--anyway",), {"action": "append", "default": [], "choices": ("refused", "earlier"),
            "help": N_("also to refused addresses, or to who has had this letter")}),
        (("--state",), {"default": "unknown", "choices": ("unknown", "failed"),
            "help": N_("which letters are meant")}),
        *mail.LETTER_WORDS, *mail.ACCOUNT_WORDS,
    )),
    "due": (agenda.due, N_("Reminders that wait or fall due, until now or a given time."), (
        _FILE, (("--until",), {"default": "", "metavar": "TIME"}),
    )),
    "sync": (sync.sync, N_("Synchronise contacts with the address books that are set up."), (
        _FILE, (("--account",), {"default": "", "metavar": "NAME",
            "help": N_("one of the address books; otherwise all of them")}),
        (("--dry-run",), {"action": "store_true"}),
        (("--delete-many",), {"action": "store_true",
            "help": N_("delete also where it is so much that it may be a mistake")}),
    )),
    "history": (records.history, N_("What was done, newest first."), (
        _FILE, (("--limit",), {"type": _positive, "default": 100}),
    )),
    "undo": (records.undo, N_("Take back an operation, the newest if none is named."), (
        _FILE, (("operation",), {"nargs": "?"}), (("--dry-run",), {"action": "store_true"}),
    )),
    "check": (files.check, N_("Check the file."), (_FILE,)),
    "dump": (files.dump, N_("The logical content as JSON lines."), (_FILE,)),
    "backup": (files.backup, N_("Write a verified copy."), (_FILE, (("--to",), {"required": True,
        "metavar": "OUT"}))),
}  # fmt: skip
