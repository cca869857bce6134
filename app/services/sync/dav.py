"""The door to address books on servers (CardDAV): the only module that knows vdirsyncer, asyncio and HTTP.

Everything here is asked from one thread beside the window, waits for the network, and can be cancelled.
"""

from __future__ import annotations

import ipaddress
import logging
import os
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urlsplit

from app.core.errors import UserError
from app.core.progress import Progress
from app.core.texts import _

if TYPE_CHECKING:
    from vdirsyncer.storage.dav import CardDAVStorage

T = TypeVar("T")

MOST_AT_ONCE = 50
"""Cards that are asked for in one request."""
SIDE_BY_SIDE = 4
"""Cards that are written at once: a server far away answers as slowly to one as to some."""
CONNECT_S, READ_S, LOOK_S = 15, 30, 0.1
"""How long a server may take to answer at all and between two pieces; how often a cancel is looked for."""

REFUSALS = frozenset((400, 403, 405, 406, 409, 413, 415, 422, 501, 507))
"""Answers that refuse one card and say nothing about the next."""


class CardRefused(UserError):  # noqa: N818 - like Cancelled
    """The server does not take this one card."""


class Outdated(UserError):  # noqa: N818 - like Cancelled
    """The card on the server is another one by now, or gone; nothing was written."""


@dataclass(frozen=True)
class Login:
    """Where and as whom."""

    url: str
    user: str
    password: str


@dataclass(frozen=True)
class Book:
    """An address book on a server."""

    url: str
    title: str


@dataclass(frozen=True)
class Stored:
    """A card as the server has it."""

    href: str
    etag: str
    text: str


@dataclass(frozen=True)
class Put:
    """A card to be written: a new one, or (with ``href``) in the place of one that must be in a state."""

    text: str
    href: str = ""
    etag: str = ""


class Server:
    """A connection to a server; use it as a context, in one thread."""

    def __init__(self, login: Login, progress: Progress | None = None) -> None:
        import asyncio  # when it is needed: the start of the window does not wait for it

        verify_address(login.url)
        self._login, self._progress = login, progress or Progress()
        self._host = urlsplit(login.url).hostname or login.url
        self._runner = asyncio.Runner()
        self._storage: CardDAVStorage | None = None
        self._connector: Any = None

    def __enter__(self) -> Self:
        self._runner.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connector is not None:
            self._runner.run(self._connector.close())
        self._runner.__exit__(kind, error, trace)

    def books(self) -> list[Book]:
        """The address books of the user, found by the well-known address where the given one is none."""
        with self._told():
            return self._wait(self._found_books())

    def etags(self) -> dict[str, str]:
        """The state of every card in the address book, by its place."""
        with self._told():
            return dict(self._wait(_listed(self._book().list())))

    def fetch(self, hrefs: Sequence[str]) -> Iterator[Stored]:
        """The cards at these places; those that are gone by now are left out."""
        self._book()
        for start in range(0, len(hrefs), MOST_AT_ONCE):
            part = hrefs[start : start + MOST_AT_ONCE]
            with self._told():
                found = self._wait(self._fetched(part))
            yield from found

    def put(self, cards: Sequence[Put]) -> list[Stored | UserError]:
        """Write several cards at once: each as the server has it now (without its text, and without its state
        where the server does not tell it), or why it was not written."""
        self._book()  # is made outside the loop
        return self._wait(self._put_all(cards))

    def delete(self, href: str, etag: str) -> None:
        """Delete a card that must still be in that state; one that is gone already is no error."""
        from vdirsyncer.exceptions import NotFoundError

        with self._told_of_card():
            try:
                self._wait(self._book().delete(href, etag))
            except NotFoundError:
                return

    # -- inside --------------------------------------------------------------------------------------------

    async def _put_all(self, cards: Sequence[Put]) -> list[Stored | UserError]:
        import asyncio

        found = await asyncio.gather(*map(self._put, cards), return_exceptions=True)
        for each in found:
            if isinstance(each, BaseException) and not isinstance(each, UserError):
                raise each
        return [each for each in found if isinstance(each, (Stored, UserError))]

    async def _put(self, card: Put) -> Stored:
        from vdirsyncer.vobject import Item

        with self._told_of_card():
            if card.href:
                etag = await self._book().update(card.href, Item(card.text), card.etag)
                return Stored(card.href, etag or "", "")
            href, etag = await self._book().upload(Item(card.text))
            return Stored(href, etag or "", "")

    async def _found_books(self) -> list[Book]:
        storage = _storage_class()
        words = {"username": self._login.user, "password": self._login.password}
        found = list[Book]()
        async for each in storage.discover(url=self._login.url, connector=await self._connected(), **words):
            url, name = each.pop("url"), each.pop("collection")
            book = storage(url=url, collection=name, **each)
            found.append(Book(url, await book.get_meta("displayname") or name))
        return found

    async def _fetched(self, hrefs: Sequence[str]) -> list[Stored]:
        """All in one request; where one of them is gone, each by itself."""
        from vdirsyncer.exceptions import NotFoundError

        try:
            return [Stored(href, etag, item.raw) async for href, item, etag in self._book().get_multi(hrefs)]
        except NotFoundError:
            if len(hrefs) == 1:
                return []
        found = list[Stored]()
        for href in hrefs:
            found += await self._fetched([href])
        return found

    def _book(self) -> CardDAVStorage:
        if self._storage is None:
            connector = self._runner.run(self._connected())
            login = self._login
            self._storage = _storage_class()(
                url=login.url, username=login.user, password=login.password, connector=connector
            )
        return self._storage

    async def _connected(self) -> Any:
        """The connector is made inside the loop in which it works."""
        if self._connector is None:
            import aiohttp

            self._connector = aiohttp.TCPConnector(limit_per_host=SIDE_BY_SIDE)
        return self._connector

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(self._cancellable(work))

    async def _cancellable(self, work: Coroutine[Any, Any, T]) -> T:
        import asyncio

        task = asyncio.ensure_future(work)
        try:
            while not task.done():
                self._progress.check()
                await asyncio.wait({task}, timeout=LOOK_S)
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait({task})
        return task.result()

    @contextmanager
    def _told_of_card(self) -> Iterator[None]:
        """Refusals that concern one card."""
        import aiohttp
        from vdirsyncer.exceptions import PreconditionFailed

        with self._told():
            try:
                yield
            except PreconditionFailed as problem:
                raise Outdated(_("the card on the server was changed in between")) from problem
            except aiohttp.ClientResponseError as problem:
                if problem.status in REFUSALS:
                    told = _("the server refused the card ({status} {reason})")
                    raise CardRefused(told.format(status=problem.status, reason=problem.message)) from problem
                raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong on the way, in words."""
        import aiohttp
        from vdirsyncer import exceptions
        from vdirsyncer.http import TransientNetworkError, UsageLimitReached

        try:
            yield
        except aiohttp.ClientResponseError as problem:
            raise UserError(self._of_status(problem.status, problem.message)) from problem
        except aiohttp.ClientConnectorCertificateError as problem:
            told = _("The certificate of {host} is not valid: {problem}. Nothing was sent.")
            raise UserError(told.format(host=self._host, problem=_reason(problem))) from problem
        except UsageLimitReached as problem:
            told = _("{host} asks for a pause because of too many requests; try again in some minutes.")
            raise UserError(told.format(host=self._host)) from problem
        except (aiohttp.ClientError, TransientNetworkError, TimeoutError, OSError) as problem:
            told = _("{host} cannot be reached: {problem}. Check the address and the network.")
            raise UserError(told.format(host=self._host, problem=_reason(problem))) from problem
        except exceptions.NotFoundError as problem:
            raise UserError(self._of_status(404, "")) from problem
        except (exceptions.Error, SyntaxError, UnicodeError, ValueError) as problem:
            raise UserError(self._of_status(0, "")) from problem

    def _of_status(self, status: int, reason: str) -> str:
        if status in (401, 403):
            told = _("{host} refused the user name or the password. Many servers want an app password.")
        elif status in (404, 410):
            told = _("There is no address book at {url}; choose it again.")
        elif status >= 500:
            told = _("{host} is out of order ({status} {reason}); try again later.")
        else:
            told = _("What answers at {url} is no address book; check the address.")
        return told.format(host=self._host, url=self._login.url, status=status, reason=reason)


def verify_address(url: str) -> None:
    """UserError for what is no address, or would send the password openly over the internet."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _port = parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        told = _("“{url}” is no address of a server; it begins with https://.")
        raise UserError(told.format(url=url))
    if parts.scheme == "http" and not is_near(host):
        told = _("“{url}” would send the password openly; write https:// instead of http://.")
        raise UserError(told.format(url=url))


