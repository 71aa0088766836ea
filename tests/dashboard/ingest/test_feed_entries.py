"""What a feed that was asked for leads to."""

import pytest

from dashboard.errors import DocumentError
from dashboard.ingest.addresses import read_address
from dashboard.ingest.feed_entries import FeedEntry, feed_entries
from dashboard.ingest.recognise import is_feed

FEED = read_address("https://news.example/feed.xml")
LONG = "<p>Rain fell in Aleppo all day.</p>" * 40


def rss(*items: str) -> bytes:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content='
        '"http://purl.org/rss/1.0/modules/content/"><channel><title>News</title>'
        f"<language>en</language>{''.join(f'<item>{item}</item>' for item in items)}"
        "</channel></rss>"
    ).encode()


def item(link: str = "", **fields: str) -> str:
    words = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
    return (f"<link>{link}</link>" if link else "") + words


def entries(*items: str) -> list[FeedEntry]:
    return feed_entries(rss(*items), FEED)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (rss(), True),
        (
            b"\xef\xbb\xbf\n<?xml version='1.0'?><!-- a --><feed xmlns='http://www.w3.org/2005/Atom'>",
            True,
        ),
        (b"<?xml-stylesheet href='a'?><rdf:RDF xmlns='http://purl.org/rss/1.0/'>", True),
        (b"<!DOCTYPE html><html><body>How to read <rss>", False),
        (b"<html><link rel='alternate' type='application/rss+xml'></html>", False),
        (b"<feedback>", False),
        (b"A text about <rss> feeds", False),
        (b"", False),
    ],
)
def test_feeds_are_told_by_their_first_element(content: bytes, expected: bool):  # noqa: FBT001
    assert is_feed(content) is expected


def test_short_summary_leads_to_the_page():
    (entry,) = entries(
        item(
            "https://news.example/a#top",
            title="Rain",
            description="Rain fell.",
            pubDate="Tue, 05 Mar 2024 23:30:00 -0800",
        )
    )
    assert entry.page == read_address("https://news.example/a")
    assert entry == FeedEntry("https://news.example/a", "2024-03-05", entry.page, None)


def test_full_text_in_the_feed_is_taken_from_there():
    (entry,) = entries(
        item(
            "https://news.example/a",
            title="Rain & snow",
            description="Rain.",
            author="a@b.example (The desk)",
            pubDate="Tue, 05 Mar 2024 10:00:00 GMT",
        )
        + f"<content:encoded><![CDATA[{LONG}]]></content:encoded>"
    )
    assert entry.page is None
    assert entry.content
    assert is_feed(entry.content)
    text = entry.content.decode()
    assert '<title type="text">Rain &amp; snow</title>' in text
    assert 'xml:lang="en"' in text
    assert 'href="https://news.example/a"' in text
    assert "<published>Tue, 05 Mar 2024 10:00:00 GMT</published>" in text
    assert text.count("Rain fell in Aleppo") == 40
    # What it is made of is what comes out when it is read as a feed.
    (again,) = feed_entries(entry.content, FEED)
    assert (again.origin, again.day, again.page) == (entry.origin, entry.day, None)


@pytest.mark.parametrize("end", ["…", "[...]", "[…]", " Continue reading “Rain” →", "Read more."])
def test_long_words_that_are_cut_off_lead_to_the_page(end: str):
    (entry,) = entries(item("/a", description=f"{LONG}<p>And then {end}</p>"))
    assert entry.page == read_address("https://news.example/a")


def test_entry_without_a_page_has_a_name_of_its_own():
    first, second = entries(item(guid="1", description="Rain."), item(description="Snow."))
    assert first.content
    assert second.content
    assert first.origin.startswith("https://news.example/feed.xml#")
    assert first.origin != second.origin
    assert entries(item(guid="1", description="Rain all day."))[0].origin == first.origin


def test_duplicate_pages_of_a_feed_are_one():
    assert len(entries(item("/a", title="A"), item("https://news.example/a", title="B"))) == 1


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("file:///etc/passwd", "expected http"),
        ("http://news.example/a", "encrypted leads to one that is not"),
        ("https://me:secret@news.example/a", "before @"),
    ],
)
def test_page_that_can_not_be_asked_for_is_named(link: str, reason: str):
    (entry,) = entries(item(link, title="Rain"))
    assert entry.page is None
    assert entry.content is None
    assert reason in entry.problem
    assert "secret" not in entry.problem + entry.origin


def test_days_are_taken_as_they_are_written():
    days = [
        entry.day
        for entry in entries(
            item("/1", pubDate="Tue, 05 Mar 2024 23:30:00 -0800"),
            item("/2", pubDate="2024-03-05T23:30:00-08:00"),
            item("/3", pubDate="soon"),
            item("/4"),
        )
    ]
    assert days == ["2024-03-05", "2024-03-05", "", ""]


def test_entities_are_refused():
    bomb = b'<!DOCTYPE r [<!ENTITY a "Rain"><!ENTITY b "&a;&a;">]><rss><channel/></rss>'
    with pytest.raises(DocumentError, match="declares entities"):
        feed_entries(bomb, FEED)


def test_feed_without_entries_is_named():
    with pytest.raises(DocumentError, match="has no entry"):
        entries()


def test_characters_that_xml_can_not_have_are_left_out():
    (entry,) = entries(item(description="Rain &#1;\x0b fell &amp; fell.", title="A\ufffe"))
    assert entry.content
    assert feed_entries(entry.content, FEED)[0].content


def test_broken_feed_gives_what_can_be_read():
    content = rss(item("/a", title="A"), item("/b", title="B"))
    assert len(feed_entries(content[: content.rindex(b"</item>")], FEED)) == 2
