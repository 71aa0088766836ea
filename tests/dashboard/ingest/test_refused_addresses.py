"""Which addresses are asked: by number, by name, by redirect, and in odd notations."""

from ipaddress import ip_address

import pytest
from programs import program

from dashboard.errors import DocumentError
from dashboard.ingest.addresses import is_address, read_address, shown_address
from dashboard.ingest.networks import why_not_public

pytestmark = pytest.mark.usefixtures("no_proxy")
table = program("refused_addresses")


@pytest.mark.parametrize("row", table.ROWS, ids=[row.way for row in table.ROWS])
def test_address_is_asked_or_refused_as_expected(row):
    found, connected = table.outcome(row.address)
    if row.expected == table.ASKED:
        assert found == table.ASKED
        assert connected
    else:
        assert row.expected in found
        assert len(found.splitlines()) == 1
    # Whatever came out: nothing but public numbers was ever connected to.
    assert not any(why_not_public(ip_address(number)) for number in connected)


def test_table_of_addresses_has_both_kinds_and_no_row_twice():
    addresses = [row.address for row in table.ROWS]
    assert len(set(addresses)) == len(addresses) >= 50
    assert {row.expected == table.ASKED for row in table.ROWS} == {True, False}


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://intranet/", "http://[::1]/", "http://metadata.google.internal/"],
)
def test_private_addresses_are_asked_where_somebody_allows_it(address: str):
    assert table.outcome(address)[0] != table.ASKED
    assert table.outcome(address, allow_private=True)[0] == table.ASKED


@pytest.mark.parametrize("name", ["to-loopback", "to-name", "to-metadata", "to-six"])
def test_public_page_never_leads_into_a_private_network(name: str):
    found, connected = table.outcome(f"http://{name}.example/", allow_private=True)
    assert "is refused" in found
    assert "--allow-private" not in found  # that would not help
    assert len(connected) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" HTTP://Public.Example:80 ", "http://public.example/"),
        ("https://public.example:443/a", "https://public.example/a"),
        ("https://public.example:8443/a#b", "https://public.example:8443/a"),
        (
            "https://Bücher.example/ä?q=ö ü".replace(" ", ""),
            "https://xn--bcher-kva.example/%C3%A4?q=%C3%B6%C3%BC",
        ),
        ("https://public.example/%7Ea?b=%20c&d=[1]", "https://public.example/%7Ea?b=%20c&d=[1]"),
        ("http://public.example?a=1", "http://public.example/?a=1"),
        # As in a.zip!/b.txt, which is something inside an archive.
        ("http://public.example/a!/b?c=!/d", "http://public.example/a%21/b?c=%21/d"),
        ("http://[2606:2800:021F::1]:8080/", "http://[2606:2800:21f::1]:8080/"),
    ],
)
def test_spellings_of_an_address_are_kept_as_one(given: str, kept: str):
    assert str(read_address(given)) == kept
    assert read_address(kept) == read_address(given)


def test_invalid_address_is_echoed_without_its_password():
    with pytest.raises(DocumentError, match=r"^https://…@public\.example/a: holds a name") as error:
        read_address("https://me:secret@public.example/a")
    assert "secret" not in str(error.value)
    assert shown_address("x" * 500) == "x" * 119 + "…"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("https://a.org/x", True),
        ("HTTP:x", True),
        (" ftp://a.org", True),
        ("report.txt", False),
        ("reports/http/a.txt", False),
        ("C:\\reports", False),
        ("www.example.org", False),
    ],
)
def test_addresses_are_told_from_files(given: str, meant: bool):  # noqa: FBT001
    assert is_address(given) is meant
