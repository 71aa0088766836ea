"""Addresses of pages and feeds as people write them, read strictly and written in one way.

What can be read in two ways is refused: an address that one program takes for a harmless name and
the next for a number of this machine is how guards are passed by.
"""

import re
from dataclasses import dataclass, replace
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final, NoReturn
from urllib.parse import quote, urljoin, urlsplit

import idna

from ..errors import DocumentError
from ..model import Document, Precision, When
from .networks import IPAddress, why_not_public

_PORTS: Final = {"http": 80, "https": 443}
_LOOKS_LIKE_ONE = re.compile(r"[a-z][a-z0-9+.-]*://|https?:", re.IGNORECASE)
_UNSEEN = re.compile(
    r"[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)
"""Spaces, control characters, and marks that turn the direction of writing."""
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")
_QUADS = re.compile(r"(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}")
_LONGEST, _LONGEST_NAME, _ECHOED = 4000, 253, 120
_KEPT_IN_PATHS = "/%:@!$&'()*+,;=-._~"
_KEPT_IN_QUERIES = f"{_KEPT_IN_PATHS}?[]|"
_NO_CONTAINER = ("!/", "%21/")
"""What else would be taken for something inside an archive, and the same in other letters."""
_EXPECTED = "expected https://NAME/PATH"
_OF_THIS_MACHINE = ("localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback")
_FIRST_FREE_PORT = 1024
"""Below it every port has a service of its own."""
_PORTS_OF_OTHERS = {2049, 3306, 3389, 5060, 5061, 5432, 6000, 6379, 6667, 11211, 27017}
"""Above it, on which something else than the web answers, which a request could make do things."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a page lies."""

    scheme: str
    host: str
    """A name in ASCII and lower case, or a number; IPv6 without brackets."""
    port: int
    target: str
    """Path and query, as they are asked for."""

    def __str__(self) -> str:
        """Return it as it is kept; equal for all ways to write it."""
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def authority(self) -> str:
        """Host and port as the header ``Host`` has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def number(self) -> IPAddress | None:
        """The host as a number; None of a name."""
        if ":" in self.host:
            return IPv6Address(self.host)
        return IPv4Address(self.host) if _QUADS.fullmatch(self.host) else None

    @property
    def why_private(self) -> str:
        """Why it is plainly not of the public internet; empty where only a look-up can tell."""
        if self.number is not None:
            return why_not_public(self.number)
        is_own = self.host in _OF_THIS_MACHINE or self.host.endswith(".localhost")
        return "this machine" if is_own else ""

    def leads_to(self, location: str) -> "Address":
        """Read the address that a page names, which may be relative to its own.

        Raises
        ------
        DocumentError
            It is none, or leaves an encrypted connection for a plain one.
        """
        try:
            joined = urljoin(str(self), location.strip(" \t\r\n"))
        except ValueError:
            joined = location
        address = read_address(joined)
        if self.scheme == "https" and address.scheme == "http":
            raise DocumentError(f"{address}: a page that is encrypted leads to one that is not")
        return address


def is_address(given: str) -> bool:
    """Whether somebody means an address by it, right or wrong, and not a file."""
    return bool(_LOOKS_LIKE_ONE.match(given.strip()))


def is_asked_for(origin: str) -> bool:
    """Whether an input is known by an address, as `Address` writes it, and not by a path."""
    return origin.startswith(("http://", "https://"))


def shown_address(given: str) -> str:
    """Return what was given on one short line, without a password that may stand in it."""
    plain = " ".join(_UNSEEN.sub(" ", given).encode("utf-8", "replace").decode().split())
    plain = re.sub(r"(?<=://)[^/?#]*@", "…@", plain)
    return plain if len(plain) <= _ECHOED else f"{plain[: _ECHOED - 1]}…"


def read_address(given: str) -> Address:
    """Read an address.

    Raises
    ------
    DocumentError
        It is no address of a page, or could be read in two ways.
    """
    words = given.strip(" \t\r\n")
    if len(words) > _LONGEST:
        _refuse(given, f"has {len(words)} characters; expected at most {_LONGEST}")
    if _UNSEEN.search(words):
        _refuse(given, f"holds a space or a character that can't be seen; {_EXPECTED}")
    if "\\" in words:
        _refuse(given, f"holds a backslash; {_EXPECTED}")
    try:
        parts = urlsplit(words)
        words.encode()
    except ValueError as error:
        raise DocumentError(f"{shown_address(given)}: {error}; {_EXPECTED}") from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        _refuse(given, f"begins with {scheme or 'no scheme'!r}; expected http:// or https://")
    if not words[len(scheme) + 1 :].startswith("//") or not parts.netloc:
        _refuse(given, f"names no machine; {_EXPECTED}")
    if "@" in parts.netloc:
        _refuse(given, "holds a name or password before @, which is not sent; leave it out")
    host, port = _host_and_port(given, parts.netloc)
    path = quote(parts.path, safe=_KEPT_IN_PATHS).replace(*_NO_CONTAINER) or "/"
    asked = quote(parts.query, safe=_KEPT_IN_QUERIES).replace(*_NO_CONTAINER)
    query = f"?{asked}" if asked else ""
    return Address(scheme, host, _port(given, scheme, port), path + query)


def found_at(document: Document, url: str, day: str = "") -> Document:
    """Return a document with what its address tells of it, where it doesn't say so itself.

    Parameters
    ----------
    document
        That was read.
    url
        Where it was found.
    day
        Of it, ISO, as whoever led to it says; empty when nobody does.
    """
    date = document.date
    if date.precision is Precision.UNKNOWN and day:
        date = When(day, Precision.DAY, "the day that the feed says")
    host = read_address(url).host.removeprefix("www.")
    return replace(document, url=document.url or url, source=document.source or host, date=date)


def _host_and_port(given: str, authority: str) -> tuple[str, str]:
    if authority.startswith("["):
        number, bracket, rest = authority[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            _refuse(given, f"has a bracket too many or too few; {_EXPECTED}")
        return _six(given, number), rest[1:]
    host, colon, port = authority.partition(":")
    if colon and not port:
        _refuse(given, f"has a colon but no port; {_EXPECTED}")
    return _name(given, host), port


def _six(given: str, number: str) -> str:
    if "%" in number:
        _refuse(given, "names a zone of a link, which only this machine knows")
    try:
        return IPv6Address(number).compressed
    except AddressValueError:
        raise DocumentError(f"{shown_address(given)}: {number!r} is no IPv6 address") from None


def _name(given: str, host: str) -> str:
    """Return a host as it is looked up; refuse numbers in notations that hide what they are."""
    if "%" in host:
        _refuse(given, f"has % in the name of the machine; {_EXPECTED}")
    try:
        plain = host if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError as error:
        raise DocumentError(f"{shown_address(given)}: {host!r} is no name: {error}") from None
    plain = plain.lower().removesuffix(".")
    last = plain.rpartition(".")[2]
    if _QUADS.fullmatch(plain) and all(int(part) < 256 for part in plain.split(".")):  # noqa: PLR2004
        return plain
    if _NUMBER.fullmatch(last):
        meant = _as_four_numbers(plain)
        hint = f"is another way to write {meant}; write that" if meant else "is no number or name"
        _refuse(given, f"{host!r} {hint}")
    labels = plain.split(".")
    if len(plain) > _LONGEST_NAME or not all(_LABEL.fullmatch(label) for label in labels):
        _refuse(given, f"{host!r} is no name of a machine; {_EXPECTED}")
    return plain


def _as_four_numbers(host: str) -> IPv4Address | None:
    """Read a number as C libraries do: few parts, octal, hexadecimal; None where it is none."""
    try:
        parts = [_integer(part) for part in host.split(".")]
        *firsts, last = parts
        if len(parts) > 4 or any(part > 255 for part in firsts):  # noqa: PLR2004
            return None
        high = sum(part << (24 - 8 * place) for place, part in enumerate(firsts))
        if last >= 1 << (32 - 8 * len(firsts)):
            return None
        return IPv4Address(high + last)
    except ValueError:
        return None


def _integer(part: str) -> int:
    if part[:2].lower() == "0x":
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") and len(part) > 1 else 10)


def _port(given: str, scheme: str, port: str) -> int:
    if not port:
        return _PORTS[scheme]
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) < 1 << 16):  # noqa: PLR2004
        _refuse(given, f"has the port {port!r}; expected a number from 1 to 65535")
    number = int(port)
    is_free = number >= _FIRST_FREE_PORT and number not in _PORTS_OF_OTHERS
    if number not in _PORTS.values() and not is_free:
        _refuse(given, f"port {number} is not one of the web's")
    return number


def _refuse(given: str, reason: str) -> NoReturn:
    raise DocumentError(f"{shown_address(given)}: {reason}")
