"""A real mail server for the tests: STARTTLS with its own certificate, log-in, refusals by address."""

from __future__ import annotations

import asyncio
import datetime
import socket
import ssl
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "ana@firma.example", "pârolă-Ж-ŝ"


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and localhost that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "server.pem", folder / "server.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, private


@dataclass
class Post:
    """What the server did: messages it took, when, and what it was asked."""

    taken: list[tuple[str, bytes]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    answer: Callable[[str, int], str] = lambda _address, _time: ""
    """What is answered to a recipient, by the address and how often it was asked for; empty: yes."""
    at_data: Callable[[str], str] = lambda _address: ""
    """What is answered to the content."""
    is_slow: float = 0.0

    @property
    def counts(self) -> Counter[str]:
        """How often each address got a letter."""
        return Counter(address for address, _content in self.taken)

    def message(self, address: str) -> EmailMessage:
        """The letter that an address got."""
        content = next(content for taken, content in self.taken if taken == address)
        found = message_from_bytes(content, policy=default)
        assert isinstance(found, EmailMessage)
        return found

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.asked[address] += 1
        refused = self.answer(address, self.asked[address])
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert len(envelope.rcpt_tos) == 1
        (address,) = envelope.rcpt_tos
        await asyncio.sleep(self.is_slow)
        refused = self.at_data(address)
        if refused:
            return refused
        content = envelope.content
        assert isinstance(content, bytes)
        self.taken.append((address, content))
        self.times.append(time.monotonic())
        return "250 2.0.0 taken"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        if not isinstance(data, LoginPassword):
            return AuthResult(success=False, handled=False)
        known = data.login.decode(), data.password.decode()
        self.logins.append(known)
        return AuthResult(success=known == (USER, PASSWORD), handled=False)


class XoauthSMTP(SMTP):
    """A server that also knows XOAUTH2, with one good token."""

    async def auth_XOAUTH2(self, _server: SMTP, args: list[str]) -> AuthResult:
        import base64

        said = base64.b64decode(args[1]).decode()
        is_good = said == f"user={USER}\x01auth=Bearer good-token\x01\x01"
        return AuthResult(success=is_good, handled=False, auth_data=said)


def start(post: Post, folder: Path, *, with_tls: bool = True, smtputf8: bool = True) -> Controller:
    """A server on a free port."""
    arguments: dict[str, Any] = {
        "hostname": "127.0.0.1", "port": _free_port(), "enable_SMTPUTF8": smtputf8,
        "authenticator": post.authenticate, "auth_required": True, "auth_require_tls": with_tls,
    }  # fmt: skip
    if with_tls:
        certificate, key = make_certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        arguments |= {"tls_context": context, "require_starttls": True}

    class Made(Controller):
        def factory(self) -> SMTP:
            return XoauthSMTP(self.handler, **self.SMTP_kwargs)

    made = Made(post, **arguments)
    made.start()
    return made


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def port_of(controller: Controller) -> int:
    """The port a server listens on."""
    assert controller.server is not None
    return int(controller.server.sockets[0].getsockname()[1])
