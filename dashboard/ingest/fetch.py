"""Ask another machine for a page, when a person gave its address: the only use of the network.

A name is looked up once, every number that it stands for is checked, and the connection goes to one
of those numbers, while the request and the certificate keep the name. So an answer that changes
between check and use changes nothing. Redirects are followed by hand, and each is checked anew.
"""

import http.client
import re
import socket
import ssl
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version as installed_version
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.request import getproxies, proxy_bypass

from ..errors import BusyError, DocumentError
from .addresses import Address
from .bounded_body import bounded_body
from .limits import MAX_MEGABYTES, MAX_PACKED_MEGABYTES, MEGABYTE
from .networks import IPAddress, why_not_public
from .recognise import MEDIA_TYPES

MOST_REDIRECTS = 5
_SHORT = 100
_MOST_NUMBERS = 4
"""That are tried, of a name that stands for many."""
_REDIRECTS = {301, 302, 303, 307, 308}
_BUSY = {429, 503}
_OK, _UNCHANGED = 200, 304
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5"

Resolve = Callable[[str, int], Sequence[IPAddress]]
"""Looks a name up, for a port; raises OSError."""
Dial = Callable[[IPAddress, int, float], socket.socket]
"""Connects to a number and a port within so many seconds; raises OSError."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much one answer may be."""

    connect_s: float = 10.0
    silent_s: float = 20.0
    """Without a byte."""
    whole_s: float = 120.0
    """With all redirects."""
    most_bytes: int = MAX_MEGABYTES * MEGABYTE
    """Of what is little more than its text, unpacked."""
    most_packed_bytes: int = MAX_PACKED_MEGABYTES * MEGABYTE
    """Of all else, such as PDF."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a machine answered."""

    address: Address
    """Where the content lies: after redirects."""
    content: bytes
    media_type: str
    """As it says, without parameters and in lower case; empty when it says nothing."""
    charset: str = ""
    """Encoding of a text, as it says."""
    etag: str = ""
    """Version of the content, as it calls it; empty when it says nothing, as `modified`."""
    modified: str = ""
    is_unchanged: bool = False
    """Whether it says that nothing changed; there is no content then."""
    is_private: bool = False
    """Whether it came from this machine or a private network, as was allowed."""


def looked_up(name: str, port: int) -> list[IPAddress]:
    """Return the numbers that a name stands for, as this machine looks names up; raises OSError."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(str(entry[4][0])) for entry in found))


def dialled(number: IPAddress, port: int, timeout_s: float) -> socket.socket:
    """Connect to a number; raises OSError."""
    return socket.create_connection((str(number), port), timeout_s)


def is_of_this_machine(number: IPAddress) -> bool:
    """Whether a number is one of this machine's own, which may be public; nothing is sent."""
    family = socket.AF_INET if isinstance(number, IPv4Address) else socket.AF_INET6
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((str(number), 9))  # chooses the number that would send
        return bool(ip_address(str(probe.getsockname()[0])) == number)
    return False


