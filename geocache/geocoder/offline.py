"""The gazetteer as a geopy geocoder: no network, the same answer every time."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from ..gazetteer import Gazetteer, open_gazetteer
from ..geodesy import distance_km
from ..records import NameKind, NameMatch, Place
from .arguments import as_box, as_country_codes, as_limit, as_point
from .narrowing import Narrower

NEARBY_COUNT = 10
"""Places that `GazetteerGeocoder.reverse` lists when no limit is given."""
_KINDS = tuple(NameKind)


class _NoNetwork(BaseSyncAdapter):  # type: ignore[misc]  # geopy is untyped
    """Stands where geopy wants an HTTP client."""

    def get_json(self, url: str, **_options: object) -> NoReturn:
        raise GeocoderServiceError(f"the gazetteer never opens the network; asked for {url!r}")

    get_text = get_json


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]  # geopy is untyped
    """Finds places by name and by position, offline.

    Parameters
    ----------
    gazetteer
        The embedded one when None; compiled on first use.

    Raises
    ------
    GazetteerError
        The gazetteer can be neither opened nor compiled.
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        super().__init__(adapter_factory=_NoNetwork, proxies={}, user_agent="sitmap", timeout=None)
        self.gazetteer: Gazetteer = open_gazetteer() if gazetteer is None else gazetteer
        self._narrower = Narrower(self.gazetteer)

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        country_codes: str | Sequence[str] | None = None,
        viewbox: Sequence[Any] | None = None,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002  there is nothing to wait for
    ) -> Location | list[Location] | None:
        """Find the places that bear a name.

        Preferred names come before alternate ones, abbreviations and demonyms; among each, the
        most populous place comes first.

        Parameters
        ----------
        query
            A name, or a name and what it lies in: "Paris, Texas", "Idlib, Syria".
        exactly_one
            Whether to return the best place alone, not a list.
        limit
            Longest list; all of them when None.
        country_codes
            ISO 3166-1 alpha-2 codes, any case; only places of these countries are returned.
        viewbox
            Two opposite corners as geopy points, (latitude, longitude); places in it come first.
        timeout
            Accepted as geopy's other geocoders do, and not needed.

        Returns
        -------
        Location or list of Location or None
            ``raw`` holds the fields of `Place` and ``match_kind``, what the name is to the place.
            None when nothing is found, as from geopy's other geocoders.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            The query, a country code or the viewbox is no such thing (also a ValueError).
        ValueError
            The limit is less than 1.
        """
        if not isinstance(query, str) or not query.strip(" ,"):
            raise GeocoderQueryError(f"query is {query!r}; expected a name, as 'Paris, Texas'")
        most, countries, box = as_limit(limit), as_country_codes(country_codes), as_box(viewbox)

        def rank(match: NameMatch) -> tuple[bool, int, int, str]:
            place = match.place
            outside = box is not None and not box.holds(place)
            return outside, _KINDS.index(match.kind), -place.population, place.id

        found = [
            match
            for match in self._narrower.matches(query)
            if not countries or match.place.country_code in countries
        ]
        return _answer(
            [
                self._location(match.place, match_kind=match.kind.value)
                for match in sorted(found, key=rank)[: 1 if exactly_one else most]
            ],
            exactly_one=exactly_one,
        )

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002  there is nothing to wait for
    ) -> Location | list[Location] | None:
        """Find the settlements nearest to a point.

        Parameters
        ----------
        query
            A geopy point: a `geopy.Point`, (latitude, longitude), or "latitude, longitude".
        exactly_one
            Whether to return the nearest alone, not a list.
        limit
            Longest list; 10 when None.
        timeout
            Accepted as geopy's other geocoders do, and not needed.

        Returns
        -------
        Location or list of Location or None
            Nearest first; ``raw`` holds the fields of `Place` and ``distance_km`` from the point.
            None when the gazetteer knows no settlement.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            The query is no point on the globe (also a ValueError).
        ValueError
            The limit is less than 1.
        """
        point = as_point(query)
        count = 1 if exactly_one else as_limit(limit) or NEARBY_COUNT
        position = (point.longitude, point.latitude)
        return _answer(
            [
                self._location(place, distance_km=distance_km(position, (place.lon, place.lat)))
                for place in self.gazetteer.nearest(*position, count, feature_class="P")
            ],
            exactly_one=exactly_one,
        )

    def _location(self, place: Place, **found_by: object) -> Location:
        address = ", ".join([place.name, *self._narrower.containers(place)])
        return Location(address, Point(place.lat, place.lon), {**asdict(place), **found_by})


def _answer(locations: list[Location], *, exactly_one: bool) -> Location | list[Location] | None:
    if not locations:
        return None
    return locations[0] if exactly_one else locations
