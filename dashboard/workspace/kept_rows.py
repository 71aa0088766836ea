"""Rows of a reading as bytes, for a reading that is kept beside the one that stands.

JSON, deflated: a workspace may come from somebody else, and what is read from it must not be able
to do anything.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..annotate.casualties import casualties_of
from ..model import Document, Passage, Precision, When
from .rows import (
    CasualtyRow,
    DateRow,
    DocumentRows,
    FootprintRow,
    HitRow,
    MarkRow,
    MentionRow,
    ObservationRow,
    PlaceRow,
    casualty_rows,
    days_of,
    passage_row,
)

_LEVEL = 6


def packed_rows(rows: DocumentRows) -> bytes:
    """Return the rows of a reading as bytes; the document itself is not among them."""
    places: dict[PlaceRow, int] = {}

    def plain(row: Any) -> Any:
        """Return a row as JSON takes it: places by number, bytes as text."""
        if isinstance(row, PlaceRow):
            return places.setdefault(row, len(places))
        if isinstance(row, tuple):
            return [plain(value) for value in row]
        return b64encode(row).decode() if isinstance(row, bytes) else row

    content = {
        "passages": [(row.start, row.end) for row in rows.passages],
        "marks": [plain(rows.drawn(number)) for number in range(len(rows.marks))],
        "footprints": plain(rows.footprints),
        "mentions": plain(rows.mentions),
        "hits": plain(rows.hits),
        "dates": plain(rows.dates),
        "observations": plain(rows.observations),
        "casualties": plain(rows.casualties),
        "places": [list(place) for place in places],
        "date": _plain_date(rows.document.date),
        "own_date": _plain_date(rows.own_date),
        "sketch": b64encode(rows.sketch).decode(),
    }
    return zlib.compress(json.dumps(content, ensure_ascii=False).encode(), _LEVEL)


def unpacked_rows(content: bytes, document: Document) -> DocumentRows:
    """Return the rows that bytes hold, of the document that they were read from.

    Raises
    ------
    ValueError, KeyError, IndexError, TypeError, zlib.error
        The bytes are no such rows.
    """
    kept: dict[str, Any] = json.loads(zlib.decompress(content))
    document = replace(document, date=_date(kept["date"]) or document.date)
    places = [PlaceRow(*row) for row in kept["places"]]
    return DocumentRows(
        document,
        days_of(document.date),
        tuple(passage_row(document.text[start:end], start, end) for start, end in kept["passages"]),
        tuple(_mark(facts, places) for facts in kept["marks"]),
        tuple(FootprintRow(*facts) for facts in kept["footprints"]),
        tuple(
            MentionRow._make((*facts, None if place is None else places[place]))
            for *facts, place in kept["mentions"]
        ),
        tuple(HitRow(*facts) for facts in kept["hits"]),
        tuple(DateRow(*_with_days(facts)) for facts in kept["dates"]),
        tuple(ObservationRow(*_with_days(facts)) for facts in kept["observations"]),
        own_date=_date(kept["own_date"]),
        sketch=b64decode(kept["sketch"]),
        casualties=_casualties(kept, document),
    )


def _casualties(kept: dict[str, Any], document: Document) -> tuple[CasualtyRow, ...]:
    """Casualties of a reading; a program that did not keep them left them in the text."""
    if "casualties" in kept:
        return tuple(CasualtyRow(*facts) for facts in kept["casualties"])
    passages = [Passage(number, *span) for number, span in enumerate(kept["passages"])]
    return casualty_rows(casualties_of(document.text, passages))


def _with_days(facts: list[Any]) -> tuple[Any, ...]:
    """Facts of a date as they were: its days, which JSON has as a list, as a tuple."""
    return tuple(tuple(fact) if isinstance(fact, list) else fact for fact in facts)


def _plain_date(date: When | None) -> list[str] | None:
    return [date.value, date.precision.value, date.note] if date else None


def _date(facts: list[str] | None) -> When | None:
    return When(facts[0], Precision(facts[1]), facts[2]) if facts else None


def _mark(facts: list[Any], places: Sequence[PlaceRow]) -> MarkRow:
    kept = dict(zip(MarkRow._fields, facts, strict=True))
    for name in ("point", "box"):
        kept[name] = None if kept[name] is None else tuple(kept[name])
    kept["place"] = None if kept["place"] is None else places[kept["place"]]
    kept["anchors"] = tuple(places[number] for number in kept["anchors"])
    kept["geometry"] = None if kept["geometry"] is None else b64decode(kept["geometry"])
    return MarkRow(**kept)


def is_proposal(reading: bytes, difference: str) -> bool:
    """Whether bytes and text can be another reading and what it would change."""
    try:
        json.loads(zlib.decompress(reading))
        return isinstance(json.loads(difference)["changes"], list)
    except (ValueError, KeyError, TypeError, zlib.error):
        return False
