"""Print which addresses are refused, and which are asked, as a table.

    python tests/benchmarks/refused_addresses.py [--allow-private]

Nothing is asked of any machine: names are looked up in a table, and connections lead to canned
answers. Status 1 when one row is not as expected.
"""

import argparse
import socket
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from ipaddress import ip_address
from typing import NamedTuple

from dashboard.errors import DocumentError
from dashboard.ingest.addresses import read_address
from dashboard.ingest.fetch import Fetcher
from dashboard.ingest.networks import IPAddress

PUBLIC, PUBLIC_6 = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
PAGE = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nRain."
LOOPBACK, METADATA = "http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/"
NAMES: dict[str, list[str]] = {
    "public.example": [PUBLIC],
    "xn--bcher-kva.example": [PUBLIC],
    "six.example": [PUBLIC_6],
    "both.example": [PUBLIC_6, PUBLIC],
    "loopback.example": ["127.0.0.1"],
    "127.0.0.1.nip.example": ["127.0.0.1"],
    "intranet": ["10.1.2.3"],
    "printer.local": ["192.168.1.9"],
    "link.example": ["169.254.10.10"],
    "metadata.google.internal": ["169.254.169.254"],
    "mixed.example": [PUBLIC, "10.0.0.5"],
    "six-loopback.example": ["::1"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "unique-local.example": ["fd00::1"],
    "zone.example": ["fe80::1%eth0"],
    "nat64-inside.example": ["64:ff9b::7f00:1"],
    "nat64.example": [f"64:ff9b::{PUBLIC}"],
    "nowhere.example": [],
}
REDIRECTS = {
    "to-loopback.example": LOOPBACK,
    "to-name.example": "http://loopback.example/",
    "to-metadata.example": METADATA,
    "to-number.example": "http://2130706433/",
    "to-six.example": "http://[::ffff:7f00:1]/",
    "to-file.example": "file:///etc/passwd",
    "to-gopher.example": "gopher://127.0.0.1:6379/_FLUSHALL",
    "to-password.example": "http://public.example@127.0.0.1/",
    "to-scheme-relative.example": "//127.0.0.1/",
    "to-itself.example": "/again",
    "to-public.example": "http://public.example/",
}


class Row(NamedTuple):
    """An address, and what is expected of it."""

    way: str
    address: str
    expected: str
    """Words of the reason, or ``asked``."""


ASKED = "asked"
ROWS = [
    Row("public name", "http://public.example/report", ASKED),
    Row("public name, IPv6", "http://six.example/", ASKED),
    Row("public number", f"http://{PUBLIC}/", ASKED),
    Row("public number, IPv6", f"http://[{PUBLIC_6}]/", ASKED),
    Row("name in other letters", "http://Bücher.example/ä", ASKED),
    Row("NAT64 of a public number", "http://nat64.example/", ASKED),
    Row("redirect to a public name", "http://to-public.example/", ASKED),
    Row("loopback", LOOPBACK, "this machine"),
    Row("loopback, other port", "http://127.0.0.1:8080/", "this machine"),
    Row("loopback, other number", "http://127.9.9.9/", "this machine"),
    Row("loopback, IPv6", "http://[::1]/", "this machine"),
    Row("loopback, IPv6 in full", "http://[0:0:0:0:0:0:0:1]/", "this machine"),
    Row("unspecified", "http://0.0.0.0/", "the network"),
    Row("unspecified, IPv6", "http://[::]/", "the network"),
    Row("localhost", "http://localhost/", "this machine"),
    Row("localhost, capitals", "http://LocalHost:8501/", "this machine"),
    Row("localhost, trailing dot", "http://localhost./", "this machine"),
    Row("below localhost", "http://a.localhost/", "this machine"),
    Row("private, 10/8", "http://10.0.0.1/", "private network"),
    Row("private, 172.16/12", "http://172.31.255.255/", "private network"),
    Row("private, 192.168/16", "http://192.168.0.1/", "private network"),
    Row("provider's own", "http://100.64.0.1/", "provider"),
    Row("metadata", METADATA, "the link"),
    Row("metadata, IPv6 of AWS", "http://[fd00:ec2::254]/", "private network"),
    Row("metadata, by name", "http://metadata.google.internal/", "the link"),
    Row("documentation", "http://192.0.2.1/", "examples"),
    Row("benchmarks", "http://198.18.0.1/", "measurements"),
    Row("multicast", "http://224.0.0.1/", "groups"),
    Row("broadcast", "http://255.255.255.255/", "nobody"),
    Row("unique local, IPv6", "http://[fc00::1]/", "private network"),
    Row("link local, IPv6", "http://[fe80::1]/", "the link"),
    Row("link local with zone", "http://[fe80::1%25eth0]/", "zone"),
    Row("site local, IPv6", "http://[fec0::1]/", "private network"),
    Row("mapped", "http://[::ffff:127.0.0.1]/", "this machine"),
    Row("mapped, in hex", "http://[::ffff:c0a8:1]/", "private network"),
    Row("compatible", "http://[::127.0.0.1]/", "nobody"),
    Row("6to4", "http://[2002:7f00:1::]/", "tunnels"),
    Row("Teredo", "http://[2001:0:5ef5:79fb::1]/", "tunnels"),
    Row("NAT64", "http://[64:ff9b::7f00:1]/", "this machine"),
    Row("NAT64, local", "http://[64:ff9b:1::a00:1]/", "private network"),
    Row("decimal", "http://2130706433/", "another way to write 127.0.0.1"),
    Row("decimal, public", "http://1572394766/", f"another way to write {PUBLIC}"),
    Row("octal", "http://0177.0.0.1/", "another way to write 127.0.0.1"),
    Row("octal in one", "http://017700000001/", "another way to write 127.0.0.1"),
    Row("hex", "http://0x7f000001/", "another way to write 127.0.0.1"),
    Row("hex parts", "http://0x7f.0x0.0x0.0x1/", "another way to write 127.0.0.1"),
    Row("short form", "http://127.1/", "another way to write 127.0.0.1"),
    Row("zero alone", "http://0/", "another way to write 0.0.0.0"),
    Row("leading zeros", "http://010.0.0.1/", "another way to write 8.0.0.1"),
    Row("trailing dot", "http://127.0.0.1./", "this machine"),
    Row("too many parts", "http://127.0.0.1.1/", "no number or name"),
    Row("ideographic dots", "http://127。0。0。1/", "this machine"),
    Row("circled digits", "http://①②⑦.⓪.⓪.①/", "this machine"),
    Row("full-width letters", "http://ｌｏｃａｌｈｏｓｔ/", "this machine"),
    Row("soft hyphen", "http://local\u00adhost/", "this machine"),
    Row("password", "http://public.example@127.0.0.1/", "before @"),
    Row("empty password", "http://@127.0.0.1/", "before @"),
    Row("escaped name", "http://%31%32%37.0.0.1/", "% in the name"),
    Row("backslash", "http://public.example\\@127.0.0.1/", "backslash"),
    Row("space", "http://public.example /", "space"),
    Row("line feed", "http://public.example/\r\nHost: a", "space"),
    Row("tab inside", "http://127.0.\t0.1/", "space"),
    Row("NUL", "http://127.0.0.1\0.public.example/", "space"),
    Row("writing turned round", "http://public.example\u202e/", "space"),
    Row("number as fragment", "http://127.0.0.1#@public.example/", "this machine"),
    Row("number as query", "http://127.0.0.1?@public.example/", "this machine"),
    Row("file", "file:///etc/passwd", "expected http"),
    Row("file on a machine", "file://localhost/etc/passwd", "expected http"),
    Row("ftp", "ftp://public.example/a.txt", "expected http"),
    Row("gopher", "gopher://127.0.0.1:70/_x", "expected http"),
    Row("data", "data:text/plain,Rain", "expected http"),
    Row("no machine", "http:///etc/passwd", "names no machine"),
    Row("no slashes", "http:127.0.0.1", "names no machine"),
    Row("port of mail", "http://public.example:25/", "port 25"),
    Row("port of Redis", "http://public.example:6379/", "port 6379"),
    Row("port 0", "http://public.example:0/", "port '0'"),
    Row("port too high", "http://public.example:65616/", "port '65616'"),
    Row("number in brackets", "http://[127.0.0.1]/", "brackets"),
    Row("name for loopback", "http://loopback.example/", "this machine"),
    Row("number in a name", "http://127.0.0.1.nip.example/", "this machine"),
    Row("name of a private network", "http://intranet/", "private network"),
    Row("name of the link", "http://printer.local/", "private network"),
    Row("name for the link", "http://link.example/", "the link"),
    Row("name for both", "http://mixed.example/", "private network"),
    Row("name for loopback, IPv6", "http://six-loopback.example/", "this machine"),
    Row("name for mapped", "http://mapped.example/", "private network"),
    Row("name for unique local", "http://unique-local.example/", "private network"),
    Row("name for a zone", "http://zone.example/", "the link"),
    Row("name for NAT64 inside", "http://nat64-inside.example/", "this machine"),
    Row("name for nothing", "http://nowhere.example/", "no machine is called"),
    Row("answers that change", "http://changing.example/", ASKED),
    Row("answers that change back", "http://changed.example/", "this machine"),
    *(
        Row(f"redirect: {name.removesuffix('.example')}", f"http://{name}/", reason)
        for name, reason in {
            "to-loopback.example": "this machine",
            "to-name.example": "this machine",
            "to-metadata.example": "the link",
            "to-number.example": "another way to write 127.0.0.1",
            "to-six.example": "this machine",
            "to-file.example": "expected http",
            "to-gopher.example": "expected http",
            "to-password.example": "before @",
            "to-scheme-relative.example": "this machine",
            "to-itself.example": "more than 5 times",
        }.items()
    ),
]


class Web:
    """Names and machines that are made up; what was connected to is kept."""

    def __init__(self) -> None:
        self.connected: list[str] = []
        self._other_ends = ExitStack()
        self._looked_up: dict[str, int] = {}
        self._redirecting = {
            f"93.184.216.{place}": name for place, name in enumerate(REDIRECTS, start=1)
        }
        self._numbers = {name: number for number, name in self._redirecting.items()}

    def resolve(self, name: str, _port: int) -> Sequence[IPAddress]:
        """Look a name up; two of them stand for another number each time."""
        count = self._looked_up[name] = self._looked_up.get(name, 0) + 1
        if name in {"changing.example", "changed.example"}:
            is_public = (count % 2 == 1) == (name == "changing.example")
            return [ip_address(PUBLIC if is_public else "127.0.0.1")]
        if name in self._numbers:
            return [ip_address(self._numbers[name])]
        if name not in NAMES:
            raise OSError(-2, "Name or service not known")
        return [ip_address(number) for number in NAMES[name]]

    def dial(self, number: IPAddress, _port: int, _timeout_s: float) -> socket.socket:
        """Connect to a canned answer."""
        self.connected.append(str(number))
        ours, theirs = socket.socketpair()
        # Kept open until the end: what is sent must not meet a closed end.
        self._other_ends.enter_context(theirs)
        name = self._redirecting.get(str(number))
        location = REDIRECTS[name] if name else ""
        answer = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
        theirs.sendall((answer if name else PAGE).encode())
        theirs.shutdown(socket.SHUT_WR)
        return ours

    def close(self) -> None:
        """Close what is open."""
        self._other_ends.close()


def outcome(address: str, *, allow_private: bool = False) -> tuple[str, list[str]]:
    """Return ``asked`` or why not, and the numbers that were connected to."""
    with closing(Web()) as web:
        fetcher = Fetcher(resolve=web.resolve, dial=web.dial)
        try:
            fetcher.fetch(read_address(address), may_be_private=allow_private)
        except DocumentError as error:
            return str(error), web.connected
        return ASKED, web.connected


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--allow-private", action="store_true")
    allow_private = parser.parse_args().allow_private
    print("| way | address | asked or refused | connected to |\n| --- | --- | --- | --- |")
    wrong = 0
    for row in ROWS:
        found, connected = outcome(row.address, allow_private=allow_private)
        is_right = found == ASKED if row.expected == ASKED else row.expected in found
        wrong += not is_right and not allow_private
        said = found if found == ASKED else found.partition("/: ")[2].partition(";")[0] or found
        shown = repr(row.address)[1:-1].replace("|", "\\|")
        print(f"| {row.way} | `{shown}` | {said} | {', '.join(connected)} |")
    print(f"\n{len(ROWS)} addresses, {wrong} not as expected")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
