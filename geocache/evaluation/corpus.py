"""Annotated corpora: reading them, and the record of a gold mention.

A corpus is a JSON-lines file, one document a line: ``text`` and ``mentions``, and where they are
known ``id``, ``title``, ``source``, ``date``. A mention has ``start``, ``end``, ``text`` and,
where they are known, ``lat``, ``lon``, ``geonameid`` and ``type``.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import Any

from ..errors import CorpusError

_ECHOED = 80
_LIMITS = {"lat": 90.0, "lon": 180.0}
"""Degrees either side of zero."""


@dataclass(frozen=True, slots=True, order=True)
class GoldMention:
    """Words that a person marked as a place."""

    start: int
    """First code point in the document's text."""
    end: int
    """One past the last code point."""
    type: str = ""
    """The corpus' own word for the kind of mention or place; empty when it gives none."""
    point: tuple[float, float] | None = None
    """(lon, lat) in WGS84 degrees; None when not known."""
    place_id: str = ""
    """As in ``geonames:169389``; empty when not known."""

    @property
    def span(self) -> tuple[int, int]:
        """(start, end), half-open."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One text of a corpus with what people marked in it."""

    id: str
    """The corpus' own, or the number of its line."""
    text: str
    mentions: tuple[GoldMention, ...]
    """As the corpus has them: some may be marked twice, or inside others."""
    title: str = ""
    source: str = ""
    """The outlet's domain; empty when not known."""
    published: str | None = None
    """Date of publication as the corpus has it; None when not known."""


def gold_documents(path: Path) -> Iterator[GoldDocument]:
    """Yield the documents of a corpus as records.

    Raises
    ------
    CorpusError
        The file can't be read, holds no document, or a line is not as it must be.
    """
    empty = True
    for number, document in _numbered(path):
        empty = False
        yield GoldDocument(
            id=str(number if document.get("id") in {None, ""} else document["id"]),
            text=document["text"],
            mentions=tuple(map(_mention, document["mentions"])),
            title=document.get("title") or "",
            source=document.get("source") or "",
            published=document.get("date") or None,
        )
    if empty:
        raise CorpusError(f"{path}: expected a JSON object on each line, found no line at all")


def documents(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the documents of a corpus; raises `CorpusError` with the line that is wrong."""
    for _number, document in _numbered(path):
        yield document


def _numbered(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise CorpusError(f"{path}: can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}: can't be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, _document(f"{path}:{number}", line)


def _document(where: str, line: str) -> dict[str, Any]:
    try:
        document = json.loads(line)
        wrong = _what_is_wrong(document)
    except (ValueError, RecursionError) as error:
        wrong = f"not JSON: {error}"
    if wrong:
        raise CorpusError(f"{where}: {wrong}; found {shorten(line, _ECHOED)}")
    for mention in document["mentions"]:
        wrong = _what_is_wrong_with(mention, document["text"])
        if wrong:
            raise CorpusError(f"{where}: {wrong}")
    return dict(document)


def _what_is_wrong(document: Any) -> str:
    """What a document lacks, in words; empty when it can be used."""
    if (
        not isinstance(document, dict)
        or not isinstance(document.get("text"), str)
        or not isinstance(document.get("mentions"), list)
    ):
        return "expected a JSON object with 'text', a string, and 'mentions', a list"
    if not isinstance(document.get("id", ""), str | int | None):
        return "expected a string or whole number under 'id'"
    for key in ("title", "source", "date"):
        if not isinstance(document.get(key, ""), str | None):
            return f"expected a string under {key!r}"
    return ""


def _what_is_wrong_with(mention: Any, text: str) -> str:
    if not isinstance(mention, dict) or not {"start", "end", "text"} <= mention.keys():
        return f"expected a mention with 'start', 'end' and 'text', found {mention!r}"
    start, end = mention["start"], mention["end"]
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(text):
        return f"{mention!r} does not lie in a text of {len(text)} code points"
    if text[start:end] != mention["text"]:
        return f"{mention!r} does not give back its words: there stands {text[start:end]!r}"
    if not isinstance(mention.get("type"), str | None):
        return f"expected a string under 'type', found {mention!r}"
    if not isinstance(mention.get("geonameid"), int | str | None):
        return f"expected a number under 'geonameid', found {mention!r}"
    return _what_is_wrong_with_point(mention)


def _what_is_wrong_with_point(mention: dict[str, Any]) -> str:
    given = {key: mention[key] for key in _LIMITS if mention.get(key) is not None}
    if len(given) == 1:
        return f"expected both 'lat' and 'lon' or neither, found {mention!r}"
    for key, degrees in given.items():
        if not isinstance(degrees, int | float) or not abs(degrees) <= _LIMITS[key]:
            return f"expected degrees up to {_LIMITS[key]:.0f} under {key!r}, found {mention!r}"
    return ""


def _mention(mention: dict[str, Any]) -> GoldMention:
    given = mention.get("lat") is not None
    return GoldMention(
        mention["start"],
        mention["end"],
        type=mention.get("type") or "",
        point=(float(mention["lon"]), float(mention["lat"])) if given else None,
        place_id=f"geonames:{mention['geonameid']}" if mention.get("geonameid") else "",
    )