def is_near(host: str) -> bool:
    """Is it this computer or one in the same house, as far as its name tells?"""
    if host == "localhost" or host.endswith((".local", ".lan", ".home.arpa")):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host
    return address.is_loopback or address.is_private


def _reason(problem: BaseException) -> str:
    """The words of the system where it has some, else what the error says of itself."""
    cause: Any = getattr(problem, "os_error", None) or getattr(problem, "certificate_error", None) or problem
    is_of_system = type(cause).__module__ == "builtins" and (getattr(cause, "errno", None) or 0) > 0
    told: str = os.strerror(cause.errno) if is_of_system else getattr(cause, "strerror", None) or str(cause)
    return told.rstrip(".") or type(problem).__name__


async def _listed(items: AsyncIterator[T]) -> list[T]:
    return [each async for each in items]


def _storage_class() -> Any:
    """vdirsyncer's address book with our limits. Made when first asked for: it takes a while to import."""
    _stand_in_for_aiostream()
    import aiohttp
    from vdirsyncer.storage.dav import CardDAVStorage, DAVSession

    logging.getLogger("vdirsyncer").setLevel(logging.CRITICAL)  # it warns of what is in order, too
    limits = aiohttp.ClientTimeout(total=None, connect=CONNECT_S, sock_read=READ_S)
    tracing = aiohttp.TraceConfig()
    tracing.on_request_end.append(_let_go)

    class Session(DAVSession):  # type: ignore[misc] # has no types
        """Every request with our limits, and none that leaves https once it began there."""

        @property
        def _session(self) -> aiohttp.ClientSession:
            return aiohttp.ClientSession(
                connector=self.connector, connector_owner=False, trust_env=True, timeout=limits,
                trace_configs=[tracing],
            )  # fmt: skip

        async def request(self, method: str, path: str, **words: Any) -> Any:
            if self.url.startswith("https:") and path.startswith("http:"):
                raise aiohttp.InvalidURL(path)
            return await super().request(method, path, **words)

    class Storage(CardDAVStorage):  # type: ignore[misc] # has no types
        """An address book."""

        session_class = Session

    return Storage


async def _let_go(_session: Any, _context: Any, told: Any) -> None:
    """Answers that vdirsyncer does not read to their end would hold their connection."""
    if told.method == "DELETE" or told.response.status in (404, 410, 412, 429):
        told.response.release()


def _stand_in_for_aiostream() -> None:
    """vdirsyncer imports a library under the GPL for one function, which makes a list of what comes."""
    if "aiostream" in sys.modules:
        return
    module = ModuleType("aiostream")
    module.stream = ModuleType("aiostream.stream")  # type: ignore[attr-defined] # made here
    module.stream.list = _listed
    sys.modules["aiostream"] = module
