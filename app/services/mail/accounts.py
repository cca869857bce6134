"""Mail accounts of a library: from whom letters come and by which server they go.

The account is kept in the file, so that everybody who works with it can see it; the password is not, it lies
in the keyring of each computer (``services.secrets``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from app.core.errors import UserError
from app.core.folding import fold, storable
from app.core.texts import _
from app.services.mail.account import FASTEST, LOGINS, SECURITIES, Account
from app.services.mail.addresses import BREAKS, one_address
from app.services.operations import Operation
from app.store import mail, outbox
from app.store.change import Change
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library

ENTITY = "mail_account"
SERVICE = "smtp"
"""What passwords of accounts are kept under."""

class Accounts:
    """The mail accounts of a library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def all(self) -> list[Account]:
        """Every account, by name."""
        with self._database.read() as connection:
            rows = mail.accounts(connection)
        return [_account(row) for row in rows]

    def find(self, uid: str) -> Account:
        """The account with that uid; UserError if it is gone."""
        found = next((each for each in self.all() if each.uid == uid), None)
        if found is None:
            raise UserError(_("This mail account is no longer there; choose another one."))
        return found

    def named(self, name: str) -> Account:
        """An account by its name or address; the only one if no name is given."""
        known = self.all()
        if not known:
            raise UserError(_("There is no mail account yet; add one in the settings."))
        same = (
            [each for each in known if fold(name) in (fold(each.name), fold(each.address))] if name else known
        )
        if len(same) == 1:
            return same[0]
        names = ", ".join(each.name for each in known)
        if not name:
            raise UserError(_("There are several mail accounts; say which: {names}.").format(names=names))
        raise UserError(
            _("There is no mail account “{name}”; there are: {names}.").format(name=name, names=names)
        )

    def save(self, account: Account) -> str:
        """Keep a new account, or change the one with that uid; its uid. UserError names what is not right."""
        checked = _checked(account)
        uid = account.uid or self._library.new_uid()
        values = {
            field.name: getattr(checked, field.name) for field in fields(Account) if field.name != "uid"
        }
        changes = [
            Change(ENTITY, uid, {key: value or None for key, value in values.items()} | _numbers(checked))
        ]
        self._library.write("mail", changes, title=checked.name)
        return uid

    def remove(self, uid: str) -> Operation:
        """Delete an account; UserError while letters of it wait in the outbox. Its password is forgotten."""
        account = self.find(uid)
        with self._database.read() as connection:
            is_busy = any(
                row["account"] == uid and row["state"] != outbox.DONE for row in outbox.mailings(connection)
            )
        if is_busy:
            told = _("Letters from “{name}” wait in the outbox; send or stop them first.")
            raise UserError(told.format(name=account.name))
        return self._library.write("mail", [Change(ENTITY, uid, None)], title=account.name)

    # -- passwords -----------------------------------------------------------------------------------------

    def set_password(self, uid: str, password: str) -> None:
        """Keep the password of an account on this computer; an empty one is forgotten."""
        secrets = self._library.mail.secrets
        if password:
            secrets.set(SERVICE, uid, password)
        else:
            secrets.delete(SERVICE, uid)

    def password(self, account: Account) -> str:
        """The password of an account; UserError if this computer has none."""
        found = self._library.mail.secrets.get(SERVICE, account.uid)
        if found is None:
            told = _("This computer does not know the password of “{name}”; type it in the settings.")
            raise UserError(told.format(name=account.name))
        return found


def _numbers(account: Account) -> dict[str, Any]:
    return {"port": account.port, "pace": account.pace}


def _account(row: Mapping[str, Any]) -> Account:
    known: dict[str, Any] = {field.name: row.get(field.name) or "" for field in fields(Account)}
    return Account(**{**known, "port": int(row["port"] or 0), "pace": int(row["pace"] or 0)})


def _checked(account: Account) -> Account:
    """The account in its normal form; UserError names the line that is not right."""
    texts: dict[str, Any] = {
        field.name: " ".join(storable(getattr(account, field.name)).split())
        for field in fields(Account)
        if field.name not in ("port", "pace", "uid")
    }
    for name, label in (("sender", _("Name of the sender")), ("name", _("Name"))):
        if BREAKS.search(getattr(account, name).strip()):
            raise UserError(_("{what}: a line break cannot stand here.").format(what=label))
    made = replace(account, **texts)
    made = replace(made, address=one_address(made.address, _("Address")), host=made.host.strip("."))
    if made.reply_to:
        made = replace(made, reply_to=one_address(made.reply_to, _("Reply to")))
    if not made.host or not all(each.isalnum() or each in ".-:[]_" for each in made.host):
        raise UserError(_("Server: type its name, for example smtp.example.com."))
    if not 0 < made.port < 65_536:
        raise UserError(_("Port: a number from 1 to 65535, usually 587 or 465."))
    if made.security not in SECURITIES or made.login not in LOGINS:
        raise UserError(_("Choose how the connection is encrypted and how to log in."))
    if not 0 <= made.pace <= FASTEST:
        raise UserError(_("Letters a minute: a number from 0 (no limit) to {most}.").format(most=FASTEST))
    link = made.unsubscribe
    if link and not link.startswith("https://"):
        link = "mailto:" + one_address(link.removeprefix("mailto:"), _("Address for unsubscribing"))
    return replace(made, unsubscribe=link, name=made.name or made.address)
