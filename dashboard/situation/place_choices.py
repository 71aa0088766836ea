"""Finds places among which somebody chooses by what is typed, and describes them in a line."""

import math
import re
from contextlib import suppress
from functools import cached_property, lru_cache

from geocache.coordinates import read_coordinates
from geocache.errors import UnknownPlaceError
from geocache.gazetteer import Gazetteer, SearchHit
from geocache.geodesy import arc_km, on_sphere
from geocache.records import Place

from .lookup import Lookup
from .place_words import AreaNames, country_name, kind_in_words
from .plain_values import Record, degrees

_PLAIN = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*\Z")
"""Latitude and longitude as people copy them from a map."""
_NUMBER = re.compile(r"\s*\d{2,9}\s*\Z")
_MOST_LAT, _MOST_LON = 90.0, 180.0
_NEAREST = 6
MOST_OTHERS = 8
"""Which, with the one that was chosen, the digits of a keyboard can name."""
_KEPT = 4096
_MOST_MATCHES = 40
"""Of a name: more lie no farther apart."""


class PlaceChoices:
    """Finds and describes places for who decides which one is meant.

    Parameters
    ----------
    gazetteer
        That reports are read with, the user's own places among it.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._lookup = Lookup(gazetteer)
        self.spread_km = lru_cache(maxsize=_KEPT)(self._spread_km)

    def find(self, typed: str, most: int) -> Record:
        """Find places by a name, an id or a position.

        Returns
        -------
        dict
            ``point``: ``lat`` and ``lon`` when a position was typed, else None; ``places``, as
            `described` has them: near that position, or called so, the likeliest first.
        """
        point = typed_position(typed)
        if point is not None:
            lat, lon = point
            near = self._gazetteer.nearest(lon, lat, min(most, _NEAREST))
            return {"point": {"lat": lat, "lon": lon}, "places": [self.described(p) for p in near]}
        asked = f"geonames:{typed.strip()}" if _NUMBER.match(typed) else typed
        hits = self._lookup.find(asked, most) if asked.strip() else []
        return {"point": None, "places": [self._hit(hit) for hit in hits]}

    def _hit(self, hit: SearchHit) -> Record:
        facts = self.described(hit.place)
        said = {hit.place.name.casefold(), hit.place.id}
        return facts | {"also": "" if hit.name.casefold() in said else hit.name}

    def described(self, place: Place) -> Record:
        """Return id, name, kind and where it lies in words, population and position of a place."""
        where = [self._names.subdivision(place.country_code, place.admin1_code)]
        if not place.is_country:
            where.append(country_name(place.country_code))
        return {
            "id": place.id,
            "name": place.name,
            "kind": kind_in_words(place.feature_class, place.feature_code, place.population),
            "where": ", ".join(dict.fromkeys(filter(None, where))),
            "population": place.population,
            "lat": degrees(place.lat),
            "lon": degrees(place.lon),
        }

    def candidate(self, candidate: Record) -> Record:
        """Describe a candidate that was weighed; by what was kept of it when its place is gone."""
        place = self.place(candidate["id"])
        if place is not None:
            return self.described(place)
        return {
            "id": candidate["id"],
            "name": candidate["name"],
            "kind": kind_in_words("", candidate["feature_code"], 0),
            "where": country_name(candidate["country_code"]),
            "population": 0,
            "lat": None,
            "lon": None,
        }

    def subdivision(self, country: str, admin1: str) -> str:
        """Return the name of a subdivision by its codes; "" of one that is not known."""
        return self._names.subdivision(country, admin1)

    def place(self, place_id: str) -> Place | None:
        """Return a place by its id; None of coordinates, and of a file that is gone."""
        with suppress(UnknownPlaceError):
            return self._gazetteer.place(place_id)
        return None

    def _spread_km(self, words: str, lon: float, lat: float) -> float:
        """Return how far from a point the farthest place lies that may be called so; 0 for none."""
        point = on_sphere(lon, lat)
        matches = self._gazetteer.matches(words)[:_MOST_MATCHES]
        return max(
            (arc_km(point, on_sphere(match.place.lon, match.place.lat)) for match in matches),
            default=0.0,
        )

    @cached_property
    def _names(self) -> AreaNames:
        return AreaNames.of(self._gazetteer)


def typed_position(typed: str) -> tuple[float, float] | None:
    """Return latitude and longitude that were typed or pasted, in any usual spelling."""
    plain = _PLAIN.match(typed)
    if plain:
        lat, lon = float(plain[1]), float(plain[2])
        return (lat, lon) if abs(lat) <= _MOST_LAT and abs(lon) <= _MOST_LON else None
    position = read_coordinates(typed.strip())
    if position is None or not math.isfinite(position.lat):
        return None
    return position.lat, position.lon
