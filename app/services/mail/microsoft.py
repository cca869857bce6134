"""The log-in of Microsoft's mail servers: by the browser; a token is kept in the keyring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.errors import UserError
from app.core.texts import _
from app.services.mail.account import Account
from app.services.secrets import Secrets

SCOPES = ["https://outlook.office.com/SMTP.Send"]
AUTHORITY = "https://login.microsoftonline.com/{tenant}"
SERVICE = "smtp-token"
"""What the tokens are kept under."""

MakeApplication = Callable[..., Any]


class MicrosoftLogin:
    """Tokens for one account. ``make`` is msal's application, which tests replace by one without network."""

    def __init__(self, secrets: Secrets, account: Account, make: MakeApplication | None = None) -> None:
        self._secrets, self._account = secrets, account
        self._make = make

    def token(self) -> str:
        """A token for the server, renewed where it has run out; UserError if the user must log in first."""
        application, cache = self._application()
        known = application.get_accounts(username=self._account.login_name) or application.get_accounts()
        found = application.acquire_token_silent(SCOPES, account=known[0]) if known else None
        self._keep(cache)
        if not found or "access_token" not in found:
            told = _("Log in to Microsoft for “{name}” once: Settings → Mail → Log in.")
            raise UserError(told.format(name=self._account.name))
        return str(found["access_token"])

    def log_in(self) -> None:
        """Let the user log in with the browser; UserError if nothing comes of it. May take minutes."""
        application, cache = self._application()
        found = application.acquire_token_interactive(
            SCOPES, login_hint=self._account.login_name, timeout=300
        )
        if "access_token" not in found:
            reason = found.get("error_description") or found.get("error") or "?"
            told = _("Microsoft did not let “{name}” in: {reason}")
            raise UserError(told.format(name=self._account.name, reason=str(reason).splitlines()[0]))
        self._keep(cache)

    def log_out(self) -> None:
        """Forget the tokens."""
        self._secrets.delete(SERVICE, self._account.uid)

    def _application(self) -> tuple[Any, Any]:
        if not self._account.client_id:
            told = _(
                "“{name}” lacks the client ID of your own app registration at Microsoft; see docs/letters.md."
            )
            raise UserError(told.format(name=self._account.name))
        import msal

        cache = msal.SerializableTokenCache()
        kept = self._secrets.get(SERVICE, self._account.uid)
        if kept:
            cache.deserialize(kept)
        make = self._make or msal.PublicClientApplication
        authority = AUTHORITY.format(tenant=self._account.tenant or "common")
        try:
            return make(self._account.client_id, authority=authority, token_cache=cache), cache
        except (ValueError, OSError) as problem:  # an unknown tenant, no network
            told = _("Microsoft's log-in cannot be reached: {problem}")
            raise UserError(told.format(problem=str(problem).splitlines()[0])) from problem

    def _keep(self, cache: Any) -> None:
        if cache.has_state_changed:
            self._secrets.set(SERVICE, self._account.uid, cache.serialize())
