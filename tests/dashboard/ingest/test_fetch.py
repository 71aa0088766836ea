"""Asking another machine for a page: what is sent, and what is done about each kind of answer."""

import gzip
import socket
import ssl
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address
from typing import Any

import pytest
import trustme
from small_web import SmallWeb, drip, page, redirect, small_web

from dashboard.errors import BusyError, DocumentError
from dashboard.ingest.addresses import read_address
from dashboard.ingest.fetch import Answer, Fetcher, Limits

pytestmark = pytest.mark.usefixtures("no_proxy")
QUICK = Limits(connect_s=2, silent_s=0.5, whole_s=1.0, most_bytes=1_000_000)


def ask(web: SmallWeb, path: str = "/", **options: Any) -> Answer:
    return Fetcher(QUICK).fetch(web.address(path), may_be_private=True, **options)


def test_page_is_asked_for_politely_and_comes_with_its_metadata(web: SmallWeb):
    web.replies["/a?b=1"] = page(
        "Rain.",
        'ETag: "v1"',
        "Last-Modified: Tue, 05 Mar 2024 10:00:00 GMT",
        media_type="text/HTML; charset=utf-8",
    )
    answer = ask(web, "/a?b=1")
    assert (answer.content, answer.media_type, answer.etag) == (b"Rain.", "text/html", '"v1"')
    assert answer.modified == "Tue, 05 Mar 2024 10:00:00 GMT"
    assert (answer.address, answer.is_private) == (web.address("/a?b=1"), True)
    (request,) = web.asked
    assert request.startswith("GET /a?b=1 HTTP/1.1\r\n")
    assert f"\r\nHost: 127.0.0.1:{web.port}\r\n" in request
    assert "\r\nUser-Agent: sitmap/" in request
    assert request.lower().count("\r\nhost:") == request.lower().count("\r\naccept-encoding:") == 1
    assert "If-" not in request


def test_unchanged_page_is_not_sent_again(web: SmallWeb):
    web.replies["/"] = page("", status="304 Not Modified")
    answer = ask(web, etag='"v1"', modified="Tue, 05 Mar 2024 10:00:00 GMT")
    assert answer.is_unchanged
    assert 'If-None-Match: "v1"' in web.asked[0]
    assert "If-Modified-Since: Tue" in web.asked[0]


def test_unasked_304_answer_is_an_error(web: SmallWeb):
    web.replies["/"] = page("", status="304 Not Modified")
    with pytest.raises(DocumentError, match="answers 304 Not Modified; expected 200"):
        ask(web)


# redirects


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
)
def test_redirects_are_followed_and_the_last_address_is_the_page_s(web: SmallWeb, status: str):
    web.replies |= {"/a/b": redirect("../c?d", status), "/c?d": page("Rain.")}
    answer = ask(web, "/a/b")
    assert (answer.content, answer.address) == (b"Rain.", web.address("/c?d"))


def test_redirects_are_followed_five_times_at_most(web: SmallWeb):
    web.replies |= {f"/{n}": redirect(f"/{n + 1}") for n in range(6)}
    web.replies["/6"] = page("Rain.")
    assert ask(web, "/1").content == b"Rain."
    with pytest.raises(DocumentError, match="more than 5 times"):
        ask(web, "/0")


@pytest.mark.parametrize("location", ["", "http://", "http://a b/", "file:///etc/passwd"])
def test_redirect_that_leads_nowhere_is_named(web: SmallWeb, location: str):
    web.replies["/"] = redirect(location)
    with pytest.raises(DocumentError) as error:
        ask(web)
    assert str(error.value).startswith(f"{web.address()}: leads ")


# bounds


def test_oversized_answer_is_not_read(web: SmallWeb):
    web.replies["/"] = page("x", "Content-Length: 1000001")
    with pytest.raises(DocumentError, match="is larger than 1 MB"):
        ask(web)