class Fetcher:
    """Asks for pages. Safe to be used by several threads.

    Parameters
    ----------
    limits
        Of one answer.
    resolve, dial
        How names are looked up and numbers connected to.
    context
        Whose certificates are believed; those of this machine when None.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        resolve: Resolve = looked_up,
        dial: Dial = dialled,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._resolve, self._dial, self._context = resolve, dial, context

    def fetch(
        self,
        address: Address,
        *,
        may_be_private: bool = False,
        etag: str = "",
        modified: str = "",
    ) -> Answer:
        """Ask for a page.

        Parameters
        ----------
        address
            Of the page.
        may_be_private
            Whether it may lie on this machine or in a private network. It may lead to others there,
            but a public page never leads into a private network.
        etag, modified
            Of the answer that is known: when nothing changed, nothing is sent again.

        Raises
        ------
        BusyError
            The machine asks to be left alone for now.
        DocumentError
            The address is refused, or what answers can't be taken.
        """
        try:
            return self._fetch(address, may_be_private, etag, modified)
        except DocumentError as error:
            if str(error).startswith(f"{address}: "):
                raise
            reason = f"{address}: leads to another address: {error}"
            raise type(error)(reason) from error

    def _fetch(
        self,
        address: Address,
        may_be_private: bool,  # noqa: FBT001
        etag: str,
        modified: str,
    ) -> Answer:
        until = time.monotonic() + self._limits.whole_s
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in conditions.items() if value}
        for redirects in range(MOST_REDIRECTS + 1):
            numbers = self._checked(address, may_be_private, is_named=not redirects)
            is_private = any(why_not_public(number) for number in numbers)
            with self._asked(address, numbers, until, headers) as response:
                if response.status not in _REDIRECTS:
                    answer = self._answer(address, response, conditional=bool(headers))
                    return replace(answer, is_private=is_private)
                target = response.headers.get("Location", "")
            if not target:
                raise DocumentError(f"{address}: leads on, but doesn't say where")
            address = address.leads_to(target)
            may_be_private = may_be_private and is_private
        raise DocumentError(f"{address}: leads on, and that more than {MOST_REDIRECTS} times")

    def _checked(
        self,
        address: Address,
        may_be_private: bool,  # noqa: FBT001
        *,
        is_named: bool,
    ) -> list[IPAddress]:
        """Return the numbers that an address stands for, all of which may be connected to."""
        if not may_be_private:
            refuse_private(address, is_named=is_named)
        _refuse_proxy(address)
        numbers = [address.number] if address.number is not None else self._numbers(address)
        for number in numbers if not may_be_private else ():
            whose = why_not_public(number)
            if not whose and is_of_this_machine(number):
                whose = "this machine"
            if whose:
                raise _private(address, whose, number, is_named=is_named)
        return numbers

    def _numbers(self, address: Address) -> list[IPAddress]:
        try:
            found = list(self._resolve(address.host, address.port))
        except (OSError, UnicodeError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            message = f"{address}: no machine is called {address.host!r}: {reason}"
            raise DocumentError(message) from error
        if not found:
            raise DocumentError(f"{address}: no machine is called {address.host!r}")
        # A zone is known to this machine alone, and no number of the internet has one.
        if any(isinstance(number, IPv6Address) and number.scope_id for number in found):
            raise _private(address, "the link that this machine is on", is_named=False)
        return found

    @contextmanager
    def _asked(
        self, address: Address, numbers: Sequence[IPAddress], until: float, headers: dict[str, str]
    ) -> Iterator[http.client.HTTPResponse]:
        """Yield the answer to one request; errors of the network name the address."""
        connection = _Connection(address, numbers, until, self._limits, self._dial)
        if address.scheme == "https":
            connection.context = self._context or _trusted()
        watch = threading.Timer(max(until - time.monotonic(), 0), connection.cut)
        watch.daemon = True
        watch.start()
        try:
            connection.request(
                "GET",
                address.target,
                headers={
                    "Host": address.authority,
                    "User-Agent": user_agent(),
                    "Accept": _ACCEPT,
                    "Accept-Encoding": "gzip",
                    "Connection": "close",
                    **headers,
                },
            )
            with closing(connection.getresponse()) as response:
                yield response
            if connection.is_cut:  # what came until then may look whole
                raise TimeoutError
        except (OSError, http.client.HTTPException, UnicodeError, ValueError, zlib.error) as error:
            if isinstance(error, DocumentError) and not connection.is_cut:
                raise
            reason = self._reason(error, address, is_cut=connection.is_cut)
            raise DocumentError(f"{address}: {reason}") from error
        finally:
            watch.cancel()
            connection.close()

    def _reason(self, error: Exception, address: Address, *, is_cut: bool) -> str:
        """Return why there is no answer, in words."""
        name, silent_s = address.host, self._limits.silent_s
        if is_cut:
            return f"took longer than {self._limits.whole_s:g} s"
        match error:
            case ssl.SSLCertVerificationError():
                reason = f"its certificate is not good for {name}: {error.verify_message}"
            case TimeoutError():
                reason = f"said nothing for {silent_s:g} s"
            case ssl.SSLError():
                reason = f"can't be connected to with encryption: {error.reason or error}"
            case http.client.IncompleteRead():
                reason = "broke off in the middle"
            case OSError():
                reason = f"can't be reached: {error.strerror or error}"
            case _:
                reason = f"doesn't answer as the web does: {_short(str(error) or repr(error))}"
        return reason

    def _answer(
        self, address: Address, response: http.client.HTTPResponse, *, conditional: bool
    ) -> Answer:
        headers = response.headers
        etag, modified = headers.get("ETag", ""), headers.get("Last-Modified", "")
        if response.status == _UNCHANGED and conditional:
            return Answer(address, b"", "", "", etag, modified, is_unchanged=True)
        if response.status in _BUSY:
            wait = _short(headers.get("Retry-After", ""))
            hint = f", in {wait} s" if wait.isdigit() else ""
            reason = f"asks for fewer requests ({response.status}); try again later{hint}"
            raise BusyError(f"{address}: {reason}")
        if response.status != _OK:
            said = _short(f"{response.status} {response.reason}")
            raise DocumentError(f"{address}: answers {said}; expected 200 OK")
        stated = headers.get("Content-Type", "")
        media_type = stated.partition(";")[0].strip().lower()
        charset = _CHARSET.search(stated)
        if media_type and media_type not in MEDIA_TYPES:
            raise DocumentError(
                f"{address}: is {_short(media_type)}; expected a page, a feed or a document"
            )
        is_text = not media_type or media_type.startswith("text/") or media_type.endswith("xml")
        most = self._limits.most_bytes if is_text else self._limits.most_packed_bytes
        content = bounded_body(address, response, most)
        said = charset[1].lower() if charset else ""
        return Answer(address, content, media_type, said, etag, modified)


class _Connection(http.client.HTTPConnection):
    """A connection to numbers that were checked, in the name of the machine that was meant."""

    context: ssl.SSLContext | None = None
    is_cut = False
    _open: socket.socket | None = None
    """What is connected, also when an answer has taken it over."""

    def __init__(
        self,
        address: Address,
        numbers: Sequence[IPAddress],
        until: float,
        limits: Limits,
        dial: Dial,
    ) -> None:
        super().__init__(address.host, address.port)
        self._address, self._to, self._until = address, numbers[:_MOST_NUMBERS], until
        self._limits, self._dial = limits, dial

    def connect(self) -> None:
        """Connect to the first number that answers; raises OSError."""
        connected = self._dialled()
        self.sock = self._open = connected
        connected.settimeout(self._limits.silent_s)
        if self.context is not None:
            # The handshake comes after the socket is known, so that it can be cut.
            encrypted = self.context.wrap_socket(
                connected, server_hostname=self._address.host, do_handshake_on_connect=False
            )
            self.sock = self._open = encrypted
            encrypted.do_handshake()

    def _dialled(self) -> socket.socket:
        for number in self._to[:-1]:
            with suppress(OSError):
                return self._dial(number, self._address.port, self._patience())
        try:
            return self._dial(self._to[-1], self._address.port, self._patience())
        except TimeoutError as error:
            raise ConnectionError(f"no connection in {self._limits.connect_s:g} s") from error

    def _patience(self) -> float:
        return max(min(self._limits.connect_s, self._until - time.monotonic()), 0.01)

    def cut(self) -> None:
        """End what goes on, from another thread."""
        self.is_cut = True
        with suppress(OSError):
            if self._open is not None:
                socket.socket.shutdown(self._open, socket.SHUT_RDWR)


def refuse_private(address: Address, *, is_named: bool = True) -> None:
    """Raise `DocumentError` for an address that is plainly not of the public internet.

    Parameters
    ----------
    address
        That is to be asked.
    is_named
        Whether a person named it, who may allow it then.
    """
    if address.why_private:
        raise _private(address, address.why_private, is_named=is_named)


def _private(
    address: Address, whose: str, number: IPAddress | None = None, *, is_named: bool
) -> DocumentError:
    is_other = number is not None and str(number) != address.host
    subject = f"it stands for {number}, which" if is_other else "it"
    hint = "; `sitmap add --allow-private` asks it all the same" if is_named else ""
    return DocumentError(f"{address}: is refused: {subject} belongs to {whose}{hint}")


def _refuse_proxy(address: Address) -> None:
    """Raise `DocumentError` where this machine is told to ask by way of another."""
    proxies = getproxies()
    if (address.scheme in proxies or "all" in proxies) and not proxy_bypass(address.host):
        raise DocumentError(
            f"{address}: is not asked: a proxy is set for {address.scheme}, and what lies behind "
            f"a proxy can't be checked; name {address.host} in no_proxy to ask it directly"
        )


@cache
def user_agent() -> str:
    """Return what machines are told of who asks."""
    return f"sitmap/{installed_version('sitmap')} (reads what a person gave it the address of)"


@cache
def _trusted() -> ssl.SSLContext:
    """Return a context that believes the certificates that this machine believes."""
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if sys.platform != "win32" and paths.cafile is None and paths.capath is None:
        import certifi  # noqa: PLC0415  for a Python that knows of no certificates

        context.load_verify_locations(certifi.where())
    return context


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _SHORT else f"{plain[: _SHORT - 1]}…"
