"""What a mail account is, and what is known of the servers of mail providers. Imports no SQLAlchemy."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.texts import N_

SECURITIES = {"starttls": N_("STARTTLS"), "tls": N_("TLS"), "none": N_("none (not safe)")}
LOGINS = {"password": N_("Password"), "microsoft": N_("Microsoft account (OAuth2)"), "none": N_("no log-in")}
USUAL_PORTS = {"starttls": 587, "tls": 465, "none": 25}
PACE = 30
FASTEST = 6_000


@dataclass(frozen=True)
class Account:
    """A mailbox that letters are sent from. ``pace`` is letters a minute, 0 as many as the server takes."""

    name: str
    address: str
    uid: str = ""
    sender: str = ""
    reply_to: str = ""
    host: str = ""
    port: int = 587
    security: str = "starttls"
    login: str = "password"
    user_name: str = ""
    client_id: str = ""
    tenant: str = ""
    pace: int = PACE
    unsubscribe: str = ""

    @property
    def login_name(self) -> str:
        """What the server knows the user by."""
        return self.user_name or self.address


@dataclass(frozen=True)
class Provider:
    """What is known of the server of a mail provider, and what its users should know."""

    host: str
    port: int
    security: str
    login: str = "password"
    pace: int = PACE
    hint: str = ""


_APP_PASSWORD = N_(
    "This provider wants an app password: make one in the security settings of your mailbox and type it here."
)
_MICROSOFT = N_("Microsoft asks you to log in with your browser; no password is kept here.")
_PROVIDERS: dict[str, Provider] = {
    "gmail.com": Provider("smtp.gmail.com", 587, "starttls", pace=20, hint=_APP_PASSWORD),
    "googlemail.com": Provider("smtp.gmail.com", 587, "starttls", pace=20, hint=_APP_PASSWORD),
    "outlook.com": Provider("smtp-mail.outlook.com", 587, "starttls", "microsoft", 20, _MICROSOFT),
    "hotmail.com": Provider("smtp-mail.outlook.com", 587, "starttls", "microsoft", 20, _MICROSOFT),
    "live.com": Provider("smtp-mail.outlook.com", 587, "starttls", "microsoft", 20, _MICROSOFT),
    "onmicrosoft.com": Provider("smtp.office365.com", 587, "starttls", "microsoft", 25, _MICROSOFT),
    "yahoo.com": Provider("smtp.mail.yahoo.com", 465, "tls", pace=10, hint=_APP_PASSWORD),
    "yandex.ru": Provider("smtp.yandex.ru", 465, "tls", pace=10, hint=_APP_PASSWORD),
    "ya.ru": Provider("smtp.yandex.ru", 465, "tls", pace=10, hint=_APP_PASSWORD),
    "mail.ru": Provider("smtp.mail.ru", 465, "tls", pace=10, hint=_APP_PASSWORD),
    "bk.ru": Provider("smtp.mail.ru", 465, "tls", pace=10, hint=_APP_PASSWORD),
    "list.ru": Provider("smtp.mail.ru", 465, "tls", pace=10, hint=_APP_PASSWORD),
    "inbox.ru": Provider("smtp.mail.ru", 465, "tls", pace=10, hint=_APP_PASSWORD),
    "icloud.com": Provider("smtp.mail.me.com", 587, "starttls", pace=20, hint=_APP_PASSWORD),
    "gmx.net": Provider("mail.gmx.net", 587, "starttls", pace=10),
    "web.de": Provider("smtp.web.de", 587, "starttls", pace=10),
}


def provider_of(address: str) -> Provider | None:
    """What is known of the provider of an address."""
    domain = address.strip().rpartition("@")[2].lower()
    return _PROVIDERS.get(domain) or _PROVIDERS.get(".".join(domain.split(".")[-2:]))
