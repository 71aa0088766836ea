"""Tell what a feed that was asked for leads to: its entries, a report each.

A feed often holds only the first words of what it announces. Then the page itself is to be asked
for; what stands whole in the feed is read from there.
"""

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from ..errors import DocumentError
from .addresses import Address, is_address, shown_address
from .feeds import TIMES, written_day
from .limits import refuse_entities

MOST_ENTRIES = 500
_WHOLE = 1000
"""Letters from which the words of an entry are taken for all of it."""
_CUT_OFF = re.compile(
    r"(\.\.\.|…|\b(read|see|view|continue|full) (more|on|article|story|reading)\b.{0,60})\W*$",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<[^<>]*>")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A report that a feed holds or leads to."""

    origin: str
    """Address of its page; of the feed with a mark of its own where it has no page."""
    day: str
    """ISO, as the feed says; empty when it doesn't."""
    page: Address | None
    """That is to be asked for; None when the feed holds all of it."""
    content: bytes | None
    """All that the feed holds of it, as a feed of one entry; None when its page is asked for."""
    problem: str = ""
    """Why it can't be read; empty when it can."""


def feed_entries(content: bytes, address: Address) -> list[FeedEntry]:
    """Return what a feed leads to, in its order, each once.

    Raises
    ------
    DocumentError
        It declares entities, which can grow without end, or holds nothing.
    """
    refuse_entities(content, str(address))
    import feedparser  # noqa: PLC0415  only where a feed comes

    # As a stream: what is no stream could be taken for the name of a file, or for an address.
    stream = io.BytesIO(content)
    parsed = feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries:
        raise DocumentError(f"{address}: the feed has no entry")
    entries: dict[str, FeedEntry] = {}
    for entry in _entries(parsed, address):
        entries.setdefault(entry.origin, entry)
    return list(entries.values())


def _entries(parsed: Any, address: Address) -> Iterator[FeedEntry]:
    language = str(parsed.feed.get("language") or "")
    for entry in parsed.entries:
        page, problem = _page(entry, address)
        body = _body(entry)
        day = written_day(entry)
        if page is not None and not _is_whole(body):
            yield FeedEntry(str(page), day, page, None)
            continue
        name = str(page) if page is not None else _own_name(entry, address)
        if not problem and not _words(body):
            problem = f"{name}: has no words and no page"
        if problem and not _is_whole(body):
            yield FeedEntry(name, day, None, None, problem)
        else:
            yield FeedEntry(name, day, None, _as_feed(entry, page, body, language))


def _page(entry: Any, address: Address) -> tuple[Address | None, str]:
    """Address of an entry's page, or what is wrong with it."""
    link = str(entry.get("link") or "").strip()
    if not link or (entry.get("guidislink") and not is_address(link)):
        return None, ""  # a name that the feed forgot to call one is no address
    try:
        return address.leads_to(link), ""
    except DocumentError as error:
        return None, f"{shown_address(str(address))}: has an entry that can't be read: {error}"


def _body(entry: Any) -> str:
    """Longest of the words that a feed holds of an entry, as HTML."""
    values = [str(one.get("value") or "") for one in entry.get("content") or ()]
    values.append(str(entry.get("summary") or ""))
    return max(values, key=len)


def _words(body: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", body)).split())


def _is_whole(body: str) -> bool:
    words = _words(body)
    return len(words) >= _WHOLE and not _CUT_OFF.search(words[-100:])


def _own_name(entry: Any, address: Address) -> str:
    """Name of an entry without a page, the same whenever the feed is asked for."""
    key = str(entry.get("id") or "") or f"{entry.get('title') or ''}\0{_body(entry)}"
    return f"{address}#{sha256(key.encode('utf-8', 'replace')).hexdigest()[:16]}"


def _as_feed(entry: Any, page: Address | None, body: str, language: str) -> bytes:
    """Return an Atom feed of one entry: what a feed holds of it, apart from the others."""
    title, author = str(entry.get("title") or ""), str(entry.get("author") or "")
    identity = str(entry.get("id") or page or "")
    times = [(key, str(entry[key])) for key in TIMES if dict.__contains__(entry, key)]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom"{_attribute("xml:lang", language)}>',
        "<entry>",
        f'<title type="text">{_written(_words(title))}</title>',
        f"<id>{_written(identity)}</id>" if identity else "",
        f'<link rel="alternate"{_attribute("href", str(page))}/>' if page else "",
        *(f"<{key}>{_written(time)}</{key}>" for key, time in times if time),
        f"<author><name>{_written(_words(author))}</name></author>" if author else "",
        f'<content type="html">{_written(body)}</content>',
        "</entry>",
        "</feed>",
    ]
    return "\n".join(line for line in lines if line).encode()


def _attribute(name: str, value: str) -> str:
    return f' {name}="{_written(value)}"' if value else ""


def _written(words: str) -> str:
    """Return words as XML has them, without what it can't have."""
    return html.escape(_NOT_IN_XML.sub(" ", words))
