"""Measuring against annotated corpora.

A corpus is a JSON-lines file, one document a line: ``id, title, text`` and ``mentions``, each with
``start``, ``end``, ``text`` and, where they are known, ``lat``, ``lon`` and ``geonameid``.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import CorpusError, UnknownPlaceError
from .gazetteer import Gazetteer
from .geodesy import distance_km
from .resolution.candidates import candidates

NEAR_KM = 161.0
"""A hundred miles: how far off an answer may lie in the literature's Acc@161."""


@dataclass(slots=True)
class Coverage:
    """How many gold places of a corpus a gazetteer can possibly answer with."""

    with_id: int = 0
    """Gold mentions with a GeoNames id."""
    held: int = 0
    """Of those, whose place the gazetteer has under any name."""
    offered: int = 0
    """Of those, whose place is a candidate for the words in the text."""
    with_point: int = 0
    """Gold mentions with coordinates."""
    near: int = 0
    """Of those, with a candidate that has the gold id or lies within 161 km."""
    misses: Counter[str] = field(default_factory=Counter)
    """Words for which the gold place, or the point if it has no id, is not offered."""


def coverage(path: Path, gazetteer: Gazetteer) -> Coverage:
    """Measure what a gazetteer offers for the gold mentions of a corpus.

    Raises
    ------
    CorpusError
        The file can't be read, or a line is not as it must be.
    """
    counted = Coverage()
    for document in documents(path):
        for mention in document["mentions"]:
            _count(mention, gazetteer, counted)
    return counted


def _count(mention: dict[str, Any], gazetteer: Gazetteer, counted: Coverage) -> None:
    places = [match.place for match in candidates(mention["text"], gazetteer)]
    gold = mention.get("geonameid")
    offered = missed = False
    if gold:
        counted.with_id += 1
        counted.held += _holds(gazetteer, f"geonames:{gold}")
        offered = any(place.id == f"geonames:{gold}" for place in places)
        counted.offered += offered
        missed = not offered
    if "lat" in mention:
        counted.with_point += 1
        point = (mention["lon"], mention["lat"])
        near = offered or any(
            distance_km((place.lon, place.lat), point) <= NEAR_KM for place in places
        )
        counted.near += near
        missed = missed or (not gold and not near)
    counted.misses[mention["text"]] += missed


def _holds(gazetteer: Gazetteer, place_id: str) -> bool:
    try:
        gazetteer.place(place_id)
    except UnknownPlaceError:
        return False
    return True


def documents(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the documents of a corpus; raises `CorpusError` with the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: can't be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _document(f"{path}:{number}", line)


def _document(where: str, line: str) -> dict[str, Any]:
    try:
        document = json.loads(line)
        for mention in document["mentions"]:
            if document["text"][mention["start"] : mention["end"]] != mention["text"]:
                raise CorpusError(f"{where}: {mention!r} does not give back its words")
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, CorpusError):
            raise
        raise CorpusError(
            f"{where}: expected a JSON object with 'text' and 'mentions' ({error!r})"
        ) from error
    return dict(document)
