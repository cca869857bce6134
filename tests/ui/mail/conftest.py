"""A real mail server and a keyring for the windows of letters."""

from tests.services.mail.conftest import Server, ring, server

__all__ = ["Server", "ring", "server"]
