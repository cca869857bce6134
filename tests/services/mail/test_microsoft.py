"""Microsoft's log-in: a token from the browser, kept in the keyring, renewed without asking again."""

from __future__ import annotations

import pytest

from app.core.errors import UserError
from app.services.mail.account import Account
from app.services.mail.microsoft import SCOPES, MicrosoftLogin
from app.services.secrets import Secrets

ACCOUNT = Account("Firma", "ana@firma.example", uid="u1", login="microsoft", client_id="abc", tenant="firma")


class Application:
    """Stands for msal's application: no network, the same cache of tokens."""

    answer: dict[str, str] = {}

    def __init__(self, client_id, authority, token_cache):
        assert (client_id, authority) == ("abc", "https://login.microsoftonline.com/firma")
        self.cache = token_cache

    def get_accounts(self, username=None):
        found = list(self.cache.search("Account"))
        return [each for each in found if username in (None, each["username"])]

    def acquire_token_interactive(self, scopes, login_hint, timeout):
        assert (scopes, login_hint) == (SCOPES, "ana@firma.example")
        if "access_token" in self.answer:
            self.cache.modify(
                "Account", {"home_account_id": "h", "environment": "e", "realm": "r"},
                {"home_account_id": "h", "environment": "e", "realm": "r", "username": login_hint,
                 "authority_type": "MSSTS", "long": "x" * 4_000},
            )  # fmt: skip
            self.cache.has_state_changed = True
        return self.answer

    def acquire_token_silent(self, scopes, account):
        return {"access_token": f"token of {account['username']}"}


def test_without_a_log_in_the_user_is_told_where_to_log_in():
    with pytest.raises(UserError, match="Log in to Microsoft"):
        MicrosoftLogin(Secrets(), ACCOUNT, Application).token()


def test_a_token_stays_in_the_keyring_until_the_log_out(ring):
    Application.answer = {"access_token": "first"}
    MicrosoftLogin(Secrets(), ACCOUNT, Application).log_in()
    again = MicrosoftLogin(Secrets(), ACCOUNT, Application)
    assert again.token() == "token of ana@firma.example"
    assert max(map(len, ring.kept.values())) <= 1_000  # Windows takes no longer ones
    again.log_out()
    assert ring.kept == {}


def test_a_log_in_that_fails_says_why():
    Application.answer = {"error": "x", "error_description": "AADSTS50020: not of this tenant\r\nTrace: 1"}
    with pytest.raises(UserError, match=r"not of this tenant$"):
        MicrosoftLogin(Secrets(), ACCOUNT, Application).log_in()


def test_an_account_without_a_client_id_says_what_is_lacking():
    with pytest.raises(UserError, match="lacks the client ID"):
        MicrosoftLogin(Secrets(), Account("A", "a@b.ro", login="microsoft")).token()
