"""The connection to a mail server: opened and logged in, one letter after the other, told in sentences."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.policy import SMTPUTF8
from typing import TYPE_CHECKING

import aiosmtplib

from app.core.texts import _
from app.services.mail.account import Account
from app.services.mail.addresses import as_sent

if TYPE_CHECKING:
    from app.services.mail.message import Sheet

PATIENCE = 60.0
"""Seconds a server may take for one answer."""
HOST = "[127.0.0.1]"
"""What this computer calls itself: its name in the network is nobody's business."""

TRY_LATER, REFUSED, STOP, UNSURE = "later", "refused", "stop", "unsure"
"""What a problem means: try this letter again; it never will go; nothing of this account will; who knows."""


class SendError(Exception):
    """A letter did not go: what that means, a sentence, the answer's code, whether the address is to blame.

    ``is_connection``: it is not about this letter, the whole connection is in the way.
    """

    def __init__(
        self, kind: str, text: str, code: int = 0, *, is_address: bool = False, is_connection: bool = False
    ) -> None:
        super().__init__(text)
        self.kind, self.text, self.code = kind, text, code
        self.is_address, self.is_connection = is_address, is_connection


Secret = Callable[[], str]
"""Gives the password or the token when the server asks for it."""


class Connection:
    """One account's connection; it is opened when a letter goes, and again after it was lost."""

    def __init__(self, account: Account, secret: Secret, patience: float = PATIENCE) -> None:
        self._account, self._secret, self._patience = account, secret, patience
        self._client: aiosmtplib.SMTP | None = None

    async def open(self) -> None:
        """Connect and log in, if that is not so already; SendError with a sentence."""
        if self._client is not None and self._client.is_connected:
            return
        account = self._account
        # A password is asked for beside the loop: a keyring may wait for its user.
        secret = await asyncio.to_thread(self._secret) if account.login != "none" else ""
        client = aiosmtplib.SMTP(
            hostname=account.host, port=account.port, timeout=self._patience, local_hostname=HOST,
            use_tls=account.security == "tls", start_tls=account.security == "starttls",
        )  # fmt: skip
        try:
            await client.connect()
            await self._log_in(client, secret)
        except aiosmtplib.SMTPAuthenticationError as error:
            _let_go(client)
            raise self._refused_log_in(error) from error
        except (aiosmtplib.SMTPException, OSError, ssl.SSLError, UnicodeError) as error:
            _let_go(client)
            raise self._unreachable(error) from error
        self._client = client

    async def _log_in(self, client: aiosmtplib.SMTP, secret: str) -> None:
        account = self._account
        if account.login == "none":
            return
        if account.login == "microsoft":
            await client.auth_xoauth2(account.login_name, secret)
            return
        await client.login(account.login_name, secret)

    async def send(
        self, sheet: Sheet, message: EmailMessage, is_utf8: bool, before_data: Callable[[], bool]
    ) -> str:
        """Hand one letter over; the server's answer. ``before_data`` is asked right before the content goes;
        if it says no, nothing was sent and the answer is empty."""
        await self.open()
        client = self._client
        assert client is not None
        if is_utf8 and not client.supports_extension("smtputf8"):
            told = _("The server does not take addresses with such letters (it lacks SMTPUTF8): {address}.")
            raise SendError(REFUSED, told.format(address=sheet.address))
        content = message.as_bytes(policy=SMTPUTF8 if is_utf8 else SMTP_POLICY)
        await self._envelope(client, sheet, is_utf8)
        if not before_data():
            await self._asked(client.rset())
            return ""
        try:
            answer = await client.data(content)
        except aiosmtplib.SMTPDataError as error:
            raise self._answered(error.code, error.message, at_data=True) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            await self.drop()
            told = _("The connection broke off while the letter went out; nobody knows whether it arrived.")
            raise SendError(UNSURE, told) from error
        return f"{answer.code} {_one_line(answer.message)}"

    async def _envelope(self, client: aiosmtplib.SMTP, sheet: Sheet, is_utf8: bool) -> None:
        encoding = "utf-8" if is_utf8 else "ascii"
        options = ["SMTPUTF8", "BODY=8BITMIME"] if is_utf8 else []
        try:
            await client.mail(as_sent(sheet.account.address), options=options, encoding=encoding)
        except aiosmtplib.SMTPSenderRefused as error:
            raise await self._sender_refused(error) from error
        except (aiosmtplib.SMTPException, OSError, UnicodeError) as error:
            await self.drop()
            raise self._unreachable(error) from error
        try:
            await client.rcpt(as_sent(sheet.address), encoding=encoding)
        except aiosmtplib.SMTPRecipientRefused as error:
            await self._asked(client.rset())
            raise self._answered(error.code, error.message, at_data=False) from error
        except (aiosmtplib.SMTPException, OSError, UnicodeError) as error:
            await self.drop()
            raise self._unreachable(error) from error

    async def _asked(self, question: Awaitable[object]) -> None:
        """Ask something that only tidies up."""
        try:
            await question
        except (aiosmtplib.SMTPException, OSError):
            await self.drop()

    async def drop(self) -> None:
        """Let go of the connection without a word."""
        if self._client is not None:
            _let_go(self._client)
            self._client = None

    async def close(self) -> None:
        """Say goodbye."""
        client = self._client
        if client is not None and client.is_connected:
            transport = client.transport
            await self._asked(client.quit())
            _abort(transport)
        await self.drop()

    # -- sentences -----------------------------------------------------------------------------------------

    async def _sender_refused(self, error: aiosmtplib.SMTPSenderRefused) -> SendError:
        answer = _one_line(error.message)
        if error.code >= 500:
            await self._asked(self._client.rset()) if self._client else None
            told = _("{host} takes no letters from {address}: {answer}")
            return SendError(
                STOP, told.format(host=self._account.host, address=self._account.address, answer=answer),
                error.code,
            )  # fmt: skip
        await self.drop()
        told = _("{host} takes no more letters for the moment: {answer}")
        return SendError(
            TRY_LATER, told.format(host=self._account.host, answer=answer), error.code, is_connection=True
        )

    def _answered(self, code: int, message: str, *, at_data: bool) -> SendError:
        """What a server's no to a letter means."""
        answer = f"{code} {_one_line(message)}"
        if code < 500:
            return SendError(TRY_LATER, answer, code)
        is_policy = re.match(r"5\.7\.", message.strip()) is not None
        is_address = not is_policy and (not at_data or code in (550, 551, 553))
        return SendError(REFUSED, answer, code, is_address=is_address)

    def _refused_log_in(self, error: aiosmtplib.SMTPAuthenticationError) -> SendError:
        answer = _one_line(error.message)
        if error.code < 500:
            told = _("{host} does not let anybody in for the moment: {answer}")
            return SendError(
                TRY_LATER, told.format(host=self._account.host, answer=answer), error.code, is_connection=True
            )
        told = _(
            "{host} refuses user name or password of “{name}” ({answer});"
            " type the password again in the settings."
        )
        return SendError(
            STOP, told.format(host=self._account.host, name=self._account.name, answer=answer), error.code
        )

    def _unreachable(self, error: BaseException) -> SendError:
        """A sentence for what stands between here and the server."""
        host, port = self._account.host, self._account.port
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, ssl.SSLCertVerificationError):
                told = _("The certificate of {host} is not trusted ({reason}); nothing was sent.")
                return SendError(STOP, told.format(host=host, reason=cause.verify_message))
            if isinstance(cause, ssl.SSLError):
                told = _("{host}:{port} does not answer with TLS; choose the other encryption or port.")
                return SendError(STOP, told.format(host=host, port=port))
            cause = cause.__cause__ or cause.__context__
        is_plain = self._account.security == "none" and isinstance(error, aiosmtplib.SMTPException)
        if is_plain and re.search(r"\b(STARTTLS|AUTH)\b", str(error).upper()):
            told = _("{host}:{port} takes no password without encryption; choose STARTTLS or TLS.")
            return SendError(STOP, told.format(host=host, port=port))
        if "STARTTLS" in str(error).upper() and not isinstance(error, aiosmtplib.SMTPConnectError):
            told = _("{host}:{port} offers no encryption (STARTTLS); nothing was sent.")
            return SendError(STOP, told.format(host=host, port=port))
        if "AUTH" in str(error).upper() and isinstance(error, aiosmtplib.SMTPException):
            told = _("{host}:{port} offers no log-in that is known here; check server, port and encryption.")
            return SendError(STOP, told.format(host=host, port=port))
        reason = _one_line(str(error)) or type(error).__name__
        told = _("{host}:{port} cannot be reached: {reason}.")
        return SendError(
            TRY_LATER, told.format(host=host, port=port, reason=reason.rstrip(".")), is_connection=True
        )


def _let_go(client: aiosmtplib.SMTP) -> None:
    transport = client.transport
    client.close()
    _abort(transport)


def _abort(transport: asyncio.BaseTransport | None) -> None:
    """End a connection that is closed already: the end of TLS would wait for the server, past the loop."""
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()


def _one_line(text: str) -> str:
    """A server's answer, of bounded length and without what could confuse a screen."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())[:300]


async def try_out(account: Account, secret: Secret) -> None:
    """Connect, log in and say goodbye; SendError tells what is in the way."""
    connection = Connection(account, secret, patience=20)
    await connection.open()
    await connection.close()
