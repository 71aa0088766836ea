"""RSS and Atom: the items of a feed, each a report."""

import io
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ..errors import DocumentError
from .drafts import Draft, day_written, one_line
from .limits import refuse_entities
from .markup import text_of_html

TIMES = ("published", "updated")
_ENTRY_LENGTH = 300
_DAY_LENGTH = len("2024-03-05")


class Item(NamedTuple):
    """One item of a feed."""

    entry: str
    draft: Draft
    content: bytes
    """What the feed says of it, as JSON."""


def feed_items(content: bytes, origin: str) -> Iterator[Item]:
    """Yield the items of a feed, the first first; raises `DocumentError` where it has none."""
    refuse_entities(content, origin)
    import feedparser  # noqa: PLC0415

    # As a file: words would be taken for an address, and fetched.
    feed = feedparser.parse(io.BytesIO(content), resolve_relative_uris=False)
    if not feed.entries:
        reason = f": {feed.bozo_exception}" if feed.bozo else ""
        raise DocumentError(f"{origin}: the feed has no items{reason}")
    taken: set[str] = set()
    for number, item in enumerate(feed.entries, 1):
        name = one_line(str(item.get("id") or item.get("link") or ""))[:_ENTRY_LENGTH]
        if not name or name in taken:
            name = f"item {number}"
        taken.add(name)
        draft = _draft(item, feed.feed)
        yield Item(name, draft, _as_json(draft, item))


def _draft(item: Any, feed: Any) -> Draft:
    title = text_of_html(str(item.get("title") or "")).replace("\n", " ")
    bodies = [str(part.get("value") or "") for part in item.get("content") or ()]
    bodies.append(str(item.get("summary") or ""))
    texts = [text_of_html(body).strip() for body in bodies]
    text = max(texts, key=len, default="")
    link = str(item.get("link") or "")
    # A heading alone is a report too: many feeds of alerts hold no more.
    return Draft(
        text or title,
        title,
        day_written(written_day(item)),
        source=(urlsplit(link).hostname or "").removeprefix("www.") if "://" in link else "",
        url=link,
        author=str(item.get("author") or ""),
        language=str(item.get("language") or feed.get("language") or ""),
    )


def written_day(item: Any) -> str:
    """Day of an item, ISO, as its own clock had it; empty when it has none."""
    for key in TIMES:
        if not dict.__contains__(item, key):  # each stands in for the other otherwise
            continue
        written = str(item[key]).strip()
        with suppress(ValueError):
            return date.fromisoformat(written[:_DAY_LENGTH]).isoformat()
        with suppress(ValueError):
            return parsedate_to_datetime(written).date().isoformat()
        with suppress(TypeError, ValueError):  # what only feedparser can read, in UTC
            return date(*item[f"{key}_parsed"][:3]).isoformat()
    return ""


def _as_json(draft: Draft, item: Any) -> bytes:
    known = {
        "id": str(item.get("id") or ""),
        "title": draft.title,
        "published": str(item.get("published") or item.get("updated") or ""),
        "link": draft.url,
        "author": draft.author,
        "text": draft.text,
    }
    return json.dumps(known, ensure_ascii=False).encode("utf-8", "replace")
