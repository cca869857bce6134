"""Accounts: which address book is synchronised with which groups, and who wins. Changes are operations."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from app.core.errors import UserError
from app.core.folding import fold
from app.core.texts import N_, _
from app.services.operations import Operation
from app.services.secrets import Secrets
from app.services.sync.dav import Book, Login, Server, verify_address
from app.services.sync.presets import Preset, address, only_book, preset_of
from app.store import syncing
from app.store.change import Change
from app.store.engine import Database

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.library import Library

ENTITY = "sync_account"
SERVICE = "carddav"
"""Under which passwords are kept."""

ASK, OURS, THEIRS, NEWER = "ask", "ours", "theirs", "newer"
RULES = {
    ASK: N_("Ask me"),
    OURS: N_("Cartoteca wins"),
    THEIRS: N_("The server wins"),
    NEWER: N_("The newer change wins"),
}
"""What becomes of a field that both sides changed."""


@dataclass(frozen=True)
class Account:
    """An address book and how it is synchronised. ``groups`` are uids; without any, all take part."""

    name: str
    preset: str = "own"
    server: str = ""
    user: str = ""
    book: str = ""
    book_title: str = ""
    groups: tuple[str, ...] = ()
    rule: str = ASK
    carries_own: bool = False
    uid: str = ""

    @property
    def provider(self) -> Preset:
        """Whose server it is."""
        return preset_of(self.preset)

    @property
    def place(self) -> str:
        """Where the address book is: "ana @ cloud.example.com"."""
        host = urlsplit(address(self.server)).hostname or self.server
        return f"{self.user} @ {host}" if self.user else host

    @property
    def secret(self) -> str:
        """Under which account its password is kept."""
        return f"{self.user}@{urlsplit(address(self.server)).netloc}"


class Accounts:
    """The accounts of a library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def all(self) -> list[Account]:
        """Every account by name."""
        with self._database.read() as connection:
            return [_account(row) for row in syncing.accounts(connection)]

    def last_times(self) -> dict[str, str]:
        """When each account was synchronised last, as UTC stamps by uid."""
        with self._database.read() as connection:
            return syncing.last_times(connection)

    def find(self, name: str = "") -> Account:
        """The account with that uid or name, or the only one; UserError that names those that are there."""
        known = self.all()
        if not known:
            raise UserError(_("No address book is set up yet; set one up in the window under Tools."))
        found = [each for each in known if name in ("", each.uid, each.name)]
        found = found or [each for each in known if fold(each.name) == fold(name)]
        if len(found) == 1:
            return found[0]
        names = ", ".join(f"“{each.name}”" for each in known)
        if name:
            told = _("There is no address book “{name}”; there are: {names}.")
            raise UserError(told.format(name=name, names=names))
        raise UserError(_("Say which address book: {names}.").format(names=names))

    def save(self, account: Account) -> Account:
        """Keep an account, a new one if it has no uid; as it was kept. UserError if something is missing.

        With another address book everything begins anew: what the former one had says nothing of it.
        """
        account = self._checked(account)
        before = next((each for each in self.all() if each.uid == account.uid), None)
        values = {
            "name": account.name, "preset": account.preset, "server": account.server, "user": account.user,
            "book": account.book, "book_title": account.book_title or None,
            "groups": json.dumps(account.groups) if account.groups else None,
            "rule": account.rule, "carries_own": account.carries_own,
        }  # fmt: skip
        kept = replace(account, uid=account.uid or self._library.new_uid())
        if before is not None and before.book != account.book:
            with self._database.write() as connection:
                syncing.drop_account(connection, kept.uid)
        self._library.write(ENTITY, [Change(ENTITY, kept.uid, values)], title=account.name)
        return kept

    def remove(self, account: Account, secrets: Secrets) -> Operation:
        """Forget an account and its password; contacts stay on both sides."""
        if not any(each.secret == account.secret for each in self.all() if each.uid != account.uid):
            secrets.delete(SERVICE, account.secret)
        return self._library.write(ENTITY, [Change(ENTITY, account.uid, None)], title=account.name)

    def _checked(self, account: Account) -> Account:
        account = replace(account, name=account.name.strip(), server=address(account.server))
        if not account.name:
            raise UserError(_("The address book needs a name."))
        if not account.book:
            raise UserError(_("Test the connection and choose an address book."))
        same = [each for each in self.all() if each.uid != account.uid]
        if any(fold(each.name) == fold(account.name) for each in same):
            raise UserError(_("Another address book is called “{name}”.").format(name=account.name))
        verify_address(account.book)
        if account.rule not in RULES:
            known = ", ".join(RULES)
            raise UserError(_("“{text}” is none of: {labels}.").format(text=account.rule, labels=known))
        return account


def find_books(account: Account, password: str, progress: Progress | None = None) -> list[Book]:
    """The address books that an account gives access to; this is the test of the connection, too."""
    if not address(account.server):
        raise UserError(_("Type the address of the server."))
    if not account.user.strip() or not password:
        raise UserError(_("Type the user name and the password."))
    if only := only_book(account.provider, account.user):
        with Server(Login(only, account.user, password), progress) as server:
            server.etags()
        return [Book(only, _("Contacts"))]
    with Server(Login(address(account.server), account.user, password), progress) as server:
        found = server.books()
    if not found:
        raise UserError(_("There is no address book at {url}.").format(url=account.server))
    return found


def login_of(account: Account, secrets: Secrets) -> Login:
    """Where and as whom; UserError if no password is kept."""
    password = secrets.get(SERVICE, account.secret)
    if password is None:
        told = _("No password is kept for “{name}”; open its settings and type it.")
        raise UserError(told.format(name=account.name))
    return Login(account.book, account.user, password)


def _account(row: dict[str, Any]) -> Account:
    return Account(
        row["name"], row["preset"], row["server"], row["user_name"] or "", row["book"] or "",
        row["book_title"] or "", tuple(json.loads(row["group_uids"] or "[]")), row["rule"],
        bool(row["carries_own"]), row["uid"],
    )  # fmt: skip
