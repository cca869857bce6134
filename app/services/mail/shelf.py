"""Mail of a library: accounts, letters, marked addresses, recipients, the outbox; sending."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.texts import _
from app.services.mail.accounts import Accounts
from app.services.mail.marks import Marks
from app.services.secrets import Secrets
from app.store.engine import Database

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.mail.account import Account
    from app.services.mail.letters import Letters
    from app.services.mail.microsoft import MicrosoftLogin
    from app.services.mail.outbox import Outbox
    from app.services.mail.recipients import Preflight, Recipients
    from app.services.mail.sender import Rules, Sender


class Mail:
    """Everything about mail that a window or a command asks of a library."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database
        self.accounts = Accounts(library, database)
        self.marks = Marks(library, database)
        self.secrets = Secrets()
        """Passwords; a window or a command puts one here that can ask for the master password."""

    @property
    def letters(self) -> Letters:
        """Letters with placeholders."""
        from app.services.mail.letters import Letters

        return Letters(self._library, self._database)

    @property
    def recipients(self) -> Recipients:
        """The look before sending."""
        from app.services.mail.recipients import Recipients

        return Recipients(self._library, self._database)

    @property
    def outbox(self) -> Outbox:
        """Letters on their way."""
        from app.services.mail.outbox import Outbox

        return Outbox(self._library, self._database)

    def sender(self, rules: Rules | None = None, on_letter: Callable[[], None] = lambda: None) -> Sender:
        """What sends the outbox; it is run beside the window."""
        from app.services.mail.sender import Sender

        return Sender(self._library, self._database, rules, on_letter)

    def note_sent(self) -> int:
        """Make events of letters that were sent and have none yet; how many those were."""
        from app.services.mail.noting import note_sent

        return note_sent(self._library, self._database)

    def microsoft(self, account: Account) -> MicrosoftLogin:
        """The log-in of a Microsoft account."""
        from app.services.mail.microsoft import MicrosoftLogin

        return MicrosoftLogin(self.secrets, account)

    def secret_of(self, account: Account) -> str:
        """What the server wants to see of an account: a password, or a token that is renewed."""
        if account.login == "microsoft":
            return self.microsoft(account).token()
        return self.accounts.password(account)

    def try_out(self, account: Account, password: str | None = None) -> None:
        """Connect and log in; UserError with what is in the way. An account need not be kept yet."""
        from app.services.mail.transport import SendError, try_out

        try:
            asyncio.run(try_out(account, lambda: self.secret_of(account) if password is None else password))
        except SendError as problem:
            raise UserError(problem.text) from problem

    def send_test(self, looked: Preflight, account: Account, uid: str) -> None:
        """Send the letter of one recipient to the account's own address; nothing of it is kept."""
        from app.services.mail.trying import send_test

        person = next((each for each in looked.recipients if each.uid == uid), None)
        if person is None or person.letter is None:
            raise UserError(_("There is no letter for this record."))
        send_test(self._library, looked.letter, person, account)
