"""The command that synchronises contacts with the address books that were set up in the window."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TYPE_CHECKING, Any

from app.command_line.answers import OK, PARTLY, Answer, open_library
from app.core.errors import UserError
from app.core.settings import Settings
from app.core.texts import _

if TYPE_CHECKING:
    from app.services.secrets import MasterQuestion
    from app.services.sync.accounts import Account
    from app.services.sync.dav import Login
    from app.services.sync.pairs import Plan
    from app.services.sync.service import SyncReport


def sync(options: argparse.Namespace, settings: Settings) -> Answer:
    """Synchronise one address book, or all; with --dry-run say only what would be done."""
    from app.services.secrets import Secrets

    library = open_library(options, settings)
    try:
        accounts = library.sync.accounts
        found = [accounts.find(options.account)] if options.account else accounts.all() or [accounts.find()]
        secrets = Secrets(ask_master)
        told = [_of_account(library, each, _login(each, secrets), options) for each in found]
    finally:
        library.close()
    data = {"dry_run": options.dry_run, "accounts": [each[0] for each in told]}
    status = OK if all(each[2] == OK for each in told) else PARTLY
    return data, "\n".join(each[1] for each in told), status


def _of_account(library: Any, account: Account, login: Login, options: argparse.Namespace) -> Answer:
    from app.services.sync import wording

    plan = library.sync.plan(account, login)
    data: dict[str, Any] = {"account": account.name, "steps": _steps(plan)}
    section, context = library.sync.section, library.context()
    lines = [wording.line(each, section, context) for each in plan.shown]
    if options.dry_run:
        words = [wording.of_plan(plan), *wording.left_over(len(plan.conflicts), len(plan.problems))]
        is_whole = not plan.conflicts and not plan.problems
    else:
        report: SyncReport = library.sync.run(plan, login, deletes_many=options.delete_many)
        data |= {
            "here": report.here, "there": report.there, "conflicts": report.conflicts,
            "problems": [{"title": title, "reason": reason} for title, reason in report.problems],
            "broken_off": report.broken_off, "operation": report.operation,
        }  # fmt: skip
        left = {each.title for each in (*plan.conflicts, *plan.problems)}
        lines = [each for step, each in zip(plan.shown, lines, strict=True) if step.title in left]
        told = {each.problem for each in plan.problems}
        lines += [f"{title}: {reason}" for title, reason in report.problems if reason not in told]
        words, is_whole = [wording.of_report(report)], report.is_whole
    text = f"{account.name}: {' '.join(filter(None, words))}"
    return data, "\n".join([text, *(f"  {each}" for each in lines)]), OK if is_whole else PARTLY


def _steps(plan: Plan) -> list[dict[str, Any]]:
    return [
        {"title": each.title, "here": each.here, "there": each.there, "fields_here": list(each.fields_here),
         "fields_there": list(each.fields_there), "conflict": each.is_conflict, "problem": each.problem}
        for each in plan.shown
    ]  # fmt: skip


def _login(account: Account, secrets: Any) -> Login:
    """Where and as whom; a password that is not kept is asked for where somebody sits."""
    from app.services.sync.accounts import SERVICE, login_of

    try:
        return login_of(account, secrets)
    except UserError:
        if not _is_somebody_there():
            raise
    told = _("Password of {name} ({place}):")
    password = _typed(told.format(name=account.name, place=account.place))
    secrets.set(SERVICE, account.secret, password)
    return login_of(account, secrets)


def ask_master(question: MasterQuestion) -> str | None:
    """Ask for the master password in the terminal; None where nobody sits there."""
    if not _is_somebody_there():
        return None
    if question.was_wrong:
        print(_("That is not the master password."), file=sys.stderr)
    if not question.is_new:
        return _typed(_("Master password of the stored passwords:"))
    print(_("This computer has no keyring. Passwords are stored encrypted; think of a master password."),
          file=sys.stderr)  # fmt: skip
    given = _typed(_("New master password:"))
    if given and given != _typed(_("Once more:")):
        raise UserError(_("The two passwords are not the same; nothing was stored."))
    return given


def _typed(question: str) -> str:
    """What is typed unseen."""
    return getpass.getpass(f"{question} ")


def _is_somebody_there() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