@pytest.mark.parametrize("headers", [("Transfer-Encoding: chunked",), ("Content-Length: x",), ()])
def test_answer_without_a_size_is_read_up_to_the_limit(web: SmallWeb, headers: tuple[str, ...]):
    chunk = b"x" * 50_000

    def send(connection: socket.socket) -> None:
        chunked = "Transfer-Encoding: chunked" in headers
        lines = ["HTTP/1.1 200 OK", "Content-Type: text/plain", *headers, "", ""]
        connection.sendall("\r\n".join(lines).encode())
        for _ in range(1000):
            connection.sendall(b"c350\r\n" + chunk + b"\r\n" if chunked else chunk)

    web.replies["/"] = send
    with pytest.raises(DocumentError, match="is larger than 1 MB"):
        ask(web)


def test_gzip_bomb_is_refused_within_bounded_memory(web: SmallWeb):
    packer = zlib.compressobj(6, wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(100)) + packer.flush()
    web.replies["/"] = page(bomb, "Content-Encoding: gzip")
    assert len(bomb) < 150_000
    tracemalloc.start()
    try:
        with pytest.raises(DocumentError, match="is larger than 1 MB"):
            ask(web)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_gzip_is_unpacked_in_all_its_members(web: SmallWeb):
    words = [bytes(f"Rain fell on day {n}.\n", "ascii") * 5000 for n in range(3)]
    web.replies["/"] = page(b"".join(map(gzip.compress, words)), "Content-Encoding: gzip")
    assert ask(web).content == b"".join(words)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (page(gzip.compress(b"Rain." * 99)[:-9], "Content-Encoding: gzip"), "broke off after"),
        (page("Rain", "Content-Length: 9"), "broke off after 4 bytes"),
        (
            page("5\r\nRain.\r\n9\r\nSn", "Transfer-Encoding: chunked"),
            "broke off",
        ),
        (page("Rain.", "Content-Encoding: gzip"), "doesn't answer as the web does"),
        (page("Rain.", "Content-Encoding: br"), "is packed as 'br'; expected gzip"),
        (page("Rain.", media_type="image/png"), "is image/png; expected a page"),
        (page("Rain.", media_type="text/css"), "is text/css; expected a page"),
        (page("Rain.", status="404 Not Found"), "answers 404 Not Found; expected 200 OK"),
        (page("Rain.", status="206 Partial"), "answers 206 Partial; expected 200 OK"),
        (page("Rain.", status=f"500 {'x' * 9000}"), "answers 500 xxx"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "doesn't answer as the web does"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", "doesn't answer as the web does"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"b" * 70_000, "doesn't answer as the web does"),
        (b"", "can't be reached"),
    ],
)
def test_unusable_answer_is_named_in_one_line(web: SmallWeb, reply: bytes, reason: str):
    web.replies["/"] = reply
    with pytest.raises(DocumentError) as error:
        ask(web)
    assert str(error.value).startswith(f"{web.address()}: ")
    assert reason in str(error.value)
    assert len(str(error.value)) < 300
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Unavailable"])
def test_retry_after_is_told_apart_from_other_failures(web: SmallWeb, status: str):
    web.replies["/"] = page("", "Retry-After: 120", status=status)
    with pytest.raises(BusyError, match=r"asks for fewer requests .*; try again later, in 120 s"):
        ask(web)


@pytest.mark.parametrize(
    "reply",
    [
        drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 500, 0.1),
        drip(page("x" * 500), 0.1),
        drip(page("x" * 500, "Connection: close"), 0.05),
        drip(page("1\r\n" * 500, "Transfer-Encoding: chunked"), 0.1),
    ],
    ids=["headers", "body", "body of a closed connection", "chunks"],
)
def test_slow_answer_is_cut_off(web: SmallWeb, reply):
    web.replies["/"] = reply
    began = time.monotonic()
    with pytest.raises(DocumentError, match=r"took longer than 0\.4 s"):
        Fetcher(replace(QUICK, whole_s=0.4)).fetch(web.address("/"), may_be_private=True)
    assert time.monotonic() - began < 10


