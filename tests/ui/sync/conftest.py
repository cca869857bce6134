"""The server and the library of the tests of the synchronisation, with a desk over them."""

from __future__ import annotations

import pytest

from app.services.library import Library
from app.services.secrets import Secrets
from app.services.sync.accounts import SERVICE
from tests.keyrings import ring
from tests.services.sync.conftest import Radicale, Twin, make_twin, radicale, radicale_process

__all__ = ["radicale", "radicale_process", "ring"]


@pytest.fixture
def twin(library: Library, radicale: Radicale) -> Twin:
    """An empty library and an empty address book, with the password in the keyring."""
    made = make_twin(library, radicale)
    Secrets().set(SERVICE, made.account.secret, made.login.password)
    return made
