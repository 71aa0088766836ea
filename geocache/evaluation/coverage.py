"""How much of an annotated corpus a gazetteer can answer at all."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import UnknownPlaceError
from ..gazetteer import Gazetteer
from ..geodesy import distance_km
from ..resolution.candidates import candidates
from .corpus import documents

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
    if mention.get("lat") is not None:
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