def test_silent_machine_is_given_up(web: SmallWeb):
    web.replies["/"] = lambda _connection: time.sleep(5)
    with pytest.raises(DocumentError, match=r"said nothing for 0\.5 s"):
        ask(web)


def test_unreachable_machine_is_reported():
    with small_web() as gone:
        address = gone.address()
    with pytest.raises(DocumentError, match="can't be reached"):
        Fetcher(QUICK).fetch(address, may_be_private=True)


def test_resolved_number_that_answers_first_is_taken(web: SmallWeb):
    web.replies["/"] = page("Rain.")
    numbers = [ip_address("127.0.0.2"), ip_address("127.0.0.1")]
    fetcher = Fetcher(QUICK, resolve=lambda _name, _port: numbers)
    assert fetcher.fetch(web.address("/", "a.example"), may_be_private=True).content == b"Rain."
    assert f"Host: a.example:{web.port}" in web.asked[0]


# encryption


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def encrypted(authority: trustme.CA) -> Iterator[SmallWeb]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("report.example").configure_cert(context)
    with small_web(context) as served:
        served.replies |= {"/": page("Rain."), "/plain": redirect("http://report.example/")}
        yield served


def trusting(authority: trustme.CA) -> Fetcher:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return Fetcher(QUICK, resolve=lambda _name, _port: [ip_address("127.0.0.1")], context=context)


def test_certificate_is_of_the_name_though_a_number_is_connected_to(
    encrypted: SmallWeb, authority: trustme.CA
):
    address = encrypted.address("/", "report.example", "https")
    assert trusting(authority).fetch(address, may_be_private=True).content == b"Rain."
    assert f"Host: report.example:{encrypted.port}" in encrypted.asked[0]


@pytest.mark.parametrize("host", ["other.example", "127.0.0.1"])
def test_certificate_of_another_name_is_refused(
    encrypted: SmallWeb, authority: trustme.CA, host: str
):
    with pytest.raises(DocumentError, match=f"its certificate is not good for {host}: "):
        trusting(authority).fetch(encrypted.address("/", host, "https"), may_be_private=True)
    assert not encrypted.asked


def test_certificate_that_nobody_vouches_for_is_refused(encrypted: SmallWeb):
    fetcher = Fetcher(QUICK, resolve=lambda _name, _port: [ip_address("127.0.0.1")])
    with pytest.raises(DocumentError, match=r"self-signed|unable to get local issuer"):
        fetcher.fetch(encrypted.address("/", "report.example", "https"), may_be_private=True)


def test_encrypted_page_does_not_lead_to_a_plain_one(encrypted: SmallWeb, authority: trustme.CA):
    address = encrypted.address("/plain", "report.example", "https")
    with pytest.raises(DocumentError, match="encrypted leads to one that is not"):
        trusting(authority).fetch(address, may_be_private=True)


def test_machine_that_does_not_encrypt_is_named(web: SmallWeb, authority: trustme.CA):
    web.replies["/"] = page("Rain.")
    with pytest.raises(DocumentError, match=r"can't be connected to|can't be reached|said nothing"):
        trusting(authority).fetch(web.address("/", "report.example", "https"), may_be_private=True)


# proxies


def test_proxy_is_never_used(web: SmallWeb, monkeypatch: pytest.MonkeyPatch):
    web.replies["/"] = page("Rain.")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{web.port}")
    with pytest.raises(DocumentError, match="a proxy is set for http"):
        ask(web)
    assert not web.asked
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert ask(web).content == b"Rain."


def test_unknown_host_name_is_reported():
    def resolve(name: str, _port: int) -> list:
        raise socket.gaierror(socket.EAI_NONAME, f"{name} is not known")

    with pytest.raises(DocumentError, match=r"no machine is called 'nowhere\.example'"):
        Fetcher(resolve=resolve).fetch(read_address("https://nowhere.example/"))
